"""Does a message command us, or ask for help with a wrong, instead of asking a question?

Not the lock on the door: the tools are few, figures are computed by us, and every sentence is
checked before it is shown, whatever a message says. This only answers such messages plainly.
An ordinary question that comes close (法院会不会查我转给老婆的钱) is an ordinary question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
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
    "forge-settlement",
    "forge-documents",
    "wash-credit",
    "borrow-more",
    "cash-out",
    "dodge-enforcement",
    "promise",
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
    """The first kind of command or wrong that a message asks for.

    What the person pasted and asks about in words of their own is not read for either.
    """
    rules = _rules()
    own = text
    for pasted in rules.pasted:
        own = pasted.sub("，", own)
    read = reading(own if own != text and rules.asks_about_it.search(own) else text)
    for rule in rules.ordered:
        for hit in rule.pattern.finditer(read):
            near = read[max(0, hit.start() - _AROUND) : hit.end() + _AROUND]
            if rule.wrong and rules.reported.search(near) and not rules.wanted.search(near):
                continue
            if rule.exceptions is not None and rule.exceptions.search(near):
                continue
            return Request(rule.kind, hit.group())
    return ORDINARY


def reply(kind: Kind, earlier: Collection[str] = ()) -> list[str]:
    """What is answered: one sentence that declines, one that says what we can do instead.

    `earlier` are the answers shown before: what stands there is not said again.
    """
    rules = _rules()
    lines = list(rules.replies[kind])
    if not any(lines[0] in answer for answer in earlier):
        return lines
    times = sum(any(line in answer for line in rules.again) for answer in earlier)
    return [rules.again[times % len(rules.again)]]


def instead(kind: Kind) -> str | None:
    """The question that the need behind a wrong comes down to; None where there is none."""
    return _rules().instead.get(kind)


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
    wanted: re.Pattern[str]
    replies: dict[str, tuple[str, ...]]
    again: tuple[str, ...]
    instead: dict[str, str]
    pasted: tuple[re.Pattern[str], ...]
    asks_about_it: re.Pattern[str]


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
        wanted=re.compile(data["wanted"]),
        replies={kind: tuple(sentences) for kind, sentences in data["replies"].items()},
        again=tuple(data["again"]),
        instead=data["instead"],
        pasted=tuple(re.compile(pattern, re.DOTALL) for pattern in data["pasted"]),
        asks_about_it=re.compile(data["asks_about_it"]),
    )
