"""Which version of an article, and of the whole knowledge base, was told.

A version covers what a reader is told and when it may be told: title, dates, passages, and the
sources of each sentence with their dates. How an article is found (its asks) is not part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from zhihuan.library.article import Article
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.sources import Source

_HEX_DIGITS = 16


def version_of(article: Article) -> str:
    """Hex digits: the same for two articles exactly when they tell the same on every day."""
    passages = [
        [
            p.heading,
            [[s.text, s.bullet, [_told(source) for source in s.sources]] for s in p.sentences],
        ]
        for p in article.passages
    ]
    return _digest([article.slug, article.title, article.valid_from, article.valid_to, passages])


def fingerprint_of(base: KnowledgeBase) -> str:
    """Hex digits of every article's version, and of every question that is declined."""
    versions = sorted([a.slug, a.internal, a.asks, version_of(a)] for a in base.articles)
    return _digest([versions, sorted(base.not_ours.items())])


def _told(source: Source) -> list[object]:
    return [source.id, source.name, source.article, source.in_force, source.ended]


def _digest(parts: Iterable[object]) -> str:
    text = json.dumps(parts, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_HEX_DIGITS]
