"""What one message tells of a loan, for a sum about it, and that is no part of the Situation.

4000元 年化24% 两个月        the principal and the time that interest is asked for
白条24%算高吗              a yearly rate that says of nothing that it is one
每期900 还了2期 还剩4期      what is paid each period, the periods paid and left
下个月发年终奖1万           a sum that comes once, to pay with
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said

_LEAST_YEARLY, _MOST_YEARLY = 3, 100
_MOST_MONTHS, _MOST_DAYS = 120, 3_650
_LEAST_PRINCIPAL = 50
_IN_DAYS = {"days": 1, "weeks": 7}
_IN_MONTHS = {"months": 1, "years": 12}
_DAYS_IN_MONTH = 30

# A time that says something else: a delay, a plan, what is paid each month, a day of a month.
_NOT_BORROWED_BEFORE = re.compile(
    r"(逾期|拖|晚|过期|超|迟|还了|欠了?|没还|第|每|再|前|分成?|已经?(过|有)|缓|延|最低还款|只还最低)(了|的|期)?\s?$"
)
_NOT_BORROWED_AFTER = re.compile(
    r"\s?(前|后(?!还)|之前|之后(?!还)|没还|不还|逾期|就?[还付交]\s?[0-9]|工资|收入|[0-9]|能还|最多|只能|可以还|没工作|没上班)"
)
_OF_INTEREST = re.compile(r"\s?(的|要|得|是)?(多少)?利息")
_IN_A_WORD = re.compile(
    "(?<![每第上下前过分])(?:一个?月|一年|半年)(?=的?(?:利息|息|要|得|一共|总共|是|呢|多少|下来))"
)
_WORDS: dict[str, tuple[int | None, int | None]] = {
    "月": (1, None),
    "年": (12, None),
    "半年": (6, None),
}
_BY_THE_DAY = re.compile("每天|每日|一天|天天|日均|按天")
_NOT_PRINCIPAL = re.compile(
    "最低|工资|收入|房租|每个?月|月供|每期|还了|还过|已还|付了|利息|违约金|罚息|手续费|先还|能还|拿出|收了|扣了"
    "|要还|该还|应还|手(里|头|上)|攒|存|有"
)
_IN_THOUSANDS = re.compile("[万千wWkK]")
_BORROWED = re.compile(r"(借|贷|买|本金|分期)(了|的|款|是|一共|总共)*\s?$")
_EACH_BEFORE = re.compile(
    r"(每个?月|一个?月|每一?期|一期|月供|(?<![上下个这本])月)(我|都|就|要|得|需要?|应该?|实际|固定)*"
    r"(还|付|交|扣|供|是)?(款)?(大概|差不多|要|得|是|:|\s)*$"
)
_EACH_AFTER = re.compile(
    r"\s?(/|每|一)(个?月|期)(?!\s?(利息|还|付|交|供|拿|能|给|要|得|是|多|[0-9]))"
)
_WISH = re.compile("想|能|可以|打算|最多|顶多|只够|希望|预算|剩|余")
_PIECE = re.compile(r"[\s，,。；;]")
_PAID = re.compile(r"(还|交|付|供)(了|过|完了?|掉)?(前|有|的)?\s?$|已(经)?(还|交|付)(了|过|完)?$")
_PAID_AFTER = re.compile(r"\s?(都|已经?)?(还|交|付)(完|掉|清)?了")
_LEFT = re.compile(r"(剩|余|还有|还差|没还|欠着|后面|后边|未还)(下|余)?(的|还有|有|最后)?\s?$")
_LEFT_AFTER = re.compile(r"\s?(都|还)?(没还|未还|没交|没到期|要还|没供)(?!多少)")
_TO_COME = re.compile(
    "下个?月|下下个?月|再下个?月|这个?月底|月底|月中|年底|年前|年后|过年|春节|下周|下礼拜|过几天|过阵子|到时候|明年"
    "|[0-9一二三四五六七八九十]+(月|号)"
)
_WINDFALL = re.compile(
    "年终奖?|奖金|提成|公积金|退税|赔偿金?|补偿金?|补贴|分红|拆迁款?|押金|礼金|压岁钱|定金|尾款|回款|报销|卖[^，。]{1,6}"
)
_COMES = re.compile("发|拿|到手|到账|还|凑|来|有|领|下来|进账|收|给|卖|取|退|赔")
_NO_LUMP = re.compile("每个?月|工资|薪|欠|到期|账单|要还|该还|得还|应还|最低|借|逾期|利息|分期|扣")
_LUMP_LEAST = 100


@dataclass(frozen=True, slots=True)
class LoanTold:
    """Yuan; `yearly` a fraction. `months` or `days` is how long money is borrowed.

    `payment` is what is paid each period; `paid` and `left` count periods; `lumps` are sums that
    come once.
    """

    principal: Decimal | None = None
    months: int | None = None
    days: int | None = None
    yearly: Decimal | None = None
    payment: Decimal | None = None
    paid: int | None = None
    left: int | None = None
    lumps: tuple[Decimal, ...] = ()

    @property
    def has_time(self) -> bool:
        """Whether it is said for how long."""
        return self.months is not None or self.days is not None

    @property
    def is_running(self) -> bool:
        """Whether instalments are being paid, and some are left."""
        return self.paid is not None or self.left is not None

    def after(self, before: LoanTold) -> LoanTold:
        """The same, with what was told before of instalments and sums to come where it is silent."""
        stands: tuple[str, ...] = ("payment", "paid", "left", "lumps")
        if self.paid is not None or self.left is not None:
            stands = ("payment", "lumps")  # counted anew
        kept = {
            f.name: getattr(self, f.name) or getattr(before, f.name)
            for f in fields(self)
            if f.name in stands
        }
        return replace(self, **kept)


NOTHING_TOLD = LoanTold()


def loan_told(said: Said) -> LoanTold:
    """What one message tells."""
    months, days = _time(said)
    paid, left = _counted(said)
    return LoanTold(
        principal=_principal(said),
        months=months,
        days=days,
        yearly=_yearly(said),
        payment=_payment(said),
        paid=paid,
        left=left,
        lumps=_lumps(said),
    )


def _time(said: Said) -> tuple[int | None, int | None]:
    """(months, days), one of them; the last that is told is what is asked about."""
    for q in reversed(said.quantities):
        if q.low != q.high or (q.unit not in _IN_DAYS and q.unit not in _IN_MONTHS):
            continue
        before = said.text[max(0, q.start - 6) : q.start]
        of_interest = _OF_INTEREST.match(said.text, q.end)
        if (_NOT_BORROWED_BEFORE.search(before) and not of_interest) or _NOT_BORROWED_AFTER.match(
            said.text, q.end
        ):
            continue
        if q.unit in _IN_MONTHS:
            months = q.low * _IN_MONTHS[q.unit]
            if months == int(months) and 1 <= months <= _MOST_MONTHS:
                return int(months), None
            days = months * _DAYS_IN_MONTH
        else:
            days = q.low * _IN_DAYS[q.unit]
        if days == int(days) and 1 <= days <= _MOST_DAYS:
            return None, int(days)
    if (word := _IN_A_WORD.search(said.text)) is not None:  # 一年利息, 一个月呢: no figure to most
        return _WORDS[word[0].removeprefix("一").removeprefix("个") or word[0]]
    return None, 1 if _BY_THE_DAY.search(said.text) else None


def _principal(said: Said) -> Decimal | None:
    """The one amount of the message; None where there are several, or it is something else."""
    amounts = [
        q
        for q in said.quantities
        if (q.unit == "yuan" or _is_bare_sum(said, q))
        and q.low == q.high
        and q.low >= _LEAST_PRINCIPAL
        and not _NOT_PRINCIPAL.search(said.before(q))
        and not _is_each(said, q)
    ]
    return amounts[0].low if len(amounts) == 1 else None


def _is_bare_sum(said: Said, q: Quantity) -> bool:
    """3万, or the 6000 of 当时买的6000: money without its unit."""
    if q.unit != "number":
        return False
    return bool(_IN_THOUSANDS.search(q.text) or _BORROWED.search(said.before(q)))


def _yearly(said: Said) -> Decimal | None:
    """A percentage alone, large enough to be of a year: 24%算高吗."""
    for q in said.quantities:
        if q.unit != "percent" or q.low != q.high or q.basis not in (None, "year"):
            continue
        if _LEAST_YEARLY <= q.low <= _MOST_YEARLY:
            return q.low / 100
    return None


def _payment(said: Said) -> Decimal | None:
    each = [q for q in said.quantities if _is_each(said, q)]
    if not each and said.utterance.asked == "payment":
        each = [q for q in said.quantities if q.unit in ("yuan", "number") and q.low == q.high]
    return each[0].low if len(each) == 1 and each[0].low >= 1 else None


def _is_each(said: Said, q: Quantity) -> bool:
    """The 520 of 每期还520 剩下的能一次还完吗: what is wished for stands beside it, and not in it."""
    if q.unit not in ("yuan", "number") or q.low != q.high:
        return False
    piece = _PIECE.split(said.text[: q.start])[-1]
    if _WISH.search(piece):
        return False
    return bool(_EACH_BEFORE.search(said.before(q)) or _EACH_AFTER.match(said.text, q.end))


def _counted(said: Said) -> tuple[int | None, int | None]:
    """The periods paid, and the periods left."""
    paid = left = None
    for q in said.quantities:
        if not _is_count(said, q):
            continue
        before, after = said.text[max(0, q.start - 8) : q.start], said.text[q.end : q.end + 8]
        if _LEFT.search(before) or _LEFT_AFTER.match(after):
            left = int(q.low)
        elif (
            _PAID.search(before)
            or _PAID_AFTER.match(after)
            or (said.utterance.asked == "paid_periods" and len(said.quantities) == 1)
        ):
            paid = int(q.low)
    return paid, left


def _is_count(said: Said, q: Quantity) -> bool:
    """Periods; a bare number only as the answer to how many were paid."""
    if q.low != q.high or q.low != int(q.low):
        return False
    return q.unit == "periods" or (
        said.utterance.asked == "paid_periods" and q.unit in ("number", "months")
    )


def _lumps(said: Said) -> tuple[Decimal, ...]:
    found = []
    for number, q in enumerate(said.quantities):
        if q.unit not in ("yuan", "number") or q.low != q.high or q.low < _LUMP_LEAST:
            continue
        start, _ = said.clause(q.start)
        for other in said.quantities[:number]:
            if other.unit != "date":
                start = max(start, other.end)
        before = said.text[start : q.start]
        comes = _WINDFALL.search(before) or (_TO_COME.search(before) and _COMES.search(before))
        if comes and not _NO_LUMP.search(before) and not _is_each(said, q):
            found.append(q.low)
    return tuple(found)
