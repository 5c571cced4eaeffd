from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_amounts, readings
from zhihuan.repayment import (
    FlatFee,
    InvalidTerms,
    LateReading,
    Money,
    Offer,
    PayMinimum,
    PayNow,
    SideBySide,
    Wait,
    Way,
    minimum_only,
    overdue_cost,
    side_by_side,
)

TODAY = date(2026, 11, 21)
DAILY = LateReading("r", "一种说法", Decimal("0.0005"), Decimal(0), None, "medium")


def beside(*ways: Way, days_late: int = 0, budget: Money | None = None) -> SideBySide:
    return side_by_side(
        amount=Money.of(1000), ways=ways, as_of=TODAY, days_late=days_late, budget=budget,
        readings=[DAILY],
    )  # fmt: skip


def twelve(principal: int = 1000) -> Offer:
    return Offer(
        "12 期", FlatFee(principal=Money.of(principal), periods=12, fee_rate=Decimal("0.006"))
    )


def test_paying_now_costs_nothing_more_and_ends_today() -> None:
    found = beside(PayNow(), days_late=30)
    # by hand: 1,000 × 0.05% × 30
    assert (found.owed_low, found.owed_high) == (Decimal(1015), Decimal(1015))
    assert (found.ways[0].cost_high, found.ways[0].free_on) == (0, TODAY)


def test_waiting_costs_each_day_and_is_told_by_the_year() -> None:
    # by hand: 0.05% × 365 = 18.25%; law F1: day 120 is M4
    way = beside(Wait(90), days_late=30).ways[0]
    assert (way.cost_low, way.simple_low) == (Decimal(45), Decimal("0.1825"))
    assert "逾期 120 天" in way.late_status
    assert "M4" in way.late_status


def test_only_the_minimum_ends_with_its_last_payment() -> None:
    # minimum_only is tested against the dossier's own figures
    alone = minimum_only(Money.of(1000))
    way = beside(PayMinimum()).ways[0]
    assert (way.payments, way.cost_low) == (len(alone.months), alone.total_fee)
    # by hand: 30 days at 0.05% a month is 1.5%, 18% a year, but for the rounding of fen
    assert way.simple_low == pytest.approx(Decimal("0.18"), abs=Decimal("0.0002"))


def test_an_instalment_fits_when_its_largest_payment_does() -> None:
    # by hand: 83.33 + 6.00; the last month takes 83.37 + 6.00
    assert beside(twelve(), PayNow(), budget=Money.of("89.37")).fits == (True, None)
    assert beside(twelve(), PayNow(), budget=Money.of("89.36")).fits == (False, None)


@pytest.mark.parametrize("ways", [[], [PayNow()] * 13, [twelve(999)]], ids=["none", "13", "999"])
def test_ways_that_cannot_be_compared_are_refused(ways: list[Way]) -> None:
    with pytest.raises(InvalidTerms):
        beside(*ways)


def test_a_wait_of_no_days_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        Wait(0)


@settings(deadline=None, max_examples=60)
@given(ordinary_amounts, st.integers(0, 400), st.integers(1, 400), readings)
def test_a_wait_costs_what_the_later_day_costs_more(
    amount: Money, late: int, days: int, rules: list[LateReading]
) -> None:
    found = side_by_side(
        amount=amount, ways=[Wait(days)], as_of=TODAY, days_late=late, readings=rules
    )
    then = overdue_cost(amount=amount, days=late + days, readings=rules, as_of=TODAY)
    assert found.owed_high + found.ways[0].cost_high == amount.yuan + then.high
