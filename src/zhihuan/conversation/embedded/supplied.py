"""Figures that one message supplies for one sum, and that are no part of the Situation.

先还1000           a payment                下个月15号才还   a later day
11月16号收到判决     the day a paper came
想两年还完           the months in which all would be paid
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhihuan.conversation.bare_figures import is_only_what_if
from zhihuan.conversation.embedded.loan_told import NOTHING_TOLD, LoanTold, loan_told
from zhihuan.conversation.instalments_told import Instalments, instalments_told, received_told
from zhihuan.conversation.quantities import Quantity, find_quantities
from zhihuan.conversation.said import Said, is_if
from zhihuan.conversation.situation import Utterance
from zhihuan.conversation.time_roles import days_of
from zhihuan.repayment.due_dates import months_later

_PAYS_FIRST = re.compile(
    r"((先|再)(还|交|付|给|补)(上|个|掉|他们|一半|一部分|一点)?|凑了?|手(头|里|上)(还|就|只|现在|一共|总共|目前)*(有|剩)?(能动用?的)?(还|就|只|有|剩|大概|差不多)*|还(上|掉|个))$"
)
_PAYS_AFTER = re.compile(r"(块|元)?(的话)?先(还|交|付|给)(?!哪|谁|那)(上|掉|了|进去)?")
_MONTHLY = re.compile(r"每个?月|一个?月|月供|每期|月还")
_LATER_DATE = re.compile(
    r"(才|再|能|就|来)?(还|交|结清|处理|发工资|发薪|有钱)|(的话|呢|(一共|大概)?[是要得]?多少|会)"
)
# 月底是30号, 发工资是25号: the day to come that a word stands for.
_PAYDAY_IS = re.compile(r"(月底|发工资|发薪日?|工资|回款)(就|就是|是|在|要到|得到)?$")
_UNTIL = re.compile(r"(拖|等|晚|熬)到$")
_LONGER = re.compile(r"(再|继续)(拖|晚|过|等|欠)?(个|上|一下)?$|(拖|晚|等)(到|个|上)?$")
_PASSES = re.compile(r"(过|等|晚)$")
_PAID_THEN = re.compile(r"(之?后)?(再|才|就)?(还|交)(?!清|完|没|了)")
_PAID_PERIODS = re.compile(r"(还|交|付)(了|过|完)$|已(经)?(还|交|付)(了|过|完)?$")
_CAME = re.compile(r"收到|拿到|送达|送来|签收|下来|寄来|给我的|判的")
_WISHES = re.compile(r"(想|打算|准备|争取|希望|计划|要|分|尽量|最好)[^，。0-9]{0,4}$")
_ALL_PAID = re.compile(
    r"(之?内|里|以内)?[^，。0-9]{0,3}(还|结)(清|完)(?!了|的)|(之?内|以内)(还|结)"
)
_SETTLES = re.compile("(还|结)(清|完)")
_SUPPOSES = re.compile(
    "(要是|如果|假如).{0,8}(今天|现在|马上|明天|号|日)|(今天|现在|号|日).{0,4}(还|结)(清|完)的?(话|呢|[？?])"
)
_OF_BEING_LATE = re.compile("多[交付还出花给]|罚|违约金|滞纳金|晚|拖|逾期|不还|没还|迟")
_NOT_LATE = re.compile("每个?月|一个月(能|还|拿)|分期|借(?!呗)|还了|征信|期|最低")
_MAY_I = re.compile("能不能|能否|可不可以|可否|可以|同意|申请")
_HOW_MUCH = re.compile("多少|费用|利息|怎么算")
_FARTHEST = 3_650
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Supplied:
    """`payment` in yuan; `event` the day on which a paper came, `paper` its deadline, where another
    message named it (see `deadlines_told`); `later` a day after today; `within` a number of months; `terms` numbers of
    periods to be compared, where several are named; `settles` a day on which all would be paid,
    supposed and not told; `instalments` what is paid each period, `received` what arrived of the
    loan; `remaining` the periods left when it is settled early (提前8期); `against` the number of
    periods to compare with (比12期); `loan` what is told of one that is running; `late` the days
    that being late is supposed to last, of a debt that nobody said is late (6天要多交多少)."""

    payment: Decimal | None = None
    later: date | None = None
    event: date | None = None
    paper: str | None = None
    within: int | None = None
    terms: tuple[int, ...] = ()
    settles: date | None = None
    instalments: Instalments | None = None
    received: Decimal | None = None
    remaining: int | None = None
    against: int | None = None
    loan: LoanTold = NOTHING_TOLD
    late: int | None = None


def supplied_by(utterance: Utterance) -> Supplied:
    """What one message supplies."""
    said = Said(utterance, 0)
    return Supplied(
        payment=_payment(said),
        later=_later(said),
        event=_event(said),
        within=_within(said),
        terms=_terms(said),
        settles=_settles(said),
        instalments=instalments_told(said),
        received=received_told(said),
        remaining=_periods_after(said, "提前"),
        against=_periods_after(said, "比"),
        loan=loan_told(said),
        late=_late(said),
    )


def _payment(said: Said) -> Decimal | None:
    for q in said.quantities:
        if q.unit not in ("yuan", "number") or q.low != q.high or q.low < 1:
            continue
        before = said.before(q)
        pays = _PAYS_FIRST.search(before) or _PAYS_AFTER.match(said.after(q))
        if pays and not _MONTHLY.search(before):
            return q.low
    return None


def _later(said: Said) -> date | None:
    today = said.utterance.said_on
    if _MAY_I.search(said.text) and not _HOW_MUCH.search(said.text):
        return None  # 能不能晚两个月再还 asks for leave, and not for a sum
    for q in said.quantities:
        payday = q.unit == "date" and _PAYDAY_IS.search(said.text[: q.start])
        if q.unit == "date" and (payday or _LATER_DATE.match(said.after(q))):
            day = _last_day(q)
            while day <= today and payday:
                day = months_later(day, 1)  # the 30th, of this month or the next
            if day <= today and (_UNTIL.search(said.before(q)) or is_if(said.before(q))):
                day = _next(said, q)  # 拖到过年, 要是12月底还呢: the one to come
            if day > today:
                return day
        elif q.unit in ("days", "weeks", "months", "years") and q.low == q.high:
            if _LONGER.search(said.before(q)) or (
                _PASSES.search(said.before(q)) and _PAID_THEN.match(said.after(q))
            ):
                days = _ahead(q, today)
                return today + timedelta(days) if 0 < days <= _FARTHEST else None
    return None


def _last_day(q: Quantity) -> date:
    number = int(q.high)
    return date(number // 10000, number // 100 % 100, number % 100)


def _next(said: Said, q: Quantity) -> date:
    in_a_year = said.utterance.said_on + timedelta(365)
    read = find_quantities(said.utterance.text, today=in_a_year)
    return next(
        (_last_day(o) for o in read if o.start == q.start and o.unit == "date"), _last_day(q)
    )


def _ahead(q: Quantity, today: date) -> int:
    months = q.low * {"months": 1, "years": 12}.get(q.unit, 0)
    if months and months == int(months) and months <= _MOST_MONTHS:
        return (months_later(today, int(months)) - today).days
    return days_of(q, today)[0]


def _late(said: Said) -> int | None:
    """6天要多交多少, 不还呢半年, 晚一天要多少钱: how long, whatever it is called."""
    if not _OF_BEING_LATE.search(said.text) or _NOT_LATE.search(said.text):
        return None
    if (later := _later(said)) is not None:
        return (later - said.utterance.said_on).days  # 拖到过年
    times = [q for q in said.quantities if q.unit in ("days", "weeks", "months", "years")]
    if len(times) != 1 or times[0].low != times[0].high or times[0].low <= 0:
        return None
    days = _ahead(times[0], said.utterance.said_on)
    return days if 0 < days <= _FARTHEST else None


def days_alone(utterance: Utterance) -> int | None:
    """90天呢, 那一年呢, of somebody who was just told what being late would cost."""
    if not is_only_what_if(utterance.text, utterance.said_on):
        return None
    said = Said(utterance, 0)
    times = [q for q in said.quantities if q.unit in ("days", "weeks", "months", "years")]
    if len(times) != 1 or times[0].low != times[0].high:
        return None
    days = _ahead(times[0], utterance.said_on)
    return days if 0 < days <= _FARTHEST else None


def _periods_after(said: Said, word: str) -> int | None:
    """提前8期结清, 比12期贵多少."""
    for q in said.quantities:
        if q.unit == "periods" and q.low == q.high and said.before(q).endswith(word):
            return int(q.low)
    return None


def _within(said: Said) -> int | None:
    """想两年还完, 24个月内还清, 分12期."""
    for q in said.quantities:
        if q.unit == "periods" and q.low == q.high and not _PAID_PERIODS.search(said.before(q)):
            return int(q.low) if 1 < q.low <= _MOST_MONTHS else None
        months = q.low * {"months": 1, "years": 12}.get(q.unit, 0)
        if not months or q.low != q.high or months != int(months) or months > _MOST_MONTHS:
            continue
        after = _ALL_PAID.match(said.after(q))
        if after and (_WISHES.search(said.before(q)) or "内" in after[0]):
            return int(months)
    return None


def _terms(said: Said) -> tuple[int, ...]:
    """3期6期12期分别多少."""
    named = {
        int(q.low)
        for q in said.quantities
        if q.unit == "periods" and q.low == q.high and not _PAID_PERIODS.search(said.before(q))
    }
    return tuple(sorted(named)) if len(named) > 1 else ()


def _settles(said: Said) -> date | None:
    """要是今天还清呢."""
    if _SETTLES.search(said.text) is None or _SUPPOSES.search(said.text) is None:
        return None
    days = [_last_day(q) for q in said.quantities if q.unit == "date" and q.low == q.high]
    return days[0] if days else said.utterance.said_on


def _event(said: Said) -> date | None:
    today = said.utterance.said_on
    for q in said.quantities:
        if q.unit != "date" or q.low != q.high:
            continue
        day = _last_day(q)
        if day <= today and _CAME.search(said.clause_text(q)):
            return day
    return None
