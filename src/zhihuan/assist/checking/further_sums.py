"""Sums of a case beside being late and plans: the record, deadlines, means, courts, arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import combinations, islice, product

from zhihuan.assist.checking.basis import MOST_EACH, Basis, CaseSum, day_of, done, money
from zhihuan.conversation.embedded.sums_wanted import deadline_of
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.repayment import Figure

_SETTLES = re.compile(r"还清|结清|还完|清了")
_COURT = re.compile(r"受理费|诉讼费|标的")
_MOST_PERIODS = 60


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
        other = s.other_payments.value.high if s.other_payments else Decimal(0)
        yield from done(
            partial(
                toolbox.afford,
                income=money(s.income.value.low),
                spending=money(s.spending.value.high),
                other_debts=money(other),
            )
        )


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
    gaps = {abs((day - basis.as_of).days) for q in basis.both if (day := day_of(q))}
    figures += [Figure(Decimal(gap), "days", "相差天数") for gap in gaps if gap]
    if figures:
        yield CaseSum("arithmetic", tuple(figures))
