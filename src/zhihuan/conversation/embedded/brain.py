"""The embedded brain: a LangChain chat model with no language model inside.

It reads the Situation out of what the person said, lets retrieval decide what is being asked,
calls the same tools as any other model, and composes the answer from what they bring back:

    message ──▶ search (and the sums that are clearly called for)
            ──▶ a sum that an article names, and the one question worth asking
            ──▶ the answer, sentence by sentence

What it makes of the messages is in `view`, which tools it picks in `tool_choice` (what to look up
in `lookups`, which sums in `sums_wanted`), how it puts an answer together in `composer`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
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

from zhihuan.conversation.debts_told import debts_of, is_several, rates_known
from zhihuan.conversation.embedded.composer import Draft, bare, compose
from zhihuan.conversation.embedded.openings import openings_of
from zhihuan.conversation.embedded.paper_sentences import told_papers
from zhihuan.conversation.embedded.payments_wanted import is_unsure
from zhihuan.conversation.embedded.price_wanted import OF_INSTALMENTS, PRICES, asks_how_dear
from zhihuan.conversation.embedded.sums_wanted import (
    asks_for_figure,
    asks_how_long,
    is_about_being_late,
    is_known_late,
    is_to_come,
)
from zhihuan.conversation.embedded.told_sums import Manner
from zhihuan.conversation.embedded.tool_choice import (
    COMPANIONS,
    asks_of_nothing,
    chosen_answers,
    first_calls,
    is_after_distress,
    lacks_living,
    second_calls,
    worth_asking,
)
from zhihuan.conversation.embedded.unanswered import is_only_private, says_nothing, wont_say
from zhihuan.conversation.embedded.view import View, view_of
from zhihuan.conversation.found import Answer, Computed, answers_in, complaints_in, near_in, sums_in
from zhihuan.conversation.phrases import has_phrase, phrase
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.vocabulary import GENERIC, OTHERS

CARD = "credit-card"
_NAMED = {
    "amount": ("", "元"),
    "days_late": ("", "天"),
    "budget": ("每月", "元"),
    "periods": ("分", "期"),
}


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
        # What is streamed must tell its end from a broken line.
        end = AIMessageChunk(content="", response_metadata={"finish_reason": "stop"})
        calls = [
            {"name": c["name"], "args": json.dumps(c["args"]), "id": c["id"], "index": n}
            for n, c in enumerate(reply.tool_calls)
        ]
        if calls:
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=calls))
            yield ChatGenerationChunk(message=end)
            return
        for line in str(reply.content).splitlines(keepends=True):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=line))
            if run_manager:
                run_manager.on_llm_new_token(line, chunk=chunk)
            yield chunk
        yield ChatGenerationChunk(message=end)


def reply_to(messages: Sequence[BaseMessage]) -> AIMessage:
    """The next message: tool calls while something is still to be looked up, then the answer."""
    start = max(n for n, m in enumerate(messages) if isinstance(m, HumanMessage))
    history, current, since = messages[:start], messages[start], messages[start + 1 :]
    view = view_of(history, current)
    rounds = sum(1 for m in since if isinstance(m, AIMessage))
    calls = first_calls(view) if rounds == 0 else []
    if rounds == 1:
        calls = second_calls(view, since)
    if calls:
        return AIMessage(
            "",
            tool_calls=[
                {"name": name, "args": args, "id": f"call-{start}-{rounds}-{n}"}
                for n, (name, args) in enumerate(calls)
            ],
        )
    return AIMessage(_answer(view, since))


def _answer(view: View, since: Sequence[BaseMessage]) -> str:
    if (papers := told_papers(since, view.shown)) is not None:
        return papers
    talk = view.request.talk
    answers, sums = chosen_answers(view, since), sums_in(since)
    if talk == "human":
        return _hand_off_text(answers)
    if talk != "none" and not sums and not answers and has_phrase(talk):
        return _ours(talk, view)
    if is_only_private(view.text):
        return _ours("only-private", view)
    if asks_of_nothing(view):
        return _ours("tell-me", view)
    if not sums and not answers and (wont_say(view.text) or says_nothing(view.text)):
        return _ours("never-mind", view)
    complaints = complaints_in(since)
    ask = _asked_now(since)
    if view.only_tells and not answers:
        if is_after_distress(view):
            return _ours("noted-gently", view)
        return _noted(view) + (phrase(f"ask-{ask}") if ask else phrase("go-on"))
    if not answers and not sums and ask in OF_INSTALMENTS:
        return phrase("noted") + phrase(f"ask-{ask}")
    if not answers and not sums and not complaints:
        if (near := near_in(since)) and not _handed_off(since):
            return _ours("did-you-mean", view) + "\n" + "\n".join(f"- {title}" for title in near)
        known = is_about_being_late(view.text) or "征信" in view.text
        return _unknown("not-known" if known else "out-of-scope", view, _handed_off(since))
    return compose(
        Draft(
            today=view.as_of,
            answers=answers,
            companion=_companion(view, since),
            sums=sums,
            complaints=complaints,
            ask=_question(view, answers, sums, ask),
            openings=openings_of(view, several=len(answers) > 1),
            sums_first=view.only_figures or view.of_debts or asks_for_figure(view.text),
            explain=view.request.explain,
            changed=_changed(view),
            settled=view.is_settled,
            question=view.text,
            not_jd=view.owes_another,
            of_debts=view.of_debts,
            dear=asks_how_dear(view.text),
            figure=asks_for_figure(view.text) or bool(PRICES & set(view.request.sums)),
            manner=_manner(view),
            shown=view.shown,
        )
    )


def _noted(view: View) -> str:
    """That a figure was heard; of one told anew, which."""
    if "paid" in view.told and view.situation.told_amount is None and view.situation.amount:
        return phrase("rest-told")
    changed = _changed(view) if view.request.corrected else None
    return f"好，按{changed}算。" if changed else phrase("noted")


def _question(
    view: View, answers: Sequence[Answer], sums: Sequence[Computed], ask: str | None
) -> str | None:
    """What is asked at the end; that food is missing is said as often as it is."""
    kinds = {computed.kind for computed in sums}
    if "affordability" in kinds and lacks_living(view) and not view.request.explain:
        left = next(s.result["budget"] for s in sums if s.kind == "affordability")
        return "spending" if left else None
    return worth_asking(view, answers, kinds) if ask else None


def _manner(view: View) -> Manner:
    """What decides how the sums of this message are told."""
    s = view.situation
    return Manner(
        settled=view.is_settled,
        supposed=view.supplied.late is not None and not is_known_late(s),
        card=s.product is not None and s.product.value == CARD,
        unpublished=_unpublished(s),
        how_long=asks_how_long(view.text),
        of_one=s.amount is not None and not is_several(s),
        part_paid=s.told_amount is not None,
        unsure=is_unsure(s),
        partial=lacks_living(view),
        rates=_rates_of(view),
        to_come="before_due" in view.request.sums and is_to_come(s),
    )


def _rates_of(view: View) -> tuple[str, ...]:
    """The yearly rate of each debt; none where one is not known, or a sum tells the order."""
    if not rates_known(view.situation) or "compare_payoffs" in view.request.sums:
        return ()
    debts = debts_of(view.situation, view.as_of)
    return tuple(f"{(debt.annual_rate or 0) * 100:f}" for debt in debts)


def _unpublished(s: Situation) -> bool:
    """Whether none of the lender's terms is known, and no rate was told either."""
    if s.product is None or s.daily_rate is not None:
        return False
    return s.product.value in OTHERS or s.product.value in GENERIC


def _unknown(key: str, view: View, handed_off: bool) -> str:
    """That we have no answer; the second time in fewer words, and the way to a human."""
    whole = phrase(key)
    first = whole.partition("。")[0]
    unknown = f"{first}。" if bare(first) in view.shown else whole
    return unknown + phrase("hand-off-unhelped") if handed_off else unknown


def _ours(key: str, view: View) -> str:
    """A line of our own, in other words where it was said before."""
    again = f"{key}-again"
    said = any(bare(line) in view.shown for line in phrase(key).split("。") if line)
    return phrase(again if said and has_phrase(again) else key)


def _companion(view: View, since: Sequence[BaseMessage]) -> tuple[str, Answer] | None:
    if not (view.only_figures and sums_in(since)):
        return None
    for kind, query in COMPANIONS.items():
        hits = answers_in(since).get(query)
        if hits:
            return kind, hits[0]
    return None


def _changed(view: View) -> str | None:
    """The figures told anew, as 每月 300 元; None where one of them has no single value."""
    if is_several(view.situation):
        return None  # the list of them says what is new
    if view.situation.told_amount is not None and "amount" in view.told:
        return None  # what is taken off is said with the sum
    words = []
    for field, (before, unit) in _NAMED.items():
        known = getattr(view.situation, field)
        if field not in view.told or known is None:
            continue
        low, high = (
            (known.value,) * 2 if field == "periods" else (known.value.low, known.value.high)
        )
        if low != high:
            return None
        words.append(f"{before} {low:,} {unit}")
    return "、".join(words) or None


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


def _handed_off(since: Sequence[BaseMessage]) -> bool:
    return any(
        isinstance(m, ToolMessage)
        and isinstance(m.artifact, dict)
        and m.artifact.get("tool") == "hand_off"
        for m in since
    )


def _hand_off_text(answers: Sequence[Answer]) -> str:
    if not answers or answers[0].lead is None:
        return phrase("hand-off") + phrase("hand-off-unknown")
    lead = answers[0].lead
    quoted = "".join(f"{line.text}[{lead.handle}]" for line in lead.sentences[:3])
    return phrase("hand-off") + quoted
