"""Which paper came, and on what day, told in several messages: 支付令收到了, then 昨天收到的."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhihuan.conversation.embedded.sums_wanted import deadline_of
from zhihuan.conversation.embedded.supplied import Supplied, supplied_by
from zhihuan.conversation.situation import Utterance

_SHORT = 16
_LAST_DAY = re.compile(
    "(哪天|几号|几日|哪一天|什么时候|啥时候|何时)[^，。？?]{0,4}(前|之前|到期|截止|过期|最晚|为止)"
    "|(最后|最晚|截止|最迟)[^，。？?]{0,6}(哪天|几号|一天|日子|日期|期限|时间|到什么时候)"
    "|(还剩|还有)(几天|多少天|多久)(?!能|才|还)|(来得及|赶得上|过期了?)[吗么不]"
)


# The day on which something else came.
_OTHER_PAPER = re.compile("短信|传票|判决|律师函|电话|裁决|起诉|快递|工资|钱")
_LATELY = 3


def with_deadline(supplied: Supplied, utterances: Sequence[Utterance]) -> Supplied:
    """`supplied` with the paper spoken of before; and, asked for its last day, when it came."""
    *earlier, now = utterances
    if deadline_of(now.text) and supplied.event:
        return supplied
    papers = [(at, kind) for at, each in enumerate(earlier) if (kind := deadline_of(each.text))]
    if not papers:
        return supplied
    at, paper = papers[-1]
    names = deadline_of(now.text)
    if supplied.event:
        came = len(now.text) <= _SHORT and not _OTHER_PAPER.search(now.text)
        return replace(supplied, paper=paper) if came and len(earlier) - at <= _LATELY else supplied
    if not _LAST_DAY.search(now.text) or (names and names != paper):
        return replace(supplied, paper=None if names else paper)
    days = [day for each in earlier[at:] if (day := supplied_by(each).event)]
    return replace(supplied, paper=paper, event=days[-1] if days else None)
