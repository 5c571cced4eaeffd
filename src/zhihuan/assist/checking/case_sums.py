"""The sums that a case supports, done anew: what a figure in a draft is held against.

Out of the customer's Situation, and of what the draft itself supposes (分12期, 按0.6%, 到12月1日):
being late and plans here, the rest in `further_sums`. A sum says which days and how many periods
it is for, so that the instalment of 24 periods does not pass for that of 12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import islice, product
from typing import Any

from zhihuan.assist.checking import further_sums
from zhihuan.assist.checking.basis import MOST_EACH, Basis, CaseSum, coming, done, money
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.repayment import Figure, Money, stage

_MOST_DAYS, _MOST_PERIODS = 2_000, 60
_MOST_FEE, _YEARLY = 3, (3, 60)  # percent: of a period, and from … to … of a year
_USUAL_PERIODS = (3, 6, 12, 24)
_OF_PLAN = re.compile(r"期|每个?月|月供")


def case_sums(toolbox: Toolbox, basis: Basis) -> tuple[CaseSum, ...]:
    """Every sum that can be done; what cannot be done is left out."""
    return tuple(found for work in _WORK for found in work(toolbox, basis))


def shown_sums(answers: Iterable[Mapping[str, Any]]) -> tuple[CaseSum, ...]:
    """The sums that the assistant has shown, as they were kept."""
    return tuple(
        CaseSum(
            str(each.get("kind", "")),
            tuple(Figure(Decimal(f["value"]), f["unit"], f["label"]) for f in each["figures"]),
            _input(each, "days"),
            _input(each, "periods"),
        )
        for answer in answers
        for each in answer.get("calculations", ())
        if each.get("figures")
    )


def _input(calculation: Mapping[str, Any], name: str) -> int | None:
    found = [g["value"] for g in calculation.get("inputs", ()) if g.get("name") == name]
    return int(found[0]) if found and str(found[0]).isdigit() else None


def _stages(_: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    for each in _days(basis)[: 2 * MOST_EACH]:
        reached = stage(each)
        known = [Figure(Decimal(each), "days", "逾期天数")]
        if reached.high is not None:
            known.append(Figure(Decimal(reached.high + 1 - each), "days", "再过几天进入下一阶段"))
        if reached.mark.isdigit():
            mark = Decimal(int(reached.mark))
            known += [Figure(mark, "stage", "逾期阶段"), Figure(mark, "count", "标记")]
        yield CaseSum("stage", tuple(known), each)


def _late(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    daily = basis.situation.daily_rate
    for amount, days in islice(product(basis.amounts(), _days(basis)), 3 * MOST_EACH):
        work = partial(
            toolbox.overdue_cost,
            amount=amount,
            days=days,
            product=basis.product,
            daily_rate=daily.value if daily else None,
            as_of=basis.as_of,
        )
        yield from done(work, days=days)
        for paid in _parts(basis, amount):
            yield from done(
                partial(
                    toolbox.what_if_paid,
                    amount=amount,
                    payment=paid,
                    on_day=days,
                    product=basis.product,
                ),
                without=("打算还",),
            )


def _days(basis: Basis) -> list[int]:
    """How late it is, how late the draft says, and how late on days to come that it names."""
    case = basis.days()
    named = [int(q.low) for q in basis.drafted if q.unit == "days" and q.low == int(q.low)]
    later = [
        case[-1] + (day - basis.as_of).days
        for q in basis.drafted
        if case and (day := coming(q, basis.as_of))
    ]
    return [d for d in dict.fromkeys((*case, *named, *later)) if 0 < d <= _MOST_DAYS]


def _plans(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """Plans of a fee per period. The published example stands beside what was told."""
    told: list[Decimal | None] = [None] if basis.fee_rate is None else [None, basis.fee_rate]
    named = [
        q.low / 100
        for q in basis.both
        if q.unit == "percent" and q.basis in (None, "period", "month") and 0 < q.low < _MOST_FEE
    ]
    fees = list(dict.fromkeys((*told, *named)))[:MOST_EACH]
    for amount, n, fee in product(basis.amounts()[:2], _periods(basis)[: 2 * MOST_EACH], fees):
        work = partial(
            toolbox.installment_plan,
            principal=amount,
            periods=n,
            fee_rate=fee,
            product=basis.product,
        )
        yield from done(work, periods=n, without=("期数", "费率") if fee in named else ("期数",))


def _loans(toolbox: Toolbox, basis: Basis) -> Iterator[CaseSum]:
    """Plans at a yearly rate, of equal payments."""
    told = basis.situation.annual_rate
    least, most = _YEARLY
    rates = [told.value] if told else []
    rates += [
        q.low / 100
        for q in basis.both
        if q.unit == "percent" and q.basis == "year" and least <= q.low <= most
    ]
    for amount, n, rate in product(basis.amounts()[:1], _periods(basis)[:MOST_EACH], rates[:2]):
        work = partial(
            toolbox.installment_plan,
            principal=amount,
            periods=n,
            annual_rate=rate,
            method="equal_payment",
        )
        yield from done(work, periods=n, without=("期数", "年利率", "年化"))


def _periods(basis: Basis) -> list[int]:
    told = [basis.situation.periods.value] if basis.situation.periods else []
    named = [
        int(q.low)
        for q in (*basis.drafted, *basis.said)
        if q.unit in ("periods", "months") and q.low == q.high and q.low == int(q.low)
    ]
    usual = _USUAL_PERIODS if _OF_PLAN.search(basis.words) else ()
    found = dict.fromkeys((*told, *named, *usual))
    return [n for n in found if 2 <= n <= _MOST_PERIODS]  # 一期 is every one, not one alone


def _parts(basis: Basis, amount: Money) -> list[Money]:
    """What might be paid of an amount: what both sides named, below it."""
    named = dict.fromkeys(q.low for q in basis.both if q.unit == "yuan")
    return [money(value) for value in named if 10 <= value < amount.yuan][:2]


_WORK = (
    _stages, _late, _plans, _loans, further_sums.records, further_sums.deadlines,
    further_sums.means, further_sums.minimum, further_sums.courts, further_sums.settlements,
    further_sums.yearly, further_sums.by_adding, further_sums.by_sharing, further_sums.by_paying,
    further_sums.periods_left,
)  # fmt: skip
