"""Conversations: who asked what before, what is known of them, and their next turn.

message ──▶ bounded and masked ──▶ the ledger (a retry is the same turn) ──▶ TurnRunner
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from zhihuan.conversation import privacy
from zhihuan.conversation.agent import Memory
from zhihuan.conversation.events import Event, Finished
from zhihuan.conversation.message import check_day, clean
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Utterance
from zhihuan.conversation.turn import Question, TurnRunner
from zhihuan.records.ledger import Ledger, Turn, UnknownConversation


class Conversations:
    """All conversations of one process."""

    def __init__(
        self,
        runner: TurnRunner,
        ledger: Ledger,
        memory: Memory,
        forget_too: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._runner = runner
        self._ledger = ledger
        self._memory = memory
        self._forget_too = forget_too

    def ask(
        self, text: str, *, as_of: date, message_id: str, conversation_id: str | None = None
    ) -> Iterator[Event]:
        """The next turn. Raises InvalidMessage, TurnInProgress, DifferentMessage at once.

        A message that was answered before gives its answer again, as one Finished.
        """
        check_day(as_of)
        key = conversation_id or new_id()
        masked = privacy.mask(clean(text), self._message_before(key, message_id))
        turn = self._ledger.begin(key, message_id, masked.text, as_of)
        if turn.status == "done":
            return iter((Finished(turn.answer or {}),))
        return self._run(turn, masked.found)

    def _message_before(self, conversation_id: str, message_id: str) -> str:
        """What the person wrote last, as it was kept: a number may go on in the next message."""
        try:
            turns = self._ledger.turns(conversation_id)
        except UnknownConversation:
            return ""
        earlier = [*takewhile(lambda turn: turn.message_id != message_id, turns)]
        return earlier[-1].text if earlier else ""

    def turns(self, conversation_id: str) -> list[Turn]:
        """What was said and shown. Raises UnknownConversation."""
        return self._ledger.turns(conversation_id)

    def erase(self, conversation_id: str) -> None:
        """Forget a conversation everywhere. Raises UnknownConversation."""
        try:
            self._ledger.erase(conversation_id)
        finally:  # also what a crash in the middle of an earlier attempt left behind
            self._memory.forget(conversation_id)
            self._forget_too(conversation_id)

    def _run(self, turn: Turn, private: tuple[str, ...]) -> Iterator[Event]:
        finished = False
        try:
            question, history = self._question(turn, private)
            # After a crash, say, the memory may be behind the ledger, or ahead of it.
            if len(self._memory.messages(turn.conversation_id)) != len(history):
                self._memory.remember(turn.conversation_id, history)
            for event in self._runner.run(question):
                if isinstance(event, Finished):
                    kept = self._ledger.finish(turn, event.answer)
                    finished = True
                    if kept:  # what was shown is remembered, not what was generated
                        messages = [*history, question.message, _shown(event.answer)]
                        self._memory.remember(turn.conversation_id, messages)
                yield event
        finally:
            if not finished:
                self._ledger.abandon(turn)

    def _question(self, turn: Turn, private: tuple[str, ...]) -> tuple[Question, list[BaseMessage]]:
        try:
            earlier = self._ledger.turns(turn.conversation_id)
        except UnknownConversation:  # erased while it was being asked
            earlier = []
        answers = [t.answer for t in earlier if t.answer is not None]
        utterances: list[Utterance] = []
        history: list[BaseMessage] = []
        asked: str | None = None
        for past in earlier:
            utterances.append(Utterance(past.text, past.as_of, asked))
            history.append(_asked(past, asked, answers[: len(utterances) - 1]))
            if past.answer is not None:
                history.append(_shown(past.answer))
                asked = past.answer.get("asked")
        utterances.append(Utterance(turn.text, turn.as_of, asked))
        question = Question(
            conversation_id=turn.conversation_id,
            message_id=turn.message_id,
            text=turn.text,
            as_of=turn.as_of,
            message=_asked(turn, asked, answers),
            history=tuple(history),
            situation=read_situation(utterances),
            said=tuple(utterance.text for utterance in utterances),
            earlier=tuple(answers),
            private=private,
        )
        return question, history


def new_id() -> str:
    """An id that cannot be guessed: 128 random bits."""
    return secrets.token_hex(16)


def _asked(turn: Turn, asked: str | None, earlier: list[Mapping[str, Any]]) -> HumanMessage:
    """What the person wrote, with what the embedded brain wants to know of the turns before."""
    done = {c["kind"] for answer in earlier for c in answer.get("calculations", ())}
    last = earlier[-1] if earlier else {}
    cited: Mapping[str, Any] = next(
        (a["citations"][0] for a in reversed(earlier) if a.get("citations")), {}
    )
    unhelped = takewhile(lambda answer: answer.get("kind") == "decline", reversed(earlier))
    return HumanMessage(
        turn.text,
        id=turn.message_id,
        additional_kwargs={
            "as_of": turn.as_of.isoformat(),
            "asked": asked,
            "done": sorted(done),
            "last_done": list(dict.fromkeys(c["kind"] for c in last.get("calculations", ()))),
            "topic": cited.get("title"),
            "field": cited.get("topic"),
            "unhelped": sum(1 for _ in unhelped),
        },
    )


def _shown(answer: Mapping[str, Any]) -> AIMessage:
    return AIMessage(str(answer.get("text", "")))
