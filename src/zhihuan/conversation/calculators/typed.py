"""What is written in one word or one line, on a command line or by a model.

    amount     3200 · 3,200.50 · ¥3200元 · 0 where nothing is an answer
    percent    0.6% · 0.6                      always a percentage: 0.6 is 0.006
    day        2026-11-21
    debt       白条,3000,18.25%,300,2           name, balance, yearly rate, minimum, [weight]
    owed       白条,3000 · 白条,3000,45 · 白条,3000,31-60    name, balance, [days late]

Each raises InvalidTerms with a Chinese sentence that says how to write it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from zhihuan.repayment import Debt, InvalidTerms, Money, Owed
from zhihuan.repayment.money import ZERO, InvalidAmount

_PERCENT = re.compile(r"(\d{1,10}(?:\.\d{1,10})?)[%％]?", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)
_NOTHING = re.compile(r"0+(\.0*)?", re.ASCII)
_DEBT_PARTS = (4, 5)
_OWED_PARTS = (2, 3)


def amount_of(text: str, label: str = "金额") -> Money:
    """Yuan, above nothing."""
    try:
        return Money.parse(text)
    except InvalidAmount as error:
        raise InvalidAmount(f"{label}：{error}") from None


def amount_or_zero_of(text: str, label: str = "金额") -> Money:
    """Yuan, nothing included."""
    return ZERO if _NOTHING.fullmatch(text.strip()) else amount_of(text, label)


def percent_of(text: str, label: str = "费率") -> Decimal:
    """A percentage as a fraction: 0.6% is 0.006."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        raise InvalidTerms(f"{label}要写成百分数，比如 0.6%")
    return Decimal(found[1]) / 100


def day_of(text: str, label: str = "日期") -> date:
    """An ISO day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidTerms(f"{label}要写成 2026-11-21 这样") from None


def whole_of(text: str, label: str) -> int:
    """A whole number of days, periods …"""
    if not _WHOLE.fullmatch(text.strip()):
        raise InvalidTerms(f"{label}要写成整数")
    return int(text)


def parts_of(text: str, mark: str = ",") -> list[str]:
    """What stands between commas, or between another mark; Chinese marks are understood."""
    wide = {",": "，、", ":": "：", ";": "；\n"}[mark]
    for each in wide:
        text = text.replace(each, mark)
    return [part.strip() for part in text.split(mark) if part.strip()]


def debt_of(text: str) -> Debt:
    """One debt in a line; the weight (1 is worst) may be left out."""
    parts = parts_of(text)
    if len(parts) not in _DEBT_PARTS:
        raise InvalidTerms("每笔欠款要写：名字,余额,年利率,每月最低，比如 白条,3000,18.25%,300")
    name, balance, rate, minimum, *weight = parts
    return Debt(
        name=name,
        balance=amount_of(balance, f"{name[:40]}的余额"),
        annual_rate=percent_of(rate, f"{name[:40]}的年利率"),
        minimum=amount_or_zero_of(minimum, f"{name[:40]}的每月最低"),
        consequence=whole_of(weight[0], "后果轻重") if weight else None,
    )


def owed_of(text: str) -> Owed:
    """One debt without its rate, in a line; the days late may be left out."""
    parts = parts_of(text)
    if len(parts) not in _OWED_PARTS:
        raise InvalidTerms("每笔欠款要写：名字,余额，后面可加逾期天数，比如 白条,3000,45")
    name, balance, *late = parts
    ends = [whole_of(end, f"{name[:40]}的逾期天数") for end in late[0].split("-")] if late else []
    if len(ends) > len(_OWED_PARTS):
        raise InvalidTerms("逾期天数要写成 45，或者 31-60")
    return Owed(
        name=name,
        balance=amount_of(balance, f"{name[:40]}的余额"),
        days_late=(ends[0], ends[-1]) if ends else None,
    )
