"""How like a message is to what people write who are in danger, or who suffer.

Nobody can list the ways in which danger is said sideways, so a message is compared with many that
are known (`prototypes.yaml`): grave, weary, and harmless ones that sound alike.

    k(a, b) = exp(S·(cos of their vectors - 1)) + cos of their characters, 1 to 3 in a row
    score   = Σ vote of a prototype · k(message, prototype)

The votes are a kernel ridge regression over the prototypes, and over questions that people in debt
ask anyway, in which each class weighs the same.
Two scores, about -1 … 1: `suffers` (grave or weary against harmless) and `grave` (grave against
the rest). Characters alone do nearly as well on short messages, and at once; vectors add what is
said in other words. A long message is judged by its pieces, since one sentence among ten is lost
in the whole; only the two most suspicious are embedded.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from filelock import FileLock

from zhihuan.conversation.danger.data import yaml_of
from zhihuan.conversation.danger.lexicon import without_idioms
from zhihuan.conversation.danger.reading import reading
from zhihuan.conversation.kernel import (
    Characters,
    Floats,
    Vectors,
    centred,
    resemblance,
    votes,
    votes_by_characters,
)

# S above, and the ridge; chosen on the tuning set, flat around these values.
_SHARPNESS = 2.0
_RIDGE = 0.2
_RIDGE_WITHOUT_VECTORS = 1.0
# Taken off both scores where there are no vectors.
_LESS_SURE = 0.08
# Characters: a message up to this long is one piece, and no piece is much longer.
_PIECE = 40
_DOUBT_A_PIECE, _MOST_DOUBT = 0.1, 0.3
_VERY_SHORT, _DOUBT_IF_SHORT = 4, 0.2
_EMBEDDED_PIECES = 2
# With fewer Chinese characters (没有, 嗯嗯, asdf), or with more in Latin letters than in Chinese
# (cuishou骂人), a piece resembles anything.
_ENOUGH = re.compile(r"(?:[^㐀-鿿]*[㐀-鿿]){3}")
_SPELT = re.compile(r"[a-z]")
_CHINESE = re.compile(r"[㐀-鿿]")
# What stands between two pauses; without pauses, what is one piece long.
_CLAUSE = re.compile(rf"[^， ]{{1,{_PIECE}}}")
_DIGITS = re.compile(r"[0-9]+")


class Embeds(Protocol):
    """What turns questions into vectors of length 1; `name` tells models apart."""

    @property
    def name(self) -> str: ...

    def queries(self, texts: list[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Likened:
    """The scores of the piece of a message that scores highest, and the piece."""

    suffers: float
    grave: float
    piece: str


@dataclass(frozen=True, slots=True)
class _Weights:
    """What was learnt. The last axis of `by_run` and `votes` is (suffers, grave).

    `by_run` (runs, 2) is what each run of characters says; `vectors` are those of the prototypes,
    moved by `centre` and made 1 long.
    """

    characters: Characters
    by_run: Floats
    centre: Vectors
    vectors: Vectors
    votes: Floats


class Likeness:
    """Compares messages with the prototypes. Safe to share between threads."""

    def __init__(
        self,
        embedder: Embeds | None = None,
        cache: Path | None = None,
        ordinary: Mapping[str, Vectors] | None = None,
    ) -> None:
        """`cache` keeps what was learnt, for the next start; without it, it is learnt each time.

        `ordinary` are questions that people in debt ask anyway, with their vectors; they count
        among the harmless. Learning embeds every prototype once: about a minute with an embedder,
        seconds without.
        """
        ordinary = ordinary or {}
        self._embedder = embedder
        if embedder is not None and cache is not None:
            self._weights = _kept(embedder, cache, ordinary)
        else:
            self._weights = _learnt(embedder, ordinary)

    def of(self, read: str) -> Likened:
        """The scores of a message, given its `reading`."""
        known, pieces = self._weights, _pieces(without_idioms(read))
        if not pieces:
            return Likened(-1.0, -1.0, "")
        by_characters = known.characters.rows([_bare(piece) for piece in pieces]) @ known.by_run
        order = np.argsort(-by_characters[:, 0], kind="stable")
        if self._embedder is not None:
            order = order[:_EMBEDDED_PIECES]
            vectors = self._embedder.queries([pieces[at] for at in order])
            near = resemblance(centred(vectors, known.centre), known.vectors, _SHARPNESS)
            scores = by_characters[order] + near @ known.votes
        else:
            scores = by_characters[order] - _LESS_SURE
        worst = int(np.argmax(scores.max(axis=1)))
        suffers, grave = (float(score) for score in scores[worst] - _doubt(pieces))
        return Likened(suffers, grave, pieces[order[worst]])


@lru_cache(maxsize=1)
def by_characters() -> Likeness:
    """Without an embedder: for the first moments, and for where there is none."""
    return Likeness()


def _kept(embedder: Embeds, cache: Path, ordinary: Mapping[str, Vectors]) -> _Weights:
    facts = [embedder.name, yaml_of("prototypes.yaml"), list(ordinary), _SHARPNESS, _RIDGE]
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:32]
    path = cache / "danger" / f"{digest}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):  # of several processes one learns, the others wait
        return _read(path) or _written(path, _learnt(embedder, ordinary))


def _read(path: Path) -> _Weights | None:
    try:
        with np.load(path) as kept:
            runs = {str(run): at for at, run in enumerate(kept["grams"])}
            arrays = [kept[name] for name in ("characters", "centre", "vectors", "votes")]
            return _Weights(Characters(runs, kept["rarity"]), *arrays)
    except (OSError, ValueError, KeyError):
        return None


def _written(path: Path, weights: _Weights) -> _Weights:
    unfinished = path.with_suffix(".tmp.npz")
    np.savez(
        unfinished,
        grams=np.array(list(weights.characters.runs)),
        rarity=weights.characters.rarity,
        characters=weights.by_run,
        centre=weights.centre,
        vectors=weights.vectors,
        votes=weights.votes,
    )
    unfinished.replace(path)  # a killed start leaves no half of a file
    return weights


def _learnt(embedder: Embeds | None, ordinary: Mapping[str, Vectors]) -> _Weights:
    prototypes: Mapping[str, Sequence[str]] = yaml_of("prototypes.yaml")
    told = [part for kind, texts in prototypes.items() for part in _told(kind, texts)]
    texts = [text for _, text in told]
    kinds = np.array([kind for kind, _ in told] + ["harmless"] * len(ordinary))
    known = [_bare(text) for text in (*texts, *(without_idioms(reading(t)) for t in ordinary))]
    characters = Characters.of(known)
    rows = characters.rows(known)
    asked = (np.isin(kinds, ("grave", "weary")), kinds == "grave")
    if embedder is None:
        ridge = _RIDGE_WITHOUT_VECTORS
        found = np.stack([votes_by_characters(rows, each, ridge) for each in asked], axis=1)
        blank = np.zeros((0, 0), np.float32)
        return _Weights(characters, rows.T @ found, blank.ravel(), blank, found)
    vectors = np.stack([*embedder.queries(texts), *ordinary.values()])
    centre = vectors.mean(axis=0)
    moved = centred(vectors, centre)
    alike = (rows @ rows.T).toarray()
    alike += resemblance(moved, moved, _SHARPNESS)
    found = np.stack([votes(alike, each, _RIDGE) for each in asked], axis=1)
    return _Weights(characters, rows.T @ found, centre, moved, found)


def _told(kind: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Prototypes as they are compared. Of a harmless story every piece is harmless."""
    for text in texts:
        read = without_idioms(reading(text))
        pieces = _pieces(read) if kind == "harmless" and len(read) > _PIECE else [read]
        yield from ((kind, piece) for piece in pieces)


def _bare(text: str) -> str:
    return _DIGITS.sub("0", text).strip("，。 ")


def _doubt(pieces: Sequence[str]) -> float:
    """What is taken off both scores: one of many pieces, or a very short one, resembles anything."""
    if len(pieces) == 1 and len(pieces[0]) <= _VERY_SHORT:
        return _DOUBT_IF_SHORT
    return min(_MOST_DOUBT, _DOUBT_A_PIECE * (len(pieces) - 1))


def _pieces(read: str) -> list[str]:
    """A message in pieces of up to about 40 characters, cut at its pauses."""
    if len(read) <= _PIECE:
        whole = read.strip("，。 ")
        return [whole] if _says_enough(whole) else []
    pieces: list[str] = []
    for sentence in read.split("。"):
        piece = ""
        for clause in _CLAUSE.findall(sentence):
            if piece and len(piece) + len(clause) > _PIECE:
                pieces.append(piece)
                piece = ""
            piece = f"{piece}，{clause}" if piece else clause
        pieces.append(piece)
    return [piece for piece in pieces if _says_enough(piece)]


def _says_enough(piece: str) -> bool:
    spelt, chinese = len(_SPELT.findall(piece)), len(_CHINESE.findall(piece))
    return bool(_ENOUGH.match(piece)) and spelt <= chinese
