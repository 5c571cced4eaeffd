from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_fees
from zhihuan.repayment import (
    FlatFee,
    InvalidTerms,
    Money,
    NoSingleRate,
    annual_rate,
    dated_yearly_cost,
    fee_for_rate,
    schedule,
    yearly_cost,
)


def test_what_is_received_and_paid_has_the_rate_of_its_plan() -> None:
    # dossier, product §2A: 12,000 in 12 at 0.6% is 13.0342% simple
    found = yearly_cost(Money.of(12000), [Money.of(1072)] * 12)
    assert f"{found.rate.simple * 100:.4f}" == "13.0342"
    assert found.total_cost == Money.of(864)


def test_what_was_kept_back_makes_it_dearer() -> None:
    # pyxirr: 11,000 arrived of 12,000
    expected = pyxirr.irr([-11000.0, *[1072.0] * 12])
    found = yearly_cost(Money.of(11000), [Money.of(1072)] * 12)
    assert float(found.rate.monthly) == pytest.approx(expected, abs=1e-12)


def test_a_loan_that_costs_nothing_has_the_rate_nought() -> None:
    assert yearly_cost(Money.of(300), [Money.of(100)] * 3).rate.effective == 0
    paid = [(date(2026, 2, 1), Money.of(300))]
    assert dated_yearly_cost(Money.of(300), date(2026, 1, 1), paid).rate.effective == 0


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1_00, 9_000_00)), min_size=1, max_size=12)
)
def test_the_rate_by_days_is_that_of_pyxirr(paid: list[tuple[int, int]]) -> None:
    on = date(2026, 1, 1)
    received = Money(sum(fen for _, fen in paid) * 10 // 11)
    payments = [(on + timedelta(days=days), Money(fen)) for days, fen in paid]
    try:
        found = dated_yearly_cost(received, on, payments)
    except NoSingleRate:  # a week or less makes rates that nobody was ever charged
        assert max(days for days, _ in paid) < 30
        return
    amounts = [-float(received.yuan), *(float(amount.yuan) for _, amount in payments)]
    expected = pyxirr.xirr([on, *(day for day, _ in payments)], amounts)
    if expected is not None:
        assert float(found.rate.effective) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    "payments", [[], [Money.of(1)], [Money(0)] * 3, [Money.of(1)] * 361], ids=len
)
def test_payments_that_cannot_be_are_refused(payments: list[Money]) -> None:
    with pytest.raises(InvalidTerms):
        yearly_cost(Money.of(1000), payments)


def test_a_payment_before_the_money_came_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        dated_yearly_cost(Money.of(1), date(2026, 1, 2), [(date(2026, 1, 2), Money.of(2))])


@settings(deadline=None, max_examples=60)
@given(ordinary_fees, st.integers(2, 36))
def test_a_fee_turned_into_a_rate_and_back_is_itself(fee: Decimal, periods: int) -> None:
    # 100,000 a period: the fee is whole fen, so that no rounding comes between
    terms = FlatFee(principal=Money.of(100_000 * periods), periods=periods, fee_rate=fee)
    rate = annual_rate(schedule(terms))
    found = fee_for_rate(Decimal(f"{rate.simple:.12f}"), periods)
    assert abs(found.fee_rate - fee) <= Decimal("0.00001")


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        fee_for_rate(Decimal("0.24"), 12, "daily")  # type: ignore[arg-type]
