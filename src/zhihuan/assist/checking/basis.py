"""What the sums of a case are made from, and what one of them is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.situation import Situation
from zhihuan.errors import ZhihuanError
from zhihuan.repayment import Calculation, Figure, Money

MOST_EACH = 4  # amounts, days, fees: a draft that names more is no ordinary one
_LEAST_AMOUNT = 100


class Worked(Protocol):
    """A sum that was done."""

    @property
    def calculation(self) -> Calculation: ...


@dataclass(frozen=True, slots=True)
class CaseSum:
    """Figures of one sum; `days` late and `periods` it is for, None where it is for none."""

    kind: str
    figures: tuple[Figure, ...]
    days: int | None = None
    periods: int | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The case, the figures of the draft, those that were said, all words, and the day."""

    situation: Situation
    drafted: tuple[Quantity, ...]
    said: tuple[Quantity, ...]
    words: str
    as_of: date

    @property
    def product(self) -> str | None:
        """The product by its id."""
        return self.situation.product.value if self.situation.product else None

    @property
    def fee_rate(self) -> Decimal | None:
        """The fee of a period, as a fraction."""
        return self.situation.fee_rate.value if self.situation.fee_rate else None

    @property
    def both(self) -> tuple[Quantity, ...]:
        """The figures of both sides."""
        return (*self.said, *self.drafted)

    def days(self) -> tuple[int, ...]:
        """How late the case is on the day; both ends of a range."""
        found = self.situation.days_on(self.as_of)
        return () if found is None else tuple(dict.fromkeys((int(found.low), int(found.high))))

    def amounts(self) -> list[Money]:
        """What is owed; where no word says so, the first amount that the customer named."""
        s = self.situation
        told = [s.amount, s.told_amount, s.together, *(debt.amount for debt in s.other_debts)]
        values = [end for known in told if known for end in (known.value.low, known.value.high)]
        if not values:
            values = [value for value in self.named() if value >= _LEAST_AMOUNT][:1]
        return [money(each) for each in dict.fromkeys(values) if 1 <= each <= 10**8][:MOST_EACH]

    def named(self) -> list[Decimal]:
        """The amounts that the customer named, with or without a unit."""
        return [q.low for q in self.said if q.unit in ("yuan", "number") and q.low == q.high >= 10]


def done(
    work: Callable[[], Worked],
    *,
    days: int | None = None,
    periods: int | None = None,
    without: tuple[str, ...] = (),
) -> Iterator[CaseSum]:
    """The sum, if it can be done, less figures labelled so: a draft proves nothing of itself."""
    try:
        found = work().calculation
    except ZhihuanError:
        return
    figures = tuple(f for f in found.figures if not any(word in f.label for word in without))
    yield CaseSum(found.kind, figures, days, periods)


def money(yuan: Decimal) -> Money:
    """To the fen."""
    return Money.of(f"{yuan:.2f}")


def day_of(q: Quantity) -> date | None:
    """The day of a date; None where it is a range, or none that exists."""
    whole = int(q.low)
    if q.unit != "date" or q.low != q.high:
        return None
    try:
        return date(whole // 10000, whole // 100 % 100, whole % 100)
    except ValueError:
        return None


def coming(q: Quantity, as_of: date) -> date | None:
    """The day that a date names, where it is yet to come: 12月1日 in November is this year's."""
    day = day_of(q)
    if day is not None and "年" not in q.text and day < as_of:
        try:
            if "月" not in q.text:  # 25号: of this month, or of the next one
                day = day.replace(year=as_of.year, month=as_of.month)
            else:
                day = day.replace(year=as_of.year)
        except ValueError:
            return None
    return day if day is not None and day > as_of else None
