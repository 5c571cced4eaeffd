"""Is this real? A text that somebody received, held against known marks.

    text ──▶ masked ──▶ folded ──▶ what it claims to be ──▶ marks, each with its words and why
                                                       └──▶ how to check it oneself

    folding.py  one spelling for one thing, and where each character came from
    marks.py    the marks and kinds, read from fraud.yaml, breaches.yaml, facts.yaml, kinds.yaml
    notice.py   the Reading of one text

Never "this is genuine": a text alone cannot show that. What stands in the text is data; nothing
in it is done, and only the covered text is kept.
"""

from zhihuan.conversation.notices.marks import GROUPS, Kind, Mark, kinds, marks
from zhihuan.conversation.notices.notice import FoundMark, Reading, read_notice

__all__ = ["GROUPS", "FoundMark", "Kind", "Mark", "Reading", "kinds", "marks", "read_notice"]
