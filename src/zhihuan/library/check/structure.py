"""Whether an article has the form that `knowledge_base/README.md` asks for."""

from __future__ import annotations

from collections.abc import Iterator

from zhihuan.library.article import NEXT_STEP, Article
from zhihuan.library.check.finding import Finding, line_of

FEWEST_ASKS, MOST_ASKS = 8, 24
MOST_IN_LEAD = 3
MOST_RELATED = 4


def misshapen(article: Article) -> Iterator[Finding]:
    """Few asks, no last section that says what to do, a lead too long to be quoted alone."""
    path = article.path
    asks, related = len(article.asks), len(article.related)
    if asks < FEWEST_ASKS:
        what = f"问法只有 {asks} 条，至少写 {FEWEST_ASKS} 条"
        yield Finding(path, line_of(path, "asks:"), "error", "asks-few", what)
    elif asks > MOST_ASKS:
        what = f"问法有 {asks} 条，是不是两个问题？超过 {MOST_ASKS} 条就拆成两篇"
        yield Finding(path, line_of(path, "asks:"), "warning", "asks-many", what)
    if related > MOST_RELATED:
        what = f"related 有 {related} 篇，最多留 {MOST_RELATED} 篇"
        yield Finding(path, line_of(path, "related:"), "warning", "related-many", what)
    if article.next_step is None:
        yield Finding(path, 0, "error", "next-step", f"缺“{NEXT_STEP}”这一节")
    elif article.passages[-1] is not article.next_step:
        what = f"“{NEXT_STEP}”要放在最后一节"
        yield Finding(path, article.next_step.line, "warning", "next-step", what)
    sentences = len(article.lead.sentences)
    if sentences > MOST_IN_LEAD:
        what = f"开头有 {sentences} 句，压到 {MOST_IN_LEAD} 句以内，其余放进小节"
        yield Finding(path, article.lead.line, "warning", "lead-long", what)
