from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import InvalidTerms, marks, stage


def test_each_month_from_the_due_date_has_a_mark() -> None:
    # law C14: 1–30 days is 1, 31–60 is 2, 61–90 is 3; 31 Aug, 30 Sep and 31 Oct after 10 August
    found = marks(date(2026, 8, 10), date(2026, 10, 31))
    assert [(each.days, each.stage.mark) for each in found.months] == [
        (21, "1"),
        (51, "2"),
        (82, "3"),
    ]
    assert (found.days, found.stage.name) == (82, "M3")


def test_a_stage_begins_the_day_after_the_last_one_ended() -> None:
    # law F1: M2 is day 31, M7 is day 181
    begins = dict(marks(date(2026, 8, 10), date(2026, 8, 10)).begins)
    assert begins["M2"] == date(2026, 8, 10) + timedelta(days=31)
    assert begins["M7"] == date(2026, 8, 10) + timedelta(days=181)


def test_on_the_due_date_nothing_is_late() -> None:
    found = marks(date(2026, 8, 10), date(2026, 8, 10))
    assert (found.days, found.stage.mark, found.months) == (0, "N", ())


@given(st.dates(date(2014, 2, 1), date(2030, 1, 1)), st.integers(1, 2_000))
def test_marks_never_go_back_and_end_with_today(due: date, days: int) -> None:
    found = marks(due, due + timedelta(days=days))
    told = [each.stage.mark.replace("N", "0") for each in found.months]
    assert told == sorted(told)
    assert found.months[-1].stage == stage(days)


@pytest.mark.parametrize(
    ("due", "as_of"),
    [(date(2100, 12, 1), date(2100, 12, 31)), (date(1990, 1, 1), date(2026, 1, 1))],
)
def test_days_too_far_away_are_refused(due: date, as_of: date) -> None:
    with pytest.raises(InvalidTerms):
        marks(due, as_of)


def test_every_day_is_named_and_every_month_told() -> None:
    # by hand: 31 days from 10 August is 10 September, and 30 days on each time; law F1, C14
    found = marks(date(2026, 8, 10), date(2026, 10, 31)).calculation
    assert inputs_of(found) == lines("""
        due 还款日 2026-08-10 日期 user
        as_of 算到哪天 2026-10-31 日期 default
        stages 阶段 每 30 天一个阶段 default overdue-stages
        marks 标记 按贷款逾期天数 default credit-report-marks
    """)
    assert figures_of(found)[:10] == lines("""
        逾期天数 82 days
        逾期阶段 3 stage
        信用报告上的标记 3 count
        M1 从哪天起 20260811 date
        M2 从哪天起 20260910 date
        M3 从哪天起 20261010 date
        M4 从哪天起 20261109 date
        M5 从哪天起 20261209 date
        M6 从哪天起 20270108 date
        M7 从哪天起 20270207 date
    """)
    months = [("08", 31, 21, "1"), ("09", 30, 51, "2"), ("10", 31, 82, "3")]
    assert found.result == {
        "days": 82,
        "stage": "M3",
        "mark": "3",
        "months": [
            {"month": f"2026-{month}", "on": f"2026-{month}-{day}", "days": days,
             "stage": f"M{mark}", "mark": mark}
            for month, day, days, mark in months
        ],
        "begins": [
            {"stage": "M1", "on": "2026-08-11"},
            {"stage": "M2", "on": "2026-09-10"},
            {"stage": "M3", "on": "2026-10-10"},
            {"stage": "M4", "on": "2026-11-09"},
            {"stage": "M5", "on": "2026-12-09"},
            {"stage": "M6", "on": "2027-01-08"},
            {"stage": "M7", "on": "2027-02-07"},
        ],
    }  # fmt: skip
    assert "每 30 天进一个阶段，超过 180 天是 M7" in found.formula


def test_the_month_that_is_running_is_looked_at_today() -> None:
    found = marks(date(2026, 8, 10), date(2026, 10, 15))
    assert (found.months[-1].on, found.months[-1].days) == (date(2026, 10, 15), 66)
    on_the_first = marks(date(2026, 8, 31), date(2026, 9, 1)).months
    assert [(each.on.month, each.days) for each in on_the_first] == [(8, 0), (9, 1)]


def test_what_is_not_late_has_no_stage_to_tell() -> None:
    found = marks(date(2026, 8, 10), date(2026, 8, 9))
    assert (found.days, found.months) == (0, ())
    assert figures_of(found.calculation)[:2] == ["逾期天数 0 days", "M1 从哪天起 20260811 date"]


def test_the_bounds_of_what_is_looked_at() -> None:
    # our own bounds: seven stages of 30 days must fit before 2100 ends; 30 years back
    last = date(2100, 12, 31)
    assert marks(last - timedelta(days=211), last).stage.name == "M7"
    with pytest.raises(InvalidTerms, match="太晚了"):
        marks(last - timedelta(days=210), last)
    assert len(marks(date(1996, 12, 1), date(2026, 11, 30)).months) == 360
    with pytest.raises(InvalidTerms, match="最多往回看 30 年"):
        marks(date(1996, 12, 1), date(2026, 12, 1))
    with pytest.raises(InvalidTerms, match="还款日要写成"):
        marks("2026-08-10", date(2026, 8, 10))  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="今天的日期"):
        marks(date(2026, 8, 10), "2026-08-10")  # type: ignore[arg-type]
