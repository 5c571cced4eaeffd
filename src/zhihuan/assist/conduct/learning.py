"""What the likeness to breaches is made of: learnt from the prototypes once, and kept.

Learning embeds every prototype, which takes a minute or two; a later start reads what was learnt.
Sentences that an earlier list of prototypes had, too, are not embedded again.
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

from zhihuan.conversation.kernel import Characters, Floats, Vectors, centred, resemblance, votes

HARMLESS = "harmless"
# How quickly resemblance falls with the angle, how much it counts beside the characters, and the
# ridge; chosen by cross-validation over the writers of the tuning drafts.
SHARPNESS = 2.0
BESIDE_CHARACTERS = 2.0
_RIDGE = 0.2
_BATCH = 64


class Embeds(Protocol):
    """What turns sentences into vectors of length 1; `name` tells models apart."""

    @property
    def name(self) -> str: ...

    def queries(self, texts: list[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Weights:
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


def kept_weights(
    embedder: Embeds, folder: Path | None, ordinary: tuple[Sequence[str], Vectors] | None
) -> Weights:
    """The weights: from the files kept in `folder`, or learnt now."""
    if folder is None:
        return _learnt(embedder.queries(_texts()), ordinary)
    facts = [
        embedder.name, prototypes(), list(ordinary[0]) if ordinary else [],
        SHARPNESS, BESIDE_CHARACTERS, _RIDGE,
    ]  # fmt: skip
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:32]
    path = folder / "assist" / f"weights-{digest}.npz"
    return _read(path) or _written(
        path, _learnt(_vectors(embedder, folder / "assist" / "conduct.npz"), ordinary)
    )


def near(some: Vectors, others: Vectors) -> Floats:
    """How near they are in meaning, as it is added to what they have of characters in common."""
    return BESIDE_CHARACTERS * resemblance(some, others, SHARPNESS)


def bare(text: str) -> str:
    """A sentence without the marks around it."""
    return text.strip("，。？！ \n")


def _texts() -> list[str]:
    return [text for some in prototypes().values() for text in some]


def _learnt(vectors: Vectors, ordinary: tuple[Sequence[str], Vectors] | None) -> Weights:
    known = prototypes()
    texts = _texts()
    labels = [kind for kind, some in known.items() for _ in some]
    if ordinary is not None:
        texts += ordinary[0]
        labels += [HARMLESS] * len(ordinary[0])
        vectors = np.concatenate([vectors, ordinary[1]])
    kinds = np.array(labels)
    stripped = [bare(text) for text in texts]
    characters = Characters.of(stripped)
    rows = characters.rows(stripped)
    centre = vectors.mean(axis=0)
    moved = centred(vectors, centre)
    alike = (rows @ rows.T).toarray() + near(moved, moved)
    wrong = kinds != HARMLESS
    found = np.zeros((len(texts), len(known)))
    found[:, 0] = votes(alike, wrong, _RIDGE)
    among = alike[np.ix_(wrong, wrong)]
    del alike
    for column, kind in enumerate((kind for kind in known if kind != HARMLESS), 1):
        found[wrong, column] = votes(among, kinds[wrong] == kind, _RIDGE)
    return Weights(characters, rows.T @ found, centre, moved, found)


def _vectors(embedder: Embeds, path: Path) -> Vectors:
    """Those of the prototypes, in order."""
    texts = _texts()
    known = _embedded_before(path, embedder.name)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        known.update(zip(batch, embedder.queries(batch), strict=True))
    vectors = np.stack([known[text] for text in texts])
    if new:
        _put(path, vectors=vectors, texts=np.array(texts), model=np.array(embedder.name))
    return vectors


def _embedded_before(path: Path, model: str) -> dict[str, Vectors]:
    try:
        with np.load(path) as kept:
            if str(kept["model"]) == model:
                return dict(zip(map(str, kept["texts"]), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        pass
    return {}


def _read(path: Path) -> Weights | None:
    try:
        with np.load(path) as kept:
            runs = {str(run): at for at, run in enumerate(kept["runs"])}
            arrays = [kept[name] for name in ("by_run", "centre", "vectors", "votes")]
            return Weights(Characters(runs, kept["rarity"]), *arrays)
    except (OSError, ValueError, KeyError):
        return None


def _written(path: Path, weights: Weights) -> Weights:
    _put(
        path,
        runs=np.array(list(weights.characters.runs)),
        rarity=weights.characters.rarity,
        by_run=weights.by_run,
        centre=weights.centre,
        vectors=weights.vectors,
        votes=weights.votes,
    )
    return weights


def _put(
    path: Path, **arrays: Floats | Vectors | np.ndarray[tuple[int, ...], np.dtype[np.str_]]
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{id(arrays)}.tmp.npz")
    np.savez(unfinished, **arrays)  # type: ignore[arg-type]
    unfinished.replace(path)  # a killed start leaves no half of a file
