"""Asks that two articles both claim: retrieval could send the same question to either.

Two asks are the same when nothing but spelling, particles or synonyms tells them apart
(白条能不能分期呀 · 白条 可不可以分期). An ask that equals its own article's title finds nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from zhihuan.library.article import Article
from zhihuan.library.check.finding import Finding, line_of
from zhihuan.library.lexical import normalise

_NOISE = re.compile(r"[^\w]|[的了吗呢啊吧呀嘛么呗哦噢诶]|请问|一下|到底|究竟")
_SAME = (
    (re.compile("能不能|可不可以|能否|是否可以|可以不可以"), "可以"),
    (re.compile("会不会|是不是会|是否会"), "会"),
    (re.compile("怎么办好?|咋办|咋整|咋弄|怎么弄|怎么整|怎么处理|如何处理|该怎么做"), "怎么办"),
    (re.compile("怎么样|怎样|咋样|如何"), "怎样"),
    (re.compile("咋|怎么"), "怎么"),
    (re.compile("您|你|俺|咱"), "我"),
    (re.compile("为啥|为什么|为何|凭啥|凭什么"), "为什么"),
    (re.compile("多长时间|多久|几久"), "多久"),
    (re.compile("啥"), "什么"),
    (re.compile("没有"), "没"),
)


def asked(text: str) -> str:
    """A question without what does not tell it from another."""
    plain = _NOISE.sub("", normalise(text).replace(" ", ""))
    for pattern, word in _SAME:
        plain = pattern.sub(word, plain)
    return _NOISE.sub("", plain)


def doubled_asks(articles: Sequence[Article]) -> Iterator[Finding]:
    """Asks claimed twice: by two articles told on the same day, or twice by one."""
    claimed: dict[str, list[tuple[Article, str]]] = {}
    for article in articles:
        yield from _within(article)
        for ask in dict.fromkeys((article.title, *article.asks)):
            claimed.setdefault(asked(ask), []).append((article, ask))
    for entries in claimed.values():
        for (one, same), (other, ask) in combinations(entries, 2):
            # Reading the base already names what is the same to the letter.
            if one.slug != other.slug and same != ask and _told_together(one, other):
                what = f"问法“{ask}”和 {one.slug} 的说法一样，留一处"
                yield Finding(other.path, line_of(other.path, ask), "error", "ask-claimed", what)


def _within(article: Article) -> Iterator[Finding]:
    seen = {asked(article.title): article.title}
    for ask in article.asks:
        key = asked(ask)
        if key in seen:
            same = "标题" if seen[key] == article.title else f"“{seen[key]}”"
            what = f"问法“{ask}”和{same}一样，换一种问法"
            line = line_of(article.path, ask)
            yield Finding(article.path, line, "warning", "ask-repeated", what)
        seen.setdefault(key, ask)


def _told_together(one: Article, other: Article) -> bool:
    starts = [a.valid_from for a in (one, other) if a.valid_from]
    ends = [a.valid_to for a in (one, other) if a.valid_to]
    return not (starts and ends) or max(starts) <= min(ends)
