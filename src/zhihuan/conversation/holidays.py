"""Days that people date their debts by: 国庆, 双十一, 春节, 过年."""

import re
from datetime import date, timedelta

from zhihuan.conversation.date_parts import YEAR, DateSpan, year_of

# Calendar facts: the first day of the lunar year.
_SPRING_FESTIVAL = {
    d.year: d
    for d in map(
        date.fromisoformat,
        [
            "2020-01-25",
            "2021-02-12",
            "2022-02-01",
            "2023-01-22",
            "2024-02-10",
            "2025-01-29",
            "2026-02-17",
            "2027-02-06",
            "2028-01-26",
            "2029-02-13",
            "2030-02-03",
        ],
    )
}
_HOLIDAYS = {
    "国庆": (10, 1),
    "十一": (10, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "双十一": (11, 11),
    "双11": (11, 11),
    "双十二": (12, 12),
    "双12": (12, 12),
    "618": (6, 18),
    "元旦": (1, 1),
}

_HOLIDAY = re.compile(
    rf"(?:{YEAR})?(?P<h>国庆|双十一|双11|双十二|双12|五一|劳动节|618|元旦"
    rf"|十一)节?(?![0-9十百千万个天月号日年元块%])"
)
_SPRING = re.compile(rf"(?:{YEAR})?(?P<h>春节|过年|大年三十|除夕)")
_TEN_ONE_BEFORE = re.compile(r"(?:从|过完?|自|今年|去年|前年)的?$")
_TEN_ONE_AFTER = re.compile(r"假|期间|长假|放假|到现在|那会|之?后|以来")


def read_holiday(text: str, at: int, today: date) -> DateSpan | None:
    match = _HOLIDAY.match(text, at)
    if match is None:
        return None
    name = match["h"]
    if name in ("十一", "618") and not match["yw"]:
        near = _TEN_ONE_BEFORE.search(text, max(0, at - 4), at)
        if not near and not _TEN_ONE_AFTER.match(text, match.end()):
            return None
    year = year_of(match, today)
    day = date(year or today.year, *_HOLIDAYS[name])
    if year is None and day > today:
        day = day.replace(year=today.year - 1)
    return DateSpan(day, day, match.end())


def read_spring_festival(text: str, at: int, today: date) -> DateSpan | None:
    match = _SPRING.match(text, at)
    if match is None:
        return None
    year = year_of(match, today)
    if year is None:
        past = [y for y, day in _SPRING_FESTIVAL.items() if day <= today]
        year = max(past, default=None)
    if year not in _SPRING_FESTIVAL:
        return None
    eve = timedelta(1 if match["h"] in ("除夕", "大年三十") else 0)
    day = _SPRING_FESTIVAL[year] - eve
    return DateSpan(day, day, match.end(), match["h"] == "过年")
