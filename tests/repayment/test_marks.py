from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
