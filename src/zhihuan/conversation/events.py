"""What happens in a turn, in the order in which it is shown.

    Progress*  (Found | Computed | Said)*  Replies?  HandOff? | Crisis?  Finished

Each is a plain value with `to_json`; how it looks on the wire is the business of `web`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from zhihuan.conversation.sentences import JOINTS, Break
from zhihuan.library.article import Article, Passage
from zhihuan.repayment import Calculation

Stage = Literal["understand", "retrieve", "calculate", "verify"]
Kind = Literal["answer", "ask", "decline", "crisis", "handoff"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A step has begun."""

    stage: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the next sentence rests on, the first time it is cited."""

    number: int
    passage: Passage
    article: Article
    as_of: date

    def to_json(self) -> dict[str, Any]:
        """One entry of `citations`."""
        return {
            "id": self.passage.id,
            "n": self.number,
            "slug": self.article.slug,
            "title": self.article.title,
            "topic": self.article.topic,
            "heading": self.passage.heading,
            "quote": self.passage.text,
            "status": self.article.status(self.as_of),
            "valid_from": _iso(self.article.valid_from),
            "valid_to": _iso(self.article.valid_to),
            "reviewed": self.article.reviewed.isoformat(),
            "sources": [source.to_json(self.as_of) for source in self.passage.sources],
        }


@dataclass(frozen=True, slots=True)
class Computed:
    """A sum that the next sentence rests on, the first time it is cited."""

    calculation: Calculation


@dataclass(frozen=True, slots=True)
class Said:
    """A checked sentence. `citations` and `calculations` are ids."""

    text: str
    breaks: Break
    citations: tuple[str, ...]
    calculations: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """One entry of `sentences`."""
        return {
            "text": self.text,
            "break": self.breaks,
            "citations": list(self.citations),
            "calculations": list(self.calculations),
        }


@dataclass(frozen=True, slots=True)
class Replies:
    """Up to four things that the person may want to say next."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crisis:
    """Someone may be in danger: the words are fixed, the numbers verified."""

    danger: str
    contacts: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class HandOff:
    """The person is to reach a human, and whom; or, when `taken`, a human is answering."""

    reason: str
    contacts: tuple[Mapping[str, Any], ...]
    state: Literal["offered", "taken"] = "offered"


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer, as it is kept and as `Accept: application/json` gets it.

    `brains` are those that were asked for it, in order: "model", "embedded"; none where the
    words are fixed, or the answer was given before.
    """

    answer: Mapping[str, Any]
    brains: tuple[str, ...] = ()


Event = Progress | Found | Computed | Said | Replies | Crisis | HandOff | Finished


def prose(sentences: list[Said]) -> str:
    """Sentences as one text, with their breaks."""
    parts: list[str] = []
    for sentence in sentences:
        joint = JOINTS[sentence.breaks] if parts or sentence.breaks == "item" else ""
        parts.append((joint.lstrip("\n") if not parts else joint) + sentence.text)
    return "".join(parts)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
