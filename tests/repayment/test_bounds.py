from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts
from zhihuan.errors import ZhihuanError
from zhihuan.repayment import (
    AnnualRate,
    Debt,
    FlatFee,
    LateReading,
    Money,
    Purchase,
    Restart,
    affordable,
    bill_late_cost,
    cap_amount,
    card_late_fee,
    check_lines,
    compare_payoffs,
    compare_plans,
    contract_late_fee,
    court_costs,
    daily_late_fee,
    deadline,
    delay_interest,
    early_settlement,
    fee_rate_for,
    installment_plan,
    irr,
    leaves_report_on,
    level_payment,
    limitation,
    minimum_only,
    order_late_fee,
    overdue_cost,
    relief_covered,
    stage,
    unit_period_irr,
    what_if_paid,
    xirr,
)

# OWASP-style numeric abuse: engineering.md B, row 12
NUMBERS: list[Any] = [
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("-0")),
    *(Decimal("1e308"), Decimal("1e-308"), Decimal("1e999999"), Decimal("-1e999999")),
    *(Decimal(0), Decimal("0.006"), Decimal(1), Decimal("9.999999999999")),
    *(True, False, None, -1, 0, 1, 12, 360, 361, 10**6, 10**400, 1.5, float("nan"), float("inf")),
    *("12", "１２", "NaN", "1e308", "", b"12", [], date(2026, 11, 21), date(1, 1, 1), date.max),
    *(Money.of(3200), Money(1), Money(0), Money.of(10_000_000)),
]
anything = st.sampled_from(NUMBERS) | st.decimals() | st.integers()
TODAY = date(2026, 11, 21)
READING = LateReading("r", "r", Decimal("0.0005"), Decimal(0), None, "low")

CALLS: list[Callable[[Any, Any, Any], object]] = [
    lambda a, b, c: Money.of(a),
    lambda a, b, c: Money.parse(str(a)),
    lambda a, b, c: installment_plan(a, b, fee_rate=c),
    lambda a, b, c: installment_plan(a, b, method="equal_payment", annual_rate=c),
    lambda a, b, c: installment_plan(Money.of(1), 3, fee_rate=Decimal(0), first_due=a),
    lambda a, b, c: overdue_cost(
        amount=a,
        days=b,
        readings=[LateReading("r", "r", c, Decimal(0), None, "low")],
        as_of=TODAY,
    ),
    lambda a, b, c: compare_plans(Money.of(3200), [(a, b)], c),
    lambda a, b, c: compare_payoffs([Debt("x", a, b, c)], Money.of(100)),
    lambda a, b, c: minimum_only(a, daily_rate=b, share=c),
    lambda a, b, c: irr([a, b, c]),
    lambda a, b, c: xirr([(TODAY, a), (date(2027, 1, 1), b), (c, Decimal(1))]),
    lambda a, b, c: leaves_report_on(a),
    lambda a, b, c: stage(a),
    lambda a, b, c: card_late_fee(minimum=a, paid=b, rate=c),
    lambda a, b, c: card_late_fee(minimum=Money.of(10), at_least=a, at_most=b),
    lambda a, b, c: contract_late_fee(unpaid=a, annual_rate=b, days=c),
    lambda a, b, c: order_late_fee(principal_left=a, daily_rate=b, days=c),
    lambda a, b, c: daily_late_fee(unpaid=a, daily_rate=b, days=c),
    lambda a, b, c: bill_late_cost(purchases=[Purchase(a, b)], days=3, paid=c),
    lambda a, b, c: bill_late_cost(purchases=[Purchase(Money.of(9), 1)], days=a, minimum=b),
    lambda a, b, c: what_if_paid(amount=a, payment=b, on_day=c, until_day=c, readings=[READING]),
    lambda a, b, c: affordable(income=a, spending=b, other_debts=c),
    lambda a, b, c: deadline("appeal", a, as_of=b),
    lambda a, b, c: limitation(a, [Restart(b, "demand")]),
    lambda a, b, c: court_costs(a),
    lambda a, b, c: delay_interest(unpaid=a, days=b),
    lambda a, b, c: check_lines(AnnualRate.from_monthly(Decimal("0.01")), a),
    lambda a, b, c: cap_amount(principal=a, days=b, rate=c),
    lambda a, b, c: early_settlement(FlatFee(principal=a, periods=12, fee_rate=b), c),
    lambda a, b, c: relief_covered(arisen=a, amount=b, settled=c),
    lambda a, b, c: fee_rate_for(a, b),
    lambda a, b, c: level_payment(a, b, c),
    lambda a, b, c: unit_period_irr([(Decimal(-1), 0, Decimal(0)), (a, b, c)]),
]


@pytest.mark.parametrize("call", CALLS)
@settings(deadline=None, max_examples=60)
@given(a=anything | amounts, b=anything, c=anything)
def test_whatever_is_asked_is_answered_or_refused_in_chinese(
    call: Callable[[Any, Any, Any], object], a: Any, b: Any, c: Any
) -> None:
    try:
        call(a, b, c)
    except ZhihuanError as refused:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in str(refused))
        assert len(str(refused)) < 120
