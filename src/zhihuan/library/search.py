"""Finding the articles that answer a question, on a given day.

    look      six ways of looking, one score an article          (`part`)
    judge     does it answer, or is silence the better answer?   (`answerable`)

An article outside its dates on the day asked about is not found. Nothing is found at all under
`THRESHOLD`: silence is an answer. Questions that are not ours (`not_ours.yaml`) speak against
whatever lies near them.

Internal articles have vectors and word statistics of their own: what a customer is told, and how
well it scores, is the same with them and without them. An agent is told what a customer would
be, at the same score, and what stands in the internal articles beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from zhihuan.library.answerable import answerable
from zhihuan.library.article import NEXT_STEP, Article, Passage
from zhihuan.library.index import (
    FORMAT,
    INTERNAL,
    PUBLIC,
    Embeds,
    IndexMismatch,
    IndexMissing,
    IndexOutdated,
    apart,
    current_folder,
    embeddings_of,
    entries_of,
    manifest_of,
)
from zhihuan.library.knowledge_base import KnowledgeBase, open_knowledge_base
from zhihuan.library.lexical import normalise
from zhihuan.library.odds import OurOdds
from zhihuan.library.part import WEIGHTS, Looked, Part, Values
from zhihuan.library.pinyin import PinyinWords
from zhihuan.library.vectors import Vectors
from zhihuan.library.wording import one_wording

Audience = Literal["public", "agent"]

# The probability from which an article is told: on our own questions (tests/evals) it leaves
# about as many wrong answers in as it takes right ones out.
THRESHOLD = 0.866
# From here on an article may be what was meant: worth a question back.
NEAR = 0.4
# How much nearer than the lead another passage must be to come first.
_LEAD = 0.12
# So many questions keep their vectors.
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers, the passages of it that do, and how surely (a probability, 0…1).

    `passages` hold only what is in force on the day asked about, best first, the lead before what
    is hardly nearer; `near` says how near to the question each of them is, where that was looked
    at (cosine and shared words, 0 … 1.4).
    """

    article: Article
    passages: tuple[Passage, ...]
    score: float
    ask: str
    near: tuple[float, ...] = ()

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
        # A question is looked up again behind what was spoken of, and for what may have been meant.
        self._vector = lru_cache(maxsize=_REMEMBERED)(lambda text: embedder.queries([text])[0])
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
        asked: str | None = None,
    ) -> list[Hit]:
        """The articles in force on `as_of` that answer `query`, best first.

        "public" finds nothing internal; "agent" finds both. `stages` (M1 … M7), where known, leave
        out articles written for other stages. `asked` is the question itself, where `query` says
        beside it what was spoken of before: the passages of an article are then told apart by
        `asked` alone, since all of them are about what was spoken of. Empty: we have nothing to
        say.
        """
        with self._searching(query, audience, asked) as found:
            return found.hits(as_of, limit, stages, threshold)

    def search_or_near(
        self,
        query: str,
        *,
        as_of: date,
        limit: int = 5,
        near_limit: int = 3,
        stages: Collection[str] = (),
        audience: Audience = "public",
        asked: str | None = None,
    ) -> tuple[list[Hit], list[Hit]]:
        """What `search` finds; where that is nothing, what may have been meant, of any stage.

        The second is to be asked about, not to be told.
        """
        with self._searching(query, audience, asked) as found:
            hits = found.hits(as_of, limit, stages, THRESHOLD)
            return hits, [] if hits else found.hits(as_of, near_limit, (), NEAR)

    @contextmanager
    def _searching(self, query: str, audience: Audience, asked: str | None) -> Iterator[_Found]:
        """What is found in the index of the moment, which stays open meanwhile."""
        with self._lock:
            opened = self._current()
            opened.begin()
        try:
            text = opened.wording(query)
            if not text:
                yield _Found((), None, 0.0, None)
            else:
                alone = opened.wording(asked) if asked else ""
                within = (alone, self._vector(alone)) if alone and alone != text else None
                yield opened.find(text, self._vector(text), audience, within)
        finally:
            opened.end()

    def questions(self) -> list[tuple[str, str, Vectors]]:
        """Every public ask, and every question that is not ours: (slug or kind, text, vector)."""
        with self._lock:
            return self._current().questions()

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
        self._parts = {name: Part(folder / name, part) for name, part in apart(self.base).items()}
        public = self.base.public
        self._pinyin = PinyinWords(normalise(text) for text in _texts(public))
        self._odds = OurOdds(
            (normalise(ask) for a in public.articles for ask in (a.title, *a.asks)),
            (normalise(ask) for asks in public.not_ours.values() for ask in asks),
        )
        self._lock = threading.Lock()
        self._searches = 0
        self._given_up = False

    def wording(self, query: str) -> str:
        """A question as it is looked up: one spelling and one name for one thing."""
        return self._pinyin.written(one_wording(normalise(query).strip()))

    def questions(self) -> list[tuple[str, str, Vectors]]:
        embeddings = embeddings_of(self.folder / PUBLIC)
        asks = (e for e in entries_of(self.base.public) if e.collection != "passages")
        return [(entry.slug, entry.text, embeddings[entry.id]) for entry in asks]

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

    def find(
        self, text: str, vector: Vectors, audience: Audience, within: tuple[str, Vectors] | None
    ) -> _Found:
        public = self._parts[PUBLIC]
        if within is not None:
            within = (within[0], public.adapter(within[1][None])[0])
        looked = public.look(text, vector)
        ranked = _ranked(public, looked)
        if audience == "agent":
            internal = self._parts[INTERNAL]
            ranked += _ranked(internal, internal.look(text, vector))
        ranked.sort(key=lambda found: (-found.score, found.article.slug))
        return _Found(ranked, _nearest_other(public, looked), self._odds.of(text), within)


def _texts(base: KnowledgeBase) -> Iterator[str]:
    for article in base.articles:
        yield from (article.title, *article.asks, *(p.text for p in article.passages))


@dataclass(frozen=True, slots=True)
class _Ranked:
    article: Article
    values: Values
    score: float
    looked: Looked
    part: Part

    def told(
        self, as_of: date, within: tuple[str, Vectors] | None = None
    ) -> list[tuple[Passage, float]]:
        """The article's passages as they may be told on `as_of`, nearest to the question first.

        `within`: the question itself and its vector, where another was looked up. The lead comes
        first unless another passage is clearly nearer.
        """
        text, vector = within or (self.looked.text, self.looked.vector)
        near = self.part.nearness(self.article, text, vector)
        ahead = {self.article.lead.id: _LEAD}
        order = sorted(
            self.article.passages,
            key=lambda p: (p.heading == NEXT_STEP, -near[p.id] - ahead.get(p.id, 0.0)),
        )
        on_the_day = ((passage.on(as_of), near[passage.id]) for passage in order)
        return [(passage, nearness) for passage, nearness in on_the_day if passage is not None]


@dataclass(frozen=True, slots=True)
class _Found:
    """All articles, best first, and what speaks against any of them being told.

    `within`: the question itself and its adapted vector, where another was looked up.
    """

    ranked: Sequence[_Ranked]
    other: Values | None
    odds: float
    within: tuple[str, Vectors] | None

    def hits(self, as_of: date, limit: int, stages: Collection[str], threshold: float) -> list[Hit]:
        """Those that are told, the first `limit`."""
        hits: list[Hit] = []
        for found in self.ranked:
            sure = answerable(found.values, self.other, self.odds)
            if sure < threshold or len(hits) == limit:
                break  # the others are less sure
            if found.article.status(as_of) != "current" or not _fits(found.article, stages):
                continue
            if told := found.told(as_of, self.within):
                ask = found.looked.asks.get(found.article.slug)
                passages, near = zip(*told, strict=True)
                said = ask.text if ask else found.article.title
                hits.append(Hit(found.article, passages, sure, said, near))
        return hits


def _ranked(part: Part, looked: Looked) -> list[_Ranked]:
    # One by one as `answerable` weighs them: a product of all at once may differ in the last digit,
    # and order two articles otherwise than their probabilities.
    return [
        _Ranked(
            part.base.by_slug[slug],
            looked.values[n],
            float(looked.values[n] @ WEIGHTS),
            looked,
            part,
        )
        for n, slug in enumerate(part.slugs)
    ]


def _nearest_other(part: Part, looked: Looked) -> Values | None:
    """The values of the kind of question that is not ours and is nearest."""
    first = len(part.slugs)
    if first == len(part.owners):
        return None
    nearest: Values = looked.values[first + int(looked.scores[first:].argmax())]
    return nearest


def _fits(article: Article, stages: Collection[str]) -> bool:
    return not stages or not article.stages or not set(stages).isdisjoint(article.stages)
