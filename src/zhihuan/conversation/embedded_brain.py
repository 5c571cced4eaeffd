"""The embedded brain: a LangChain chat model with no language model inside.

It reads the Situation out of what the person said, lets retrieval decide what is being asked,
calls the same tools as any other model, and composes the answer from what they bring back:

    message ──▶ search (and the sums that are clearly called for)
            ──▶ a sum that an article names, and the one question worth asking
            ──▶ the answer, sentence by sentence

Human messages carry, in `additional_kwargs`: `as_of` (the day, ISO), `asked` (what the turn
before asked for) and `done` (the kinds of sums done before). Without them it still answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from zhihuan.clock import today
from zhihuan.conversation.composer import Draft, bare, compose
from zhihuan.conversation.found import Answer, answers_in, complaints_in, sums_in
from zhihuan.conversation.phrases import has_phrase, phrase
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.sentences import SentenceStream
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Situation, Utterance, changes
from zhihuan.conversation.understanding import (
    Request,
    asks_something,
    is_about_being_late,
    is_correction,
    questions_of,
    sums_wanted,
    talk_of,
)

# Facts that belong beside a sum, found like any other.
COMPANIONS = {
    "installment_plan": "已经逾期了还能不能办分期",
    "compare_plans": "提前结清分期怎么收费划算吗",
}
CONTACT_QUERY = "怎么联系官方客服找真人"

# Messages up to this many characters can be about figures alone.
_SHORT = 24

# Beside a sum, an article must be about as good as this to be told as well.
_BESIDE_A_SUM = 0.7

# A further question of the same message is answered only if its own article is this good.
_SECOND_SCORE = 0.7
_CLOSE = 0.06

# The same field, asked for another reason.
_FOR_PLAN = "-for-plan"

Call = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the brain makes of the conversation up to now."""

    text: str
    as_of: date
    before: Situation
    situation: Situation
    request: Request
    asked: frozenset[str]
    shown: frozenset[str]
    previous: str | None
    told: frozenset[str]


class EmbeddedBrain(BaseChatModel):
    """Answers from the library and the calculators alone."""

    @property
    def _llm_type(self) -> str:
        return "zhihuan-embedded"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """It knows its tools by name already."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=reply_to(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = reply_to(messages)
        calls = [
            {"name": c["name"], "args": json.dumps(c["args"]), "id": c["id"], "index": n}
            for n, c in enumerate(reply.tool_calls)
        ]
        if calls:
            yield ChatGenerationChunk(
                message=AIMessageChunk(content="", tool_call_chunks=calls)  # type: ignore[arg-type]  # plain dicts of its shape
            )
            return
        for line in str(reply.content).splitlines(keepends=True):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=line))
            if run_manager:
                run_manager.on_llm_new_token(line, chunk=chunk)
            yield chunk


def reply_to(messages: Sequence[BaseMessage]) -> AIMessage:
    """The next message: tool calls while something is still to be looked up, then the answer."""
    start = max(n for n, m in enumerate(messages) if isinstance(m, HumanMessage))
    history, current, since = messages[:start], messages[start], messages[start + 1 :]
    reading = _read(history, current)
    rounds = sum(1 for m in since if isinstance(m, AIMessage))
    calls = _first_calls(reading) if rounds == 0 else []
    if rounds == 1:
        calls = _second_calls(reading, since)
    if calls:
        return AIMessage(
            "",
            tool_calls=[
                {"name": name, "args": args, "id": f"call-{start}-{rounds}-{n}"}
                for n, (name, args) in enumerate(calls)
            ],
        )
    return AIMessage(_answer(reading, since))


def _read(history: Sequence[BaseMessage], current: BaseMessage) -> Reading:
    said = [m for m in history if isinstance(m, HumanMessage)]
    utterances = [_utterance(m) for m in [*said, current]]
    before, situation = read_situation(utterances[:-1]), read_situation(utterances)
    done = current.additional_kwargs.get("done") or ()
    text = utterances[-1].text
    changed = changes(before, situation)
    talk = talk_of(text)
    request = Request(
        talk=talk,
        questions=questions_of(text),
        sums=() if talk not in ("none", "assent") else sums_wanted(text, situation, changed, done),
        corrected=is_correction(text, changed),
    )
    asked = {u.asked for u in utterances if u.asked}
    shown = {
        bare(sentence.text)
        for message in history
        if isinstance(message, AIMessage) and message.content
        for sentence in _sentences(str(message.content))
    }
    previous = utterances[-2].text if len(utterances) > 1 else None
    return Reading(
        text, utterances[-1].said_on, before, situation, request, frozenset(asked),
        frozenset(shown), previous, frozenset(change.field for change in changed),
    )  # fmt: skip


def _utterance(message: BaseMessage) -> Utterance:
    as_of = message.additional_kwargs.get("as_of")
    return Utterance(
        str(message.content),
        date.fromisoformat(as_of) if as_of else today(),
        message.additional_kwargs.get("asked"),
    )


def _sentences(text: str) -> list[Any]:
    stream = SentenceStream()
    return [*stream.feed(text), *stream.flush()]


def _first_calls(reading: Reading) -> list[Call]:
    talk = reading.request.talk
    if talk == "human":
        return [
            ("search_library", {"query": CONTACT_QUERY}),
            ("hand_off", {"reason": "对方要找真人"}),
        ]
    if talk not in ("none", "assent") or (talk == "assent" and not reading.request.sums):
        return []
    calls = [
        call
        for kind in reading.request.sums
        for call in _sum_calls(kind, reading.situation, reading.as_of)
    ]
    if _only_tells(reading):
        ask = _missing(reading.situation, reading.asked)
        return [("ask_for", {"field": ask})] if ask else []
    if _only_figures(reading) and calls:
        late = reading.situation.days_on(reading.as_of) is not None
        queries = [
            COMPANIONS[kind] for kind in reading.request.sums if late and kind in COMPANIONS
        ][:1]
    else:
        queries = _queries(reading)
    return [*(("search_library", {"query": query}) for query in queries), *calls]


def _only_figures(reading: Reading) -> bool:
    """Whether the message gives or asks for figures and nothing else: the sums are the answer."""
    sums = set(reading.request.sums)
    if sums and not asks_something(reading.text):
        return reading.previous is not None
    plans = sums & {"installment_plan", "compare_plans"}
    return bool(plans) and len(reading.text) <= _SHORT and not _late_anew(reading)


def _late_anew(reading: Reading) -> bool:
    """Whether being late was told of just now, so that more is asked than a plan."""
    return "overdue_cost" in reading.request.sums and not reading.request.corrected


def _only_tells(reading: Reading) -> bool:
    """Whether the message only adds to what is known, and not enough yet for a sum."""
    return (
        reading.previous is not None
        and not reading.request.sums
        and bool(reading.told)
        and not asks_something(reading.text)
        and len(reading.text) <= _SHORT
    )


def _queries(reading: Reading) -> list[str]:
    queries = [_without_amounts(q, reading.as_of) for q in reading.request.questions]
    if reading.previous and len(queries) == 1 and len(queries[0]) <= 7:
        # 为什么 · 还有别的办法吗: what it is about was said before
        queries = [f"{_without_amounts(reading.previous, reading.as_of)} {queries[0]}"]
    return [query for query in queries if query] or [reading.text]


def _without_amounts(text: str, as_of: date) -> str:
    """The question without its sums of money, which say nothing about what is asked."""
    for quantity in reversed(find_quantities(text, today=as_of)):
        if quantity.unit == "yuan":
            text = text[: quantity.start] + text[quantity.end :]
    return text.strip(" ，,、")


def _second_calls(reading: Reading, since: Sequence[BaseMessage]) -> list[Call]:
    answers = _answers(reading, since)
    done = {computed.kind for computed in sums_in(since)}
    calls: list[Call] = []
    named = answers[0].calculation if answers else None
    if named == "credit_record" and named not in done and reading.situation.settled_on:
        calls += _sum_calls("credit_record", reading.situation, reading.as_of)
    ask = _worth_asking(reading, answers, done)
    if ask is not None:
        calls.append(("ask_for", {"field": ask.removesuffix(_FOR_PLAN)}))
    return calls


def _worth_asking(reading: Reading, answers: Sequence[Answer], done: set[str]) -> str | None:
    """The one thing that would help most, if it is not known and was never asked for."""
    s = reading.situation
    late = s.days_late is not None or s.due is not None
    hypothetical = s.days_late is not None and s.days_late.hypothetical
    named = answers[0].calculation if answers else None
    wishes: list[str] = []
    if "overdue_cost" in done:
        wishes = [] if s.budget else ["budget"]
    elif done & {"installment_plan", "compare_plans"}:
        wishes = [] if s.fee_rate else ["fee_rate"]
    elif named == "overdue_cost" and not hypothetical and is_about_being_late(reading.text):
        wishes = ([] if late else ["days"]) + ([] if s.amount else ["amount"])
    elif named in ("installment_plan", "compare_plans"):
        wishes = ([] if s.amount else ["amount-for-plan"]) + ([] if s.budget else ["budget"])
    elif named == "credit_record" and not s.settled_on and "清" in reading.text:
        wishes = ["settled_on"]
    return next((w for w in wishes if w.removesuffix(_FOR_PLAN) not in reading.asked), None)


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


def _answers(reading: Reading, since: Sequence[BaseMessage]) -> list[Answer]:
    """The best article for each question, each once.

    The first question may be the whole message, with the second inside it: then whichever of
    the two is answered better counts, and the question alone where they are close.
    """
    found = list(answers_in(since).items())
    sums = sums_in(since)
    if (_only_figures(reading) and sums) or not found:
        return []
    if len(found) == 2 and found[1][0] in found[0][0]:
        whole, alone = found[0][1], found[1][1]
        found = [
            found[1]
            if alone and (not whole or alone[0].score >= whole[0].score - _CLOSE)
            else found[0]
        ]
    chosen: list[Answer] = []
    least = _BESIDE_A_SUM if sums else 0.0
    for _, hits in found:
        if not hits or any(hits[0].slug == answer.slug for answer in chosen):
            continue
        if hits[0].score >= (_SECOND_SCORE if chosen else least):
            chosen.append(hits[0])
    return chosen


def _answer(reading: Reading, since: Sequence[BaseMessage]) -> str:
    talk = reading.request.talk
    answers, sums = _answers(reading, since), sums_in(since)
    if talk == "human":
        return _hand_off_text(answers)
    if talk != "none" and not sums and has_phrase(talk):
        return phrase(talk)
    complaints = complaints_in(since)
    ask = _asked_now(since)
    if _only_tells(reading):
        return phrase("noted") + (phrase(f"ask-{ask}") if ask else phrase("go-on"))
    if not answers and not sums and not complaints:
        known = is_about_being_late(reading.text) or "征信" in reading.text
        return phrase("not-known" if known else "out-of-scope")
    return compose(
        Draft(
            answers=answers,
            companion=_companion(reading, since),
            sums=sums,
            complaints=complaints,
            ask=ask and _worth_asking(reading, answers, {s.kind for s in sums}),
            opening=_opening(reading, answers),
            sums_first=_only_figures(reading),
            amount=_exact_amount(reading.situation),
            shown=reading.shown,
        )
    )


def _companion(reading: Reading, since: Sequence[BaseMessage]) -> tuple[str, Answer] | None:
    if not (_only_figures(reading) and sums_in(since)):
        return None
    for kind, query in COMPANIONS.items():
        hits = answers_in(since).get(query)
        if hits:
            return kind, hits[0]
    return None


def _exact_amount(situation: Situation) -> str | None:
    known = situation.amount
    if known is None or known.value.low != known.value.high:
        return None
    return f"{known.value.low:,f}"


def _opening(reading: Reading, answers: Sequence[Answer]) -> str | None:
    if reading.request.corrected and reading.request.sums:
        return "recomputed"
    return "more-questions" if len(answers) > 1 else None


def _asked_now(since: Sequence[BaseMessage]) -> str | None:
    return next(
        (
            m.artifact["field"]
            for m in since
            if isinstance(m, ToolMessage)
            and isinstance(m.artifact, dict)
            and m.artifact.get("tool") == "ask"
            and "field" in m.artifact
        ),
        None,
    )


def _hand_off_text(answers: Sequence[Answer]) -> str:
    if not answers or answers[0].lead is None:
        return phrase("hand-off") + phrase("hand-off-unknown")
    lead = answers[0].lead
    quoted = "".join(f"{text}[{lead.handle}]" for text, _ in lead.sentences[:3])
    return phrase("hand-off") + quoted


def _sum_calls(kind: str, s: Situation, as_of: date) -> list[Call]:
    """The calls for a sum: two where the person gave a range, one for each end."""
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
    amounts = dict.fromkeys((low, high))
    if kind == "installment_plan" and s.periods:
        return [
            (
                "plan_installments",
                {"principal": f"{a:f}", "periods": str(s.periods.value), **fee, **product},
            )
            for a in amounts
        ]
    if kind == "compare_plans":
        budget = {"budget": f"{s.budget.value.low:f}"} if s.budget else {}
        return [
            ("compare_plans", {"principal": f"{a:f}", **fee, **budget, **product}) for a in amounts
        ]
    return []
