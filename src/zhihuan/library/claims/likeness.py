"""How much of two sentences is about the same thing, whatever figures they name.

    likeness(a, b) = Σ weight(t) over shared tokens / Σ weight(t) over all tokens     0 … 1
    cover(a, b)    = Σ weight(t) over shared tokens / Σ weight(t) over tokens of a    0 … 1

Tokens are words and pairs of characters without figures; weight(t) is the inverse document
frequency over the sentences it was built from, so that 白条 and 逾期, which are everywhere, make
no two sentences alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from zhihuan.library.claims.figures import figures_of
from zhihuan.library.lexical import normalise, tokens


def content(text: str) -> frozenset[str]:
    """The tokens of a sentence without its figures."""
    kept, at = [], 0
    for figure in figures_of(text):
        kept.append(text[at : figure.start])
        at = figure.end
    kept.append(text[at:])
    return frozenset(token for token in tokens(normalise("，".join(kept))) if not token.isdigit())


class Likeness:
    """Weights over a collection of sentences."""

    def __init__(self, contents: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for tokens_of_one in contents:
            counts.update(tokens_of_one)
            total += 1
        self._unseen = math.log(1 + total)
        self._weights = {t: math.log(1 + total / (0.5 + n)) for t, n in counts.items()}

    def weight(self, content: frozenset[str]) -> float:
        """The summed weight of `content`."""
        return sum(self._weights.get(token, self._unseen) for token in content)

    def between(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The shared part of both together."""
        together = self.weight(one | other)
        return self.weight(one & other) / together if together else 0.0

    def cover(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The part of `one` that `other` has too."""
        whole = self.weight(one)
        return self.weight(one & other) / whole if whole else 0.0
