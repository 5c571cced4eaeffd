"""Absolutes and promises: 一定能, 保证通过, 马上恢复.

Whoever owes money holds on to them, and nobody here can keep them. A denial must stand beside
the words to excuse them (没有人能保证……): a 不 elsewhere does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhihuan.library.article import Article
from zhihuan.library.check.finding import Finding, shortened
from zhihuan.library.claims.denial import is_denied

_PROMISE = re.compile(
    r"(?:一定|肯定|必定|必然|铁定|准)(?:能|会|可以|行|没事|通过|成功)"
    r"|保证(?:能|会|您|你|让|给|帮|通过|成功|恢复|不)|包(?:您|你|过|赢|成功|通过)"
    r"|(?:马上|立刻|立即|当天|秒)(?:就)?(?:能|会|可以)?(?:恢复|消除|解决|到账|解冻|解锁)"
    r"|绝对(?!不要|别)|百分之?百|100%|万无一失|稳过|包在我们|毫无风险|没有任何风险|放心借"
)


def promises(article: Article) -> Iterator[Finding]:
    """Sentences that promise, with the words that do."""
    for passage in article.passages:
        for sentence in passage.sentences:
            words = _promised(sentence.text)
            if words:
                what = (
                    f"像是保证（{words}）：“{shortened(sentence.text)}”，"
                    "换成不绝对的说法，比如“可以申请，由对方决定”"
                )
                yield Finding(article.path, sentence.line, "error", "promise", what)


def _promised(text: str) -> str | None:
    for match in _PROMISE.finditer(text):
        if not is_denied(text, match.start(), match.end()):
            return match[0]
    return None
