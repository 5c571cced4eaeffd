"""A thing that a person told us: its value, their words, the turn and the day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; equal for an exact figure. The field that holds it names the unit."""

    low: Decimal
    high: Decimal
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value, the words it was read from, and when they were said.

    `hypothetical` marks what was only supposed (如果逾期一天会上征信吗), not told as a fact.
    """

    value: T
    words: str
    turn: int
    said_on: date
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message, the day it was sent, and the field we had just asked for, if any."""

    text: str
    said_on: date
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class OtherDebt:
    """What was said of a product other than the main one: yuan owed, days late.

    `annual_rate` is a fraction, `minimum` yuan a month.
    """

    product: str
    amount: Known[Range] | None = None
    days_late: Known[Range] | None = None
    annual_rate: Known[Decimal] | None = None
    minimum: Known[Range] | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment on a debt that was told, made already or `planned`.

    `on` is the day it was made or will be, where that was told: first and last day that the words
    allow. `product` is whose debt it was paid on, None for the main one.
    `sure`: the words settle whether what they owe was told before it or after.
    `times`: how often, where `amount` is what payments of one size come to (3次 每次500).
    """

    amount: Known[Range]
    on: tuple[date, date] | None = None
    planned: bool = False
    product: str | None = None
    sure: bool = True
    times: int = 1


@dataclass(frozen=True, slots=True)
class Expense:
    """What one kind of spending takes each month: `kind` as in `expenses_told`."""

    kind: str
    amount: Known[Range]
