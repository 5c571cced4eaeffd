"""Which sums about the price of a running loan a message calls for.

interest     4000元 年化24% 两个月 利息多少      金条2万 日息0.05% 一天多少
in a year    日息万五 年化多少
how dear     24%算高吗, 合法吗 after a rate or a cost was told
what is left 分6期每期900 还了2期 还剩多少      那剩下的能一次还完吗
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from zhihuan.conversation.embedded.loan_told import LoanTold
from zhihuan.conversation.embedded.questions import asks_something
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.vocabulary import products

if TYPE_CHECKING:
    from zhihuan.conversation.embedded.sums_wanted import Heard, Sum

DAYS_IN_YEAR = 365
_SHORT = 8

_ASKS_INTEREST = re.compile("利息|息费|息多少|多少|几块|要还|要付|连本带利|连本带息")
_BY_INSTALMENTS = re.compile(
    "每一?期|每个?月(要|得|该)?(还|付|交|是|多少)|分期|分成?[0-9一二三四五六七八九十两]+个?[期月]|月供|[0-9]期"
)
_LATE = re.compile("逾期|罚|违约金|滞纳金|晚|拖|没还")
_CARRIED = re.compile("最低|剩(下|余)?|没还(完|清)|循环|还不完")
_CARRIES = frozenset((None, "baitiao", "credit-card"))
_IN_A_YEAR = re.compile("年化|折(成|合|算)?(成)?一?年|年利率|年息|一年(下来)?(是|多少|几|合)")
_LEFT = re.compile(
    "剩(下|余)?(的)?(本金|钱)?(一共)?(还有|还|是|要还|要)?(多少|几)|还(欠|要还|有|剩|差|需要?还)(了)?(本金)?(多少|几)"
    "|(没|未)还(完|清)?的?(还)?(有|是)?多少|剩(下|余)?的?(钱)?(还)?(要|得|需)(要)?还|还要还(多少|几)|要还多少"
)
_SETTLES = re.compile(
    "提前(结清|还|全|清)|一次(性)?(都|全)?(还|结|付|交)(清|完|掉)|一次结清|剩(下|余)?的?(钱)?(全|都|一次|一起|一口气)"
    "|全部?(结清|还掉|还清)|结清(呢|要多少|多少)|一起还(了|掉|完|清)"
)
_SAVES = re.compile("省|划算|少(付|还|花|交)|便宜|多少")
# What is left of a message that only asks whether something is dear.
_DEAR = re.compile(
    r"(?:这|那|的|个|样|就|也|还|到底|真的|有点|算|是不是|算不算|是|不是|利息|利率|年化|费用|罚息|违约金|服务费"
    r"|手续费|收费|息|费|总|一共|综合|他们|平台|银行|收|要|我|你说|借|万|分之|都|已经|达到|快|了|有|白条|[\s，,、%])*"
    r"(?:很|太|偏|过|挺|算)*"
    r"(?P<word>高|贵|坑|黑|离谱|过分|合理|合法|违法|合规|违规|高利贷|超标|超了|超过上限|超红线)"
    r"(?:了|的|啊)*(?:(?P<asks>吗|么|不|没|吧)(?:高|贵|合法|合理|合规|坑)?)?(?:啊|呀|呢)?[\s？?]*"
)
_A_LINE = re.compile(r"(超|高于|低于|大于|过|(?<!达)到)(过|了|出)?\s?[0-9]")
_EITHER = re.compile("高不高|贵不贵|合不合[法理规]|算不算高|坑不坑|是不是(高利贷|太[高贵])|超没超")
_FIGURE = re.compile(
    r"[0-9][0-9.,]*\s?(?:%|个?点|块|元|万|千|期|个月|天)?|[一二三四五六七八九十]+(?:分|厘|个点)"
)
PRICES: frozenset[Sum] = frozenset(
    ("interest_for_time", "rate_in_a_year", "check_lines", "instalments_left")
)
OF_INSTALMENTS = ("payment", "paid_periods")
"""What is asked for before it can be said what is left."""

_PRICED: tuple[Sum, ...] = ("installment_plan", "overdue_cost")
_OF_A_RATE = frozenset(("interest_for_time", "rate_in_a_year", "check_lines", "compare_plans"))


def price_sums(heard: Heard) -> list[Sum]:
    """What the message calls for; empty where it asks for nothing of the kind."""
    return _what_is_left(heard) or _how_dear(heard) or _in_a_year(heard) or _interest(heard)


def asks_how_dear(text: str) -> bool:
    """算高吗, 24%贵不贵, 这利息合法吗, and nothing besides."""
    if _A_LINE.search(text):
        return False  # 超24%了吗 asks about the line, and says of no rate that it is 24 %
    for mention in sorted(products(text), key=lambda m: m.start, reverse=True):
        text = text[: mention.start] + text[mention.end :]
    bare = _FIGURE.sub("", text)
    if _EITHER.search(bare):
        return len(_EITHER.sub("", bare).strip(" ？?")) <= _SHORT
    found = _DEAR.fullmatch(bare)
    return found is not None and bool(found["asks"] or text.rstrip().endswith(("?", "？")))


def yearly_rate(loan: LoanTold, situation: Situation, fields: Collection[str]) -> Decimal | None:
    """The yearly rate that is asked about, a fraction: of this message, else as it was told."""
    if loan.yearly is not None:
        return loan.yearly
    known = situation.annual_rate
    if situation.daily_rate is not None and (known is None or "daily_rate" in fields):
        return situation.daily_rate.value * DAYS_IN_YEAR
    return known.value if known else None


def total_periods(loan: LoanTold, situation: Situation, instalments: int | None) -> int | None:
    """How many periods there are in all."""
    if instalments is not None:
        return instalments
    if situation.periods is not None:
        return situation.periods.value
    return loan.paid + loan.left if loan.paid is not None and loan.left is not None else None


def periods_paid(loan: LoanTold, total: int | None) -> int | None:
    """How many of them are paid."""
    if loan.paid is not None:
        return loan.paid
    return total - loan.left if total is not None and loan.left is not None else None


def missing_of_instalments(heard: Heard) -> str | None:
    """The figure to ask for where it is asked what is left, or what settling early saves."""
    loan, s = heard.supplied.loan, heard.situation
    saves = _SETTLES.search(heard.text) and _SAVES.search(heard.text)
    if not (saves or (loan.is_running and _asks_for_rest(heard.text))):
        return None
    total = total_periods(loan, s, _periods_of(heard))
    if not loan.is_running:
        priced = s.periods or loan.payment or heard.supplied.instalments
        return "paid_periods" if priced else None
    if _payment(heard) is None and not (s.amount and s.fee_rate and total):
        return "payment"
    return None if total else "paid_periods"


def _asks_for_rest(text: str) -> bool:
    return bool(_LEFT.search(text) or _SETTLES.search(text))


def _payment(heard: Heard) -> Decimal | None:
    told = heard.supplied.instalments
    return heard.supplied.loan.payment or (told.payment if told else None)


def _periods_of(heard: Heard) -> int | None:
    told = heard.supplied.instalments
    return told.periods if told else None


def _what_is_left(heard: Heard) -> list[Sum]:
    loan = heard.supplied.loan
    answers = heard.asked in OF_INSTALMENTS
    # The principal told after what is left: now it can be said how much of it is principal.
    told_after = "instalments_left" in heard.last and loan.principal is not None
    if not loan.is_running or not (answers or told_after or _asks_for_rest(heard.text)):
        return []
    total = total_periods(loan, heard.situation, _periods_of(heard))
    paid = periods_paid(loan, total)
    s = heard.situation
    if _payment(heard) is None and s.amount and s.fee_rate and total and paid is not None:
        return ["early_settlement"]
    if _payment(heard) is None or total is None or paid is None or not 0 <= paid < total:
        return []
    return ["instalments_left"]


def _how_dear(heard: Heard) -> list[Sum]:
    s, fields = heard.situation, heard.fields
    if not asks_how_dear(heard.text):
        return []
    told_now = heard.supplied.loan.yearly is not None or fields & {"annual_rate", "daily_rate"}
    if not told_now:
        if "yearly_cost" in heard.done:
            return []  # worked out from what is paid each period: told with the lines again
        for kind in _PRICED:
            if kind in heard.last:
                return [kind]
    if not told_now and not _OF_A_RATE & set(heard.last) and not _names_a_rate(heard.text):
        return []
    if yearly_rate(heard.supplied.loan, s, fields) is None:
        late = s.amount is not None and heard.is_late
        return ["overdue_cost"] if late and "overdue_cost" in heard.done else []
    of_a_day = s.daily_rate is not None and ("daily_rate" in fields or s.annual_rate is None)
    return ["rate_in_a_year", "check_lines"] if of_a_day else ["check_lines"]


def _names_a_rate(text: str) -> bool:
    return re.search("利息|利率|年化|费|息", text) is not None


def _in_a_year(heard: Heard) -> list[Sum]:
    s = heard.situation
    plan = heard.fields & {"fee_rate", "periods", "annual_rate"}
    if s.daily_rate is None or plan or heard.supplied.instalments is not None:
        return []
    if heard.supplied.loan.months and s.amount:
        return []  # what a year costs
    return ["rate_in_a_year"] if _IN_A_YEAR.search(heard.text) else []


def _interest(heard: Heard) -> list[Sum]:
    s, loan, text = heard.situation, heard.supplied.loan, heard.text
    rate_now = heard.fields & {"annual_rate", "daily_rate"}
    own = loan.principal is not None and bool(rate_now) and not _LATE.search(text)
    if not loan.has_time or (heard.is_late and not own) or "fee_rate" in heard.fields:
        return []
    if heard.supplied.instalments is not None or _BY_INSTALMENTS.search(text):
        return []
    if not (
        _ASKS_INTEREST.search(text) or ("interest_for_time" in heard.last and asks_something(text))
    ):
        return []
    if loan.principal is None and s.amount is None:
        return []
    if s.annual_rate or s.daily_rate:
        return ["interest_for_time"]
    product = s.product.value if s.product else None
    carried = ("minimum_only" in heard.done or _CARRIED.search(text)) and "息" in text
    carried = carried or "interest_for_time" in heard.last
    return ["interest_for_time"] if carried and product in _CARRIES else []
