"""The command line: `zhihuan serve | mcp | ask | chat | index | check | plan | letter | real
| timeline | eval | hand-offs | keys | evidence | impact | questions`.

Every command imports what it needs when it runs: `--help`, `plan` and `check` must not wait for
a neural network to load.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from zhihuan.cli_check_draft import check_draft
from zhihuan.cli_eval import eval_app
from zhihuan.cli_evidence import evidence_app, impact
from zhihuan.cli_hand_offs import hand_offs_app
from zhihuan.cli_keys import keys_app
from zhihuan.cli_plan import papers, plan_app
from zhihuan.cli_plan.speaking import ChineseGroup
from zhihuan.cli_questions import questions
from zhihuan.clock import today
from zhihuan.errors import ZhihuanError

if TYPE_CHECKING:
    from zhihuan.composition import Services
    from zhihuan.settings import Settings

app = typer.Typer(
    name="zhihuan",
    cls=ChineseGroup,
    help="知还：欠着白条这类消费信贷的人，接下来会怎样、要付多少、能做什么。"
    "每句话有出处，每个数是算出来的。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(plan_app, name="plan")
for _command in (papers.letter, papers.real, papers.timeline):
    app.command()(_command)

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="按哪一天的规则，如 2026-02-01；默认今天"),
]

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="想问的话，用引号括起来")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """问一句。例：[bold]zhihuan ask "我白条欠了3200，逾期45天了，会怎么样"[/bold]"""
    day = _day(as_of)
    with _opened() as services:
        answer = _turn(services, question, day, None)
    if as_json:
        _print_json(answer)
    else:
        _print_answer(answer)


@app.command()
def chat(as_of: AsOf = None) -> None:
    """聊几句，它记得您前面说过的。空行或 Ctrl-D 结束。"""
    day = _day(as_of)
    with _opened() as services:
        console.print("您好，我在。欠款、逾期、分期、征信、催收、被起诉，都可以问。", style="dim")
        conversation: str | None = None
        while True:
            try:
                text = console.input("\n[bold]您：[/bold]").strip()
            except (EOFError, KeyboardInterrupt):
                break
            if not text:
                break
            try:
                answer = _turn(services, text, day, conversation)
            except ZhihuanError as error:
                errors.print(str(error), style="yellow")
                continue
            conversation = answer["conversation_id"]
            console.print()
            _print_answer(answer)


@app.command()
def index(as_json: Json = False) -> None:
    """把知识库建成索引；只处理改动过的文字，随时中断都不会坏。"""
    from zhihuan.composition import index as build

    with _foreseen():
        built = build(_settings(), _report)
    if as_json:
        _print_json(
            {
                "index": built.name,
                "embedded": built.embedded,
                "reused": built.reused,
                "dropped": built.dropped,
                "seconds": round(built.seconds, 3),
            }
        )
    elif built.embedded == built.dropped == 0:
        console.print(f"索引已是最新（{built.reused} 条，{built.seconds:.1f} 秒）")
    else:
        console.print(
            f"索引好了：新算 {built.embedded} 条，沿用 {built.reused} 条，"
            f"去掉 {built.dropped} 条，用时 {built.seconds:.1f} 秒"
        )


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="知识库的文件夹；默认用设置里的那一个")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有提醒也算不通过")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """检查知识库：哪个文件、哪一行、要改什么。有错误时退出码是 1，提醒不影响。"""
    from zhihuan.library.check import check_knowledge_base

    root = folder or _settings().knowledge_base
    base, findings = check_knowledge_base(root, _day(as_of))
    mistakes = [found for found in findings if found.severity == "error"]
    reminders = [found for found in findings if found.severity == "warning"]
    if as_json:
        _print_json(
            {
                "articles": len(base.articles),
                "problems": [found.to_json(root) for found in mistakes],
                "warnings": [found.to_json(root) for found in reminders],
            }
        )
    else:
        for found in findings:
            console.print(found.text(root), markup=False, soft_wrap=True)
        asks = sum(len(article.asks) for article in base.articles)
        console.print(
            f"{len(base.articles)} 篇文章，{asks} 条问法，{len(base.sources)} 条依据，"
            + (f"{len(mistakes)} 处错误，{len(reminders)} 处提醒" if findings else "没有发现问题")
        )
    raise typer.Exit(1 if mistakes or (strict and findings) else 0)


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件…", help="txt、md、html、docx 或 pdf")
    ],
    to: Annotated[
        Path | None, typer.Option("--to", help="草稿放在哪个文件夹；默认知识库里的 drafts")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """把外面的文章和知识库逐句核对，写成不发布的草稿。有文件读不出来时退出码是 1。"""
    from zhihuan.library.importing.importer import Importer, imported_text

    settings, day = _settings(), _day(as_of)
    with _foreseen(), errors.status("正在打开资料库…", spinner="dots"):
        from zhihuan.composition import embedder_of
        from zhihuan.composition import index as build
        from zhihuan.library.search import Library

        embedder = embedder_of(settings, _report)
        build(settings, _report, embedder)
        library = Library(settings.data, embedder)
    drafts = to or settings.knowledge_base / "drafts"
    importer = Importer(library, embedder, settings.knowledge_base, day)
    done, refused = [], False
    for file in files:
        try:
            imported = importer.imported(file, drafts)
        except ZhihuanError as error:
            errors.print(str(error), style="red", markup=False)
            refused = True
            continue
        done.append(imported.to_json())
        if not as_json:
            console.print(imported_text(imported), markup=False, soft_wrap=True)
    library.close()
    if as_json:
        _print_json(done)
    raise typer.Exit(1 if refused else 0)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址；默认 127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口；默认 8000")] = None,
) -> None:
    """启动服务：聊天页面在 / ，接口文档在 /docs 。"""
    import logging

    import uvicorn

    from zhihuan.web.access import start_words
    from zhihuan.web.app import create_app

    settings = _settings()
    host, port = host or settings.host, port or settings.port
    open_to = start_words(settings, host)
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # HTTP clients log every address they call; a question must not end up in a log.
    for noisy in ("bm25s", "httpx", "httpx2", "openai", "chromadb", "sentence_transformers"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    errors.print(f"知还 在 http://{host}:{port} （第一次启动要先建向量模型和索引）")
    if open_to is not None:
        errors.print(open_to, style="yellow")
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        access_log=False,
        log_level=settings.log_level,
        timeout_graceful_shutdown=5,
    )


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="走本机的 HTTP，不走标准输入输出")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="和 --http 一起用的端口")] = 8100,
) -> None:
    """给别的助手用的资料和计算工具（MCP）；由那个助手来启动。"""
    with _foreseen():
        from zhihuan.mcp.server import serve as serve_tools

        serve_tools(_settings(), _report, http=http, port=port)


def _quiet_settings() -> Settings:
    """The settings, for a group of commands with files of its own; libraries say nothing."""
    with _foreseen():
        return _settings()


# Those commands read nothing of the machine by themselves: they are handed how to.
app.command("check-draft", context_settings={"obj": _quiet_settings})(check_draft)
app.add_typer(eval_app, name="eval", context_settings={"obj": _quiet_settings})
app.add_typer(hand_offs_app, name="hand-offs", context_settings={"obj": _quiet_settings})
app.add_typer(keys_app, name="keys", context_settings={"obj": _quiet_settings})
app.add_typer(evidence_app, name="evidence", context_settings={"obj": _quiet_settings})
for _looking_back in (impact, questions):
    app.command(context_settings={"obj": _quiet_settings})(_looking_back)


def main() -> None:
    """Run, and tell foreseen errors in one line."""
    os.environ.setdefault("OMP_NUM_THREADS", str(min(2, os.cpu_count() or 1)))
    try:
        app()
    except ZhihuanError as error:
        errors.print(str(error), style="red", markup=False)
        sys.exit(2)


def _settings() -> Settings:
    from pydantic import ValidationError

    from zhihuan.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        names = "、".join(f"ZHIHUAN_{str(e['loc'][0]).upper()}" for e in error.errors() if e["loc"])
        raise ZhihuanError(f"设置不对，请检查环境变量：{names}") from None


def _report(line: str) -> None:
    errors.print(f"· {line}", style="dim", markup=False)


@contextmanager
def _foreseen() -> Iterator[None]:
    """Libraries are chatty; ours are the only words on the screen."""
    import logging
    import warnings

    logging.basicConfig(level=logging.ERROR)
    warnings.filterwarnings("ignore")
    yield


@contextmanager
def _opened() -> Iterator[Services]:
    with _foreseen(), errors.status("正在打开资料库…", spinner="dots"):
        from zhihuan.composition import services_of

        services = services_of(_settings(), _report)
    try:
        yield services
    finally:
        services.close()


def _turn(services: Services, text: str, day: date, conversation: str | None) -> dict[str, Any]:
    from zhihuan.conversation.events import Finished
    from zhihuan.conversation.message import new_id

    answer: dict[str, Any] = {}
    for event in services.conversations.ask(
        text, as_of=day, message_id=new_id(), conversation_id=conversation
    ):
        if isinstance(event, Finished):
            answer = {k: v for k, v in event.answer.items() if k not in ("held", "asked")}
    return answer


def _day(text: str | None) -> date:
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ZhihuanError("日期要写成 2026-11-21 这样") from None


def _print_answer(answer: dict[str, Any]) -> None:
    numbers = {citation["id"]: citation["n"] for citation in answer["citations"]}
    from zhihuan.conversation.sentences import JOINTS

    text = ""
    for sentence in answer["sentences"]:
        marks = "".join(f"[{numbers[key]}]" for key in sentence["citations"])
        marks += "〔测算〕" if sentence["calculations"] else ""
        text += (JOINTS[sentence["break"]] if text else "") + sentence["text"] + marks
    console.print(text, markup=False)
    for contact in answer["contacts"]:
        console.print(f"☎ {contact['name']} {contact['number'] or contact['url']}", markup=False)
    if answer["replies"]:
        console.print(
            "".join(f"〔{reply}〕" for reply in answer["replies"]), style="cyan", markup=False
        )
    if answer["citations"]:
        console.print()
    for citation in answer["citations"]:
        heading = f" · {citation['heading']}" if citation["heading"] else ""
        names = "；".join(f"《{s['name']}》{s['article'] or ''}" for s in citation["sources"][:4])
        console.print(
            f"[{citation['n']}] {citation['title']}{heading} — {names}", style="dim", markup=False
        )
    if answer["kind"] == "answer":
        console.print("AI 生成，以合同和账单为准。", style="dim")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
