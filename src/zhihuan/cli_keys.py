"""`zhihuan keys make | list | revoke`: who may call the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhihuan.cli_plan.speaking import ChineseGroup

if TYPE_CHECKING:
    from zhihuan.records.keys import Key, Keys
    from zhihuan.settings import Settings

keys_app = typer.Typer(
    cls=ChineseGroup,
    help="密钥：谁能用这个服务。一把都没做过时，只有本机能用，而且不用密钥。",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")]
_WHAT_FOR = {
    "widget": "写在网页里，谁都看得见，只在写明的来源上有用",
    "server": "放在您自己的后端，不要给浏览器；也用它签用户令牌",
    "agent": "给客服的系统",
    "supervisor": "给客服主管",
}


@keys_app.command()
def make(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="种类", help="widget、server、agent 或 supervisor")
    ],
    name: Annotated[
        str, typer.Option("--name", help="哪个应用；同名的密钥看得到同样的对话")
    ] = "default",
    origin: Annotated[
        list[str] | None,
        typer.Option("--origin", help="widget 用：网页的来源，如 https://shop.example，可以写几个"),
    ] = None,
    as_json: Json = False,
) -> None:
    """做一把密钥。例：[bold]zhihuan keys make widget --origin https://shop.example[/bold]"""
    with _keys(context) as keys:
        key, text = keys.make(kind, name, origin or [])
    if as_json:
        _print_json({**_described(key), "key": text})
        return
    typer.echo(text)
    typer.echo(f"{_WHAT_FOR[key.scope]}。只显示这一次，请现在存好。", err=True)


@keys_app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """做过哪些密钥；密钥本身不会再显示。"""
    with _keys(context) as keys:
        made = keys.all()
    if as_json:
        _print_json([_described(key) for key in made])
        return
    for key in made:
        state = f"{key.revoked[:10]} 已撤销" if key.revoked else "在用"
        places = f"  {' '.join(key.origins)}" if key.origins else ""
        typer.echo(f"{key.id}  {key.scope:<10}  {key.name}  {key.created[:10]}  {state}{places}")
    if not made:
        typer.echo("还没有密钥：本机上谁都能用，别的机器用不了")


@keys_app.command()
def revoke(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="编号", help="list 里显示的编号")],
) -> None:
    """撤销一把密钥，马上生效，不能恢复；它签过的用户令牌也一起失效。"""
    with _keys(context) as keys:
        key = keys.revoke(which)
    typer.echo(f"已经撤销 {key.id}（{key.scope}，{key.name}）")


@contextmanager
def _keys(context: typer.Context) -> Iterator[Keys]:
    from zhihuan.records.keys import FILE, Keys

    settings_of: Callable[[], Settings] = context.obj
    keys = Keys(settings_of().data / FILE)
    try:
        yield keys
    finally:
        keys.close()


def _described(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "scope": key.scope,
        "name": key.name,
        "origins": list(key.origins),
        "created": key.created,
        "revoked": key.revoked,
    }


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
