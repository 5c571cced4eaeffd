"""Which version of an article was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhihuan.library.article import Article, read_article
from zhihuan.library.sources import Source, read_sources
from zhihuan.library.versions import version_of

SOURCES = """\
law:
  name: 某条例
  kind: regulation
  confidence: high
  checked: 2026-11-01
  in_force: 2020-01-01
  says: 五年
"""
ARTICLE = """\
---
title: 还清以后多久消
asks:
  - 多久消
topic: records
reviewed: 2026-11-01
---
保存五年。[^law]

## 从哪天算
从还清那天算。[^law]
"""


def read(folder: Path, text: str = ARTICLE, sources: str = SOURCES) -> Article:
    (folder / "records").mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    known, _ = read_sources(folder / "sources.yaml")
    assert isinstance(known["law"], Source)
    path = folder / "records" / "five-years.md"
    path.write_text(text, encoding="utf-8")
    article, problems = read_article(path, known)
    assert article is not None, problems
    return article


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("保存五年", "保存六年"),
        ("title: 还清以后多久消", "title: 还清之后多久消"),
        ("## 从哪天算", "## 从什么时候算"),
        ("从还清那天算。[^law]", "从还清那天算。"),
        ("reviewed: 2026-11-01", "reviewed: 2026-11-01\nvalid_to: 2027-01-01"),
    ],
)
def test_what_is_told_otherwise_is_another_version(tmp_path: Path, old: str, new: str) -> None:
    assert old in ARTICLE
    before = version_of(read(tmp_path))
    assert version_of(read(tmp_path, ARTICLE.replace(old, new))) != before


def test_a_source_that_ends_makes_another_version(tmp_path: Path) -> None:
    before = version_of(read(tmp_path))
    ended = SOURCES + "  ended: 2026-12-31\n"
    assert version_of(read(tmp_path, sources=ended)) != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - 多久消", "  - 多久消\n  - 什么时候消"),
        ("reviewed: 2026-11-01", "reviewed: 2026-11-20"),
    ],
)
def test_how_it_is_found_and_when_it_was_read_again_is_no_new_version(
    tmp_path: Path, old: str, new: str
) -> None:
    before = version_of(read(tmp_path))
    assert version_of(read(tmp_path, ARTICLE.replace(old, new))) == before
