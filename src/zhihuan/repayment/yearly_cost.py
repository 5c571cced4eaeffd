"""The true yearly cost of any loan, from what was received and what is paid; and the way back.

    by the month    received = Σ payment(k) / (1 + r)^k        simple = 12 r, effective = (1 + r)^12 − 1
    by the day      received = Σ payment / (1 + d)^days        effective = (1 + d)^365 − 1
    the way back    fee per period f = r / (1 − (1 + r)^−n) − 1/n, cut and never rounded up

The equations are `annual_rate.py`'s; here they meet what a person has at hand: the amount that
arrived on the card, and the amounts that leave it. `received` is what arrived, after anything
that was kept back (民法典 670). A loan that costs nothing has the rate 0; one that
pays back less than was received is refused, for then a number is wrong or missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zhihuan.repayment.annual_rate import (
    AnnualRate,
    NoSingleRate,
    fee_rate_for,
    fee_rate_for_effective,
    irr,
    xirr,
)
from zhihuan.repayment.bounds import ARITHMETIC, MAX_PERIODS, InvalidTerms, check_date, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    InputList,
    Origins,
    calculation,
    count_figure,
    percent,
    percent_figure,
    plain,
    yuan_figure,
)
from zhihuan.repayment.installment import rate_result
from zhihuan.repayment.money import Money, check_amount, check_amount_or_zero, total

Basis = Literal["simple", "effective"]
BASES: dict[Basis, str] = {"simple": "单利", "effective": "复利"}
FEE_PLACES = 5
"""A fee per period is told to a thousandth of a percent."""


@dataclass(frozen=True, slots=True)
class YearlyCost:
    rate: AnnualRate
    total_cost: Money
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class FeeForRate:
    """`fee_rate` is a fraction per period: at most this much stays within the yearly rate."""

    fee_rate: Decimal
    calculation: Calculation


@exact()
def yearly_cost(
    received: Money, payments: Sequence[Money], origins: Origins | None = None
) -> YearlyCost:
    """One payment a month, the first a month after the money came. Yuan."""
    _check(received, payments)
    flows = [-received.yuan, *(each.yuan for each in payments)]
    costs = total(list(payments)) != received
    rate = AnnualRate.from_monthly(_found(lambda: irr(flows)) if costs else Decimal(0))
    inputs = InputList(origins or {})
    inputs.add("received", "实际到手", received, "元")
    for number, each in enumerate(payments, start=1):
        inputs.add("payment", f"第 {number} 个月还", each, "元", number=number)
    return _told(
        rate, received, payments, inputs,
        "到手 = 各月还款按月利率折现之和；单利 = 月利率 × 12，复利 = (1 + 月利率)^12 − 1",
        "每期隔一个月，第一次还款在到手一个月后。",
    )  # fmt: skip


@exact()
def dated_yearly_cost(
    received: Money,
    on: date,
    payments: Sequence[tuple[date, Money]],
    origins: Origins | None = None,
) -> YearlyCost:
    """The same with the day of each payment; the simple rate is 12 times the monthly one."""
    amounts = [amount for _, amount in payments]
    _check(received, amounts)
    check_date(on, "到手日期")
    for day, _ in payments:
        check_date(day, "还款日期")
        if day <= on:
            raise InvalidTerms("每次还款都要晚于到手那天，请核对日期")
    flows = [(on, -received.yuan), *((day, amount.yuan) for day, amount in payments)]
    monthly = Decimal(0)
    if total(amounts) != received:
        yearly = _found(lambda: xirr(flows))
        monthly = ARITHMETIC.power(1 + yearly, Decimal(1) / 12) - 1
    inputs = InputList(origins or {})
    inputs.add("received", "实际到手", received, "元")
    inputs.add("on", "到手日期", on, "日期")
    for number, (day, amount) in enumerate(payments, start=1):
        inputs.add("payment", f"{day} 还", amount, "元", number=number)
    return _told(
        AnnualRate.from_monthly(monthly), received, amounts, inputs,
        "到手 = 各次还款按实际天数折现之和（一年 365 天）；单利 = 相当的月利率 × 12",
        "按每次还款的实际日期折算。",
    )  # fmt: skip


@exact()
def fee_for_rate(
    yearly: Decimal, periods: int, basis: Basis = "simple", origins: Origins | None = None
) -> FeeForRate:
    """The largest flat fee per period that stays within `yearly`, a fraction."""
    if basis not in BASES:
        raise InvalidTerms("年化请选单利（simple）或复利（effective）")
    back = fee_rate_for if basis == "simple" else fee_rate_for_effective
    fee_rate = back(yearly, periods, places=FEE_PLACES)
    inputs = InputList(origins or {})
    inputs.add("yearly", f"年化（{BASES[basis]}）", percent(yearly), "%")
    inputs.add("periods", "期数", periods, "期")
    return FeeForRate(
        fee_rate,
        calculation(
            name="年化折成每期费率",
            kind="fee_for_rate",
            inputs=inputs.items,
            formula="每期费率 = 月利率 ÷ (1 − (1 + 月利率)^−期数) − 1 ÷ 期数，"
            + ("月利率 = 年化 ÷ 12" if basis == "simple" else "月利率 = (1 + 年化)^(1/12) − 1"),
            assumptions=(
                "只用于等本等费：每期费用按最初本金收；没有别的收费。",
                "向下取，不进位，所以照它收不会超过这条年化。",
                AS_BILLED,
            ),
            result={"fee_rate_percent": plain(percent(fee_rate)), "basis": basis},
            figures=[
                percent_figure(fee_rate, "每期费率"),
                percent_figure(fee_rate * 12, "每期费率×12（不是真实年化）"),
            ],
        ),
    )


def _check(received: Money, payments: Sequence[Money]) -> None:
    check_amount(received, "实际到手")
    if not 1 <= len(payments) <= MAX_PERIODS:
        raise InvalidTerms(f"请列出 1 到 {MAX_PERIODS} 次还款")
    for each in payments:
        check_amount_or_zero(each, "每次还款")
    if total(list(payments)) < received:
        raise InvalidTerms("还的加起来比到手的少，请核对有没有漏写的还款")


def _found(rate: Callable[[], Decimal]) -> Decimal:
    """What cannot be solved is told as terms that must change."""
    try:
        return rate()
    except NoSingleRate as error:
        raise InvalidTerms(str(error)) from None


def _told(
    rate: AnnualRate,
    received: Money,
    payments: Sequence[Money],
    inputs: InputList,
    formula: str,
    timing: str,
) -> YearlyCost:
    paid = total(list(payments))
    return YearlyCost(
        rate,
        paid - received,
        calculation(
            name="真实年化",
            kind="yearly_cost",
            inputs=inputs.items,
            formula=formula,
            assumptions=(
                timing,
                "到手要按实际收到的算，先扣掉的费用不算到手；保险、会员这类必须买的也要写进还款。",
                "单利、复利分别列出，和别家比要用同一种。",
                AS_BILLED,
            ),
            result={
                "received": str(received),
                "total_payment": str(paid),
                "total_cost": str(paid - received),
                "rate_percent": rate_result(rate),
            },
            figures=[
                yuan_figure(paid, "总还款"),
                yuan_figure(paid - received, "总费用"),
                count_figure(len(payments), "periods", "还款次数"),
                percent_figure(rate.monthly, "真实月利率"),
                percent_figure(rate.simple, "真实年化（单利）"),
                percent_figure(rate.effective, "真实年化（复利）"),
            ],
        ),
    )
