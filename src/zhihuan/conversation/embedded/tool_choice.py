"""Which tools the embedded brain picks: what to look up, what to work out, what to ask.

first     search for each question, and the sums that the message clearly calls for
second    a sum that the article found names, and the one question worth asking
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from langchain_core.messages import BaseMessage

from zhihuan.conversation.found import Answer, answers_in, sums_in
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.understanding import goes_on, is_about_being_late
from zhihuan.conversation.view import View

# Facts that belong beside a sum, found like any other.
COMPANIONS = {
    "installment_plan": "已经逾期了还能不能办分期",
    "compare_plans": "提前结清分期怎么收费划算吗",
}
CONTACT_QUERY = "怎么联系官方客服找真人"

# Beside a sum, an article must be about as good as this to be told as well; so must the article
# for a further question of the same message.
_GOOD = 0.7
# Two answers whose scores differ by less are equally good.
_CLOSE = 0.06

# The same field, asked for another reason.
_FOR_PLAN = "-for-plan"

# Private data that was masked says nothing about what is asked either.
_COVERED = re.compile("〔[^〕]*〕")

Call = tuple[str, dict[str, str]]


def first_calls(view: View) -> list[Call]:
    talk = view.request.talk
    if talk == "human":
        return [
            ("search_library", {"query": CONTACT_QUERY}),
            ("hand_off", {"reason": "对方要找真人"}),
        ]
    if talk not in ("none", "assent") or (talk == "assent" and not view.request.sums):
        return []
    calls = [
        call for kind in view.request.sums for call in _sum_calls(kind, view.situation, view.as_of)
    ]
    if view.only_tells:
        ask = _missing(view.situation, view.asked)
        return [("ask_for", {"field": ask})] if ask else []
    if view.only_figures and calls:
        late = view.is_late
        queries = [COMPANIONS[kind] for kind in view.request.sums if late and kind in COMPANIONS][
            :1
        ]
    else:
        queries = _queries(view)
    return [*(("search_library", {"query": query}) for query in queries), *calls]


def _queries(view: View) -> list[str]:
    queries = [_without_amounts(q, view.as_of) for q in view.request.questions]
    if view.previous and len(queries) == 1 and goes_on(queries[0]):
        # 为什么 · 还有别的办法吗: what it is about was said before
        queries = [f"{_without_amounts(view.previous, view.as_of)} {queries[0]}"]
    return [query for query in queries if query] or [view.text]


def _without_amounts(text: str, as_of: date) -> str:
    """The question without its sums of money, which say nothing about what is asked."""
    for quantity in reversed(find_quantities(text, today=as_of)):
        if quantity.unit == "yuan":
            text = text[: quantity.start] + text[quantity.end :]
    return _COVERED.sub("", text).strip(" ，,、")


def second_calls(view: View, since: Sequence[BaseMessage]) -> list[Call]:
    answers = chosen_answers(view, since)
    done = {computed.kind for computed in sums_in(since)}
    calls: list[Call] = []
    named = answers[0].calculation if answers else None
    if named == "credit_record" and named not in done and view.situation.settled_on:
        calls += _sum_calls("credit_record", view.situation, view.as_of)
    ask = worth_asking(view, answers, done)
    if ask is not None:
        calls.append(("ask_for", {"field": ask.removesuffix(_FOR_PLAN)}))
    return calls


def worth_asking(view: View, answers: Sequence[Answer], done: set[str]) -> str | None:
    """The one thing that would help most, if it is not known and was never asked for."""
    s = view.situation
    late = s.days_late is not None or s.due is not None
    hypothetical = s.days_late is not None and s.days_late.hypothetical
    named = answers[0].calculation if answers else None
    wishes: list[str] = []
    if "overdue_cost" in done:
        wishes = [] if s.budget else ["budget"]
    elif done & {"installment_plan", "compare_plans"}:
        wishes = [] if s.fee_rate else ["fee_rate"]
    elif named == "overdue_cost" and not hypothetical and is_about_being_late(view.text):
        told_days = any(q.unit == "days" for q in find_quantities(view.text, today=view.as_of))
        wishes = ([] if late or told_days else ["days"]) + ([] if s.amount else ["amount"])
    elif named in ("installment_plan", "compare_plans"):
        wishes = ([] if s.amount else ["amount-for-plan"]) + ([] if s.budget else ["budget"])
    elif named == "credit_record" and not s.settled_on and "清" in view.text:
        wishes = ["settled_on"]
    return next((w for w in wishes if w.removesuffix(_FOR_PLAN) not in view.asked), None)


def _missing(s: Situation, asked: frozenset[str]) -> str | None:
    """What is still needed before anything can be worked out."""
    known = {
        "days": s.days_late is not None or s.due is not None,
        "amount": s.amount is not None,
        "budget": s.budget is not None,
    }
    return next(
        (field for field, is_known in known.items() if not is_known and field not in asked), None
    )


def chosen_answers(view: View, since: Sequence[BaseMessage]) -> list[Answer]:
    """The best article for each question, each once.

    The first question may be the whole message, with the second inside it: then whichever of
    the two is answered better counts, and the question alone where they are close.
    """
    found = list(answers_in(since).items())
    sums = sums_in(since)
    if (view.only_figures and sums) or not found:
        return []
    if len(found) == 2 and found[1][0] in found[0][0]:
        whole, alone = found[0][1], found[1][1]
        found = [
            found[1]
            if alone and (not whole or alone[0].score >= whole[0].score - _CLOSE)
            else found[0]
        ]
    chosen: list[Answer] = []
    least = _GOOD if sums else 0.0
    for _, hits in found:
        if not hits or any(hits[0].slug == answer.slug for answer in chosen):
            continue
        if hits[0].score >= (_GOOD if chosen else least):
            chosen.append(hits[0])
    return chosen


def _sum_calls(kind: str, s: Situation, as_of: date) -> list[Call]:
    """The calls for a sum.

    Where the person gave a range, being late is worked out for both ends of it; a plan for the
    upper end alone, so that what fits fits in any case.
    """
    product = {"product": s.product.value} if s.product else {}
    fee = {"fee_rate": f"{s.fee_rate.value * 100:f}"} if s.fee_rate else {}
    if kind == "credit_record" and s.settled_on:
        return [("credit_record", {"settled": s.settled_on.value.isoformat()})]
    if s.amount is None:
        return []
    low, high = s.amount.value.low, s.amount.value.high
    if kind == "overdue_cost":
        days = s.days_on(as_of)
        if days is None:
            return []
        daily = {"daily_rate": f"{s.daily_rate.value * 100:f}"} if s.daily_rate else {}
        ends = dict.fromkeys(((low, days.low), (high, days.high)))
        return [
            (
                "overdue_cost",
                {"amount": f"{amount:f}", "days": f"{int(d)}", **product, **daily},
            )
            for amount, d in ends
        ]
    amount = f"{high:f}"
    if kind == "installment_plan" and s.periods:
        periods = str(s.periods.value)
        return [("plan_installments", {"principal": amount, "periods": periods, **fee, **product})]
    if kind == "compare_plans":
        budget = {"budget": f"{s.budget.value.low:f}"} if s.budget else {}
        return [("compare_plans", {"principal": amount, **fee, **budget, **product})]
    return []
