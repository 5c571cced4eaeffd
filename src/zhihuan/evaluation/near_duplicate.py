"""Whether two questions are one question in nearly the same characters.

A question that we measure with must not also be an ask: finding an ask by itself proves
nothing. After normalisation (half-width, lower-case, simplified; letters and digits alone), two
questions are near duplicates where

    they are equal, or
    Jaccard(pairs of characters) ≥ 0.8, or
    both have `LONG` characters or more and one edit turns one into the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from zhihuan.library.lexical import normalise

JACCARD = 0.8
LONG = 8


def skeleton(text: str) -> str:
    """The letters and digits of the normalised text; the whole of it where there are none."""
    normal = normalise(text)
    return "".join(c for c in normal if c.isalnum()) or normal.strip()


def one_edit_apart(one: str, other: str) -> bool:
    """Whether at most one character must be put in, taken out or replaced."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


class NearDuplicates:
    """Texts that are taken, each with whose it is; `find` names who has nearly the same."""

    def __init__(self) -> None:
        self._texts: list[_Taken] = []
        self._having: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, text: str, whose: str) -> None:
        """Take a text."""
        bare = skeleton(text)
        pairs = _pairs(bare)
        for pair in pairs:
            self._having[pair].append(len(self._texts))
        self._texts.append(_Taken(bare, len(pairs), whose))

    def find(self, text: str) -> str | None:
        """Whose near duplicate `text` is, the nearest; None where it is nobody's."""
        bare = skeleton(text)
        pairs = _pairs(bare)
        # Near duplicates share a pair: one edit in LONG characters leaves most pairs alone.
        shared = Counter(i for pair in pairs for i in self._having.get(pair, ()))
        near = []
        for i, count in shared.items():
            taken = self._texts[i]
            jaccard = count / (len(pairs) + taken.pairs - count)
            # One edit touches two pairs at most; to compare the characters takes far longer.
            edited = count >= len(pairs) - 2 and _long_and_one_edit_apart(bare, taken.bare)
            if jaccard >= JACCARD or edited:
                near.append((jaccard, taken.whose))
        return max(near)[1] if near else None


@dataclass(frozen=True, slots=True)
class _Taken:
    """A skeleton, the number of its different pairs of characters, and whose it is."""

    bare: str
    pairs: int
    whose: str


def _long_and_one_edit_apart(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= LONG and one_edit_apart(one, other)


def _pairs(bare: str) -> set[str]:
    return {bare[i : i + 2] for i in range(len(bare) - 1)} or {bare}
