"""Hand-offs: who waits for a human, what the human was given, and what they answered.

    queued ──take──▶ taken ──reply──▶ answered ──close──▶ closed
       ▲               │                  │
       └───release─────┴──────────────────┘
    queued ──reply──▶ answered             a desk that answers without taking has taken it
    queued, taken, answered ──withdraw──▶ withdrawn        by the person
                            ──fail──▶ failed               nobody could be told

A conversation has at most one hand-off that is not over. What happens on the person's side is
also put into an outbox, in the same transaction, for a desk that is told by webhook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from zhihuan.errors import ZhihuanError

State = Literal["queued", "taken", "answered", "closed", "withdrawn", "failed"]
Act = Literal["take", "release", "reply", "close", "withdraw", "fail"]
Reason = Literal["danger", "unhelped", "asked"]
Told = Literal["queued", "message", "withdrawn", "erased"]

OPEN: tuple[State, ...] = ("queued", "taken", "answered")
MOST_OPEN = 1_000

_NEXT: Mapping[tuple[State, Act], State] = {
    ("queued", "take"): "taken",
    ("queued", "reply"): "answered",
    ("taken", "reply"): "answered",
    ("answered", "reply"): "answered",
    ("taken", "release"): "queued",
    ("answered", "release"): "queued",
    **{(state, "close"): "closed" for state in OPEN},
    **{(state, "withdraw"): "withdrawn" for state in OPEN},
    **{(state, "fail"): "failed" for state in OPEN},
}


class UnknownHandOff(ZhihuanError):
    """No hand-off has this id, or it was erased."""

    def __init__(self) -> None:
        super().__init__("没有这张交接单，可能已经被清除")


class HandOffOver(ZhihuanError):
    """The hand-off has ended, or is not in a state in which this can be done."""

    def __init__(self, state: State, act: Act) -> None:
        if state in OPEN:
            super().__init__("这张交接单还没有人接，先接下来再操作")
        else:
            super().__init__("这张交接单已经结束，不能再操作")
        self.state, self.act = state, act


class TakenByAnother(ZhihuanError):
    """Somebody else has it: two people do not answer at once."""

    def __init__(self) -> None:
        super().__init__("这张交接单已经有别的同事接了")


class HandOffWaiting(ZhihuanError):
    """The conversation has a hand-off already that is not over."""

    def __init__(self) -> None:
        super().__init__("这段对话已经在转人工了，不用再交一次；想改内容，先撤回再交")


class QueueFull(ZhihuanError):
    """More people wait than anybody could answer."""

    def __init__(self) -> None:
        super().__init__("排队的人太多，这次没有排上")


class QueueUnavailable(ZhihuanError):
    """The queue cannot be read or written just now."""

    def __init__(self) -> None:
        super().__init__("转人工暂时用不了，请过一会儿再试，急的事先打官方电话")


@dataclass(frozen=True, slots=True)
class NewHandOff:
    """What a hand-off starts from. `content` tells one request from another under its id."""

    conversation_id: str
    message_id: str
    content: str
    reason: Reason
    danger: bool
    packet: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HandOff:
    """One hand-off. Times are seconds since 1970; `packet` is None once it was withdrawn."""

    id: str
    conversation_id: str
    message_id: str
    state: State
    reason: Reason
    danger: bool
    packet: Mapping[str, Any] | None
    desk: str | None
    created: float
    changed: float

    @property
    def is_open(self) -> bool:
        """Whether it is not over."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Message:
    """What a human answered, or what the person wrote meanwhile. `number` counts from 1."""

    number: int
    sender: Literal["human", "person"]
    desk: str | None
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that a desk is to be told. `attempts` counts the one that was just claimed."""

    id: str
    hand_off_id: str
    event: Told
    data: Mapping[str, Any]
    attempts: int
    created: float


def after(state: State, act: Act) -> State:
    """The state that an act leads to. Raises HandOffOver where it cannot be done."""
    if (state, act) not in _NEXT:
        raise HandOffOver(state, act)
    return _NEXT[(state, act)]


class HandOffQueue(Protocol):
    """Where hand-offs are kept. Every method is one transaction; several processes may share it.

    Any of them may raise QueueUnavailable.
    """

    def again(self, conversation_id: str, message_id: str, content: str) -> HandOff | None:
        """What this message queued before; None where it is new. Raises DifferentMessage."""

    def open(self, new: NewHandOff) -> HandOff:
        """Queue one; the same message id again is the same hand-off.

        Somebody in danger is queued however many wait. Raises DifferentMessage, HandOffWaiting,
        QueueFull.
        """

    def get(self, hand_off_id: str) -> HandOff:
        """The hand-off with this id. Raises UnknownHandOff."""

    def latest(self, conversation_id: str) -> HandOff | None:
        """The newest of a conversation; None where there was never one."""

    def waiting(self) -> list[HandOff]:
        """Those that are not over: in danger first, then as long as they have waited."""

    def position(self, hand_off: HandOff) -> int | None:
        """Its place among those that nobody has taken, from 1; None where it is not queued."""

    def act(self, hand_off_id: str, act: Act, desk: str | None) -> HandOff:
        """Take, release or close. `desk` None: an operator, who may act for anybody.

        Taking what one has already changes nothing. Raises UnknownHandOff, HandOffOver,
        TakenByAnother.
        """

    def reply(self, hand_off_id: str, reply_id: str, desk: str, text: str) -> Message:
        """Keep a human's answer; the same reply id again is the same answer.

        Raises UnknownHandOff, HandOffOver, TakenByAnother, DifferentMessage.
        """

    def hear(
        self, conversation_id: str, message_id: str, text: str, *, danger: bool
    ) -> HandOff | None:
        """Pass on what the person wrote. None: there is no hand-off that is not over."""

    def thread(self, hand_off_id: str) -> list[Message]:
        """What was written on both sides since it was queued. Empty for an unknown id."""

    def answers(self, conversation_id: str, after: int) -> list[Message]:
        """What humans wrote in a conversation after message number `after`, oldest first."""

    def withdraw(self, conversation_id: str) -> HandOff | None:
        """End it for the person, and forget what was handed over. None: nothing was open."""

    def erase(self, conversation_id: str) -> None:
        """Forget everything of a conversation, and tell a desk that had been told of it."""

    def claim(self, now: float, lease: float) -> Delivery | None:
        """The next delivery that is due, kept from others for `lease` seconds."""

    def delivered(self, delivery: Delivery) -> None:
        """It has arrived; its content is dropped."""

    def try_again(self, delivery: Delivery, at: float) -> None:
        """It has not; it is due again at `at`."""

    def give_up(self, delivery: Delivery) -> None:
        """It never will. The hand-off fails, unless a human has been at it since."""

    def close(self) -> None:
        """Let go of the file."""
