"""The library's sentences, to hold those of a draft against: by words at once, by vectors better.

    cover(d, s) = Σ weight(t) over tokens of both / Σ weight(t) over tokens of d      0 … 1

Tokens are those of `library.claims.likeness`, without figures. Vectors of all sentences are made
once and kept; a second start reads them.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.article import Article, Passage, Sentence
from zhihuan.library.claims.likeness import content
from zhihuan.library.knowledge_base import KnowledgeBase

Vectors = NDArray[np.float32]
_WORDS = 0.05  # a cosine and a twentieth of the words in common, as for an import
_BATCH = 64


class Embeds(Protocol):
    """What turns statements into vectors of length 1; `name` tells models apart."""

    @property
    def name(self) -> str: ...

    def queries(self, texts: list[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence of an article, and how near it is to another."""

    sentence: Sentence
    passage: Passage
    article: Article
    nearness: float


class KnownSentences:
    """Every sentence of a knowledge base. Safe to share between threads."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._all = [
            (sentence, passage, article)
            for article in base.articles
            for passage in article.passages
            for sentence in passage.sentences
        ]
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for number, (sentence, _, _) in enumerate(self._all):
            for token in content(sentence.text):
                rows[token].append(number)
        total = len(self._all)
        self._unseen = math.log(1 + total)
        self._weights = {t: math.log(1 + total / (0.5 + len(found))) for t, found in rows.items()}
        self._rows = {token: np.array(found) for token, found in rows.items()}
        self._lengths = np.zeros(total)
        for token, found in self._rows.items():
            self._lengths[found] += self._weights[token]
        self._vectors: Vectors | None = None
        self._in_force = lru_cache(maxsize=256)(self._holding)

    @property
    def texts(self) -> list[str]:
        """What they say, each once."""
        return list(dict.fromkeys(sentence.text for sentence, _, _ in self._all))

    def warm(self, embedder: Embeds, cache: Path) -> None:
        """Have the vectors: from the file kept in `cache`, or made now, which takes a minute."""
        texts = self.texts
        digest = hashlib.sha256(
            json.dumps([embedder.name, texts], ensure_ascii=False).encode()
        ).hexdigest()[:32]
        known = _kept(cache / "assist" / f"{digest}.npz", texts, embedder)
        at = {text: row for row, text in enumerate(texts)}
        self._vectors = known[[at[sentence.text] for sentence, _, _ in self._all]]

    @property
    def has_vectors(self) -> bool:
        """Whether sentences can be compared by what they mean."""
        return self._vectors is not None

    def ordinary(self, one_in: int) -> tuple[list[str], Vectors]:
        """Some of what customers are told anyway, with its vectors."""
        assert self._vectors is not None
        rows = [n for n, (_, _, article) in enumerate(self._all) if not article.internal][::one_in]
        return [self._all[n][0].text for n in rows], self._vectors[rows]

    def by_words(self, text: str, day: date, count: int) -> list[Known]:
        """The sentences in force on `day` that hold most of the words of `text`, best first."""
        cover, _ = self._shares(text)
        return self._best(np.where(self._in_force(day), cover, -1.0), count)

    def by_meaning(self, text: str, vector: Vectors, day: date, count: int) -> list[Known]:
        """The nearest in meaning; none while there are no vectors."""
        if self._vectors is None:
            return []
        _, between = self._shares(text)
        near = self._vectors @ vector + _WORDS * between
        return self._best(np.where(self._in_force(day), near, -1.0), count)

    def _shares(self, text: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        words = content(text)
        both = np.zeros(len(self._all))
        for token in words:
            if token in self._rows:
                both[self._rows[token]] += self._weights[token]
        whole = sum(self._weights.get(token, self._unseen) for token in words) or 1.0
        return both / whole, both / np.maximum(whole + self._lengths - both, 1e-9)

    def _best(self, scores: NDArray[np.float64], count: int) -> list[Known]:
        order = np.argsort(-scores, kind="stable")[:count]
        found = []
        for n in order:
            if scores[n] > 0:
                sentence, passage, article = self._all[n]
                found.append(Known(sentence, passage, article, float(scores[n])))
        return found

    def _holding(self, day: date) -> NDArray[np.bool_]:
        return np.array(
            [
                article.status(day) == "current" and sentence.holds_on(day)
                for sentence, _, article in self._all
            ]
        )


def _kept(path: Path, texts: Sequence[str], embedder: Embeds) -> Vectors:
    try:
        with np.load(path) as kept:
            return np.asarray(kept["vectors"], np.float32)
    except (OSError, ValueError, KeyError):
        pass
    known = _reusable(path.parent, embedder.name)
    new = [text for text in texts if text not in known]
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        known.update(zip(batch, embedder.queries(batch), strict=True))
    vectors = np.stack([known[text] for text in texts])
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{id(vectors)}.tmp.npz")
    np.savez(unfinished, vectors=vectors, texts=np.array(texts), model=np.array(embedder.name))
    unfinished.replace(path)  # a killed start leaves no half of a file
    return vectors


def _reusable(folder: Path, model: str) -> dict[str, Vectors]:
    """The vectors of the newest file of the same model: most sentences are still the same."""
    files = sorted(folder.glob("*.npz"), key=lambda each: each.stat().st_mtime, reverse=True)
    for path in files:
        try:
            with np.load(path) as kept:
                if str(kept["model"]) == model:
                    return dict(zip(map(str, kept["texts"]), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError):
            continue
    return {}
