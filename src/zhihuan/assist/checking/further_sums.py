"""Sums of a case beside being late and plans: the record, deadlines, means, courts, arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations, islice, product

from zhihuan.assist.checking.basis import MOST_EACH, Basis, CaseSum, coming, day_of, done, money
from zhihuan.conversation.embedded.sums_wanted import deadline_of
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.repayment import Figure

_SETTLES = re.compile(r"还清|结清|还完|清了")
_COURT = re.compile(r"受理费|诉讼费|标的")
_MOST_PERIODS = 60
_PLAN = re.compile(r"分期|每期|分[0-9一二三四五六七八九十]+期|年化|手续费")
_OTHER_DEBTS = re.compile(r"(?:别的|其他|另外|还有)[^，。]{0,4}(?:债|贷款|欠款|账)")
_COUNTED = frozenset({"periods", "months", "weeks", "days", "count", "times"})
_MOST_DAYS = 90
_A_PART = Decimal("0.1")  # of an income, of a debt: no rate of a fee
_REPEATED = 5_000  # no more is paid again and again
_FRACTIONS = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5))
_DIGITS = "零一二三四五"


def records(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """Until when a record is kept, for each day on which a debt may have been settled."""
    told = basis.situation.settled_on
    named = basis.both if _SETTLES.search(basis.words) else basis.said
    days = [told.value] if told else []
    days += [day for q in named if (day := day_of(q)) and day <= basis.as_of][:MOST_EACH]
    for settled in dict.fromkeys(days):
        work = partial(toolbox.credit_record, settled=settled, as_of=basis.as_of)
        given = Decimal(f"{settled:%Y%m%d}")
        for found in done(work):
            yield replace(found, figures=tuple(f for f in found.figures if f.value != given))


def deadlines(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """The last day for what is spoken of, from each day that the customer named."""
    kind = deadline_of(basis.words)
    days = [day for q in basis.said if (day := day_of(q))]
    if kind is not None:
        for event in dict.fromkeys(days[:MOST_EACH]):
            yield from done(partial(toolbox.deadline, kind=kind, event=event, as_of=basis.as_of))
    if (due := basis.situation.due) is not None:
        yield from done(partial(toolbox.limitation, last_due=due.value))


def means(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """What can be paid each month."""
    s = basis.situation
    if s.income and s.spending:
        other = s.other_payments.value.high if s.other_payments else _other_debts(basis)
        yield from done(
            partial(
                toolbox.afford,
                income=money(s.income.value.low),
                spending=money(s.spending.value.high),
                other_debts=money(other),
            )
        )


def _other_debts(basis: Basis) -> Decimal:
    """What other debts take each month, where the words speak of them: the amounts left over."""
    if not _OTHER_DEBTS.search(basis.words):
        return Decimal(0)
    s = basis.situation
    known = {
        v for each in (s.income, s.spending) if each for v in (each.value.low, each.value.high)
    }
    return sum((value for value in basis.named() if value not in known), Decimal(0))


def minimum(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """Paying the minimum alone."""
    if "最低" in basis.words:
        for amount in basis.amounts()[:2]:
            work = partial(toolbox.minimum_payment, balance=amount, product=basis.product)
            yield from done(work)


def courts(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """What a court costs, for each amount that is named."""
    if _COURT.search(basis.words):
        claims = dict.fromkeys(q.low for q in basis.both if q.unit == "yuan")
        for claim in islice(claims, MOST_EACH):
            work = partial(toolbox.court_costs, claim=money(claim))
            yield from done(work, without=("标的", "诉讼"))


def settlements(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """Settling a plan early, after each number of payments that is named."""
    periods, fee, amounts = basis.situation.periods, basis.fee_rate, basis.amounts()
    if periods is None or fee is None or not amounts or not _SETTLES.search(basis.words):
        return
    paid = dict.fromkeys(int(q.low) for q in basis.both if q.unit == "periods")
    for count in (n for n in paid if 0 < n < periods.value):
        work = partial(
            toolbox.early_settlement,
            principal=amounts[0],
            periods=periods.value,
            paid_periods=count,
            fee_rate=fee,
        )
        yield from done(work, periods=periods.value)


def yearly(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """What it costs in a year to get one amount and pay another so many times."""
    told = basis.named()[:3]
    times = [int(q.low) for q in basis.said if q.unit in ("periods", "months") and q.low >= 2][:2]
    for got, paid, count in product(told, told, times):
        if paid < got <= paid * count and count <= _MOST_PERIODS:
            payments = [money(paid)] * count
            yield from done(partial(toolbox.yearly_cost, received=money(got), payments=payments))


def by_adding(_: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """Sums and differences of amounts that the customer named; days from today to a day named."""
    told = basis.named()
    values = list(dict.fromkeys(told))[: 2 * MOST_EACH]
    added = {sum(told, Decimal(0))}
    for one, other in combinations(values, 2):
        added |= {one + other, abs(one - other)}
    added.add(2 * max(told, default=Decimal(0)) - sum(told, Decimal(0)))  # what is left of it
    figures = [Figure(value, "yuan", "金额、余额、相差") for value in added if value > 0]
    days = {day for q in basis.both if (day := day_of(q))}
    days |= {day for q in basis.both if (day := coming(q, basis.as_of))}
    gaps = {abs((day - basis.as_of).days) for day in days}
    figures += [Figure(Decimal(gap), "days", "相差天数") for gap in gaps if gap]
    figures += [Figure(Decimal(f"{day:%Y%m%d}"), "date", "期限") for day in _last_days(basis)]
    if figures:
        yield CaseSum("arithmetic", tuple(figures))


def _last_days(basis: Basis) -> Iterator[date]:
    """So many days, as the draft names them, from each day that the customer named."""
    for said, q in product(basis.said, basis.drafted):
        if q.unit == "days" and 1 <= q.low <= _MOST_DAYS and (day := day_of(said)):
            yield day + timedelta(days=int(q.low))


def by_sharing(_: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """Equal shares of an amount and what is left after some of them; an amount so many times.

    Where no plan is spoken of, also a percentage of it, for as many days as are named.
    """
    counts = {
        int(q.low)
        for q in basis.both
        if q.unit in _COUNTED and q.low == int(q.low) and 2 <= q.low <= _MOST_PERIODS
    }
    parts = {Fraction(n, of) for n, of in _FRACTIONS if _is_named(n, of, basis.words)}
    days = {Decimal(1), *(q.low for q in basis.both if q.unit == "days")}
    rates = {q.low / 100 for q in basis.both if q.unit == "percent"}
    for amount in list(dict.fromkeys(basis.named()))[:MOST_EACH]:
        shares = {amount / n for n in counts}
        shares |= {amount - amount / n * paid for n in counts for paid in counts if paid < n}
        for part in parts:
            share = amount * part.numerator / part.denominator
            shares |= {share, amount - share}
        shares |= {amount - amount * rate for rate in rates if rate >= _A_PART}
        yield CaseSum("share", tuple(Figure(v, "yuan", "本金、余额") for v in sorted(shares)))
        times = {amount * n for n in {2, *counts}} if amount <= _REPEATED else set()
        yield CaseSum("times", tuple(Figure(v, "yuan", "几次合计") for v in sorted(times)))
        if not _PLAN.search(basis.words):
            costs = {amount * rate * n for rate in rates for n in days}
            yield CaseSum("part", tuple(Figure(v, "yuan", "费用、每天") for v in sorted(costs)))


def by_paying(_: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """What a payment each month comes to in a year, and in how many months it covers what is owed."""
    budget = basis.situation.budget
    monthly = {budget.value.low} if budget else set()
    figures = [Figure(each * 12, "yuan", "一共要还、金额") for each in monthly]
    named = sorted(dict.fromkeys(basis.named()))[: 2 * MOST_EACH]
    for paid, owed in combinations([*named], 2):
        if 2 * paid <= owed <= paid * _MOST_PERIODS:
            full, rest = divmod(owed, paid)
            figures += [Figure(full, "periods", "还几个月"), Figure(rest, "yuan", "余额")]
            figures.append(Figure(full + (rest > 0), "periods", "还完要几个月"))
    yield CaseSum("paying", tuple(figures))


def periods_left(_: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """How many payments are left, of those that the customer named."""
    told = {q.low for q in basis.said if q.unit in ("periods", "months", "count")}
    left = {abs(one - other) for one, other in combinations(sorted(told), 2)}
    yield CaseSum("periods", tuple(Figure(n, "periods", "还剩几期") for n in sorted(left)))


def _is_named(count: int, of: int, words: str) -> bool:
    return ("一半" in words and of == 2) or f"{_DIGITS[of]}分之{_DIGITS[count]}" in words
