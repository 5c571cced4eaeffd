"""From what a person can read off an offer to `Terms`: the method, and one kind of rate.

    flat_fee         the fee per period, and when it is taken
    equal_payment, equal_principal, interest_only
                     the yearly rate, and how days are counted
    interest_free    nothing but the principal

Whatever does not belong to the method is refused rather than ignored: a number that a person
gave and that changes nothing would be a wrong answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zhihuan.repayment.bounds import InvalidTerms
from zhihuan.repayment.money import ZERO, Money
from zhihuan.repayment.terms import (
    DayCount,
    EqualPayment,
    EqualPrincipal,
    FeeTiming,
    FlatFee,
    InterestFree,
    InterestOnly,
    Terms,
)

Method = Literal["flat_fee", "equal_payment", "equal_principal", "interest_only", "interest_free"]
METHODS: Mapping[str, str] = {
    "flat_fee": "等本等费",
    "equal_payment": "等额本息",
    "equal_principal": "等额本金",
    "interest_only": "先息后本",
    "interest_free": "免息",
}


@dataclass(frozen=True, slots=True)
class Details:
    """What an offer may say besides; each has the ordinary answer as its default.

    `upfront_fee` is yuan on the day the money is drawn; `first_period_days` counts in 30-day
    months; `day_count` other than monthly needs `drawn` and the first due day.
    """

    upfront_fee: Money = ZERO
    fee_timing: FeeTiming = "each_period"
    drawn: date | None = None
    day_count: DayCount = "monthly"
    first_period_days: int | None = None


PLAIN = Details()


def agreed_terms(
    principal: Money,
    periods: int,
    method: str,
    *,
    fee_rate: Decimal | None = None,
    annual_rate: Decimal | None = None,
    first_due: date | None = None,
    details: Details = PLAIN,
) -> Terms:
    """The terms of one offer. Rates are fractions. Raises InvalidTerms, saying what to change."""
    if method not in METHODS:
        raise InvalidTerms("还款方式请在等本等费、等额本息、等额本金、先息后本、免息里选一种")
    charges_interest = method not in ("flat_fee", "interest_free")
    if not charges_interest and (details.drawn or details.day_count != "monthly"):
        raise InvalidTerms("借款日和按天计息只用于有年利率的还款方式，请去掉")
    if not charges_interest and details.first_period_days is not None:
        raise InvalidTerms("首期天数只用于有年利率的还款方式，请去掉")
    if method != "flat_fee" and details.fee_timing != "each_period":
        raise InvalidTerms("收费时间只用于等本等费，请去掉")
    upfront_fee = details.upfront_fee
    if method == "interest_free":
        if fee_rate or annual_rate:
            raise InvalidTerms("免息分期不用填费率或年利率，请去掉")
        return InterestFree(
            principal=principal, periods=periods, first_due=first_due, upfront_fee=upfront_fee
        )
    if method == "flat_fee":
        if fee_rate is None or annual_rate is not None:
            raise InvalidTerms("等本等费要填每期费率，不填年利率")
        return FlatFee(
            principal=principal, periods=periods, first_due=first_due, upfront_fee=upfront_fee,
            fee_rate=fee_rate, fee_timing=details.fee_timing,
        )  # fmt: skip
    if annual_rate is None or fee_rate is not None:
        raise InvalidTerms(f"{METHODS[method]}要填年利率，不填每期费率")
    kinds: dict[str, type[EqualPayment | EqualPrincipal | InterestOnly]] = {
        "equal_payment": EqualPayment,
        "equal_principal": EqualPrincipal,
        "interest_only": InterestOnly,
    }
    return kinds[method](
        principal=principal, periods=periods, first_due=first_due, upfront_fee=upfront_fee,
        annual_rate=annual_rate, drawn=details.drawn, day_count=details.day_count,
        first_period_days=details.first_period_days,
    )  # fmt: skip
