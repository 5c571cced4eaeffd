"""How late: durations and dates in the text, as days late, due day or the day it was settled."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from zhihuan.conversation.date_parts import months_before
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said
from zhihuan.conversation.told import Range

_MOST_DAYS = 20_000
_LEAST_YUAN = 100
# Months in which plans are made: 12个月 behind an amount may be one.
_TERMS = frozenset((12, 18, 24, 36))
_NO_DELAY = re.compile(
    r"分|期(?![了])|借(?!呗|贝|条|钱呗)|贷(?!款)|利息|每|免息|额度|先用|能还|还完|还清|想|打算"
)
DURATIONS = ("days", "weeks", "months", "years")

_LATE_BEFORE = re.compile(
    r"(?:逾期|余期|预期|越期|愈期|过期|拖欠?|超[期时了]|晚|迟|推迟|延期|延|欠款?|断供|停还"
    r"|没还(?:款|清|上)?|未还|负债)"
    r"(?:了|有|快|都|已经|还款?|时间|大概|差不多|将近|接近|超过|到|才|就|能|是|得|算|我|可能|过"
    r"|款|要|足足|整整|最多|可以|不到|哪怕|满|的?天数|今天|现在|第|:|\s){0,5}$"
)
# 1200块一个月能还: what is paid each month, however late it is.
_FOR_A_MONTH = re.compile(
    r"(?:我|就|也|才|都|只|大概|大约|最多|差不多|够|吧|[，, ])*(?:能|可以|还得|还(?=[0-9一二两三四五六七八九])|拿|付|给|挣|赚|工资|收入|利息|费用|多少)"
)
# 逾期第3天就打电话了 tells of that day, 今天逾期第35天 of now.
_THEN = re.compile(
    r"\s?(?:就|开始|会|才|要|打|来|收|被|接|联系|上|他|催|有人|能|可|给|发|起诉|会不会|算|是不是|怎)"
)
_NTH = re.compile(r"第\s?$")
_NTH_TODAY = re.compile(r"(?:今天|现在|已经|都)(?:是|都|已经|算)*第\s?$")
_LATE_AFTER = re.compile(
    r"(?:左右)?了?(?:都|还|也|多)?(?:没还|没有还|未还|没管|没交|没处理|还没还|没再还)"
)
_SINCE_OWED = re.compile(r"(?:块|元|钱|的|已经|都|有|快|差不多|拖了|大概){0,3}$")
_GOES_ON = re.compile(r"了|多?没还|还没")
_TERM_BEFORE = re.compile(r"(?<!没)(?:还|分|借|贷|共)(?:了|成)?$")  # 每月还750 还3年
_STILL_COUNTING = re.compile(r"(?:已经|都|有)(?:快|差不多)?$")
_AHEAD_BEFORE = re.compile(r"(?:还有|再过|离|还剩|差)$")
_AHEAD_AFTER = re.compile(r"(?:之?后)?(?:就|才)?(?:要)?(?:到期|到还款日|逾期|就?要还)")
_AGO = re.compile(r"之?前")
# 3年前的白条: old, and said of nothing but what is still owed.
_OLD_DEBT = re.compile(
    r"之?前(?:的|借的|欠的|用的|那笔|那个)(?:老|旧|一笔|那笔|的)*(?:京东)?(?:白条|金条|花呗|借呗|微粒贷|抖音月付|美团月付|月付|信用卡|网贷|账单?|债|欠款|贷款|借款|钱)"
    r"(?!额度|记录|逾期记录|账号|征信)"
)
_LATE_WORD = re.compile(r"逾期|该还|到期|没还|断供|开始欠")
_SETTLED = re.compile(
    r"(?<![没未不])(?:结清|还清|还完|还掉了|全还|全部还|还上了|还进去了?|补上了|补还了|补交了)(?!不)"
)
# 昨天忘还了 今天还上了: the first of the two days is the one it was due.
_FORGOTTEN = re.compile(r"[^，。0-9]{0,4}?(?:到期[^，。0-9]{0,4})?(?:忘|没来得及|漏)")
_PAID_AFTER_ALL = re.compile(
    r"[^，。0-9没不未再]{0,6}?(?:补|才|刚)?(?:还了|还的|还上的?|还上了|还进去的?|补上了?|补的|交的|交了)(?=$|[，。！!？?]|\s(?![0-9]))"
)
# 快三个月: not three months yet.
_NOT_YET = re.compile(r"(?:快|将近|接近|近|不到|不满|没到|差不多快)(?:有|满|到|要|了|是|欠|拖)?$")
_NOT_YET_AFTER = re.compile(r"\s?(?:不到|不满|还?差几?天|没到)")
_NOT_SETTLED = re.compile(
    r"(?:要|需要|必须|可以|能|想|打算|准备|提前)[^，。]{0,6}(?:结清|还清|还完|全还)(?!了|的)"
    r"|没有?(?:全部?)?(?:结清|还清|还完)|未(?:结清|还清)|还没|才能|怎么|不(?:结清|还清)|没法"
)
# 去年11月逾期的现在还清: the day is that of the debt, and it is settled now.
_SETTLED_NOW = re.compile(
    r"(?:现在|今天|这会儿?|马上|这两天|这几天|要是)[^，。]{0,6}(?:结清|还清|还完)"
)
_LATE_THEN = re.compile(r"[^，。0-9]{0,4}?(?:逾期|没还|断供|欠)")
_SETTLED_FOR = re.compile(r"(?<![没未不])(?:结清|还清|还完)(?:了|已经|都|有|快){0,2}$")
_DUE_AFTER = re.compile(
    r"[^，。0-9]{0,4}?(?:该还|要还|应还|到期|的?账单(?=[^。]{0,6}(?:没|未|还不|逾))|没还|未还"
    r"|逾期|还款日?(?!了)|最后还款|就没|没再|断供|到现在|至今|扣款|开始(?:就|我)?(?:没|逾|断"
    r"|还不))"
)
_LATE_SINCE = re.compile(
    r"[^。0-9]{0,10}?(?:没还|未还|逾期|没再|断供|就?断了|到现在|至今|还不上|没还上|欠到)(?!过)"
)
_DUE_BEFORE = re.compile(r"(?:还款日期?|到期日?|逾期日期?|应还日期?|逾期开始)(?:是|为|在|:|\s)?$")
_SINCE = re.compile(r"(?:开始|起)?(?:一直)?(?:到现在|至今|到今天|以来|到目前)")
_NOT_DUE_BEFORE = re.compile(r"每个?月(?:的)?$|借[^，。]{0,4}$")
_NOT_DUE_AFTER = re.compile(
    r"[^，。今]{0,3}(?:发工资|发薪|才能|能还|还得上|还清|结清|还完|打算|准备|会还|给我)"
)
_DUE_TODAY = re.compile(r"[^，。]{0,3}(?:到期|该还|要还|还款日|最后)")


class When(NamedTuple):
    """Exactly one reading of a duration or date."""

    field: Literal["days_late", "due", "settled_on"]
    value: Range | date
    supposed: bool


def duration_role(said: Said, q: Quantity) -> When | None:
    """逾期45天, 拖了两个多月, 一年没还, 还有三天到期, 两年前还清的."""
    today = said.utterance.said_on
    before, after = said.before(q, after_any=True), said.after(q)
    near, far = days_of(q, today)
    if far > _MOST_DAYS:
        return None
    if _NTH.search(before) and _THEN.match(after):
        return None
    ahead = _AHEAD_AFTER.match(after)
    coming = ahead and (_AHEAD_BEFORE.search(before) or "后" in ahead[0])
    if coming and near == far and not _LATE_BEFORE.search(before):
        return When("due", today + timedelta(near), False)
    if _AGO.match(after):
        if _SETTLED.search(after) and not _NOT_SETTLED.search(after):
            return When("settled_on", today - timedelta(near), False)
        if not (_LATE_WORD.search(after) or _OLD_DEBT.match(after)):
            return None
    elif _SETTLED_FOR.search(before) and after.startswith("了"):
        return When("settled_on", today - timedelta(near), False)
    elif not _is_late(said, q, before, after):
        return None
    if q.text.startswith("几") and not (after.startswith("了") or before.endswith("好")):
        return None  # 逾期几天 asks how many
    if q.unit in ("months", "years") and (_NOT_YET.search(before) or _NOT_YET_AFTER.match(after)):
        near, far = _not_yet(q, far)
    approximate = q.approximate or near != far or q.unit in ("months", "years")
    return When("days_late", Range(Decimal(near), Decimal(far), approximate), said.supposed(q))


def _not_yet(q: Quantity, far: int) -> tuple[int, int]:
    """快三个月: some days less, and in no case the stage that begins with it."""
    months = int(q.high * (12 if q.unit == "years" else 1))
    return max(1, far - 15), min(far - 1, max(1, 30 * months))


def _is_late(said: Said, q: Quantity, before: str, after: str) -> bool:
    if _LATE_BEFORE.search(before) or _LATE_AFTER.match(after):
        return True
    if _NTH_TODAY.search(said.text[: q.start]):
        late = _LATE_WORD.search(said.text) or said.utterance.asked == "days"
        return bool(late or any(_is_amount(other) for other in said.quantities))
    if q.low == 1 and _FOR_A_MONTH.match(said.text, q.end):
        return False
    if said.utterance.asked in ("days", "days_late") and not after.startswith(("内", "以内", "后")):
        return _TERM_BEFORE.search(before) is None
    previous = [p for p in said.quantities if p.end <= q.start]
    if previous and _is_amount(previous[-1]) and _SINCE_OWED.match(before.strip()):
        return _GOES_ON.match(after) is not None or _is_told_beside(said, q, previous[-1], after)
    late = "逾期" in said.text or "没还" in said.text
    return late and _STILL_COUNTING.search(before) is not None and after.startswith("了")


def _is_amount(q: Quantity) -> bool:
    return q.unit == "yuan" or (q.unit == "number" and q.low >= _LEAST_YUAN)


def _is_told_beside(said: Said, q: Quantity, amount: Quantity, after: str) -> bool:
    """抖音月付 900块 20天: a debt with its product, and nothing but a length of time behind it."""
    if q.unit == "months" and q.low in _TERMS:
        return False
    last = said.text[amount.end : q.start].strip(" ，,、") == ""
    apart = not after.strip(" ，,、。了吧！!") or after[:1] in tuple(" ，,。")
    of_a_loan = _NO_DELAY.search(said.text) is not None
    return last and apart and said.product_of(amount) is not None and not of_a_loan


def date_role(said: Said, q: Quantity) -> When | None:
    """15号的账单没还, 从国庆到现在, 3月5号还清的."""
    first, last = (
        date(int(v) // 10000, int(v) // 100 % 100, int(v) % 100) for v in (q.low, q.high)
    )
    today, asked = said.utterance.said_on, said.utterance.asked
    before, after = said.before(q, after_any=True), said.after(q)
    clause = said.clause_text(q)
    if _FORGOTTEN.match(after) and first == last <= today:
        return When("due", first, said.if_only(q))
    if first == last and _paid_after_all(said, q):
        return When("settled_on", min(last, today), said.supposed(q))
    was_due = _LATE_THEN.match(after) or _DUE_BEFORE.search(before)  # 还款日是昨天 今天还清了
    then = was_due and _SETTLED_NOW.search(clause)
    if _SETTLED.search(clause) and not _NOT_SETTLED.search(clause) and not then:
        future = re.search("[已了过的]|之前", clause) is None and (
            last > today or _is_nearer_ahead(q, last, today)
        )
        return None if future else When("settled_on", min(last, today), said.supposed(q))
    if asked == "settled_on" and first <= today:
        return When("settled_on", min(last, today), False)
    if _NOT_DUE_BEFORE.search(before) or _NOT_DUE_AFTER.match(after):
        return None
    if first <= today < last and _SETTLED.search(clause):
        return None
    since = _LATE_SINCE.match(after)
    told = since if first != last else _DUE_AFTER.match(after) or _DUE_BEFORE.search(before)
    told = told or _SINCE.match(after) or (since if before.endswith(("从", "自")) else None)
    if first <= today <= last and (first != last or not _DUE_TODAY.match(after)):
        return None
    if not told and asked not in ("days", "days_late", "due"):
        return None
    if first == last:
        return When("due", first, said.if_only(q))
    if last > today:
        return None
    near, far = Decimal((today - last).days), Decimal((today - first).days)
    return When("days_late", Range(near, far, True), said.if_only(q))


def _paid_after_all(said: Said, q: Quantity) -> bool:
    """The 今天还了 of 昨天忘还了，今天还了: after a day that was missed, or on which it was due."""
    missed = _FORGOTTEN.search(said.text[: q.start]) is not None
    return (missed or _is_due_before(said, q)) and pays_all(said, q)


def _is_due_before(said: Said, q: Quantity) -> bool:
    """上个月15号该还 昨天还的: whether a day was named before on which it was due."""
    days = [o for o in said.quantities if o.unit == "date" and o.end <= q.start]
    return any(
        o.low < q.low
        and not _NOT_DUE_BEFORE.search(said.before(o, after_any=True))
        and (_DUE_AFTER.match(said.after(o)) or _DUE_BEFORE.search(said.before(o, after_any=True)))
        for o in days
    )


def pays_all(said: Said, q: Quantity) -> bool:
    """Whether what follows a day says that it was paid then, and not how much: 昨天还的."""
    return _PAID_AFTER_ALL.match(said.text, q.end) is not None


def _is_nearer_ahead(q: Quantity, last: date, today: date) -> bool:
    """2月10号 said on the 1st of February: the one to come, where no year is named."""
    if "年" in q.text or "-" in q.text or "/" in q.text:
        return False
    return (today - last).days > 365 - (today - last).days


def days_of(q: Quantity, today: date) -> tuple[int, int]:
    """A duration in days, months and years counted back from `today` by the calendar."""
    return _days(q.unit, q.low, today), _days(q.unit, q.high, today)


def _days(unit: str, value: Decimal, today: date) -> int:
    if unit in ("days", "weeks"):
        return int(value * (7 if unit == "weeks" else 1))
    months = min(value * (12 if unit == "years" else 1), Decimal(600))
    whole = int(months)
    half = 15 if months != whole else 0
    return (today - months_before(today, whole)).days + half
