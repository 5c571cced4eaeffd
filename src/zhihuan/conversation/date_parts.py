"""What the readers of dates share: a span of days, and how a year is said."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from zhihuan.conversation.numerals import chinese_number

YEAR_WORD = "大前年|前年|去年|今年|明年|后年"
#: A pattern with the groups yw (去年) and y (26年, 2026年, 二〇二六年).
YEAR = (
    rf"(?:(?P<yw>{YEAR_WORD})|(?P<y>(?:19|20)[0-9]{{2}}|[0-9]{{2}}"
    "|[一二][零〇九][零〇一二三四五六七八九]{2}) ?年 ?)的?"
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """First and last day, both included; `end` is the offset after the words."""

    first: date
    last: date
    end: int
    approximate: bool = False


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier (later if negative), or that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def small_number(words: str) -> int:
    return int(words) if words.isdigit() else int(chinese_number(words) or 0)


def year_of(match: re.Match[str], today: date) -> int | None:
    if word := match["yw"]:
        return (
            today.year
            + {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}[word]
        )
    if words := match["y"]:
        digits = words if words.isdigit() else str(chinese_number(words))
        return int(digits) + (2000 if len(digits) == 2 else 0)
    return None
