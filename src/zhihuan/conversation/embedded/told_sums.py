"""The sums of a turn as paragraphs of sentences, each with its handles, as any brain writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from zhihuan.conversation.phrases import phrase

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
    "interest_for_time": rate_sentences.interest,
    "instalments_left": plan_sentences.left,
}

_NAMES_SOURCE = re.compile("[，,]依据 .*$")
_MOST_ASSUMPTIONS = 5


@dataclass(frozen=True, slots=True)
class Manner:
    """What decides how sums are told. `settled`: it was late, and nothing more is added.

    `supposed`: nobody said that it is late; `card`: owed on a credit card, whose bank has rules of
    its own; `how_long`: it is asked in how many months all is paid; `of_one`: one debt, which need
    not be listed. `part_paid`: the ends of a range are what is left and what was owed before;
    `unsure`: it may be that the amount was told after the payment; `partial`: what they eat is not
    off what can be paid. `to_come`: the day it falls due has not passed.
    `unpublished`: none of the lender's terms is known.
    `rates`: the yearly rate of each debt in percent, where all are known.
    """

    settled: bool = False
    supposed: bool = False
    card: bool = False
    how_long: bool = False
    of_one: bool = False
    part_paid: bool = False
    unsure: bool = False
    partial: bool = False
    to_come: bool = False
    unpublished: bool = False
    rates: tuple[str, ...] = ()


PLAINLY = Manner()


def told(sums: Sequence[Computed], today: date, manner: Manner = PLAINLY) -> list[list[str]]:
    """A paragraph for each sum: a rate and the lines first, what is owed or left, then being late.

    The cost of being late may have been worked out twice: for both ends of a range that the
    person gave, and for a day to come.
    """
    late = [s for s in sums if s.kind == "overdue_cost"]
    now = [s for s in late if s.result["as_of"] == today.isoformat()]
    later = [s for s in late if s not in now]
    paragraphs = [rate_sentences.in_a_year(s) for s in sums if s.kind == "rate_in_a_year"]
    lines = [s for s in sums if s.kind == "check_lines"]
    of_instalments = any(s.kind == "yearly_cost" for s in sums)
    paragraphs += [rate_sentences.against_lines(lines)] if lines and not of_instalments else []
    together = [s for s in sums if s.kind == "debts_together"]
    if manner.how_long:  # the answer before all else
        paragraphs += [debt_sentences.months(s) for s in together]
    paragraphs += [debt_sentences.by_rate(s, manner.rates) for s in together if manner.rates]
    paragraphs += [debt_sentences.listed(s) for s in together if not manner.of_one]
    paragraphs += [debt_sentences.after_lumps(s) for s in together]
    paragraphs += [
        payment_sentences.left(s, unsure=manner.unsure, late=not manner.to_come)
        for s in sums
        if s.kind == "after_payments"
    ]
    if now:
        paragraphs.append(_late_now(now, manner))
    if later:
        tell = late_sentences.later_part_paid if manner.part_paid else late_sentences.overdue_later
        paragraphs.append(tell(later, compared=bool(now)))
    rest = [s for s in sums if s.kind in _TOLD and not (manner.how_long and s in together)]
    rest.sort(key=lambda s: s.kind in DEBT_SUMS)  # what is left a month before what it is for
    with_interest = any(s.kind == "interest_for_time" for s in rest)
    for s in rest:
        if with_interest and s.kind == "installment_plan":
            paragraphs.append(plan_sentences.beside_interest(s))
        elif s.kind == "affordability":
            paragraphs.append(means_sentences.afford(s, partial=manner.partial))
        else:
            paragraphs.append(_TOLD[s.kind](s))
    paragraphs += [rate_sentences.court_line(s) for s in lines if of_instalments]
    return [sentences for sentences in paragraphs if sentences]


def _late_now(now: Sequence[Computed], manner: Manner) -> list[str]:
    """What being late costs, and whose terms these are where the lender's own are not known."""
    sentences = _by_terms(now, manner)
    return [phrase("terms-unknown"), *sentences] if manner.unpublished else sentences


def _by_terms(now: Sequence[Computed], manner: Manner) -> list[str]:
    if manner.to_come:
        return late_sentences.before_due(now[-1], card=manner.card)
    if manner.part_paid:
        return late_sentences.overdue_part_paid(now, settled=manner.settled, card=manner.card)
    return late_sentences.overdue(
        now, settled=manner.settled, supposed=manner.supposed, card=manner.card
    )


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
