"""The plain pipelines on a knowledge base of three articles, and the threshold that suits them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import inf

import pytest

from tests.evaluation.small_questions import small_base
from tests.library.small_knowledge_base import TODAY, PairEmbedder
from zhihuan.evaluation.pipelines import (
    Ours,
    OursNeverSilent,
    Pipeline,
    PlainDense,
    PlainWords,
    best_threshold,
    bigrams,
    passages_told,
    words,
)
from zhihuan.library.index import build_index
from zhihuan.library.search import Library


@dataclass(frozen=True)
class Small:
    """Everything over three articles."""

    library: Library
    dense: PlainDense
    plain: dict[str, Pipeline]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    root = tmp_path_factory.mktemp("pipelines")
    build_index(small_base(root / "knowledge_base"), root, PairEmbedder())
    library = Library(root, PairEmbedder())
    told = passages_told(library.knowledge_base, TODAY)
    dense = PlainDense(told, PairEmbedder())
    plain: dict[str, Pipeline] = {
        "words": PlainWords("bm25-words", told, words),
        "bigrams": PlainWords("bm25-bigrams", told, bigrams),
        "dense": dense,
    }
    yield Small(library, dense, plain)
    dense.close()
    library.close()


def test_a_text_is_cut_into_pairs_of_characters() -> None:
    assert bigrams("白条逾期45天, m3") == ["白条", "条逾", "逾期", "45", "m3"]


def test_a_text_is_cut_into_words_without_punctuation() -> None:
    assert "".join(words("白条逾期45天，怎么办？")) == "白条逾期45天怎么办"


@pytest.mark.parametrize("kind", ["words", "bigrams", "dense"])
def test_the_article_whose_passage_says_it_comes_first(small: Small, kind: str) -> None:
    ranking = small.plain[kind].ranked("還清欠款再申請解鎖")  # traditional: they are handed ours
    assert ranking[0][0] == "locked"
    assert [score for _, score in ranking] == sorted((s for _, s in ranking), reverse=True)


@pytest.mark.parametrize("kind", ["words", "bigrams", "dense"])
def test_an_article_of_two_passages_is_found_once(small: Small, kind: str) -> None:
    slugs = [slug for slug, _ in small.plain[kind].ranked("晚了一天会怎样 催收可能来电")]
    assert slugs[0] == "late"
    assert slugs.count("late") == 1


@pytest.mark.parametrize("kind", ["words", "bigrams"])
def test_words_that_occur_nowhere_find_nothing(small: Small, kind: str) -> None:
    assert small.plain[kind].ranked("xyz") == []
    assert small.plain[kind].ranked("") == []


def test_what_is_outside_its_dates_is_taken_out_for_the_plain_ones(small: Small) -> None:
    base = small.library.knowledge_base
    assert {p.slug for p in passages_told(base, TODAY)} == {"late", "locked"}
    assert "ended" in {p.slug for p in passages_told(base, date(2026, 2, 1))}


def test_the_score_of_the_dense_pipeline_is_the_cosine_of_the_nearest_passage(
    small: Small,
) -> None:
    embedder, query = PairEmbedder(), "先还清欠款"
    told = passages_told(small.library.knowledge_base, TODAY)
    cosines = embedder.passages([p.text for p in told]) @ embedder.queries([query])[0]
    expected = {
        slug: max(c for p, c in zip(told, cosines, strict=True) if p.slug == slug)
        for slug in ("late", "locked")
    }
    assert dict(small.dense.ranked(query)) == pytest.approx(expected, abs=1e-5)


def test_ours_is_silent_where_people_get_silence_and_only_there(small: Small) -> None:
    ours, always = Ours(small.library, TODAY), OursNeverSilent(small.library, TODAY)
    assert ours.ranked("今天天气怎么样") == []
    assert always.ranked("今天天气怎么样") != []
    assert ours.ranked("晚一天算逾期吗")[0][0] == "late"


def test_the_best_threshold_parts_what_can_be_parted() -> None:
    assert best_threshold([0.9, 0.8, 0.7], [0.6, 0.5, -inf]) == 0.7


def test_the_best_threshold_by_hand() -> None:
    # From 0.6: no silence, 1 of 2 answered (0.5). From 0.7: 1 of 4, 1 of 2 (0.75).
    # From 0.8: 1 of 4 silent, none answered (0.25): least.
    assert best_threshold([0.9, 0.9, 0.8, 0.6], [0.7, 0.3]) == 0.8


def test_where_nothing_is_ever_found_any_threshold_will_do() -> None:
    assert best_threshold([-inf, -inf], [-inf]) == 0


def test_of_two_thresholds_as_good_the_more_silent_is_taken() -> None:
    # From 0.5: all answered, 0 + 1/2. From 0.9: 1/2 + 0.
    assert best_threshold([0.9, 0.5], [0.6, 0.1]) == 0.9
