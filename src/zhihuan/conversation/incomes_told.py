"""Incomes of a household: those of a couple, told together, add up; 就我的5500 leaves one's own.

老公工资9000 我5500 房租3000        14500 come in
工资5000 … 老公工资6000            told apart, and what somebody else earns
老公工资9000 但不给我              the same
… 老公不肯拿 就我的5500             5500
"""

from __future__ import annotations

import re

from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said

_LEAST = 500
_SPOUSE = r"(?:老公|老婆|媳妇|爱人|丈夫|妻子|另一半|对象|他|她)"
_EARNS = r"(?:那边|这边|自己)?(?:的)?(?:每个?月|一个?月|月|工资|收入|薪|到手|挣|赚|有|是|大概|大约|差不多|能|就|，|\s)*"
_OF_SPOUSE = re.compile(rf"{_SPOUSE}{_EARNS}$")
_OWN = re.compile(rf"(?:^|[^给借找问欠催骂跟对和]){'[我俺]'}{_EARNS}$")
_ONLY_OWN = re.compile(
    r"(?:就|只有|只能[靠用算]|只靠|只算|只剩|光靠?|仅|单靠|靠)[我俺](?:自己|一个人|这边)*(?:的)?(?:这|那|工资|收入|一份|份|每月|点)*\s*$"
)
_INCOME_WORDS = re.compile(r"工资|收入|月薪|挣|赚|到手|月入")
_NOT_SHARED = re.compile(
    r"不给|不肯|不管|不出|不拿|不愿|不知道|没告诉|瞒|偷偷|不帮|各管|各花|AA|分居|离婚|离了|前[夫妻]|给不了",
    re.I,
)
_OWED = re.compile(r"(?:块钱?|元)?[^，。0-9]{0,4}(?:没还|未还|逾期|欠|还不)")


def is_in_household(said: Said, q: Quantity) -> bool:
    """Whether a figure is one of a couple's two incomes, told together and spent together."""
    if _NOT_SHARED.search(said.text) or not _INCOME_WORDS.search(said.text):
        return False
    sums = [o for o in said.quantities if o.unit in ("yuan", "number") and o.low >= _LEAST]
    own = [o for o in sums if _is_own(said, o)]
    other = [o for o in sums if _OF_SPOUSE.search(_before(said, o))]
    return bool(own and other) and q in (*own, *other)


def is_only_own(said: Said, q: Quantity) -> bool:
    """就我的5500, 只有我工资5500: what comes in is no more than that."""
    before = said.text[max(0, q.start - 16) : q.start]
    return _ONLY_OWN.search(before) is not None and not _OWED.match(said.text, q.end)


def _is_own(said: Said, q: Quantity) -> bool:
    before = _before(said, q)
    opens = said.text[: q.start].strip() in ("工资", "月薪", "收入", "月入", "到手")
    return (opens or _OWN.search(before) is not None) and not _OWED.match(said.text, q.end)


def _before(said: Said, q: Quantity) -> str:
    """What stands between the figure before and this one, past any comma."""
    start = max((o.end for o in said.quantities if o.end <= q.start), default=0)
    return said.text[start : q.start]
