"""What the knowledge base says that is nearest to an assertion from outside.

Candidates come from three places: the passages that retrieval finds, and the sentences of the
whole base that share most words. They are then compared as sentences, by the cosine of their
vectors; a passage as a whole would hide the one sentence that matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.article import Passage, Sentence
from zhihuan.library.claims.likeness import Likeness, content
from zhihuan.library.index import Embeds
from zhihuan.library.search import Library

_ARTICLES, _PASSAGES, _BY_WORDS = 5, 3, 6
_WORDS = 0.05


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of ours, where it stands, and how near it is to the assertion.

    `similarity` is the cosine of both, and a twentieth of the share of words they have in common
    (`Likeness.between`): two statutes read alike to a model, and only the words tell them apart.
    """

    sentence: Sentence
    passage: Passage
    similarity: float


class Evidence:
    """The sentences that hold on one day, ready to be compared with."""

    def __init__(self, library: Library, embedder: Embeds, as_of: date) -> None:
        """Read the sentences in force on `as_of`; nothing is embedded yet."""
        self._library = library
        self._embedder = embedder
        self._as_of = as_of
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._sentences = [
            (sentence, passage, content(sentence.text))
            for article in library.knowledge_base.articles
            if article.status(as_of) == "current"
            for passage in article.passages
            for sentence in passage.sentences
            if sentence.holds_on(as_of)
        ]
        self._likeness = Likeness(words for _, _, words in self._sentences)

    def nearest(self, text: str, count: int = 5) -> list[Near]:
        """The sentences nearest to `text`, best first."""
        candidates = dict([*self._retrieved(text), *self._by_words(text)])
        if not candidates:
            return []
        sentences = list(candidates)
        vectors = self._embedded([text, *(sentence.text for sentence in sentences)])
        words = content(text)
        shared = [self._likeness.between(words, content(s.text)) for s in sentences]
        similarities = vectors[1:] @ vectors[0] + _WORDS * np.array(shared, dtype=np.float32)
        order = np.argsort(-similarities)[:count]
        return [Near(sentences[i], candidates[sentences[i]], float(similarities[i])) for i in order]

    def _retrieved(self, text: str) -> Iterable[tuple[Sentence, Passage]]:
        # A statement is no question: whatever is nearest will do, so there is no threshold.
        hits = self._library.search(text, as_of=self._as_of, limit=_ARTICLES, threshold=0.0)
        for hit in hits:
            for passage in hit.passages[:_PASSAGES]:
                for sentence in passage.sentences:
                    yield sentence, passage

    def _by_words(self, text: str) -> Iterable[tuple[Sentence, Passage]]:
        words = content(text)
        scores = [self._likeness.between(words, theirs) for _, _, theirs in self._sentences]
        for i in np.argsort(scores)[-_BY_WORDS:]:
            if scores[i] > 0:
                yield self._sentences[i][0], self._sentences[i][1]

    def _embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of statements. Both sides as queries: the comparison is symmetrical."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.queries(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])
