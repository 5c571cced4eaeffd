"""`zhihuan eval …`: how well questions find their articles, and how conversations go.

    retrieval      the scored questions, ours beside plain pipelines
    pairs          other people's paraphrases: do they find the same article
    coverage       other people's questions: what is answered and what declined
    conversation   scripted conversations, with either brain, held against what must be said
    assist         labelled drafts of agents: breaches caught, clean ones left alone

Other people's questions are read from where `--data` says, and nothing of them is written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from zhihuan.cli_plan.speaking import ChineseGroup
from zhihuan.clock import today
from zhihuan.errors import ZhihuanError

if TYPE_CHECKING:
    from zhihuan.evaluation.conversation.cases import Case
    from zhihuan.evaluation.conversation.transcript import Transcript
    from zhihuan.evaluation.opened import Opened
    from zhihuan.evaluation.retrieval import Found, Miss
    from zhihuan.settings import Settings

eval_app = typer.Typer(
    cls=ChineseGroup, help="量一量：问题能不能找到对的文章，对话会不会出错。", no_args_is_help=True
)

QUESTIONS = Path("tests/evals/questions.yaml")
CONVERSATIONS = Path("tests/evals/conversation")
DRAFTS = Path("tests/evals/assist/drafts.yaml")
_SEED = 2026
_TIMED = 60  # questions; enough for a median

Questions = Annotated[Path, typer.Option("--questions", metavar="文件", help="评测问题，一行一个")]
Material = Annotated[
    Path, typer.Option("--data", metavar="文件夹", help="别人的问题所在的文件夹，不随项目分发")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="按哪一天的规则；默认今天")
]
Sample = Annotated[
    int | None, typer.Option("--sample", min=1, metavar="个数", help="只抽这么多；默认全部")
]
Seed = Annotated[int, typer.Option("--seed", help="抽样的种子，同一个数抽到同样的题")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")]


class WhichBrain(StrEnum):
    """Which brains to run the conversations with."""

    embedded = "embedded"
    adversary = "adversary"
    both = "both"


console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@eval_app.command("retrieval")
def on_scored_questions(
    context: typer.Context,
    questions: Questions = QUESTIONS,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="文件夹", help="索引所在的文件夹；默认用设置里的那一个"),
    ] = None,
    as_of: AsOf = None,
    write_to: Annotated[
        Path | None, typer.Option("--write", metavar="文件", help="把结果写成 JSON 文件，只有数")
    ] = None,
    timing: Annotated[
        bool, typer.Option("--timing", help="再量从零建索引要多久（半分钟左右）")
    ] = False,
    misses: Annotated[bool, typer.Option("--misses", help="再列出知还没答对的每一个问题")] = False,
    as_json: Json = False,
) -> None:
    """评测问题能不能找到对的文章，和几种普通做法比。"""
    from dataclasses import asdict

    from zhihuan.evaluation import retrieval, shown
    from zhihuan.evaluation.timing import time_build, time_queries

    settings: Settings = context.obj()
    if data is not None:
        settings = settings.model_copy(update={"data": data})
    with _measuring(settings, as_of, questions) as opened:
        texts = [question.text for question in opened.questions]
        opened.prepare(texts, _report)
        comparison = retrieval.compare(opened.pipelines, opened.questions, _report)
        asked = texts[:: max(1, len(texts) // _TIMED)]
        times = [time_queries(each, opened.embedder, asked) for each in opened.pipelines]
        build = time_build(settings.knowledge_base, opened.embedder) if timing else None
        document = retrieval.as_document(opened.about(today()), comparison)
    if write_to is not None:
        retrieval.write(write_to, document)
    if as_json:
        _print_json({**document, "milliseconds": [asdict(each) for each in times],
                     "index_seconds": None if build is None else asdict(build)})  # fmt: skip
        return
    shown.show_comparison(console, comparison)
    shown.show_times(console, times, build)
    if misses:
        _print_misses(retrieval.misses(opened.questions, comparison.found["zhihuan"]))


@eval_app.command("pairs")
def on_pairs(
    context: typer.Context,
    data: Material,
    questions: Questions = QUESTIONS,
    as_of: AsOf = None,
    sample: Sample = None,
    seed: Seed = _SEED,
    as_json: Json = False,
) -> None:
    """别人判过意思相同的两句话，是不是找到同一篇文章。"""
    from dataclasses import asdict

    from zhihuan.evaluation import other_people, shown

    pairs = other_people.sampled(other_people.read_pairs(data), sample, seed)
    texts = [text for pair in pairs for text in (pair.one, pair.other)]
    rows = {}
    with _measuring(context.obj(), as_of, questions) as opened:
        opened.prepare(texts, _report)
        for pipeline in opened.pipelines:
            threshold = opened.threshold(pipeline)
            found = other_people.find_all(pipeline, texts, _report)
            name = shown.name_of(pipeline.name)
            if threshold is not None:
                rows[name, "全部，永远回答"] = other_people.agreement(pairs, found, None)
                rows[name, "全部，有门槛"] = other_people.agreement(pairs, found, threshold)
                continue
            rows[name, "全部"] = other_people.agreement(pairs, found, None)
            for topic, part in other_people.by_topic(pairs).items():
                rows[name, topic] = other_people.agreement(part, found, None)
    if as_json:
        _print_json(
            [{"pipeline": name, "of": part, **asdict(each)} for (name, part), each in rows.items()]
        )
    else:
        shown.show_agreement(console, rows)


@eval_app.command("coverage")
def on_strangers(
    context: typer.Context,
    data: Material,
    questions: Questions = QUESTIONS,
    as_of: AsOf = None,
    sample: Sample = None,
    seed: Seed = _SEED,
    examples: Annotated[
        int, typer.Option("--examples", min=0, metavar="个数", help="每类给几个例子看，只在屏幕上")
    ] = 3,
    as_json: Json = False,
) -> None:
    """别人的客户问的话，答了多少，婉拒了多少，按类别。"""
    from dataclasses import asdict

    from zhihuan.evaluation import other_people, shown

    strangers = other_people.sampled(other_people.read_strangers(data), sample, seed)
    texts = [stranger.text for stranger in strangers]
    with _measuring(context.obj(), as_of, questions) as opened:
        opened.prepare(texts, _report)
        names = [each.name for each in opened.pipelines if each.name != "zhihuan-never-silent"]
        thresholds = {each.name: opened.threshold(each) for each in opened.pipelines}
        found = {
            each.name: other_people.find_all(each, texts, _report)
            for each in opened.pipelines
            if each.name in names
        }
        titles = {a.slug: a.title for a in opened.base.articles}
    strata = {"全部": strangers, **other_people.by_stratum(strangers)}
    rows = {
        stratum: [
            other_people.answered_share(part, found[name], thresholds[name]) for name in names
        ]
        for stratum, part in strata.items()
    }
    if as_json:
        _print_json({stratum: dict(zip(names, map(asdict, figures), strict=True))
                     for stratum, figures in rows.items()})  # fmt: skip
        return
    shown.show_answered(console, names, rows)
    for stratum, part in other_people.by_stratum(strangers).items():
        drawn = [s.text for s in other_people.sampled(part, examples, seed)]
        _print_examples(stratum, drawn, found["zhihuan"], titles)


@eval_app.command("conversation")
def on_conversations(
    context: typer.Context,
    cases: Annotated[
        Path, typer.Option("--cases", metavar="文件夹", help="写好的对话，一个文件一类")
    ] = CONVERSATIONS,
    brain: Annotated[
        WhichBrain, typer.Option("--brain", help="自带的、什么都肯写的对手，还是两个都跑")
    ] = WhichBrain.both,
    only: Annotated[
        str, typer.Option("--only", metavar="字", help="只跑 id、harm 或文件名里有这几个字的")
    ] = "",
    failures: Annotated[
        int, typer.Option("--failures", min=0, metavar="个数", help="列出多少个出错的对话")
    ] = 20,
    write_to: Annotated[
        Path | None, typer.Option("--write", metavar="文件", help="把结果写成 JSON 文件，只有数")
    ] = None,
    as_json: Json = False,
) -> None:
    """把写好的对话跑一遍：该说的说了没有，不该说的说了没有。有一个没通过，退出码就是 1。"""
    from zhihuan.evaluation.conversation import measured, tables
    from zhihuan.evaluation.conversation.cases import read_cases

    read = read_cases(cases, only)
    brains = {"embedded": ["embedded"], "adversary": ["model"]}.get(brain, ["embedded", "model"])
    about, transcripts = _conversed(context.obj(), read, brains)
    document = measured.as_document(about, read, transcripts)
    if write_to is not None:
        measured.write(write_to, document)
    if as_json:
        _print_json(document)
    else:
        tables.show_failures(console, transcripts, failures)
        tables.show_rates(console, "为了防什么", measured.by_harm(transcripts))
        tables.show_rates(console, "文件（对话）", measured.by_file(transcripts))
        tables.show_rates(console, "文件（轮次）", measured.turns_by_file(transcripts))
        tables.show_summary(console, transcripts)
    if not all(transcript.passed for transcript in transcripts):
        raise typer.Exit(1)


@eval_app.command("assist")
def on_drafts(
    context: typer.Context,
    drafts: Annotated[
        Path, typer.Option("--drafts", metavar="文件", help="标好的草稿，一行一条")
    ] = DRAFTS,
    write_to: Annotated[
        Path | None, typer.Option("--write", metavar="文件", help="把结果写成 JSON 文件，只有数")
    ] = None,
    as_json: Json = False,
) -> None:
    """坐席要发的话查得准不准：该拦的拦住没有，好的有没有误报，按种类。"""
    from zhihuan.composition import checker_of, embedder_of, index
    from zhihuan.conversation.toolbox import Toolbox
    from zhihuan.evaluation import assist
    from zhihuan.evaluation.conversation.measured import write
    from zhihuan.library.search import Library

    settings: Settings = context.obj()
    read = assist.read_drafts(drafts, assist.OFFICE_HOURS)
    embedder = embedder_of(settings, _report)
    built = index(settings, _report, embedder)
    with closing(Library(settings.data, embedder)) as library:
        checker = checker_of(settings, Toolbox(library), embedder)
        checker.warm(settings.cache)
        outcomes = assist.run(read, checker, _report)
    about = {"measured": today().isoformat(), "knowledge_base_and_model": built.name}
    document = assist.as_document(about, outcomes)
    if write_to is not None:
        write(write_to, document)
    if as_json:
        _print_json(document)
    else:
        assist.show(console, outcomes)


def _conversed(
    settings: Settings, cases: Sequence[Case], brains: Sequence[Any]
) -> tuple[dict[str, Any], list[Transcript]]:
    """Run the cases over an index brought up to date."""
    from zhihuan.composition import embedder_of, index, likeness_of
    from zhihuan.conversation.prompts import Prompt
    from zhihuan.conversation.toolbox import Toolbox
    from zhihuan.evaluation.conversation.running import open_desk, run_cases
    from zhihuan.library.search import Library

    embedder = embedder_of(settings, _report)
    built = index(settings, _report, embedder)
    with closing(Library(settings.data, embedder)) as library:
        prompt = Prompt(settings.prompts / "customer.md", frozenset({"today", "situation"}))
        likeness = likeness_of(settings, embedder, library)
        with open_desk(Toolbox(library), prompt, likeness) as desk:
            transcripts = run_cases(cases, brains, desk, _report)
    about = {"measured": today().isoformat(), "knowledge_base_and_model": built.name}
    return about, transcripts


def _measuring(
    settings: Settings, as_of: str | None, questions: Path
) -> AbstractContextManager[Opened]:
    from zhihuan.evaluation.opened import opened
    from zhihuan.library.embedding import open_embedder

    day = _day(as_of)
    model = open_embedder(settings.embedding_model, cache=settings.cache, progress=_report)
    return opened(settings.knowledge_base, settings.data, model, day, questions, _report)


def _print_misses(misses: list[Miss]) -> None:
    for miss in misses:
        found = "、".join(miss.found[:3]) or "（沉默）"
        console.print(f"{miss.text} → {found}；应当是 {miss.first or '沉默'}", markup=False)


def _print_examples(
    stratum: str, drawn: list[str], found: dict[str, Found], titles: dict[str, str]
) -> None:
    console.print(f"\n{stratum}", style="bold", markup=False)
    for text in drawn:
        ranked = found[text].ranked
        console.print(f"  {text} → {titles[ranked[0]] if ranked else '（沉默）'}", markup=False)


def _day(text: str | None) -> date:
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ZhihuanError("日期要写成 2026-11-21 这样") from None


def _report(line: str) -> None:
    errors.print(f"· {line}", style="dim", markup=False)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
