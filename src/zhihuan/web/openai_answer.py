"""A turn in OpenAI's shapes: `chat.completion`, or `chat.completion.chunk` after chunk.

The text is whole for hosts that show nothing but text: `[n]` behind a sentence that rests on an
article, 〔测算〕 behind one that rests on a sum, then where to call, the sources, and the label
that law asks for. Hosts that show more find the same as `annotations` (url_citation, places
counted in characters), and our own `citations`, `calculations`, `contacts`, `kind`, `as_of` and
`replies` beside the choices.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhihuan.conversation.events import Event, Finished, Found, Said
from zhihuan.conversation.message import new_id
from zhihuan.conversation.sentences import JOINTS
from zhihuan.repayment import AI_LABEL
from zhihuan.web.openai_request import MODEL

LABEL = f"{AI_LABEL}，以账单和合同为准。"
_OURS = ("citations", "calculations", "contacts", "kind", "as_of", "replies")
# Nobody is charged by the token here, so none are counted.
_NO_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def whole(events: Iterable[Event]) -> dict[str, Any]:
    """The answer as one `chat.completion`."""
    text = _Text()
    content = "".join(text.pieces(events))
    message = {
        "role": "assistant",
        "content": content,
        "refusal": None,
        "annotations": text.annotations,
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**_head("chat.completion"), "choices": [choice], "usage": _NO_TOKENS, **text.ours}


def chunks(events: Iterable[Event], *, usage: bool) -> Iterator[dict[str, Any]]:
    """The answer as it comes, sentence by sentence; the last chunk carries what it rests on."""
    head, text = _head("chat.completion.chunk"), _Text()

    def chunk(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**head, "choices": [choice]}

    yield chunk({"role": "assistant", "content": ""})
    for piece in text.pieces(events):
        yield chunk({"content": piece})
    yield {**chunk({"annotations": text.annotations}, "stop"), **text.ours}
    if usage:
        yield {**head, "choices": [], "usage": _NO_TOKENS}


def _head(kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{new_id()}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


class _Text:
    """The running text; once the pieces have been taken, all that belongs to it."""

    def __init__(self) -> None:
        self.annotations: list[dict[str, Any]] = []
        self.ours: dict[str, Any] = {}
        self._found: dict[str, dict[str, Any]] = {}
        self._length = 0

    def pieces(self, events: Iterable[Event]) -> Iterator[str]:
        """Sentence by sentence, each checked; then what stands under them."""
        for event in events:
            if isinstance(event, Found):
                citation = event.to_json()
                self._found[citation["id"]] = citation
            elif isinstance(event, Said):
                yield self._said(event)
            elif isinstance(event, Finished):
                self.ours = {name: event.answer.get(name) for name in _OURS}
                if foot := _foot(event.answer):
                    yield self._add(foot)

    def _said(self, sentence: Said) -> str:
        joint = JOINTS[sentence.breaks]
        if not self._length:
            joint = joint.lstrip("\n")
        numbers = [self._found[key]["n"] for key in sentence.citations]
        marks = "".join(f"[{number}]" for number in numbers)
        marks += "〔测算〕" if sentence.calculations else ""
        start = self._length + len(joint)
        piece = self._add(f"{joint}{sentence.text}{marks}")
        for key in sentence.citations:
            self.annotations += _annotations(self._found[key], start, self._length)
        return piece

    def _add(self, piece: str) -> str:
        self._length += len(piece)
        return piece


def _annotations(citation: Mapping[str, Any], start: int, end: int) -> list[dict[str, Any]]:
    """One for each source that can be opened; a place of the text points to several."""
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": start,
                "end_index": end,
                "url": source["url"],
                "title": _name(source),
            },
        }
        for source in citation["sources"]
        if source["url"]
    ]


def _foot(answer: Mapping[str, Any]) -> str:
    """Whom to call, the sources, the label: whatever else a host shows, these stand in the text."""
    parts = []
    if answer["kind"] == "handoff":
        calls = [f"☎ {c['name']} {c['number'] or c['url']}" for c in answer["contacts"]]
        parts.append("\n".join(calls))
    if answer["citations"]:
        parts.append("\n".join(["依据：", *map(_source_line, answer["citations"])]))
    if answer["kind"] != "crisis":
        parts.append(LABEL)
    return "".join(f"\n\n{part}" for part in parts if part)


def _source_line(citation: Mapping[str, Any]) -> str:
    heading = f" · {citation['heading']}" if citation["heading"] else ""
    names = "；".join(dict.fromkeys(map(_name, citation["sources"])))
    return f"[{citation['n']}] {citation['title']}{heading}（{names}）"


def _name(source: Mapping[str, Any]) -> str:
    return f"{source['name']}{source['article'] or ''}"
