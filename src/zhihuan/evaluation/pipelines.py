"""What is compared: our library, and the pipelines that anyone would build first.

Every pipeline is asked the same questions on the same day about the same passages. The plain
ones are helped where it costs nothing: they get the normalised question, articles outside their
dates are taken out for them, their passages are grouped by article (the best passage counts),
and each may have the threshold that is best for it on the very questions it is judged by.

    bm25-words      BM25 over words as rjieba cuts them
    bm25-bigrams    BM25 over pairs of characters
    dense-passages  the same embedding model on passages alone, nearest by cosine in a real
                    Chroma collection: what LangChain's Chroma retriever does by default
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import bm25s
import numpy as np
import rjieba

from zhihuan.library.index import Embeds, passage_text
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.lexical import normalise
from zhihuan.library.search import Library
from zhihuan.library.vectors import VectorStore

LIMIT = 10
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9.%]+")
_NEAREST = 100  # passages; enough for LIMIT articles
_NEVER_SILENT = 0.0

Ranking = list[tuple[str, float]]


class Pipeline(Protocol):
    """Something that finds articles."""

    @property
    def name(self) -> str: ...

    @property
    def knows_silence(self) -> bool:
        """Whether it is silent by itself; if not, it is given a threshold."""

    def ranked(self, query: str) -> Ranking:
        """At most LIMIT articles by slug with their scores, best first. Empty: silence."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The library as people get it: where it is silent, nothing is found."""

    library: Library
    day: date
    name: str = "zhihuan"
    knows_silence: bool = True

    def ranked(self, query: str) -> Ranking:
        """What the library finds."""
        hits = self.library.search(query, as_of=self.day, limit=LIMIT)
        return [(hit.article.slug, hit.score) for hit in hits]


@dataclass(frozen=True, slots=True)
class OursNeverSilent:
    """The library without its threshold: how well it ranks, apart from when it is silent."""

    library: Library
    day: date
    name: str = "zhihuan-never-silent"
    knows_silence: bool = False

    def ranked(self, query: str) -> Ranking:
        """What the library would find if it always answered."""
        hits = self.library.search(query, as_of=self.day, limit=LIMIT, threshold=_NEVER_SILENT)
        return [(hit.article.slug, hit.score) for hit in hits]


@dataclass(frozen=True, slots=True)
class PlainPassage:
    """What a plain pipeline knows of a passage."""

    slug: str
    text: str


def passages_told(base: KnowledgeBase, day: date) -> list[PlainPassage]:
    """The passages that a customer may be told on `day`, as they are embedded."""
    articles = [a for a in base.public.articles if a.status(day) == "current"]
    told = [p.on(day) for article in articles for p in article.passages]
    return [PlainPassage(p.slug, passage_text(p)) for p in told if p is not None]


def words(text: str) -> list[str]:
    """A normalised text in words, without punctuation."""
    return [w for w in rjieba.cut(text) if _CHINESE.search(w) or _LATIN.search(w)]


def bigrams(text: str) -> list[str]:
    """A normalised text in pairs of Chinese characters, and Latin words as they are."""
    pairs = [run[i : i + 2] for run in _CHINESE.findall(text) for i in range(len(run) - 1)]
    return pairs + _LATIN.findall(text)


class PlainWords:
    """BM25 over passages (k1 = 1.5, b = 0.75, the library's defaults)."""

    knows_silence = False

    def __init__(
        self, name: str, passages: Sequence[PlainPassage], cut: Callable[[str], list[str]]
    ) -> None:
        self.name = name
        self._slugs = [passage.slug for passage in passages]
        self._cut = cut
        self._bm25 = bm25s.BM25(method="lucene")
        self._bm25.index([cut(normalise(p.text)) or ["∅"] for p in passages], show_progress=False)

    def ranked(self, query: str) -> Ranking:
        """Articles with a token of the query; none where it has no known token."""
        known = [token for token in self._cut(normalise(query)) if token in self._bm25.vocab_dict]
        if not known:
            return []
        scores = np.asarray(self._bm25.get_scores(known))
        order = np.argsort(-scores, kind="stable")
        return _by_article((self._slugs[i], float(scores[i])) for i in order if scores[i] > 0)


class PlainDense:
    """The nearest passages in a Chroma collection of their own, in a folder that `close` removes."""

    name = "dense-passages"
    knows_silence = False

    def __init__(self, passages: Sequence[PlainPassage], embedder: Embeds) -> None:
        self._embedder = embedder
        self._slugs = [passage.slug for passage in passages]
        self._folder = tempfile.TemporaryDirectory()
        self._store = VectorStore(Path(self._folder.name))
        ids = [str(i) for i in range(len(passages))]
        self._store.add("passages", ids, embedder.passages([p.text for p in passages]))

    def ranked(self, query: str) -> Ranking:
        """The articles of the nearest passages, with their cosine."""
        vector = self._embedder.queries([normalise(query).strip()])[0]
        found = self._store.nearest("passages", vector, min(_NEAREST, len(self._slugs)))
        return _by_article((self._slugs[int(key)], cosine) for key, cosine in found)

    def close(self) -> None:
        """Remove the collection."""
        self._store.close()
        self._folder.cleanup()


def _by_article(scored: Iterable[tuple[str, float]]) -> Ranking:
    """Each article by its best passage, the first LIMIT; `scored` comes best first."""
    best: dict[str, float] = {}
    for slug, score in scored:
        if len(best) == LIMIT:
            break
        best.setdefault(slug, score)
    return list(best.items())


def best_threshold(ours: Sequence[float], not_ours: Sequence[float]) -> float:
    """The score from which to answer, so that false silence + false answers (rates) is least.

    `ours` and `not_ours` are the best scores of the questions that should be answered and of
    those that should not. Of two as good, the higher: silence is the lesser harm. 0 where
    nothing was found for any question.
    """
    right, wrong = np.asarray(ours), np.asarray(not_ours)
    candidates = np.unique(np.concatenate([right, wrong]))
    candidates = candidates[np.isfinite(candidates)]
    if not candidates.size:
        return 0.0
    silent = (right[None, :] < candidates[:, None]).mean(axis=1) if len(right) else 0.0
    answered = (wrong[None, :] >= candidates[:, None]).mean(axis=1) if len(wrong) else 0.0
    harm = np.round(np.asarray(silent + answered), 12)
    return float(candidates[np.flatnonzero(harm == harm.min())[-1]])
