"""What a court awarded, told part by part: 判决 本金11000 利息2300 诉讼费125 comes to 13425."""

from __future__ import annotations

import re
from dataclasses import replace

from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Range

_COURT = re.compile(r"判决|判了|判我|判的|判令|判下来|法院判|调解书|仲裁|裁决")
_IS = r"(?:一共|大概|大约|是|要|共|:|：|的|\s)*$"
_PRINCIPAL = re.compile(rf"本金{_IS}")
_BESIDES = re.compile(
    rf"(?:利息|罚息|违约金|复利|诉讼费用?|(?:案件)?受理费|保全费|公告费|律师费|仲裁费|执行费){_IS}"
)


def speaks_of_judgment(text: str) -> bool:
    """判决, 调解书, 法院判我还: no plan of an App, with its fee per period, is made for it."""
    return _COURT.search(text) is not None


def read_award(situation: Situation, said: Said) -> Situation:
    """What is owed by a judgment: the principal and all that was awarded with it."""
    if not speaks_of_judgment(said.text):
        return situation
    principal = [q for q in said.quantities if _is(said, q, _PRINCIPAL)]
    besides = [q for q in said.quantities if _is(said, q, _BESIDES)]
    owed = situation.amount
    if len(principal) != 1 or not besides or owed is None or owed.value.low != principal[0].low:
        return situation
    parts = [principal[0], *besides]
    value = Range(
        sum((q.low for q in parts), start=principal[0].low * 0),
        sum((q.high for q in parts), start=principal[0].low * 0),
        any(q.approximate for q in parts),
    )
    words = "、".join(q.text for q in parts)
    return replace(situation, amount=replace(owed, value=value, words=words, turn=said.turn))


def _is(said: Said, q: Quantity, pattern: re.Pattern[str]) -> bool:
    return q.unit in ("yuan", "number") and pattern.search(said.before(q)) is not None
