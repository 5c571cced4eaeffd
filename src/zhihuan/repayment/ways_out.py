"""One way out of a debt, worked out: what is paid when, what it costs, and until when.

    Offer        an instalment plan          cost = its fees or interest
    PayNow       everything today            cost from today on = 0
    PayMinimum   only ever the minimum       cost = the service fee until it is gone
    Wait         nothing for some days, then everything
                                             cost = daily charges × days, a range over the rules

Costs run from today: what has accrued before today is owed whichever way is taken, so it is
told once, beside them. Yearly rates are simple, and those of a wait are charges ÷ debt × 365.
What becomes of the late status is told in words, because for an instalment the lender decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhihuan.repayment.accrual import MINIMUM_SHARE, LateReading, accrue
from zhihuan.repayment.annual_rate import AnnualRate, annual_rate, irr
from zhihuan.repayment.bounds import InvalidTerms, check_days
from zhihuan.repayment.due_dates import months_later
from zhihuan.repayment.minimum_payment import DAILY_FEE, PAY_ALL_UNDER, SHARE, minimum_only
from zhihuan.repayment.money import Money
from zhihuan.repayment.plans import Offer
from zhihuan.repayment.schedule import schedule
from zhihuan.repayment.stage import stage

DAYS_IN_YEAR = 365
_Rates = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class PayNow:
    """All of it today."""

    label: str = "今天一次还清"


@dataclass(frozen=True, slots=True)
class PayMinimum:
    """Only the minimum, the first of them today. Rates are fractions, `daily_rate` per day."""

    label: str = "每月只还最低"
    daily_rate: Decimal = DAILY_FEE
    share: Decimal = SHARE
    pay_all_under: Money = PAY_ALL_UNDER


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing for `days` days, then everything."""

    days: int
    label: str = ""

    def __post_init__(self) -> None:
        check_days(self.days, "再等的天数")
        if self.days == 0:
            raise InvalidTerms("再等的天数至少写 1 天")
        if not self.label:
            object.__setattr__(self, "label", f"再等 {self.days} 天")


Way = Offer | PayNow | PayMinimum | Wait


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed: the amount, how late it is, and the rules that charge for it."""

    amount: Money
    days_late: int
    as_of: date
    readings: tuple[LateReading, ...]
    minimum_share: Decimal = MINIMUM_SHARE


@dataclass(frozen=True, slots=True)
class WayOut:
    """`monthly` is the largest monthly payment, None where it is paid at once.

    Costs are yuan, unrounded, equal where there is no range. Rates are simple, a fraction a
    year, None where nothing is charged or where it is too short to say.
    """

    way: Way
    kind: str
    monthly: Money | None
    payments: int
    cost_low: Decimal
    cost_high: Decimal
    simple_low: Decimal | None
    simple_high: Decimal | None
    effective: Decimal | None
    free_on: date
    late_status: str


def way_out(way: Way, debt: Owed) -> WayOut:
    """One way, worked out from today. Raises InvalidTerms."""
    if isinstance(way, Offer):
        return _instalments(way, debt)
    if isinstance(way, PayMinimum):
        return _minimum(way, debt)
    if isinstance(way, Wait):
        return _wait(way, debt)
    status = (
        "还清那天起不再逾期；已有的逾期记录从还清那天起保存 5 年"
        if debt.days_late
        else "没有逾期，也就不会有逾期记录"
    )
    nothing = Decimal(0)
    return WayOut(
        way, "pay_now", None, 1, nothing, nothing, None, None, None, debt.as_of, status
    )  # fmt: skip


def _instalments(way: Offer, debt: Owed) -> WayOut:
    if way.terms.principal != debt.amount:
        raise InvalidTerms("分期的本金要和欠款一样才能比较，请核对一下")
    plan = schedule(way.terms)
    rate = annual_rate(plan) if plan.total_cost else None
    cost = plan.total_cost.yuan
    status = (
        "能不能从此不算逾期，要看放款方怎么答应；没有办成以前，逾期照样往下算"
        if debt.days_late
        else "按期还就不逾期；晚一期，那一期就算逾期"
    )
    return WayOut(
        way, "instalment", plan.largest_payment, len(plan.rows), cost, cost,
        *_rates(rate), plan.last_due or months_later(debt.as_of, len(plan.rows)), status,
    )  # fmt: skip


def _minimum(way: PayMinimum, debt: Owed) -> WayOut:
    found = minimum_only(
        debt.amount,
        daily_rate=way.daily_rate,
        share=way.share,
        pay_all_under=way.pay_all_under,
    )
    payments = [each.payment for each in found.months]
    rate = None
    if found.total_fee:
        rate = AnnualRate.from_monthly(irr([payments[0] - debt.amount.yuan, *payments[1:]]))
    status = (
        "已经逾期的，还够最低能不能算不逾期，要看账单；没还的部分照样收费"
        if debt.days_late
        else "每期在还款日前还够最低就不算逾期，没还的部分照样收费"
    )
    return WayOut(
        way, "minimum", Money.rounded(max(payments)), len(payments),
        found.total_fee, found.total_fee, *_rates(rate),
        months_later(debt.as_of, len(payments) - 1), status,
    )  # fmt: skip


def _wait(way: Wait, debt: Owed) -> WayOut:
    later = debt.days_late + way.days
    check_days(later, "一共逾期的天数")
    cost = accrue(debt.amount, way.days, debt.readings, debt.minimum_share)
    reached = stage(later)
    yearly = DAYS_IN_YEAR / debt.amount.yuan
    low, high = cost.per_day_low * yearly, cost.per_day_high * yearly
    status = (
        f"到那天逾期 {later} 天，行业里叫 {reached.name}，信用报告上可能标“{reached.mark}”；"
        "越往后越可能被催收、被起诉"
    )
    return WayOut(
        way, "wait", None, 1, cost.low, cost.high, low, high, None,
        debt.as_of + timedelta(days=way.days), status,
    )  # fmt: skip


def _rates(rate: AnnualRate | None) -> _Rates:
    return (rate.simple, rate.simple, rate.effective) if rate else (None, None, None)
