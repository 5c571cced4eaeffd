"""The sums of a turn as paragraphs of sentences, each with its handles, as any brain writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from zhihuan.conversation.embedded import (
    date_sentences,
    debt_sentences,
    late_sentences,
    means_sentences,
    payment_sentences,
    plan_sentences,
    rate_sentences,
)
from zhihuan.conversation.embedded.debts_wanted import DEBT_SUMS
from zhihuan.conversation.found import Computed

_TOLD: dict[str, Callable[[Computed], list[str]]] = {
    "what_if_paid": late_sentences.what_if,
    "affordability": means_sentences.afford,
    "installment_plan": plan_sentences.plan,
    "compare_plans": plan_sentences.comparison,
    "early_settlement": plan_sentences.settlement,
    "minimum_only": plan_sentences.minimum,
    "debts_together": debt_sentences.months,
    "compare_payoffs": debt_sentences.payoffs,
    "credit_record": date_sentences.record,
    "deadline": date_sentences.deadline,
    "limitation": date_sentences.limitation,
    "yearly_cost": rate_sentences.yearly,
    "check_lines": rate_sentences.court_line,
}

_NAMES_SOURCE = re.compile("[，,]依据 .*$")
_MOST_ASSUMPTIONS = 5


def told(
    sums: Sequence[Computed],
    today: date,
    *,
    settled: bool = False,
    part_paid: bool = False,
    unsure: bool = False,
    partial: bool = False,
) -> list[list[str]]:
    """A paragraph for each sum: what is owed in all or left first, then being late.

    The cost of being late may have been worked out twice: for both ends of a range that the
    person gave, and for a day to come. `settled`: it was late, and nothing more is added.
    `part_paid`: the ends are what is left and what was owed before; `unsure`: it may be that the
    amount was told after the payment; `partial`: what they eat is not off what can be paid.
    """
    late = [s for s in sums if s.kind == "overdue_cost"]
    now = [s for s in late if s.result["as_of"] == today.isoformat()]
    later = [s for s in late if s not in now]
    paragraphs = [debt_sentences.listed(s) for s in sums if s.kind == "debts_together"]
    paragraphs += [
        payment_sentences.left(s, unsure=unsure) for s in sums if s.kind == "after_payments"
    ]
    if now:
        overdue = late_sentences.overdue_part_paid if part_paid else late_sentences.overdue
        paragraphs.append(overdue(now, settled=settled))
    if later:
        tell = late_sentences.later_part_paid if part_paid else late_sentences.overdue_later
        paragraphs.append(tell(later, compared=bool(now)))
    rest = [s for s in sums if s.kind in _TOLD]
    rest.sort(key=lambda s: s.kind in DEBT_SUMS)  # what is left a month before what it is for
    return paragraphs + [
        means_sentences.afford(s, partial=partial) if s.kind == "affordability" else lines
        for s in rest
        if (lines := _TOLD[s.kind](s))
    ]


def explained(sums: Sequence[Computed]) -> list[list[str]]:
    """How each sum came about: its formula and what it supposes, word for word."""
    paragraphs: list[list[str]] = []
    for computed in {s.kind: s for s in sums}.values():
        handle = f"[{computed.handle}]"
        # The names of sources stand in the calculation, a tap away.
        supposed = [_NAMES_SOURCE.sub("。", each) for each in computed.assumptions]
        paragraphs.append([f"{computed.formula}。{handle}"])
        paragraphs[-1] += [f"\n- {each}{handle}" for each in supposed[:_MOST_ASSUMPTIONS]]
    return paragraphs
