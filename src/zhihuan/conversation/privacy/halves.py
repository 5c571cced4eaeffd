"""A number in two messages: 「身份证前面是110101199003」, and then 「后面077758」.

The first half is covered where it is said to be one, or begins like nothing else; the second
where it says that it goes on, or follows a first half and is nothing but digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhihuan.conversation.privacy.check_digits import begins_like_an_id, is_resident_id, luhn
from zhihuan.conversation.privacy.kinds import CARD, ID, MOBILE, PART, Span

_FIRST = r"(?:号码?|的|我|先发|先给|前面|前半|前半段|前[0-9一二三四五六七八九十]{1,2}位|前段|开头|一半|是|为|:|：|，|,| ){0,6}"
_DIGITS = r"([0-9](?:[ \-.]{0,2}[0-9]){%d,%d})"
_NOT_MORE = r"(?![0-9]|[ ]?(?:元|块|万|千|多|天|期|年|月|%|位))"
_CUED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ID, re.compile(rf"(?:身份证|证件号){_FIRST}{_DIGITS % (5, 16)}{_NOT_MORE}")),
    (CARD, re.compile(rf"(?:卡号|银行卡|储蓄卡){_FIRST}{_DIGITS % (5, 17)}{_NOT_MORE}")),
    (
        MOBILE,
        re.compile(rf"(?:手机号?|电话号?|号码){_FIRST}(1[3-9]{_DIGITS[1:] % (1, 7)}{_NOT_MORE}"),
    ),
)
_ALONE = re.compile(r"\s*([0-9](?:[ \-.]{0,2}[0-9]){2,18}[xX]?)\s*[。.,，]?\s*")
_GOES_ON = re.compile(
    r"^\s*(?:后面|后半|后半段|后段|剩下|接着|余下|还有|然后|(?P<said>后[0-9一二三四五六七八九十]{1,2}位))"
    r"(?:的|几位|部分|数字|是|为|:|：|，|,| ){0,5}(?P<rest>[0-9](?:[ \-.]{0,2}[0-9]){2,13}[xX]?)"
    r"(?=\s*(?:$|[，。,.!！?？、\n]))"
)
_PART_AT_END = re.compile(rf"〔{PART}〕[\s。，,.…]*$")
_PRIVATE_AT_END = re.compile(r"〔(?:身份证号|银行卡号|手机号|电话号码|验证码)〕[\s。，,.…]*$")
_DIGITS_AT_END = re.compile(r"([0-9](?:[ \-.]{0,2}[0-9]){3,17})[\s。，,.…]*$")


def first_halves(text: str) -> Iterator[Span]:
    """The beginning of a number, with the rest still to come."""
    for _, pattern in _CUED:
        for found in pattern.finditer(text):
            yield found.start(1), found.end(1), PART
    alone = _ALONE.fullmatch(text)
    if alone and begins_like_an_id(_bare(alone[1])):
        yield alone.start(1), alone.end(1), PART
    elif alone and re.fullmatch(r"1[3-9][0-9]{5,8}", _bare(alone[1])):
        if not alone[1].endswith("000"):
            yield alone.start(1), alone.end(1), PART


def second_half(text: str, before: str) -> Iterator[Span]:
    """The rest of a number that the message `before`, as it was kept, had begun."""
    begun = _PART_AT_END.search(before)
    found = _GOES_ON.match(text)
    if found and (begun or (found["said"] and _PRIVATE_AT_END.search(before))):
        yield found.start("rest"), found.end("rest"), PART
        return
    found = _ALONE.fullmatch(text)
    if found is None:
        return
    if begun:
        yield found.start(1), found.end(1), PART
    elif told := _DIGITS_AT_END.search(before):
        whole = _bare(told[1]) + _bare(found[1])
        mobile = re.fullmatch(r"1[3-9][0-9]{9}", whole)
        if mobile or is_resident_id(whole) or (16 <= len(whole) <= 19 and luhn(whole)):
            yield found.start(1), found.end(1), PART


def _bare(digits: str) -> str:
    return re.sub(r"[^0-9xX]", "", digits)
