"""What payments, made or planned, change about the sums of a turn.

还了500                 what is left, and the sums that use it
现在还欠多少              what is left, and what being late costs
剩下的分3个月             a plan for what is left once what is planned is paid
"""

from __future__ import annotations

import re
from decimal import Decimal

from zhihuan.conversation.embedded.debt_calls import Call
from zhihuan.conversation.embedded.sums_wanted import Heard, Sum
from zhihuan.conversation.payments_told import asks_the_rest
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Payment

_OF_THE_REST = re.compile("剩下?的|剩余|余下|其余|剩的|后面的")
_LATE_ANYWAY = frozenset(("overdue_cost", "later_cost", "what_if_paid"))
_TELLS_WHAT_IS_LEFT = frozenset(("what_if_paid", "before_due"))


def with_payments(heard: Heard, sums: tuple[Sum, ...]) -> tuple[Sum, ...]:
    """The sums wanted, with what is left before them where a payment was told or asks for it."""
    s = heard.situation
    asks = asks_the_rest(heard.text) and _known(s)
    told = s.told_amount is not None and bool(heard.fields & {"paid", "told_amount"})
    plans = "planned" in heard.fields and _known(s) and not set(sums) & _TELLS_WHAT_IS_LEFT
    of_the_rest = speaks_of_the_rest(heard.text) and bool(s.planned) and _known(s)
    if not (asks or told or plans or of_the_rest):
        return sums
    late = heard.is_late and not plans and not set(sums) & _LATE_ANYWAY and (asks or told)
    return ("after_payments", *(("overdue_cost",) if late else ()), *sums)


def speaks_of_the_rest(text: str) -> bool:
    """剩下的分3期: what is left once what is planned is paid."""
    return _OF_THE_REST.search(text) is not None


def planned_of(situation: Situation, text: str) -> list[Decimal]:
    """What is still to be paid first, where the message speaks of what is left then."""
    if not (speaks_of_the_rest(text) and _known(situation)):
        return []
    return [each.amount.value.low for each in situation.planned]


def principal_of(situation: Situation, text: str) -> Decimal:
    """What a plan is made for: what is owed, less what is paid before it begins."""
    assert situation.amount is not None
    owed = situation.amount.value.high
    left = owed - sum(planned_of(situation, text), Decimal(0))
    return left if left > 0 else owed


def after_payments_call(situation: Situation, text: str) -> list[Call]:
    """None where nothing was paid, or what was owed was told as a range."""
    s = situation
    before = s.told_amount or s.amount
    made = [p for p in s.paid if p.product is None] if s.told_amount else []
    planned = [p for p in s.planned if p.product is None]
    latest = max((p.amount.turn for p in (*made, *planned)), default=-1)
    if not speaks_of_the_rest(text) and any(p.amount.turn < latest for p in planned):
        planned = []
    if before is None or before.value.low != before.value.high or not (made or planned):
        return []
    told = {"paid": _listed(made), "planned": _listed(planned)}
    more = {name: each for name, each in told.items() if each}
    return [("after_payments", {"amount": f"{before.value.low:f}", **more})]


def is_unsure(situation: Situation) -> bool:
    """Whether what is owed may have been told after a payment, and not before it."""
    taken_off = situation.told_amount is not None
    return taken_off and any(not p.sure for p in situation.paid if p.product is None)


def _listed(payments: list[Payment]) -> str:
    return ";".join(f"{p.amount.value.low:f}" for p in payments)


def _known(s: Situation) -> bool:
    return s.amount is not None and bool(s.told_amount or s.planned)
