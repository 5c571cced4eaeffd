"""Sources and contacts that nothing rests on: either a fact is untold, or the entry can go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from zhihuan.library.check.finding import Finding, line_of
from zhihuan.library.claims.never_say import NeverSay
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.yaml_file import load_document, load_mapping

_FOOTNOTE = re.compile(r"\[\^([\w-]+)\]")


def unused(base: KnowledgeBase, claims: Sequence[NeverSay], folder: Path) -> Iterator[Finding]:
    """Entries that no sentence, product, letter, contact or claim points at."""
    used = {source.id for p in base.passages.values() for source in p.sources}
    used |= {source for claim in claims for source in claim.sources}
    for path in sorted((folder / "products").glob("*.yaml")):
        used |= set(_sources_in(load_document(path)[0]))
    for path in sorted((folder / "letters").glob("*.md")):
        used |= set(_FOOTNOTE.findall(path.read_text(encoding="utf-8")))
    path = folder / "contacts.yaml"
    entries, _ = load_mapping(path)
    for key, contact in base.contacts.items():
        sources = {f"contact-{key}", str(entries[key][1].get("source"))}
        if not used & sources:
            what = f"没有一篇文章提到 {contact.name}（[^contact-{key}]），写进去或者删掉"
            yield Finding(path, line_of(path, f"{key}:"), "warning", "contact-unused", what)
        used |= sources
    path = folder / "sources.yaml"
    for key in base.sources:
        if key not in used:
            what = f"没有一句话用到依据 {key}，写进文章或者删掉"
            yield Finding(path, line_of(path, f"{key}:"), "warning", "source-unused", what)


def _sources_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("source"), str):
            yield value["source"]
        for part in value.values():
            yield from _sources_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _sources_in(part)
