"""Hours of the day as people write them: 今晚十点半, 22:40, 六点来钟, PM 10:50, and the bare 十一点.

daypart and hour    晚上十点 is 22, 凌晨五点 is 5, 下午三点 is 15
the hour alone      22点 and 6:40 are what they say; 十一点 is the night's where words of the
                    night stand near (孩子睡了、下班), and no word of the day does
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERALS = {"零": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
             "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12}  # fmt: skip
_PART = (
    "今晚|明晚|后晚|当晚|晚上|晚间|傍晚|夜里头?|夜间|深夜|大?半夜|后半夜|凌晨|[明后今]早|[明今]晨|早上|早晨|清晨|清早|一?大早|一早"
    "|上午|中午|下午|晌午|[PpAa][Mm]|晚"
)
_CLOCK = re.compile(
    rf"(?P<part>{_PART})?(?:的|大概|大约|差不多|约|就|，)?\s*"
    r"(?:(?P<digits>(?<![\d:：.])[012]?\d)(?:(?P<colon>[:：][0-5]\d)(?!\d)|时许|点(?!击|开|的|个|一下|头|名))"
    r"|(?P<word>十[一二]?|[零一二两三四五六七八九])点(?!击|开|儿|的|个|一下|头|名|钱))"
)
_RANGE = re.compile(r"^[^，。；]{0,4}(?:到|至|-|—|~|～)")
_SURELY = 5  # fewer o'clock, in words, may be anything: 一点, 三点建议
_GOES_ON = re.compile(r"半|钟|左右|多|整|到|之前|以前|以后")
_EVENING = re.compile(r"晚|[PpM]{2}")
_DEEP = re.compile(r"夜|凌晨")
_AFTERNOON = re.compile(r"下午")
_OF_NIGHT = re.compile(
    r"晚|夜|睡|下班|散场|下播|直播|打烊|收摊|加班|宵|酒|洗漱|哄|收工|换班|停业|关门|打完烊"
)
_OF_DAY = re.compile(r"上午|中午|白天|早上|明早|下午|上班前|午")


@dataclass(frozen=True, slots=True)
class Hour:
    """`hour` is 0 … 23; `start:end` is where it stands."""

    hour: int
    start: int
    end: int


def hours_named(text: str, before: str = "") -> list[Hour]:
    """The hours that a text names, in order; `before` is what was said before it."""
    found = []
    for clock in _CLOCK.finditer(text):
        written = clock["digits"]
        number = int(written) if written else _NUMERALS[clock["word"]]
        part = clock["part"] or _part_before(text, clock.start())
        if number > 24 or not (
            written or part or number >= _SURELY or _GOES_ON.match(text, clock.end())
        ):
            continue
        hour = _of_day(number, part, f"{before}{text[: clock.end()]}", bool(clock["colon"]))
        found.append(Hour(hour % 24, clock.start(), clock.end()))
    return found


def _part_before(text: str, at: int) -> str:
    """晚上8点到9点: the daypart of the hour before holds for the second."""
    parts = list(re.finditer(_PART, text[:at]))
    return parts[-1][0] if parts and _RANGE.match(text[parts[-1].end() + 1 : at]) else ""


def _of_day(number: int, part: str, around: str, written_out: bool) -> int:
    if number >= 13 or number == 0:
        return number
    if _DEEP.search(part):
        return (number + 12) % 24 if 7 <= number <= 12 and "凌晨" not in part else number % 24
    if _EVENING.search(part):
        return (number + 12) % 24 if number >= 5 else number
    if _AFTERNOON.search(part):
        return number + 12 if number < 12 else number
    if part:
        return number if number >= 3 or "中午" not in part else number + 12
    if number >= 9:
        night = _OF_NIGHT.search(around) and not _OF_DAY.search(around)
        return (number + 12) % 24 if night else number
    if written_out or re.search(r"早|鸡|出门前|天(?:不|没)亮", around):
        return number
    return number + 12  # 三点、七点 without more: of the afternoon
