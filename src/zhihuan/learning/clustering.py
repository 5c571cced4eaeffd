"""Questions that are alike, together: agglomerative clustering with average linkage.

    distance = 1 − cosine of the embedder's query vectors

The same questions in the same order give the same clusters: nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Chosen between questions that want one article (tests/evals/questions.yaml: from 0.06 on,
# clusters begin to mix articles) and questions that people had labelled as the same one (0.03).
FARTHEST = 0.05

Vectors = NDArray[np.float32]


def clusters_of(vectors: Vectors, farthest: float = FARTHEST) -> list[list[int]]:
    """Row numbers that belong together, in the order of their first row.

    `vectors` (n, d) are of length 1. Two clusters become one while the mean distance between
    their rows is at most `farthest`.
    """
    if len(vectors) < 2:
        return [[row] for row in range(len(vectors))]
    # Imported here: it takes half a second, and most commands need none of it.
    from scipy.cluster.hierarchy import fcluster, linkage

    similar = np.clip(vectors.astype(np.float64) @ vectors.T.astype(np.float64), -1.0, 1.0)
    upper = np.triu_indices(len(vectors), k=1)
    labels = fcluster(linkage(1.0 - similar[upper], "average"), farthest, "distance")
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        groups.setdefault(int(label), []).append(row)
    return list(groups.values())


def middle_of(rows: Sequence[int], vectors: Vectors) -> int:
    """The row that is nearest to all the others of its cluster; the first of equals."""
    members = vectors[list(rows)].astype(np.float64)
    # Rounded, so that which of two equals is first does not hang on the last bit.
    nearness = np.round((members @ members.T).sum(axis=1), 9)
    return rows[int(nearness.argmax())]
