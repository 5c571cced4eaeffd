"""When somebody is there: `Mon-Fri 09:00-18:00, Sat 10:00-16:00`, in China's time.

Weeks are all alike: public holidays are not known here, so nothing is promised for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from zhihuan.clock import CHINA
from zhihuan.errors import ZhihuanError

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHOWN = "一二三四五六日"
_PART = re.compile(
    r"([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})", re.ASCII
)
_A_DAY = 24 * 60


class InvalidHours(ZhihuanError):
    """Working hours that cannot be read."""


@dataclass(frozen=True, slots=True)
class _Span:
    """On the weekdays `first` to `last` (Monday is 0), from `start` to `end` in minutes."""

    first: int
    last: int
    start: int
    end: int

    def holds(self, weekday: int) -> bool:
        if self.first <= self.last:
            return self.first <= weekday <= self.last
        return weekday >= self.first or weekday <= self.last  # Sat-Mon

    def __str__(self) -> str:
        days = f"周{_SHOWN[self.first]}"
        if self.first != self.last:
            days += f"至周{_SHOWN[self.last]}"
        return f"{days} {_clock(self.start)}–{_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a week."""

    spans: tuple[_Span, ...]

    @staticmethod
    def read(text: str) -> Hours:
        """From a setting. Raises InvalidHours."""
        spans = []
        for part in text.split(","):
            match = _PART.fullmatch(part.strip().lower())
            if match is None:
                raise InvalidHours("人工时间要写成 Mon-Fri 09:00-18:00, Sat 10:00-16:00 这样")
            first, last = match[1], match[2] or match[1]
            if first not in _DAYS or last not in _DAYS:
                raise InvalidHours("人工时间里的星期要写成 Mon、Tue、Wed、Thu、Fri、Sat 或 Sun")
            start, end = _minutes(match[3], match[4]), _minutes(match[5], match[6])
            if start >= end:
                raise InvalidHours("人工时间的结束要晚于开始；过了午夜的，拆成两段写")
            spans.append(_Span(_DAYS.index(first), _DAYS.index(last), start, end))
        return Hours(tuple(spans))

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there. The last minute ends with the span."""
        at = at.astimezone(CHINA)
        minute = at.hour * 60 + at.minute
        return any(s.holds(at.weekday()) and s.start <= minute < s.end for s in self.spans)

    def opens_at(self, at: datetime) -> datetime:
        """The next moment when somebody is there: `at` itself while it is open."""
        at = at.astimezone(CHINA)
        if self.is_open(at):
            return at
        starts = (
            datetime.combine(at.date() + timedelta(days=ahead), time(), CHINA)
            + timedelta(minutes=span.start)
            for ahead in range(8)
            for span in self.spans
            if span.holds((at.weekday() + ahead) % 7)
        )
        return min(start for start in starts if start > at)

    def to_json(self, at: datetime) -> dict[str, Any]:
        """The hours as they are shown, and how they stand at a moment."""
        is_open = self.is_open(at)
        return {
            "text": str(self),
            "time_zone": "Asia/Shanghai",
            "open_now": is_open,
            "opens_at": None if is_open else self.opens_at(at).isoformat(timespec="minutes"),
        }

    def __str__(self) -> str:
        return "，".join(map(str, self.spans))


def _minutes(hours: str, minutes: str) -> int:
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > _A_DAY:
        raise InvalidHours("人工时间里的钟点要在 00:00 到 24:00 之间")
    return total


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
