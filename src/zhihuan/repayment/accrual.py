"""What being late has cost so far, and each day more.

    per day    = unpaid × daily_on_unpaid + minimum shortfall × daily_on_shortfall
    accrued(t) = per day × t                                 simple, never compounded

Days run from the day after the due date. Charges are not rounded while they accumulate,
only when they are shown. Nobody outside the lender has seen the fee rule now in use, and
the published ones differ (sources baitiao-bill-fee-2021, -2018, baitiao-late-fee-base), so
the rules come in as data, as `LateReading`s, and what goes out is a range over them.

Edge cases: day 0 costs nothing. The shortfall assumes that nothing of the minimum payment
was paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhihuan.repayment.bounds import InvalidTerms, check_days, check_rate
from zhihuan.repayment.calculation import InputList, percent, trimmed
from zhihuan.repayment.money import Money, check_amount

Confidence = Literal["high", "medium", "low"]
MINIMUM_SHARE = Decimal("0.10")
MAX_READINGS = 20
_CHART_DAYS = 90
_CHART_BEYOND = 30
_CHART_STEPS = 30


@dataclass(frozen=True, slots=True)
class LateReading:
    """One published way of charging for lateness. Rates are fractions per day.

    `daily_on_unpaid` is taken on everything unpaid, `daily_on_shortfall` on the part of
    the minimum payment that is missing: 0.05% is Decimal("0.0005").
    """

    id: str
    label: str
    daily_on_unpaid: Decimal
    daily_on_shortfall: Decimal
    source: str | None
    confidence: Confidence

    def __post_init__(self) -> None:
        check_rate(self.daily_on_unpaid, "日费率")
        check_rate(self.daily_on_shortfall, "日违约金率")

    def per_day(self, unpaid: Decimal, shortfall: Decimal) -> Decimal:
        """Yuan a day, unrounded."""
        return trimmed(unpaid * self.daily_on_unpaid + shortfall * self.daily_on_shortfall)


@dataclass(frozen=True, slots=True)
class LateLine:
    """What one reading makes of the debt. Decimals are yuan, unrounded."""

    reading: LateReading
    per_day: Decimal
    accrued: Decimal


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A point of the chart, rounded to the fen."""

    day: int
    low: Money
    high: Money


@dataclass(frozen=True, slots=True)
class Accrual:
    """Lowest and highest over the readings. Decimals are yuan, unrounded."""

    lines: tuple[LateLine, ...]
    series: tuple[SeriesPoint, ...]

    @property
    def low(self) -> Decimal:
        return min(each.accrued for each in self.lines)

    @property
    def high(self) -> Decimal:
        return max(each.accrued for each in self.lines)

    @property
    def per_day_low(self) -> Decimal:
        return min(each.per_day for each in self.lines)

    @property
    def per_day_high(self) -> Decimal:
        return max(each.per_day for each in self.lines)


def accrue(
    amount: Money,
    days: int,
    readings: Sequence[LateReading],
    minimum_share: Decimal = MINIMUM_SHARE,
) -> Accrual:
    """`days` of being late with `amount`, under each reading; in the caller's exact context."""
    check_amount(amount, "欠款金额")
    check_days(days, "逾期天数")
    check_rate(minimum_share, "最低还款比例")
    check_readings(readings)
    unpaid = amount.yuan
    lines = []
    for each in readings:
        per_day = each.per_day(unpaid, unpaid * minimum_share)
        lines.append(LateLine(each, per_day, trimmed(per_day * days)))
    per_days = [each.per_day for each in lines]
    return Accrual(tuple(lines), _series(days, min(per_days), max(per_days)))


def check_readings(readings: Sequence[LateReading]) -> None:
    if not 1 <= len(readings) <= MAX_READINGS:
        raise InvalidTerms(f"请给出 1 到 {MAX_READINGS} 种收费说法")


def add_readings(inputs: InputList, readings: Sequence[LateReading]) -> None:
    for each in readings:
        rates = f"{percent(each.daily_on_unpaid):f} + {percent(each.daily_on_shortfall):f}"
        name, label = f"reading_{each.id}", f"{each.label}（每天）"
        inputs.add(name, label, rates, "%", fallback="product", source=each.source)


def _series(days: int, slowest: Decimal, fastest: Decimal) -> tuple[SeriesPoint, ...]:
    """Some thirty days from 0 to past today, today and the last one always among them."""
    last = max(_CHART_DAYS, days + _CHART_BEYOND)
    step = -(-last // _CHART_STEPS)
    return tuple(
        SeriesPoint(day, Money.rounded(slowest * day), Money.rounded(fastest * day))
        for day in sorted({*range(0, last, step), days, last})
    )
