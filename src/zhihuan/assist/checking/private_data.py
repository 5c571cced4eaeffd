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
# What no mask of ours covers, since it might be no real one: a desk sends none of either.
_NUMBER = re.compile(r"(?<![\d.,，])(?:\d[ -]?){10,19}[\dXx](?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_OF_A_FORM = re.compile(
    r"(?:单号|编号|流水号?|订单|案号|合同号?|工号|票号|追踪|受理号?|400|800)[^\d，。]{0,4}$"
)
_SOURCES = ("personal-information-6", "personal-information-28")


def private_data(draft: str) -> Iterator[Finding]:
    """Each place with private data. The agent's own name is none."""
    masked = privacy.mask(draft).text
    found = [
        (start, end, kind)
        for start, end, kind in _spans(draft, masked)
        if not (kind == privacy.NAME and _ITSELF.search(draft[:start]))
    ]
    found += [
        each
        for each in _shaped_like_it(draft)
        if not any(start < each[1] and each[0] < end for start, end, _ in found)
    ]
    for start, end, kind in found:
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


def _shaped_like_it(draft: str) -> Iterator[tuple[int, int, str]]:
    """Long numbers, whether or not they can be real."""
    for match in _NUMBER.finditer(draft):
        if not _OF_A_FORM.search(draft[: match.start()]):
            digits = sum(char.isalnum() for char in match[0])
            kind = privacy.MOBILE if digits <= 12 else privacy.ID if digits == 18 else privacy.CARD
            yield match.start(), match.end(), kind


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
