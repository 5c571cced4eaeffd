"""How a text sounds: toneless syllables, with the differences left out that many do not hear.

    白调预期了  →  bai tiao yu qi le          a wrong character that sounds right
    baitiao yuqi了  →  bai tiao yu qi le      pinyin among characters
    zhengxin, zengxing  →  zen xin            zh/z, ch/c, sh/s and -ng/-n are one

Sounds find what a misspelt question means; what they confuse is told apart by the other ways of
looking.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

_PARTS = re.compile(r"[a-z]+|[0-9.%]+")
_LONGEST_SYLLABLE = 6
_FLAT = (("zh", "z"), ("ch", "c"), ("sh", "s"))
# A letter that is part of no syllable costs this many syllables.
_STRAY = 3


def sound_tokens(text: str) -> list[str]:
    """Pairs and triples of syllables of a normalised text, line by line."""
    found: list[str] = []
    for line in text.split("\n"):
        heard = syllables(line)
        pairs = [f"{a} {b}" for a, b in pairwise(heard)]
        triples = [f"{a} {b} {c}" for a, b, c in zip(heard, heard[1:], heard[2:], strict=False)]
        found += [*pairs, *triples] or list(heard)
    return found


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a normalised text, in order; numbers stand as they are."""
    heard: list[str] = []
    for piece in lazy_pinyin(text, errors="default"):
        for part in _PARTS.findall(piece):
            heard += _cut(part) if part.isalpha() and part not in _syllables() else [part]
    return tuple(map(_flattened, heard))


def _cut(letters: str) -> list[str]:
    """Letters cut into the fewest syllables: zenmeban → zen me ban."""
    best: list[tuple[int, list[str]] | None] = [(0, []), *([None] * len(letters))]
    for start in range(len(letters)):
        reached = best[start]
        if reached is None:
            continue
        for stop in range(start + 1, min(len(letters), start + _LONGEST_SYLLABLE) + 1):
            piece = letters[start:stop]
            cost = 1 if piece in _syllables() else _STRAY if stop == start + 1 else 0
            old = best[stop]
            if cost and (old is None or reached[0] + cost < old[0]):
                best[stop] = (reached[0] + cost, [*reached[1], piece])
    last = best[-1]
    return last[1] if last else [letters]


def _flattened(syllable: str) -> str:
    for heavy, light in _FLAT:
        if syllable.startswith(heavy):
            syllable = light + syllable[len(heavy) :]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@cache
def _syllables() -> frozenset[str]:
    bare = {_bare(sound) for sounds in PINYIN_DICT.values() for sound in sounds.split(",")}
    return frozenset(sound for sound in bare if sound.isascii() and sound.isalpha())


def _bare(sound: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", sound) if not unicodedata.combining(c))
    return plain.replace("ü", "v")
