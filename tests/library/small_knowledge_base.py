"""A knowledge base of a few lines, and an embedder without a model, for tests of the library."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TODAY = date(2026, 11, 21)

SOURCES = """\
law:
  name: 一部法律
  issuer: 国务院
  number: null
  article: 第一条
  kind: law
  in_force: 2013-03-15
  ended: null
  binds: [any]
  url: null
  confidence: high
  checked: 2026-11-21
  says: 一句话。
old-rule:
  name: 一条结束了的规则
  kind: notice
  in_force: 2025-12-22
  ended: 2026-03-31
  confidence: high
  checked: 2026-11-21
  says: 一句话。
new-rule:
  name: 一条还没开始的规则
  kind: rule
  in_force: 2027-01-01
  confidence: medium
  checked: 2026-11-21
  says: 一句话。
"""

LEAD = "晚一天也算逾期。[^law]"


def article_text(
    title: str = "晚了一天会怎样",
    asks: Sequence[str] = ("晚一天算逾期吗", "白条过了一天"),
    body: str = LEAD,
    *,
    topic: str = "late",
    more: str = "",
) -> str:
    """An article as its file has it; `more` is further front matter."""
    lines = ["---", f"title: {title}", "asks:", *(f"  - {ask}" for ask in asks)]
    lines += [f"topic: {topic}", "reviewed: 2026-11-21", *more.splitlines(), "---", body, ""]
    return "\n".join(lines)


def write_article(folder: Path, slug: str, text: str | None = None, *, topic: str = "late") -> Path:
    """Put an article into the knowledge base under `folder`."""
    path = folder / "articles" / topic / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article_text(topic=topic) if text is None else text, encoding="utf-8")
    return path


def write_knowledge_base(folder: Path, articles: dict[str, str]) -> Path:
    """A knowledge base of these articles, by slug, all of the topic `late`."""
    (folder / "products").mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "contacts.yaml").write_text("{}\n", encoding="utf-8")
    for slug, text in articles.items():
        write_article(folder, slug, text)
    return folder


class PairEmbedder:
    """Texts that share pairs of characters are near; the same text is always the same vector.

    A constant part lifts every similarity to where E5 has its own: 0.75 and up.
    """

    def __init__(self, name: str = "pairs", seconds_each: float = 0.0) -> None:
        self.name = name
        self.embedded: list[str] = []
        self._seconds_each = seconds_each

    def queries(self, texts: list[str]) -> NDArray[np.float32]:
        return self._vectors(texts)

    def passages(self, texts: list[str]) -> NDArray[np.float32]:
        return self._vectors(texts)

    def _vectors(self, texts: list[str]) -> NDArray[np.float32]:
        self.embedded += texts
        time.sleep(self._seconds_each * len(texts))
        found = np.zeros((len(texts), 385), dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            for pair in zip(text, text[1:] + " ", strict=True):
                digest = hashlib.sha256("".join(pair).encode()).digest()
                row[int.from_bytes(digest[:4], "big") % 384] += 1
            row[:384] /= max(1.0, float(np.linalg.norm(row[:384])))
        found[:, 384] = 3**0.5
        return found / np.linalg.norm(found, axis=1, keepdims=True)
