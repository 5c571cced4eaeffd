"""A turn whose history the caller keeps and sends along each time; nothing of it is kept here.

    messages ──▶ bounded and masked ──▶ Question ──▶ the same TurnRunner, brains and gate

What the person wrote counts as ever. What the caller says that we answered is the caller's word:
a language model may read it to follow the talk, and no figure and no fact rests on it. Of it we
believe three things, because whoever writes them down gains nothing: that our fixed words about
safety were said, that our fixed question for something missing was asked, and which of our
articles was named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from zhihuan.conversation import danger, privacy
from zhihuan.conversation.agent import Agent
from zhihuan.conversation.danger import Script
from zhihuan.conversation.danger.script import first_line
from zhihuan.conversation.embedded.brain import EmbeddedBrain
from zhihuan.conversation.events import Event
from zhihuan.conversation.message import MAX_CHARACTERS, InvalidMessage, check_day, clean
from zhihuan.conversation.phrases import has_phrase, phrase
from zhihuan.conversation.retold import Exchange, question_of
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.tools import ASKABLE
from zhihuan.conversation.turn import TurnRunner
from zhihuan.library.knowledge_base import KnowledgeBase

MAX_MESSAGES = 100
# Fixed words that stand before an ordinary answer.
_WITH_AN_ANSWER = {"distress", "unsure"}
_FIRST_SENTENCE = re.compile(r"[^。？]+[。？]")


@dataclass(frozen=True, slots=True)
class Sent:
    """One message as the caller sent it."""

    role: Literal["user", "assistant"]
    text: str


class StatelessTurns:
    """Turns that are kept nowhere. `brain` is tried first where there is one.

    No human can take such a turn over, because nobody could find it again: whoever asks for one
    is given the official numbers.
    """

    def __init__(
        self,
        toolbox: Toolbox,
        brain: Agent | None,
        timeout: float,
        likeness: danger.Likeness | None = None,
    ) -> None:
        self._library = toolbox.library
        self._runner = TurnRunner(toolbox, Agent(EmbeddedBrain()), brain, timeout, None, likeness)

    def ask(self, messages: Sequence[Sent], *, as_of: date) -> Iterator[Event]:
        """Answer the last message, a person's. Raises InvalidMessage at once."""
        check_day(as_of)
        if not messages or messages[-1].role != "user":
            raise InvalidMessage("最后一条要是用户说的话")
        if len(messages) > MAX_MESSAGES:
            raise InvalidMessage(f"一段对话最多 {MAX_MESSAGES} 条，请开始新的一段")
        told, before = [], ""
        for message in messages:
            masked = _masked(message, before)
            told.append(Sent(message.role, masked.text))
            before = masked.text if message.role == "user" else before
        base = self._library.knowledge_base.public
        question = question_of(_exchanges(told[:-1], as_of, base), told[-1].text, as_of)
        history = _as_told(told[:-1], question.history)
        return self._runner.run(replace(question, history=history, private=masked.found))


def _masked(message: Sent, before: str) -> privacy.Masked:
    if message.role == "user":
        return privacy.mask(clean(message.text), before)
    # Context and no more: what is too long of it is cut, where a person's words are refused.
    return privacy.mask(message.text[-MAX_CHARACTERS:])


def _exchanges(messages: Sequence[Sent], as_of: date, base: KnowledgeBase) -> list[Exchange]:
    """What was said, each with what we believe of the answer to it."""
    exchanges: list[Exchange] = []
    for message in messages:
        if message.role == "user":
            exchanges.append(Exchange(message.text, as_of))
        elif exchanges:
            believed = _believed(message.text, base)
            exchanges[-1] = replace(exchanges[-1], answer=believed)
    return exchanges


def _believed(text: str, base: KnowledgeBase) -> Mapping[str, Any]:
    numbers = {key: contact.number for key, contact in base.contacts.items() if contact.number}
    said = [script for script in get_args(Script) if first_line(script) in text]
    fixed = [line for each in said for line in danger.crisis_text(each, numbers) if line in text]
    named = [article for article in base.articles if article.title in text]
    named.sort(key=lambda article: text.index(article.title))
    return {
        "kind": "crisis" if set(said) - _WITH_AN_ANSWER else "answer",
        "text": "".join(fixed),
        "asked": _asked_for(text),
        "citations": [{"title": each.title, "topic": each.topic} for each in named],
    }


def _asked_for(text: str) -> str | None:
    """The field that an answer closed by asking for, in our own words."""
    for field in ASKABLE:
        line = _FIRST_SENTENCE.match(phrase(f"ask-{field}")) if has_phrase(f"ask-{field}") else None
        if line and line[0] in text:
            return field
    return None


def _as_told(messages: Sequence[Sent], read: Sequence[BaseMessage]) -> tuple[BaseMessage, ...]:
    """The history as the caller tells it; a person's messages with what was read out of them."""
    asked = iter([message for message in read if isinstance(message, HumanMessage)])
    return tuple(
        next(asked) if message.role == "user" else AIMessage(message.text) for message in messages
    )
