"""How like a sentence is to what breaks a rule sideways, where no pattern fits.

Nobody can list the ways in which 「我们会去您单位聊聊」 can be said, so a sentence is compared with
many that are known (`prototypes.yaml`), of each kind and of the harmless sort that sounds alike.

    k(a, b) = 2·exp(S·(cos of their vectors - 1)) + cos of their characters, 1 to 3 in a row
    score   = Σ vote of a prototype · k(sentence, prototype)          about -1 … 1

The votes are a kernel ridge regression over the prototypes: breaches of any kind against the
harmless, in which each side weighs the same; and each kind against the other kinds, which says of
what kind a breach is.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import yaml
from numpy.typing import NDArray

from zhihuan.assist.conduct.kinds import Kind

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]

HARMLESS = "harmless"
# S above, and the ridge; chosen on the tuning drafts.
_SHARPNESS = 2.0
_RIDGE = 0.2


class Embeds(Protocol):
    """What turns sentences into vectors of length 1; `name` tells models apart."""

    @property
    def name(self) -> str: ...

    def queries(self, texts: list[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Likened:
    """How like a breach a sentence is, and the kind that it is most like."""

    kind: Kind
    score: float


@dataclass(frozen=True, slots=True)
class _Weights:
    """The last axis of `characters` and `votes` is (any breach, each kind …)."""

    grams: Mapping[str, int]
    rarity: Floats
    characters: Floats
    centre: Vectors
    vectors: Vectors
    votes: Floats


@cache
def prototypes() -> Mapping[str, Sequence[str]]:
    """The known sentences, by kind."""
    path = files("zhihuan.assist.conduct").joinpath("prototypes.yaml")
    return cast(Mapping[str, Sequence[str]], yaml.safe_load(path.read_text(encoding="utf-8")))


class Likeness:
    """Compares sentences with the prototypes. Safe to share between threads."""

    def __init__(
        self,
        embedder: Embeds,
        cache_folder: Path | None = None,
        ordinary: tuple[Sequence[str], Vectors] | None = None,
    ) -> None:
        """`cache_folder` keeps the prototypes' vectors; without it they are made each time.

        `ordinary` are sentences that may be sent, with their vectors; they count as harmless.
        """
        self.kinds = tuple(kind for kind in prototypes() if kind != HARMLESS)
        self._weights = _learnt(embedder, cache_folder, ordinary)

    def of(self, texts: Sequence[str], vectors: Vectors) -> list[Likened]:
        """What each sentence is most like; `vectors` are theirs, from the same model."""
        known = self._weights
        scores = _rows(texts, known.grams, known.rarity) @ known.characters
        scores = scores + _resemblance(_centred(vectors, known.centre), known.vectors) @ known.votes
        best = np.argmax(scores[:, 1:], axis=1)
        return [
            Likened(cast(Kind, self.kinds[at]), float(row[0]))
            for row, at in zip(scores, best, strict=True)
        ]


def _learnt(
    embedder: Embeds,
    cache_folder: Path | None,
    ordinary: tuple[Sequence[str], Vectors] | None,
) -> _Weights:
    known = prototypes()
    texts = [text for some in known.values() for text in some]
    vectors = _vectors_of(texts, embedder, cache_folder)
    labels = [kind for kind, some in known.items() for _ in some]
    if ordinary is not None:
        texts += ordinary[0]
        labels += [HARMLESS] * len(ordinary[0])
        vectors = np.concatenate([vectors, ordinary[1]])
    kinds = np.array(labels)
    counts = Counter(gram for text in texts for gram in set(_grams(text)))
    often = [gram for gram, count in counts.items() if count > 1]
    grams = {gram: at for at, gram in enumerate(often)}
    rarity = np.log((1 + len(texts)) / (1 + np.array([counts[gram] for gram in often])))
    rows = _rows(texts, grams, rarity)
    centre = vectors.mean(axis=0)
    centred = _centred(vectors, centre)
    alike = rows @ rows.T + _resemblance(centred, centred)
    wrong = kinds != HARMLESS
    votes = np.zeros((len(texts), len(known)))
    votes[:, 0] = _votes(alike, wrong)
    for column, kind in enumerate((kind for kind in known if kind != HARMLESS), 1):
        votes[wrong, column] = _votes(alike[np.ix_(wrong, wrong)], kinds[wrong] == kind)
    return _Weights(grams, rarity, rows.T @ votes, centre, centred, votes)


def _votes(alike: Floats, asked: NDArray[np.bool_]) -> Floats:
    """Votes that answer 1 and -1; the ridge grows with the class, so that none outvotes."""
    share = np.where(asked, asked.mean(), 1 - asked.mean())
    ridged = alike + 2 * _RIDGE * np.diag(share)
    return np.asarray(np.linalg.solve(ridged, np.where(asked, 1.0, -1.0)), np.float64)


def _vectors_of(texts: list[str], embedder: Embeds, folder: Path | None) -> Vectors:
    if folder is None:
        return embedder.queries(texts)
    facts = json.dumps([embedder.name, texts], ensure_ascii=False)
    path = folder / "assist" / f"conduct-{hashlib.sha256(facts.encode()).hexdigest()[:32]}.npy"
    try:
        return np.asarray(np.load(path), np.float32)
    except (OSError, ValueError):
        vectors = embedder.queries(texts)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{id(vectors)}.tmp.npy")
    np.save(unfinished, vectors)
    unfinished.replace(path)  # a killed start leaves no half of a file
    return vectors


def _resemblance(some: Vectors, others: Vectors) -> Floats:
    return np.asarray(2 * np.exp(_SHARPNESS * (some @ others.T - 1)), np.float64)


def _centred(vectors: Vectors, centre: Vectors) -> Vectors:
    moved = vectors - centre
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def _rows(texts: Sequence[str], grams: Mapping[str, int], rarity: Floats) -> Floats:
    """What stands in each text, rare things counting more, as vectors of length 1 (or 0)."""
    rows = np.zeros((len(texts), len(grams)))
    for row, text in zip(rows, texts, strict=True):
        columns = [at for gram in set(_grams(text)) if (at := grams.get(gram)) is not None]
        row[columns] = rarity[columns]
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows


def _grams(text: str) -> list[str]:
    bare = text.strip("，。？！ \n")
    marked = f"^{bare}$"
    return [marked[at : at + size] for size in (1, 2, 3) for at in range(len(marked) - size + 1)]
