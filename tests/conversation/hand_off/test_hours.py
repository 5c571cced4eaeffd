"""When somebody is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.clock import CHINA
from zhihuan.conversation.hand_off.hours import Hours, InvalidHours

WEEK = Hours.read("Mon-Fri 09:00-18:00, Sat 10:00-12:00")
# 2026-11-21 is a Saturday.
SATURDAY = "2026-11-21"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (f"{SATURDAY} 09:59", False),
        (f"{SATURDAY} 10:00", True),
        (f"{SATURDAY} 11:59", True),
        (f"{SATURDAY} 12:00", False),
        ("2026-11-22 10:30", False),
        ("2026-11-23 17:59", True),
    ],
)
def test_the_hours_are_those_of_the_weekday(moment: str, is_open: bool) -> None:
    assert WEEK.is_open(at(moment)) is is_open


def test_the_hours_are_chinas_wherever_the_machine_stands() -> None:
    assert WEEK.is_open(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))  # Monday, 09:00 in China
    assert not WEEK.is_open(datetime(2026, 11, 23, 10, 0, tzinfo=UTC))  # 18:00


def test_closed_says_when_it_opens() -> None:
    assert WEEK.opens_at(at(f"{SATURDAY} 12:00")) == at("2026-11-23 09:00")
    assert WEEK.opens_at(at(f"{SATURDAY} 08:00")) == at(f"{SATURDAY} 10:00")
    one_day = Hours.read("Sat 10:00-12:00")
    assert one_day.opens_at(at(f"{SATURDAY} 12:00")) == at("2026-11-28 10:00")


def test_the_hours_read_as_a_person_would_write_them() -> None:
    assert str(WEEK) == "周一至周五 09:00–18:00，周六 10:00–12:00"
    shown = WEEK.to_json(at(f"{SATURDAY} 13:00"))
    assert shown["open_now"] is False and shown["opens_at"] == "2026-11-23T09:00+08:00"
    assert WEEK.to_json(at(f"{SATURDAY} 11:00"))["opens_at"] is None


def test_a_weekend_may_go_round_the_end_of_the_week() -> None:
    hours = Hours.read("sat-mon 00:00-24:00")
    assert [hours.is_open(at(f"2026-11-{day} 23:59")) for day in (21, 22, 23, 24)] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "always", "Mon", "Mon 9-18", "Mon 18:00-09:00", "Mon 09:00-09:00", "Xxx 09:00-18:00",
     "Mon 09:00-24:01", "Mon 09:60-10:00", "Mon-Fri 09:00-18:00;Sat 10:00-12:00"],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_refused_in_chinese(text: str) -> None:
    with pytest.raises(InvalidHours, match="人工时间"):
        Hours.read(text)


@given(
    st.integers(0, 6),
    st.integers(0, 1_438).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, 1_439))),
    st.integers(0, 500_000),
)
def test_it_is_open_at_the_moment_when_it_opens_and_not_before(
    day: int, span: tuple[int, int], minutes_on: int
) -> None:
    name = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day]
    text = "-".join(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in span)
    hours, start = Hours.read(f"{name} {text}"), at("2026-01-01") + timedelta(minutes=minutes_on)
    opens = hours.opens_at(start)
    assert hours.is_open(opens) and opens >= start
    assert (opens - start).days <= 7
    if opens > start:
        assert not hours.is_open(start) and not hours.is_open(start + (opens - start) / 2)
