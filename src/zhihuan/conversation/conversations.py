"""Conversations: who asked what before, what is known of them, and their next turn.

message ──▶ bounded and masked ──▶ the ledger (a retry is the same turn) ──▶ TurnRunner
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Any

from langchain_core.messages import AIMessage

from zhihuan.conversation import privacy
from zhihuan.conversation.agent import Memory
from zhihuan.conversation.events import Event, Finished, Found
from zhihuan.conversation.evidence_book import EvidenceBook
from zhihuan.conversation.message import check_day, clean, new_id
from zhihuan.conversation.question import Question
from zhihuan.conversation.retold import Exchange, question_of
from zhihuan.conversation.turn import TurnRunner
from zhihuan.library.article import Article
from zhihuan.records.ledger import Ledger, Turn, UnknownConversation


class Conversations:
    """All conversations of one process."""

    def __init__(
        self,
        runner: TurnRunner,
        ledger: Ledger,
        memory: Memory,
        forget_too: Callable[[str], None] = lambda _: None,
        book: EvidenceBook | None = None,
    ) -> None:
        self._runner = runner
        self._ledger = ledger
        self._memory = memory
        self._forget_too = forget_too
        self._book = book

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
        with ExitStack() as each:  # also what a crash in the middle of an earlier attempt left
            each.callback(self._forget_too, conversation_id)
            each.callback(self._memory.forget, conversation_id)
            if self._book is not None:
                each.callback(self._book.store.erase, conversation_id)
            self._ledger.erase(conversation_id)

    def again(
        self, earlier: Sequence[Turn], turn: Turn, private: tuple[str, ...] = ()
    ) -> Mapping[str, Any]:
        """What would be answered today to `turn`, after `earlier`. Nothing of it is kept."""
        key = new_id()
        question = _question(replace(turn, conversation_id=key), earlier, private)
        self._memory.remember(key, question.history)
        try:
            *_, last = self._runner.run(question)
        finally:
            self._memory.forget(key)
        assert isinstance(last, Finished)
        return last.answer

    def _run(self, turn: Turn, private: tuple[str, ...]) -> Iterator[Event]:
        finished = False
        articles: list[Article] = []
        try:
            question = _question(turn, self._earlier(turn), private)
            history = question.history
            # After a crash, say, the memory may be behind the ledger, or ahead of it.
            if len(self._memory.messages(turn.conversation_id)) != len(history):
                self._memory.remember(turn.conversation_id, history)
            for event in self._runner.run(question):
                if isinstance(event, Found):
                    articles.append(event.article)
                if isinstance(event, Finished):
                    event = self._with_evidence(event, turn, private, articles)
                    kept = self._ledger.finish(turn, event.answer)
                    finished = True
                    if kept:  # what was shown is remembered, not what was generated
                        messages = [*history, question.message, _shown(event.answer)]
                        self._memory.remember(turn.conversation_id, messages)
                    else:
                        self._forget_turn(turn, event.answer)
                yield event
        finally:
            if not finished:
                self._ledger.abandon(turn)

    def _forget_turn(self, turn: Turn, answer: Mapping[str, Any]) -> None:
        """The conversation was erased while it was being answered."""
        self._memory.forget(turn.conversation_id)
        if self._book is not None and answer["evidence_id"]:
            self._book.store.erase_one(answer["evidence_id"])

    def _with_evidence(
        self, event: Finished, turn: Turn, private: tuple[str, ...], articles: list[Article]
    ) -> Finished:
        """The event with the id of its evidence; None in its place where none could be kept.

        Kept before the ledger has the answer: what a retry gets again has the same id.
        """
        if self._book is None:
            return event
        evidence_id = self._book.keep(
            "answer",
            event.answer,
            question=turn.text,
            as_of=turn.as_of,
            conversation_id=turn.conversation_id,
            message_id=turn.message_id,
            private=private,
            articles=articles,
            brains=event.brains,
        )
        return replace(event, answer={**event.answer, "evidence_id": evidence_id})

    def _earlier(self, turn: Turn) -> list[Turn]:
        try:
            return self._ledger.turns(turn.conversation_id)
        except UnknownConversation:  # erased while it was being asked
            return []


def _question(turn: Turn, earlier: Sequence[Turn], private: tuple[str, ...]) -> Question:
    """What a turn starts from: all that was said and shown before it."""
    return question_of(
        [Exchange(past.text, past.as_of, past.answer, past.message_id) for past in earlier],
        turn.text,
        turn.as_of,
        conversation_id=turn.conversation_id,
        message_id=turn.message_id,
        private=private,
    )


def _shown(answer: Mapping[str, Any]) -> AIMessage:
    return AIMessage(str(answer.get("text", "")))
