"""Each payment, to the fen.

    payment(k) = principal(k) + cost(k)        Σ principal(k) = principal        balance(n) = 0

    equal parts   principal(k) = round(P / n); the last period takes what is left
    flat fee      cost(k) = round(P × fee_rate)
    interest      cost(k) = round(balance(k−1) × rate × time(k))
    level payment A = round(P·i / (1 − (1 + i)^−n)), i = annual_rate / 12;
                  principal(k) = A − cost(k), and the last payment settles

Rounding is half up to the fen, once for each printed amount, so that 3,200 yuan in 12
parts at 0.6% is 285.87 a month (266.67 + 19.20), 285.83 in the last. Edge cases: when the
rounded part times n would overshoot (debts of a few yuan), parts are rounded down
instead; a level payment never repays less than nothing nor more than is owed, so at
extreme rates the last payment carries what rounding left. A longer first period adds its
extra interest to the first level payment; counting by actual days keeps the payment
level and lets the last one settle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhihuan.repayment.bounds import MAX_YEARLY, InvalidTerms, check_periods, exact, number
from zhihuan.repayment.due_dates import due_dates
from zhihuan.repayment.money import ZERO, Money, check_amount, total
from zhihuan.repayment.terms import (
    MONTH_DAYS,
    EqualPayment,
    EqualPrincipal,
    FlatFee,
    Interest,
    InterestFree,
    InterestOnly,
    Terms,
)

__all__ = [
    "EqualPayment",
    "EqualPrincipal",
    "FlatFee",
    "InterestFree",
    "InterestOnly",
    "Row",
    "Schedule",
    "Terms",
    "due_dates",
    "level_payment",
    "schedule",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One period. `cost` is a fee or interest; `balance` is principal still owed after it."""

    period: int
    due: date | None
    payment: Money
    principal: Money
    cost: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Schedule:
    terms: Terms
    rows: tuple[Row, ...]
    upfront: Money

    @property
    def total_payment(self) -> Money:
        """Everything paid, the fee up front included."""
        return total([each.payment for each in self.rows]) + self.upfront

    @property
    def total_cost(self) -> Money:
        return self.total_payment - self.terms.principal

    @property
    def first_payment(self) -> Money:
        return self.rows[0].payment

    @property
    def largest_payment(self) -> Money:
        return max(each.payment for each in self.rows)

    @property
    def last_due(self) -> date | None:
        return self.rows[-1].due

    @property
    def cashflows(self) -> tuple[Decimal, ...]:
        """What the borrower gets (negative to the lender) and pays, one entry a month."""
        received = self.upfront - self.terms.principal
        return (received.yuan, *(each.payment.yuan for each in self.rows))


@exact()
def schedule(terms: Terms) -> Schedule:
    if isinstance(terms, (FlatFee, InterestFree)):
        principals, costs, upfront = _fees(terms)
    else:
        principals, costs, upfront = *_interest(terms), ZERO
    days = due_dates(terms.first_due, terms.periods) if terms.first_due else None
    balance = terms.principal
    rows = []
    for index, (principal, cost) in enumerate(zip(principals, costs, strict=True)):
        balance -= principal
        due = days[index] if days else None
        rows.append(Row(index + 1, due, principal + cost, principal, cost, balance))
    return Schedule(terms, tuple(rows), terms.upfront_fee + upfront)


@exact()
def level_payment(principal: Money, rate: Decimal, periods: int) -> Money:
    """A = P·i / (1 − (1 + i)^−n), half up to the fen; P / n when i is 0."""
    check_amount(principal, "本金")
    check_periods(periods)
    rate = number(rate, "每期利率")
    if not 0 <= rate <= MAX_YEARLY:
        raise InvalidTerms("每期利率要在 0% 到 1000% 之间，请改一下")
    if not rate:
        return Money.rounded(principal.yuan / periods)
    return Money.rounded(principal.yuan * rate / (1 - (1 + rate) ** -periods))


def equal_parts(amount: Money, n: int) -> list[Money]:
    """n amounts that sum to `amount`: equal to the fen, the last takes the difference."""
    part = Money((2 * amount.fen + n) // (2 * n))
    if part.fen * (n - 1) > amount.fen:
        part = Money(amount.fen // n)
    return [part] * (n - 1) + [Money(amount.fen - part.fen * (n - 1))]


def _fees(terms: FlatFee | InterestFree) -> tuple[list[Money], list[Money], Money]:
    n = terms.periods
    principals = equal_parts(terms.principal, n)
    if isinstance(terms, InterestFree):
        return principals, [ZERO] * n, ZERO
    fee = terms.principal.scaled(terms.fee_rate)
    if terms.fee_timing == "each_period":
        return principals, [fee] * n, ZERO
    whole = Money(fee.fen * n)
    if terms.fee_timing == "first_period":
        return principals, [whole] + [ZERO] * (n - 1), ZERO
    return principals, [ZERO] * n, whole


def _interest(terms: Interest) -> tuple[list[Money], list[Money]]:
    factors = _period_rates(terms)
    n = terms.periods
    fixed: list[Money] = []
    if isinstance(terms, EqualPrincipal):
        fixed = equal_parts(terms.principal, n)
    elif isinstance(terms, InterestOnly):
        fixed = [ZERO] * (n - 1) + [terms.principal]
    monthly = terms.annual_rate / 12
    level = level_payment(terms.principal, monthly, n)
    balance = terms.principal
    principals, costs = [], []
    for index, factor in enumerate(factors):
        cost = balance.scaled(factor)
        if fixed:
            principal = fixed[index]
        elif index == n - 1:
            principal = balance
        else:
            counted = balance.scaled(monthly) if terms.first_period_days else cost
            principal = min(max(level - counted, ZERO), balance)
        balance -= principal
        principals.append(principal)
        costs.append(cost)
    return principals, costs


def _period_rates(terms: Interest) -> list[Decimal]:
    """The share of the balance that each period costs."""
    rate = terms.annual_rate
    if terms.day_count == "monthly" or terms.drawn is None or terms.first_due is None:
        factors = [rate / 12] * terms.periods
        if terms.first_period_days is not None:
            factors[0] = rate / 12 * terms.first_period_days / MONTH_DAYS
        return factors
    year = 365 if terms.day_count == "actual/365" else 360
    ends = due_dates(terms.first_due, terms.periods)
    starts = (terms.drawn, *ends[:-1])
    return [rate * (end - begin).days / year for begin, end in zip(starts, ends, strict=True)]
