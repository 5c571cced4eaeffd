from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts, readings
from zhihuan.repayment import InvalidTerms, LateReading, Money, OverdueCost, overdue_cost

TODAY = date(2026, 11, 21)


def reading(unpaid: str, shortfall: str = "0", name: str = "r") -> LateReading:
    return LateReading(name, name, Decimal(unpaid), Decimal(shortfall), None, "medium")


# three published ways of charging: dossier, product 1.17-1.20
PUBLISHED = [
    reading("0.0005", "0.00015", "缺口"),
    reading("0.00065", "0", "全额"),
    reading("0.0007", "0", "旧"),
]


def late(amount: str, days: int, rules: list[LateReading] = PUBLISHED) -> OverdueCost:
    return overdue_cost(amount=Money.of(amount), days=days, readings=rules, as_of=TODAY)


def test_3200_yuan_45_days_late_cost_74_16_to_100_80() -> None:
    # by hand: 3200 × (0.05% + 10% × 0.015%) = 1.648 a day; 3200 × 0.07% = 2.24 a day; × 45
    cost = late("3200", 45)
    assert (cost.low, cost.high) == (Decimal("74.16"), Decimal("100.80"))
    assert (cost.per_day_low, cost.per_day_high) == (Decimal("1.648"), Decimal("2.24"))
    assert cost.stage.name == "M2"
    assert cost.calculation.result["stage"]["mark"] == "2"


# dossier, product §2A: 1,000 yuan, simple, 1 / 7 / 30 / 90 / 365 days
@pytest.mark.parametrize(
    ("daily", "costs"),
    [
        ("0.0003", ("0.30", "2.10", "9.00", "27.00", "109.50")),
        ("0.0005", ("0.50", "3.50", "15.00", "45.00", "182.50")),
        ("0.00065", ("0.65", "4.55", "19.50", "58.50", "237.25")),
        ("0.0007", ("0.70", "4.90", "21.00", "63.00", "255.50")),
        ("0.00075", ("0.75", "5.25", "22.50", "67.50", "273.75")),
    ],
)
def test_the_dossier_s_daily_rate_table(daily: str, costs: tuple[str, ...]) -> None:
    for days, cost in zip((1, 7, 30, 90, 365), costs, strict=True):
        assert late("1000", days, [reading(daily)]).high == Decimal(cost)


@pytest.mark.parametrize(
    ("daily", "yearly"),
    [("0.0003", "10.95"), ("0.0005", "18.25"), ("0.00065", "23.725"), ("0.0007", "25.55")],
)
def test_a_daily_rate_is_told_by_the_year_too(daily: str, yearly: str) -> None:
    # dossier, product §2A, × 365
    values = [f.value for f in late("1000", 1, [reading(daily)]).calculation.figures]
    assert Decimal(yearly) in values


def test_charges_are_not_rounded_while_they_accumulate() -> None:
    # by hand: 33.33 × 0.05% = 0.016665 a day; 90 days are 1.49985, where 90 × 0.02 would be 1.80
    assert late("33.33", 90, [reading("0.0005")]).high == Decimal("1.49985")


def test_day_zero_costs_nothing_and_is_not_late() -> None:
    cost = late("3200", 0)
    assert cost.high == 0
    assert cost.calculation.result["stage"] == {"name": "未逾期", "mark": "N", "low": 0, "high": 0}


def test_the_chart_runs_past_today_and_contains_it() -> None:
    for days in (0, 1, 45, 89, 400, 36_500):
        series = late("3200", days).series
        assert series[0].day == 0
        assert series[-1].day == max(90, days + 30)
        assert days in {point.day for point in series}
        assert len(series) <= 35


def test_the_assumptions_name_the_start_the_unknown_purchase_day_and_the_bill() -> None:
    said = "".join(late("3200", 45).calculation.assumptions)
    for words in ("还款日的第二天", "消费那天往回补算", "以账单为准"):
        assert words in said


def test_a_due_date_that_contradicts_the_days_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        overdue_cost(
            amount=Money.of(1), days=3, readings=PUBLISHED, as_of=TODAY, due=date(2026, 11, 1)
        )
    agreed = overdue_cost(
        amount=Money.of(1), days=20, readings=PUBLISHED, as_of=TODAY, due=date(2026, 11, 1)
    )
    assert agreed.calculation.result["due"] == "2026-11-01"


@pytest.mark.parametrize("days", [-1, 36_501, True, 4.5, "45"])
def test_days_that_cannot_be_are_refused(days: object) -> None:
    with pytest.raises(InvalidTerms):
        overdue_cost(amount=Money.of(1), days=days, readings=PUBLISHED, as_of=TODAY)  # type: ignore[arg-type]


def test_without_a_reading_nothing_is_made_up() -> None:
    with pytest.raises(InvalidTerms):
        late("3200", 45, [])


def test_the_caller_s_decimal_context_changes_nothing() -> None:
    with localcontext(prec=4):
        rough = late("8765.43", 77)
    assert rough == late("8765.43", 77)


@settings(deadline=None, max_examples=60)
@given(amounts, readings, st.integers(0, 3000), st.integers(0, 3000))
def test_later_never_costs_less(
    amount: Money, rules: list[LateReading], one: int, other: int
) -> None:
    sooner, later = (
        overdue_cost(amount=amount, days=days, readings=rules, as_of=TODAY)
        for days in sorted((one, other))
    )
    assert sooner.low <= later.low
    assert sooner.high <= later.high
    assert later.low <= later.high


@settings(deadline=None, max_examples=60)
@given(amounts, amounts, readings, st.integers(0, 3000))
def test_a_larger_debt_never_costs_less(
    one: Money, other: Money, rules: list[LateReading], days: int
) -> None:
    small, large = (
        overdue_cost(amount=amount, days=days, readings=rules, as_of=TODAY)
        for amount in sorted((one, other))
    )
    assert small.high <= large.high
