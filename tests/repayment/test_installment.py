from datetime import date
from decimal import Decimal

import pytest

from zhihuan.repayment import InvalidTerms, Money, installment_plan

P = Money.of(12000)
RATE = Decimal("0.12")


@pytest.mark.parametrize(
    ("method", "cost"),
    # dossier, product §2A: 12,000 yuan at 1% a month for 12 months
    [("equal_payment", "794.23"), ("equal_principal", "780.00"), ("interest_only", "1440.00")],
)
def test_the_three_ways_of_paying_interest(method: str, cost: str) -> None:
    plan = installment_plan(P, 12, method=method, annual_rate=RATE)  # type: ignore[arg-type]
    assert str(plan.total_cost) == cost


def test_without_interest_there_is_no_rate_to_tell() -> None:
    plan = installment_plan(P, 12, method="interest_free")
    assert plan.rate is None
    assert plan.total_payment == P


def test_the_days_are_there_when_the_first_is() -> None:
    plan = installment_plan(P, 3, fee_rate=Decimal("0.006"), first_due=date(2026, 12, 31))
    assert [row["due"] for row in plan.calculation.result["rows"]] == [
        "2026-12-31",
        "2027-01-31",
        "2027-02-28",
    ]
    assert Decimal(20270228) in [figure.value for figure in plan.calculation.figures]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"annual_rate": RATE},
        {"fee_rate": RATE, "annual_rate": RATE},
        {"method": "equal_payment"},
        {"method": "equal_payment", "fee_rate": RATE},
        {"method": "interest_free", "fee_rate": RATE},
        {"method": "balloon", "fee_rate": RATE},
    ],
    ids=str,
)
def test_a_plan_needs_the_one_rate_of_its_kind(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidTerms):
        installment_plan(P, 12, **wrong)  # type: ignore[arg-type]
