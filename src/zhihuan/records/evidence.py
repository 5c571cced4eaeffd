"""Evidence: everything needed to show and to replay an answer that somebody was shown.

    Content    question, day, the answer as shown, the versions it cited, and what made it
    Kept       a Content in its place in the chain, or the fact that it was erased

A Content is all that is personal about an answer. It has one text, and that text is what the
chain vouches for (`evidence_chain`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from zhihuan.errors import ZhihuanError

Kind = Literal["answer", "draft", "reply"]
Why = Literal["asked", "retention"]


class UnknownEvidence(ZhihuanError):
    """Nothing was ever kept under this id."""

    def __init__(self) -> None:
        super().__init__("没有这个留痕编号")


class AlteredEvidence(ZhihuanError):
    """What lies under this id is not what was kept."""

    def __init__(self) -> None:
        super().__init__("这条留痕被改动过，不能当作凭据：用 zhihuan evidence verify 看全部")


@dataclass(frozen=True, slots=True)
class Made:
    """What made an answer.

    brains    those that were asked, in order; none where the words are fixed
    model     the language model that was asked, `provider:name`; "" where none was
    prompt    SHA-256 (hex) of its prompt, blanks and all; "" where none was used
    library   fingerprint of the knowledge base
    version   of this package
    """

    brains: tuple[str, ...]
    model: str
    prompt: str
    library: str
    version: str


@dataclass(frozen=True, slots=True)
class Content:
    """One answer, an agent's draft or an agent's reply, with what it was an answer to.

    `question` is masked, and `private` names what was covered in it. `answer` is in the shape of
    a chat answer, less what can be made again. `versions` are the cited articles' (slug: version).
    """

    kind: Kind
    conversation_id: str
    message_id: str
    question: str
    as_of: date
    private: tuple[str, ...]
    answer: Mapping[str, Any]
    versions: Mapping[str, str]
    made: Made

    @property
    def cited(self) -> tuple[str, ...]:
        """The slugs of the articles it cites, once each, in order."""
        return tuple(dict.fromkeys(c["slug"] for c in self.answer.get("citations", ())))

    def to_text(self) -> str:
        """Its one text: the same content is the same text."""
        value = asdict(self) | {"as_of": self.as_of.isoformat()}
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Content:
        """The content that has this text."""
        value = json.loads(text)
        made = value.pop("made")
        return cls(
            **value
            | {
                "as_of": date.fromisoformat(value["as_of"]),
                "private": tuple(value["private"]),
                "made": Made(**made | {"brains": tuple(made["brains"])}),
            }
        )


@dataclass(frozen=True, slots=True)
class Erased:
    """When (seconds since 1970) a content was erased, and why."""

    at: float
    why: Why


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept under an id. `number` is its place in the chain, `at` seconds since 1970.

    `content` is None exactly where it was `erased`.
    """

    id: str
    number: int
    at: float
    content: Content | None
    erased: Erased | None = None
