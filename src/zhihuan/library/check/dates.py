"""What was looked at too long ago: articles, sources, telephone numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from zhihuan.library.article import Article
from zhihuan.library.check.finding import Finding, line_of
from zhihuan.library.contacts import Contact
from zhihuan.library.sources import Source

REVIEW_EVERY = timedelta(days=365)
# A number that has changed sends a frightened person nowhere, or to a fraud.
VERIFY_NUMBERS_EVERY = timedelta(days=183)


def overdue_articles(article: Article, day: date) -> Iterator[Finding]:
    """An article is read again once a year."""
    if article.reviewed + REVIEW_EVERY < day:
        line = line_of(article.path, "reviewed:")
        what = "超过一年没有核对，请重新核对后改 reviewed"
        yield Finding(article.path, line, "error", "review-overdue", what)


def overdue_sources(sources: Iterable[Source], folder: Path, day: date) -> Iterator[Finding]:
    """Whether a rule still stands is looked up once a year; one that has ended stays as it is."""
    path = folder / "sources.yaml"
    for source in sources:
        if source.checked + REVIEW_EVERY < day and source.status(day) != "ended":
            what = f"依据 {source.id} 超过一年没有核对，看看还在不在，再改 checked"
            line = line_of(path, f"{source.id}:")
            yield Finding(path, line, "warning", "source-unchecked", what)


def overdue_contacts(contacts: Iterable[Contact], folder: Path, day: date) -> Iterator[Finding]:
    """Telephone numbers are verified twice a year."""
    path = folder / "contacts.yaml"
    for contact in contacts:
        if contact.verified + VERIFY_NUMBERS_EVERY < day:
            what = f"{contact.name} 超过半年没有核实，打一遍再改 verified"
            line = line_of(path, f"{contact.id}:")
            yield Finding(path, line, "warning", "contact-unverified", what)
