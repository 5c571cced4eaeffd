"""Days and spans of days, as people say them: 上个月15号 · 去年12月 · 国庆 · 上周五 · 26年3月.

A day or month with no year is the most recent one not after today, because people here
speak of what they did not pay. Words of the future after it (才发工资, 打算) turn it round;
到期 and 还款日 keep it in the current month. A span has a first and a last day.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from zhihuan.conversation.date_parts import (
    YEAR,
    YEAR_WORD,
    DateSpan,
    months_before,
    small_number,
    year_of,
)
from zhihuan.conversation.holidays import read_holiday, read_spring_festival
from zhihuan.conversation.numerals import SMALL_CHINESE

_ND = rf"(?:[0-9]{{1,2}}|{SMALL_CHINESE})"
_PART = "上旬|中旬|下旬|初|中|底|末"
_PARTS = {
    "初": (1, 10),
    "上": (1, 10),
    "中": (11, 20),
    "底": (21, 31),
    "末": (21, 31),
    "下": (21, 31),
}

_ISO = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?:([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})|[-/](?P<m2>0[1-9]"
    r"|1[0-2]))"
    r"(?![0-9.%/-])"
)
_MONTH = re.compile(
    rf"(?:{YEAR})?(?P<m>{_ND}) ?月份?+(?:"
    rf" ?(?P<d>{_ND})(?: ?[号日](?!息|利)|(?![0-9万千百十元块个天期年点%.多几]))"
    rf"|的?(?P<part>{_PART})"
    r"|(?![0-9]{1,2}[号日]|息|利|供|薪|租|费|饼|光|入|均|多少|[之以]?[内后]))"
)
_SLASH = re.compile(r"(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9/%])")
_MONTH_WORD = re.compile(
    rf"(?P<w>上上一?个?月|上一?个?月|这一?个?月|本月|下下一?个?月|下一?个?月)份?"
    rf"(?:的?(?P<d>{_ND})[号日]|的?(?P<part>{_PART}))?"
)
_DAY_WORD = re.compile(
    r"大前天|前天|昨天|昨日|昨晚|今天|今日|今早|今晚|大后天|后天|明天|明日|前几天|前两天|前些天"
)
_DAY_OFFSET = {"大前": -3, "前天": -2, "昨": -1, "今": 0, "明": 1, "后天": 2, "大后": 3}
_WEEK = re.compile(
    r"(?P<w>上上|上一?|这一?|本|下下|下一?)个?(?:周|星期|礼拜)(?!期|转|边"
    r"|岁)(?P<d>[一二三四五六日天末])?"
)
_DAY = re.compile(
    rf"(?P<d>{_ND}) ?(?:号(?!楼|线|院|店|房|公|链|客服|码|文)|日(?!息|利|常|均|元|之?内|以|后"
    rf"|左右))"
)
_YEAR_ONLY = re.compile(
    rf"(?:(?P<yw>{YEAR_WORD})|(?P<y>(?:19|20)[0-9]{{2}}|2[1-9]) ?年"
    r"(?!多|以|之|[内后前]|利|化|息|房贷|分|还|贷|期|间))(?P<part>上半年|下半年|年?初|年?底|年?末)?"
)
_NEAR_END = re.compile(r"(?P<w>月底|月末|月初|年底|年末)")

_AHEAD = re.compile(
    r"[^。！？!?；;没未忘]{0,4}?(?:才(?:能|发|会|有|可以)|再|会|打算|准备|发工资|发薪|能还"
    r"|之前[能会]|前[能会])"
)
_DUE_THIS_MONTH = re.compile(
    r"[^。！？!?；;没未忘]{0,3}?(?:到期|要还|还款日?|该还)(?!的|了|没|未|[^。！？]{0,8}(?:没|未"
    r"|逾|过了))"
)
_DUE_BEFORE = re.compile(r"(?:还款日|到期日|最后期限)(?:是|为|在|:|：)?$")
_IMPOSSIBLE_MONTH = re.compile(
    r"(?<!每)(?<!每个)月$|[一二三十廿]$"
)  # 2月30号 was no date; nor is its 30号
_LATE_BEFORE = re.compile(r"(?:逾期|拖|欠|超|晚|断供)[了有快近着]{0,2}$")
_SLASH_BEFORE = re.compile(r"(?:从|在|于|自|日期|还款日|到期日?|截止|今天|账单)(?:是|到|:|：)?$")
_SLASH_AFTER = re.compile(r"号|日|到期|还款|该还|没还|的?账单|逾期|结清|还清|开始")


def read_date(text: str, at: int, *, today: date) -> DateSpan | None:
    """The date that begins at `at` in folded text, or None."""
    for reader in _READERS.get(text[at], ()):
        span = reader(text, at, today)
        if span is not None:
            return span
    return None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _part_of_month(year: int, month: int, part: str, end: int) -> DateSpan:
    first, last = _PARTS[part[0]]
    month_end = calendar.monthrange(year, month)[1]
    return DateSpan(date(year, month, first), date(year, month, min(last, month_end)), end, True)


def _iso(text: str, at: int, _today: date) -> DateSpan | None:
    match = _ISO.match(text, at)
    if match is None:
        return None
    year, month = int(match["y"]), int(match["m"] or match["m2"])
    if not 1 <= month <= 12:
        return None
    first, last = _month(year, month)
    if match["d"] is None:
        return DateSpan(first, last, match.end())
    if not 1 <= int(match["d"]) <= last.day:
        return None
    return _one(first.replace(day=int(match["d"])), match.end())


def _one(day: date, end: int) -> DateSpan:
    return DateSpan(day, day, end)


def _month_and_day(text: str, at: int, today: date) -> DateSpan | None:
    match = _MONTH.match(text, at)
    if match is None:
        return None
    month, end = small_number(match["m"]), match.end()
    year = year_of(match, today)
    bare = match["d"] is None and match["part"] is None and year is None
    if not 1 <= month <= 12 or (year is not None and not 1990 <= year <= 2100):
        return None
    counts = bare and not text[at].isdigit() and not text.startswith("份", end - 1)
    if counts and _LATE_BEFORE.search(text, max(0, at - 4), at):
        return None  # 逾期三月 counts months
    ahead = _AHEAD.match(text, end) is not None
    if match["d"] is None:
        first_this_year = date(year or today.year, month, 1)
        if year is None and ahead and first_this_year < today.replace(day=1):
            year = today.year + 1
        elif year is None and not ahead and first_this_year > today:
            year = today.year - 1
        year = year or today.year
        if match["part"]:
            return _part_of_month(year, month, match["part"], end)
        return DateSpan(*_month(year, month), end)
    day = small_number(match["d"])
    if year is not None:
        return _one(date(year, month, day), end) if _exists(year, month, day) else None
    if _DUE_THIS_MONTH.match(text, end) or _DUE_BEFORE.search(text, max(0, at - 6), at):
        near = [y for y in (today.year - 1, today.year, today.year + 1) if _exists(y, month, day)]
        days = [date(y, month, day) for y in near]
        return _one(min(days, key=lambda d: abs(d - today)), end) if days else None
    years = range(today.year, today.year + 5) if ahead else range(today.year, today.year - 5, -1)
    for candidate in years:
        if _exists(candidate, month, day):
            found = date(candidate, month, day)
            if (found >= today) if ahead else (found <= today):
                return _one(found, end)
    return None


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(year, month)[1]


def _slash(text: str, at: int, today: date) -> DateSpan | None:
    match = _SLASH.match(text, at)
    if match is None or (at and text[at - 1] in "0123456789./-"):
        return None
    clear = _SLASH_AFTER.match(text, match.end()) or _SLASH_BEFORE.search(text, max(0, at - 5), at)
    if not clear:
        return None
    month, day = int(match["m"]), int(match["d"])
    for year in range(today.year, today.year - 5, -1):
        if _exists(year, month, day) and date(year, month, day) <= today:
            end = match.end() + (text[match.end() : match.end() + 1] in ("号", "日"))
            return _one(date(year, month, day), end)
    return None


def _month_word(text: str, at: int, today: date) -> DateSpan | None:
    match = _MONTH_WORD.match(text, at)
    if match is None:
        return None
    word = match["w"]
    back = word.count("上") - word.count("下")
    start = months_before(today.replace(day=1), back)
    if match["d"]:
        day = small_number(match["d"])
        if not _exists(start.year, start.month, day):
            return None
        return _one(start.replace(day=day), match.end())
    if match["part"]:
        return _part_of_month(start.year, start.month, match["part"], match.end())
    return DateSpan(*_month(start.year, start.month), match.end())


def _day_word(text: str, at: int, today: date) -> DateSpan | None:
    match = _DAY_WORD.match(text, at)
    if match is None:
        return None
    if match[0] in ("前几天", "前两天", "前些天"):
        far, near = (3, 1) if match[0] == "前两天" else (9, 2)
        return DateSpan(today - timedelta(far), today - timedelta(near), match.end(), True)
    offset = next(days for start, days in _DAY_OFFSET.items() if match[0].startswith(start))
    return _one(today + timedelta(offset), match.end())


def _week(text: str, at: int, today: date) -> DateSpan | None:
    match = _WEEK.match(text, at)
    if match is None:
        return None
    word = match["w"]
    weeks = word.count("下") - word.count("上")
    monday = today - timedelta(today.weekday()) + timedelta(7 * weeks)
    weekday = match["d"]
    if weekday is None:
        return DateSpan(monday, monday + timedelta(6), match.end())
    if weekday == "末":
        return DateSpan(monday + timedelta(5), monday + timedelta(6), match.end())
    return _one(monday + timedelta(min("一二三四五六日天".index(weekday), 6)), match.end())


def _day_of_month(text: str, at: int, today: date) -> DateSpan | None:
    match = _DAY.match(text, at)
    if match is None:
        return None
    day = small_number(match["d"])
    if not 1 <= day <= 31 or _IMPOSSIBLE_MONTH.search(text, max(0, at - 3), at):
        return None
    ahead = _AHEAD.match(text, match.end()) is not None
    due = _DUE_THIS_MONTH.match(text, match.end()) or _DUE_BEFORE.search(text, max(0, at - 6), at)
    if due and _exists(today.year, today.month, day):
        return _one(today.replace(day=day), match.end())
    for back in range(0, -3, -1) if ahead else range(3):
        start = months_before(today.replace(day=1), back)
        if _exists(start.year, start.month, day):
            found = start.replace(day=day)
            if (found >= today) if ahead else (found <= today):
                return _one(found, match.end())
    return None


def _year_only(text: str, at: int, today: date) -> DateSpan | None:
    match = _YEAR_ONLY.match(text, at)
    year = year_of(match, today) if match else None
    if match is None or year is None or (at and text[at - 1].isdigit()):
        return None
    if match["y"] and len(match["y"]) == 2 and year > today.year + 1:
        return None
    part = match["part"] or ""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if part == "上半年":
        last = date(year, 6, 30)
    elif part == "下半年":
        first = date(year, 7, 1)
    elif part.endswith("初"):
        last = date(year, 1, 31)
    elif part:
        first = date(year, 12, 1)
    return DateSpan(first, last, match.end(), bool(part))


def _near_end(text: str, at: int, today: date) -> DateSpan | None:
    match = _NEAR_END.match(text, at)
    if match is None:
        return None
    if match["w"].startswith("年"):
        return DateSpan(date(today.year, 12, 1), date(today.year, 12, 31), match.end(), True)
    return _part_of_month(today.year, today.month, match["w"][1], match.end())


_Reader = Callable[[str, int, date], DateSpan | None]
_READERS: dict[str, tuple[_Reader, ...]] = {
    **dict.fromkeys(
        "0123456789",
        (
            _iso,
            _month_and_day,
            _slash,
            read_holiday,
            read_spring_festival,
            _day_of_month,
            _year_only,
        ),
    ),
    **dict.fromkeys("一二三四五六七八九十廿", (_month_and_day, read_holiday, _day_of_month)),
    **dict.fromkeys("上这本下", (_month_word, _week)),
    **dict.fromkeys(
        "去今明后前大",
        (
            _month_and_day,
            read_holiday,
            read_spring_festival,
            _year_only,
            _day_word,
            read_spring_festival,
        ),
    ),
    **dict.fromkeys("昨", (_day_word,)),
    **dict.fromkeys("国双劳元", (read_holiday,)),
    **dict.fromkeys("春过除", (read_spring_festival,)),
    **dict.fromkeys("月年", (_near_end,)),
}
