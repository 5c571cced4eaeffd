"""Where a draft says what we say ourselves, word for word: nothing of that is held against it.

A sentence of an article for customers, in force on the day; a line of the assistant's, or of an
agent's own voice. What stands around it is still looked at, and so is what it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from zhihuan.assist import voice
from zhihuan.assist.conduct import Finding, Reading
from zhihuan.conversation import phrases
from zhihuan.conversation.danger import crisis_lines
from zhihuan.library.article import Article, Sentence
from zhihuan.library.knowledge_base import KnowledgeBase

_SENTENCE = re.compile(r"[^。！？\n]+")
# Shorter ones could be a part of anything: 好的, 不会.
_LEAST = 6

Span = tuple[int, int]


class OwnWords:
    """What may be said word for word. Safe to share between threads."""

    def __init__(self, base: KnowledgeBase) -> None:
        numbers = {key: each.number for key, each in base.contacts.items() if each.number}
        said = [*phrases.own_lines(), *voice.own_lines(), *crisis_lines(numbers)]
        bare = (_bare(sentence) for line in said for sentence in _SENTENCE.findall(line))
        self._lines = frozenset(each for each in bare if len(each) >= _LEAST)
        self._told: dict[str, list[tuple[Article, Sentence]]] = {}
        for article in base.public.articles:
            for passage in article.passages:
                for sentence in passage.sentences:
                    for each in (_bare(sentence.text), _bare(passage.heading + sentence.text)):
                        if len(each) >= _LEAST:
                            self._told.setdefault(each, []).append((article, sentence))

    def spans(self, reading: Reading, day: date) -> list[Span]:
        """The places of a draft, as `Reading.span` counts, that are ours word for word."""
        return [
            reading.span(sentence.start, sentence.end)
            for sentence in reading.sentences
            if self._is_ours(_bare(sentence.text), day)
        ]

    def _is_ours(self, bare: str, day: date) -> bool:
        return bare in self._lines or any(
            article.status(day) == "current" and sentence.holds_on(day)
            for article, sentence in self._told.get(bare, ())
        )


def not_ours(found: Iterable[Finding], own: Sequence[Span]) -> list[Finding]:
    """The findings that are not wholly within our own words."""
    return [
        each
        for each in found
        if each.start == each.end
        or not any(start <= each.start and each.end <= end for start, end in own)
    ]


def _bare(text: str) -> str:
    """As `read_draft` spells it, without punctuation."""
    return re.sub(r"[\W_]", "", text.replace("你", "您"))
