"""How like a sentence is to what breaks a rule sideways, where no pattern fits.

Nobody can list the ways in which 「我们会去您单位聊聊」 can be said, so a sentence is compared with
many that are known (`prototypes.yaml`), of each kind and of the harmless sort that sounds alike.

    k(a, b) = 2·exp(S·(cos of their vectors - 1)) + cos of their characters, 1 to 3 in a row
    score   = Σ vote of a prototype · k(sentence, prototype)          about -1 … 1

The votes are a kernel ridge regression over the prototypes: breaches of any kind against the
harmless, in which each side weighs the same; and each kind against the other kinds, which says of
what kind a breach is (`learning`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from zhihuan.assist.conduct.kinds import Kind
from zhihuan.assist.conduct.learning import (
    HARMLESS,
    Embeds,
    Weights,
    bare,
    kept_weights,
    near,
    prototypes,
)
from zhihuan.conversation.kernel import Vectors, centred

# A kind this little less alike than the nearest one is told, too: kinds border on each other, and
# 打给您单位 is a threat as well as a matter of third parties. Chosen on the tuning drafts.
_AS_ALIKE = 0.25


@dataclass(frozen=True, slots=True)
class Likened:
    """How like a breach a sentence is, and the kinds that it is most like, the nearest first."""

    kinds: tuple[Kind, ...]
    score: float


class Likeness:
    """Compares sentences with the prototypes. Safe to share between threads."""

    def __init__(
        self,
        embedder: Embeds,
        cache_folder: Path | None = None,
        ordinary: tuple[Sequence[str], Vectors] | None = None,
    ) -> None:
        """`cache_folder` keeps what was learnt; without it, it is learnt each time.

        `ordinary` are sentences that may be sent, with their vectors; they count as harmless.
        """
        self.kinds = tuple(kind for kind in prototypes() if kind != HARMLESS)
        self._weights: Weights = kept_weights(embedder, cache_folder, ordinary)

    def of(self, texts: Sequence[str], vectors: Vectors) -> list[Likened]:
        """What each sentence is most like; `vectors` are theirs, from the same model."""
        known = self._weights
        scores = known.characters.rows([bare(text) for text in texts]) @ known.by_run
        scores = scores + near(centred(vectors, known.centre), known.vectors) @ known.votes
        found = []
        for row in scores:
            by_kind = row[1:]
            order = np.argsort(-by_kind, kind="stable")
            alike = [at for at in order if by_kind[at] >= by_kind[order[0]] - _AS_ALIKE]
            kinds = tuple(cast(Kind, self.kinds[at]) for at in alike)
            found.append(Likened(kinds, float(row[0])))
        return found
