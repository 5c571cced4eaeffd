from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts, rates
from zhihuan.repayment import (
    InvalidTerms,
    Money,
    Purchase,
    bill_late_cost,
    card_late_fee,
    contract_late_fee,
    daily_late_fee,
    order_late_fee,
)

M = Money.of


def test_a_card_s_late_fee_is_five_percent_of_what_the_minimum_lacks_once() -> None:
    # dossier, product §6: minimum 1,000, paid 300: 35.00
    assert card_late_fee(minimum=M(1000), paid=M(300)).low == 35


def test_a_card_whose_minimum_was_met_owes_no_late_fee() -> None:
    assert card_late_fee(minimum=M(1000), paid=M(1000), at_least=M(10)).high == 0


def test_a_card_s_late_fee_keeps_within_the_contract_s_bounds() -> None:
    assert card_late_fee(minimum=M(100), at_least=M(10)).low == 10
    assert card_late_fee(minimum=M(100_000), at_most=M(500)).low == 500
    with pytest.raises(InvalidTerms):
        card_late_fee(minimum=M(100), at_least=M(10), at_most=M(5))


def test_an_order_is_charged_on_all_that_is_left_of_it() -> None:
    # second check 3: 1,000 in 3 at 0.5%, 5 days late: (1000 + 15) × 0.07% × 5 = 3.5525 → 3.55
    fee = order_late_fee(
        principal_left=M(1000), fees_left=M(15), daily_rate=Decimal("0.0007"), days=5
    )
    assert fee.low == Decimal("3.5525")
    assert fee.calculation.result["low"] == "3.55"


def test_an_order_without_instalments_is_charged_on_its_principal() -> None:
    # second check 3: 3.50
    fee = order_late_fee(principal_left=M(1000), daily_rate=Decimal("0.0007"), days=5)
    assert fee.low == Decimal("3.5")


def test_a_contract_s_penalty_is_1_3_to_1_5_times_its_rate() -> None:
    # by hand: 10,000 × 18.25% ÷ 365 × 10 = 50.00; × 1.3 = 65.00, × 1.5 = 75.00
    fee = contract_late_fee(unpaid=M(10_000), annual_rate=Decimal("0.1825"), days=10)
    assert (fee.low, fee.high) == (Decimal(65), Decimal(75))
    with pytest.raises(InvalidTerms):
        contract_late_fee(unpaid=M(1), annual_rate=Decimal("0.1"), days=1, multiples=[Decimal(5)])


@settings(deadline=None)
@given(amounts, rates, st.integers(0, 2000), st.integers(0, 2000))
def test_any_daily_rate_costs_no_less_later(
    unpaid: Money, rate: Decimal, one: int, other: int
) -> None:
    sooner, later = sorted((one, other))
    assert (
        daily_late_fee(unpaid=unpaid, daily_rate=rate, days=sooner).low
        <= daily_late_fee(unpaid=unpaid, daily_rate=rate, days=later).low
    )


# dossier, product §2A: a bill of 2,000 = 1,200 bought 35 days and 800 bought 20 days before it is due
BILL = [Purchase(M(1200), 35), Purchase(M(800), 20)]


@pytest.mark.parametrize(
    ("days", "paid", "counted_back"),
    [
        (10, 0, {"unpaid": "42.00", "shortfall": "39.30"}),
        (30, 0, {"unpaid": "68.00", "shortfall": "59.90"}),
        (30, 200, {None: "56.00"}),
    ],
)
def test_the_dossier_s_bill_counted_back_to_the_purchases(
    days: int, paid: int, counted_back: dict[str | None, str]
) -> None:
    found = bill_late_cost(purchases=BILL, days=days, paid=M(paid))
    totals = {each.base: each.total for each in found.lines if each.counts_back}
    assert totals == {base: Decimal(total) for base, total in counted_back.items()}


def test_with_the_minimum_paid_the_old_reading_is_27_and_nothing_is_late() -> None:
    # second check 3: only what is unpaid, only after the due date
    found = bill_late_cost(purchases=BILL, days=30, paid=M(200))
    assert [each.total for each in found.lines if not each.counts_back] == [27]
    assert not found.overdue
    assert all(each.penalty == 0 for each in found.lines)


def test_two_days_after_paying_a_tenth_of_1000() -> None:
    # second check 3, old reading: 900 × 0.05% × 2 = 0.90
    found = bill_late_cost(purchases=[Purchase(M(1000), 10)], days=2, paid=M(100))
    assert found.low == Decimal("0.9")


def test_a_bill_paid_in_full_costs_nothing() -> None:
    found = bill_late_cost(purchases=BILL, days=30, paid=M(2000))
    assert found.high == 0
    assert not found.overdue


def test_more_paid_than_billed_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        bill_late_cost(purchases=BILL, days=1, paid=M("2000.01"))
    with pytest.raises(InvalidTerms):
        bill_late_cost(purchases=BILL, days=1, minimum=M(3000))
    with pytest.raises(InvalidTerms):
        bill_late_cost(purchases=[], days=1)
