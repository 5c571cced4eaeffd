"""Which tools the embedded brain picks: what to look up, what to work out, what to ask.

first     search for each question, and the sums that the message clearly calls for
second    a sum that rests on one of the first, and the one question worth asking
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from langchain_core.messages import BaseMessage

from zhihuan.conversation.debts_told import (
    is_several,
    lacks_minimums,
    lacks_rates,
    owes_something,
)
from zhihuan.conversation.embedded.debt_calls import Call
from zhihuan.conversation.embedded.debts_wanted import DEBT_SUMS
from zhihuan.conversation.embedded.lookups import Lookup, chosen, lookups_of
from zhihuan.conversation.embedded.papers_wanted import (
    due_day,
    letter_wanted,
    pasted,
    timeline_call,
    wants_timeline,
)
from zhihuan.conversation.embedded.price_wanted import (
    DAYS_IN_YEAR,
    PRICES,
    asks_how_dear,
    missing_of_instalments,
)
from zhihuan.conversation.embedded.questions import asks_something, goes_on, picked
from zhihuan.conversation.embedded.sum_calls import Given, price_of, sum_calls
from zhihuan.conversation.embedded.sums_wanted import Sum, is_about_being_late, pays_minimums
from zhihuan.conversation.embedded.unanswered import (
    is_only_private,
    look_up_instead,
    says_nothing,
    wont_say,
)
from zhihuan.conversation.embedded.view import View
from zhihuan.conversation.expenses_told import covers_living
from zhihuan.conversation.found import Answer, Computed, answers_in, complaints_in, sums_in
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.situation import Situation

# Facts that belong beside a sum, found like any other.
COMPANIONS: dict[str, str] = {
    "installment_plan": "已经逾期了还能不能办分期",
    "yearly_cost": "法院最多支持多少利息",
}
CONTACT_QUERY = "怎么联系官方客服找真人"

_HOPELESS = "压力太大、睡不着，撑不住了怎么办"

# Beside a sum, an article must be about as good as this to be told as well.
_GOOD = 0.78
# After so many answers without anything to say, a human is called.
_PATIENCE = 1

# A bill, of which nobody said that it is past its day.
_BILL = re.compile("账单|本期|这期|应还|最低")
# The same field, asked for another reason.
_FOR_PLAN = "-for-plan"


def first_calls(view: View) -> list[Call]:
    talk = view.request.talk
    if talk == "human":
        return [
            ("search_library", {"query": CONTACT_QUERY}),
            ("hand_off", {"reason": "对方要找真人"}),
        ]
    meant = picked(view.text, view.offered)
    if talk not in ("none", "assent") or (talk == "assent" and not (view.request.sums or meant)):
        return []
    if papers := _papers(view):
        return papers
    if is_only_private(view.text) or asks_of_nothing(view):
        return []
    if wont_say(view.text) or (says_nothing(view.text) and _nothing_to_look_up(view)):
        return []
    calls = [
        call for kind in view.request.sums if not _waits(kind, view) for call in _calls(kind, view)
    ]
    of_loan = missing_of_instalments(view.heard)
    if of_loan and view.supplied.loan.is_running and of_loan not in view.asked:
        return [("ask_for", {"field": of_loan})]
    if view.only_tells and not (view.tells_more or view.goes_on_asking):
        return _ask_for_missing(view)
    searches = [
        ("search_library", arguments)
        for lookup in _lookups(view, bool(calls))
        for arguments in lookup.searches
    ]
    return [*searches, *calls]


def _ask_for_missing(view: View) -> list[Call]:
    """The figure still needed; nothing is asked of somebody who was just in distress."""
    if is_after_distress(view):
        return []
    ask = _missing(view.situation, view.asked | _not_to_be_asked(view))
    return [("ask_for", {"field": ask})] if ask else []


def is_after_distress(view: View) -> bool:
    """Whether the answer before was for somebody who can hardly bear it."""
    return view.last.topic == _HOPELESS or view.after_crisis


def asks_of_nothing(view: View) -> bool:
    """为什么, 怎么办, and nothing was said before."""
    return view.previous is None and goes_on(view.text) and not view.told


def _papers(view: View) -> list[Call]:
    """A letter, a notice or a timeline answers the whole message."""
    if text := pasted(view.text):
        return [("read_notice", {"text": text})]
    if letter := letter_wanted(view.text):
        return [("write_letter", {"letter": letter})]
    due = due_day(view.situation, view.as_of) if wants_timeline(view.text) else None
    return [timeline_call(view.situation, due)] if due and due <= view.as_of else []


def _nothing_to_look_up(view: View) -> bool:
    return look_up_instead(view.text, view.asked_last) is None


def _lookups(view: View, computing: bool) -> list[Lookup]:
    if view.only_figures and computing:
        if view.request.explain:
            return []
        beside = [
            COMPANIONS[kind]
            for kind in view.request.sums
            if kind in COMPANIONS and (view.is_late or kind != "installment_plan")
        ]
        return [Lookup(query) for query in beside[:1]]
    return lookups_of(view)


def second_calls(view: View, since: Sequence[BaseMessage]) -> list[Call]:
    if _papers(view):
        return []
    answers, sums = chosen_answers(view, since), sums_in(since)
    if view.only_tells and not answers:
        return _ask_for_missing(view) if view.tells_more or view.goes_on_asking else []
    done = {computed.kind for computed in sums}
    calls: list[Call] = []
    if "what_if_paid" in view.request.sums and complaints_in(since):
        calls += _calls("after_payments", view)  # no rate is known, but what is left is
    named = answers[0].calculation if answers else None
    if named == "credit_record" and named not in done:
        calls += _calls("credit_record", view)
    means = next((computed.result for computed in sums if computed.kind == "affordability"), None)
    for kind in view.request.sums:
        if means and _waits(kind, view):
            calls += _calls(kind, view, left=means["budget"])
            done.add(kind)
    one_debt = view.situation.amount is not None and not is_several(view.situation)
    if (
        means
        and means["budget"]
        and one_debt
        and not lacks_living(view)
        and "compare_plans" not in done
    ):
        assert view.situation.amount is not None
        amount = f"{view.situation.amount.value.high:f}"
        given = {"principal": amount, "budget": str(means["budget"])}
        calls.append(("compare_plans", given | price_of(view.situation)))
        done.add("compare_plans")
    calls += [
        ("check_lines", {"yearly": f"{exact:.6f}"})
        for exact in dict.fromkeys(_yearly_rates(sums, asks_how_dear(view.text)))
    ]
    if not answers and not sums and view.last.unhelped >= _PATIENCE and _wants_an_answer(view):
        calls.append(("hand_off", {"reason": "连着两次没有答上来"}))
    ask = worth_asking(view, answers, done)
    if ask == "annual_rates" and means is not None and not means["budget"]:
        ask = None  # nothing is left: in which order to pay is not the question
    if ask is not None:
        calls.append(("ask_for", {"field": ask.removesuffix(_FOR_PLAN)}))
    return calls


def _yearly_rates(sums: Sequence[Computed], dear: bool) -> Iterator[Decimal]:
    """The yearly rates in percent that are held against the lines: of instalments as they are paid,
    and where it is asked whether it is `dear`, of a plan or of what being late costs a day."""
    for computed in sums:
        result = computed.result
        if computed.kind == "yearly_cost" or (dear and computed.kind == "installment_plan"):
            if result["rate_percent"] is not None:
                yield Decimal(result["rate_percent"]["simple"])
        elif dear and computed.kind == "overdue_cost":
            for end in ("per_day_low", "per_day_high"):
                yield Decimal(result[end]) * DAYS_IN_YEAR * 100 / Decimal(result["amount"])


def _waits(kind: Sum, view: View) -> bool:
    """Whether a sum waits for what is left each month to be worked out."""
    return kind in DEBT_SUMS and "affordability" in view.request.sums


def lacks_living(view: View) -> bool:
    """Whether what they eat was never told: a plan would be made with too much."""
    return not covers_living(view.situation)


def _wants_an_answer(view: View) -> bool:
    wants = asks_something(view.text) or "帮我" in view.text
    return view.request.talk == "none" and not view.only_tells and wants


def worth_asking(view: View, answers: Sequence[Answer], done: set[str]) -> str | None:
    """The one thing that would help most, if it is not known and was never asked for."""
    if is_after_distress(view):
        return None
    s = view.situation
    late = s.days_late is not None or s.due is not None
    hypothetical = s.days_late is not None and s.days_late.hypothetical
    named = answers[0].calculation if answers else None
    wishes: list[str] = []
    if (of_loan := missing_of_instalments(view.heard)) is not None:
        wishes = [of_loan]
    elif (
        view.request.explain
        or look_up_instead(view.text, view.asked_last)
        or done & ({"minimum_only", "early_settlement", "yearly_cost"} | PRICES)
        or asks_how_dear(view.text)
    ):
        wishes = []
    elif "compare_payoffs" in done:
        wishes = ["minimums"] if lacks_minimums(s) else []
    elif "debts_together" in done:
        wishes = ([] if s.budget or s.income else ["budget"]) + (
            ["annual_rates"] if lacks_rates(s) else []
        )
    elif done & {"installment_plan", "compare_plans"}:
        wishes = [] if s.fee_rate or s.annual_rate else ["fee_rate"]
    elif "affordability" in done and lacks_living(view):
        wishes = ["spending"]
    elif "affordability" in done:
        wishes = [] if owes_something(s) else ["amount-for-plan"]
    elif "overdue_cost" in done:
        wishes = [] if s.budget or s.income or view.supplied.late else ["budget"]
    elif named == "overdue_cost" and not hypothetical and is_about_being_late(view.text):
        told_days = any(q.unit == "days" for q in find_quantities(view.text, today=view.as_of))
        wishes = ([] if late or told_days else ["days"]) + ([] if owes_something(s) else ["amount"])
    elif named in ("installment_plan", "compare_plans"):
        wishes = ([] if owes_something(s) else ["amount-for-plan"]) + (
            [] if s.budget else ["budget"]
        )
    elif named == "credit_record" and not s.settled_on and "清" in view.text:
        wishes = ["settled_on"]
    unwanted = view.asked | _not_to_be_asked(view)
    return next((w for w in wishes if w.removesuffix(_FOR_PLAN) not in unwanted), None)


def _not_to_be_asked(view: View) -> frozenset[str]:
    """账单是3000 is not late; what is settled is not to be paid."""
    if view.is_settled:
        return frozenset(("days", "budget", "amount"))
    on_time = _BILL.search(view.text) and not is_about_being_late(view.text)
    on_time = on_time or pays_minimums(view.text)
    return frozenset(("days",)) if on_time else frozenset()


def _missing(s: Situation, asked: frozenset[str]) -> str | None:
    """What is still needed before anything can be worked out."""
    known = {
        "days": s.days_late is not None or s.due is not None,
        "amount": owes_something(s),
        "budget": s.budget is not None,
    }
    return next(
        (field for field, is_known in known.items() if not is_known and field not in asked), None
    )


def chosen_answers(view: View, since: Sequence[BaseMessage]) -> list[Answer]:
    """The best article for each question, each once."""
    sums, found = sums_in(since), answers_in(since)
    if view.request.talk == "human":
        return list(found.get(CONTACT_QUERY, ()))[:1]
    if view.only_figures and sums:
        return []
    least = _GOOD if sums or view.tells_more else 0.0
    return chosen(lookups_of(view), found, view.shown, least=least)


def _calls(kind: Sum, view: View, left: str | None = None) -> list[Call]:
    given = Given(view.situation, view.supplied, view.sums_from, view.as_of, left)
    return sum_calls(kind, given)
