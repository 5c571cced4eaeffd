"""What a person has told us about their debt so far, as one value; and what a message changed.

utterances ──▶ reading.read_situation ──▶ Situation ──▶ changes(before, after)
"""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from zhihuan.conversation.situation_words import LINES, other_debt, payment, told_of
from zhihuan.conversation.told import Expense, Known, OtherDebt, Payment, Range, Utterance

__all__ = ["Change", "Known", "OtherDebt", "Range", "Situation", "Utterance", "changes"]


@dataclass(frozen=True, slots=True)
class Situation:
    """Units: yuan; days; rates and fees are fractions (0.6% is 0.006).

    amount      owed now                        budget     can pay, a month
    told_amount   owed before `paid` was taken off it; None where nothing was taken off
    paid        payments made                   planned    those still to be made
    income      a month                         spending   a month, all `expenses` together
    other_payments   to other lenders, a month
    together    owed over several debts, where only their sum was told; `together_of` these
    debts_count      how many these are      minimum    of the main debt, a month
    fee_rate    per period, on the initial sum  daily_rate, annual_rate   simple, per day or year
    days_late   as of the day it was said; `days_on` moves it to another day
    stage       the n of Mn
    amount_is_rest   the amount was told as what is left: payments told beside it are off already
    """

    product: Known[str] | None = None
    other_products: tuple[Known[str], ...] = ()
    other_debts: tuple[OtherDebt, ...] = ()
    lender: Known[str] | None = None
    lender_kind: Known[str] | None = None
    amount: Known[Range] | None = None
    amount_is_rest: bool = False
    told_amount: Known[Range] | None = None
    paid: tuple[Payment, ...] = ()
    planned: tuple[Payment, ...] = ()
    together: Known[Range] | None = None
    together_of: tuple[str, ...] = ()
    debts_count: Known[int] | None = None
    minimum: Known[Range] | None = None
    due: Known[date] | None = None
    days_late: Known[Range] | None = None
    stage: Known[int] | None = None
    periods: Known[int] | None = None
    fee_rate: Known[Decimal] | None = None
    annual_rate: Known[Decimal] | None = None
    daily_rate: Known[Decimal] | None = None
    budget: Known[Range] | None = None
    income: Known[Range] | None = None
    spending: Known[Range] | None = None
    expenses: tuple[Expense, ...] = ()
    other_payments: Known[Range] | None = None
    settled_on: Known[date] | None = None
    received: tuple[Known[str], ...] = ()
    about: tuple[Known[str], ...] = ()
    fears: tuple[Known[str], ...] = ()

    def days_on(self, as_of: date) -> Range | None:
        """Days late on `as_of`: 0 if not yet, and no more once it was settled.

        Told last wins: due day, days or stage, facts before suppositions. M2 is 31 to 60 days
        on the day it was said. M7 has no upper end: its range is its floor, marked approximate.
        """
        told = [known for known in (self.due, self.days_late, self.stage) if known is not None]
        if not told:
            return None
        if self.settled_on is not None and not self.settled_on.hypothetical:
            as_of = min(as_of, self.settled_on.value)  # paid off: the delay has ended
        facts = [known for known in told if not known.hypothetical] or told
        latest = max(known.turn for known in facts)
        known = next(known for known in facts if known.turn == latest)
        value = known.value
        if isinstance(value, date):
            days = Decimal(max(0, (as_of - value).days))
            return Range(days, days)
        if isinstance(value, int):
            value = Range(
                Decimal(30 * value - 29), Decimal(181 if value == 7 else 30 * value), True
            )
        passed = (as_of - known.said_on).days
        low, high = max(Decimal(0), value.low + passed), max(Decimal(0), value.high + passed)
        return Range(low, high, value.approximate)

    def describe(self) -> list[tuple[str, str]]:
        """What is known, as (label, text) in Chinese; what was only supposed says 假设."""
        lines: list[tuple[str, str]] = []
        for name, label, show in LINES:
            told = getattr(self, name)
            for known in told if isinstance(told, tuple) else (told,):
                if isinstance(known, OtherDebt):
                    lines += other_debt(known)
                elif isinstance(known, Payment):
                    lines.append((label, payment(known)))
                elif known is not None:
                    supposed = "（假设）" if known.hypothetical else ""
                    lines.append((label, show(known) + supposed))
        return lines

    def to_json(self) -> dict[str, Any]:
        """Every field, decimals and dates as strings, each with its words; None if unknown."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


class Change(NamedTuple):
    """A field that differs between two situations; `corrected` if a told value was replaced."""

    field: str
    old: Any
    new: Any
    corrected: bool


def changes(before: Situation, after: Situation) -> list[Change]:
    """The fields whose value changed. Saying the same again is no change."""
    found = []
    for field in fields(Situation):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if _values(old) != _values(new):
            corrected = isinstance(old, Known) and new is not None and not old.hypothetical
            found.append(Change(field.name, old, new, corrected))
    return found


def _values(told: Any) -> Any:
    if isinstance(told, tuple):
        return tuple(map(_values, told))
    if isinstance(told, OtherDebt):
        return told.product, *map(_values, told_of(told))
    return (told.value, told.hypothetical) if isinstance(told, Known) else told


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
