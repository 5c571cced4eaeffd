"""`zhihuan hand-offs list | show | reply | close`: the human's side without a console."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhihuan.cli_plan.speaking import ChineseGroup
from zhihuan.errors import ZhihuanError

if TYPE_CHECKING:
    from zhihuan.records.hand_offs import HandOffQueue
    from zhihuan.settings import Settings

hand_offs_app = typer.Typer(
    cls=ChineseGroup,
    help="转人工：看谁在等，看交接单，回复，结束。",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")]
Which = Annotated[str, typer.Argument(metavar="编号", help="list 里显示的编号")]
_STATES = {"queued": "等着", "taken": "有人接了", "answered": "回复过"}


class NoHumanSide(ZhihuanError):
    """Hand-offs are turned off."""

    def __init__(self) -> None:
        super().__init__("转人工没有打开：先设 ZHIHUAN_HAND_OFF=queue")


@hand_offs_app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """谁在等，最该先接的排在最前。"""
    from zhihuan.conversation.hand_off.desk import brief_json

    with _queue(context) as queue:
        waiting = [brief_json(each, time.time()) for each in queue.waiting()]
    if as_json:
        _print_json(waiting)
        return
    for each in waiting:
        mark = "⚠ " if each["danger"] else ""
        who = f"，{each['desk']}" if each["desk"] else ""
        minutes = each["waited_seconds"] // 60
        risks = f"  {'；'.join(each['risks'])}" if each["risks"] else ""
        typer.echo(f"{mark}{each['id']}  {_STATES[each['state']]}{who}，{minutes} 分钟{risks}")
    if not waiting:
        typer.echo("没有人在等")


@hand_offs_app.command()
def show(context: typer.Context, which: Which, as_json: Json = False) -> None:
    """交接单，和之后双方写的话。"""
    from zhihuan.conversation.hand_off.desk import brief_json, message_json

    with _queue(context) as queue:
        known = queue.get(which)
        thread = [message_json(each) for each in queue.thread(which)]
    if as_json:
        brief = brief_json(known, time.time())
        _print_json({**brief, "packet": known.packet, "messages": thread})
        return
    typer.echo(known.packet["fallback"] if known.packet else "本人已经撤回，内容没有保留")
    for each in thread:
        who = each["desk"] or "本人"
        typer.echo(f"\n{who}（{each['at'][:16].replace('T', ' ')}）：{each['text']}")


@hand_offs_app.command()
def reply(
    context: typer.Context,
    which: Which,
    text: Annotated[str, typer.Argument(metavar="回复", help="要说的话，用引号括起来")],
    desk: Annotated[str, typer.Option(metavar="称呼", help="显示给本人看的称呼")] = "人工客服",
) -> None:
    """回复本人；没有人接的，就算您接了。"""
    from zhihuan.conversation.hand_off.desk import desk_name, reply_text

    with _queue(context) as queue:
        queue.reply(which, secrets.token_hex(8), desk_name(desk), reply_text(text))
    typer.echo("已经回复")


@hand_offs_app.command()
def close(context: typer.Context, which: Which) -> None:
    """结束，之后由助手接着回答。"""
    with _queue(context) as queue:
        queue.act(which, "close", None)
    typer.echo("已经结束")


@contextmanager
def _queue(context: typer.Context) -> Iterator[HandOffQueue]:
    from zhihuan.composition import human_side_of

    settings_of: Callable[[], Settings] = context.obj
    settings = settings_of()
    if settings.hand_off == "off":
        raise NoHumanSide
    human = human_side_of(settings)
    try:
        yield human.queue
    finally:
        human.close()


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
