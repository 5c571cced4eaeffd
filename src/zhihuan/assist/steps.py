"""What to do next, as a short checklist: each step with the sentence of an internal article.

    due = the day of the event + the days of the rule       the day of the event is not counted

The event is the customer's own words in this conversation; what is still to happen has no day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhihuan.assist.case import Case
from zhihuan.assist.procedures import Procedure, StepRule, procedures_for
from zhihuan.conversation.events import Found
from zhihuan.conversation.quantities import find_quantities
from zhihuan.library.article import Article, Passage, Sentence
from zhihuan.library.knowledge_base import KnowledgeBase

MOST_STEPS = 8
_FIRST, _LAST = ("stay", "verify"), ("tell-when", "only-approved", "record")
# Steps that are for one kind of paper alone.
_FOR_PAPER = {"paper-letter": "lawyer-letter", "paper-answer": "court-summons"}
_NEAR = 16  # characters between a paper and the day it came
# Kinds of card that banks issue: the rules for banks bind them whoever the lender is.
_CARDS = frozenset(("credit-card", "baitiao-card"))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist. `why` is quoted from `passage`; `due` counts from `counted_from`."""

    rule: StepRule
    why: str
    article: Article
    passage: Passage
    due: date | None
    counted_from: str | None
    done: bool

    def to_json(self, number: int, as_of: date) -> dict[str, Any]:
        """One entry of `steps`."""
        citation = Found(number, self.passage, self.article, as_of).to_json()
        return {
            "id": self.rule.id,
            "text": self.rule.text,
            "why": self.why,
            "due": self.due.isoformat() if self.due else None,
            "counted_from": self.counted_from,
            "citations": [{**citation, "internal": self.article.internal}],
            "done_hint": self.done,
        }


def steps_json(case: Case, base: KnowledgeBase) -> dict[str, Any]:
    """The checklist, and which procedures it was made from."""
    found = procedures_for(case)
    return {
        "procedures": [{"id": each.id, "label": each.label} for each in found],
        "steps": [
            step.to_json(n, case.as_of) for n, step in enumerate(steps_of(case, base), start=1)
        ],
        "version": case.transcript.version,
    }


def steps_of(case: Case, base: KnowledgeBase) -> list[Step]:
    """The steps for this case, in the order in which they are taken."""
    found: dict[str, Step] = {}
    for procedure in procedures_for(case):
        for rule in procedure.steps:
            if rule.id not in found and _wanted(rule, case):
                step = _step(rule, procedure, case, base)
                if step is not None:
                    found[rule.id] = step
    return _in_order(list(found.values()))


def _wanted(rule: StepRule, case: Case) -> bool:
    lender = _lender_kind(case)
    received = {k.value for k in case.situation.received if not k.hypothetical}
    if rule.id in _FOR_PAPER:
        return _FOR_PAPER[rule.id] in received
    if rule.id == "complaint-small-loan":
        return lender == "small-loan-company"
    return rule.due is None or lender is None or lender not in rule.due.unbound


def _lender_kind(case: Case) -> str | None:
    product, kind = case.situation.product, case.situation.lender_kind
    if product is not None and product.value in _CARDS:
        return "bank"
    return kind.value if kind is not None else None


def _step(rule: StepRule, procedure: Procedure, case: Case, base: KnowledgeBase) -> Step | None:
    """The step; None where the article, or the sentence, is not in force on the day."""
    article = base.by_slug.get(rule.article)
    if article is None or article.status(case.as_of) != "current":
        return None
    quoted = quoted_in(article, rule.because, case.as_of)
    if quoted is None:
        return None
    passage, sentence = quoted
    begins = None
    if rule.due is not None and rule.due.event != "later":
        raised = rule.due.event == "raised"
        begins = _raised_on(procedure, case) if raised else _received_on(case)
    due = begins + timedelta(rule.due.days) if rule.due and begins else None
    done = rule.done is not None and any(rule.done.search(m.text) for _, m in case.said_by("agent"))
    counted_from = rule.due.counted_from if rule.due else None
    return Step(rule, sentence.text, article, passage, due, counted_from, done)


def quoted_in(article: Article, begins: str, as_of: date) -> tuple[Passage, Sentence] | None:
    """The sentence that begins like this, and its passage as it may be told on the day."""
    for passage in article.passages:
        told = passage.on(as_of)
        for sentence in told.sentences if told else ():
            if sentence.text.startswith(begins):
                assert told is not None
                return told, sentence
    return None


def _raised_on(procedure: Procedure, case: Case) -> date:
    """The day on which the customer first said it; the day of the case where no message says it."""
    said = procedure.first_said(case)
    if said is not None:
        return case.exchanges[said].said_on
    places = [risk.message for risk in case.risks if risk.kind in procedure.risks]
    days = [case.exchanges[case.places.index(place)].said_on for place in places]
    return min(days, default=case.as_of)


def _received_on(case: Case) -> date | None:
    """The day on which the customer says that the paper came: 昨天收到, 11月20日收到."""
    for known in case.situation.received:
        said = case.exchanges[known.turn]
        if known.value != "court-summons" or known.hypothetical:
            continue
        for quantity in find_quantities(said.text, today=said.said_on):
            near = abs(quantity.start - said.text.find(known.words)) <= _NEAR
            if quantity.unit == "date" and quantity.low == quantity.high and near:
                day = int(quantity.low)
                return date(day // 10000, day // 100 % 100, day % 100)
    return None


def _in_order(steps: Sequence[Step]) -> list[Step]:
    first = [s for s in steps if s.rule.id in _FIRST]
    last = sorted((s for s in steps if s.rule.id in _LAST), key=lambda s: _LAST.index(s.rule.id))
    middle = [s for s in steps if s not in first and s not in last]
    return [*first, *middle[: MOST_STEPS - len(first) - len(last)], *last]
