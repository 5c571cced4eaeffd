"""One spelling for one thing, and the way back to the text as it was written.

Half-width, lower case, simplified; without what cannot be seen, and without what was put between
two Chinese characters to hide a word: 安 全*账-户, 安全账户 and 安全賬戶 read the same.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from zhihuan.library.lexical import normalise

_INSERTED = frozenset(" \t\u3000·•*_|~^`'\"“”‘’「」『』《》〈〉.…—–-+=#&/\\")
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is for matching; its character n was written at `places[n]`."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of what stands from `start` to `end` here."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """The text for matching."""
    kept: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if char != "\n" and unicodedata.category(char) in _UNSEEN:
            continue
        kept += [(folded, at) for folded in _folded(char)]
    kept = _without_inserted(kept)
    return Folded("".join(char for char, _ in kept), tuple(at for _, at in kept))


def _without_inserted(kept: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Leave out what stands between two Chinese characters and only parts them."""
    clean: list[tuple[str, int]] = []
    waiting: list[tuple[str, int]] = []
    for each in kept:
        if each[0] in _INSERTED:
            waiting.append(each)
            continue
        if not (clean and _is_chinese(clean[-1][0]) and _is_chinese(each[0])):
            clean += waiting
        waiting = []
        clean.append(each)
    return clean + waiting


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=16_384)
def _folded(char: str) -> str:
    if char.isascii():
        return char.lower()
    if _is_chinese(char):
        return normalise(char)
    return unicodedata.normalize("NFKC", char).lower() if char not in "，。！？；：（）" else char
