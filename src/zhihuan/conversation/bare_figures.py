"""Figures without a unit or a word of their own, and what they may be in their place.

20 after 逾期多少天了         the days                 看到了 1860    what is owed, told for the first time
0.6 after 每期费率是多少       the fee, in percent      再少点呢，200  another budget
逾期45天 3200               what is owed             查了下是3650   what is owed, though a budget was asked for
"""

import re
from datetime import date

from zhihuan.conversation.expenses_told import expense_kind
from zhihuan.conversation.money_roles import money_role
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said
from zhihuan.conversation.situation import Situation, Utterance
from zhihuan.conversation.told import Range

MOST_FEE_PERCENT = 3
_LEAST_MONEY = 100
_MOST_DAYS = 2_000
_YEARS = range(1990, 2041)
_FEE = re.compile(r"(?:每期|费率|分期)[^，。]{0,4}(?:费率?|手续费|是|为)$")
_WHENCE = re.compile("哪来|哪儿来|怎么来|为什么|为啥|凭什么|什么意思")
_LESS = re.compile(r"(?:再|更)(?:少|低|多|高)(?:一?[点些])?(?:呢|吧|的话)?[，, ]*$")
# 每月多拿500, 再多还300: so much more than before. 最多拿500 and 差不多500 are no such thing.
_STEP = re.compile(
    r"(?:(?<![最顶差好许很])多|(?P<less>(?<![最至])少))(?:能|可以)?(?:拿出?|还|出|给|挤出?|凑出?|掏)(?:个|上|来)?$"
    r"|再(?:拿|挤|凑|掏|加|添)(?:出|上|个)?(?:来)?$|(?:增加|加)(?:个)?$|(?P<less2>减少?|降低?)(?:个)?$"
)
_IS_A_CHARGE = re.compile(r"(?:块钱?|元)?(?:的)?(?:利息|费|违约金|罚息|手续费|本金)")
_RAISES = re.compile(r"(?:提高|加|增加|涨|降低?|减少?|调|改)(?:到|成|为)$")
_OF_SOMETHING_ELSE = re.compile(r"额度|欠|利息|费|工资|收入|薪|本金|账单")
# 那500呢, 要是每月2000, 如果20天呢: the same again with another figure, and nothing else said.
_WHAT_IF_BEFORE = re.compile(
    r"(?:那|要是|如果|假如|换成|改成|换|我|就|只|能|还|拿|给|呢|若|[多少](?=[还拿出给])|拿出?|出|[，, ])*(?P<month>每个?月|一个?月|月)?"
    r"(?:就|只|能|还|拿|给|是|[多少](?=[还拿出给])|出|[，, ])*"
)
_WHAT_IF_AFTER = re.compile(
    r"(?:块钱?|元|吧|左右)*(?P<month>一个?月|每个?月)?(?:的话)?[，, ]*"
    r"(?P<asks>(?:那)?呢|怎么样|咋样|行吗|行不行|够吗|可以吗|如何|会怎么?样)?[？?！!。 ]*"
)
_DELAYED = re.compile(r"(?:逾期|过期|晚)(?:了|已经|有|大概|快|约|差不多)*\s?$")
_HAS_UNIT = re.compile(r"\s?[期%％.万千百块元月年周号多几/*×-]")
_MOST_BARE_DAYS = 400
_BESIDE_DAYS = re.compile(
    r"(?:快|将近|有|大概|大约|差不多|都|已经|了|吧|多|左右|欠|块|元|[ ，,。、])*"
)
_LOOKED_UP = re.compile("查|看(?:了|到)|一共|总共|欠")
_LITTLE_ELSE = re.compile(
    r"(?:看到了?|查到?了?下?|翻到了?|就?是|有|一共|总共|大概|大约|差不多|嗯|哦|好|还?欠了?|共"
    r"|吧|了|的样子|多|左右|[ ，,。：:])*"
)
_BY_MONTH = re.compile(r"每个?月|一个?月|月月|/月")
_AT_ONCE = re.compile(r"拿(?:得)?出|凑|掏|就[有剩]|只[有剩]")
_NOT_PAID = re.compile(
    "利息|费用|手续费|违约金|服务费|罚息|逾期|欠|没还|晚|拖|工资|收入|挣|赚|房租|开销|花|一个月(?:了|前)"
)
_LENGTH_ALONE = re.compile(
    r"(?:有|大概|大约|差不多|快|将近|已经|都|嗯|哦|就|了|多|吧|左右|的样子|这样|[ ，,。.!！])*"
)
# Months in which plans are made: 12个月 alone may be one.
_TERMS = frozenset((12, 18, 24, 36))
_ANSWERS = frozenset({"days", "days_late", "periods", "fee_rate"})


def answers_question(said: Said, q: Quantity, asked: str) -> bool:
    """Whether it may answer what was `asked`; no fee is 5000%, and 0.6是哪来的 asks back."""
    if asked not in _ANSWERS or _WHENCE.search(said.text):
        return False
    return 0 < q.low < MOST_FEE_PERCENT if asked == "fee_rate" else q.low < _MOST_DAYS


def is_delay(said: Said, q: Quantity) -> bool:
    """The 35 of 欠4200 逾期35; 逾期300 and 逾期3000 may as well be money."""
    days = q.low == q.high and q.low == int(q.low) and 0 < q.low < _MOST_BARE_DAYS
    around = _DELAYED.search(said.before(q)) and not _HAS_UNIT.match(said.text, q.end)
    return bool(days and around) and (q.low < _LEAST_MONEY or q.low % 50 != 0)


def is_amount_beside_days(before: Situation, said: Said, q: Quantity) -> bool:
    """The 3800 of 3800 快一个月了, which answers for how long."""
    if q.unit != "number" or not _looks_like_money(q):
        return False
    if before.amount is not None or said.utterance.asked != "days":
        return False
    others = [other for other in said.quantities if other is not q]
    if len(others) != 1 or others[0].unit not in ("days", "weeks", "months", "years"):
        return False
    first, last = sorted((q, others[0]), key=lambda each: each.start)
    around = said.text[: first.start] + said.text[first.end : last.start] + said.text[last.end :]
    return _BESIDE_DAYS.fullmatch(around) is not None


def is_fee(said: Said, q: Quantity) -> bool:
    """The 0.75 of 每期手续费0.75: nobody pays a fee of 0.75 yuan a period."""
    return 0 < q.low < MOST_FEE_PERCENT and _FEE.search(said.before(q)) is not None


def is_money(said: Said, q: Quantity) -> bool:
    """The 3200 of 逾期45天 3200: its place says what it is, and it is no year."""
    role = money_role(said, q) if _is_round(q) or expense_kind(said, q) else None
    if role is None or not role.sure:
        return False
    # 逾期45天 2025 may name a year, 吃住2000 and 白条2000 do not.
    return q.low not in _YEARS or role.field != "amount" or _stands_with_product(said, q)


def is_first_amount(before: Situation, said: Said, q: Quantity) -> bool:
    """看到了 1860: nothing else is said, and what is owed is not known yet."""
    around = said.text[: q.start] + said.text[q.end :]
    return (
        before.amount is None
        and (said.utterance.asked is None or (q.unit == "yuan" and said.utterance.asked == "days"))
        and _looks_like_money(q)
        and _LITTLE_ELSE.fullmatch(around) is not None
    )


def is_another_budget(before: Situation, said: Said, q: Quantity) -> bool:
    """再少点呢，200, 提高到1500: less or more of what they said they could pay."""
    if before.budget is None:
        return False
    raises = _RAISES.search(said.before(q)) and not _OF_SOMETHING_ELSE.search(said.before(q))
    return bool(raises or _LESS.search(said.text[: q.start]))


def relative_budget(before: Situation, said: Said, q: Quantity) -> Range | None:
    """每月多拿500, 少还200呢: what can be paid each month, counted from what was known of it."""
    step = _STEP.search(said.before(q))
    known = _monthly_known(before)
    if step is None or known is None or _IS_A_CHARGE.match(said.text, q.end):
        return None
    if before.budget is None and not _BY_MONTH.search(said.text):
        return None
    sign = -1 if step["less"] or step["less2"] else 1
    low, high = known.low + sign * q.low, known.high + sign * q.high
    return Range(low, high, known.approximate or q.approximate) if low > 0 else None


def _monthly_known(before: Situation) -> Range | None:
    """What can be paid each month: as it was told, or what is left of what is earned."""
    if before.budget is not None:
        return before.budget.value
    if before.income is None or before.spending is None:
        return None
    other = before.other_payments.value.high if before.other_payments else 0
    left = before.income.value.low - before.spending.value.high - other
    return Range(left, left) if left > 0 else None


def is_monthly_beside_debt(before: Situation, said: Said, q: Quantity) -> bool:
    """1200 一个月, of someone whose debt is known: no new debt, however the sentence goes on."""
    start, stop = said.clause(q.start)
    around = said.text[start:stop]
    return (
        before.amount is not None
        and _BY_MONTH.search(around) is not None
        and _NOT_PAID.search(around) is None
    )


def what_if_money(before: Situation, said: Said, q: Quantity) -> str | None:
    """The field of 那500呢, 如果每月1000呢: by its month, else the one told that it is nearest to."""
    found = _what_if(said, q)
    if found is None or not _looks_like_money(q) or _STEP.search(said.before(q)):
        return None
    if said.utterance.asked and answers_question(said, q, said.utterance.asked):
        return None
    month, asks = found
    amount, budget = before.amount, before.budget
    if month:
        return "budget" if amount or budget else None
    if not asks or (amount is None and budget is None):
        return None
    told = {"amount": amount, "budget": budget}
    near = {n: abs((q.low / k.value.low).ln()) for n, k in told.items() if k and k.value.low > 0}
    return min(near, key=lambda n: near[n], default=None)


def is_what_if_days(before: Situation, said: Said, q: Quantity) -> bool:
    """20天呢, where it is known how late something is."""
    found = _what_if(said, q)
    late = before.days_late is not None or before.due is not None
    return found is not None and found[1] and late


def is_days_alone(before: Situation, said: Said, q: Quantity) -> bool:
    """两个月, and nothing else: how late, where that is not known and no plan is talked about."""
    known = before.days_late or before.due or before.stage or before.settled_on or before.periods
    if known or said.utterance.asked not in (None, "amount", "budget", "days"):
        return False
    of_a_plan = q.unit == "months" and q.low in _TERMS
    around = said.text[: q.start] + said.text[q.end :]
    return not (of_a_plan or q.text.startswith("几")) and bool(_LENGTH_ALONE.fullmatch(around))


def is_only_what_if(text: str, as_of: date) -> bool:
    """Whether a message is such a question and nothing else."""
    said = Said(Utterance(text, as_of), 0)
    return any((found := _what_if(said, q)) and found[1] for q in said.quantities)


def _what_if(said: Said, q: Quantity) -> tuple[bool, bool] | None:
    """Whether a month is named, and whether it asks; None where anything else is said."""
    start = _WHAT_IF_BEFORE.fullmatch(said.text, 0, q.start)
    end = _WHAT_IF_AFTER.fullmatch(said.text, q.end)
    if start is None or end is None:
        return None
    asks = end["asks"] or re.search("要是|如果|假如|换|改成", said.text[: q.start])
    return bool(start["month"] or end["month"]), bool(asks)


def is_lump(before: Situation, said: Said, q: Quantity) -> bool:
    """我只能拿出8000, of 15000 and with no month named: at once, and not each month."""
    owed = before.amount
    return (
        owed is not None
        and before.budget is None
        and said.utterance.asked != "budget"
        and _AT_ONCE.search(said.before(q)) is not None
        and _BY_MONTH.search(said.text) is None
        and q.low * 2 >= owed.value.low
    )


def is_no_budget(before: Situation, said: Said, q: Quantity) -> bool:
    """查了下是3650, when asked what can be paid each month: nobody offers all that is owed."""
    owed = before.amount
    return owed is not None and q.low >= owed.value.low and _LOOKED_UP.search(said.text) is not None


def _looks_like_money(q: Quantity) -> bool:
    return _is_round(q) and q.low not in _YEARS


def _is_round(q: Quantity) -> bool:
    return q.low >= _LEAST_MONEY and q.low == int(q.low)


def _stands_with_product(said: Said, q: Quantity) -> bool:
    mention = said.product_of(q)
    return mention is not None and mention.end == q.start
