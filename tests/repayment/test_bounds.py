from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, Inexact, Overflow, getcontext
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
    InvalidTerms,
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
from zhihuan.repayment.bounds import (
    FIRST_DATE,
    LAST_DATE,
    check_date,
    check_days,
    check_periods,
    check_rate,
    check_yearly,
    exact,
    number,
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


def refused(check: Callable[[], object]) -> str:
    with pytest.raises(InvalidTerms) as found:
        check()
    return str(found.value)


# The bounds are those of the module's own docstring; what lies on one is inside.
INSIDE: list[Callable[[], object]] = [
    *(lambda n=n: check_periods(n) for n in (1, 360)),
    *(lambda n=n: check_days(n) for n in (0, 36_500)),
    *(lambda r=r: check_rate(Decimal(r)) for r in ("0", "0.999999999999")),
    *(lambda r=r: check_yearly(Decimal(r)) for r in ("0", "10", "1.000")),
    *(lambda d=d: check_date(d) for d in (date(1990, 1, 1), date(2100, 12, 31))),
]
OUTSIDE: list[tuple[Callable[[], object], str]] = [
    *((lambda n=n: check_periods(n), "期数要在 1 到 360 之间") for n in (0, 361)),
    *((lambda n=n: check_periods(n), "期数要写整数") for n in (True, 1.5, "12")),
    *((lambda n=n: check_days(n), "天数要在 0 到 36500 之间") for n in (-1, 36_501)),
    *((lambda n=n: check_days(n), "天数要写整数") for n in (True, 1.5, "45")),
    *((lambda r=r: check_rate(Decimal(r)), "费率要在 0% 到 100% 之间") for r in ("-0.1", "1")),
    *((lambda r=r: check_yearly(Decimal(r)), "0% 到 1000%") for r in ("-0.1", "10.000000000001")),
    *((lambda r=r: check_yearly(Decimal(r)), "年利率要是一个") for r in ("NaN", "Infinity")),
    (lambda: check_rate(0.5), "费率要用十进制数字"),  # type: ignore[arg-type]
    (lambda: check_rate(Decimal("0.1234567890123")), "费率最多写 12 位小数"),
    (lambda: check_date(FIRST_DATE - timedelta(days=1)), "日期要在 1990-01-01 到 2100-12-31"),
    (lambda: check_date(LAST_DATE + timedelta(days=1)), "日期要在 1990-01-01 到 2100-12-31"),
    (lambda: check_date(datetime(2026, 1, 1)), "日期要写成年月日"),  # noqa: DTZ001
    (lambda: check_date("2026-01-01"), "日期要写成年月日"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("check", INSIDE)
def test_what_lies_on_a_bound_is_inside(check: Callable[[], object]) -> None:
    check()


@pytest.mark.parametrize(("check", "words"), OUTSIDE)
def test_what_lies_beyond_a_bound_is_refused_with_the_bound(
    check: Callable[[], object], words: str
) -> None:
    assert words in refused(check)


@pytest.mark.parametrize(
    "value",
    ["1234567890123", "-1.5", "0." + "0" * 20, "0" * 20, 10**12, -(10**12), Decimal("1E12"),
     Decimal("1E-20"), Decimal("0E-400")],
    ids=str,
)  # fmt: skip
def test_a_number_of_a_sane_size_is_itself(value: Decimal | int | str) -> None:
    assert number(value, "x") == Decimal(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *((wrong, "x要用数字来写") for wrong in (True, 1.5, None, "１２", "1e3", "", " 1", "1.")),
        *((wrong, "x要用数字来写") for wrong in ("0" * 21, "0." + "0" * 21, "1_0", "--1")),
        *((wrong, "x太大或太小了") for wrong in (10**13, 10**16, -(10**16), Decimal("1E13"))),
        (Decimal("9E-21"), "x太大或太小了"),
        *((Decimal(wrong), "x要是一个确定的数字") for wrong in ("NaN", "sNaN", "-Infinity")),
    ],
    ids=str,
)
def test_what_is_no_such_number_is_refused(value: Decimal | int | str, words: str) -> None:
    assert words in refused(lambda: number(value, "x"))


def test_sums_are_made_with_fifty_digits_and_never_overflow_silently() -> None:
    outside = getcontext()
    with exact():
        # 1/3 to 50 digits; the 51st of 2/3 rounds the last one up, half of it to the even digit
        assert Decimal(1) / 3 == Decimal("0." + "3" * 50)
        assert Decimal(2) / 3 == Decimal("0." + "6" * 49 + "7")
        assert Decimal("1" + "0" * 49) + Decimal("0.5") == Decimal("1" + "0" * 49)
        assert Decimal("1" + "0" * 49) + Decimal("1.5") == Decimal("1" + "0" * 48 + "2")
        assert not getcontext().traps[Inexact]
        with pytest.raises(Overflow):
            Decimal("1E999999") * Decimal("1E999999")
    assert getcontext() is outside
