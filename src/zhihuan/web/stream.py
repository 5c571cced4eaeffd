"""A turn as Server-Sent Events: the wire format of Vercel's UI message stream, version 1.

    start · start-step · data-progress* ·
    (source-document · data-citation | data-cost | data-plan | data-calculation)* before the
    sentence that needs them · text-start · text-delta · text-end · data-claim* ·
    data-replies? · data-handoff? · data-crisis? · message-metadata · finish-step · finish · [DONE]

Our own content lives in `data-*` parts, each with a `fallback` in plain text where it draws
something. Every frame has an `id`, counted from 1. A turn runs in a thread of its own: closing
the connection does not stop it, and the same `message_id` finds it again.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from zhihuan.conversation import events as happened
from zhihuan.conversation.sentences import JOINTS
from zhihuan.errors import ZhihuanError
from zhihuan.web.errors import code_of, place_of

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
    "x-vercel-ai-ui-message-stream": "v1",
}
PING_SECONDS = 15.0
_KEPT_SECONDS = 600.0
_LABELS = {
    "understand": "听懂问题",
    "retrieve": "查条款",
    "calculate": "计算",
    "verify": "核对",
}
_CARDS = {
    "overdue_cost": "data-cost",
    "installment_plan": "data-plan",
    "compare_plans": "data-plan",
}
# `asked`: the field of the situation that the answer closes by asking for, or null.
_METADATA = ("kind", "as_of", "situation", "conversation_id", "asked", "evidence_id")

Frame = dict[str, Any]


class Run:
    """One turn, running in its own thread; its frames can be read by any number of readers."""

    def __init__(
        self, conversation_id: str, message_id: str, events: Iterator[happened.Event]
    ) -> None:
        self._frames: list[Frame] = []
        self._changed = threading.Condition()
        self._done = False
        self.failed = False
        self.ended_at: float | None = None
        self._ids = (conversation_id, message_id)
        threading.Thread(target=self._work, args=(events,), daemon=True).start()

    def frames(self, after: int = 0) -> Iterator[tuple[int, Frame] | None]:
        """The frames after number `after`, as they come; None when nothing came for a while."""
        position = after
        while True:
            with self._changed:
                if position >= len(self._frames) and not self._done:
                    self._changed.wait(PING_SECONDS)
                fresh = self._frames[position:]
                done = self._done
            if not fresh and not done:
                yield None
            for frame in fresh:
                position += 1
                yield position, frame
            if done and position >= len(self._frames):
                return

    def _work(self, events: Iterator[happened.Event]) -> None:
        try:
            for frame in frames_of(events, *self._ids):
                self._add(frame)
        except ZhihuanError as error:
            self._add(
                {
                    "type": "error",
                    "errorText": str(error),
                    "code": code_of(error),
                    "retryable": True,
                }
            )
        except Exception as error:
            log.error("a turn failed: %s at %s", type(error).__name__, place_of(error))
            self._add(
                {
                    "type": "error",
                    "errorText": "我们这边出了错，请再发一次",
                    "code": "internal_error",
                    "retryable": True,
                }
            )
        with self._changed:
            self.failed = any(frame["type"] == "error" for frame in self._frames)
            self._done = True
            self.ended_at = time.monotonic()
            self._changed.notify_all()

    def _add(self, frame: Frame) -> None:
        with self._changed:
            self._frames.append(frame)
            self._changed.notify_all()


class Runs:
    """The turns that are running or have just ended, by conversation and message."""

    def __init__(self) -> None:
        self._runs: dict[tuple[str, str, int], Run] = {}
        self._lock = threading.Lock()

    def take_up(
        self,
        conversation_id: str,
        message_id: str,
        text: str,
        begin: Callable[[], Iterator[happened.Event]],
    ) -> tuple[Run, bool]:
        """The run of a message and whether it was there before; one that failed begins anew.

        What `begin` raises is raised here, and nothing is begun. The same id with another text
        finds no run, so that the ledger can refuse it.
        """
        key = (conversation_id, message_id, hash(text))
        with self._lock:
            known = self._runs.get(key)
            if known is not None and not known.failed:
                return known, True
            run = Run(conversation_id, message_id, begin())
            long_ago = time.monotonic() - _KEPT_SECONDS
            self._runs = {
                k: old
                for k, old in self._runs.items()
                if old.ended_at is None or old.ended_at > long_ago
            }
            self._runs[key] = run
            return run, False

    def forget(self, conversation_id: str) -> None:
        """Drop what is held of a conversation."""
        with self._lock:
            self._runs = {k: run for k, run in self._runs.items() if k[0] != conversation_id}


def frames_of(
    events: Iterator[happened.Event], conversation_id: str, message_id: str
) -> Iterator[Frame]:
    """A turn's events as frames."""
    yield {
        "type": "start",
        "messageId": f"{message_id}-answer",
        "messageMetadata": {
            "threadId": conversation_id,
            "runId": message_id,
            "aiGenerated": True,
            "provider": "zhihuan",
            "contentId": f"{conversation_id}/{message_id}",
        },
    }
    yield {"type": "start-step"}
    text = _Text()
    for event in events:
        yield from _frames_of_event(event, text)
    yield {"type": "finish-step"}
    yield {"type": "finish"}


def _frames_of_event(event: happened.Event, text: _Text) -> Iterator[Frame]:
    match event:
        case happened.Progress(stage):
            data = {"stage": stage, "label": _LABELS.get(stage, stage)}
            yield {"type": "data-progress", "id": "p", "data": data, "transient": True}
        case happened.Found():
            citation = event.to_json()
            yield {
                "type": "source-document",
                "sourceId": citation["id"],
                "mediaType": "text/plain",
                "title": citation["title"],
            }
            yield {"type": "data-citation", "id": citation["id"], "data": citation}
        case happened.Computed(calculation):
            yield _card(calculation.to_json())
        case happened.Said():
            yield from text.say(event)
        case happened.Replies(texts):
            yield from text.end()
            data_list = [{"label": reply, "send": reply} for reply in texts]
            yield {"type": "data-replies", "id": "r", "data": data_list}
        case happened.HandOff(contacts=contacts, state=state):
            yield from text.end()
            yield _hand_off(contacts, state)
        case happened.Crisis(danger, contacts):
            yield _crisis(danger, contacts)
        case happened.Finished(answer):
            if not text.begun:  # answered before: the same answer again
                yield from _again(answer, text)
            yield from text.end()
            metadata = {name: answer.get(name) for name in _METADATA}
            yield {"type": "message-metadata", "messageMetadata": metadata}


def _hand_off(contacts: Iterable[Any], state: str) -> Frame:
    """Why a model handed over stays with us: it is the one text that no gate has seen."""
    return {
        "type": "data-handoff",
        "id": "h",
        "data": {"state": state, "contacts": list(contacts)},
    }


def _crisis(script: str, contacts: Iterable[Any]) -> Frame:
    return {
        "type": "data-crisis",
        "id": "c",
        "data": {"level": "crisis", "scriptId": script, "contacts": list(contacts)},
    }


def _again(answer: Any, text: _Text) -> Iterator[Frame]:
    if answer.get("kind") == "crisis":
        yield _crisis("again", answer["contacts"])
    for citation in answer.get("citations", ()):
        yield {"type": "data-citation", "id": citation["id"], "data": citation}
    for calculation in answer.get("calculations", ()):
        yield _card(calculation)
    for sentence in answer.get("sentences", ()):
        yield from text.say(
            happened.Said(
                sentence["text"],
                sentence["break"],
                tuple(sentence["citations"]),
                tuple(sentence["calculations"]),
            )
        )
    yield from text.end()
    if answer.get("kind") == "handoff" or "hand_off" in answer:
        yield _hand_off(answer["contacts"], answer.get("hand_off", {}).get("state", "offered"))
    replies = [{"label": reply, "send": reply} for reply in answer.get("replies", ())]
    if replies:
        yield {"type": "data-replies", "id": "r", "data": replies}


def _card(calculation: dict[str, Any]) -> Frame:
    fallback = (
        f"{calculation['name']}。{calculation['formula']}。{''.join(calculation['assumptions'])}"
    )
    return {
        "type": _CARDS.get(calculation["kind"], "data-calculation"),
        "id": calculation["id"],
        "data": {**calculation, "fallback": fallback},
    }


class _Text:
    """The running text of an answer: where it stands, and what each stretch rests on."""

    def __init__(self) -> None:
        self._length = 0
        self._count = 0
        self._open = False

    @property
    def begun(self) -> bool:
        """Whether anything was said."""
        return self._length > 0

    def say(self, sentence: happened.Said) -> Iterator[Frame]:
        """The frames of one sentence."""
        if not self._open:
            self._open = True
            yield {"type": "text-start", "id": "t"}
        joint = JOINTS[sentence.breaks]
        if not self._length:
            joint = joint.lstrip("\n")
        self._count += 1
        start = self._length + len(joint)
        self._length = start + len(sentence.text)
        yield {"type": "text-delta", "id": "t", "delta": joint + sentence.text}
        claim = {
            "textId": "t",
            "start": start,
            "end": self._length,
            "text": sentence.text,
            "break": sentence.breaks,
            "sourceIds": list(sentence.citations),
            "calcIds": list(sentence.calculations),
        }
        yield {"type": "data-claim", "id": f"s{self._count}", "data": claim}

    def end(self) -> Iterator[Frame]:
        """Close the text, where it is open."""
        if self._open:
            self._open = False
            yield {"type": "text-end", "id": "t"}


def sse(number: int, frame: Frame) -> str:
    """One frame as it is sent."""
    return f"id: {number}\ndata: {json.dumps(frame, ensure_ascii=False)}\n\n"
