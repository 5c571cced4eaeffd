"""Vectors on disk, in Chroma: the one file that imports chromadb.

A folder is written once, by one process, and then only read. Chroma has no embedding function
here (its default would download one), sends no telemetry, and measures cosine distance.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

COLLECTIONS = ("asks", "passages", "not-ours")
_BATCH = 1000

# Chroma counts who has a folder open, and does not guard the count.
_opening = threading.Lock()


class VectorStore:
    """The collections of one folder. `ids` are the caller's own."""

    def __init__(self, folder: Path) -> None:
        import chromadb  # here, because it takes a second that `--help` must not pay
        from chromadb.config import Settings

        with _opening:
            self._client: Any = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
        self._collections = {
            name: self._client.get_or_create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            )
            for name in COLLECTIONS
        }

    def add(self, collection: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Write `vectors` (n, dimension), one to an id."""
        for start in range(0, len(ids), _BATCH):
            self._collections[collection].add(
                ids=list(ids[start : start + _BATCH]),
                embeddings=vectors[start : start + _BATCH],
            )

    def nearest(self, collection: str, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The ids nearest to `vector`, with their cosine similarity, best first."""
        return next(self.nearest_of_many(collection, vector[None], limit))

    def nearest_of_many(
        self, collection: str, vectors: Vectors, limit: int
    ) -> Iterator[list[tuple[str, float]]]:
        """The same for each of `vectors` (n, dimension), many at a time."""
        for start in range(0, len(vectors), _BATCH):
            found: Any = self._collections[collection].query(
                query_embeddings=vectors[start : start + _BATCH],
                n_results=limit,
                include=["distances"],
            )
            for ids, distances in zip(found["ids"], found["distances"], strict=True):
                yield [(k, 1.0 - float(d)) for k, d in zip(ids, distances, strict=True)]

    def all(self, collection: str) -> dict[str, Vectors]:
        """Every vector by id."""
        found: Any = self._collections[collection].get(include=["embeddings"])
        return {
            key: np.asarray(vector, dtype=np.float32)
            for key, vector in zip(found["ids"], found["embeddings"], strict=True)
        }

    def count(self, collection: str) -> int:
        """How many vectors a collection holds."""
        return int(self._collections[collection].count())

    def close(self) -> None:
        """Let go of the folder's files."""
        with _opening:
            self._client.close()
