"""An embedder that embeds a question once a run, and counts the seconds it took.

Several pipelines ask the same model about the same questions. What it remembers is gone with the
run: nothing of other people's questions is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from zhihuan.library.index import Embeds
from zhihuan.library.vectors import Vectors

_PORTION = 512  # texts between two lines of progress


class Remembering:
    """`embedder`, remembering. `seconds` is what embedding took since it was made."""

    def __init__(self, embedder: Embeds) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.seconds = 0.0

    @property
    def name(self) -> str:
        """That of the model: vectors are the same."""
        return self._embedder.name

    def queries(self, texts: list[str]) -> Vectors:
        """Vectors (n, dimension) of questions; those not met before in one batch."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            started = time.perf_counter()
            vectors = self._embedder.queries(new)
            self.seconds += time.perf_counter() - started
            self._known.update(zip(new, vectors, strict=True))
        return np.stack([self._known[text] for text in texts])

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors (n, dimension) of passages, not remembered: each is asked for once."""
        return self._embedder.passages(texts)

    def prepare(self, texts: Sequence[str], progress: Callable[[str], None]) -> None:
        """Embed what will be asked, in large batches."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), _PORTION):
            self.queries(new[start : start + _PORTION])
            progress(f"正在向量化问题 {min(start + _PORTION, len(new))}/{len(new)}")

    def forget(self) -> None:
        """Embed everything anew from here on."""
        self._known.clear()
