"""Instalments that are being paid, told by their amount: 每月还1100还12个月, 分12期 每期还980.

What is paid each period is no budget: with what was received and the number of periods it gives
the yearly rate. A wish (想每月还500分12期) is a budget, and is left to `money_roles`.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said

_MOST_PERIODS = 360
_LEAST_PAYMENT = 10

_EACH_BEFORE = re.compile(
    r"(?:每个?月|一个?月|(?:每一?|一)期|(?<![上下个这本])月)(?:我|都|就|要|得|需要?|应该?|实际|固定)*"
    r"(?:还|付|交|扣|供|是)?(?:款)?(?:大概|差不多|要|得|是|:|\s)*$|月供(?:是|要|\s)*$"
)
_EACH_AFTER = re.compile(r"\s?(?:/|每|一)(?:个?月|期)(?!\s?(?:还|付|交|供|要|得|是|[0-9]))")
_TIMES = re.compile(r"\s?(?:[xX×*乘]|还|付|交)\s?")
_WISH = re.compile(
    "想|能|可以|打算|最多|顶多|只够|希望|承受|勉强|预算|准备|要是|如果|假如|行吗|行不行|答应|还得起|好不好"
)
_LENT = re.compile(r"借(?!呗|贝|条|钱呗)|贷(?!款吗)|到手|放款|下款|合同|本金|买[了的]|分期买")
_ASKS_RATE = re.compile("年化|利率|合法|违法|高利贷|合不合|坑|多还了|多付|划算")
# 欠9000 每月还800 分12期 may as well be what they would like.
_OFFERED = re.compile("[欠分]|逾期")
_TOTAL_TERM_BEFORE = re.compile(
    r"(?:还|分|共|总共|一共|期限|借|贷|供|要|得|[xX×*乘]|连续|[，, ])(?:成|了|满|是|要)?\s?$"
)
_TERM_AFTER = re.compile(r"\s?(?:还清|还完|结清|付清|的?合同|期限)")
_RECEIVED = re.compile(
    r"(?:到手|实际(?:只)?(?:收|拿|给)[到了]?|只(?:收|拿|给|打)[到了]|到账)(?:的|只有|才|就|只|了|是|有|实际|"
    r"金额|大概|\s)*$"
)
_RECEIVED_AFTER = re.compile(r"\s?(?:到手|到账(?!吗))")
_MONTHS = {"periods": 1, "months": 1, "years": 12}


class Instalments(NamedTuple):
    """`payment` yuan a month, `periods` times."""

    payment: Decimal
    periods: int


def instalments_told(said: Said) -> Instalments | None:
    """The payment and the number of them, where both are told and none is only wished for."""
    of_a_loan = _LENT.search(said.text) or _ASKS_RATE.search(said.text)
    if not of_a_loan and _OFFERED.search(said.text):
        return None
    payment = next((q for q in said.quantities if _is_each(said, q)), None)
    periods = next((n for q in said.quantities if (n := _term(said, q, payment))), None)
    if payment is None or periods is None:
        return None
    return Instalments(payment.low, periods)


def is_instalment(said: Said, q: Quantity) -> bool:
    """Whether `q` is what is paid each period: the 1100 of 每月还1100还12个月."""
    return _is_each(said, q) and instalments_told(said) is not None


def received_told(said: Said) -> Decimal | None:
    """What arrived of a loan: the 8500 of 借1万到手8500; 到手 of wages is none."""
    return next((q.low for q in said.quantities if is_received(said, q)), None)


def is_received(said: Said, q: Quantity) -> bool:
    """Whether `q` is what arrived of a loan."""
    if not (_is_exact_money(q) and _LENT.search(said.text.replace("到手", ""))):
        return False
    after = _RECEIVED_AFTER.match(said.text, q.end)
    of_next = after and any(other.start == after.end() for other in said.quantities)
    return bool(_RECEIVED.search(said.before(q)) or (after and not of_next))


def _is_each(said: Said, q: Quantity) -> bool:
    if not _is_exact_money(q) or _WISH.search(said.clause_text(q)):
        return False
    each = _EACH_BEFORE.search(said.before(q)) or _EACH_AFTER.match(said.text, q.end)
    return bool(each or _is_multiplied(said, q)) and not is_received(said, q)


def _is_multiplied(said: Said, q: Quantity) -> bool:
    """980*12期, 980还12期."""
    sign = _TIMES.match(said.text, q.end)
    return sign is not None and any(
        other.start == sign.end() and other.unit in _MONTHS for other in said.quantities
    )


def _is_exact_money(q: Quantity) -> bool:
    return q.unit in ("yuan", "number") and q.low == q.high and q.low >= _LEAST_PAYMENT


def _term(said: Said, q: Quantity, payment: Quantity | None) -> int:
    """How many periods the loan has in all; 0 where `q` is no such number."""
    months = q.low * _MONTHS.get(q.unit, 0)
    if q.low != q.high or months != int(months) or not 2 <= months <= _MOST_PERIODS:
        return 0
    before = said.text[max(0, q.start - 6) : q.start]
    if re.search("逾期|还了|已还|还剩|没还|第|拖|晚|前$", before):
        return 0
    follows = payment is not None and payment.end == q.start
    told = q.unit == "periods" or follows or _TOTAL_TERM_BEFORE.search(before)
    return int(months) if told or _TERM_AFTER.match(said.text, q.end) else 0
