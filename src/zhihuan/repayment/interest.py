"""Interest for a time at a rate that somebody was told, and what a daily rate is in a year.

    interest    amount × yearly rate × months ÷ 12      a time told in months
                amount × yearly rate × days ÷ 365       a time told in days
                amount × daily rate × days              a month is 30 days, twelve months 365
    all at once amount + interest, paid back at the end
    in a year   daily rate × 365, and × 360 as some contracts count

Simple, never compounded, and rounded half up to the fen at the end. Paid back month by month it
is less, since the principal shrinks: that is a plan of `installment.py`, beside this sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhihuan.repayment.bounds import (
    InvalidTerms,
    check_days,
    check_periods,
    check_rate,
    check_yearly,
    exact,
)
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
from zhihuan.repayment.money import Money, check_amount

DAYS_IN_YEAR, SHORT_YEAR, DAYS_IN_MONTH, MONTHS = 365, 360, 30, 12
AT_THE_END = "按单利算，到期连本带息一次还；中间没有还过，也没有别的费用。"
ON_TIME = "这是按时还的利息，逾期了另有收法，看合同和账单。"


@dataclass(frozen=True, slots=True)
class InterestForTime:
    """`per_day` in yuan, unrounded; `yearly` a fraction."""

    interest: Money
    total: Money
    per_day: Decimal
    yearly: Decimal
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class RateInAYear:
    """A daily rate in a year of 365 days, and of 360; fractions."""

    yearly: Decimal
    short: Decimal
    calculation: Calculation


@exact()
def interest_for_time(
    amount: Money,
    *,
    annual_rate: Decimal | None = None,
    daily_rate: Decimal | None = None,
    days: int | None = None,
    months: int | None = None,
    origins: Origins | None = None,
) -> InterestForTime:
    """One rate and one time. Rates are fractions: 24% is 0.24 a year, 0.05% is 0.0005 a day."""
    check_amount(amount, "本金")
    _check_one(annual_rate, daily_rate, "年利率和日利率写一个就行")
    _check_one(days, months, "借多久，天数和月数写一个就行")
    inputs = InputList(origins or {})
    inputs.add("amount", "本金", amount, "元")
    if annual_rate is not None:
        check_yearly(annual_rate)
        inputs.add("annual_rate", "年利率", percent(annual_rate), "%")
    else:
        assert daily_rate is not None
        check_rate(daily_rate, "日利率")
        inputs.add("daily_rate", "日利率", percent(daily_rate), "%")
    if months is not None:
        check_periods(months, "借几个月")
        inputs.add("months", "借多久", months, "个月")
    else:
        assert days is not None
        check_days(days, "借几天")
        inputs.add("days", "借多久", days, "天")
    counting, share = _share(annual_rate, daily_rate, days, months)
    interest = Money.rounded(amount.yuan * share)
    yearly, daily = _both(annual_rate, daily_rate)
    per_day = amount.yuan * daily
    return InterestForTime(
        interest,
        amount + interest,
        per_day,
        yearly,
        calculation(
            name="一段时间的利息",
            kind="interest_for_time",
            inputs=inputs.items,
            formula=f"{_formula(annual_rate, months)}；到期一共还 = 本金 + 利息",
            assumptions=(AT_THE_END, counting, ON_TIME, AS_BILLED),
            result={
                "amount": str(amount),
                "interest": str(interest),
                "total": str(amount + interest),
                "per_day": plain(per_day),
                "yearly_percent": plain(percent(yearly)),
                "months": months,
                "days": days,
            },
            figures=[
                yuan_figure(interest, "利息"),
                yuan_figure(amount + interest, "到期一共还"),
                yuan_figure(per_day, "一天的利息"),
                percent_figure(yearly, "年化（单利）"),
                *([count_figure(months, "periods", "借几个月")] if months else []),
            ],
        ),
    )


@exact()
def rate_in_a_year(daily_rate: Decimal, origins: Origins | None = None) -> RateInAYear:
    """What `daily_rate`, a fraction, comes to in a year without compounding."""
    check_rate(daily_rate, "日利率")
    yearly, short = daily_rate * DAYS_IN_YEAR, daily_rate * SHORT_YEAR
    inputs = InputList(origins or {})
    inputs.add("daily_rate", "日利率", percent(daily_rate), "%")
    return RateInAYear(
        yearly,
        short,
        calculation(
            name="日利率折成年化",
            kind="rate_in_a_year",
            inputs=inputs.items,
            formula="年化（单利） = 日利率 × 365；有的合同一年按 360 天算",
            assumptions=("按单利折，不滚利；要是把利息滚进本金再计息，会更高。", AS_BILLED),
            result={
                "daily_percent": plain(percent(daily_rate)),
                "yearly_percent": plain(percent(yearly)),
                "short_percent": plain(percent(short)),
            },
            figures=[
                percent_figure(yearly, "年化（一年 365 天）"),
                percent_figure(short, "年化（一年 360 天）"),
                count_figure(DAYS_IN_YEAR, "days", "一年的天数"),
                count_figure(SHORT_YEAR, "days", "有的合同一年的天数"),
            ],
        ),
    )


def _check_one(one: object, other: object, advice: str) -> None:
    if (one is None) == (other is None):
        raise InvalidTerms(f"{advice}，请改一下")


def _both(annual_rate: Decimal | None, daily_rate: Decimal | None) -> tuple[Decimal, Decimal]:
    """The rate by the year and by the day."""
    if annual_rate is not None:
        return annual_rate, annual_rate / DAYS_IN_YEAR
    assert daily_rate is not None
    return daily_rate * DAYS_IN_YEAR, daily_rate


def _share(
    annual_rate: Decimal | None, daily_rate: Decimal | None, days: int | None, months: int | None
) -> tuple[str, Decimal]:
    """How the time is counted, in words; and the interest on one yuan."""
    if annual_rate is not None and months is not None:
        return "一个月按十二分之一年算，不看那个月有几天。", annual_rate * months / MONTHS
    if annual_rate is not None:
        assert days is not None
        counting = "一年按 365 天算；合同写 360 天的，会多一点。"
        return counting, annual_rate * days / DAYS_IN_YEAR
    assert daily_rate is not None
    if months is None:
        assert days is not None
        return "按天数算，借一天算一天。", daily_rate * days
    years, rest = divmod(months, MONTHS)
    counted = years * DAYS_IN_YEAR + rest * DAYS_IN_MONTH
    return "一个月按 30 天、一年按 365 天算，实际看过了几天。", daily_rate * counted


def _formula(annual_rate: Decimal | None, months: int | None) -> str:
    if annual_rate is None:
        return "利息 = 本金 × 日利率 × 天数"
    return "利息 = 本金 × 年利率 × " + ("天数 ÷ 365" if months is None else "月数 ÷ 12")
