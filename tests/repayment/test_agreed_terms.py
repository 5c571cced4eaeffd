from datetime import date
from decimal import Decimal

import pytest

from zhihuan.repayment import Details, InvalidTerms, Money, agreed_terms, installment_plan

FEE = Decimal("0.006")
YEARLY = Decimal("0.12")
WHOLE = Money.of(12000)


def test_a_fee_up_front_is_paid_on_the_first_day() -> None:
    # by hand: 12,000 × 0.6% × 12
    plan = installment_plan(WHOLE, 12, fee_rate=FEE, details=Details(fee_timing="up_front"))
    assert plan.schedule.upfront == Money.of(864)
    assert "办理时一次付费用" in plan.calculation.formula


def test_a_longer_first_month_is_said() -> None:
    # by hand: 12,000 × 1% × 45 ÷ 30
    plan = installment_plan(
        WHOLE, 12, "interest_only", annual_rate=YEARLY, details=Details(first_period_days=45)
    )
    assert plan.schedule.rows[0].cost == Money.of(180)
    assert "首期在 45 天后" in "".join(plan.calculation.assumptions)


def test_what_changes_the_sum_changes_its_id() -> None:
    plain = installment_plan(WHOLE, 12, "interest_only", annual_rate=YEARLY)
    longer = installment_plan(
        WHOLE, 12, "interest_only", annual_rate=YEARLY, details=Details(first_period_days=45)
    )
    assert plain.calculation.id != longer.calculation.id


@pytest.mark.parametrize(
    ("method", "rates", "details"),
    [
        ("none", {}, Details()),
        ("flat_fee", {}, Details()),
        ("flat_fee", {"fee_rate": FEE, "annual_rate": YEARLY}, Details()),
        ("flat_fee", {"fee_rate": FEE}, Details(drawn=date(2026, 1, 1))),
        ("flat_fee", {"fee_rate": FEE}, Details(day_count="actual/365")),
        ("flat_fee", {"fee_rate": FEE}, Details(first_period_days=45)),
        ("interest_free", {"fee_rate": FEE}, Details()),
        ("equal_payment", {"fee_rate": FEE}, Details()),
        ("equal_payment", {"annual_rate": YEARLY}, Details(fee_timing="up_front")),
        ("equal_payment", {"annual_rate": YEARLY}, Details(day_count="actual/365")),
    ],
)
def test_what_does_not_belong_to_the_method_is_refused_and_never_ignored(
    method: str, rates: dict[str, Decimal], details: Details
) -> None:
    with pytest.raises(InvalidTerms):
        agreed_terms(WHOLE, 12, method, details=details, **rates)
