"""The figures of a sentence, each with a unit, so that two sentences can be compared.

    5元 · 1.2万元 · 五十天 · 1–30天 · 0.05% · 百分之五 · 3年（36 months）· 2026年3月31日 · 22:00

Only figures with a unit count: a bare number says nothing that could be compared. A rate keeps
its period, because 0.05% a day and 18.25% a year are no contradiction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

# The space-free forms of our articles, and what outside texts write instead.
_PLAIN = str.maketrans("０１２３４５６７８９％．：", "0123456789%.:")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,4})?"
_CHINESE = r"[零〇一二两三四五六七八九十百千]+"
_NUMBER = rf"(?:{_ARABIC}[千百]?|{_CHINESE})[万亿]?"
_UNIT = r"元|块钱|块|%|个?百分点|个?工作日|个?自然日|天|日|个?小时|分钟|个?月|周年|年|个?星期|周|期|次|倍|岁"
_COUNTED = re.compile(
    rf"(?<![第\d.A-Za-z])(?:(?P<share>百分之|千分之|万分之)(?P<of>{_NUMBER})"
    rf"|(?P<low>{_NUMBER})\s?(?:(?P<lowunit>{_UNIT})?\s?(?:[–—~～至到]|-)\s?(?P<high>{_NUMBER})\s?)?"
    rf"(?:多|余)?(?P<unit>{_UNIT}))"
)
_LIST = re.compile(rf"(?<![第\d.A-Za-z])(?P<all>{_NUMBER}(?:[、/]{_NUMBER})+)(?P<unit>{_UNIT})")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_DAY_OF_YEAR = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?::([0-5]\d)(?!\d)|点(?![一二三四五六七八九]))")
_PHONE = re.compile(
    r"(?<![\d.])(?:95\d{3,6}|96\d{3,4}|12\d{3}|110|120|[48]00-?\d{3}-?\d{4})(?![\d.元天%日万年])"
)

_UNITS = {
    "元": "yuan", "块": "yuan", "块钱": "yuan", "%": "percent", "百分点": "percent", "天": "days",
    "日": "days", "自然日": "days", "工作日": "working days", "小时": "hours", "分钟": "minutes",
    "月": "months", "年": "months", "周年": "months", "周": "days", "星期": "days",
    "期": "periods", "次": "times", "倍": "times as much", "岁": "years of age",
}  # fmt: skip
_SHARES = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}
_LONG = {"年": 12, "周年": 12, "周": 7, "星期": 7}
_PERIODS = (
    ("a day", re.compile(r"(?:每日|每天|日利率|日息|日费率|按日|一天|/日|/天)[^，。；%]{0,6}$")),
    ("a year", re.compile(r"(?:每年|年化|年利率|折年|年息|年率|年)[^，。；%]{0,8}$")),
    ("a period", re.compile(r"(?:每期|期费率)[^，。；%]{0,6}$")),
    ("a month", re.compile(r"(?:每月|月利率|月息|月费率)[^，。；%]{0,6}$")),
)


_DATES = ("year", "month of a year", "day of the year", "date")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a range of numbers; `start` and `end` are offsets into the sentence.

    Units: yuan, percent [a day | a year | a period | a month], days, months, periods, times …;
    a date is written 20260331, a day of the year 331, the clock 2200.
    """

    unit: str
    low: Decimal
    high: Decimal
    start: int
    end: int

    def is_comparable_to(self, other: Figure) -> bool:
        """Whether both measure the same: two dates, two rates for the same period, two sums."""
        if self.unit in _DATES and other.unit in _DATES:
            return True
        rates = {self.unit, other.unit}
        return self.unit == other.unit or (
            "percent" in rates and all("percent" in u for u in rates)
        )

    def agrees_with(self, other: Figure) -> bool:
        """Whether both can be true of one thing: the ranges touch, a day lies in its month."""
        if not self.is_comparable_to(other):
            return False
        if self.unit in _DATES:
            return _same_date(self, other)
        return self.low <= other.high and other.low <= self.high

    def words(self, text: str) -> str:
        """The figure as it was written in `text`."""
        return text[self.start : self.end]


def _same_date(one: Figure, other: Figure) -> bool:
    """Whether two dates agree in what both of them state: 2026年3月 and 3月31日 do."""
    mine, theirs = (divmod(int(figure.low), 10000) for figure in (one, other))
    years = 0 in (mine[0], theirs[0]) or mine[0] == theirs[0]
    months = 0 in (mine[1], theirs[1]) or mine[1] // 100 == theirs[1] // 100
    days = 0 in (mine[1] % 100, theirs[1] % 100) or mine[1] % 100 == theirs[1] % 100
    return years and months and days


@lru_cache(maxsize=20_000)
def figures_of(text: str) -> tuple[Figure, ...]:
    """Every figure with a unit, in order; ordinals (第3期) and a lone 一 (一次) are none."""
    plain = text.translate(_PLAIN)
    found: list[Figure] = []
    taken = [False] * len(plain)
    for figure in (
        *_dates(plain),
        *_clocks(plain),
        *_phones(plain),
        *_lists(plain),
        *_counted(plain),
    ):
        if not any(taken[figure.start : figure.end]):
            found.append(figure)
            taken[figure.start : figure.end] = [True] * (figure.end - figure.start)
    return tuple(sorted(found, key=lambda figure: figure.start))


def _exactly(unit: str, value: int | Decimal, match: re.Match[str]) -> Figure:
    return Figure(unit, Decimal(value), Decimal(value), match.start(), match.end())


def _dates(text: str) -> list[Figure]:
    found = []
    for match in _DATE.finditer(text):
        year, month, day = (int(part) if part else 0 for part in match.groups())
        unit = "date" if day else "month of a year" if month else "year"
        found.append(_exactly(unit, year * 10000 + month * 100 + day, match))
    for match in _DAY_OF_YEAR.finditer(text):
        found.append(_exactly("day of the year", int(match[1]) * 100 + int(match[2]), match))
    return found


def _clocks(text: str) -> list[Figure]:
    return [
        _exactly("o'clock", int(match[1]) * 100 + int(match[2] or 0), match)
        for match in _CLOCK.finditer(text)
        if int(match[1]) <= 24
    ]


def _phones(text: str) -> list[Figure]:
    return [
        _exactly("phone", int(match[0].replace("-", "")), match) for match in _PHONE.finditer(text)
    ]


def _counted(text: str) -> list[Figure]:
    found = []
    for match in _COUNTED.finditer(text):
        if match["share"]:
            value = _value(match["of"])
            if value is not None:
                percent = value * _SHARES[match["share"]]
                found.append(_exactly(_rate(text, match.start()), percent, match))
            continue
        low, high = _value(match["low"]), _value(match["high"] or match["low"])
        if low is None or high is None or (match["low"] == "一" and not match["high"]):
            continue
        written = match["unit"].removeprefix("个")
        if match["high"] and match["high"][-1] in "万亿" and match["low"][-1] not in "万亿":
            low *= _SCALES[match["high"][-1]]  # 1–2万元
        lower = (match["lowunit"] or match["unit"]).removeprefix("个")
        low, high = low * _LONG.get(lower, 1), high * _LONG.get(written, 1)
        unit = _UNITS[written]
        unit = _rate(text, match.start()) if unit == "percent" else unit
        if low <= high:
            found.append(Figure(unit, low, high, match.start(), match.end()))
    return found


def _lists(text: str) -> list[Figure]:
    """3、6、12期: every number of the list has the unit of the last."""
    found = []
    for match in _LIST.finditer(text):
        unit = _UNITS[match["unit"].removeprefix("个")]
        for part in re.finditer(_NUMBER, match["all"]):
            value = _value(part[0])
            if value is not None:
                start = match.start() + part.start()
                found.append(Figure(unit, value, value, start, match.start() + part.end()))
    return found


def _rate(text: str, at: int) -> str:
    """The unit of a percentage at `at`, with the period named before it."""
    before = text[max(0, at - 14) : at]
    named = [(m.start(), name) for name, period in _PERIODS if (m := period.search(before))]
    return f"percent {max(named)[1]}" if named else "percent"


def _value(written: str) -> Decimal | None:
    """The value of 1,200 · 1.2万 · 五十 · 十二万; None where it is not a number."""
    scale = Decimal(1)
    while (
        len(written) > 1
        and written[-1] in _SCALES
        and (written[-1] in "万亿" or written[0].isdigit())
    ):
        scale, written = scale * _SCALES[written[-1]], written[:-1]
    if not written:
        return None
    if written[0].isdigit():
        return Decimal(written.replace(",", "")) * scale
    total = digit = 0
    for char in written:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total, digit = total + (digit or 1) * _SCALES[char], 0
    return Decimal(total + digit) * scale


def clause_around(text: str, figure: Figure) -> str:
    """The clause of `text` that holds `figure`: 订单制30天 of “订单制30天，账单制最长40天。”"""
    start = max(text.rfind(mark, 0, figure.start) for mark in "，,。；：:、（(") + 1
    ends = [at for mark in "，,。；：:）)" if (at := text.find(mark, figure.end)) >= 0]
    return text[start : min(ends, default=len(text))]
