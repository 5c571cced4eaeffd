"""Rates as people say them, in percent, and per what.

日息万五 = 万分之五 = 0.05 % a day        百分之十八 = 18个点 = 18 %
月息一分 = 1 % a month, 年息一分 = 10 % a year; 一分利 alone: 1 %, per we do not know what
厘 is a tenth of 分                       年化18 = 18 % a year
"""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from zhihuan.conversation.numerals import Numeral, chinese_number, read_numeral

Basis = Literal["day", "month", "year", "period"]


class Rate(NamedTuple):
    """`low` to `high` percent; `start` and `end` span the words of the rate itself."""

    low: Decimal
    high: Decimal
    start: int
    end: int
    approximate: bool
    basis: Basis | None


_CUE = re.compile(
    r"(?P<day>日息|日利率?|日费率|天息|每[天日]|一天)"
    r"|(?P<month>月息|月利率?|月费率|每个?月|一个月)"
    r"|(?P<year>年化|年利率?|年息|年费率|每年|一年|APR|apr|IRR|irr)"
    r"|(?P<period>每一?期|单期|一期|期费率|期利率|分期(?:手续)?费率?)"
)
_CUE_AFTER = re.compile(
    r"\s?(?:的|/|每|一|是|利息|利率|手续费|费率|,|，){0,2}"
    r"(?:(?P<day>[天日])|(?P<month>个?月(?!还|供|付|入|薪))|(?P<year>年)|(?P<period>期(?!限|间)))"
)
_CLAUSE_END = re.compile(r"[。！？!?；;\n0-9%点厘]|分(?!期)")
_FRACTION_OF = re.compile(r"(百|千|万)分之")
_PER_FRACTION = {"百": 1, "千": 10, "万": 100}
_BARE_FRACTION = re.compile(
    r"(?P<of>[千万])(?P<n>[0-9](?:\.[0-9]{1,3})?"
    r"|[一二三四五六七八九](?:点[一二三四五六七八九])?)(?![0-9十百千万个天年月块元])"
)
_BARE_FRACTION_BEFORE = re.compile(
    r"(?:日息|日利率?|日利息|利息|利率|每[天日]|一天|按|罚息)(?:是|为|才|要|大概|约|都)?$"
)
_PERCENT = re.compile(r"\s?(?:%|个?百分点|个点(?!击|数|赞))")
_FEN = re.compile(
    r"(?P<unit>分|厘(?!米|清"
    r"|定))(?P<half>[0-9一二三四五六七八九半](?![0-9个天年月期]))?(?P<interest>的?利(?!率)"
    r"|的?息)?"
)
_FEN_BEFORE = re.compile(r"(?:月息|年息|日息|月利率?|年利率?|利息|利率)(?:是|为|要|按|大概|约)?$")
_YEARLY_BEFORE = re.compile(
    r"(?:年化(?:利率|率)?|年利率|利率|年息|APR|apr|IRR|irr)"
    r"(?:是|大概|大约|约|为|在|到|从|:|：|有|才|高达|达到|\s){0,2}$"
)
_NOT_A_RATE = re.compile(r"\s?(?:[0-9元块天年月期个次号倍万千]|多?少)")


def fraction_rate(text: str, at: int) -> Rate | None:
    """百分之十八, 万分之五, and 万五 after a word such as 日息."""
    if match := _FRACTION_OF.match(text, at):
        numeral = read_numeral(text, match.end())
        if numeral is None:
            return None
        per = _PER_FRACTION[match[1]]
        return _rate(
            text, numeral.low / per, numeral.high / per, at, numeral.end, numeral.approximate
        )
    if match := _BARE_FRACTION.match(text, at):
        if not _BARE_FRACTION_BEFORE.search(text, max(0, at - 6), at):
            return None
        value = chinese_number(match["n"])
        if value is None:
            return None
        return _rate(text, value / _PER_FRACTION[match["of"]], None, at, match.end(), False)
    return None


def numeral_rate(text: str, numeral: Numeral) -> Rate | None:
    """18%, 18个点, 一分利, 月息5厘, 年化18: a rate made of a number and what stands around it."""
    if match := _PERCENT.match(text, numeral.end):
        return _rate(
            text, numeral.low, numeral.high, numeral.start, match.end(), numeral.approximate
        )
    if text.startswith("成", numeral.end) and _YEARLY_BEFORE.search(
        text, max(0, numeral.start - 8), numeral.start
    ):  # 年化三成
        low, high = numeral.low * 10, numeral.high * 10
        return _rate(text, low, high, numeral.start, numeral.end + 1, numeral.approximate)
    if text.startswith("‰", numeral.end):
        low, high = numeral.low / 10, numeral.high / 10
        return _rate(text, low, high, numeral.start, numeral.end + 1, numeral.approximate)
    if match := _FEN.match(text, numeral.end):
        said = match["interest"] or _FEN_BEFORE.search(
            text, max(0, numeral.start - 6), numeral.start
        )
        if said or match["unit"] == "厘":
            return _fen(text, numeral, match)
    yearly = _YEARLY_BEFORE.search(text, max(0, numeral.start - 8), numeral.start)
    if (
        yearly
        and Decimal("0.5") <= numeral.low <= 2000
        and not _NOT_A_RATE.match(text, numeral.end)
    ):
        found = _rate(
            text, numeral.low, numeral.high, numeral.start, numeral.end, numeral.approximate
        )
        # 利率24 alone is meant by the year; 日利率 and 月利率 have their own word.
        return found._replace(basis=found.basis or "year")
    return None


def _fen(text: str, numeral: Numeral, match: re.Match[str]) -> Rate:
    half = match["half"]
    more = Decimal(0)
    if half:
        more = Decimal("0.5") if half == "半" else (chinese_number(half) or Decimal(0)) / 10
    found = _rate(
        text,
        numeral.low + more,
        numeral.high + more,
        numeral.start,
        match.end(),
        numeral.approximate,
    )
    percent = Decimal(1) if match["unit"] == "分" else Decimal("0.1")
    if found.basis == "year":
        percent *= 10
    return found._replace(
        low=found.low * percent,
        high=found.high * percent,
        approximate=found.approximate or found.basis is None,
    )


def _rate(
    text: str, low: Decimal, high: Decimal | None, start: int, end: int, approximate: bool
) -> Rate:
    return Rate(
        low, low if high is None else high, start, end, approximate, _basis(text, start, end)
    )


def _basis(text: str, start: int, end: int) -> Basis | None:
    """The nearest word that says per what: before it in the same sentence, else right after."""
    window = text[max(0, start - 12) : start]
    if breaks := list(_CLAUSE_END.finditer(window)):
        window = window[breaks[-1].end() :]
    nearest = next(iter([*_CUE.finditer(window)][::-1]), None)
    after = _CUE_AFTER.match(text, end)
    if nearest is None or (after and len(window) - nearest.end() > 4):
        nearest = after or nearest
    match nearest.lastgroup if nearest else None:
        case "day" | "month" | "year" | "period" as basis:
            return basis
        case _:
            return None
