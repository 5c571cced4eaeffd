"""Does a message command us, or ask for help with a wrong, instead of asking a question?

Not the lock on the door: the tools are few, figures are computed by us, and every sentence is
checked before it is shown, whatever a message says. This only answers such messages plainly.
An ordinary question that comes close (法院会不会查我转给老婆的钱) is an ordinary question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

import yaml

from zhihuan.conversation.danger import reading

Kind = Literal[
    "extract-prompt",
    "override",
    "role-play",
    "encoded",
    "forge-documents",
    "dodge-enforcement",
    "impersonate",
    "revenge",
    "none",
]

_PIECE = re.compile(r"<([a-z]+)>")
_AROUND = 24


@dataclass(frozen=True, slots=True)
class Request:
    """What a message wants of us; `words` is the part that says so, as it was read."""

    kind: Kind
    words: str


ORDINARY = Request("none", "")


def recognise(text: str) -> Request:
    """The first kind of command or wrong that a message asks for."""
    rules, read = _rules(), reading(text)
    for rule in rules.ordered:
        for hit in rule.pattern.finditer(read):
            near = read[max(0, hit.start() - _AROUND) : hit.end() + _AROUND]
            if rule.wrong and rules.reported.search(near):
                continue
            if rule.exceptions is not None and rule.exceptions.search(near):
                continue
            return Request(rule.kind, hit.group())
    return ORDINARY


def reply(kind: Kind) -> list[str]:
    """What is answered: one sentence that declines, one that says what we can do instead."""
    return list(_rules().replies[kind])


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: Kind
    wrong: bool
    pattern: re.Pattern[str]
    exceptions: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Rules:
    ordered: tuple[_Rule, ...]
    reported: re.Pattern[str]
    replies: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    text = files("zhihuan.conversation").joinpath("instructions.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    pieces: dict[str, str] = data["pieces"]

    def compiled(patterns: Iterable[str]) -> re.Pattern[str]:
        filled = (_PIECE.sub(lambda name: pieces[name.group(1)], pattern) for pattern in patterns)
        return re.compile("|".join(f"(?:{pattern})" for pattern in filled))

    ordered = []
    for entry in data["rules"]:
        if entry["kind"] not in get_args(Kind):
            raise ValueError(f"instructions.yaml: unknown kind {entry['kind']}")
        exceptions = entry.get("except_patterns") or []
        ordered.append(
            _Rule(
                kind=entry["kind"],
                wrong=bool(entry.get("wrong")),
                pattern=compiled(entry["patterns"]),
                exceptions=compiled(exceptions) if exceptions else None,
            )
        )
    return _Rules(
        ordered=tuple(ordered),
        reported=re.compile(data["reported"]),
        replies={kind: tuple(sentences) for kind, sentences in data["replies"].items()},
    )
