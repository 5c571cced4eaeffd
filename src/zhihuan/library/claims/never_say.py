"""Claims that circulate and are wrong, as data: `knowledge_base/never_say.yaml`.

A claim is made by a sentence that matches one of its patterns, unless the sentence denies it
(`denial`), or says one of the things that make it honest (`unless`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhihuan.library.claims.denial import is_denied
from zhihuan.library.problems import Problem
from zhihuan.library.sources import Source
from zhihuan.library.yaml_file import load_mapping, take_text

FILE = "never_say.yaml"
# What … stands for in a pattern: it does not reach over a denial (还清以后记录*不会*消失).
_GAP = r"(?:(?!不会|不是|没有|并非|不等于|不一定|未必|不得|不应)[^。；！？!?]){0,14}?(?<![不没未])"


@dataclass(frozen=True, slots=True)
class NeverSay:
    """One claim that is not to be told as true, and what holds instead."""

    id: str
    wrong: str
    why: str
    instead: str
    sources: tuple[str, ...]
    listed_as: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    line: int

    def made_in(self, sentence: str, following: str = "") -> str | None:
        """The words of `sentence` that make the claim; None where it is not made, or denied.

        `following` is the sentence after it, which may take it back.
        """
        for pattern in self.patterns:
            for match in pattern.finditer(sentence):
                if not is_denied(sentence, match.start(), match.end(), following):
                    honest = any(words.search(sentence) for words in self.unless)
                    return None if honest else match[0]
        return None


def read_never_say(
    path: Path, sources: Mapping[str, Source]
) -> tuple[tuple[NeverSay, ...], list[Problem]]:
    """All claims, and what is wrong with the file; a knowledge base without one has none."""
    if not path.exists():
        return (), []
    entries, problems = load_mapping(path)
    claims = []
    for key, (line, entry) in entries.items():
        try:
            claim = _read_claim(key, line, entry)
        except (ValueError, re.error) as error:
            problems.append(Problem(path, line, f"{key}：{error}"))
            continue
        problems += [
            Problem(path, line, f"{key}：依据 {source} 在 sources.yaml 里没有")
            for source in claim.sources
            if source not in sources
        ]
        claims.append(claim)
    return tuple(claims), problems


def _read_claim(key: str, line: int, entry: Mapping[str, Any]) -> NeverSay:
    patterns = _texts(entry, "patterns")
    if not patterns:
        raise ValueError("缺 patterns：写上用来找到它的正则表达式")
    return NeverSay(
        id=key,
        wrong=take_text(entry, "wrong"),
        why=take_text(entry, "why"),
        instead=take_text(entry, "instead"),
        sources=_texts(entry, "sources"),
        listed_as=_texts(entry, "listed_as"),
        patterns=tuple(re.compile(text.replace("…", _GAP)) for text in patterns),
        unless=tuple(re.compile(text.replace("…", _GAP)) for text in _texts(entry, "unless")),
        line=line,
    )


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key} 应当是一个列表，每一项是加引号的文字")
    return tuple(value)
