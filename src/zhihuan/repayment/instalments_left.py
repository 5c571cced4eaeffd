"""What is left of instalments that are being paid.

    still to pay      payment × periods left                               kept to the end
    principal left    principal × periods left ÷ periods                   the same principal each period
                      Σ payment ÷ (1 + r)^k, k = 1 … periods left          by the implied monthly rate r
    settled at once   from the smaller principal left, where nothing more is charged, to all of it

The principal that is left can be told only where it is known what was borrowed; which of the two
ways the lender books, and whether the remaining fees are charged, is in the contract. Counted on a
payment day, with all periods so far paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhihuan.repayment.annual_rate import AnnualRate, NoSingleRate, irr
from zhihuan.repayment.bounds import ARITHMETIC, InvalidTerms, check_days, check_periods, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    count_figure,
    percent_figure,
    yuan_figure,
)
from zhihuan.repayment.installment import rate_result
from zhihuan.repayment.money import Money, check_amount

ASK_BEFORE = "想提前结清，先问客服剩余本金是多少、剩下的费用还收不收，问清再还。"
EVERY_PERIOD = "前面各期都按时还了，后面每期还一样多。"


@dataclass(frozen=True, slots=True)
class PrincipalLeft:
    """`flat`: in equal parts; `by_rate`: by the implied rate. `saved`: the most that can be saved."""

    flat: Money
    by_rate: Money
    saved: Money
    rate: AnnualRate

    @property
    def least(self) -> Money:
        """What settling asks for at least."""
        return min(self.flat, self.by_rate)


@dataclass(frozen=True, slots=True)
class InstalmentsLeft:
    periods_left: int
    to_pay: Money
    principal: PrincipalLeft | None
    calculation: Calculation


@exact()
def instalments_left(
    payment: Money,
    periods: int,
    paid_periods: int,
    principal: Money | None = None,
    origins: Origins | None = None,
) -> InstalmentsLeft:
    """After `paid_periods` of `periods` payments. `principal` is what was borrowed."""
    check_amount(payment, "每期还款")
    check_periods(periods)
    check_days(paid_periods, "已还期数")
    if paid_periods >= periods:
        raise InvalidTerms("已还期数要比总期数少，请核对一下")
    left = periods - paid_periods
    to_pay = Money(payment.fen * left)
    inputs = InputList(origins or {})
    inputs.add("payment", "每期还款", payment, "元")
    inputs.add("periods", "一共几期", periods, "期")
    inputs.add("paid_periods", "已还期数", paid_periods, "期")
    found = None
    if principal is not None:
        inputs.add("amount", "当初借的本金", principal, "元")
        found = _principal_left(payment, periods, left, principal)
    return InstalmentsLeft(
        left,
        to_pay,
        found,
        calculation(
            name="剩下的分期",
            kind="instalments_left",
            inputs=inputs.items,
            formula="还要还 = 每期还款 × 剩余期数"
            + (
                "；剩余本金 = 本金 × 剩余期数 ÷ 总期数，或者剩余各期按月利率折现之和"
                if found
                else ""
            ),
            assumptions=(
                EVERY_PERIOD,
                ASK_BEFORE,
                AS_BILLED,
            ),
            result={
                "payment": str(payment),
                "periods": periods,
                "paid_periods": paid_periods,
                "periods_left": left,
                "to_pay": str(to_pay),
                "principal_left": _told(found),
            },
            figures=[
                count_figure(left, "periods", "剩余期数"),
                yuan_figure(to_pay, "还要还"),
                *_figures(found),
            ],
        ),
    )


def _principal_left(payment: Money, periods: int, left: int, principal: Money) -> PrincipalLeft:
    check_amount(principal, "当初借的本金")
    if payment.fen * periods < principal.fen:
        raise InvalidTerms("各期加起来比借的本金还少，请核对每期金额和期数")
    to_pay = Money(payment.fen * left)
    flat = Money.rounded(principal.yuan * left / periods)
    if payment.fen * periods == principal.fen:
        rate = AnnualRate.from_monthly(Decimal(0))
        return PrincipalLeft(flat, to_pay, to_pay - min(flat, to_pay), rate)
    try:
        monthly = irr([-principal.yuan, *[payment.yuan] * periods])
    except NoSingleRate as error:
        raise InvalidTerms(str(error)) from None
    worth = [payment.yuan / ARITHMETIC.power(1 + monthly, k) for k in range(1, left + 1)]
    by_rate = Money.rounded(sum(worth, Decimal(0)))
    least = min(flat, by_rate)
    return PrincipalLeft(flat, by_rate, to_pay - least, AnnualRate.from_monthly(monthly))


def _told(found: PrincipalLeft | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "flat": str(found.flat),
        "by_rate": str(found.by_rate),
        "least": str(found.least),
        "saved": str(found.saved),
        "rate_percent": rate_result(found.rate),
    }


def _figures(found: PrincipalLeft | None) -> list[Figure]:
    if found is None:
        return []
    return [
        yuan_figure(found.flat, "剩余本金（每期本金一样多）"),
        yuan_figure(found.by_rate, "剩余本金（按真实利率折算）"),
        yuan_figure(found.saved, "提前结清最多省"),
        percent_figure(found.rate.simple, "真实年化（单利）"),
        percent_figure(found.rate.effective, "真实年化（复利）"),
    ]
