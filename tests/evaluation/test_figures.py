"""Metrics and intervals, against worked examples of others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.evaluation.figures import (
    Figure,
    difference,
    hit,
    mean,
    ndcg,
    reciprocal_rank,
    share,
)


def test_a_hit_is_a_right_article_among_the_first() -> None:
    ranked = ["a", "b", "c", "d"]
    assert not hit(ranked, {"c"}, 1)
    assert hit(ranked, {"c"}, 3)
    assert not hit(ranked, {"d", "e"}, 3)
    assert not hit([], {"a"}, 3)


def test_the_mean_reciprocal_rank_of_the_textbook() -> None:
    # Wikipedia, "Mean reciprocal rank": cats, tori, viruses in places 3, 2 and 1: 11/18
    rankings = [
        (["catten", "cati", "cats"], {"cats"}),
        (["torii", "tori", "toruses"], {"tori"}),
        (["viruses", "virii", "viri"], {"viruses"}),
    ]
    ranks = [reciprocal_rank(ranked, right) for ranked, right in rankings]
    assert ranks == [1 / 3, 1 / 2, 1]
    assert mean(ranks).value == pytest.approx(11 / 18)


def test_nothing_right_has_no_rank() -> None:
    assert reciprocal_rank(["a", "b"], {"c"}) == 0
    assert reciprocal_rank([], {"c"}) == 0


def test_the_first_of_several_right_articles_counts() -> None:
    assert reciprocal_rank(["x", "b", "a"], {"a", "b"}) == 1 / 2


def test_the_ndcg_of_the_textbook() -> None:
    # Wikipedia, "Discounted cumulative gain": D1 … D6 graded 3 2 3 0 1 2, and D7 = 3, D8 = 2 that
    # were not found: DCG 6.861, ideal 8.740, nDCG 0.785
    gains = {"D1": 3, "D2": 2, "D3": 3, "D5": 1, "D6": 2, "D7": 3, "D8": 2}
    assert ndcg(["D1", "D2", "D3", "D4", "D5", "D6"], gains, k=6) == pytest.approx(0.785, abs=5e-4)


def test_ndcg_by_hand() -> None:
    # 2 for the first, 1 for another: best 2/log2(2) + 1/log2(3) = 2.63093
    gains = {"first": 2, "also": 1}
    assert ndcg(["first", "also"], gains) == 1
    assert ndcg(["also", "first"], gains) == pytest.approx((1 + 2 / 1.5849625) / 2.63093)
    assert ndcg(["x", "x2", "first"], gains) == pytest.approx((2 / 2) / 2.63093)
    assert ndcg(["x", "y"], gains) == 0
    assert ndcg([], gains) == 0


def test_what_comes_after_the_tenth_place_is_not_seen() -> None:
    others = [str(i) for i in range(10)]
    assert ndcg([*others, "a"], {"a": 1}) == 0
    assert ndcg([*others[:9], "a"], {"a": 1}) == pytest.approx(1 / 3.4594316)  # log2(11)


@pytest.mark.parametrize(
    ("happened", "of", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_wilson_interval_of_the_textbook(
    happened: int, of: int, low: float, high: float
) -> None:
    figure = share([True] * happened + [False] * (of - happened))
    assert (figure.value, figure.of) == (happened / of, of)
    assert (figure.low, figure.high) == (
        pytest.approx(low, abs=5e-5),
        pytest.approx(high, abs=5e-5),
    )


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_a_share_lies_in_its_interval(happened: list[bool]) -> None:
    figure = share(happened)
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert figure.low < figure.high


def test_the_bootstrap_comes_near_what_theory_says() -> None:
    # A mean of 400 zeros and ones: p ± 1.96·√(p(1-p)/n) = 0.3 ± 0.0449
    figure = mean([1.0] * 120 + [0.0] * 280)
    assert figure.value == pytest.approx(0.3)
    assert figure.low == pytest.approx(0.3 - 0.0449, abs=0.006)
    assert figure.high == pytest.approx(0.3 + 0.0449, abs=0.006)


def test_the_same_values_give_the_same_interval_again() -> None:
    values = [0.1, 0.9, 0.5, 1.0, 0.0, 0.25]
    assert mean(values) == mean(values)


def test_where_every_question_agrees_there_is_no_doubt() -> None:
    assert mean([0.5] * 30) == Figure(0.5, 0.5, 0.5, 30)


def test_a_difference_is_taken_question_by_question() -> None:
    # Both are right half the time, ours on every question a little more: no doubt about that.
    theirs = [0.0, 1.0] * 20
    ours = [value + 0.1 for value in theirs]
    ahead = difference(ours, theirs)
    assert ahead.low == pytest.approx(0.1) and ahead.high == pytest.approx(0.1)
    with pytest.raises(ValueError, match="zip"):
        difference([1.0], [1.0, 0.0])


def test_a_figure_in_a_file_has_three_decimals() -> None:
    assert Figure(2 / 3, 1 / 3, 1.0, 9).rounded() == [0.667, 0.333, 1.0, 9]
