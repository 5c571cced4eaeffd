"""What a sentence rests on: laws, rules, contracts and notices, each with the days it held.

Read from `knowledge_base/sources.yaml`. A source that is not in force on the day asked about
supports nothing on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast, get_args

from zhihuan.library.problems import Problem
from zhihuan.library.yaml_file import load_mapping, take_date, take_text

Kind = Literal[
    "law", "regulation", "rule", "judicial-interpretation", "standard", "self-regulation",
    "notice", "contract", "report", "arithmetic",
]  # fmt: skip
Confidence = Literal["high", "medium", "low"]
Status = Literal["current", "ended", "future"]


def status_on(day: date, first: date | None, last: date | None) -> Status:
    """Whether something that holds from `first` to `last`, both included, holds on `day`."""
    if first is not None and day < first:
        return "future"
    if last is not None and day > last:
        return "ended"
    return "current"


@dataclass(frozen=True, slots=True)
class Source:
    """One rule, and one article of it, that sentences rest on."""

    id: str
    name: str
    issuer: str | None
    number: str | None
    article: str | None
    kind: Kind
    in_force: date | None
    ended: date | None
    binds: tuple[str, ...]
    url: str | None
    confidence: Confidence
    checked: date
    says: str

    def status(self, day: date) -> Status:
        """Whether it was in force on `day`."""
        return status_on(day, self.in_force, self.ended)

    def to_json(self, day: date) -> dict[str, Any]:
        """What a reader is shown when they open a citation."""
        return {
            "id": self.id,
            "name": self.name,
            "issuer": self.issuer,
            "number": self.number,
            "article": self.article,
            "kind": self.kind,
            "in_force": self.in_force.isoformat() if self.in_force else None,
            "ended": self.ended.isoformat() if self.ended else None,
            "status": self.status(day),
            "url": self.url,
            "confidence": self.confidence,
            "checked": self.checked.isoformat(),
            "says": self.says,
        }


def read_sources(path: Path) -> tuple[dict[str, Source], list[Problem]]:
    """All sources by id, and what is wrong with the file; a wrong entry is left out."""
    entries, problems = load_mapping(path)
    sources: dict[str, Source] = {}
    for key, (line, entry) in entries.items():
        found = _read_source(key, entry)
        if isinstance(found, str):
            problems.append(Problem(path, line, f"依据 {key}：{found}"))
        else:
            sources[key] = found
    return sources, problems


def _read_source(key: str, entry: Mapping[str, Any]) -> Source | str:
    try:
        kind = take_text(entry, "kind")
        confidence = take_text(entry, "confidence")
        if kind not in get_args(Kind):
            return f"kind 写的是 {kind}，应当是 {'、'.join(get_args(Kind))} 之一"
        if confidence not in get_args(Confidence):
            return f"confidence 写的是 {confidence}，应当是 high、medium、low 之一"
        checked = take_date(entry, "checked")
        if checked is None:
            return "缺 checked：写上最后核对的日期"
        binds = entry.get("binds") or ["any"]
        if not isinstance(binds, list):
            return "binds 应当是一个列表"
        in_force, ended = take_date(entry, "in_force"), take_date(entry, "ended")
        if in_force and ended and ended < in_force:
            return "ended 早于 in_force"
        return Source(
            id=key,
            name=take_text(entry, "name"),
            issuer=entry.get("issuer"),
            number=entry.get("number"),
            article=entry.get("article"),
            kind=cast(Kind, kind),
            in_force=in_force,
            ended=ended,
            binds=tuple(str(word) for word in binds),
            url=entry.get("url"),
            confidence=cast(Confidence, confidence),
            checked=checked,
            says=take_text(entry, "says"),
        )
    except ValueError as error:
        return str(error)
