"""What is agreed. Checked once, at birth; a Terms that exists can be scheduled.

    FlatFee         等本等费  equal principal, and a fee on the *initial* principal every period
    EqualPayment    等额本息  one level payment, interest on what is still owed
    EqualPrincipal  等额本金  equal principal, interest on what is still owed
    InterestOnly    先息后本  interest every period, all principal in the last
    InterestFree    免息      equal principal, no cost

Rates are fractions: 0.6% a period is Decimal("0.006"), 18.25% a year Decimal("0.1825").
A period is a month. `upfront_fee` is paid on the day the money is drawn, on top of the
payments. Interest is counted by the month (a year's rate / 12) unless `day_count` says by
the day, which needs `drawn` and `first_due`; `first_period_days` makes only the first
period longer or shorter, counted in 30-day months.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zhihuan.repayment.bounds import (
    InvalidTerms,
    check_date,
    check_days,
    check_periods,
    check_rate,
    check_yearly,
)
from zhihuan.repayment.due_dates import months_later
from zhihuan.repayment.money import ZERO, Money, check_amount, check_amount_or_zero

FeeTiming = Literal["each_period", "first_period", "up_front"]
DayCount = Literal["monthly", "actual/365", "actual/360"]
MONTH_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loan:
    """What every kind of instalment has."""

    principal: Money
    periods: int
    first_due: date | None = None
    upfront_fee: Money = ZERO

    def __post_init__(self) -> None:
        check_amount(self.principal, "本金")
        check_periods(self.periods)
        if self.first_due is not None:
            check_date(self.first_due, "首期还款日")
            months_later(self.first_due, self.periods - 1)
        check_amount_or_zero(self.upfront_fee, "一次性费用")
        if self.upfront_fee >= self.principal:
            raise InvalidTerms("一次性费用要小于本金，请核对这两个数")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatFee(_Loan):
    """等本等费. `fee_rate` is a fraction of the initial principal per period.

    `fee_timing` moves the same fee: spread over the periods, all of it with the first
    payment, or all of it on the day the money is drawn.
    """

    fee_rate: Decimal
    fee_timing: FeeTiming = "each_period"

    def __post_init__(self) -> None:
        super(FlatFee, self).__post_init__()
        check_rate(self.fee_rate, "每期费率")
        if self.fee_timing not in ("each_period", "first_period", "up_front"):
            raise InvalidTerms("收费时间只有三种：每期收、首期一次收、办理时一次收")
        if self.fee_timing == "up_front" and self.fee_rate * self.periods >= 1:
            raise InvalidTerms("一次性费用要小于本金，请把费率或期数改小")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interest(_Loan):
    """Terms whose cost is interest on what is still owed."""

    annual_rate: Decimal
    drawn: date | None = None
    day_count: DayCount = "monthly"
    first_period_days: int | None = None

    def __post_init__(self) -> None:
        super(_Interest, self).__post_init__()
        check_yearly(self.annual_rate)
        if self.day_count not in ("monthly", "actual/365", "actual/360"):
            raise InvalidTerms("计息方式只有三种：按月、按天（365）、按天（360）")
        if self.drawn is not None:
            check_date(self.drawn, "借款日")
        if self.day_count != "monthly":
            if self.drawn is None or self.first_due is None:
                raise InvalidTerms("按天计息要写上借款日和首期还款日")
            if self.drawn >= self.first_due:
                raise InvalidTerms("借款日要早于首期还款日，请核对这两个日期")
        if self.first_period_days is not None:
            check_days(self.first_period_days, "首期天数")
            if self.first_period_days == 0 or self.day_count != "monthly":
                raise InvalidTerms("首期天数要大于 0，并且只用于按月计息")


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualPayment(_Interest):
    """等额本息: every payment the same, the last settles what rounding left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualPrincipal(_Interest):
    """等额本金: equal parts of principal, and payments that fall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestOnly(_Interest):
    """先息后本: interest every period, the whole principal with the last payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestFree(_Loan):
    """免息: the principal in equal parts and nothing else."""


Interest = EqualPayment | EqualPrincipal | InterestOnly
Terms = FlatFee | Interest | InterestFree
