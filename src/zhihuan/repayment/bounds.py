"""What this library accepts, and the one class of error for everything it does not.

    amount    0 < a ≤ 10,000,000 yuan, at most 2 decimals
    periods   1 … 360
    rate      0 ≤ r < 1 per period or per day;  0 ≤ r ≤ 10 per year (1000%);  ≤ 12 decimals
    days      0 … 36,500
    date      1990-01-01 … 2100-12-31

Inside these bounds every sum is exact in `ARITHMETIC` (50 digits) and ends in
milliseconds. Outside them we say, in Chinese, what to change: messages are shown to
people. Booleans and floats are refused, for neither is a number that anyone wrote down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)

from zhihuan.errors import ZhihuanError

MAX_YUAN = Decimal(10_000_000)
MAX_PERIODS = 360
MAX_DAYS = 36_500
MAX_YEARLY = Decimal(10)
MAX_RATE_DECIMALS = 12
_PLAIN = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
FIRST_DATE = date(1990, 1, 1)
LAST_DATE = date(2100, 12, 31)

ARITHMETIC = Context(
    prec=50, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow]
)


class InvalidTerms(ZhihuanError):
    """Something asked of a calculation is missing, out of range or contradicts itself."""


@contextmanager
def exact() -> Iterator[None]:
    """Compute in our own context, whatever the caller has set in theirs."""
    with localcontext(ARITHMETIC):
        yield


def number(value: Decimal | int | str, label: str) -> Decimal:
    """A finite Decimal of a sane size, or an error that names `label`."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise InvalidTerms(f"{label}要用数字来写，例如 3200 或 0.6")
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise InvalidTerms(f"{label}要用数字来写，例如 3200 或 0.6")
    if isinstance(value, int) and abs(value) > 10**15:
        raise InvalidTerms(f"{label}太大或太小了，请再核对一下")
    found = Decimal(value)
    if not found.is_finite():
        raise InvalidTerms(f"{label}要是一个确定的数字")
    if found and not -20 <= found.adjusted() <= 12:
        raise InvalidTerms(f"{label}太大或太小了，请再核对一下")
    return found


def check_periods(value: int, label: str = "期数") -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidTerms(f"{label}要写整数，例如 12")
    if not 1 <= value <= MAX_PERIODS:
        raise InvalidTerms(f"{label}要在 1 到 {MAX_PERIODS} 之间，请改一下")


def check_days(value: int, label: str = "天数") -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidTerms(f"{label}要写整数，例如 45")
    if not 0 <= value <= MAX_DAYS:
        raise InvalidTerms(f"{label}要在 0 到 {MAX_DAYS} 之间，请改一下")


def check_rate(value: Decimal, label: str = "费率") -> None:
    """A fraction per period or per day: 0.6% is Decimal("0.006")."""
    _check_fraction(value, label)
    if not 0 <= value < 1:
        raise InvalidTerms(f"{label}要在 0% 到 100% 之间（不含 100%），请改一下")


def check_yearly(value: Decimal, label: str = "年利率") -> None:
    """A fraction per year: 18.25% is Decimal("0.1825")."""
    _check_fraction(value, label)
    if not 0 <= value <= MAX_YEARLY:
        raise InvalidTerms(f"{label}要在 0% 到 1000% 之间，请改一下")


def check_date(value: date, label: str = "日期") -> None:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise InvalidTerms(f"{label}要写成年月日，例如 2026-11-21")
    if not FIRST_DATE <= value <= LAST_DATE:
        raise InvalidTerms(f"{label}要在 {FIRST_DATE} 到 {LAST_DATE} 之间，请改一下")


def _check_fraction(value: Decimal, label: str) -> None:
    if not isinstance(value, Decimal):
        raise InvalidTerms(f"{label}要用十进制数字来写，例如 0.6%")
    number(value, label)
    exponent = value.normalize(ARITHMETIC).as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MAX_RATE_DECIMALS:
        raise InvalidTerms(f"{label}最多写 {MAX_RATE_DECIMALS} 位小数")
