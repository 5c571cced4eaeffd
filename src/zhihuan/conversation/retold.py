"""What was said and answered so far, made into the question of the next turn.

It comes out of our ledger, or was held elsewhere: what the person said and what they were
answered is all there is to it, and the turn that is run on it is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from zhihuan.conversation.message import new_id
from zhihuan.conversation.question import Question
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Situation, Utterance


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a customer wrote on a day, and what they were answered: `text` at least, or nothing.

    Figures in the answer's `text` may be spoken of again. Words that nobody has checked stand in
    `as_told` instead: they are history, and nothing rests on them.
    """

    text: str
    said_on: date
    answer: Mapping[str, Any] | None = None
    message_id: str | None = None


def situation_of(exchanges: Sequence[Exchange]) -> Situation:
    """What the customer has told over all of them; `turn` counts the exchanges."""
    return read_situation(_utterances(exchanges))


def question_of(
    before: Sequence[Exchange],
    text: str,
    as_of: date,
    *,
    conversation_id: str | None = None,
    message_id: str | None = None,
    private: tuple[str, ...] = (),
) -> Question:
    """The turn in which `text` is answered on `as_of`, after all that was said `before`.

    Without ids it is a turn of no conversation that anybody could find again.
    """
    exchanges = [*before, Exchange(text, as_of, message_id=message_id)]
    utterances = _utterances(exchanges)
    answers = [each.answer for each in before if each.answer is not None]
    history: list[BaseMessage] = []
    for number, exchange in enumerate(before):
        earlier = [each.answer for each in before[:number] if each.answer is not None]
        history.append(_asked(utterances[number], earlier, exchange.message_id))
        if exchange.answer is not None:
            shown = exchange.answer.get("as_told") or exchange.answer.get("text", "")
            history.append(AIMessage(str(shown)))
    return Question(
        conversation_id=conversation_id or new_id(),
        message_id=message_id or new_id(),
        text=text,
        as_of=as_of,
        message=_asked(utterances[-1], answers, message_id),
        history=tuple(history),
        situation=read_situation(utterances),
        said=tuple(utterance.text for utterance in utterances),
        earlier=tuple(answers),
        private=private,
    )


def _utterances(exchanges: Sequence[Exchange]) -> list[Utterance]:
    asked: list[str | None] = [None]
    asked += [each.answer.get("asked") if each.answer else None for each in exchanges]
    return [Utterance(e.text, e.said_on, a) for e, a in zip(exchanges, asked, strict=False)]


def _asked(
    utterance: Utterance, earlier: Sequence[Mapping[str, Any]], message_id: str | None
) -> HumanMessage:
    """What the person wrote, with what the embedded brain wants to know of the turns before."""
    done = {c["kind"] for answer in earlier for c in answer.get("calculations", ())}
    last = earlier[-1] if earlier else {}
    cited: Mapping[str, Any] = next(
        (a["citations"][0] for a in reversed(earlier) if a.get("citations")), {}
    )
    unhelped = takewhile(_did_not_help, reversed(earlier))
    return HumanMessage(
        utterance.text,
        id=message_id,
        additional_kwargs={
            "as_of": utterance.said_on.isoformat(),
            "asked": utterance.asked,
            "done": sorted(done),
            "last_done": list(dict.fromkeys(c["kind"] for c in last.get("calculations", ()))),
            "topic": cited.get("title"),
            "field": cited.get("topic"),
            "unhelped": sum(1 for _ in unhelped),
        },
    )


def _did_not_help(answer: Mapping[str, Any]) -> bool:
    """Whether it had nothing to say, or only asked what was meant."""
    kind = answer.get("kind")
    return kind == "decline" or (kind == "ask" and not answer.get("asked"))
