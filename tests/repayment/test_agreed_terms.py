from datetime import date
from decimal import Decimal

import pytest

from zhihuan.repayment import (
    METHODS,
    Details,
    EqualPayment,
    EqualPrincipal,
    FlatFee,
    InterestFree,
    InterestOnly,
    InvalidTerms,
    Money,
    agreed_terms,
    installment_plan,
)

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


BEGINS = date(2026, 12, 10)
FRONT = Money.of(100)


def test_what_was_said_of_an_offer_is_all_in_its_terms() -> None:
    flat = agreed_terms(
        WHOLE, 12, "flat_fee", fee_rate=FEE, first_due=BEGINS,
        details=Details(upfront_fee=FRONT, fee_timing="first_period"),
    )  # fmt: skip
    assert flat == FlatFee(
        principal=WHOLE, periods=12, first_due=BEGINS, upfront_fee=FRONT,
        fee_rate=FEE, fee_timing="first_period",
    )  # fmt: skip
    free = agreed_terms(
        WHOLE, 12, "interest_free", first_due=BEGINS, details=Details(upfront_fee=FRONT)
    )
    assert free == InterestFree(principal=WHOLE, periods=12, first_due=BEGINS, upfront_fee=FRONT)


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("equal_payment", EqualPayment),
        ("equal_principal", EqualPrincipal),
        ("interest_only", InterestOnly),
    ],
)
def test_each_way_of_paying_interest_is_its_own(
    method: str, kind: type[EqualPayment | EqualPrincipal | InterestOnly]
) -> None:
    by_days = {"drawn": date(2026, 11, 1), "day_count": "actual/360"}
    assert agreed_terms(
        WHOLE, 12, method, annual_rate=YEARLY, first_due=BEGINS,
        details=Details(upfront_fee=FRONT, **by_days),  # type: ignore[arg-type]
    ) == kind(
        principal=WHOLE, periods=12, first_due=BEGINS, upfront_fee=FRONT, annual_rate=YEARLY,
        **by_days,  # type: ignore[arg-type]
    )  # fmt: skip
    longer = agreed_terms(
        WHOLE, 12, method, annual_rate=YEARLY, details=Details(first_period_days=45)
    )
    assert longer == kind(principal=WHOLE, periods=12, annual_rate=YEARLY, first_period_days=45)


@pytest.mark.parametrize(
    ("method", "rates", "details", "words"),
    [
        ("none", {}, Details(), "等本等费、等额本息、等额本金、先息后本、免息里选"),
        ("flat_fee", {"fee_rate": FEE}, Details(drawn=date(2026, 1, 1)), "借款日和按天计息"),
        ("interest_free", {}, Details(drawn=date(2026, 1, 1)), "借款日和按天计息"),
        ("flat_fee", {"fee_rate": FEE}, Details(day_count="actual/365"), "借款日和按天计息"),
        ("interest_free", {}, Details(day_count="actual/365"), "借款日和按天计息"),
        ("flat_fee", {"fee_rate": FEE}, Details(first_period_days=30), "首期天数只用于"),
        ("interest_free", {}, Details(first_period_days=30), "首期天数只用于"),
        ("interest_free", {}, Details(fee_timing="up_front"), "收费时间只用于等本等费"),
        ("interest_free", {"annual_rate": YEARLY}, Details(), "免息分期不用填"),
        ("interest_free", {"fee_rate": FEE}, Details(), "免息分期不用填"),
        ("flat_fee", {"annual_rate": YEARLY}, Details(), "等本等费要填每期费率"),
        ("equal_payment", {}, Details(), "等额本息要填年利率"),
        ("interest_only", {"fee_rate": FEE, "annual_rate": YEARLY}, Details(), "先息后本要填"),
    ],
)
def test_the_refusal_names_what_to_change(
    method: str, rates: dict[str, Decimal], details: Details, words: str
) -> None:
    with pytest.raises(InvalidTerms, match=words):
        agreed_terms(WHOLE, 12, method, details=details, **rates)


def test_each_method_has_its_chinese_name() -> None:
    # dossier, product 2.01
    assert list(METHODS.values()) == ["等本等费", "等额本息", "等额本金", "先息后本", "免息"]
