"""The conversation that an agent looks at, wherever it was held.

    told     the messages themselves, from a desk of somebody else's
    kept     a conversation of ours, out of the ledger
    handed   what a person handed over, and what was written since; never what they struck out

Every text is bounded and masked here, before anything else sees it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any, Literal, cast, get_args

from zhihuan.clock import CHINA
from zhihuan.conversation import privacy
from zhihuan.conversation.message import InvalidMessage, clean
from zhihuan.records.hand_offs import HandOff
from zhihuan.records.hand_offs import Message as Written
from zhihuan.records.ledger import Turn

Role = Literal["customer", "agent", "assistant"]
MOST_MESSAGES = 60
Spoken = tuple[str, str, datetime | None]
_ROLES: Mapping[str, Role] = {"human": "agent", "person": "customer"}
# What the ledger keeps of a turn is its day; noon stands for it.
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said. `at` is None where nobody told when."""

    role: Role
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """Oldest first. `answers` are the assistant's, as they were shown (the ledger's shape).

    `withheld` are the ids of what the person struck out of the packet: it is told to nobody, not
    even where it could be read out of their words again.
    """

    messages: tuple[Message, ...]
    answers: tuple[Mapping[str, Any], ...] = ()
    withheld: frozenset[str] = field(default=frozenset())

    @property
    def customer_texts(self) -> tuple[str, ...]:
        """What the customer wrote."""
        return tuple(m.text for m in self.messages if m.role == "customer")

    @property
    def last_customer(self) -> int | None:
        """The place of the customer's last message; None where there is none."""
        places = [n for n, m in enumerate(self.messages) if m.role == "customer"]
        return places[-1] if places else None

    @property
    def version(self) -> str:
        """The same for the same messages: shows that a draft was made for what stands there now."""
        said = json.dumps([[m.role, m.text] for m in self.messages], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def answer_at(self, place: int) -> Mapping[str, Any] | None:
        """The assistant's answer that stands at `place`, whole; None where only its text is known."""
        text = self.messages[place].text
        return next((a for a in reversed(self.answers) if _shown(a) == text), None)


def told(messages: Sequence[Mapping[str, Any]]) -> Transcript:
    """From messages as a desk sends them: role, text, at. Raises InvalidMessage."""
    if not 1 <= len(messages) <= MOST_MESSAGES:
        raise InvalidMessage(f"messages 要有 1 到 {MOST_MESSAGES} 条")
    return Transcript(_masked((m["role"], m["text"], m.get("at")) for m in messages))


def kept(turns: Sequence[Turn]) -> Transcript:
    """From the turns of a conversation of ours."""
    recent = turns[-MOST_MESSAGES // 2 :]
    return Transcript(_masked(_spoken(recent)), tuple(t.answer for t in recent if t.answer))


def handed(
    known: HandOff, thread: Sequence[Written], turns: Sequence[Turn], withheld: frozenset[str]
) -> Transcript:
    """From a hand-off: of the turns before it what the packet holds, and all that came after.

    `turns` are the conversation's, to find the sums that the packet only names.
    """
    packet = known.packet or {}
    agreed = {item["id"] for items in _sections(packet) for item in items}
    before = [some for turn in turns if (some := _agreed_to(turn, agreed)) is not None]
    added: list[Spoken] = [("customer", each["text"], None) for each in packet.get("added", ())]
    written: list[Spoken] = [
        (_ROLES[w.sender], w.text, datetime.fromtimestamp(w.at, CHINA)) for w in thread
    ]
    spoken = [*_spoken(before), *added, *written]
    answers = tuple(turn.answer for turn in before if turn.answer)
    return Transcript(_masked(spoken[-MOST_MESSAGES:]), answers, withheld)


def _agreed_to(turn: Turn, agreed: set[str]) -> Turn | None:
    """A turn without what the person struck out; None where nothing of it was handed over."""
    answer = turn.answer if f"answered/{turn.number}" in agreed else None
    if answer is not None:
        sums = [c for c in answer.get("calculations", ()) if f"computed/{c['id']}" in agreed]
        answer = {**answer, "calculations": sums}
    text = turn.text if f"asked/{turn.number}" in agreed else ""
    return replace(turn, text=text, answer=answer) if text or answer else None


def _spoken(turns: Iterable[Turn]) -> Iterator[Spoken]:
    for turn in turns:
        at = datetime.combine(turn.as_of, _NOON, CHINA)
        if turn.text:
            yield "customer", turn.text, at
        if turn.answer and turn.answer.get("text"):
            yield "assistant", str(turn.answer["text"]), at


def _masked(spoken: Iterable[Spoken]) -> tuple[Message, ...]:
    messages: list[Message] = []
    before = ""
    for role, text, at in spoken:
        if role not in get_args(Role):
            raise InvalidMessage("role 要写 customer、agent 或 assistant")
        # A number may go on in the customer's next message.
        covered = privacy.mask(clean(text), before if role == "customer" else "").text
        before = covered if role == "customer" else before
        messages.append(Message(cast(Role, role), covered, at))
    return tuple(messages)


def _shown(answer: Mapping[str, Any]) -> str:
    return privacy.mask(str(answer.get("text", "")).strip()).text


def _sections(packet: Mapping[str, Any]) -> Iterator[Sequence[Mapping[str, Any]]]:
    for value in packet.values():
        if isinstance(value, list):
            yield value
