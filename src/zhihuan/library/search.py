"""Finding the articles that answer a question, on a given day.

Three ways of looking, one score:

    asks       the question against every ask       (vectors: questions resemble questions)
    passages   the question against every passage   (vectors: some questions name the content)
    words      BM25 over both                       (exact terms: 停息挂账, 支付令, M2)

    score = w_ask·a + w_passage·p + w_words·l       each scaled to 0…1

An article outside its dates on the day asked about is not found. Nothing is found at all under
`THRESHOLD`, or where a question that is not ours (`not_ours.yaml`) is nearer than every article:
silence is an answer.

Internal articles have vectors and word statistics of their own: what a customer is told, and how
well it scores, is the same with them and without them. An agent is told what a customer would
be, at the same score, and what stands in the internal articles beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from zhihuan.library.article import NEXT_STEP, Article, Passage
from zhihuan.library.index import (
    FORMAT,
    INTERNAL,
    PUBLIC,
    Embeds,
    Entry,
    IndexMismatch,
    IndexMissing,
    IndexOutdated,
    apart,
    current_folder,
    entries_of,
    manifest_of,
)
from zhihuan.library.knowledge_base import KnowledgeBase, open_knowledge_base
from zhihuan.library.lexical import LexicalIndex, normalise
from zhihuan.library.vectors import COLLECTIONS, VectorStore

Audience = Literal["public", "agent"]

THRESHOLD = 0.62
_WEIGHTS = (0.55, 0.20, 0.25)
_COSINE_FLOOR, _COSINE_CEILING = 0.80, 0.96
_CANDIDATES = 60

# A question that is not ours must be nearer by this much before an article is withheld.
_CLEARLY = 0.02


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers, the passages of it that do, and how well (0…1).

    `passages` hold only what is in force on the day asked about, best first.
    """

    article: Article
    passages: tuple[Passage, ...]
    score: float
    ask: str

    @property
    def best(self) -> Passage:
        """The passage nearest to the question."""
        return self.passages[0]


class Library:
    """The index in use, and the articles it was built from. Safe to share between threads."""

    def __init__(self, data: Path, embedder: Embeds) -> None:
        """Open the index in use. Raises IndexMissing, IndexMismatch."""
        self._data = data
        self._embedder = embedder
        self._lock = threading.Lock()
        self._opened = _Opened(_folder_of(data), embedder)

    @property
    def knowledge_base(self) -> KnowledgeBase:
        """The articles that are being told now."""
        with self._lock:
            return self._current().base

    def search(
        self,
        query: str,
        *,
        as_of: date,
        limit: int = 5,
        stages: Collection[str] = (),
        threshold: float = THRESHOLD,
        audience: Audience = "public",
    ) -> list[Hit]:
        """The articles in force on `as_of` that answer `query`, best first.

        "public" finds nothing internal; "agent" finds both. `stages` (M1 … M7), where known, leave out articles written for other stages.
        Empty: we have nothing to say.
        """
        text = normalise(query).strip()
        if not text:
            return []
        vector = self._embedder.queries([text])[0]
        with self._lock:
            opened = self._current()
            opened.begin()
        try:
            return opened.search(text, vector, as_of, limit, stages, threshold, audience)
        finally:
            opened.end()

    def _current(self) -> _Opened:
        """The index that CURRENT names; a new one is taken up as soon as it is in place.

        Called with the lock held.
        """
        folder = current_folder(self._data)
        if folder is not None and folder != self._opened.folder:
            try:
                opened = _Opened(folder, self._embedder)
            except (IndexMismatch, IndexOutdated):  # built for another process's model: not for us
                return self._opened
            self._opened.close()
            self._opened = opened
        return self._opened

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._opened.close()


def _folder_of(data: Path) -> Path:
    folder = current_folder(data)
    if folder is None:
        raise IndexMissing
    return folder


class _Opened:
    """One index, opened. It is closed when it was given up and the last search on it has ended."""

    def __init__(self, folder: Path, embedder: Embeds) -> None:
        manifest = manifest_of(folder)
        if manifest.get("format") != FORMAT:
            raise IndexOutdated
        built_with = manifest["model"]
        if built_with != embedder.name:
            raise IndexMismatch(built_with, embedder.name)
        self.folder = folder
        self.base = open_knowledge_base(folder / "knowledge_base")
        self._parts = {name: _Part(folder / name, part) for name, part in apart(self.base).items()}
        self._lock = threading.Lock()
        self._searches = 0
        self._given_up = False

    def begin(self) -> None:
        with self._lock:
            self._searches += 1

    def end(self) -> None:
        with self._lock:
            self._searches -= 1
            if self._given_up and not self._searches:
                self._let_go()

    def close(self) -> None:
        with self._lock:
            self._given_up = True
            if not self._searches:
                self._let_go()

    def _let_go(self) -> None:
        for part in self._parts.values():
            part.close()

    def search(
        self,
        text: str,
        vector: np.ndarray,
        as_of: date,
        limit: int,
        stages: Collection[str],
        threshold: float,
        audience: Audience,
    ) -> list[Hit]:
        public = self._parts[PUBLIC]
        words = public.by_words(text)
        hits = public.hits(words, vector, as_of, stages, threshold)
        if audience == "agent":
            internal = self._parts[INTERNAL]
            hits += internal.hits(internal.by_words(text), vector, as_of, stages, threshold)
        hits.sort(key=lambda hit: (-hit.score, hit.article.slug))
        if hits and threshold > 0 and public.misfit(words, vector) > hits[0].score + _CLEARLY:
            return []
        return hits[:limit]


class _Part:
    """The texts of an index that are searched together: their vectors and their words.

    A base without an article is a part in which nothing is found.
    """

    def __init__(self, folder: Path, base: KnowledgeBase) -> None:
        self._base = base
        self._store = VectorStore(folder)
        self._counts = {name: self._store.count(name) for name in COLLECTIONS}
        self._entries = entries_of(base)
        self._by_id = {entry.id: entry for entry in self._entries}
        texts = [entry.text for entry in self._entries]
        self._words = LexicalIndex(texts) if texts else None

    def close(self) -> None:
        self._store.close()

    def hits(
        self,
        by_words: Sequence[tuple[float, Entry]],
        vector: np.ndarray,
        as_of: date,
        stages: Collection[str],
        threshold: float,
    ) -> list[Hit]:
        asks = self._best(self._nearest("asks", vector))
        passages = self._nearest("passages", vector)
        by_passage = self._best(passages)
        words = self._best([scored for scored in by_words if scored[1].collection != "not-ours"])
        hits: list[Hit] = []
        for slug in {*asks, *by_passage, *words}:
            article = self._base.by_slug[slug]
            if article.status(as_of) != "current" or not _fits(article, stages):
                continue
            ask = asks.get(slug, (0.0, self._entries[0]))
            parts = (ask[0], _value(by_passage, slug), _value(words, slug))
            score = float(np.dot(_WEIGHTS, parts))
            if score < threshold:
                continue
            told = _told(article, passages, as_of)
            if told:
                hits.append(Hit(article, told, score, ask[1].text if ask[0] else article.title))
        return hits

    def by_words(self, text: str) -> list[tuple[float, Entry]]:
        if self._words is None:
            return []
        scores = self._words.scores(text)
        top = np.argsort(-scores)[:_CANDIDATES]
        # Against a fixed scale, not against the best score: the best may still be a poor match.
        return [(min(1.0, float(scores[i]) / 14.0), self._entries[i]) for i in top if scores[i] > 0]

    def misfit(self, by_words: Sequence[tuple[float, Entry]], vector: np.ndarray) -> float:
        """How near the nearest question is that is not ours, on the same scale as a hit."""
        near = max((score for score, _ in self._nearest("not-ours", vector)), default=0.0)
        words = max((s for s, e in by_words if e.collection == "not-ours"), default=0.0)
        return float(np.dot(_WEIGHTS, (near, near, words)))

    def _nearest(self, collection: str, vector: np.ndarray) -> list[tuple[float, Entry]]:
        count = min(_CANDIDATES, self._counts[collection])
        if not count:
            return []
        return [
            (_scaled(similarity), self._by_id[key])
            for key, similarity in self._store.nearest(collection, vector, count)
        ]

    @staticmethod
    def _best(scored: Sequence[tuple[float, Entry]]) -> dict[str, tuple[float, Entry]]:
        best: dict[str, tuple[float, Entry]] = {}
        for score, entry in scored:
            if entry.slug not in best or score > best[entry.slug][0]:
                best[entry.slug] = (score, entry)
        return best


def _value(scores: dict[str, tuple[float, Entry]], slug: str) -> float:
    return scores[slug][0] if slug in scores else 0.0


def _scaled(cosine: float) -> float:
    return min(1.0, max(0.0, (cosine - _COSINE_FLOOR) / (_COSINE_CEILING - _COSINE_FLOOR)))


def _fits(article: Article, stages: Collection[str]) -> bool:
    return not stages or not article.stages or not set(stages).isdisjoint(article.stages)


def _told(
    article: Article, scored: Sequence[tuple[float, Entry]], as_of: date
) -> tuple[Passage, ...]:
    """The article's passages as they may be told on `as_of`, nearest to the question first.

    The lead comes first unless another passage is clearly nearer.
    """
    scores = {entry.passage: score for score, entry in scored if entry.slug == article.slug}
    order = sorted(
        article.passages,
        key=lambda p: (
            -(scores.get(p.id, 0.0) + (0.12 if p is article.lead else 0.0))
            + (1.0 if p.heading == NEXT_STEP else 0.0)
        ),
    )
    return tuple(told for told in (passage.on(as_of) for passage in order) if told is not None)
