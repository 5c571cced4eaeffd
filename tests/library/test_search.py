"""Finding the articles that answer a question, on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.library.small_knowledge_base import (
    TODAY,
    PairEmbedder,
    article_text,
    write_knowledge_base,
)
from zhihuan.library.index import Embeds, build_index
from zhihuan.library.search import Library

if TYPE_CHECKING:
    from zhihuan.library.embedding import Embedder

OURS = Path(__file__).parents[2] / "knowledge_base"

LATE = article_text(
    "晚了一天会怎样",
    ["晚一天算逾期吗", "白条过了一天"],
    "晚一天也算逾期。[^law] 到三月还有宽限。[^old-rule]\n\n"
    "## 现在可以做什么\n您先还最低还款额。\n\n## 会打电话吗\n催收可能会打电话。[^law]",
)
MONTH = article_text(
    "晚了一个月会怎样", ["晚一个月算逾期吗"], "是第2个阶段。[^law]", more="stages: [M2]"
)
YEAR = article_text(
    "晚了一年会怎样", ["晚一年算逾期吗"], "可能被起诉。[^law]", more="stages: [M6, M7]"
)
ENDED = article_text(
    "修复怎么申请", ["修复还开着吗"], "还开着。[^old-rule]", more="valid_to: 2026-03-31"
)
NOW = article_text(
    "修复现在还有吗", ["修复还开着吗"], "已经结束。[^law]", more="valid_from: 2026-04-01"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    root = tmp_path_factory.mktemp("search")
    articles = {"day": LATE, "month": MONTH, "year": YEAR, "ended": ENDED, "now": NOW}
    build_index(write_knowledge_base(root / "knowledge_base", articles), root, PairEmbedder())
    opened = Library(root, PairEmbedder())
    yield opened
    opened.close()


def slugs(library: Library, query: str, **options: object) -> list[str]:
    asked = {"as_of": TODAY, "threshold": 0.3} | options
    return [hit.article.slug for hit in library.search(query, **asked)]  # type: ignore[arg-type]


def test_the_article_that_was_asked_for_comes_first(library: Library) -> None:
    (first, *others) = library.search("晚一个月算逾期吗", as_of=TODAY, threshold=0.3)
    assert (first.article.slug, first.ask) == ("month", "晚一个月算逾期吗")
    assert all(first.score > other.score for other in others)
    assert 0 <= first.score <= 1


def test_full_width_and_traditional_characters_ask_the_same(library: Library) -> None:
    plain = library.search("晚一个月算逾期吗?", as_of=TODAY, threshold=0.3)
    assert library.search("晚一個月算逾期嗎？", as_of=TODAY, threshold=0.3) == plain


def test_at_most_as_many_as_wanted_are_found_and_they_are_the_best(library: Library) -> None:
    everything = slugs(library, "晚一年算逾期吗", limit=10)
    assert len(everything) >= 3
    assert slugs(library, "晚一年算逾期吗", limit=2) == everything[:2]


@pytest.mark.parametrize("query", ["", "   ", "\n\t", "\u3000"])
def test_nothing_asked_is_nothing_found(library: Library, query: str) -> None:
    assert library.search(query, as_of=TODAY, threshold=0.0) == []


def test_under_the_threshold_there_is_silence(library: Library) -> None:
    query = "附近哪里有好吃的火锅"
    assert slugs(library, query, threshold=0.0) != []
    assert library.search(query, as_of=TODAY) == []
    assert slugs(library, "晚一天算逾期吗", threshold=1.01) == []


def test_what_is_found_or_nearly_found_is_looked_for_once(tmp_path: Path) -> None:
    embedder = PairEmbedder()
    articles = {"month": MONTH, "year": YEAR}
    build_index(write_knowledge_base(tmp_path / "knowledge_base", articles), tmp_path, embedder)
    opened = Library(tmp_path, embedder)
    for query, found in (("晚一个月算逾期吗", True), ("晚了几个月算不算", False)):
        embedder.embedded.clear()
        hits, near = opened.search_or_near(query, as_of=TODAY)
        assert (bool(hits), bool(near)) == (found, not found)
        assert hits == opened.search(query, as_of=TODAY)
        assert embedder.embedded == [query]  # its vector is kept
    opened.close()


def test_what_may_have_been_meant_may_be_written_for_another_stage(tmp_path: Path) -> None:
    articles = {"month": MONTH}
    build_index(
        write_knowledge_base(tmp_path / "knowledge_base", articles), tmp_path, PairEmbedder()
    )
    opened = Library(tmp_path, PairEmbedder())
    hits, near = opened.search_or_near("晚一个月算逾期吗", as_of=TODAY, stages=("M7",))
    assert hits == []
    assert [hit.article.slug for hit in near] == ["month"]
    opened.close()


def test_a_known_stage_leaves_out_what_is_written_for_others(library: Library) -> None:
    query = "晚一年算逾期吗"
    assert {"day", "month", "year"} <= set(slugs(library, query))
    assert {"day", "month"} <= set(slugs(library, query, stages=("M2",)))
    assert "year" not in slugs(library, query, stages=("M2",))
    assert "year" in slugs(library, query, stages=("M2", "M7"))


def test_of_two_answers_the_one_that_holds_on_the_day_is_found(library: Library) -> None:
    def answers(day: date) -> list[str]:
        hits = library.search("修复还开着吗", as_of=day, threshold=0.4)
        return [hit.best.text for hit in hits]

    assert answers(date(2026, 3, 31)) == ["还开着。"]
    assert answers(date(2026, 4, 1)) == ["已经结束。"]
    assert answers(date(2025, 12, 21)) == []  # the rule that the first rests on had not begun


def test_of_a_passage_only_what_holds_on_the_day_is_told(library: Library) -> None:
    def lead(day: date) -> str:
        return library.search("晚一天算逾期吗", as_of=day, limit=1, threshold=0.3)[0].best.text

    assert lead(date(2026, 3, 31)) == "晚一天也算逾期。到三月还有宽限。"
    assert lead(TODAY) == "晚一天也算逾期。"


def test_the_passage_that_was_asked_for_may_come_before_the_lead(library: Library) -> None:
    (hit,) = library.search("会打电话吗 催收可能会打电话", as_of=TODAY, limit=1, threshold=0.2)
    assert [passage.heading for passage in hit.passages] == ["会打电话吗", "", "现在可以做什么"]


def test_passages_are_told_apart_by_what_was_asked_behind_the_subject(library: Library) -> None:
    def first(asked: str | None) -> str:
        behind = "晚一天也算逾期 晚一天算逾期吗 白条过了一天 电话"
        (hit,) = library.search(behind, as_of=TODAY, limit=1, threshold=0.2, asked=asked)
        return hit.best.heading

    assert first(None) == ""
    assert first("催收会打电话吗") == "会打电话吗"
    assert first("晚一天也算逾期") == ""


def test_what_to_do_now_comes_last(library: Library) -> None:
    (hit,) = library.search("您先还最低还款额", as_of=TODAY, limit=1, threshold=0.0)
    assert hit.passages[-1].heading == "现在可以做什么"


def our_articles(root: Path, topic: str) -> Path:
    """Our own texts of one topic; links to other topics are left out."""
    folder = write_knowledge_base(root / "ours", {})
    for name in ("sources.yaml", "contacts.yaml"):
        (folder / name).write_text((OURS / name).read_text("utf-8"), "utf-8")
    (folder / "articles" / topic).mkdir(parents=True)
    for path in (OURS / "articles" / topic).glob("*.md"):
        text = re.sub(r"(?m)^related:.*\n", "", path.read_text("utf-8"))
        (folder / "articles" / topic / path.name).write_text(text, "utf-8")
    return folder


def relief_is_told_by_its_day(root: Path, embedder: Embeds) -> None:
    # law.md C12: the window was open from 2025-12-22 to 2026-03-31
    build_index(our_articles(root, "credit-record"), root / "data", embedder)
    library = Library(root / "data", embedder)
    for query in ("央行一次性信用修复怎么申请", "一次性信用修复现在还能用吗", "一次性信用修复"):
        open_then = slugs(library, query, as_of=date(2026, 2, 1), limit=20)
        assert "one-off-credit-relief-open" in open_then
        assert "one-off-credit-relief" not in open_then
        open_now = slugs(library, query, as_of=TODAY, limit=20)
        assert "one-off-credit-relief" in open_now
        assert "one-off-credit-relief-open" not in open_now
    library.close()


def test_the_relief_that_has_ended_is_not_offered(tmp_path: Path) -> None:
    relief_is_told_by_its_day(tmp_path, PairEmbedder())


@pytest.mark.slow
def test_the_relief_that_has_ended_is_not_offered_by_the_real_model_either(
    tmp_path: Path, embedder: Embedder
) -> None:
    relief_is_told_by_its_day(tmp_path, embedder)


def test_no_day_finds_an_article_outside_its_dates(library: Library) -> None:
    for day in (date(2020, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2030, 1, 1)):
        for hit in library.search("修复还开着吗", as_of=day, threshold=0.0, limit=99):
            assert hit.article.status(day) == "current"
            assert all(s.holds_on(day) for passage in hit.passages for s in passage.sentences)


QUERIES = (
    "晚一个月算逾期吗", "晚一天算逾期吗", "修复还开着吗", "催收可能会打电话", "可能被起诉",
    "客户晚了一个月算逾期吗", "红烧肉怎么做", "附近哪里有好吃的火锅",
)  # fmt: skip
NOT_OURS = "everyday:\n  asks: [红烧肉怎么做, 明天下雨吗]\n"


def for_agents(number: int) -> str:
    """An internal article that is nearer to every question than any public one can be."""
    asks = [f"{query}（{number}）" for query in QUERIES]
    body = f"第{number}条：{QUERIES[number % len(QUERIES)]}，客户问了这样答。[^law]"
    return article_text(f"内部第{number}条", asks, body, more="audience: internal")


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """The same public articles, alone and beside more internal texts than a search looks at."""
    opened = []
    internal = {f"internal-{number}": for_agents(number) for number in range(40)}
    for beside in ({}, internal):
        root = tmp_path_factory.mktemp("audience")
        articles = {"day": LATE, "month": MONTH, "year": YEAR, "ended": ENDED, "now": NOW}
        folder = write_knowledge_base(root / "knowledge_base", articles | beside)
        (folder / "not_ours.yaml").write_text(NOT_OURS, encoding="utf-8")
        build_index(folder, root, PairEmbedder())
        opened.append(Library(root, PairEmbedder()))
    yield opened[0], opened[1]
    for library in opened:
        library.close()


def found(library: Library, query: str, **options: object) -> list[tuple[object, ...]]:
    asked = {"as_of": TODAY, "limit": 999} | options
    return [
        (hit.article.slug, hit.score, hit.ask, tuple((p.id, p.text) for p in hit.passages))
        for hit in library.search(query, **asked)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.62])
@pytest.mark.parametrize("query", QUERIES)
def test_a_customer_is_told_the_same_at_the_same_score_whatever_agents_have(
    libraries: tuple[Library, Library], query: str, threshold: float
) -> None:
    alone, beside = libraries
    assert found(beside, query, threshold=threshold) == found(alone, query, threshold=threshold)


def test_the_comparison_is_of_something(libraries: tuple[Library, Library]) -> None:
    alone, _ = libraries
    assert sum(len(found(alone, query)) for query in QUERIES) >= 3
    assert found(alone, "红烧肉怎么做", threshold=0.0) != []
    assert found(alone, "红烧肉怎么做", threshold=0.1) == []  # withheld: not ours


@pytest.mark.parametrize("query", QUERIES)
def test_an_agent_is_told_what_the_customer_is_and_the_internal_beside_it(
    libraries: tuple[Library, Library], query: str
) -> None:
    _, library = libraries
    everything = library.search(query, as_of=TODAY, limit=999, threshold=0.0, audience="agent")
    told = {hit.article.slug: hit.score for hit in everything if not hit.article.internal}
    assert told == {hit[0]: hit[1] for hit in found(library, query, threshold=0.0)}
    assert len(everything) > len(told)
    scores = [hit.score for hit in everything]
    assert scores == sorted(scores, reverse=True)


def test_an_agent_finds_an_internal_article_by_its_own_words(
    libraries: tuple[Library, Library],
) -> None:
    _, library = libraries
    (first, *_) = library.search("内部第7条", as_of=TODAY, threshold=0.3, audience="agent")
    assert (first.article.slug, first.article.internal) == ("internal-7", True)


def test_an_agent_is_refused_what_is_not_ours_too(libraries: tuple[Library, Library]) -> None:
    _, library = libraries
    assert library.search("明天下雨吗", as_of=TODAY, threshold=0.1, audience="agent") == []


def test_where_nothing_is_internal_an_agent_finds_what_a_customer_finds(
    libraries: tuple[Library, Library],
) -> None:
    alone, _ = libraries
    for query in QUERIES:
        assert found(alone, query, threshold=0.0, audience="agent") == found(
            alone, query, threshold=0.0
        )
