"""`zhihuan questions`: what people asked that the library did not answer well."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from zhihuan.clock import CHINA, today
from zhihuan.errors import ZhihuanError

if TYPE_CHECKING:
    from zhihuan.learning.wanted import Wanted
    from zhihuan.settings import Settings


class NoSuchCluster(ZhihuanError):
    """There are not so many clusters."""

    def __init__(self) -> None:
        super().__init__("没有这么多组问题：先不带 --draft 看一遍，再写组号")


def questions(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option("--since", metavar="日期", help="从哪一天起；默认全部")
    ] = None,
    draft: Annotated[
        int | None, typer.Option("--draft", min=1, metavar="组号", help="打印这一组的文章草稿")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多几组")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")] = False,
) -> None:
    """该写哪篇文章：没答上、说没用、被客服改写的问题，相近的放一组，最要紧的在前。"""
    from zhihuan.learning.drafting import draft_of

    settings_of: Callable[[], Settings] = context.obj
    found = _wanted(settings_of(), start_of(since))
    if draft is not None:
        if draft > len(found):
            raise NoSuchCluster
        typer.echo(draft_of(found[draft - 1]), nl=False)
    elif as_json:
        shown = [each.to_json() for each in found[:limit]]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for number, each in enumerate(found[:limit], 1):
            typer.echo(_text(number, each))
        typer.echo(f"一共 {len(found)} 组" if found else "没有要写的")


def start_of(day: str | None) -> float:
    """The first second of a day in China, in seconds since 1970; 0 for None."""
    if day is None:
        return 0.0
    try:
        return datetime.combine(date.fromisoformat(day), time.min, CHINA).timestamp()
    except ValueError:
        raise ZhihuanError("日期要写成 2026-11-21 这样") from None


def _wanted(settings: Settings, since: float) -> list[Wanted]:
    from zhihuan.composition import (
        embedder_of,
        evidence_of,
        library_of,
        likeness_of,
        rewrites_of,
    )
    from zhihuan.learning.wanted import Learning
    from zhihuan.records.feedback import FILE, FeedbackStore

    def report(line: str) -> None:
        typer.echo(f"· {line}", err=True)

    embedder = embedder_of(settings, report)
    library = library_of(settings, report, embedder)
    evidence, rewrites = evidence_of(settings), rewrites_of(settings)
    feedback = FeedbackStore(settings.data / FILE)
    try:
        likeness = likeness_of(settings, embedder, library)
        learning = Learning(evidence, rewrites, library, embedder, likeness)
        return learning.wanted(feedback, today=today(), since=since)
    finally:
        for opened in (feedback, evidence, rewrites, library):
            opened.close()


def _text(number: int, wanted: Wanted) -> str:
    near = wanted.nearest
    lines = [f"{number}. {wanted.question}", f"   {wanted.why}"]
    lines += [f"   · {text}" for text in wanted.examples[1:4]]
    if near is not None:
        lines.append(f"   最接近的文章：{near.slug}《{near.title}》，把握 {wanted.nearness:.0%}")
    return "\n".join(lines)
