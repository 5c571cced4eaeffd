from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_amounts, readings
from zhihuan.repayment import InvalidTerms, LateReading, Money, WhatIf, what_if_paid

RULE = LateReading("r", "r", Decimal("0.0005"), Decimal(0), None, "medium")


def paid(amount: Money, payment: Money, on: int, until: int, rules: list[LateReading]) -> WhatIf:
    return what_if_paid(amount=amount, payment=payment, on_day=on, until_day=until, readings=rules)


def test_1000_of_3200_paid_on_day_45() -> None:
    # by hand at 0.05%: 72.00 until day 45; principal first: 2,200 × 0.05% × 30 = 33.00;
    # fees first: 1,000 − 72 = 928 off, 2,272 × 0.05% × 30 = 34.08; without paying 120.00
    found = paid(Money.of(3200), Money.of(1000), 45, 75, [RULE])
    assert (found.cost_low, found.cost_high) == (Decimal("105"), Decimal("106.08"))
    assert (found.saved_low, found.saved_high) == (Decimal("13.92"), Decimal("15"))
    assert found.left_low == Decimal("2305")
    assert found.left_high == Decimal("2306.08")


def test_paying_everything_ends_the_charges() -> None:
    found = paid(Money.of(3200), Money.of(3300), 45, 400, [RULE])
    assert found.cost_high == 72
    assert found.left_high == 0


def test_a_payment_after_the_day_looked_at_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        paid(Money.of(3200), Money.of(100), 46, 45, [RULE])


@settings(deadline=None, max_examples=80)
@given(
    ordinary_amounts,
    ordinary_amounts,
    ordinary_amounts,
    st.integers(0, 300),
    st.integers(0, 300),
    readings,
)
def test_more_or_sooner_never_costs_more(
    amount: Money, one: Money, other: Money, on: int, then: int, rules: list[LateReading]
) -> None:
    less, more = sorted((one, other))
    sooner, later = sorted((on, then))
    base = paid(amount, less, later, 700, rules)
    assert paid(amount, more, later, 700, rules).cost_high <= base.cost_high
    assert paid(amount, less, sooner, 700, rules).cost_high <= base.cost_high
    assert base.saved_low >= 0
