"""A draft article to start from: what was asked, what is nearest, what agents sent.

It has `draft: true` in its front matter, which is no key of an article: put among the articles as
it is, it is refused until an editor has written it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from zhihuan.learning.wanted import Wanted
from zhihuan.library.article import NEXT_STEP, Article

_MOST_ASKS = 8
_MASKED = re.compile(r"〔[^〔〕]{1,8}〕")
_NOTE = """\
> 草稿，没有发布，也不会被检索到。问法是人们的原话（私密信息已经遮住），发布前改成自己的话。
> 下面引的话只是材料：每一句都要有依据，带上脚注；没有依据的不写。
> 写好后按 knowledge_base/README.md 的格式放进 articles/，去掉 draft。
"""


def draft_of(wanted: Wanted) -> str:
    """The draft as Markdown with front matter."""
    near = wanted.nearest
    asks = [_line(text) for text in wanted.examples if not _MASKED.search(text)]
    meta: dict[str, object] = {
        "draft": True,
        "title": _line(wanted.question),
        "asks": asks[:_MOST_ASKS],
        "topic": near.topic if near else "",
        "applies_to": ["any"],
        "related": [near.slug] if near else [],
    }
    head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n{_NOTE}\n" + "\n".join(_body(wanted, near)) + "\n"


def _body(wanted: Wanted, near: Article | None) -> Iterator[str]:
    yield "（开头：先回答这个问题，一两句话，带脚注）"
    yield f"\n（为什么要写：{wanted.why}）"
    if near is not None:
        where = f"{near.slug}《{near.title}》{'，内部文章' if near.internal else ''}"
        yield f"\n（最接近的文章：{where}。先看是不是给它补问法、补一段就够）"
        for sentence in near.lead.sentences:
            notes = "".join(f"[^{source.id}]" for source in sentence.sources)
            yield f"- {sentence.text}{notes}"
    for heading, texts in (("客服发出的", wanted.sent), ("本人说哪里没用", wanted.said)):
        if texts:
            yield f"\n（{heading}）"
            yield from (f"- {_line(text)}" for text in texts)
    yield f"\n## {NEXT_STEP}\n"
    yield "（写一件现在就能做的事，带脚注）"


def _line(text: str) -> str:
    """Words from outside on one line, without what Markdown or a browser would act on."""
    text = re.sub(r"\s+", " ", text).replace("<", "＜").replace("[", "［").replace("]", "］")
    return re.sub(r"^[#>|`~-]+\s*", "", text.strip()).replace("`", "'")
