"""What borrowing really costs in a year.

    Σ payment(k) / (1 + r)^k = amount received           r per month: the internal rate of return
    simple    = 12 r                                     单利, must be labelled as such
    effective = (1 + r)^12 − 1                           复利, the same r compounded
    European: Σ c / (1 + X)^years = 0, a month 1/12 year
    xirr:  Σ c / (1 + d)^days = 0,  effective = (1 + d)^365 − 1
    fee rate that costs r:  f = r / (1 − (1 + r)^−n) − 1/n

A yearly rate must be told, worked out on what is really outstanding, and named as simple
or compound (中国人民银行公告〔2021〕第3号). Flows change sign once:
then there is exactly one root above −100% (Descartes' rule of signs) and Newton's method,
fenced by a bracket, finds it to 30 digits without a float. Flows that change sign more than
once may have several rates or none, so they are refused rather than guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from zhihuan.errors import ZhihuanError
from zhihuan.repayment.bounds import (
    ARITHMETIC,
    InvalidTerms,
    check_date,
    check_days,
    check_periods,
    check_yearly,
    exact,
    number,
)
from zhihuan.repayment.schedule import Schedule
from zhihuan.repayment.terms import MONTH_DAYS

_TOLERANCE = Decimal("1E-32")
_DIGITS = Decimal("1E-30")
_MOST_FLOWS = 5_000
_MOST_STEPS = 300
_HIGHEST = Decimal(10) ** 9
_LOWEST = Decimal("-0.999999")
_HIGHEST_MONTHLY = Decimal(500)
"""Above it the compound rate no longer fits our digits, and nobody was ever charged it."""

Flow = tuple[Decimal, int, Decimal]
"""An amount, the whole periods until it is paid, and the fraction of one besides."""


class NoSingleRate(ZhihuanError):
    """These flows have no rate of return, or more than one."""


@dataclass(frozen=True, slots=True)
class AnnualRate:
    """All three are fractions: 0.130342… is 13.03%."""

    monthly: Decimal
    simple: Decimal
    effective: Decimal

    @classmethod
    def from_monthly(cls, rate: Decimal) -> AnnualRate:
        rate = number(rate, "月利率")
        if rate > _HIGHEST_MONTHLY:
            raise NoSingleRate("年化利率高得离谱，请核对金额和期数")
        with exact():
            return cls(rate, 12 * rate, (1 + rate) ** 12 - 1)


@exact()
def monthly_irr(plan: Schedule) -> Decimal:
    """The rate per month that makes the payments worth what was received.

    An odd first period counts as whole months and a fraction of one: (1 + f·r)(1 + r)^k.
    """
    first_days = getattr(plan.terms, "first_period_days", None) or MONTH_DAYS
    whole, rest = divmod(first_days, MONTH_DAYS)
    fraction = Decimal(rest) / MONTH_DAYS
    received, *payments = plan.cashflows
    later = [(paid, whole + k, fraction) for k, paid in enumerate(payments)]
    return _root([(received, 0, Decimal(0)), *later])


def annual_rate(plan: Schedule) -> AnnualRate:
    return AnnualRate.from_monthly(monthly_irr(plan))


def irr(cashflows: Sequence[Decimal]) -> Decimal:
    """The rate per period of one flow a period, the first of them now."""
    return _root([(each, k, Decimal(0)) for k, each in enumerate(cashflows)])


def unit_period_irr(flows: Sequence[Flow]) -> Decimal:
    """The rate per unit period, odd first period included, as US Regulation Z counts it."""
    for _, whole, _ in flows:
        check_days(whole, "每笔收付的时间")
    return _root(list(flows))


@exact()
def xirr(
    cashflows: Sequence[tuple[date, Decimal]], days_in_year: Decimal = Decimal(365)
) -> Decimal:
    """The effective yearly rate of dated flows, each discounted by its exact number of days."""
    if not cashflows:
        raise NoSingleRate("没有收付记录，算不出年化利率")
    for day, _ in cashflows:
        check_date(day)
    if not 360 <= number(days_in_year, "一年的天数") <= 366:
        raise InvalidTerms("一年的天数要在 360 到 366 之间，请改一下")
    start = min(day for day, _ in cashflows)
    daily = _root([(amount, (day - start).days, Decimal(0)) for day, amount in cashflows])
    return ARITHMETIC.power(1 + daily, days_in_year) - 1


@exact()
def effective_rate(flows: Sequence[tuple[Decimal, int, int]]) -> Decimal:
    """The effective yearly rate of (amount, months, days): a month is 1/12 year, a day 1/365.

    The European formula (Directive 2008/48/EC, Annex I). Time is counted on a grid of
    1/4380 year, on which both a month (365) and a day (12) are whole.
    """
    for _, months, days in flows:
        check_days(months, "每笔收付的时间")
        check_days(days, "每笔收付的时间")
    grid = [(amount, 365 * months + 12 * days, Decimal(0)) for amount, months, days in flows]
    return (1 + _root(grid)) ** (365 * 12) - 1


@exact()
def fee_rate_for(simple: Decimal, periods: int, *, places: int | None = None) -> Decimal:
    """The flat fee per period whose simple yearly rate is `simple`: the inverse of 12·irr.

    With `places` the result is cut, never rounded up, so that it may serve as a cap.
    """
    check_yearly(simple, "年化")
    return _flat_fee(simple / 12, periods, places)


@exact()
def fee_rate_for_effective(
    effective: Decimal, periods: int, *, places: int | None = None
) -> Decimal:
    """The same for an effective (compound) yearly rate."""
    check_yearly(effective, "年化")
    monthly = ARITHMETIC.power(1 + effective, Decimal(1) / 12) - 1
    return _flat_fee(monthly, periods, places)


def _flat_fee(monthly: Decimal, periods: int, places: int | None) -> Decimal:
    check_periods(periods)
    if not monthly:
        return Decimal(0)
    fee = monthly / (1 - (1 + monthly) ** -periods) - Decimal(1) / periods
    if places is None:
        return fee
    return fee.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)


@exact()
def _root(flows: list[Flow]) -> Decimal:
    """Newton's method inside a bracket that always holds the one root."""
    flows = _merged(flows)
    signs = [amount > 0 for amount, _, _ in flows if amount]
    if sum(a != b for a, b in pairwise(signs)) != 1:
        raise NoSingleRate("先收后付（或先付后收）各一段，才有唯一的年化利率，请核对每笔金额")
    sign = 1 if signs[-1] else -1
    low, high = _bracket(flows, sign)
    rate = low
    for _ in range(_MOST_STEPS):
        value, slope = _worth(flows, rate)
        if value * sign > 0:
            low = rate
        else:
            high = rate
        following = rate - value / slope if slope else low - 1
        if not low <= following <= high:
            following = (low + high) / 2
        if abs(following - rate) <= _TOLERANCE * (1 + abs(rate)):
            return following.quantize(_DIGITS)
        rate = following
    raise NoSingleRate("算不出年化利率，请核对金额和期数")


def _merged(flows: list[Flow]) -> list[Flow]:
    """In order of time, with what falls on one moment added up."""
    if len(flows) > _MOST_FLOWS:
        raise InvalidTerms(f"最多算 {_MOST_FLOWS} 笔收付，请减少一些")
    sums: dict[tuple[int, Decimal], Decimal] = {}
    for amount, whole, fraction in flows:
        if not 0 <= number(fraction, "不足一期的部分") < 1:
            raise InvalidTerms("不足一期的部分要在 0 到 1 之间，请改一下")
        when = (whole, fraction)
        sums[when] = sums.get(when, Decimal(0)) + number(amount, "每笔收付的金额")
    return [(amount, *when) for when, amount in sorted(sums.items())]


def _bracket(flows: list[Flow], sign: int) -> tuple[Decimal, Decimal]:
    """A rate at which the flows are worth too much, and one at which they are worth too little."""
    low, high = Decimal(0), Decimal(1)
    if _worth(flows, low)[0] * sign >= 0:
        while _worth(flows, high)[0] * sign > 0:
            low, high = high, high * 8
            if high > _HIGHEST:
                raise NoSingleRate("年化利率高得离谱，请核对金额和期数")
        return low, high
    low, high = Decimal("-0.5"), Decimal(0)
    while _worth(flows, low)[0] * sign < 0:
        low, high = (low - 1) / 2, low
        if low < _LOWEST:
            raise NoSingleRate("收回的远少于付出的，算不出年化利率")
    return low, high


def _worth(flows: list[Flow], rate: Decimal) -> tuple[Decimal, Decimal]:
    """The present value at `rate`, and its slope."""
    growth = 1 + rate
    value = slope = Decimal(0)
    discount, reached = Decimal(1), 0
    for amount, whole, fraction in flows:
        discount /= growth ** (whole - reached) if whole - reached != 1 else growth
        reached = whole
        worth = amount * discount
        if fraction:
            worth /= 1 + fraction * rate
            slope -= worth * fraction / (1 + fraction * rate)
        value += worth
        slope -= worth * whole / growth
    return value, slope
