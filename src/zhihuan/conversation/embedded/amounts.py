"""How amounts, percentages and days are written in a sentence."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def span(low: Decimal, high: Decimal, places: int | None = None) -> str:
    """`74 到 101`: whole yuan from ten up, fen below; one number where both round the same."""
    if places is None:
        places = 0 if low >= 10 else 2
    one, other = rounded(low, places), rounded(high, places)
    return one if one == other else f"{one} 到 {other}"


def rounded(value: Decimal, places: int) -> str:
    """Half up, with thousands marked."""
    return f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,f}"


def yuan(text: str) -> str:
    """`3,200` and `3,200.50`."""
    value = Decimal(text)
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def percent(text: str) -> str:
    """Two decimals."""
    return rounded(Decimal(text), 2)


def plain(text: str) -> str:
    """A percentage as it was given, without zeros at its end."""
    return f"{Decimal(text).normalize():f}"


def day(told: date) -> str:
    """`2026 年 3 月 5 日`."""
    return f"{told.year} 年 {told.month} 月 {told.day} 日"
