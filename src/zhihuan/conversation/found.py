"""What the tools of a turn brought back, as the embedded brain reads it out of the messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage, ToolMessage

from zhihuan.library.article import NEXT_STEP, Passage
from zhihuan.library.search import Hit
from zhihuan.repayment import Calculation


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, whether it begins an item of a list, and the line of the file it stands on."""

    text: str
    bullet: bool
    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """A passage, the handle under which it is cited, and how near it is to the question."""

    handle: str
    heading: str
    sentences: tuple[Line, ...]
    near: float = 0.0

    @property
    def condition(self) -> str:
        """The heading, where what stands below may hold only under it."""
        return "" if self.heading == NEXT_STEP else self.heading


@dataclass(frozen=True, slots=True)
class Answer:
    """An article that was found, its parts in the order of nearness to the question.

    `field` is the folder that it stands in.
    """

    slug: str
    title: str
    score: float
    calculation: str | None
    parts: tuple[Part, ...]
    field: str = ""

    @property
    def lead(self) -> Part | None:
        """The answer itself."""
        return next((part for part in self.parts if not part.heading), None)

    @property
    def next_step(self) -> Part | None:
        """What can be done now."""
        return next((part for part in self.parts if part.heading == NEXT_STEP), None)

    @property
    def nearest(self) -> Part | None:
        """The part nearest to the question, where that is neither the lead nor the next step."""
        first = self.parts[0] if self.parts else None
        return first if first and first.heading not in ("", NEXT_STEP) else None


@dataclass(frozen=True, slots=True)
class Computed:
    """A sum that was done, and the handle under which it is cited."""

    handle: str
    kind: str
    result: Mapping[str, Any]
    inputs: Mapping[str, Mapping[str, Any]]
    formula: str = ""
    assumptions: tuple[str, ...] = ()

    @property
    def fee(self) -> Mapping[str, Any] | None:
        """The fee per period that went in, and who named it; None where there was none."""
        return next((v for name, v in self.inputs.items() if name.startswith("fee_rate")), None)


def hit_artifact(hit: Hit, numbered: Sequence[tuple[str, Passage]]) -> dict[str, Any]:
    """A hit as it travels with a tool message."""
    nearness = hit.near or (0.0,) * len(numbered)
    return {
        "slug": hit.article.slug,
        "title": hit.article.title,
        "score": round(hit.score, 9),
        "calculation": hit.article.calculation,
        "field": hit.article.topic,
        "parts": [
            {
                "handle": handle,
                "heading": passage.heading,
                "sentences": [[s.text, s.bullet, s.line] for s in passage.sentences],
                "near": round(near, 4),
            }
            for (handle, passage), near in zip(numbered, nearness, strict=True)
        ],
    }


def sum_artifact(handle: str, calculation: Calculation) -> dict[str, Any]:
    """A sum as it travels with a tool message. Charts and long tables stay behind."""
    return {
        "handle": handle,
        "kind": calculation.kind,
        "result": _without_tables(calculation.result),
        "inputs": [
            {"name": i.name, "value": i.value, "origin": i.origin} for i in calculation.inputs
        ],
        "formula": calculation.formula,
        "assumptions": list(calculation.assumptions),
    }


def _without_tables(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _without_tables(v) for k, v in value.items() if k not in ("series", "rows")}
    if isinstance(value, list | tuple):
        return [_without_tables(each) for each in value]
    return value


def answers_in(messages: Sequence[BaseMessage]) -> dict[str, list[Answer]]:
    """What each search of these messages found, by query."""
    found: dict[str, list[Answer]] = {}
    for artifact in _artifacts(messages, "search"):
        found[artifact["query"]] = [
            Answer(
                hit["slug"],
                hit["title"],
                hit["score"],
                hit["calculation"],
                tuple(
                    Part(
                        part["handle"],
                        part["heading"],
                        tuple(Line(*sentence) for sentence in part["sentences"]),
                        part.get("near", 0.0),
                    )
                    for part in hit["parts"]
                ),
                hit.get("field", ""),
            )
            for hit in artifact["hits"]
        ]
    return found


def near_in(messages: Sequence[BaseMessage]) -> list[str]:
    """Titles of what may have been meant, where the searches of these messages found nothing."""
    near = (title for found in _artifacts(messages, "search") for title in found["near"])
    return list(dict.fromkeys(near))


def sums_in(messages: Sequence[BaseMessage]) -> list[Computed]:
    """The sums of these messages that could be done, in order."""
    return [
        Computed(
            artifact["sum"]["handle"],
            artifact["sum"]["kind"],
            artifact["sum"]["result"],
            {given["name"]: given for given in artifact["sum"]["inputs"]},
            artifact["sum"]["formula"],
            tuple(artifact["sum"]["assumptions"]),
        )
        for artifact in _artifacts(messages, "sum")
        if "sum" in artifact
    ]


def complaints_in(messages: Sequence[BaseMessage]) -> list[str]:
    """Why a sum could not be done, in words for the person."""
    return [a["error"] for a in _artifacts(messages, "sum") if "error" in a]


def _artifacts(messages: Sequence[BaseMessage], tool: str) -> list[dict[str, Any]]:
    return [
        message.artifact
        for message in messages
        if isinstance(message, ToolMessage)
        and isinstance(message.artifact, dict)
        and message.artifact.get("tool") == tool
    ]
