"""Payments on a debt: made already (上周还了500, 还过3000), or still to come (下个月再还2000).

欠4200 … 上周还了500          3700 is owed now: what was told was told before the payment
还了1300 还剩1300             1300 is owed now: what is left was told, and nothing is taken off
原来欠5600 还了2000           3600
还了500利息, 每月还500         no payment on what is owed, or none that was made
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zhihuan.conversation.debts_told import with_debt
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import CORRECTION, Said
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Known, Payment, Range

_LEAST_YUAN = 10
_MOST_TIMES = 120
_ABOUT = (
    r"(?:是|最低(?:还款)?额?|大概|大约|差不多|一共|总共|将近|接近|快|约|有|得有|个|差不多有|\s)*"
)
_TO = r"(?:他们|平台|京东|银行|客服|白条|花呗|借呗|信用卡|你们)?"
# 还了, 已还, 还过, 还进去: it was paid. 还上 and 先还 alone are only thought of.
_PAID_BEFORE = re.compile(
    rf"(?:还|归还|补还|补|交还)(?:了|过|掉了?|进去了?|上了|上去了?|给{_TO}了?|款了){_TO}{_ABOUT}$"
    rf"|(?:已经?|都|刚刚?|才|又|陆续|前后){_ABOUT}还款?{_ABOUT}$|还款了?{_ABOUT}$|还的{_ABOUT}$"
    rf"|(?:自动|代)(?:扣|还)款?(?:了|走了?){_ABOUT}$"
)
_PAYS_BEFORE = re.compile(rf"(?:还|交|补)(?:款|上|个|掉|进去)?{_ABOUT}$")
_PAID_AFTER = re.compile(
    r"(?:块钱?|元)?(?:左右)?(?:我)?(?:已经|早就|都|刚刚?|先|才|昨天|昨晚|前天|今天|上周|又)*(?:还(?:了|过了?|进去了?|上了|掉了|给他们了)|已还)"
    r"(?=\s|$|[，。,；;！!的]|现在|还[剩欠有]|剩|以?后)"
)
_PAST_DAY = re.compile(r"昨[天晚日]|前[天几]|刚|今早|早上|上回|上次|之前|前阵子|前段")
_WEEK = 7
# Each month, each period: what a plan takes, and no payment on what was told.
_EACH_TIME = re.compile(r"每一?个?月|每一?期|月月|一个月还|月供|一期还|每次")
_SUPPOSED = re.compile(
    r"如果|要是|假如|假设|万一|的话|打算|准备|计划|想先?还|能不能|可不可以|要不要"
)
_IS_IT_ANY_GOOD = re.compile(r"有用|行吗|行不行|可以吗|够吗|会好|划算")
_IN_FACT = re.compile(r"已|昨|前天|上周|上个|刚|过|陆续|了[^，。]{0,4}了")
# Interest or a fee was paid, and nothing of what is owed.
_NOT_THE_DEBT_BEFORE = re.compile(
    r"(?:利息|罚息|违约金|手续费|服务费|滞纳金|逾期费|费用|会员费|担保费)[^，。0-9]{0,6}$"
)
_NOT_THE_DEBT_AFTER = re.compile(
    r"(?:块钱?|元)?(?:的)?(?:利息|罚息|违约金|手续费|服务费|滞纳金|费用?|次|期|个?月|天|年)"
)
# 还过3次 每次500, 分两回还的，一回500
_OF_EACH = re.compile(
    r"(?:每一?|一)[次回笔](?:都|就|也|各)?(?:是|还|交|付)?(?:了|的)?(?:大概|大约|差不多)?\s*$"
)
_MADE_BEFORE = re.compile(r"(?<![没再要想])(?:还|交|付|补)(?:款)?[了过](?:大概|一共|总共|有)?\s*$")
_MADE_AFTER = re.compile(r"\s?(?:已经)?(?:还|交|付|补)(?:款)?[了过的]")
# For somebody else, or to somebody else.
_ELSEWHERE = re.compile(
    r"(?:给|帮|替)(?:朋友|别人|他|她|我?[爸妈哥弟姐妹]|家人|同事|亲戚|老[公婆]|儿子|女儿)[^，。0-9]{0,5}还"
    r"|(?:朋友|同事|同学|亲戚|别人|人家|室友|网友|老乡)[^，。0-9我]{0,5}还"
    r"|还[了给过]*(?:朋友|同事|同学|亲戚|别人|我?[爸妈哥弟姐妹]|老[公婆]|房贷|车贷)"
)
_NOT_PAID = re.compile(
    r"答应|承诺|保证|说好|约好|协商|[该应](?:还|交|付)款?(?:的)?(?:是|:|：|\s)*$|(?:没|不|未|没有|还没)(?:能|再)?还(?:了|过|上)?[^，。0-9]{0,3}$"
)
_STILL_TO_COME = re.compile(r"[再先](?:[帮替]我)?(?:还|补|交)|多还")
_ONCE_PAID = re.compile(r"(?:块钱?|元)?(?:之后|以后|后|的话|完)")
_MONTH_ALONE = re.compile(r"(?:每个?月|一个?月|月)[^，。]{0,4}还")

# What is owed was told as what is left, or as it was at first.
_REST_BEFORE = re.compile(
    r"(?:还剩下?|剩下?的?|剩余|余下|还欠(?:了|着|款)?|还差|待还|未还|没还清?的?|还有|尾款|只欠|就欠|现在欠|目前欠|还要还|还得还)"
    r"(?:大概|大约|差不多|是|有|的|一共|总共|本金|\s)*$"
)
_AT_FIRST_BEFORE = re.compile(
    r"原来|本来|原先|一开始|最早|最初|当初|当时|借(?:了|过|的)|贷(?:了|的)|原本|开始"
)
_ASKS_THE_REST = re.compile(
    r"(?:还|现在|一共|总共|那)?(?:剩|欠|差|要还|该还|得还|要交)[^，。0-9]{0,4}(?:多少|几)(?!天|期|个?月|年|次|家|笔)"
    r"|(?:现在|一共|总共|合计)[^，。0-9]{0,4}多少(?!天|期|个?月|年|次|家|笔)"
)
_SURELY_SINCE = re.compile(r"先|刚|今天|今早|今晚|才|后来|又|再")


def is_rest(said: Said, q: Quantity) -> bool:
    """Whether an amount is told as what is left: 还剩1300, 还欠4200."""
    return _REST_BEFORE.search(said.before_unnamed(q)) is not None


def is_at_first(said: Said, q: Quantity) -> bool:
    """Whether an amount is told as it was before anything was paid: 原来欠5600, 借了2万."""
    return _AT_FIRST_BEFORE.search(said.before_unnamed(q)) is not None


def asks_the_rest(text: str) -> bool:
    """现在还欠多少, 还剩多少."""
    return _ASKS_THE_REST.search(text) is not None


def payment_told(situation: Situation, said: Said, q: Quantity) -> Payment | None:
    """The payment that a figure is, made or planned; None where it is none."""
    if q.unit not in ("yuan", "number") or q.low < _LEAST_YUAN:
        return None
    if (repeated := _made_times(said, q)) is not None:
        known = said.range(q)
        value = Range(q.low * repeated, q.high * repeated, q.approximate)
        sure = _is_sure(situation, said, q)
        return Payment(replace(known, value=value), None, False, None, sure, repeated)
    before, clause = said.before_unnamed(q), said.clause_text(q)
    if (
        _EACH_TIME.search(clause)
        or _NOT_THE_DEBT_BEFORE.search(before)
        or _NOT_THE_DEBT_AFTER.match(said.text, q.end)
        or _ELSEWHERE.search(clause)
        or _NOT_PAID.search(before)
    ):
        return None
    day = day_told(said, q)
    made = _PAID_BEFORE.search(before) or _PAID_AFTER.match(said.text, q.end)
    pays = made or _PAYS_BEFORE.search(before)
    if not pays or not _is_money(situation, q):
        return None
    today = said.utterance.said_on
    # 上月还3000 may be what was due then; 昨天还500 was paid.
    told_past = (day is not None and day[1] < today and (day[1] - day[0]).days < _WEEK) or (
        day is None and _PAST_DAY.search(clause) is not None
    )
    supposed = _SUPPOSED.search(clause) is not None
    wonders = _IS_IT_ANY_GOOD.search(said.text) is not None and not _IN_FACT.search(clause)
    planned = supposed or wonders or not (made or told_past) or (day is not None and day[0] > today)
    if planned and not (
        _STILL_TO_COME.search(before)
        or _ONCE_PAID.match(said.text, q.end)
        or (day is not None and day[1] >= today)
        or made
    ):
        return None
    if planned and _MONTH_ALONE.search(clause) and day is None:
        return None
    mention = said.product_of(q)
    main = situation.product.value if situation.product else None
    product = mention.id if mention and main and mention.id != main else None
    return Payment(said.range(q), day, planned, product, _is_sure(situation, said, q))


def take_off(situation: Situation, payment: Payment) -> Situation:
    """The Situation after a payment: what is owed now is less, unless what is left was told."""
    if payment.planned:
        kept = [each for each in situation.planned if each.amount.turn == payment.amount.turn]
        others = [p for p in situation.planned if p.on and payment.on and p.on != payment.on]
        earlier = [p for p in others if p not in kept]
        return replace(situation, planned=(*earlier, *kept, payment))
    if payment.product is not None:
        return _off_another(situation, payment)
    situation = replace(situation, planned=())
    owed = situation.amount
    same_turn = owed is not None and owed.turn == payment.amount.turn
    if owed is None:  # told first: it may be taken off what is told of the debt at first
        return replace(situation, paid=(*situation.paid, payment))
    if payment.amount.value.high >= owed.value.low:
        return situation
    if situation.amount_is_rest and (same_turn or not payment.sure):
        return replace(situation, paid=(*situation.paid, payment))
    value = _less(owed.value, payment.amount.value)
    left = replace(payment.amount, value=value, words=f"{owed.words}，还了{payment.amount.words}")
    return replace(
        situation,
        amount=left,
        amount_is_rest=False,
        told_amount=situation.told_amount or owed,
        paid=(*situation.paid, payment),
    )


def told_anew(situation: Situation, said: Said, q: Quantity, known: Known[Range]) -> Situation:
    """What is owed told (again): as it is now; or as it was at first, and less what was paid.

    A correction (不对，是4800) is of what was told before the payments.
    """
    owed = situation.amount
    if is_rest(said, q) and owed and situation.told_amount and owed.value == known.value:
        return situation  # 还剩的1000, as it was worked out
    corrects = CORRECTION.search(said.text) is not None and not situation.amount_is_rest
    first = is_at_first(said, q) or corrects
    earlier = tuple(p for p in situation.paid if p.amount.turn <= said.turn)
    stands = first and not is_rest(said, q) and earlier
    situation = replace(
        situation,
        amount=known,
        amount_is_rest=is_rest(said, q),
        told_amount=None,
        paid=(),
        planned=(),
    )
    for payment in earlier if stands else ():
        situation = take_off(situation, payment)
    return situation


def _made_times(said: Said, q: Quantity) -> int | None:
    """How often a sum was paid: the 3 of 还过3次 每次500; None where it is no such sum."""
    if not _OF_EACH.search(said.before_unnamed(q)) or _SUPPOSED.search(said.text):
        return None
    for times in said.quantities:
        if times.unit != "times" or times.low != times.high or not 1 < times.low <= _MOST_TIMES:
            continue
        made = _MADE_BEFORE.search(said.text[: times.start])
        if made or _MADE_AFTER.match(said.text, times.end):
            return int(times.low)
    return None


def _is_money(situation: Situation, q: Quantity) -> bool:
    if q.unit == "yuan":
        return True
    owed = situation.amount
    return q.low >= 100 and (owed is None or q.low < owed.value.high * 10)


def _is_sure(situation: Situation, said: Said, q: Quantity) -> bool:
    """Whether the words settle that what is owed was told before the payment."""
    if asks_the_rest(said.text) or _SURELY_SINCE.search(said.clause_text(q)):
        return True
    owed = situation.amount
    at_first = _AT_FIRST_BEFORE.search(said.text) is not None
    return owed is not None and owed.turn == said.turn and at_first


def _off_another(situation: Situation, payment: Payment) -> Situation:
    debt = next((d for d in situation.other_debts if d.product == payment.product), None)
    owed = debt.amount if debt else None
    if owed is None or payment.product is None or payment.amount.value.high >= owed.value.low:
        return situation
    left = replace(payment.amount, value=_less(owed.value, payment.amount.value))
    situation = with_debt(situation, payment.product, amount=left)
    return replace(situation, paid=(*situation.paid, payment))


def _less(owed: Range, paid: Range) -> Range:
    return Range(owed.low - paid.high, owed.high - paid.low, owed.approximate or paid.approximate)


def day_told(said: Said, q: Quantity) -> tuple[date, date] | None:
    """The day named in the clause before the payment: 上周还了500."""
    start, _ = said.clause(q.start)
    days = [
        o
        for o in said.quantities
        if o.unit == "date" and start <= o.start < q.start and not said.before(o).endswith("不是")
    ]
    if not days:
        return None
    return day_of(days[-1])


def day_of(q: Quantity) -> tuple[date, date]:
    """First and last day that a date may mean."""
    first, last = (int(v) for v in (q.low, q.high))
    return (
        date(first // 10000, first // 100 % 100, first % 100),
        date(last // 10000, last // 100 % 100, last % 100),
    )
