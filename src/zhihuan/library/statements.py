"""Sentences of our own outside the articles, each with the ids of what it rests on.

    法院不会要您把钱转到个人账户。[^court-check-channels] 先打12368。[^contact-court]

The marks are an article's: behind the full stop, ids of `sources.yaml`. Here only ids are kept;
whoever shows a statement looks the sources up, for the day it is shown on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhihuan.library.sources import Source

_SENTENCE = re.compile(r"(.+?(?:[。！？!?]+[”’」）)]*|$))\s*((?:\[\^[\w-]+\])*)\s*", re.S)
_FOOTNOTE = re.compile(r"\[\^([\w-]+)\]")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said, and the ids of what it rests on."""

    text: str
    sources: tuple[str, ...] = ()

    def holds_on(self, day: date, sources: Mapping[str, Source]) -> bool:
        """Whether everything it rests on is known and in force on `day`."""
        found = [sources.get(each) for each in self.sources]
        return all(source is not None and source.status(day) == "current" for source in found)

    def to_json(self) -> dict[str, Any]:
        """The sentence and the ids behind it."""
        return {"text": self.text, "sources": list(self.sources)}


def statements_of(text: str) -> tuple[Statement, ...]:
    """The sentences of `text`. ValueError, in Chinese, where a footnote stands inside one."""
    found = []
    for match in _SENTENCE.finditer(text.strip()):
        words = match[1].strip()
        if not words:
            continue
        if "[^" in words:
            raise ValueError(f"脚注要放在句号后面：“{words[:20]}……”")
        found.append(Statement(words, tuple(_FOOTNOTE.findall(match[2]))))
    return tuple(found)


def in_force(
    said: Iterable[Statement], day: date, sources: Mapping[str, Source]
) -> tuple[Statement, ...]:
    """Those that may be told on `day`."""
    return tuple(each for each in said if each.holds_on(day, sources))


def sources_json(
    said: Iterable[Statement], day: date, sources: Mapping[str, Source]
) -> list[dict[str, Any]]:
    """Every source behind `said`, once, in order, as a reader is shown it."""
    ids = dict.fromkeys(key for each in said for key in each.sources)
    return [sources[key].to_json(day) for key in ids if key in sources]


def prose(said: Iterable[Statement]) -> str:
    """The sentences one after another."""
    return "".join(each.text for each in said)
