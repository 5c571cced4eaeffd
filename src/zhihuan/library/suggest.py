"""What somebody may be about to ask, while they type it: characters, pinyin, or both mixed.

Every title and ask stands in one long text, each character before its sound:

    \n|逾yu|期qi|一yi|天tian

and what was typed becomes one pattern over it: a Chinese character stands for itself, a letter for
the next letter of a syllable or the first letter of the next one. So `逾期`, `yuqi`, `yq`, `yuq`
and `逾qi` all find it, anywhere in a text. Nothing else is looked up, and no model is asked.

Where nothing was found by what was typed, texts that sound like it are (正信 for 征信), and then
those that share what is special in it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice, pairwise, product
from typing import Literal, NamedTuple, get_args

from pypinyin import lazy_pinyin

from zhihuan.library.article import Article
from zhihuan.library.lexical import normalise

Why = Literal["start", "inside", "sound", "alike"]
_ORDER = get_args(Why)
LONGEST = 40  # characters of what is typed that are looked at

_HAN = re.compile(r"[\u3400-\u9fff]")
_KEPT = re.compile(r"[\u3400-\u9fffa-z0-9%.]")
_MOST_MATCHES = 500
_ALIKE = 0.3  # of the weight of the pairs that were typed
# Read one way or the other by the sense of a sentence, which a dictionary gets wrong: 还款 is huan.
# A text with one of them stands there once for each way.
_BOTH = {"还": ("huan", "hai"), "行": ("xing", "hang"), "重": ("chong", "zhong"),
         "长": ("chang", "zhang"), "调": ("tiao", "diao"), "传": ("chuan", "zhuan")}  # fmt: skip
_MOST_READINGS = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to offer, the article that answers it, and where it fits what was typed.

    `text[start:end]` is what fits; an empty stretch where it is only alike.
    """

    article: Article
    text: str
    start: int
    end: int
    why: Why


@dataclass(frozen=True, slots=True)
class _Line:
    """One text: whose it is, and which of its characters each kept one is."""

    article: Article
    text: str
    is_title: bool
    places: tuple[int, ...]


class _Found(NamedTuple):
    """A line that fits, and which of its kept characters do; the smaller the rank the better."""

    rank: tuple[int, int, bool, int, int]
    line: int
    first: int
    last: int
    why: Why


class Suggestions:
    """The titles and asks of some articles, to be found while typing. Never changes."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._lines = [line for article in articles for line in _lines_of(article)]
        # Of each line as it is read: where it begins in the long text, whose it is, and where
        # each kept character of it begins.
        self._starts: list[int] = []
        self._line_at: list[int] = []
        self._units: list[list[int]] = []
        self._pairs: dict[str, list[int]] = {}
        parts: list[str] = []
        length = 0
        for number, line in enumerate(self._lines):
            kept = [_plain(line.text[place]) for place in line.places]
            for sounds in _readings(kept):
                self._starts.append(length)
                self._line_at.append(number)
                units = []
                written = "\n"
                for character, sound in zip(kept, sounds, strict=True):
                    units.append(length + len(written))
                    written += f"|{character}{sound}"
                self._units.append(units)
                parts.append(written)
                length += len(written)
            for pair in {a + b for a, b in pairwise(kept)}:
                self._pairs.setdefault(pair, []).append(number)
        self._long = "".join(parts)

    def search(self, typed: str, *, as_of: date, limit: int = 8) -> list[Suggestion]:
        """What fits what was typed, best first, one for each article in force on `as_of`."""
        text = [c for c in normalise(typed[: 2 * LONGEST]) if _KEPT.match(c)][:LONGEST]
        if not text:
            return []
        pattern = _pattern(text)
        found = self._best(self._matching(rf"\n{pattern}", "start"), as_of)
        if len(found) < limit:
            found = self._best([*found, *self._matching(pattern, "inside")], as_of)
        if not found and len(text) > 1 and all(map(_HAN.match, text)):
            by_sound = _pattern_of_sounds(lazy_pinyin("".join(text)))
            found = self._best(self._matching(by_sound, "sound"), as_of)
            found = found or self._best(self._alike(text), as_of)
        return [self._suggestion(one) for one in found[:limit]]

    def _best(self, found: Iterable[_Found], as_of: date) -> list[_Found]:
        """The best of each article that is in force, best first."""
        best: dict[str, _Found] = {}
        for one in found:
            article = self._lines[one.line].article
            known = best.get(article.slug)
            if known is None:
                if article.status(as_of) != "current":
                    continue
            elif known.rank <= one.rank:
                continue
            best[article.slug] = one
        return sorted(best.values(), key=lambda one: (one.rank, one.line))

    def _matching(self, pattern: str, why: Why) -> Iterator[_Found]:
        for match in islice(re.finditer(pattern, self._long), _MOST_MATCHES):
            # A match begins before the bar of its first character, and ends in its last one.
            reading = bisect_right(self._starts, match.start()) - 1
            number, units = self._line_at[reading], self._units[reading]
            line = self._lines[number]
            first = max(0, bisect_left(units, match.start()))
            last = bisect_right(units, match.end() - 1) - 1
            # What was typed is nearer to few characters than to the initials of many.
            rank = (_ORDER.index(why), last - first, not line.is_title, first, len(line.text))
            yield _Found(rank, number, first, last, why)

    def _alike(self, text: Sequence[str]) -> Iterator[_Found]:
        # A pair weighs the more the fewer texts have it: 怎么 says nothing.
        weights = {
            pair: int(100 * math.log(len(self._lines) / len(self._pairs.get(pair, "."))))
            for pair in {a + b for a, b in pairwise(text)}
        }
        shared: Counter[int] = Counter()
        for pair, weight in weights.items():
            for number in self._pairs.get(pair, ()):
                shared[number] += weight
        for number, weight in shared.items():
            if weight >= _ALIKE * sum(weights.values()):
                line = self._lines[number]
                rank = (_ORDER.index("alike"), -weight, not line.is_title, 0, len(line.text))
                yield _Found(rank, number, 0, -1, "alike")

    def _suggestion(self, found: _Found) -> Suggestion:
        line = self._lines[found.line]
        if found.last < found.first:
            return Suggestion(line.article, line.text, 0, 0, found.why)
        start, end = line.places[found.first], line.places[found.last] + 1
        return Suggestion(line.article, line.text, start, end, found.why)


def _lines_of(article: Article) -> list[_Line]:
    return [
        _Line(article, text, number == 0, places)
        for number, text in enumerate(dict.fromkeys((article.title, *article.asks)))
        if (places := tuple(i for i, c in enumerate(text) if _KEPT.match(_plain(c))))
    ]


def _plain(character: str) -> str:
    """The character as it is compared: one stays one, so that places do not move."""
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def _readings(kept: Sequence[str]) -> Iterator[list[str]]:
    """The syllable of each character, without its tone, in every way that it may be read.

    A digit or a Latin letter sounds as it is written.
    """
    sounds: list[str] = []
    for is_han, run in groupby(kept, key=lambda c: bool(_HAN.match(c))):
        characters = list(run)
        heard = lazy_pinyin("".join(characters), errors="ignore") if is_han else characters
        if len(heard) != len(characters):  # one of them is too rare to have a sound
            heard = [next(iter(lazy_pinyin(c, errors="ignore")), "") for c in characters]
        sounds += heard
    ambiguous = [c for c in dict.fromkeys(kept) if c in _BOTH]
    for chosen in islice(product(*(_BOTH[c] for c in ambiguous)), _MOST_READINGS):
        reading = dict(zip(ambiguous, chosen, strict=True))
        yield [reading.get(c, sound) for c, sound in zip(kept, sounds, strict=True)]


# \w ends at the bar of the next character, and costs less than naming the letters.


def _pattern(text: Sequence[str]) -> str:
    parts: list[str] = []
    in_syllable = False
    for character in text:
        is_han = bool(_HAN.match(character))
        if in_syllable:
            parts.append(r"\w*\|" if is_han else r"(?:\w*\|.)?")
        else:
            parts.append(r"\|" if is_han else r"\|.")
        parts.append(rf"{character}\w*" if is_han else re.escape(character))
        in_syllable = not is_han
    return "".join(parts)


def _pattern_of_sounds(sounds: Sequence[str]) -> str:
    return "".join(rf"\|.{re.escape(sound)}(?!\w)" for sound in sounds)
