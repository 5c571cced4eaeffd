"""The editor's tool: everything in the knowledge base that a careful editor would change.

What makes an article unusable is found by reading it (`knowledge_base`); here stands what a
reader would be misled by: figures without a source, promises, sources that have ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from zhihuan.library.article import NEXT_STEP, Article, Sentence
from zhihuan.library.knowledge_base import KnowledgeBase, read_knowledge_base
from zhihuan.library.problems import Problem

REVIEW_EVERY = timedelta(days=365)
FEWEST_ASKS = 8

# 一 is left out: 一次, 一期 and 最后一天 count nothing.
_FIGURE = re.compile(
    r"[0-9０-９]|百分之|(?<!第)[二三四五六七八九十百千]+万?(?:元|天|日|年|个月|期|次|倍)"
)
_PROMISE = re.compile("一定(能|会|可以)|保证(能|会|你|您)|马上恢复|绝对|百分之?百|肯定(能|会|可以)")
_REFUSED = re.compile("不|没|别|勿|谁|骗|凡是|任何人?说|声称|说(能|可以)?")
_EXAMPLE = re.compile("^[“]?(比如|例如|举例|假如|打个比方)")


def check_knowledge_base(folder: Path, day: date) -> tuple[KnowledgeBase, list[Problem]]:
    """The knowledge base under `folder`, and every finding on `day`, by file and line."""
    base, problems = read_knowledge_base(folder)
    for article in base.articles:
        problems += _findings(article, day)
    return base, sorted(problems)


def _findings(article: Article, day: date) -> Iterator[Problem]:
    path = article.path
    if len(article.asks) < FEWEST_ASKS:
        yield Problem(path, 1, f"问法只有 {len(article.asks)} 条，至少写 {FEWEST_ASKS} 条")
    if article.reviewed + REVIEW_EVERY < day:
        yield Problem(path, 1, "超过一年没有核对，请重新核对后改 reviewed")
    if article.next_step is None:
        yield Problem(path, 0, f"缺“{NEXT_STEP}”这一节")
    told_on = min(max(day, article.valid_from or day), article.valid_to or day)
    for passage in article.passages:
        for sentence in passage.sentences:
            yield from _in_sentence(path, sentence, told_on)


def _in_sentence(path: Path, sentence: Sentence, told_on: date) -> Iterator[Problem]:
    words = sentence.text
    if _PROMISE.search(words) and not _REFUSED.search(words):
        yield Problem(path, sentence.line, f"像是保证：“{words[:20]}……”，换成不绝对的说法")
    if _FIGURE.search(words) and not sentence.sources and not _EXAMPLE.match(words):
        yield Problem(path, sentence.line, f"有数字没有出处：“{words[:20]}……”，加脚注")
    for source in sentence.sources:
        if source.status(told_on) == "ended":
            yield Problem(
                path, sentence.line, f"依据 {source.id} 在 {source.ended} 已失效，换新的依据"
            )
