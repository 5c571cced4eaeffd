"""What is looked up for a message, and which of the articles found answers it.

A question in the middle of a conversation may leave out what it is about (怎么录音, 那征信上会怎么写).
It is looked up as it stands, behind the title of the article that was told last, and behind the
message before it; how far an article falls behind the best of each of these counts, by its log
odds. The weights were fitted by softmax regression on 120 follow-ups (tests/evals/follow_ups).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zhihuan.conversation.embedded.composer import bare
from zhihuan.conversation.embedded.debts_wanted import asks_about_order
from zhihuan.conversation.embedded.questions import (
    MAX_QUESTIONS,
    asks_something,
    asks_what_to_do,
    goes_on,
    picked,
    product_alone,
    reacts,
    wants_other_ways,
)
from zhihuan.conversation.embedded.standing import also_behind, leanings
from zhihuan.conversation.embedded.telling import tells_more
from zhihuan.conversation.embedded.thieves import of_a_thief, wanted_by_a_thief
from zhihuan.conversation.embedded.unanswered import look_up_instead
from zhihuan.conversation.embedded.view import View
from zhihuan.conversation.found import Answer
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.situation_words import PRODUCTS
from zhihuan.conversation.vocabulary import products, spelt

# An article for a further question of the same message must be about as good as this.
_GOOD = 0.7
# Asked for another way to pay, these are gone through; what was told before is left out.
_WAYS_OUT = (
    "还不上了，怎么和平台协商还款",
    "能不能延期还款",
    "钱不够，先还哪一笔",
    "利息和违约金能不能减免",
    "一分钱也拿不出来，怎么办",
)
# Of several debts, told once; asked about again, the other.
_WHICH_FIRST = "先还哪一笔，常见的次序"
_HIGHEST_OR_SMALLEST = "先还利息高的，还是先还金额小的"
# Whether the minimum is enough is asked of every product alike.
_MINIMUM = re.compile("最低")
_STORY, _LONG_STORY = 24, 60
_FEE_ALONE = re.compile(
    "(那|那么)?(利息|费用|违约金|罚息|服务费)(呢|多少|是多少|有多少|怎么算|咋算)[？?啊呀]*"
)
# After a plan, 提前还划算吗 asks about settling it early, whatever its rate.
_SETTLES_EARLY = re.compile(
    "(那|我|要是|如果|想|能|可以)*提前(还|还清|还掉|还完|结清|还款)(的话|了)?[，, ]*"
    "(划算|合适|值得|省|好|行|可以|有用)[^，。]{0,4}[吗么不呢]?[？?]*"
)
_SETTLING_EARLY = "提前结清划算吗，要先问什么"
_AFTER_SETTLING = "还清之后，逾期记录什么时候消失"
# So few days nobody can say to have been recorded at all.
_BARELY = 3
_ONE_DAY_LATE = "白条逾期一天会怎样，会上征信吗"
_RECORDED = re.compile("征信|记录|上报")
_HOW_LONG = re.compile("多久|几年|什么时候|啥时候|消|删")
_FEES = "白条逾期费用怎么算，为什么说法不一"
# Whose debt it is decides before anything else whether it is owed at all.
_FOR_STATE = {
    "minor": "未成年人用了白条、借了钱，要还吗",
    "deceased-debtor": "家人去世了，他欠的钱要我还吗",
}
# Folders of articles: those that are about paying, and those that are about something else.
_PAYING = frozenset(("being-late", "instalments", "negotiation", "budget"))
_NOT_PAYING = frozenset(("credit-record", "scams", "collectors", "court"))
# What most articles are about needs no article of its own; some slugs are shorter than the product.
_GENERAL = frozenset(("baitiao", "online-loan", "mortgage", "car-loan"))
_STEMS = {"douyin-pay-later": "douyin", "meituan-pay-later": "meituan"}
_NEAR_TOP = 3
_LATENESS = "overdue_cost"
# What the log odds count for, of the question alone and behind what was spoken of; and against the
# article that was told last, which half of what is looked up speaks of already.
_ALONE, _BEHIND_TOPIC, _BEHIND_MESSAGE, _TOLD_LAST = 1.25, 0.65, 1.1, -0.5
# An article that one way of looking did not find is about so far behind what it found.
_NOT_FOUND, _FARTHER, _FARTHEST = -1.5, -0.5, -4.0
# What is wanted of people, beside the story that it is told in.
_BESIDE = 0.3
# A message to be looked up behind must say at least so much.
_SAYS_SOMETHING = 4
# 我在成都呢, after talk of insolvency: where else than in the two cities that know it.
_INSOLVENCY = re.compile("破产")
_ELSEWHERE = re.compile(
    "(那|可|可是|但|但是)?(我|我们|人|户口)(是|人|现在|老家)?(在|住在?|住)(?!.{0,6}(深圳|厦门))[^，。？?]{2,8}?(呢|的|啊|这边|呀|咋办|怎么办|可以吗|行吗|能吗|能用吗)?[？?。]*"
)
_OUTSIDE_THE_PILOT = "住在别处，不在深圳和厦门，个人破产用得上吗"
# 理由写啥, after talk of a payment order.
_GROUNDS = re.compile("(理由|原因)[^，。？?]{0,6}(写|填|说)|(怎么|咋|如何)(写|填)|写(啥|什么|点啥)")
_OBJECTION = "支付令异议写什么理由才算"
# Private data that was masked says nothing about what is asked.
_COVERED = re.compile("〔[^〕]*〕")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question alone, and behind what was spoken of before, each with its weight.

    `follows`: it cannot stand alone at all (为什么). `told_last`: the title of the article before.
    `leans`: what speaks for articles of a folder, or for one, whoever asks (`standing`).
    """

    alone: str
    behind: tuple[tuple[str, float], ...] = ()
    follows: bool = False
    told_last: str | None = None
    leans: tuple[tuple[str, float], ...] = ()

    @property
    def queries(self) -> tuple[str, ...]:
        return tuple(query for query, _ in self._weighted)

    @property
    def searches(self) -> tuple[dict[str, str], ...]:
        """The arguments of each search: what is looked up, and what was asked at the end of it."""
        return tuple(
            {"query": query}
            | ({"asked": self.alone} if not self.follows and self._is_behind(query) else {})
            for query in self.queries
        )

    def _is_behind(self, query: str) -> bool:
        return query != self.alone and query.endswith(self.alone)

    @property
    def _weighted(self) -> tuple[tuple[str, float], ...]:
        if self.follows and self.behind:
            return self.behind
        return ((self.alone, _ALONE), *self.behind)

    def best(self, found: Mapping[str, Sequence[Answer]]) -> list[Answer]:
        """The articles for it, best first; each with the parts nearest to the plainest query."""
        told: dict[str, Answer] = {}
        ways: list[tuple[float, dict[str, float]]] = []
        for query, weight in self._weighted:
            answers = found.get(query, ())
            for answer in answers:
                told.setdefault(answer.slug, answer)
            if answers:
                odds = {answer.slug: _log_odds(answer.score) for answer in answers}
                top = max(odds.values())
                ways.append((weight, {slug: value - top for slug, value in odds.items()}))
        merit = {
            slug: sum(weight * _behind_the_best(slug, way) for weight, way in ways)
            + (_TOLD_LAST if answer.title == self.told_last else 0.0)
            + sum(gain for name, gain in self.leans if name in (slug, answer.field))
            for slug, answer in told.items()
        }
        return sorted(told.values(), key=lambda answer: -merit[answer.slug])


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))


def _behind_the_best(slug: str, way: Mapping[str, float]) -> float:
    missing = min(min(way.values()) + _FARTHER, _NOT_FOUND)
    return max(way.get(slug, missing), _FARTHEST)


def lookups_of(view: View) -> list[Lookup]:
    """What to look up for each question of the message."""
    leans = leanings(view.situation, view.text, debtor=view.is_debtor)
    found = _looked_up(view)
    return [replace(lookup, leans=leans) for lookup in found] if leans else found


def _looked_up(view: View) -> list[Lookup]:
    text = view.text
    if (title := picked(text, view.offered)) is not None:
        return [Lookup(title)]
    if view.of_debts:
        if "debts_together" not in view.done:
            return [Lookup(_WHICH_FIRST)]
        return [Lookup(_HIGHEST_OR_SMALLEST)] if asks_about_order(text) else []
    if (wants_other_ways(text) or reacts(text) or asks_what_to_do(text)) and _is_about_paying(view):
        return [Lookup(query) for query in _WAYS_OUT]
    if (of_fraud := of_a_thief(view)) is not None:
        return [Lookup(of_fraud)]
    if _INSOLVENCY.search(view.last.topic or "") and _ELSEWHERE.fullmatch(text):
        return [Lookup(_OUTSIDE_THE_PILOT)]
    if view.supplied.paper == "payment_order_objection" and _GROUNDS.search(text):
        return [Lookup(_OBJECTION)]
    if (instead := look_up_instead(view.text, view.asked_last)) is not None:
        return [Lookup(instead)]
    if view.goes_on_asking and not view.tells_more and view.last_question is not None:
        return [Lookup(_without_amounts(spelt(view.last_question), view.as_of))]
    if view.last.sums and _SETTLES_EARLY.fullmatch(text):
        return [Lookup(_SETTLING_EARLY)]
    if _asks_the_fee(view):
        return [Lookup(_FEES)]
    if _tells_that_it_is_paid(view):
        return [Lookup(_AFTER_SETTLING)]
    if _was_hardly_late(view) and _RECORDED.search(text) and not _HOW_LONG.search(text):
        return [Lookup(_ONE_DAY_LATE)]
    if (other := _same_for_another_product(view)) is not None:
        return [Lookup(other)]
    alone = [_without_amounts(spelt(q), view.as_of) for q in view.request.questions]
    alone = [_with_product(query, view) for query in alone if query] or [view.text]
    inside: tuple[str, ...] = ()
    if len(alone) == 2 and alone[1] in alone[0]:
        inside = (alone[1],)  # a story, and the question at its end
    elif len(alone) > 1:
        return [Lookup(query) for query in alone]
    query = alone[0]
    if (state := _state_told(view)) is not None:
        return [Lookup(query, ((state, _ALONE),))]
    if inside and len(query) > _LONG_STORY:
        query, inside = inside[0], (query,)  # what is asked counts for more than what was told
    within = tuple((each, _ALONE) for each in inside)
    within += tuple((wanted, _BESIDE) for wanted in wanted_by_a_thief(view.text))
    meant = also_behind(query, view.situation, debtor=view.is_debtor)
    if meant is not None:  # what was spoken of last is not what it is about
        return [Lookup(query, (*within, (meant, _ALONE)) if meant != query else within)]
    if view.previous is None:
        return [Lookup(query, within)]
    within = within if len(query) > _STORY else ()
    before = (
        (view.last.topic, _BEHIND_TOPIC),
        (_without_amounts(view.last_question or view.previous, view.as_of), _BEHIND_MESSAGE),
    )
    behind = tuple(
        (f"{b} {query}", weight)
        for b, weight in before
        if b and len(b) >= _SAYS_SOMETHING and b != query
    )
    return [Lookup(query, (*within, *behind), goes_on(query), view.last.topic)]


def _state_told(view: View) -> str | None:
    """What to look up first for someone who has just told of a state that changes everything."""
    before = {known.value for known in view.before.about}
    return next(
        (
            _FOR_STATE[known.value]
            for known in view.situation.about
            if known.value in _FOR_STATE and known.value not in before
        ),
        None,
    )


def _with_product(query: str, view: View) -> str:
    """会上征信吗 of someone who owes 花呗 asks about 花呗, and not about 白条."""
    main = view.situation.product
    if not view.owes_another or main is None or next(products(query), None) is not None:
        return query
    return f"{PRODUCTS.get(main.value, '')}{query}"


def _same_for_another_product(view: View) -> str | None:
    """花呗也一样吗, 那金条呢: the question before, about this product."""
    name = product_alone(view.text)
    before = view.last_question
    if name is None or before is None:
        return None
    for mention in reversed(list(products(before))):
        before = before[: mention.start] + name + before[mention.end :]
    return before if name in before else f"{name}{before}"


def _is_about_paying(view: View) -> bool:
    if "借" in (view.last.topic or "") or "贷" in (view.last.topic or ""):
        return True  # a loan to pay with was talked about
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
    """
    if not found:
        return []
    hits = [_own_first(lookup.best(found), lookup) for lookup in lookups]
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


def _own_first(answers: list[Answer], lookup: Lookup) -> list[Answer]:
    """A question about 花呗 is answered by the article on it, where that was found near the top."""
    named = {mention.id for mention in products(lookup.alone)} - _GENERAL
    if len(named) != 1 or _MINIMUM.search(lookup.alone):
        return answers
    if answers and answers[0].title == lookup.told_last:
        return answers  # it goes on with what was told
    if any(name == "scams" for name, _ in lookup.leans):
        return answers  # the name is the thief's
    (product,) = named
    if not answers or (answers[0].calculation != _LATENESS and "白条" not in answers[0].title):
        return answers  # it is about something else than one product
    own = next(
        (a for a in answers[:_NEAR_TOP] if a.slug.startswith(_STEMS.get(product, product))), None
    )
    return [own, *(a for a in answers if a is not own)] if own else answers


def _was_told(answer: Answer, shown: Collection[str]) -> bool:
    lead = answer.lead
    return lead is not None and any(bare(line.text) in shown for line in lead.sentences)


def _asks_the_fee(view: View) -> bool:
    """利息呢, of someone whose debt is known and whose delay is not."""
    s = view.situation
    return (
        s.amount is not None
        and not view.request.sums
        and _FEE_ALONE.fullmatch(view.text) is not None
    )


def _tells_that_it_is_paid(view: View) -> bool:
    """上个月15号该还 昨天还的, and nothing is asked: the delay was long enough to be recorded."""
    only = not asks_something(view.text) and not tells_more(view.text, view.as_of)
    days = _days_until_paid(view)
    return only and days is not None and days > _BARELY


def _was_hardly_late(view: View) -> bool:
    """昨天到期忘了 今早还了: nobody can say that it was recorded at all."""
    days = _days_until_paid(view)
    return days is not None and days <= _BARELY


def _days_until_paid(view: View) -> Decimal | None:
    """How late it was, of somebody who tells now that it is paid."""
    days = view.situation.days_on(view.as_of)
    told = "settled_on" in view.told and view.is_settled
    return days.high if told and days is not None else None


def _without_amounts(text: str, as_of: date) -> str:
    """The question without its sums of money, which say nothing about what is asked.

    一分钱 and 一毛钱 are no sums but words for nothing at all.
    """
    for quantity in reversed(find_quantities(text, today=as_of)):
        if quantity.unit == "yuan" and quantity.high >= 1:
            text = text[: quantity.start] + text[quantity.end :]
    return _COVERED.sub("", text).replace("俩月", "两个月").strip(" ，,、")
