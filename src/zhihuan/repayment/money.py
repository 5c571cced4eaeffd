"""An exact amount of yuan.

    1 yuan = 100 fen;  an amount is a whole number of fen

`Money.rounded` is the one place in the project where a sum becomes fen, and it rounds
half up (四舍五入). Nothing is rounded while it accumulates.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhihuan.repayment.bounds import ARITHMETIC, MAX_YUAN, InvalidTerms, number

_LARGEST_FEN = 10**16  # a bound on sums, far above any amount we accept as an input
_LONGEST = 40
_TYPED = re.compile(r"[¥￥]?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]*)?元?")


class InvalidAmount(InvalidTerms):
    """An amount of money that nobody can owe or pay: empty, negative, too fine, too large."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in yuan, always a whole number of fen. A difference may be negative.

    >>> Money.of("3200.00") + Money.of("0.05")
    Money('3200.05')
    >>> Money.of(3200).scaled(Decimal("0.0005")).text()
    '1.60'
    """

    fen: int

    def __post_init__(self) -> None:
        if isinstance(self.fen, bool) or not isinstance(self.fen, int):
            raise InvalidAmount("金额要用整数的分来表示")
        if abs(self.fen) > _LARGEST_FEN:
            raise InvalidAmount("金额太大了，请再核对一下")

    @classmethod
    def of(cls, yuan: str | int | Decimal) -> Money:
        """Exactly this many yuan; more than two decimals is an error, never a rounding."""
        value = number(yuan, "金额")
        fen = value.scaleb(2, ARITHMETIC)
        if fen != fen.to_integral_value():
            raise InvalidAmount("金额最多写到分，也就是两位小数")
        return cls(int(fen))

    @classmethod
    def parse(cls, typed: str) -> Money:
        """What a person typed as the amount of a debt or a budget: above 0, up to ten million.

        Full-width digits, a yuan sign, thousands commas and 元 are understood.
        """
        if not isinstance(typed, str) or len(typed) > _LONGEST:
            raise InvalidAmount("金额太长了，请只写数字，例如 3200")
        text = "".join(unicodedata.normalize("NFKC", typed).split())
        found = _TYPED.fullmatch(text)
        if not text:
            raise InvalidAmount("请写上金额，例如 3200 或 3200.50")
        if found is None:
            raise InvalidAmount("金额请只写数字，例如 3200 或 3200.50")
        amount = cls.of(found[1].replace(",", "") + (found[2] or "").rstrip("."))
        check_amount(amount)
        return amount

    @classmethod
    def rounded(cls, yuan: Decimal) -> Money:
        """The nearest fen, half up. The only rounding of money there is."""
        fen = yuan.scaleb(2, ARITHMETIC).to_integral_value(ROUND_HALF_UP, ARITHMETIC)
        return cls(int(fen))

    def scaled(self, factor: Decimal) -> Money:
        """This amount times `factor`, rounded half up to the fen."""
        return Money.rounded(ARITHMETIC.multiply(self.yuan, factor))

    @property
    def yuan(self) -> Decimal:
        return Decimal(self.fen).scaleb(-2, ARITHMETIC)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        return f"{self.yuan:.2f}"

    def __repr__(self) -> str:
        return f"Money('{self}')"

    def text(self) -> str:
        """For people: 3,200.00"""
        return f"{self.yuan:,.2f}"


ZERO = Money(0)


def total(amounts: list[Money] | tuple[Money, ...]) -> Money:
    return Money(sum(each.fen for each in amounts))


def check_amount(amount: Money, label: str = "金额") -> None:
    """The bounds of a debt, a budget or a payment that somebody names."""
    if not isinstance(amount, Money):
        raise InvalidAmount(f"{label}要写成金额，例如 3200.00")
    if amount.fen <= 0:
        raise InvalidAmount(f"{label}要大于 0 元")
    if amount.yuan > MAX_YUAN:
        raise InvalidAmount(f"{label}最多 {MAX_YUAN:,} 元，请再核对一下")


def check_amount_or_zero(amount: Money, label: str = "金额") -> None:
    """The same where nothing is an answer too."""
    if amount != ZERO:
        check_amount(amount, label)
