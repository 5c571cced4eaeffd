"""What is looked up for a message, and which of the articles found answers it.

A question that may leave out what it is about (怎么录音, 能不能找人洗掉) is looked up twice: as it
stands, and with a word for what the last answer was about, which counts if it finds better.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhihuan.conversation.embedded.composer import bare
from zhihuan.conversation.embedded.questions import (
    MAX_QUESTIONS,
    goes_on,
    reacts,
    wants_other_ways,
)
from zhihuan.conversation.embedded.view import View
from zhihuan.conversation.found import Answer
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.vocabulary import products

# An article for a further question of the same message must be about as good as this.
_GOOD = 0.7
# Two answers whose scores differ by less are equally good.
_CLOSE = 0.06
# Asked for another way to pay, these are gone through; what was told before is left out.
_WAYS_OUT = (
    "还不上了，怎么和平台协商还款",
    "能不能延期还款",
    "钱不够，先还哪一笔",
    "利息和违约金能不能减免",
    "一分钱也拿不出来，怎么办",
)
# Folders of articles: those that are about paying, and those that are about something else.
_PAYING = frozenset(("being-late", "instalments", "negotiation", "budget"))
_NOT_PAYING = frozenset(("credit-record", "scams", "collectors", "court"))
# A word for what an article of each folder is about.
_HINTS = {
    "being-late": "逾期",
    "using-baitiao": "白条",
    "instalments": "分期",
    "credit-record": "征信记录",
    "negotiation": "协商还款",
    "collectors": "催收",
    "court": "法院起诉",
    "scams": "骗子中介",
}
# What is left of a message that only names another product.
_REST = re.compile(
    r"\s*(那|那么|还有|换成|要是|如果是)?\s*(也(一样|是|会|这样|算)?|呢|怎么(算|样|说)|一样|会怎样)?(的话)?(吗|呢|么|嘛)?\s*[？?。]*"
)
# A question that finds something this good alone needs no hint.
_PLAIN = 0.75

# Private data that was masked says nothing about what is asked.
_COVERED = re.compile("〔[^〕]*〕")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question alone, and with a word of what it is about where it may need that.

    `follows`: it cannot stand alone at all (为什么).
    """

    alone: str
    in_context: str | None = None
    follows: bool = False

    @property
    def queries(self) -> tuple[str, ...]:
        alone = () if self.follows and self.in_context else (self.alone,)
        return (*alone, self.in_context) if self.in_context else alone

    def best(self, found: Mapping[str, Sequence[Answer]]) -> Sequence[Answer]:
        """The articles for it, best first."""
        alone = found.get(self.alone, ())
        if self.in_context is None:
            return alone
        told = found.get(self.in_context, ())
        if self.follows or not alone:
            return told
        if not told or alone[0].score >= _PLAIN:
            return alone
        return told if told[0].score > alone[0].score else alone


def lookups_of(view: View) -> list[Lookup]:
    """What to look up for each question of the message."""
    if (wants_other_ways(view.text) or reacts(view.text)) and _is_about_paying(view):
        return [Lookup(query) for query in _WAYS_OUT]
    if (other := _same_for_another_product(view)) is not None:
        return [Lookup(other)]
    alone = [_without_amounts(q, view.as_of) for q in view.request.questions]
    alone = [query for query in alone if query] or [view.text]
    if view.previous is None or len(alone) > 1:
        return [Lookup(query) for query in alone]
    (query,) = alone
    if goes_on(query):
        before = view.last.topic or _without_amounts(view.previous, view.as_of)
        return [Lookup(query, f"{before} {query}", follows=True)]
    hint = _HINTS.get(view.last.field or "")
    return [Lookup(query, f"{hint} {query}" if hint and hint not in query else None)]


def _same_for_another_product(view: View) -> str | None:
    """花呗也一样吗, 那金条呢: the question before, about this product."""
    named = list(products(view.text))
    if view.previous is None or len(named) != 1:
        return None
    name = view.text[named[0].start : named[0].end]
    if _REST.fullmatch(view.text[: named[0].start] + view.text[named[0].end :]) is None:
        return None
    before = view.previous
    for mention in reversed(list(products(before))):
        before = before[: mention.start] + name + before[mention.end :]
    return before if name in before else f"{name}{before}"


def _is_about_paying(view: View) -> bool:
    if view.last.field in _NOT_PAYING:
        return False
    return bool(view.situation.amount or view.last.sums) or view.last.field in _PAYING


def chosen(
    lookups: Sequence[Lookup],
    found: Mapping[str, Sequence[Answer]],
    shown: Collection[str],
    *,
    least: float,
) -> list[Answer]:
    """The best article for each lookup, each once; the first must score `least`.

    Of several ways out, two that were not told yet.

    The first question may be the whole message, with the second inside it: then whichever of
    the two is answered better counts, and the question alone where they are close.
    """
    if not found:
        return []
    hits = [lookup.best(found) for lookup in lookups]
    if len(lookups) == 2 and lookups[1].alone in lookups[0].alone:
        whole, alone = hits
        better = alone and (not whole or alone[0].score >= whole[0].score - _CLOSE)
        hits = [alone if better else whole]
    if len(lookups) > MAX_QUESTIONS:
        fresh = [each for each in hits if each and not _was_told(each[0], shown)]
        hits = fresh[:2] or hits[:1]
    answers: list[Answer] = []
    for each in hits:
        if not each or any(each[0].slug == answer.slug for answer in answers):
            continue
        if each[0].score >= (_GOOD if answers else least):
            answers.append(each[0])
    return answers


def _was_told(answer: Answer, shown: Collection[str]) -> bool:
    lead = answer.lead
    return lead is not None and any(bare(line.text) in shown for line in lead.sentences)


def _without_amounts(text: str, as_of: date) -> str:
    """The question without its sums of money, which say nothing about what is asked."""
    for quantity in reversed(find_quantities(text, today=as_of)):
        if quantity.unit == "yuan":
            text = text[: quantity.start] + text[quantity.end :]
    return _COVERED.sub("", text).strip(" ，,、")
