"""Private data in a draft, by `conversation.privacy`: no desk sends a number, a code, a name.

What is written to the customer may be read by whoever holds the telephone, and is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhihuan.assist.conduct import Finding
from zhihuan.conversation import privacy

_BLOCKED = {privacy.ID, privacy.CARD, privacy.CODE, privacy.PASSWORD, privacy.PASSPORT}
_COVERED = re.compile(r"〔([^〔〕]{1,8})〕")
_ITSELF = re.compile(r"我(?:叫|是|姓)[^，。]{0,6}$|(?:客服|专员|坐席|同事|经理)[^，。]{0,4}$")
_SOURCES = ("personal-information-6", "personal-information-28")


def private_data(draft: str) -> Iterator[Finding]:
    """Each place with private data. The agent's own name is none."""
    masked = privacy.mask(draft).text
    for start, end, kind in _spans(draft, masked):
        if kind == privacy.NAME and _ITSELF.search(draft[:start]):
            continue
        yield Finding(
            f"private-data-{'secret' if kind in _BLOCKED else 'personal'}",
            "private-data",
            "block" if kind in _BLOCKED else "warn",
            start,
            end,
            f"回复里有{kind}。用不到的不写，写了就留在聊天记录里，谁拿到手机都看得到。",
            f"您登记的{kind}",
            _SOURCES,
        )


def _spans(draft: str, masked: str) -> Iterator[tuple[int, int, str]]:
    """Where in the draft each covered place was: the text between them is the same in both."""
    pieces = _COVERED.split(masked)
    at = len(pieces[0])
    for kind, after in zip(pieces[1::2], pieces[2::2], strict=True):
        end = draft.find(after, at + 1) if after else len(draft)
        if end < 0:
            return
        if draft[at:end] != f"〔{kind}〕":
            yield at, end, kind
        at = end + len(after)
