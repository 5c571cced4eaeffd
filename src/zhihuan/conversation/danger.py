"""Is a life in danger? Asked of every message, before anything else is.

    message → reading → idioms set aside → the first rule with a hit → Danger

The rules and the reasons for them are in `danger.yaml`, what is answered in
`crisis_script.yaml`. Both are words for people to review; no model reads or writes them.
A missed call for help is worse than one question too many, and an idiom taken for one
makes us useless: 累死了 is not a crisis, and neither is 激活不了.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from zhihuan.errors import ZhihuanError

Level = Literal["crisis", "distress", "none"]
Kind = Literal["self", "someone-else", "threatened", "harm-others", "none"]
Script = Literal["self", "someone-else", "threatened", "harm-others", "distress", "human-now"]

# More than anybody types; beyond it only the beginning and the end are read.
_LONGEST = 4_000
_CJK = "㐀-䶿一-鿿"
# What may stand between two characters without meaning a pause.
_INSERTED = re.compile(rf"(?<=[{_CJK}])(?:[^\w，。！？；：、,!?;:.]|_|[.。]{{2,}})+(?=[{_CJK}a-z])")
# A pause, between characters that each stand alone: 不，想，活，了 is no list.
_SPELT_OUT = re.compile(
    rf"(?<![{_CJK}\w])[{_CJK}](?:[，。！？；：、,!?;:.][{_CJK}])+(?![{_CJK}\w])"
)
_PAUSE = re.compile(r"[，。！？；：、,!?;:.]")
_CLASS = re.compile(r"\[[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")
_PIECE = re.compile(r"<([a-z]+)>")
_TWO_PAUSES = str.maketrans(",:：、!！?？;；", "，，，，。。。。。。")


class MissingContact(ZhihuanError):
    """A number that a crisis answer needs is not in contacts.yaml."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What a message says about danger to life.

    `words` is the part that says so, as it was read (see `reading`); it is for a reviewer
    and for tests, and is as private as the message. `rule` is the id in danger.yaml.
    """

    level: Level
    kind: Kind
    words: str
    rule: str

    @property
    def script(self) -> Script | None:
        """Which fixed answer belongs to it; None where the ordinary one goes out alone."""
        if self.level == "none" or self.kind == "none":
            return None
        return "distress" if self.level == "distress" else self.kind


SAFE = Danger("none", "none", "", "")


def assess(text: str) -> Danger:
    """How grave a message is, for whom, and which words say so."""
    rules = _rules()
    read = reading(text)
    present = set(read)
    idioms: list[tuple[int, int]] | None = None
    about_another: Danger | None = None
    for rule in rules.ordered:
        if about_another is not None and rule.level != "crisis":
            break
        hits = rule.hits(read, present)
        if not hits:
            continue
        if idioms is None:
            idioms = [found.span() for found in rules.idioms.finditer(read)]
        excused = _marked(len(read), idioms, rule.excused(read))
        for start, end in hits:
            if any(excused[start:end]):
                continue
            words = read[start:end]
            if rule.tells_of_self and "我" not in words and rules.about_another(read, start, end):
                # Keep looking: the writer may be in danger too, which comes first.
                about_another = about_another or Danger("crisis", "someone-else", words, rule.id)
                continue
            if about_another is not None and rule.kind != "self":
                continue
            return Danger(rule.level, rule.kind, words, rule.id)
    return about_another or SAFE


def crisis_text(kind: str, contacts: Mapping[str, str]) -> list[str]:
    """The fixed answer of a `Script`, sentence by sentence, with numbers filled in.

    `contacts` maps ids of contacts.yaml to numbers. Raises MissingContact.
    """
    sentences = _scripts()[kind]
    try:
        return [sentence.format_map(contacts) for sentence in sentences]
    except KeyError as error:
        missing = error.args[0]
        raise MissingContact(
            f"危机答复要用到联系方式 {missing}，请在 contacts.yaml 里补上"
        ) from error


def reading(text: str) -> str:
    """A message as the rules read it: disguises off, pauses kept. Never shown to anybody."""
    # Twice, since one character may turn into eighteen.
    text = _cut(unicodedata.normalize("NFKC", _cut(text)).lower())
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn", "Me"))
    text = text.translate(_rules().simplified)
    text = _INSERTED.sub("", text)
    text = _SPELT_OUT.sub(lambda spelt: _PAUSE.sub("", spelt.group()), text)
    return re.sub(r"\s*\n\s*", "。", text).translate(_TWO_PAUSES)


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    level: Level
    kind: Kind
    parts: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    exceptions: re.Pattern[str] | None

    @property
    def tells_of_self(self) -> bool:
        return self.level == "crisis" and self.kind == "self"

    def hits(self, read: str, present: set[str]) -> list[tuple[int, int]]:
        return sorted(
            hit.span()
            for needed, part in self.parts
            if needed <= present
            for hit in part.finditer(read)
        )

    def excused(self, read: str) -> list[tuple[int, int]]:
        if self.exceptions is None:
            return []
        return [found.span() for found in self.exceptions.finditer(read)]


@dataclass(frozen=True, slots=True)
class _Rules:
    ordered: tuple[_Rule, ...]
    idioms: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    not_before: re.Pattern[str]
    simplified: dict[int, str]

    def about_another(self, read: str, start: int, end: int) -> bool:
        """Is it said of somebody else? The words right before and behind decide."""
        before, after = read[max(0, start - 32) : start], read[end : end + 8]
        if self.not_before.search(before):
            return False
        return bool(self.before.search(before) or self.after.search(after))


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = _yaml("danger.yaml")
    pieces: dict[str, str] = {}
    for name, piece in data["pieces"].items():
        pieces[name] = _filled(piece, pieces)

    def compiled(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{_filled(pattern, pieces)})" for pattern in patterns))

    def parts(patterns: Iterable[str]) -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
        # One pattern for each alternative, and the characters without which it cannot match:
        # most messages lack them, and the patterns need not be tried. Twenty times as fast.
        filled = (_filled(pattern, pieces) for pattern in patterns)
        alternatives = (part for pattern in filled for part in _alternatives(pattern))
        return tuple((_needed(part), re.compile(part)) for part in alternatives)

    about, pairs = data["about_others"], data["traditional"]
    ordered = []
    for entry in data["rules"]:
        if entry["level"] not in get_args(Level) or entry["kind"] not in get_args(Kind):
            raise ValueError(f"danger.yaml: {entry['id']}: unknown level or kind")
        exceptions = entry.get("except_patterns") or []
        ordered.append(
            _Rule(
                id=entry["id"],
                level=entry["level"],
                kind=entry["kind"],
                parts=parts(entry["patterns"]),
                exceptions=compiled(exceptions) if exceptions else None,
            )
        )
    return _Rules(
        ordered=tuple(ordered),
        idioms=compiled(data["idioms"]),
        before=compiled(about["before"]),
        after=compiled(about["after"]),
        not_before=compiled(about["not_before"]),
        simplified={ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)},
    )


@lru_cache(maxsize=1)
def _scripts() -> dict[str, list[str]]:
    return {str(kind): list(sentences) for kind, sentences in _yaml("crisis_script.yaml").items()}


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    return _PIECE.sub(lambda found: pieces[found.group(1)], pattern)


def _alternatives(pattern: str) -> list[str]:
    """a|(b|c)|[|] → a, (b|c), [|]"""
    parts, depth, in_class, start, at = [], 0, False, 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def _needed(pattern: str) -> frozenset[str]:
    """Characters that every match contains: 从(?:楼|桥)上?跳 → {从, 跳}. Chinese ones only."""
    outside = _CLASS.sub(".", pattern)
    while (without := _GROUP.sub(".", outside)) != outside:
        outside = without
    return frozenset(re.findall(r"[一-鿿](?![?*{])", outside))


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST // 2] + "\n" + text[-_LONGEST // 2 :]


def _marked(length: int, *spans: list[tuple[int, int]]) -> bytearray:
    """A one for every character inside any of the spans."""
    marks = bytearray(length)
    for start, end in (span for group in spans for span in group):
        marks[start:end] = b"\1" * (end - start)
    return marks


def _yaml(name: str) -> Any:
    return yaml.safe_load(files("zhihuan.conversation").joinpath(name).read_text("utf-8"))
