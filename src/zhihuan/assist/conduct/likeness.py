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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import yaml

from zhihuan.assist.conduct.kinds import Kind
from zhihuan.conversation.kernel import Characters, Floats, Vectors, centred, resemblance, votes

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
    """The last axis of `by_run` and `votes` is (any breach, each kind …)."""

    characters: Characters
    by_run: Floats
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
        scores = known.characters.rows([_bare(text) for text in texts]) @ known.by_run
        scores = scores + _resemblance(centred(vectors, known.centre), known.vectors) @ known.votes
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
    bare = [_bare(text) for text in texts]
    characters = Characters.of(bare)
    rows = characters.rows(bare)
    centre = vectors.mean(axis=0)
    moved = centred(vectors, centre)
    alike = (rows @ rows.T).toarray() + _resemblance(moved, moved)
    wrong = kinds != HARMLESS
    found = np.zeros((len(texts), len(known)))
    found[:, 0] = votes(alike, wrong, _RIDGE)
    for column, kind in enumerate((kind for kind in known if kind != HARMLESS), 1):
        found[wrong, column] = votes(alike[np.ix_(wrong, wrong)], kinds[wrong] == kind, _RIDGE)
    return _Weights(characters, rows.T @ found, centre, moved, found)


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
    return 2 * resemblance(some, others, _SHARPNESS)


def _bare(text: str) -> str:
    return text.strip("，。？！ \n")
