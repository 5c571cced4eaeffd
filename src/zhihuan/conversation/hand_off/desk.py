"""Handing a conversation over: the person's side and the human's, over one queue.

    none ──send──▶ queued | closed-hours ──▶ taken ──▶ answered ──▶ closed
                                        └──▶ failed      nobody could be told: official numbers

`closed-hours` is queued while nobody is there. Where no human side is set up the state stays
`none`, and `available` is false.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from zhihuan.clock import CHINA
from zhihuan.conversation import privacy
from zhihuan.conversation.hand_off.hours import Hours
from zhihuan.conversation.hand_off.packet import (
    InvalidHandOff,
    Packet,
    PacketChanged,
    packet_of,
    situation_of,
)
from zhihuan.conversation.hand_off.risks import is_danger
from zhihuan.conversation.hand_off.said import say
from zhihuan.conversation.message import clean
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.records.hand_offs import (
    Act,
    HandOff,
    HandOffQueue,
    Message,
    NewHandOff,
    QueueFull,
    QueueUnavailable,
)
from zhihuan.records.ledger import Ledger, Turn, UnknownConversation

MAX_REPLY = 2_000
_POLL_SECONDS = {"queued": 5, "closed-hours": 60, "taken": 5, "answered": 5}
_CRISIS = ("ambulance", "police", "psychological-aid")
_OWN = (None, "baitiao", "jintiao")  # products whose official desk is jd-finance
# What no desk may have in a reply: nobody is asked for it, and it is never stored.
_NEVER = {privacy.ID, privacy.CARD, privacy.CODE, privacy.PASSWORD, privacy.PASSPORT}


class HandOffs:
    """Hand-offs of all conversations. `available`: there is a human side at all."""

    def __init__(
        self,
        queue: HandOffQueue,
        ledger: Ledger,
        toolbox: Toolbox,
        hours: Hours,
        *,
        available: bool,
        wake: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._queue = queue
        self._ledger = ledger
        self._toolbox = toolbox
        self._hours = hours
        self._available = available
        self._wake = wake
        self._clock = clock

    @property
    def available(self) -> bool:
        """Whether there is a human side at all."""
        return self._available

    # --- the person's side

    def view(self, conversation_id: str) -> dict[str, Any]:
        """The packet as it would be sent, or was, and how things stand.

        Raises UnknownConversation.
        """
        turns = self._turns(conversation_id)
        known = self._queue.latest(conversation_id) if self._available else None
        return self._state(conversation_id, turns, known)

    def send(
        self,
        conversation_id: str,
        message_id: str,
        *,
        struck: Collection[str] = (),
        added: str = "",
        seen: str | None = None,
    ) -> dict[str, Any]:
        """Hand over. The same message id again is the same hand-off, whatever became of it.

        Raises UnknownConversation, InvalidHandOff, InvalidMessage, PacketChanged,
        HandOffWaiting, DifferentMessage.
        """
        turns = self._turns(conversation_id)
        if not self._available:
            return self._state(conversation_id, turns, None)
        content = _content(struck, added)
        danger = False
        try:
            if self._queue.again(conversation_id, message_id, content) is None:
                packet = self._packet(turns)
                if seen is not None and seen != packet.seen:
                    raise PacketChanged
                packet = packet.edited(struck, added)
                danger = packet.danger
                self._queue.open(
                    NewHandOff(
                        conversation_id,
                        message_id,
                        content,
                        packet.reason,
                        packet.danger,
                        packet.to_json(),
                    )
                )
        except (QueueFull, QueueUnavailable):
            return self._state(conversation_id, turns, None, failed=True, danger=danger)
        self._stays_erased(conversation_id)
        self._wake()
        return self._state(conversation_id, turns, self._queue.latest(conversation_id))

    def withdraw(self, conversation_id: str) -> None:
        """Take it back: what was handed over is forgotten. Raises UnknownConversation."""
        self._turns(conversation_id)
        if self._queue.withdraw(conversation_id) is not None:
            self._wake()

    def answers(self, conversation_id: str, after: int) -> dict[str, Any]:
        """What humans wrote after message number `after`, and how things stand.

        Raises UnknownConversation.
        """
        turns = self._turns(conversation_id)
        known = self._queue.latest(conversation_id) if self._available else None
        state = self._state(conversation_id, turns, known, with_packet=False)
        found = self._queue.answers(conversation_id, after) if self._available else []
        return {
            **state,
            "messages": [message_json(each) for each in found],
            "next": max([after, *(each.number for each in found)]),
            "poll_after_seconds": _POLL_SECONDS.get(state["state"]),
        }

    def erase(self, conversation_id: str) -> None:
        """Forget everything of a conversation."""
        self._queue.erase(conversation_id)
        self._wake()

    def hear(self, conversation_id: str, message_id: str, text: str, *, danger: bool) -> str | None:
        """Pass on a message of the person's; the name of the human who has the conversation."""
        if not self._available:
            return None
        known = self._queue.hear(conversation_id, message_id, text, danger=danger)
        if known is None:
            return None
        self._wake()
        return (known.desk or "真人") if known.state in ("taken", "answered") else None

    # --- the human's side

    def waiting(self) -> list[dict[str, Any]]:
        """Those that are not over, in the order in which they should be taken."""
        return [brief_json(each, self._clock()) for each in self._queue.waiting()]

    def shown(self, hand_off_id: str) -> dict[str, Any]:
        """One, with its packet and what was written since. Raises UnknownHandOff."""
        known = self._queue.get(hand_off_id)
        thread = self._queue.thread(hand_off_id)
        return {
            **brief_json(known, self._clock()),
            "packet": known.packet,
            "messages": [message_json(each) for each in thread],
        }

    def act(self, hand_off_id: str, act: Act, desk: str | None) -> dict[str, Any]:
        """Take, release or close. Raises UnknownHandOff, HandOffOver, TakenByAnother."""
        known = self._queue.act(hand_off_id, act, desk and desk_name(desk))
        return brief_json(known, self._clock())

    def reply(self, hand_off_id: str, reply_id: str, desk: str, text: str) -> dict[str, Any]:
        """Answer the person. Raises also InvalidHandOff where it holds what nobody may ask for."""
        message = self._queue.reply(hand_off_id, reply_id, desk_name(desk), reply_text(text))
        return message_json(message)

    # --- how things stand

    def _turns(self, conversation_id: str) -> list[Turn]:
        return self._ledger.turns(conversation_id)

    def _packet(self, turns: Sequence[Turn]) -> Packet:
        day = self._now().date()
        return packet_of(turns, lambda text: self._toolbox.read_notice(text, as_of=day), day)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), CHINA)

    def _stays_erased(self, conversation_id: str) -> None:
        """Whoever erases a conversation while it is handed over has erased the hand-off too."""
        try:
            self._ledger.turns(conversation_id)
        except UnknownConversation:
            self._queue.erase(conversation_id)
            raise

    def _state(
        self,
        conversation_id: str,
        turns: Sequence[Turn],
        known: HandOff | None,
        *,
        failed: bool = False,
        danger: bool = False,
        with_packet: bool = True,
    ) -> dict[str, Any]:
        now = self._now()
        state = "failed" if failed else self._public(known, now)
        sent = known is not None and known.is_open
        packet: Mapping[str, Any] | None = known.packet if known and sent else None
        preview = None if sent or not with_packet else self._packet(turns)
        position = self._queue.position(known) if known and sent else None
        hours = self._hours.to_json(now) if self._available else None
        desk = known.desk if known and state in ("taken", "answered", "closed") else None
        shown: dict[str, Any] = {
            "conversation_id": conversation_id,
            "available": self._available,
            "state": state,
            "hand_off_id": known.id if known and sent else None,
            "position": position,
            "desk": desk,
            "since": _iso(known.created) if known and sent else None,
            "hours": hours,
            "say": say(state, self._available, position, desk, hours),
        }
        if with_packet or state == "failed":
            danger = danger or bool(known and sent and known.danger)
            shown["contacts"] = self._contacts(turns, danger)
        if with_packet:
            shown["sent"] = sent
            shown["packet"] = preview.to_json() if preview else packet
            shown["seen"] = preview.seen if preview else None
        return shown

    def _public(self, known: HandOff | None, now: datetime) -> str:
        if known is None or known.state == "withdrawn":
            return "none"
        if known.state == "queued" and not self._hours.is_open(now):
            return "closed-hours"
        return known.state

    def _contacts(self, turns: Sequence[Turn], danger: bool) -> list[dict[str, Any]]:
        """Official numbers: whoever may be in danger is shown the ones for that first."""
        danger = danger or any(is_danger(turn.text) for turn in turns)
        product = situation_of(turns).product
        keys = list(_CRISIS) if danger else []
        keys += ["jd-finance"] if (product and product.value) in _OWN else []
        keys.append("financial-regulator")
        known = self._toolbox.library.knowledge_base.contacts
        return [known[key].to_json() for key in keys if key in known]


def desk_name(text: str) -> str:
    """How a human is shown to the person: one short line. Raises InvalidHandOff."""
    name = " ".join(clean(text).split())
    if len(name) > 40:
        raise InvalidHandOff("坐席的称呼最多 40 个字")
    return name


def reply_text(text: str) -> str:
    """What a human answers. Raises InvalidHandOff, InvalidMessage."""
    text = clean(text)
    if len(text) > MAX_REPLY:
        raise InvalidHandOff(f"一次最多回复 {MAX_REPLY} 个字")
    private = [kind for kind in privacy.mask(text).found if kind in _NEVER]
    if private:
        raise InvalidHandOff(f"回复里有{'、'.join(private)}，请删掉再发")
    return text


def brief_json(known: HandOff, now: float) -> dict[str, Any]:
    """One line of the queue. The conversation's id stays here: it opens what was struck out."""
    packet = known.packet or {}
    said = [each["text"] for each in packet.get("asked", ())]
    return {
        "id": known.id,
        "state": known.state,
        "reason": known.reason,
        "danger": known.danger,
        "risks": [each["label"] for each in packet.get("risks", ())],
        "last_asked": said[-1] if said else None,
        "desk": known.desk,
        "created": _iso(known.created),
        "changed": _iso(known.changed),
        "waited_seconds": max(0, round(now - known.created)) if known.is_open else None,
    }


def message_json(message: Message) -> dict[str, Any]:
    """A message as both sides see it."""
    return {
        "number": message.number,
        "from": message.sender,
        "desk": message.desk,
        "text": message.text,
        "at": _iso(message.at),
    }


def _content(struck: Collection[str], added: str) -> str:
    """Tells one request from another without keeping what was added a second time."""
    return hashlib.sha256(json.dumps([sorted(set(struck)), added]).encode()).hexdigest()


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, CHINA).isoformat(timespec="seconds")


__all__ = ["HandOffs", "brief_json", "desk_name", "message_json", "reply_text"]
