"""Figures that are more than a number and a unit: telephones, articles of law, stages, the clock.

Each reader takes folded text and an offset, and answers what begins there, or None.
"""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from zhihuan.conversation.numerals import SMALL_CHINESE, chinese_number, read_numeral

Unit = Literal[
    "yuan", "percent", "days", "months", "years", "weeks", "periods", "date", "article", "phone",
    "count", "stage", "number", "times", "hours", "share",
]  # fmt: skip


class Found(NamedTuple):
    """A quantity in folded text; see `quantities.Quantity` for the units."""

    unit: Unit
    low: Decimal
    high: Decimal
    start: int
    end: int
    approximate: bool = False
    basis: str | None = None


_LATIN = re.compile(r"[A-Za-z0-9_]")
_CURRENCY_BEFORE = re.compile(r"(?:rmb|RMB|jd|JD|app|APP)$")
_SIGN = re.compile(r"[¥$]\s?")
_ABOUT_BEFORE = re.compile(
    r"(?:大概|大约|约|差不多|将近|接近|快|近|不到|至少|起码|(?<!不)(?<!不能)(?<!别)超过|估计|好像"
    r"|最少)(?:有|是|欠|了|能|还|拿)?$"
)
_PHONE = re.compile(
    r"(?:1[3-9][0-9]{9}|[48]00-?[0-9]{3,4}-?[0-9]{3,4}|0[0-9]{2,3}-[0-9]{7,8}"
    r"|95[0-9]{3}(?:[0-9]{3})?|96110"
    r"|123[0-9]{2}|106[0-9]{5,9}|11[09]|12[02])(?![0-9])"
)
_NOT_PHONE = re.compile(r"\s?(?:块|元|%|天|万|千|多|[.,][0-9]|个|期|年|日|月)")
_OWED_BEFORE = re.compile(r"(?:欠|借|剩|账单|本金|金额|还|是)了?(?:款|有)?$")
_CALL_BEFORE = re.compile(r"(?:打|拨|报|找|call|电话)(?:了|过|给)?$")
_CALL_AFTER = re.compile(r"报警|电话|有用|[，,。！？!?]?$")
_STAGE = re.compile(r"[Mm]([1-7])(?![0-9A-Za-z])\+?")
_CLOCK = re.compile(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|今晚|晚上|夜里|半夜|深夜|晚|早)?"
    rf"(?P<h>[0-9]{{1,2}}|两|{SMALL_CHINESE})"
    r"(?::(?P<m>[0-5][0-9])(?![0-9])|点(?:(?P<sure>(?P<half>半)|钟|整|多|以?[前后])"
    r"|(?![0-9一二三四五六七八九要建原意几利赞])))"
)
_SPECIAL = re.compile(
    r"(?P<share>一半)|(?P<about>[百千万]把)(?=块|元|个)|(?P<over>上[百千万](?=多?[块元]))"
    r"|(?P<one>个把(?:多?月|星期))|(?P<half>大?半个?多?(?:年|月|小时|钟头)(?:多(?!少))?)"
)


_YUAN = re.compile(r"\s?(?:块(?:多(?!少))?钱?|元钱?|圆|人民币|大洋|[rR][mM][bB])")


def read_phone(text: str, at: int) -> Found | None:
    match = _PHONE.match(text, at) if text[at].isdigit() else None
    if (
        match is None
        or (at and text[at - 1] in "0123456789.-")
        or _NOT_PHONE.match(text, match.end())
    ):
        return None
    if len(match[0]) <= 6 and _OWED_BEFORE.search(text, max(0, at - 5), at):
        return None
    if len(match[0]) == 3 and not (
        _CALL_BEFORE.search(text, max(0, at - 4), at) or _CALL_AFTER.match(text, match.end())
    ):
        return None
    digits = Decimal("".join(c for c in match[0] if c.isdigit()))
    return Found("phone", digits, digits, at, match.end())


def read_article(text: str, at: int) -> Found | None:
    if text[at] != "第":
        return None
    numeral = read_numeral(text, at + 1 + text.startswith(" ", at + 1))
    if numeral is None:
        return None
    end = numeral.end + text.startswith(" ", numeral.end)
    if not text.startswith("条", end):
        return None
    return Found("article", numeral.low, numeral.high, at, end + 1)


def read_stage(text: str, at: int) -> Found | None:
    match = _STAGE.match(text, at)
    if match is None or (at and _LATIN.match(text[at - 1])):
        return None
    return Found("stage", Decimal(match[1]), Decimal(match[1]), at, match.end())


def read_clock(text: str, at: int) -> Found | None:
    match = _CLOCK.match(text, at)
    if match is None or (at and text[at - 1] in "0123456789.:"):
        return None
    hour = chinese_number(match["h"])
    if hour is None or hour > 24:
        return None
    if not match["part"] and not match["h"].isdigit() and not match["sure"]:
        return None
    if match["part"] in ("下午", "傍晚", "晚上", "夜里", "晚", "今晚") and 1 <= hour < 12:
        hour += 12
    minutes = Decimal(match["m"] or 0) + (30 if match["half"] else 0)
    return Found("hours", hour + minutes / 60, hour + minutes / 60, at, match.end())


def read_special(text: str, at: int) -> Found | None:
    match = _SPECIAL.match(text, at)
    if match is None:
        return None
    end, half, tens = match.end(), Decimal("0.5"), {"百": 100, "千": 1000, "万": 10000}
    match match.lastgroup:
        case "share":
            return Found("share", half, half, at, end)
        case "about":
            value = Decimal(tens[text[at]])
            return Found("yuan", value, value, at, yuan_word(text, match.end("about")), True)
        case "over":
            value = Decimal(tens[text[at + 1]])
            return Found("yuan", value, value * 10, at, end, True)
        case "one":
            unit: Unit = "months" if text[end - 1] == "月" else "weeks"
            return Found(unit, Decimal(1), Decimal(1), at, end, True)
        case "half":
            words = match["half"]
            ending: Unit = "years" if "年" in words else "months" if "月" in words else "hours"
            more = "多" in words or words.startswith("大")
            return Found(ending, half, Decimal(1) if more else half, at, end, more)
    return None


def yuan_word(text: str, end: int) -> int:
    """The offset after 块, 元 and the like at `end`, or `end` itself."""
    word = _YUAN.match(text, end)
    return word.end() if word else end
