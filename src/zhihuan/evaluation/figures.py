"""How good a ranking is, and how sure we are of it.

    hit@k             1 where a right article is among the first k
    reciprocal rank   1 / place of the first right article, 0 where there is none
    nDCG@k            Σ gain_i / log2(i + 1) over the first k, as a share of the best order's

A share comes with its Wilson score interval (Wilson 1927; Newcombe 1998, method 3), a mean with
a percentile bootstrap (Efron 1979) over questions, seeded so that a run can be repeated. All
intervals are of 95%.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log2, sqrt

import numpy as np
from numpy.typing import NDArray

_Z = 1.959963984540054  # leaves 2.5% of a normal distribution above it
_RESAMPLES = 2000
_SEED = 2026


@dataclass(frozen=True, slots=True)
class Figure:
    """A share or a mean of `of` questions, and the interval it lies in with 95% confidence."""

    value: float
    low: float
    high: float
    of: int

    def rounded(self) -> list[float]:
        """[value, low, high, of] for a file: three decimals, more would be noise."""
        return [*(round(each, 3) for each in (self.value, self.low, self.high)), self.of]


def hit(ranked: Sequence[str], right: Collection[str], k: int) -> bool:
    """Whether one of `right` is among the first `k`."""
    return any(slug in right for slug in ranked[:k])


def reciprocal_rank(ranked: Sequence[str], right: Collection[str]) -> float:
    """1 for a right article in the first place, ½ in the second …, 0 for none."""
    return next((1 / place for place, slug in enumerate(ranked, 1) if slug in right), 0.0)


def ndcg(ranked: Sequence[str], gains: Mapping[str, float], k: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), gains as given."""
    found = _discounted([gains.get(slug, 0.0) for slug in ranked[:k]])
    return found / _discounted(sorted(gains.values(), reverse=True)[:k])


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, 1))


def share(happened: Sequence[bool]) -> Figure:
    """How often it happened; `happened` is not empty."""
    n, p = len(happened), sum(happened) / len(happened)
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    # At 0 and at 1 the interval ends there exactly; rounding must not put the share outside.
    return Figure(p, min(p, max(0.0, middle - half)), max(p, min(1.0, middle + half)), n)


def mean(values: Sequence[float]) -> Figure:
    """The mean of one value a question; `values` is not empty."""
    found = np.asarray(values, dtype=np.float64)
    low, high = np.percentile(_resampled(found), [2.5, 97.5])
    return Figure(float(found.mean()), float(low), float(high), len(values))


def difference(ours: Sequence[float], theirs: Sequence[float]) -> Figure:
    """The mean difference on the same questions: resampled in pairs, for both saw the same."""
    return mean([one - other for one, other in zip(ours, theirs, strict=True)])


def _resampled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The means of `_RESAMPLES` samples of the same size, drawn with replacement."""
    draws = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    means: NDArray[np.float64] = values[draws].mean(axis=1)
    return means
