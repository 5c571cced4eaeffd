"""My timeline. Days by hand; rules from the dossier (law C1, C12, E6, E9, E11, E12, F1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.papers import DAY, sources, sums
from zhihuan.conversation.timeline import EVENTS, Step, Timeline, timeline
from zhihuan.repayment import DEADLINES, InvalidTerms, Money

DUE = date(2026, 10, 5)


def drawn(due: date = DUE, as_of: date = DAY, **more: Any) -> Timeline:
    return timeline(sums(), due=due, as_of=as_of, sources=sources(), **more)


def step(found: Timeline, key: str) -> Step:
    return next(each for each in found.steps if each.id == key)


def test_stages_begin_every_thirty_days_after_the_due_date() -> None:
    # M1 from the day after; M2 from day 31 (dossier, law F1)
    found = drawn()
    begins = [step(found, f"stage-m{n}").on for n in range(1, 8)]
    assert begins == [
        date(2026, 10, 6), date(2026, 11, 5), date(2026, 12, 5), date(2027, 1, 4),
        date(2027, 2, 3), date(2027, 3, 5), date(2027, 4, 4),
    ]  # fmt: skip


def test_each_step_knows_where_it_lies() -> None:
    found = drawn(events=[("summons", date(2026, 11, 16))])
    assert step(found, "stage-m2").state(DAY) == "past"
    assert step(found, "today").state(DAY) == "now"
    assert step(found, "event-summons").state(DAY) == "now"
    assert step(found, "stage-m3").state(DAY) == "future"
    assert step(found, "sued").state(DAY) == "open"


def test_at_what_lies_behind_nothing_is_advised() -> None:
    for each in drawn().steps:
        assert bool(each.do) == (each.state(DAY) != "past"), each.id


def test_the_fee_by_a_day_is_the_overdue_sums() -> None:
    found = drawn(amount=Money.of("3200"))
    cost = sums().overdue_cost(amount=Money.of("3200"), due=DUE, as_of=DAY)
    low, high = Money.rounded(cost.low).text(), Money.rounded(cost.high).text()
    assert f"逾期47天，费用约 {low}–{high} 元" in step(found, "today").figures
    assert cost.calculation.id in found.calculation.result["calculations"]


def test_without_an_amount_days_are_told_and_no_fee_is() -> None:
    told = drawn().text()
    assert "逾期47天" in told
    assert "费用约" not in told


def test_every_figure_that_was_worked_out_stands_in_the_calculation() -> None:
    found = drawn(amount=Money.of("3200"), events=[("payment_order", date(2026, 11, 12))])
    known = {(figure.unit, figure.value) for figure in found.calculation.figures}
    for each in found.steps:
        for day in (each.on, each.until):
            if day is not None:
                assert ("date", Decimal(day.strftime("%Y%m%d"))) in known
    assert ("days", Decimal(47)) in known
    assert ("days", Decimal(6)) in known  # 12 + 15 = 27 November


@pytest.mark.parametrize(
    ("kind", "event", "last"),
    [
        ("summons", date(2026, 11, 16), date(2026, 12, 1)),  # 128: 15 days
        ("payment_order", date(2026, 11, 12), date(2026, 11, 27)),  # 227: 15 days
        ("judgment", date(2026, 11, 20), date(2026, 12, 5)),  # 171: 15 days
        ("ruling", date(2026, 11, 20), date(2026, 11, 30)),  # 171: 10 days
        ("effective", date(2026, 8, 31), date(2027, 2, 28)),  # 216: 6 months
        ("performance_due", date(2026, 1, 10), date(2028, 1, 10)),  # 250: 2 years
        ("mediation_agreement", date(2026, 11, 1), date(2026, 12, 1)),  # 205: 30 days
        ("arbitration_award", date(2026, 11, 1), date(2027, 2, 1)),  # 72: 3 months
        ("public_notice", date(2026, 11, 1), date(2026, 12, 1)),  # 95: 30 days
        ("objection_sent", date(2026, 11, 1), date(2026, 11, 21)),  # 25: 20 days
        ("complaint_accepted", date(2026, 11, 1), date(2026, 12, 1)),  # 26: 30 days
    ],
)
def test_a_paper_that_arrived_has_its_last_day(kind: str, event: date, last: date) -> None:
    found = step(drawn(events=[(kind, event)]), f"event-{kind}")
    assert (found.on, found.until) == (event, last)
    assert str(last) in found.figures


def test_every_event_has_a_deadline_and_a_test() -> None:
    assert set(EVENTS.values()) == set(DEADLINES)


def test_a_record_is_kept_five_years_from_the_day_it_is_settled() -> None:
    # 征信业管理条例 art. 16
    assert step(drawn(), "paid-today").on == date(2031, 11, 21)
    settled = drawn(settled=date(2026, 11, 10))
    assert step(settled, "settled").on == date(2031, 11, 10)
    assert not any(each.on is None or each.id == "limitation" for each in settled.steps)


def test_who_the_one_off_relief_covered_is_told_that_and_not_five_years() -> None:
    # due 2025-06, 3200 yuan, settled 2026-02-01: hidden by the end of March (dossier, law C12)
    found = drawn(date(2025, 6, 5), amount=Money.of("3200"), settled=date(2026, 2, 1))
    assert step(found, "settled-relief").on == date(2026, 3, 31)
    assert not any(each.id == "settled" for each in found.steps)


def test_limitation_is_the_earliest_end_and_only_possible() -> None:
    # 民法典 art. 188: 3 years from the last due day
    found = step(drawn(), "limitation")
    assert found.on == date(2029, 10, 5)
    assert found.certainty == "possible"


def test_what_no_rule_dates_has_no_day() -> None:
    for each in drawn().steps:
        assert (each.on is None) == (each.certainty == "unfixed"), each.id


def test_what_is_said_of_one_product_is_not_said_of_another() -> None:
    assert any(each.id == "restricted" for each in drawn().steps)
    assert not any(each.id == "restricted" for each in drawn(product="huabei").steps)
    assert "白条" not in drawn(product="huabei").text()


def test_before_the_due_date_nothing_is_late() -> None:
    found = drawn(date(2026, 12, 5))
    assert found.calculation.result["days_late"] == 0
    assert not any(each.id in ("today", "paid-today") for each in found.steps)


def test_every_sentence_rests_on_sources_in_force() -> None:
    events = [(kind, date(2026, 11, 16)) for kind in EVENTS]
    for found in (drawn(events=events), drawn(product="huabei"), drawn(settled=date(2026, 11, 1))):
        for said in found.statements:
            assert said.sources and said.holds_on(DAY, sources()), said.text


@pytest.mark.parametrize(
    "more",
    [
        {"settled": date(2026, 10, 1)},
        {"events": [("moon", DAY)]},
        {"events": [("summons", DAY)] * 21},
        {"due": date(1900, 1, 1)},
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(InvalidTerms):
        drawn(**more)


@given(
    due=st.dates(date(2020, 1, 1), date(2028, 1, 1)),
    as_of=st.dates(date(2024, 2, 1), date(2030, 1, 1)),
    paid=st.none() | st.integers(0, 2000),
)
def test_dated_steps_are_in_order_whatever_the_days(
    due: date, as_of: date, paid: int | None
) -> None:
    settled = None if paid is None else date.fromordinal(due.toordinal() + paid)
    found = drawn(due, as_of, settled=settled)
    days = [each.on for each in found.steps if each.on is not None]
    assert days == sorted(days)
    assert found.calculation.id == drawn(due, as_of, settled=settled).calculation.id


def test_read_aloud_no_step_is_left_hanging() -> None:
    for line in drawn(events=[("summons", date(2026, 10, 20))]).text().splitlines():
        assert line.endswith(("。", "】")), line
        assert "：。" not in line and not line.endswith("：")
