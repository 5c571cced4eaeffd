"""Payments told again, or corrected: the one told before is replaced, and is not counted twice.

昨天还了1000 … 前天还了1000 不是昨天       the same payment, on another day
昨天还了1000 … 说错了 是前天还的            the same, its amount not said again
还过3次 每次500 … 不是3次是4次             2000 were paid, and not 1500
昨天还了1000 … 今天又还了1000             another one
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from zhihuan.conversation.payments_told import day_of, day_told, is_rest, take_off
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import CORRECTION, Said
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Known, Payment, Range

_DENIED_BEFORE = re.compile(r"(?:不是|并非|没有?)(?:说|还|在)?了?$")
_ANOTHER = re.compile(r"又|再|另外|还有一|第[二三四]|两笔|分别|[也还]还了")
_OF_THE_REST = re.compile(r"剩|其余|余下|全|清|完")
_PAID_ON = re.compile(r"(?:[早晚上下中]午?|白天|晚上|早上)?(?:才|就|已经|刚)?(?:还|付|交|转|补)的")
_ASKS = re.compile(r"多少|几|吗|呢|[？?]")
_MONEY = ("yuan", "number")


def told_again(before: Situation, said: Said, q: Quantity, payment: Payment) -> Payment | None:
    """The payment told before that this one tells once more; None where it is another one."""
    if _ANOTHER.search(said.clause_text(q)) or payment.planned:
        return None
    same = [p for p in before.paid if _is_same_money(p, payment)]
    if not same:
        return None
    last = same[-1]
    denies = bool(CORRECTION.search(said.text)) or any(
        _is_denied(said, o) for o in said.quantities if o.unit == "date"
    )
    if denies or (last.on is not None and last.on == payment.on):
        return last
    # 还了1000 还剩多少, asked once more; 是昨天还的1000, its day told later
    asks_again = payment.on is None and _ASKS.search(said.text) is not None
    dated_later = last.on is None and _PAID_ON.search(said.text) is not None
    return last if asks_again or dated_later else None


def corrected_payment(before: Situation, said: Said, q: Quantity) -> Payment | None:
    """The payment that a correction means: 记错了 是300, of somebody who told of 500 just before."""
    if not before.paid or is_rest(said, q) or q.unit not in _MONEY:
        return None
    last = before.paid[-1]
    each = last.amount.value.low / last.times
    denied = [o for o in said.quantities if o is not q and _is_denied(said, o)]
    if any(o.low in (each, last.amount.value.low) for o in denied):
        return last
    told = before.told_amount
    if told is None or not CORRECTION.search(said.text):
        return None
    if any(o is not q and o.low == last.amount.value.low for o in said.quantities):
        return last
    near = abs((q.low / last.amount.value.low).ln()) < abs((q.low / told.value.low).ln())
    alone = [o for o in said.quantities if o.unit in _MONEY] == [q]
    return last if near and alone else None


def with_new_amount(
    situation: Situation, old: Payment, said: Said, q: Quantity, known: Known[Range]
) -> Situation:
    """The Situation with the amount of one payment told anew: of each, where it was made n times."""
    each = old.amount.value.low / old.times
    denied = [o for o in said.quantities if o is not q and _is_denied(said, o)]
    if old.times > 1 and not any(o.low == old.amount.value.low != each for o in denied):
        known = replace(known, value=times_over(known.value, old.times))
    day = day_told(said, q) or old.on
    return with_replaced(situation, old, replace(old, amount=known, on=day))


def with_replaced(situation: Situation, old: Payment, new: Payment) -> Situation:
    """The Situation with one payment in the place of another."""
    payments = [new if p is old else p for p in situation.paid]
    if situation.told_amount is None:
        return replace(situation, paid=tuple(payments))
    situation = replace(situation, amount=situation.told_amount, told_amount=None, paid=())
    for payment in payments:
        situation = take_off(situation, payment)
    return situation


def is_day_of_payment(before: Situation, said: Said, q: Quantity) -> bool:
    """The 前天 of 说错了 是前天还的: when a payment told before was made, and no day of the debt."""
    if q.unit != "date" or not before.paid or _OF_THE_REST.search(said.text):
        return False
    if any(o.unit in _MONEY for o in said.quantities):
        return False
    days = [o for o in said.quantities if o.unit == "date"]
    denies = bool(CORRECTION.search(said.text)) or any(_is_denied(said, o) for o in days)
    paid_on = any(_PAID_ON.match(said.text, o.end) for o in days)
    told = before.paid[-1].on
    of_that_day = told is not None and any(
        int(o.low) == int(told[0].strftime("%Y%m%d")) for o in days if _is_denied(said, o)
    )
    return paid_on or of_that_day or (denies and bool(re.search("[还付交]", said.text)))


def read_corrections(situation: Situation, before: Situation, said: Said) -> Situation:
    """是前天还的, 不是3次是4次: a day or a number of times told anew, without the amount."""
    if not before.paid or situation.paid != before.paid:
        return situation
    last = situation.paid[-1]
    for q in said.quantities:
        if _is_denied(said, q):
            continue
        if is_day_of_payment(before, said, q):
            return with_replaced(situation, last, replace(last, on=day_of(q)))
        if q.unit == "times" and last.times > 1 and _tells_times(said, q, last):
            each = last.amount.value.low / last.times
            value = times_over(Range(each, each, last.amount.value.approximate), int(q.low))
            known = said.known(value, q.start, q.end)
            new = replace(last, amount=replace(known, words=f"{last.amount.words}，{q.text}"))
            return with_replaced(situation, last, replace(new, times=int(q.low)))
    return situation


def times_over(value: Range, times: int) -> Range:
    """A sum paid so many times."""
    return Range(value.low * times, value.high * times, value.approximate)


def _tells_times(said: Said, q: Quantity, last: Payment) -> bool:
    denied = any(o.low == last.times and _is_denied(said, o) for o in said.quantities)
    one = q.low == q.high == int(q.low) and q.low >= 1 and q.low != Decimal(last.times)
    return one and (denied or CORRECTION.search(said.text) is not None)


def _is_denied(said: Said, q: Quantity) -> bool:
    return _DENIED_BEFORE.search(said.text[: q.start]) is not None


def _is_same_money(one: Payment, other: Payment) -> bool:
    same = one.amount.value.low == other.amount.value.low
    return same and one.product == other.product and one.amount.turn < other.amount.turn
