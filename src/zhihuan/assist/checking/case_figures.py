"""Is a figure of a draft one of the case: said, shown, or given by a sum that is done anew?

Where a sentence names periods or days, only sums for those count; where its words say what the
figure is (每期, 一共多付), only figures of that sort.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zhihuan.assist.checking.basis import CaseSum, coming
from zhihuan.assist.checking.set_aside import MOST_DAYS, OF_STAGES, clause_of
from zhihuan.conversation.grounds import is_among, is_computed
from zhihuan.conversation.quantities import Quantity, find_quantities
from zhihuan.repayment import Figure, stage

_NEXT_STAGE = re.compile(r"(?:进入|就到|就是|变成|转为|到了|升到|下一阶段(?:是)?)$")
_UNTIL = re.compile(r"(?:(?<![留存示])到了?|截至|截止到?|拖到|等到|如果在|在)$")
_NOT_NOW = re.compile(r"如果|要是|假如|比如|一般|通常|超过|以上|满|再|等到|到了|拖到|按规定")
# What a clause says its figure is, and the words in the label of a figure of that sort.
_PLAN = re.compile(
    r"分期|每期|[0-9一二三四五六七八九十]期|月供|期数|手续费|分[0-9一二三四五六七八九十]+(?:期|个月)"
)
_OF_A_STAGE = re.compile(r"阶段|从第几天起|超过多少天|到第几天止|再过几天")
_A_MONTH = frozenset({"month", "period"})
_ONE_BY_ONE = re.compile(r"分别|依次")  # the periods of each stand in another sentence
_OF_PERIODS = re.compile(r"(\d+)\s?期")
_TRUE_RATE = re.compile(r"(?<!不是)真实年化|年利率|折年|罚息年|最高|LPR|[a-z]")
_SORTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"(?<!比)(?<!连)(?<!除了)本金(?!加|和)"), re.compile(r"本金|余额|金额")),
    (re.compile(r"每天|每晚一天|晚一天|一天(?:多|要|是|收)?|每日|往后每"), re.compile(r"每天|日")),
    (
        re.compile(r"(?:每期|每个?月|一期)[^，。]{0,4}(?:手续费|服务费|费用|利息)"),
        re.compile(r"首期费用|末期费用|每期费率|费用（"),
    ),
    (re.compile(r"(?:首|末|第一|最后一)期"), re.compile(r"每期|首期|末期")),
    (
        re.compile(r"每期|每个?月|月供|一期|每一期|月还"),
        re.compile(r"每期|每月|真实|费率|超出|留下"),
    ),
    (
        re.compile(r"一共多付|总共多付|多付|总费用|(?:费用?|手续费)(?:一共|总共|合计|共)|利息(?:一共|总共|合计|共)|多花"),
        re.compile(r"(?<![首末]期)费用|相差|利息|省下"),
    ),
    (re.compile(r"期(?:一共|总共|下来)"), re.compile(r"总费用|总还款|本金加费用")),
    (
        re.compile(r"(?:一共|总共|合计|加起来|总计|连本带)[^，。]{0,4}(?:还|付|交)(?!多)|连本带(?:费|息)|本息合计"),
        re.compile(r"总还款|本金加费用|一共要还|今天要还|未还加|结清要付"),
    ),
    (
        re.compile(r"费用|违约金|服务费|罚息|利息|多出"),
        re.compile(r"费|利息|相差|每天|率"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a figure may stand on. `said` are the customer's, `shown` the assistant's figures."""

    said: tuple[Quantity, ...]
    shown: tuple[Quantity, ...]
    sums: tuple[CaseSum, ...]
    days: tuple[int, ...]
    budget: Decimal | None
    as_of: date


def _is_stage_named(sentence: str, q: Quantity, grounds: Grounds) -> bool:
    """Whether a stage is the case's next one, or that of the days the sentence names."""
    if q.unit != "stage":
        return False
    days = [int(o.low) for o in find_quantities(sentence, today=grounds.as_of) if o.unit == "days"]
    more = 1 if re.search(r"超过|以上|满|过了", sentence) else 0
    named = {stage(d + extra).mark for d in days if 0 < d <= MOST_DAYS for extra in (0, more)}
    if _NEXT_STAGE.search(sentence[: q.start]):
        named |= {stage(d + 30).mark for d in grounds.days if d <= MOST_DAYS}
    elif grounds.days and not more:
        return False
    return str(int(q.low)) in named


def is_of_case(sentence: str, q: Quantity, all_of: Sequence[Quantity], grounds: Grounds) -> bool:
    """Whether the customer or the assistant said it, or a sum of the case gives it."""
    if q.unit == "date" and _is_today(q, grounds.as_of):
        return True
    if coming(q, grounds.as_of) and _UNTIL.search(sentence[: q.start]):
        return True  # until when a sum is done is for the draft to say
    if _is_stage_named(sentence, q, grounds):
        return True
    told = [*grounds.said, *grounds.shown]
    if is_among(q, told) or _said_without_unit(q, grounds.said) or _is_day_told(q, told):
        return not _misplaced(sentence, q, grounds)
    figures = _figures_for(sentence, q, all_of, grounds)
    if q.unit == "percent" and q.basis in _A_MONTH and _is_rate_told(q, told):
        return True
    return is_computed(q, figures) or _is_rounded(q, figures) or _is_day_of_year(q, figures)


def _figures_for(
    sentence: str, q: Quantity, all_of: Sequence[Quantity], grounds: Grounds
) -> list[Figure]:
    """The figures of the sums that this sentence speaks of, of the sort that it names."""
    periods = {
        int(o.low)
        for o in (() if _ONE_BY_ONE.search(sentence) else all_of)
        if o.unit in ("periods", "months") and o is not q and o.low >= 2  # 最后一期, 一个月
    }
    days = {int(o.low) for o in all_of if o.unit == "days" and o is not q}
    sums: Sequence[CaseSum] = grounds.sums
    if periods & {each.periods for each in sums}:
        sums = [s for s in sums if s.periods is None or s.periods in periods]
    wanted = days & {each.days for each in sums if each.days is not None} or set(grounds.days)
    if wanted and not _is_later(all_of, q, grounds.as_of):
        sums = [s for s in sums if s.days is None or s.days in wanted]
    if q.unit == "days":  # what a draft supposes is no proof of itself
        sums = [s for s in sums if s.days != q.low or s.days in grounds.days]
    if q.unit in ("yuan", "percent"):
        of_plan = bool(_PLAN.search(sentence)) and any(s.periods for s in sums)
        if not of_plan and any(s.days for s in sums):
            sums = [s for s in sums if s.periods is None]
    figures = [f for each in sums for f in each.figures if _is_for(f, periods)]
    if q.unit == "days" and not OF_STAGES.search(sentence):
        figures = [f for f in figures if not _OF_A_STAGE.search(f.label)]
    return (
        [f for f in figures if f.unit != q.unit or labels.search(f.label)]
        if (labels := _labels(clause_of(sentence, q), q))
        else figures
    )


def _labels(clause: str, q: Quantity) -> re.Pattern[str] | None:
    """What the labels of the figures that a clause speaks of have in them."""
    if q.unit == "percent":
        return _TRUE_RATE if "年化" in clause else None
    if q.unit != "yuan":
        return None
    return next((labels for says, labels in _SORTS if says.search(clause)), None)


def _is_for(figure: Figure, periods: set[int]) -> bool:
    """Whether a figure is for one of these periods: a comparison names them in its labels."""
    named = _OF_PERIODS.match(figure.label)
    return named is None or not periods or int(named[1]) in periods


def _is_later(all_of: Sequence[Quantity], q: Quantity, as_of: date) -> bool:
    return any(coming(o, as_of) is not None for o in all_of if o is not q)


def _is_rounded(q: Quantity, figures: Sequence[Figure]) -> bool:
    """约290元 of 285.87: said to be about it, and right in its two leading places."""
    if not q.approximate or q.unit != "yuan":
        return False
    return all(
        any(
            f.unit == "yuan"
            and f.value > 0
            and any(_leading(f.value, places) == end for places in (2, 3))
            for f in figures
        )
        for end in {q.low, q.high}
    )


def _is_day_of_year(q: Quantity, figures: Sequence[Figure]) -> bool:
    """12月1日, which may be read as last year's, of a sum's 2026-12-01."""
    if q.unit != "date" or q.low != q.high or "年" in q.text:
        return False
    return any(
        f.unit == "date" and f.value % 10_000 == q.low % 10_000 and "保存" not in f.label
        for f in figures
    )


def _is_rate_told(q: Quantity, told: Sequence[Quantity]) -> bool:
    """A rate of a month, of a period, which are the same."""
    return any(
        o.unit == "percent" and o.basis in _A_MONTH and (o.low, o.high) == (q.low, q.high)
        for o in told
    )


def _is_day_told(q: Quantity, told: Sequence[Quantity]) -> bool:
    """25号 or 12月25日, of a 25号 that was told: which month and year it reads as is no matter."""
    if q.unit != "date" or q.low != q.high or "年" in q.text:
        return False
    days = [o for o in told if o.unit == "date" and o.low == o.high]
    if "月" in q.text:
        same = [o for o in days if "月" in o.text and o.low % 10_000 == q.low % 10_000]
        return bool(same) or any("月" not in o.text and o.low % 100 == q.low % 100 for o in days)
    return any(o.low % 100 == q.low % 100 for o in days)


def _leading(value: Decimal, places: int) -> Decimal:
    step = Decimal(1).scaleb(value.adjusted() - places + 1)
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def _said_without_unit(q: Quantity, said: Sequence[Quantity]) -> bool:
    """Whether one of them wrote 400, and the other 400元."""
    bare = {
        end for other in said if "number" in (other.unit, q.unit) for end in (other.low, other.high)
    }
    return {q.low, q.high} <= bare


# What the draft tells back to the customer, and the unit it is told in.
_ENDS = frozenset({"费用（低）", "费用（高）"})
_OWED = re.compile(
    r"(?:您|你)?(?:现在|目前|一共|总共|还|说|提到|名下)?(?:一共|总共|还)?欠(?:款|了|着|我们)?(?:是|为|共|一共)?[^，。0-9一二三四五六七八九十]{0,4}$"
)
_LATE = re.compile(
    r"(?:逾期|晚|拖)了?(?:已经|有|是|大概|约|到今天|满)?[^，。0-9一二三四五六七八九十]{0,3}$"
)
_CAN_PAY = re.compile(
    r"(?:每个?月|每月|一个月)(?:最多|大概|大约|只)?(?:能|可以|能够|拿得?出|拿出|承受|承担)(?:还|拿出|出|付)?[^，。0-9一二三四五六七八九十]{0,3}$"
)


def _misplaced(sentence: str, q: Quantity, grounds: Grounds) -> bool:
    """Whether a day count that is known stands for how late the case is, and is not."""
    before = sentence[: q.start]
    if (
        q.unit == "days"
        and grounds.days
        and _LATE.search(before)
        and not _NOT_NOW.search(clause_of(sentence, q))
    ):
        low, high = min(grounds.days), max(grounds.days)
        return not low <= q.low <= high
    return False


def other_of_case(
    sentence: str, q: Quantity, all_of: Sequence[Quantity], grounds: Grounds
) -> str | None:
    """What the case has in its place; None where the case has nothing of the sort."""
    before = sentence[: q.start]
    if _NOT_NOW.search(clause_of(sentence, q)) and q.unit in ("stage", "days"):
        return None
    if q.unit == "stage" and grounds.days and not _NEXT_STAGE.search(before):
        marks = {
            f.value
            for s in grounds.sums
            if s.days in grounds.days
            for f in s.figures
            if f.unit == "stage"
        }
        return "、".join(f"M{int(m)}" for m in sorted(marks)) or None
    if q.unit == "days" and grounds.days and _LATE.search(before):
        return "到".join(dict.fromkeys(f"{d}天" for d in grounds.days))
    if q.unit not in ("yuan", "percent"):
        return None
    clause = clause_of(sentence, q)
    figures = [f for f in _figures_for(sentence, q, all_of, grounds) if f.unit == q.unit]
    if _labels(clause, q) is not None and figures:
        of_now = [f for s in grounds.sums if s.days in grounds.days for f in s.figures]
        ends = [f.value for f in of_now if f.label in _ENDS and f in figures]
        rates = [f.value for f in figures if f.label.endswith("真实年化（单利）")]
        unit = "元" if q.unit == "yuan" else "%"
        return _range(ends or rates or _nearest([f.value for f in figures], q.low), unit)
    if q.unit == "yuan" and _OWED.search(before):
        owed = [o for o in grounds.said if o.unit in ("yuan", "number") and o.low >= 100]
        return f"{owed[0].low:f}元" if owed else None
    if q.unit == "yuan" and _CAN_PAY.search(before) and grounds.budget is not None:
        return f"{grounds.budget:f}元"
    return None


def _nearest(values: Sequence[Decimal], to: Decimal) -> list[Decimal]:
    return sorted(values, key=lambda value: abs(value - to))[:1]


def _range(values: Sequence[Decimal], unit: str) -> str | None:
    shown = sorted({value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) for value in values})
    if not shown:
        return None
    ends = dict.fromkeys((shown[0], shown[-1]))
    return "到".join(f"{_trimmed(end)}{unit}" for end in ends)


def _trimmed(value: Decimal) -> str:
    return f"{value:,f}".removesuffix(".00")


def _is_today(q: Quantity, as_of: date) -> bool:
    if re.fullmatch(r"\d{1,2}[号日]", q.text):
        return q.low % 100 == as_of.day
    return q.low <= Decimal(f"{as_of:%Y%m%d}") <= q.high
