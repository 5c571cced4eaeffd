"""Kernel ridge regression over known texts: what a text resembles, in its characters and its sense.

cos of characters   runs of 1 to 3 in a row, rare ones counting more
resemblance         exp(S·(cos of vectors - 1)), the vectors moved by their centre
votes               of the known texts, for a question that is answered 1 or -1 of each
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, cg

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]

_LONGEST_RUN = 3


@dataclass(frozen=True, slots=True)
class Characters:
    """The runs of characters that stand in more than one of the known texts, and how rare each is."""

    runs: Mapping[str, int]
    rarity: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Those of `texts`."""
        counts = Counter(run for text in texts for run in set(_runs(text)))
        often = [run for run, count in counts.items() if count > 1]
        rarity = np.log((1 + len(texts)) / (1 + np.array([counts[run] for run in often])))
        return cls({run: at for at, run in enumerate(often)}, rarity)

    def rows(self, texts: Sequence[str]) -> csr_array:
        """(texts, runs): what stands in each, rare things counting more, of length 1 (or 0)."""
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for text in texts:
            found = sorted(at for run in set(_runs(text)) if (at := self.runs.get(run)) is not None)
            weights = self.rarity[found]
            columns += found
            values += (weights / (np.linalg.norm(weights) or 1.0)).tolist()
            ends.append(len(columns))
        return csr_array((values, columns, ends), shape=(len(texts), len(self.runs)))


def centred(vectors: Vectors, centre: Vectors) -> Vectors:
    """(n, dimension) vectors moved by `centre`, and made 1 long again."""
    moved = vectors - centre
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def resemblance(some: Vectors, others: Vectors, sharpness: float) -> Floats:
    """(some, others), 0…1, of vectors that are 1 long."""
    return np.asarray(np.exp(sharpness * (some @ others.T - 1)), np.float64)


def votes(alike: Floats, asked: NDArray[np.bool_], ridge: float) -> Floats:
    """The vote of each known text, so that they answer 1 where `asked` and -1 elsewhere.

    `alike` (n, n) is how like they are to each other. The ridge of a text grows with the size of
    its class, so that a large class does not outvote a small one.
    """
    ridged = alike.copy()
    ridged[np.diag_indices_from(ridged)] += _ridges(asked, ridge)
    answers = np.where(asked, 1.0, -1.0)
    return np.asarray(solve(ridged, answers, assume_a="pos", overwrite_a=True), np.float64)


def votes_by_characters(rows: csr_array, asked: NDArray[np.bool_], ridge: float) -> Floats:
    """`votes` where texts are alike in their characters only, whose rows hold little: at once."""
    ridges, columns, size = _ridges(asked, ridge), rows.T.tocsr(), len(asked)

    def ridged(some: Floats) -> Floats:
        return np.asarray(rows @ (columns @ some) + ridges * some, np.float64)

    alike = LinearOperator((size, size), matvec=ridged, dtype=np.float64)
    found, _ = cg(alike, np.where(asked, 1.0, -1.0), rtol=1e-6, maxiter=1_000)
    return np.asarray(found, np.float64)


def _ridges(asked: NDArray[np.bool_], ridge: float) -> Floats:
    return np.asarray(2 * ridge * np.where(asked, asked.mean(), 1 - asked.mean()), np.float64)


def _runs(text: str) -> list[str]:
    marked = f"^{text}$"
    sizes = range(1, _LONGEST_RUN + 1)
    return [marked[at : at + size] for size in sizes for at in range(len(marked) - size + 1)]
