"""`zhihuan check-draft`: a draft from standard input, checked as the console checks it."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from zhihuan.clock import CHINA
from zhihuan.errors import ZhihuanError

console = Console(highlight=False)
_WORDS = {"pass": "可以发", "warn": "有要核对的地方", "block": "不能发"}


def check_draft(
    context: typer.Context,
    said: Annotated[
        list[str] | None,
        typer.Option("--said", metavar="话", help="客户说过的话，可以写几次，最早的在前"),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="时刻", help="什么时候发，如 2026-11-21T22:30；默认现在"),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="只用规则和测算，不比对意思")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")] = False,
) -> None:
    """查一查要发给客户的话，从标准输入读。不能发时退出码是 1。

    例：echo 您再不还我们就联系您单位 | zhihuan check-draft
    """
    from zhihuan.assist.transcript import told
    from zhihuan.composition import checker_of, embedder_of, library_of
    from zhihuan.conversation.message import clean
    from zhihuan.conversation.toolbox import Toolbox

    settings = context.obj()  # read here, so that --help needs none
    moment = _moment(at)
    draft = clean(sys.stdin.read())
    embedder = embedder_of(settings)
    library = library_of(settings, embedder=embedder)
    try:
        checker = checker_of(settings, Toolbox(library), embedder)
        if not quick:
            checker.warm(settings.cache)
        transcript = told([{"role": "customer", "text": text} for text in said]) if said else None
        checked = checker.check(draft, moment, transcript, quick=quick)
        found = checked.to_json(library.knowledge_base.sources, moment.date())
    finally:
        library.close()
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(found)
    raise typer.Exit(1 if checked.verdict == "block" else 0)


def _show(found: dict[str, Any]) -> None:
    for each in found["findings"]:
        mark = "✖" if each["severity"] == "block" else "⚠"
        quote = f"“{each['quote']}”" if each["quote"] else "缺一句话"
        console.print(f"{mark} {quote}（{each['rule']}）", markup=False, soft_wrap=True)
        console.print(f"    {each['why']}", markup=False, soft_wrap=True)
        if each["rewrite"]:
            console.print(f"    可以写：{each['rewrite']}", markup=False, soft_wrap=True)
        names = "；".join(f"《{s['name']}》{s['article'] or ''}" for s in each["sources"])
        if names:
            console.print(f"    依据：{names}", style="dim", markup=False, soft_wrap=True)
    looked = found["checked"]
    console.print(
        f"{_WORDS[found['verdict']]}（{looked['rules']} 条规则，{looked['figures']} 个数）",
        markup=False,
    )


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(CHINA)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ZhihuanError("时刻要写成 2026-11-21T22:30 这样") from None
    return moment.astimezone(CHINA) if moment.tzinfo else moment.replace(tzinfo=CHINA)
