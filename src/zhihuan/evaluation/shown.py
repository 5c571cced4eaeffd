"""The measurements as tables on a terminal: percent, with the 95% interval behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from zhihuan.evaluation.figures import Figure
from zhihuan.evaluation.other_people import Agreement
from zhihuan.evaluation.retrieval import FIGURES, Comparison, Figures
from zhihuan.evaluation.timing import BuildTime, QueryTime

_NAMES = {
    "zhihuan": "知还",
    "zhihuan-never-silent": "知还，不沉默",
    "bm25-words": "BM25 词",
    "bm25-bigrams": "BM25 二字",
    "dense-passages": "向量段落 Chroma",
}
_HEADINGS = {
    "hit@1": "hit@1", "hit@3": "hit@3", "mrr": "MRR", "ndcg@10": "nDCG@10",
    "false_silence": "误沉默", "false_answer": "误答",
}  # fmt: skip
_NOTE = (
    "每格：百分数，后面是 95% 区间（比例用 Wilson，均值用自助法）。排序四项只看归我们答的问题；"
    "知还沉默就算没找到，普通做法按永远回答来排。误沉默、误答：普通做法和“不沉默”一行"
    "各用在这一套题上对它最有利的门槛。"
)


def name_of(pipeline: str) -> str:
    """What a pipeline is called in a table."""
    return _NAMES.get(pipeline, pipeline)


def percent(figure: Figure | None) -> str:
    """87.2 78–93, or — where there is nothing to count."""
    if figure is None:
        return "—"
    return f"{100 * figure.value:.1f} {100 * figure.low:.0f}–{100 * figure.high:.0f}"


def show_comparison(console: Console, comparison: Comparison) -> None:
    """Overall, then by slice, our row beside the others."""
    table = _table("", "", "题数", *(_HEADINGS[name] for name in FIGURES), words=2)
    names = ["", *next(iter(comparison.measured)).slices]
    for place in names:
        for number, each in enumerate(comparison.measured):
            figures = each.slices[place] if place else each.overall
            shown = (place or "全部") if number == 0 else ""
            table.add_row(shown, name_of(each.name), str(_size(figures)), *_cells(figures))
        table.add_section()
    console.print(table)
    console.print(_NOTE, style="dim")
    ahead, best = comparison.ahead, name_of(comparison.best_plain)
    console.print(
        f"hit@3 比最好的普通做法（{best}）高 {100 * ahead.value:.1f} 个百分点"
        f"（{100 * ahead.low:.1f} 到 {100 * ahead.high:.1f}）",
        markup=False,
    )


def show_times(console: Console, times: Sequence[QueryTime], build: BuildTime | None) -> None:
    """Milliseconds a query, and seconds an index."""
    table = _table("毫秒／问", "向量化", "其余", "合计", "合计 95 分位", words=1)
    for time in times:
        parts = (time.embed, time.rest, time.whole, time.whole_p95)
        table.add_row(name_of(time.name), *(f"{part:.1f}" for part in parts))
    console.print(table)
    if build is not None:
        console.print(
            f"索引：从零建 {build.texts} 条 {build.from_nothing:.1f} 秒，"
            f"没有改动时再建 {build.unchanged:.2f} 秒"
        )


def show_agreement(console: Console, rows: Mapping[tuple[str, str], Agreement]) -> None:
    """Pairs by pipeline and what part of them; the parts of a row add up to all of it."""
    headings = ("同一篇", "两篇", "一边沉默", "都沉默", "都答时同一篇")
    table = _table("", "", "对数", *headings, words=2)
    for (pipeline, part), each in rows.items():
        shares = (each.same, each.different, each.one_silent, each.both_silent, each.of_answered)
        table.add_row(pipeline, part, str(each.same.of), *map(percent, shares))
    console.print(table)


def show_answered(
    console: Console, pipelines: Sequence[str], rows: Mapping[str, Sequence[Figure]]
) -> None:
    """The share answered, by stratum and pipeline; the rest is declined."""
    table = _table("答了多少", "题数", *map(name_of, pipelines), words=1)
    for stratum, figures in rows.items():
        table.add_row(stratum, str(figures[0].of), *map(percent, figures))
    console.print(table)


def _table(*headings: str, words: int) -> Table:
    """All but the first `words` columns are numbers, set to the right."""
    table = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, column in enumerate(table.columns):
        column.overflow = "fold"
        if number >= words:
            column.justify = "right"
    return table


def _cells(figures: Figures) -> list[str]:
    return [percent(figures.get(name)) for name in FIGURES]


def _size(figures: Figures) -> int:
    """How many questions: ours, and not ours."""
    return sum(figures[name].of for name in ("hit@1", "false_answer") if name in figures)
