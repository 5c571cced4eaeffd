"""The marks that a text is held against, and the kinds of text it may claim to be.

Rules are words for people to review, so they live in YAML: fraud.yaml (known marks of fraud),
breaches.yaml (of the collection rules and of the truth about the law), facts.yaml (neutral, worth
checking), kinds.yaml. Each sentence there carries the ids of its sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from zhihuan.conversation.notices.folding import Folded
from zhihuan.library.statements import Statement, statements_of

Group = Literal["fraud", "breach", "fact"]
GROUPS: Mapping[Group, str] = {
    "fraud": "骗子常用的说法",
    "breach": "越过催收规则或者歪曲法律的话",
    "fact": "值得核实的地方",
}
_FILES: Mapping[Group, str] = {
    "fraud": "fraud.yaml",
    "breach": "breaches.yaml",
    "fact": "facts.yaml",
}

_PIECE = re.compile(r"<([a-z]+)>")
_CLAUSE = re.compile(r"[，。！？；：\n!?;]|,(?![0-9])|:(?![0-9/])")
_SENTENCE = re.compile(r"[。！？；\n!?;]")
_LONGEST_CLAUSE = 80
_WITHIN_A_SENTENCE = r"[^。！？!?\n]"
# A warning against a thing is not the thing: 请勿把验证码告诉他人；凡要求转账的都是诈骗。
_WARNED = re.compile(
    "请勿|切勿|勿|不要|不会(要求|让|向|以|通过|索|主动|发|电话|联系|用)|不得|严禁|禁止|谨防|警惕|提防"
    "|当心|小心|防范|拒绝|从不|绝不|千万别|别(?!人|的|处|家|墅)|避免点击"
)
_WARNED_AFTER = re.compile(
    "(都|均|就|皆)?(是|为|属于?)(诈骗|骗子|骗局)|谨防.{0,6}骗|(请|切)?勿(相信|轻信|上当)|不要(相信|轻信)|(请|要)?(警惕|当心|小心)"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is looked for, and what in the same clause takes it back."""

    looks_for: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    warned: bool

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Every place in a folded text that says it, and means it."""
        if self.looks_for is None:
            return
        for match in self.looks_for.finditer(text):
            if match.end() > match.start() and not self._taken_back(text, match):
                yield match

    def _taken_back(self, text: str, match: re.Match[str]) -> bool:
        start = _last(_CLAUSE, text, match.start())
        after = _CLAUSE.search(text, match.end())
        clause_end = after.start() if after else len(text)
        if self.unless is not None and self.unless.search(text[start:clause_end]):
            return True
        if not self.warned:
            return False
        if _WARNED.search(text[start : match.end()]):
            return True
        stop = _SENTENCE.search(text, match.end())
        return bool(_WARNED_AFTER.search(text, match.end(), stop.start() if stop else len(text)))


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a text may say. `claims` () is any kind; `absent`: marks that exclude it."""

    id: str
    group: Group
    label: str
    pattern: Pattern
    claims: frozenset[str]
    absent: frozenset[str]
    why: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text may claim to be, what it cannot show, and how to check it oneself."""

    id: str
    label: str
    pattern: Pattern
    unknown: tuple[Statement, ...]
    checks: tuple[tuple[Statement, ...], ...]
    contacts: tuple[str, ...]
    articles: tuple[str, ...]
    next_step: tuple[Statement, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything it states."""
        return (*self.unknown, *(s for check in self.checks for s in check), *self.next_step)


@cache
def marks() -> tuple[Mark, ...]:
    """All marks, fraud first."""
    return tuple(
        _mark(key, group, entry)
        for group, name in _FILES.items()
        for key, entry in _yaml(name).items()
    )


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, the one that counts most first; the last is `unknown`."""
    return tuple(
        Kind(
            id=key,
            label=entry["label"],
            pattern=_pattern(entry),
            unknown=statements_of(entry["unknown"]),
            checks=tuple(statements_of(each) for each in entry["checks"]),
            contacts=tuple(entry["contacts"]),
            articles=tuple(entry["articles"]),
            next_step=statements_of(entry["next"]),
        )
        for key, entry in _yaml("kinds.yaml").items()
    )


def claims_of(folded: Folded) -> tuple[Kind, ...]:
    """The kinds that a text claims to be, or the one that says that none is known."""
    found = tuple(kind for kind in kinds() if any(kind.pattern.found(folded.text)))
    return found or kinds()[-1:]


def _mark(key: str, group: Group, entry: Mapping[str, Any]) -> Mark:
    return Mark(
        id=key,
        group=group,
        label=entry["label"],
        pattern=_pattern(entry),
        claims=frozenset(entry.get("claims") or ()),
        absent=frozenset(entry.get("absent") or ()),
        why=statements_of(entry["why"]),
    )


def _pattern(entry: Mapping[str, Any]) -> Pattern:
    return Pattern(
        _compiled(entry["patterns"]),
        _compiled(entry.get("unless") or ()),
        entry.get("warned", True),
    )


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    pieces: Mapping[str, str] = _yaml("pieces.yaml")
    filled = [_PIECE.sub(lambda piece: pieces[piece[1]], pattern) for pattern in patterns]
    # What belongs together stands in one sentence.
    filled = [pattern.replace(".{", _WITHIN_A_SENTENCE + "{") for pattern in filled]
    return re.compile("|".join(f"(?:{pattern})" for pattern in filled)) if filled else None


def _last(mark: re.Pattern[str], text: str, before: int) -> int:
    """Where the clause begins; a longer one is read from its last `_LONGEST_CLAUSE` characters."""
    start = max(0, before - _LONGEST_CLAUSE)
    return max((found.end() for found in mark.finditer(text, start, before)), default=start)


@cache
def _yaml(name: str) -> Any:
    text = files("zhihuan.conversation.notices").joinpath(name).read_text("utf-8")
    return yaml.safe_load(text)
