"""Figures with their units, as articles and outside texts write them."""

from __future__ import annotations

import pytest

from zhihuan.library.claims.figures import clause_around, figures_of


def read(text: str) -> list[tuple[str, float, float]]:
    return [(f.unit, float(f.low), float(f.high)) for f in figures_of(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("五十天", [("days", 50, 50)]),
        ("逾期1–30天", [("days", 1, 30)]),
        ("5日到10日", [("days", 5, 10)]),
        ("还要再保存5年", [("months", 60, 60)]),
        ("六个月", [("months", 6, 6)]),
        ("每日0.05%", [("percent a day", 0.05, 0.05)]),
        ("年利率24%", [("percent a year", 24, 24)]),
        ("每期０．６％", [("percent a period", 0.6, 0.6)]),
        ("百分之五", [("percent", 5, 5)]),
        ("每日万分之五", [("percent a day", 0.05, 0.05)]),
        ("1.2万元", [("yuan", 12000, 12000)]),
        ("1,200.50元", [("yuan", 1200.5, 1200.5)]),
        ("1–2万元", [("yuan", 10000, 20000)]),
        ("5千元", [("yuan", 5000, 5000)]),
        ("3、6、12期", [("periods", 3, 3), ("periods", 6, 6), ("periods", 12, 12)]),
        ("2026年3月31日", [("date", 20260331, 20260331)]),
        ("3月31日前", [("day of the year", 331, 331)]),
        ("22:00–8:00", [("o'clock", 2200, 2200), ("o'clock", 800, 800)]),
        ("打95118", [("phone", 95118, 95118)]),
        ("15个工作日", [("working days", 15, 15)]),
        ("4倍LPR", [("times as much", 4, 4)]),
        ("第3期的账单", []),
        ("一次也没还", []),
        ("M2", []),
        ("第16条", []),
    ],
)
def test_figures_are_read_with_their_units(
    text: str, figures: list[tuple[str, float, float]]
) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("5年", "五年", True),
        ("5年", "60个月", True),
        ("5年", "3年", False),
        ("1–30天", "20天", True),
        ("0.05%", "每日0.05%", True),
        ("每日0.05%", "年化18.25%", False),
        ("2026年3月", "2026年3月31日", True),
        ("3月31日", "2026年3月31日", True),
        ("2025年", "2026年3月31日", False),
        ("5年", "5元", False),
    ],
)
def test_whether_two_figures_can_be_true_of_one_thing(one: str, other: str, agree: bool) -> None:
    (mine,), (theirs,) = figures_of(one), figures_of(other)
    assert mine.agrees_with(theirs) is agree
    assert theirs.agrees_with(mine) is agree


def test_rates_for_different_periods_are_not_comparable() -> None:
    (daily,), (yearly,) = figures_of("每日0.05%"), figures_of("年化18.25%")
    assert not daily.is_comparable_to(yearly)


def test_a_figure_has_the_clause_that_it_stands_in() -> None:
    text = "据转载，订单制30天，账单制最长40天。"
    first, second = figures_of(text)
    assert (clause_around(text, first), clause_around(text, second)) == (
        "订单制30天",
        "账单制最长40天",
    )
