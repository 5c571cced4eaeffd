"""How much the very characters of a question speak for its being ours.

    log odds of a run of 1–3 characters   log P(run | our asks) − log P(run | not ours)
    of a question                         their sum ÷ √(number of runs + 1)

Naive Bayes over which runs occur, with add-α smoothing (Maron 1961). Vectors are near for
everything that is said politely about money; 免押 and 提额 give away what is meant.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

_ALPHA = 0.1
_LONGEST = 3
_NO_CHARACTER = re.compile(r"\W")


class OurOdds:
    """Learnt from normalised questions that are ours and that are not."""

    def __init__(self, ours: Iterable[str], others: Iterable[str]) -> None:
        with_us, number = _counted(ours)
        with_them, theirs = _counted(others)
        self._odds = (
            {
                run: math.log((with_us[run] + _ALPHA) / (number + 2 * _ALPHA))
                - math.log((with_them[run] + _ALPHA) / (theirs + 2 * _ALPHA))
                for run in with_us.keys() | with_them.keys()
            }
            if theirs
            else {}
        )

    def of(self, text: str) -> float:
        """Above 0 speaks for ours; 0 where nothing is known of others."""
        found = _runs(text)
        return sum(self._odds.get(run, 0.0) for run in found) / math.sqrt(len(found) + 1)


def _counted(texts: Iterable[str]) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    number = 0
    for number, text in enumerate(texts, 1):  # noqa: B007 - how many there were
        counts.update(_runs(text))
    return counts, number


def _runs(text: str) -> set[str]:
    bare = _NO_CHARACTER.sub("", text)
    return {bare[i : i + n] for n in range(1, _LONGEST + 1) for i in range(len(bare) - n + 1)}
