"""The tool calls for a sum, from what is known and what the message supplies.

Where the person gave a range, being late is worked out for both ends of it; a plan for the
upper end alone, so that what fits fits in any case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhihuan.conversation.debts_told import rates_known
from zhihuan.conversation.embedded.debt_calls import Call, payoffs_call, together_call
from zhihuan.conversation.embedded.payments_wanted import after_payments_call, principal_of
from zhihuan.conversation.embedded.price_wanted import (
    periods_paid,
    total_periods,
    yearly_rate,
)
from zhihuan.conversation.embedded.sums_wanted import Sum, deadline_of, is_known_late
from zhihuan.conversation.embedded.supplied import Supplied
from zhihuan.conversation.situation import Situation

_MOST_INSTALMENTS = 36
# 晚10天 counts from the day it falls due, 再过10天 from today.
_SO_LONG_AFTER = re.compile(
    r"(?:晚|迟|逾期|超期?)[个了上]?[0-9一二两三四五六七八九十半]+个?[天周月年]"
)
_DEARER_WHEN_LATE = frozenset(("jintiao",))
_USUAL_TERMS = (3, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class Given:
    """What a sum can be worked out from. `left`: what is left each month, as it was worked out."""

    situation: Situation
    supplied: Supplied
    text: str
    as_of: date
    left: str | None = None

    @property
    def monthly(self) -> str | None:
        """What can be paid for all debts each month, in yuan."""
        budget = self.situation.budget
        return self.left or (f"{budget.value.low:f}" if budget else None)


def sum_calls(kind: Sum, given: Given) -> list[Call]:
    """The calls; none where something that the sum needs is not known."""
    return _CALLS[kind](given)


def _overdue(given: Given) -> list[Call]:
    s, late = given.situation, given.supplied.late
    if late is not None and s.amount and not is_known_late(s):
        amount = f"{s.amount.value.high:f}"
        call = {"amount": amount, "days": f"{late}", **_product(s), **_daily(s)}
        return [("overdue_cost", call)]
    return _overdue_on(s, given.as_of, given.as_of)


def _later(given: Given) -> list[Call]:
    s = given.situation
    return _overdue_on(s, given.as_of, given.supplied.later) if given.supplied.later else []


def _before_due(given: Given) -> list[Call]:
    """What a day costs after the day it falls due, or the days until one that was named."""
    s, payment = given.situation, given.supplied.payment
    if s.amount is None or s.due is None:
        return []
    later, late = given.supplied.later, given.supplied.late
    days = late or 1
    start = given.as_of if _SO_LONG_AFTER.search(given.text) else s.due.value
    if later is not None and later > start:
        days = (later - start).days
    owed = s.amount.value.high
    calls: list[Call] = []
    if payment is not None and payment < owed:
        calls.append(("after_payments", {"amount": f"{owed:f}", "planned": f"{payment:f}"}))
        owed -= payment
    call = {"amount": f"{owed:f}", "days": f"{days}", **_product(s), **_daily(s)}
    return [*calls, ("overdue_cost", call)]


def _overdue_on(s: Situation, as_of: date, day: date) -> list[Call]:
    days = s.days_on(as_of)
    if s.amount is None or days is None:
        return []
    until = {"until": day.isoformat()} if day > as_of else {}
    daily = _daily(s)
    # After a payment: at least as if it had been made at once, at most as if it never was.
    low, high = s.amount.value.low, (s.told_amount or s.amount).value.high
    ends = dict.fromkeys(((low, days.low), (high, days.high)))
    more = {**_product(s), **daily, **until}
    return [("overdue_cost", {"amount": f"{a:f}", "days": f"{int(d)}", **more}) for a, d in ends]


def _what_if(given: Given) -> list[Call]:
    s = given.situation
    days = s.days_on(given.as_of)
    if s.amount is None or days is None or given.supplied.payment is None:
        return []
    on_day = int(days.high) + (
        (given.supplied.later - given.as_of).days if given.supplied.later else 0
    )
    daily = _daily(s)
    return [
        (
            "what_if_paid",
            {
                "amount": f"{s.amount.value.high:f}",
                "payment": f"{given.supplied.payment:f}",
                "on_day": str(on_day),
                **_product(s),
                **daily,
            },
        )
    ]


def _plan(given: Given) -> list[Call]:
    s = given.situation
    if s.amount is None or s.periods is None:
        return []
    amount, periods = f"{principal_of(s, given.text):f}", str(s.periods.value)
    price = price_of(s)
    method = {"method": "equal_payment"} if "annual_rate" in price else {}
    return [
        (
            "plan_installments",
            {"principal": amount, "periods": periods, **price, **method, **_product(s)},
        )
    ]


def _compare(given: Given) -> list[Call]:
    s = given.situation
    if s.amount is None or (s.budget is None and s.income and s.spending):
        return []  # what can be paid is worked out first
    budget = {"budget": f"{s.budget.value.low:f}"} if s.budget else {}
    amount = f"{principal_of(s, given.text):f}"
    terms = given.supplied.terms
    if given.supplied.against is not None and s.periods:
        terms = tuple(sorted({s.periods.value, given.supplied.against}))
        budget = {}
    if budget and s.periods and s.periods.value > _USUAL_TERMS[-1]:
        terms = (*_USUAL_TERMS, s.periods.value)  # 24 is not the longest they can have
    periods = {"periods": ",".join(map(str, terms))} if terms else {}
    return [
        ("compare_plans", {"principal": amount, **periods, **price_of(s), **budget, **_product(s)})
    ]


def _afford(given: Given) -> list[Call]:
    s = given.situation
    if s.income is None or s.spending is None:
        return []
    others = {"other_debts": f"{s.other_payments.value.high:f}"} if s.other_payments else {}
    income, spending = f"{s.income.value.low:f}", f"{s.spending.value.high:f}"
    return [("afford", {"income": income, "spending": spending, **others})]


def _after_payments(given: Given) -> list[Call]:
    return after_payments_call(given.situation, given.text)


def _record(given: Given) -> list[Call]:
    told = given.situation.settled_on
    settled = given.supplied.settles or (told.value if told else None)
    return [("credit_record", {"settled": settled.isoformat()})] if settled else []


def _payoffs(given: Given) -> list[Call]:
    return payoffs_call(given.situation, given.as_of, monthly=given.monthly)


def _together(given: Given) -> list[Call]:
    # With every rate known, how long it takes is told with the interest.
    lumps = given.supplied.loan.lumps
    monthly = None if rates_known(given.situation) else given.monthly
    if monthly is not None and Decimal(monthly) in lumps:
        monthly = None  # it comes once, and not each month
    return together_call(
        given.situation,
        given.as_of,
        monthly=monthly,
        within=given.supplied.within,
        lumps=lumps,
    )


def _minimum(given: Given) -> list[Call]:
    s = given.situation
    if s.amount is None:
        return []
    daily = {"daily_rate": f"{s.daily_rate.value * 100:f}"} if s.daily_rate else {}
    return [("minimum_payment", {"balance": f"{s.amount.value.high:f}", **daily, **_product(s)})]


def _settlement(given: Given) -> list[Call]:
    s = given.situation
    if s.amount is None or s.periods is None or s.fee_rate is None:
        return []
    paid = periods_paid(given.supplied.loan, s.periods.value)
    left = given.supplied.remaining
    if left is not None:
        paid = s.periods.value - left
    return [
        (
            "early_settlement",
            {
                "principal": f"{s.amount.value.high:f}",
                "periods": str(s.periods.value),
                "paid_periods": str(paid),
                **_fee(s),
            },
        )
    ]


def _yearly(given: Given) -> list[Call]:
    s, told = given.situation, given.supplied.instalments
    received = given.supplied.received or (s.amount.value.high if s.amount else None)
    if told is None or received is None:
        return []
    payment, periods = f"{told.payment:f}", str(told.periods)
    return [("yearly_cost", {"received": f"{received:f}", "payment": payment, "periods": periods})]


def _interest(given: Given) -> list[Call]:
    """All at once at the end; and where it is for months, paid each month as well."""
    s, loan = given.situation, given.supplied.loan
    amount = loan.principal or (s.amount.value.high if s.amount else None)
    if amount is None or not loan.has_time:
        return []
    time = {"months": f"{loan.months}"} if loan.months else {"days": f"{loan.days}"}
    rate = _rate_of(s)
    calls: list[Call] = [
        ("interest_for_time", {"amount": f"{amount:f}", **rate, **time, **_product(s)})
    ]
    yearly = yearly_rate(loan, s, ())
    if rate and yearly is not None and loan.months and 1 < loan.months <= _MOST_INSTALMENTS:
        plan = {"principal": f"{amount:f}", "periods": f"{loan.months}", "method": "equal_payment"}
        calls.append(("plan_installments", {**plan, "annual_rate": f"{yearly * 100:f}"}))
    return calls


def _rate_of(s: Situation) -> dict[str, str]:
    """The rate told last, of a day or of a year."""
    yearly, daily = s.annual_rate, s.daily_rate
    if daily is not None and (yearly is None or daily.turn >= yearly.turn):
        return {"daily_rate": f"{daily.value * 100:f}"}
    return {"annual_rate": f"{yearly.value * 100:f}"} if yearly else {}


def _in_a_year(given: Given) -> list[Call]:
    daily = given.situation.daily_rate
    return [("rate_in_a_year", {"daily_rate": f"{daily.value * 100:f}"})] if daily else []


def _lines(given: Given) -> list[Call]:
    yearly = yearly_rate(given.supplied.loan, given.situation, ())
    return [("check_lines", {"yearly": f"{yearly * 100:f}"})] if yearly is not None else []


def _left(given: Given) -> list[Call]:
    s, loan, told = given.situation, given.supplied.loan, given.supplied.instalments
    total = total_periods(loan, s, told.periods if told else None)
    paid, payment = periods_paid(loan, total), loan.payment or (told.payment if told else None)
    if payment is None or total is None or paid is None:
        return []
    call = {"payment": f"{payment:f}", "periods": f"{total}", "paid_periods": f"{paid}"}
    owed = s.amount.value.high if s.amount else None
    borrowed = given.supplied.received or loan.principal or owed
    if borrowed is not None and payment * total >= borrowed > payment * (total - paid) / 2:
        call["principal"] = f"{borrowed:f}"
    return [("instalments_left", call)]


def _deadline(given: Given) -> list[Call]:
    kind = deadline_of(given.text) or given.supplied.paper
    if kind is None or given.supplied.event is None:
        return []
    return [("deadline", {"kind": kind, "event": given.supplied.event.isoformat()})]


def _limitation(given: Given) -> list[Call]:
    s = given.situation
    return [("deadline", {"kind": "limitation", "event": s.due.value.isoformat()})] if s.due else []


def _daily(s: Situation) -> dict[str, str]:
    """What is charged a day for being late. Of a loan in cash the rate told is the contract's,
    which lateness is dearer than: what is published is taken instead."""
    if s.daily_rate is None or (s.product and s.product.value in _DEARER_WHEN_LATE):
        return {}
    return {"daily_rate": f"{s.daily_rate.value * 100:f}"}


def _product(s: Situation) -> dict[str, str]:
    return {"product": s.product.value} if s.product else {}


def _fee(s: Situation) -> dict[str, str]:
    return {"fee_rate": f"{s.fee_rate.value * 100:f}"} if s.fee_rate else {}


def price_of(s: Situation) -> dict[str, str]:
    """A fee per period, or else the yearly rate that was told."""
    if s.fee_rate or s.annual_rate is None:
        return _fee(s)
    return {"annual_rate": f"{s.annual_rate.value * 100:f}"}


_CALLS: dict[Sum, Callable[[Given], list[Call]]] = {
    "overdue_cost": _overdue,
    "later_cost": _later,
    "what_if_paid": _what_if,
    "before_due": _before_due,
    "after_payments": _after_payments,
    "installment_plan": _plan,
    "affordability": _afford,
    "compare_plans": _compare,
    "credit_record": _record,
    "debts_together": _together,
    "compare_payoffs": _payoffs,
    "minimum_only": _minimum,
    "early_settlement": _settlement,
    "deadline": _deadline,
    "limitation": _limitation,
    "yearly_cost": _yearly,
    "interest_for_time": _interest,
    "rate_in_a_year": _in_a_year,
    "check_lines": _lines,
    "instalments_left": _left,
}
