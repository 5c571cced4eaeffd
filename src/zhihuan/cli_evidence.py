"""`zhihuan evidence ID | verify | erase`, and `zhihuan impact SLUG`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhihuan.cli_plan.speaking import ChineseGroup
from zhihuan.errors import ZhihuanError

if TYPE_CHECKING:
    from zhihuan.conversation.impact import Touched
    from zhihuan.conversation.replaying import Replay
    from zhihuan.records.evidence import Kept
    from zhihuan.records.evidence_in_sqlite import EvidenceStore
    from zhihuan.settings import Settings


class _IdFirst(ChineseGroup):
    """What is no command is the id of an answer: `evidence ID` is `evidence show ID`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Which command was meant."""
        known = args and (args[0] in self.commands or args[0].startswith("-"))
        return super().resolve_command(ctx, args if known else ["show", *args])


evidence_app = typer.Typer(
    cls=_IdFirst,
    help="留痕：说过的每一句凭什么说的。[bold]zhihuan evidence 编号[/bold] 看一条，并用今天的资料再答一遍。",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")]
_STATES = {"same": "没有变", "changed": "改过了", "gone": "没有了"}


class CannotErase(ZhihuanError):
    """It was not said what to erase, or twice."""

    def __init__(self) -> None:
        super().__init__(
            "写上一个留痕编号，或者 --conversation，或者 --application 加 --user，只写一种"
        )


@evidence_app.command()
def show(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="编号", help="答复里的 evidence_id")],
    rerun: Annotated[
        bool, typer.Option("--rerun/--no-rerun", help="用今天的资料再答一遍，默认要")
    ] = True,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="日期", help="再答时按哪一天；默认当时那一天")
    ] = None,
    as_json: Json = False,
) -> None:
    """看一条留痕；今天的资料会不会答得不一样。"""
    from zhihuan.conversation.evidence_shown import evidence_json, evidence_text

    day = _day(as_of)
    with _store(context) as store:
        kept = store.get(which)
    brains = kept.content is not None and kept.content.kind != "reply"
    replay = _run_again(context, kept, day) if rerun and brains else None
    if as_json:
        _print_json({**evidence_json(kept), "replay": replay and replay.to_json()})
        return
    typer.echo(evidence_text(kept))
    if replay is not None:
        typer.echo(_replay_text(replay))
    elif rerun and kept.content is not None:
        typer.echo("\n这是人写的，或者由人接着回答的，不重答。")


@evidence_app.command()
def verify(
    context: typer.Context,
    expected: Annotated[
        str | None,
        typer.Option("--expect", metavar="校验值", help="以前记在别处的校验值，应当还在里面"),
    ] = None,
    as_json: Json = False,
) -> None:
    """从头核对一遍，有没有被改过、抽走、截断。有问题时退出码是 1。"""
    with _store(context) as store:
        found = store.verify(expected)
    if as_json:
        _print_json(
            {
                "links": found.links,
                "kept": found.kept,
                "erased": found.erased,
                "head": found.head,
                "findings": list(found.findings),
            }
        )
    else:
        for finding in found.findings:
            typer.echo(finding)
        well = "有问题" if found.findings else "没有发现改动"
        typer.echo(
            f"{found.links} 条，内容还在的 {found.kept} 条，清除过的 {found.erased} 条：{well}"
        )
        typer.echo(f"最后一条的校验值 {found.head}，请记在别处，下次用 --expect 核对")
    raise typer.Exit(1 if found.findings else 0)


@evidence_app.command()
def erase(
    context: typer.Context,
    which: Annotated[str | None, typer.Argument(metavar="编号", help="只清除这一条留痕")] = None,
    conversation: Annotated[
        str | None, typer.Option(metavar="编号", help="清除整段对话，所有地方")
    ] = None,
    application: Annotated[
        str | None, typer.Option(metavar="应用", help="和 --user 一起：清除一个人的所有对话")
    ] = None,
    user: Annotated[str | None, typer.Option(metavar="用户", help="应用自己的用户编号")] = None,
) -> None:
    """清除一条、一段对话，或者一个人的全部。清除的事实还在链上，内容哪里都没有了。"""
    from zhihuan.erasing import conversations_of, erase_conversation

    of_person = application is not None and user is not None
    if (application is None) != (user is None):
        raise CannotErase
    if [which is not None, conversation is not None, of_person].count(True) != 1:
        raise CannotErase
    settings = _settings(context)
    if which is not None:
        with _store(context) as store:
            typer.echo(f"清除了 {store.erase_one(which)} 条留痕")
        return
    named = [conversation] if conversation is not None else []
    if of_person:
        named = conversations_of(settings, application or "", user or "")
    done = sum(erase_conversation(settings, each) for each in named if each)
    typer.echo(f"清除了 {done} 段对话" if done else "没有这样的对话，可能已经清除过")


def impact(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="文章", help="文章的文件名，不带 .md")],
    as_json: Json = False,
) -> None:
    """哪些回答引用过这篇文章；和现在知识库里的写法比，哪些受影响。"""
    from zhihuan.conversation.impact import impact as touched_by
    from zhihuan.library.knowledge_base import UnknownArticle, open_knowledge_base

    base = open_knowledge_base(_settings(context).knowledge_base)
    with _store(context) as store:
        found = list(touched_by(slug, store.citing(slug), base))
    if not found and slug not in base.by_slug:
        raise UnknownArticle
    if as_json:
        _print_json([each.to_json() for each in found])
        return
    for each in found:
        typer.echo(_touched_text(each))
    touched = sum(each.is_touched for each in found)
    typer.echo(
        f"{len(found)} 条回答引用过 {slug}；引用的话现在不一样的 {touched} 条"
        if found
        else f"还没有回答引用过 {slug}"
    )


def _run_again(context: typer.Context, kept: Kept, day: date | None) -> Replay | None:
    from zhihuan.composition import services_of
    from zhihuan.desk_evidence import run_again

    services = services_of(_settings(context), lambda line: typer.echo(f"· {line}", err=True))
    try:
        return run_again(services, kept, day)
    finally:
        services.close()


def _replay_text(replay: Replay) -> str:
    lines = [f"\n—— 用今天的资料再答一遍（按 {replay.as_of}）"]
    for article in replay.articles:
        again = "还会引用" if article.again else "不再引用"
        lines.append(f"文章 {article.slug}《{article.title}》：{_STATES[article.state]}，{again}")
    lines += [f"文章 {slug}：那时没有引用，今天会引用" for slug in replay.new_articles]
    lines += [f"测算 {each.name}：{_STATES[each.state]}" for each in replay.sums]
    lines += [f"测算 {name}：那时没有，今天会算" for name in replay.new_sums]
    if replay.says_the_same:
        lines.append("今天会答得一字不差。")
    else:
        lines += ["今天会答得不一样（- 那时，+ 今天）：", *replay.diff]
    return "\n".join(lines)


def _touched_text(each: Touched) -> str:
    mark = "✗" if each.is_touched else "✓"
    lines = [f"{mark} {each.kept.id}  {each.content.as_of}  {each.content.question}"]
    for passage in each.passages:
        lines.append(f"    {passage.heading or '（开头）'}：{_STATES[passage.state]}")
    return "\n".join(lines)


@contextmanager
def _store(context: typer.Context) -> Iterator[EvidenceStore]:
    from zhihuan.composition import evidence_of

    store = evidence_of(_settings(context))
    try:
        yield store
    finally:
        store.close()


def _settings(context: typer.Context) -> Settings:
    settings_of: Callable[[], Settings] = context.obj
    return settings_of()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise ZhihuanError("日期要写成 2026-11-21 这样") from None


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
