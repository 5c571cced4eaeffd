"""The texts of an index that are searched together, and how well each article answers.

Six ways of looking, one score:

    ask        the nearest ask                 adapted vectors (`adapter`)
    article    the middle of all its asks      adapted vectors
    passage    the nearest passage             adapted vectors
    words      BM25 over asks and passages     words and pairs of characters (`lexical`)
    sound      BM25 over all its asks at once  syllables (`sound`)
    one sound  BM25 over single asks           syllables

    score = Σ weight · value

The questions that are not ours stand in the same places, a kind of them like an article, so
that what is nearer to them can be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.adapter import Adapter
from zhihuan.library.article import Article
from zhihuan.library.index import ADAPTER, Entry, embeddings_of, entries_of
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.lexical import LexicalIndex
from zhihuan.library.sound import sound_tokens
from zhihuan.library.vectors import COLLECTIONS, Vectors, VectorStore

ASK, ARTICLE, PASSAGE, WORDS, SOUND, ONE_SOUND = range(6)
# Fitted on tests/evals/questions.yaml by softmax regression, five-fold, and rounded
# (benchmarks/fit_search.py); the six values are about −0.2 … 1 each.
WEIGHTS = np.array([1.0, 2.0, 1.5, 0.9, 0.9, 0.4], dtype=np.float32)

_NEAREST = 100
# BM25 has no upper end; from here on a match is as good as any.
_WORDS_SCALE, _SOUND_SCALE, _ONE_SOUND_SCALE = 14.0, 40.0, 20.0
_ASKS, _PASSAGES, _NOT_OURS = COLLECTIONS
# What the words of a question count for beside its meaning, between passages of one article; in
# the text for less than in the heading.
_SHARED_WORDS, _BELOW = 0.3, 0.6
_NO_WORD = re.compile(r"[\W_]")

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Looked:
    """What one question found. `values` (owners, 6); `asks` the nearest of each owner;
    `text` and `vector` (dimension, adapted) are the question itself."""

    values: Values
    asks: dict[str, Entry]
    text: str
    vector: Vectors

    @property
    def scores(self) -> Values:
        """One score an owner."""
        scores: Values = self.values @ WEIGHTS
        return scores


class Part:
    """Opened once, then only read. A base without an article finds nothing.

    `owners` are the slugs of the articles, then the kinds of questions that are not ours.
    """

    def __init__(self, folder: Path, base: KnowledgeBase) -> None:
        self.base = base
        self.slugs = tuple(article.slug for article in base.articles)
        self.owners = (*self.slugs, *base.not_ours)
        self._number = {owner: number for number, owner in enumerate(self.owners)}
        self._entries = entries_of(base)
        self._by_id = {entry.id: entry for entry in self._entries}
        self.adapter = Adapter.load(folder.parent / ADAPTER)
        self._store = VectorStore(folder)
        self._middles = self._middles_of(embeddings_of(folder))
        self._compared = {name: self._compared_of(name) for name in COLLECTIONS}
        passages, vectors = self._compared[_PASSAGES]
        self._sections = {
            str(entry.passage): vector for entry, vector in zip(passages, vectors, strict=True)
        }
        self._plain = {p.id: (_plain(p.heading), _plain(p.text)) for p in base.passages.values()}
        asks = [entry for entry in self._entries if entry.collection != "passages"]
        self._asks = asks
        self._words = _index([entry.text for entry in self._entries])
        self._one_sound = _index([entry.text for entry in asks], sounds=True)
        together: dict[str, list[str]] = {owner: [] for owner in self.owners}
        for entry in asks:
            together[entry.slug].append(entry.text)
        self._sound = _index(["\n".join(texts) for texts in together.values()], sounds=True)
        self._of_entry = np.array([self._number[e.slug] for e in self._entries], dtype=np.intp)
        self._of_ask = np.array([self._number[e.slug] for e in asks], dtype=np.intp)

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    def look(self, text: str, vector: Vectors) -> Looked:
        """Look for a normalised `text`, `vector` as it comes from the model."""
        adapted = self.adapter(vector[None])[0]
        values = np.zeros((len(self.owners), len(WEIGHTS)), dtype=np.float32)
        asks = self._nearest(_ASKS, adapted) + self._nearest(_NOT_OURS, adapted)
        self._best(values, ASK, asks)
        self._best(values, PASSAGE, self._nearest(_PASSAGES, adapted))
        # A kind of question that is not ours has no passages: its asks stand for them.
        values[len(self.slugs) :, PASSAGE] = values[len(self.slugs) :, ASK]
        if len(self.owners):
            values[:, ARTICLE] = self._middles @ adapted
        self._by_words(values, text)
        nearest = sorted(asks, key=lambda found: -found[0])
        by_slug = {entry.slug: entry for _, entry in reversed(nearest)}
        return Looked(values, by_slug, text, adapted)

    def nearness(self, article: Article, text: str, vector: Vectors) -> dict[str, float]:
        """How near each passage of an article is to a question, by the passage's id.

        `text` is normalised, `vector` adapted. All passages of an article speak of its subject;
        words that stand in one of them, and in its heading above all, tell them apart.
        """
        asked = _pairs(text)
        found = {}
        for passage in article.passages:
            heading, body = self._plain[passage.id]
            words = max(_share(asked, heading), _BELOW * _share(asked, body))
            near = float(self._sections[passage.id] @ vector)
            found[passage.id] = near + _SHARED_WORDS * words
        return found

    def _compared_of(self, collection: str) -> tuple[list[Entry], Vectors]:
        """The entries of a collection, and their vectors as the store has them."""
        entries = [entry for entry in self._entries if entry.collection == collection]
        if not entries:
            return [], np.zeros((0, len(self.adapter.mean)), dtype=np.float32)
        stored = self._store.all(collection)
        return entries, np.stack([stored[entry.id] for entry in entries])

    def _middles_of(self, embeddings: dict[str, Vectors]) -> Vectors:
        if not self.owners:
            return np.zeros((0, 1), dtype=np.float32)
        asks: dict[str, list[Vectors]] = {owner: [] for owner in self.owners}
        for entry in self._entries:
            if entry.collection != "passages":
                asks[entry.slug].append(embeddings[entry.id])
        return self.adapter(np.stack([np.mean(vectors, axis=0) for vectors in asks.values()]))

    def _nearest(self, collection: str, vector: Vectors) -> list[tuple[float, Entry]]:
        """Of a few thousand the nearest are found faster by comparing all of them."""
        entries, vectors = self._compared[collection]
        similarities = vectors @ vector
        count = min(_NEAREST, len(entries))
        nearest = np.argpartition(-similarities, count - 1)[:count] if count else ()
        return [(float(similarities[n]), entries[n]) for n in nearest]

    def _best(self, values: Values, way: int, found: Sequence[tuple[float, Entry]]) -> None:
        """The best of each owner; who was not among the nearest is as far as the farthest."""
        if not found:
            return
        values[:, way] = min(similarity for similarity, _ in found)
        for similarity, entry in found:
            number = self._number[entry.slug]
            values[number, way] = max(values[number, way], similarity)

    def _by_words(self, values: Values, text: str) -> None:
        if self._words is None or self._one_sound is None or self._sound is None:
            return
        words = np.minimum(1.0, self._words.scores(text) / _WORDS_SCALE)
        np.maximum.at(values[:, WORDS], self._of_entry, words)
        one = np.minimum(1.0, self._one_sound.scores(text) / _ONE_SOUND_SCALE)
        np.maximum.at(values[:, ONE_SOUND], self._of_ask, one)
        values[:, SOUND] = self._sound.scores(text) / _SOUND_SCALE


def _plain(text: str) -> str:
    return _NO_WORD.sub("", text)


def _pairs(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _share(asked: set[str], plain: str) -> float:
    """The share of the question's pairs of characters that stand in a plain text."""
    return sum(pair in plain for pair in asked) / len(asked) if asked else 0.0


def _index(texts: Sequence[str], *, sounds: bool = False) -> LexicalIndex | None:
    if not texts:
        return None
    return LexicalIndex(texts, sound_tokens) if sounds else LexicalIndex(texts)
