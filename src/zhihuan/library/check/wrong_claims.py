"""Claims of `never_say.yaml`, held against whatever people are told.

Articles, what the sources say, what a contact is for, the texts of the products and the letters:
all of it is read by somebody. Titles, asks and headings are questions, which claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from zhihuan.library.check.finding import Finding, line_of, shortened
from zhihuan.library.claims.never_say import NeverSay
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.yaml_file import load_document

_PART = re.compile(r"[^。；]+[。；]?[”’」）)]*")

_FOOTNOTE = re.compile(r"\[\^[\w-]+\]")


def wrong_claims(
    base: KnowledgeBase, claims: Sequence[NeverSay], folder: Path
) -> Iterator[Finding]:
    """Every sentence that tells one of the claims as true."""
    for path, where, text, next_text in _told(base, folder):
        parts = _PART.findall(text)
        for part, following in zip(parts, [*parts[1:], next_text], strict=True):
            for claim in claims:
                if claim.made_in(part, following):
                    what = (
                        f"“{shortened(part)}”等于说“{claim.wrong}”。{claim.why}"
                        f"改成：{claim.instead}"
                    )
                    line = where if isinstance(where, int) else line_of(path, where)
                    yield Finding(path, line, "error", "never-say", what)


def _told(base: KnowledgeBase, folder: Path) -> Iterator[tuple[Path, int | str, str, str]]:
    """Each text with its line, or the words that its line begins with, and the text after it."""
    for article in base.articles:
        for passage in article.passages:
            texts = [sentence.text for sentence in passage.sentences]
            for sentence, following in zip(passage.sentences, [*texts[1:], ""], strict=True):
                yield article.path, sentence.line, sentence.text, following
    sources, contacts = folder / "sources.yaml", folder / "contacts.yaml"
    for source in base.sources.values():
        yield sources, f"{source.id}:", source.says, ""
    for contact in base.contacts.values():
        for text in filter(None, (contact.good_for, contact.not_for)):
            yield contacts, f"{contact.id}:", text, ""
    for path in sorted((folder / "products").glob("*.yaml")):
        document, _ = load_document(path)
        for text in _texts({key: value for key, value in document.items() if key != "aliases"}):
            yield path, text[:12], text, ""
    for path in sorted((folder / "letters").glob("*.md")):
        for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "words:" not in written:  # what a person may have told us, not what we say
                yield path, number, _FOOTNOTE.sub("", written), ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value
