"""Pinyin among characters, written in characters: baitiao yuqi了zenme办 → 白条逾期了怎么办.

The words are those of the knowledge base, the likelier the oftener they stand there; letters that
cannot be cut into them stay as they are (APP, LPR).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, product

import rjieba
from pypinyin import Style, pinyin

_WORD = re.compile(r"[\u4e00-\u9fff]{1,4}")
_LETTERS = re.compile(r"(?<![a-z0-9])[a-z]{2,}(?:(?:\s+|')[a-z]{2,})*(?![a-z0-9])")
_APART = re.compile(r"[\s']+")
# A single character is spelt by letters that could be many others.
_LEAST_LETTERS = 2
_LONGEST = 24
_MOST_SPELLINGS = 16


class PinyinWords:
    """Learnt from texts; holds no more than their words."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` are normalised (`lexical.normalise`)."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(word for word in rjieba.cut(text) if _WORD.fullmatch(word))
        total = sum(counts.values()) or 1
        self._words: dict[str, tuple[float, str]] = {}
        for word, count in counts.items():
            cost = math.log(total / count)
            for spelt in _spellings(word):
                if spelt not in self._words or cost < self._words[spelt][0]:
                    self._words[spelt] = (cost, word)

    def written(self, text: str) -> str:
        """A normalised text with its pinyin in characters."""
        return _LETTERS.sub(lambda found: self._phrase(found[0]), text)

    def _phrase(self, letters: str) -> str:
        words = [(each, self._in_characters(each)) for each in _APART.split(letters)]
        if all(written is not None for _, written in words):
            return "".join(str(written) for _, written in words)
        return " ".join(written or each for each, written in words)

    def _in_characters(self, letters: str) -> str | None:
        """The likeliest words that are spelt so; None where some letters are left over."""
        if len(letters) > _LONGEST:
            return None
        best: list[tuple[float, str] | None] = [(0.0, ""), *([None] * len(letters))]
        for start in range(len(letters)):
            reached = best[start]
            if reached is None:
                continue
            for stop in range(start + _LEAST_LETTERS, len(letters) + 1):
                word = self._words.get(letters[start:stop])
                old = best[stop]
                if word is not None and (old is None or reached[0] + word[0] < old[0]):
                    best[stop] = (reached[0] + word[0], reached[1] + word[1])
        last = best[-1]
        return last[1] if last else None


def _spellings(word: str) -> Iterator[str]:
    """Every way to spell a word: 还款 is haikuan and huankuan.

    Character by character, since the dictionary of words knows 还款 as haikuan alone.
    """
    sounds = (pinyin(char, style=Style.NORMAL, heteronym=True)[0] for char in word)
    for way in islice(product(*sounds), _MOST_SPELLINGS):
        spelt = "".join(way)
        if len(spelt) >= _LEAST_LETTERS and spelt.isascii():
            yield spelt
