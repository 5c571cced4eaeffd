"""Everything that a person owes, as they told it: one debt, or several together.

The main debt of a Situation stands in its own fields, the others in `other_debts`, and what was
only told as one sum (白条加金条四万二, 6张信用卡15万) in `together`. Here they become one list. What
is paid by a schedule of its own, a house or a car, is a spending and not in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zhihuan.conversation.situation import Situation
from zhihuan.conversation.situation_words import PRODUCTS
from zhihuan.conversation.told import Known, OtherDebt, Range

OWN_SCHEDULE = frozenset(("mortgage", "car-loan"))
_UNNAMED = "这一笔"
_SEVERAL = 2
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class ToldDebt:
    """One debt with its amount in yuan. The rate is a fraction a year; None: not told."""

    product: str | None
    name: str
    amount: Range
    days_late: Range | None = None
    annual_rate: Decimal | None = None
    minimum: Decimal | None = None


def debts_of(situation: Situation, as_of: date) -> tuple[ToldDebt, ...]:
    """Each debt whose amount was told, the main one first, then in the order of telling."""
    s = situation
    parts = [debt for each in s.other_debts if (debt := _other(each, as_of)) is not None]
    if _main_counts(s) and s.amount is not None:
        parts.insert(0, _main(s, s.amount.value, as_of))
    if s.together is None:
        return tuple(parts)
    told_apart = {part.product for part in parts}
    if s.together_of and told_apart.issuperset(s.together_of) and s.debts_count is None:
        return tuple(parts)  # the sum was told apart since
    rest = [part for part in parts if part.product not in s.together_of]
    whole = ToldDebt(None, _together_name(s), s.together.value)
    if s.amount is None:  # what is told of no product is told of these
        main = _main(s, s.together.value, as_of)
        whole = replace(main, product=None, name=whole.name)
    return (whole, *rest)


def is_several(situation: Situation) -> bool:
    """Whether more than one debt was told, apart or as one sum."""
    others = [d for d in situation.other_debts if d.amount and d.product not in OWN_SCHEDULE]
    return situation.together is not None or len(others) + _main_counts(situation) >= _SEVERAL


def with_debt(
    situation: Situation,
    product: str,
    *,
    amount: Known[Range] | None = None,
    days_late: Known[Range] | None = None,
    annual_rate: Known[Decimal] | None = None,
    minimum: Known[Range] | None = None,
) -> Situation:
    """The debt of another product, with what is told of it now; the rest of it stands."""
    debts = {debt.product: debt for debt in situation.other_debts}
    old = debts.get(product, OtherDebt(product))
    debts[product] = OtherDebt(
        product,
        amount or old.amount,
        days_late or old.days_late,
        annual_rate or old.annual_rate,
        minimum or old.minimum,
    )
    return replace(situation, other_debts=tuple(debts.values()))


def _main_counts(s: Situation) -> bool:
    return s.amount is not None and (s.product is None or s.product.value not in OWN_SCHEDULE)


def _main(s: Situation, amount: Range, as_of: date) -> ToldDebt:
    product = s.product.value if s.product else None
    late = s.days_late or s.stage or s.due
    return ToldDebt(
        product,
        PRODUCTS.get(product or "", _UNNAMED),
        amount,
        s.days_on(as_of) if late and not late.hypothetical else None,
        s.annual_rate.value if s.annual_rate else None,
        s.minimum.value.high if s.minimum else None,
    )


def rates_known(situation: Situation) -> bool:
    """Whether the yearly rate of every one of several debts was told."""
    debts = debts_of(situation, date.max)
    return len(debts) >= _SEVERAL and all(debt.annual_rate is not None for debt in debts)


def lacks_rates(situation: Situation) -> bool:
    """Whether debts were told apart, and the rate of one is not known."""
    debts = debts_of(situation, date.max)
    return len(debts) >= _SEVERAL and any(debt.annual_rate is None for debt in debts)


def lacks_minimums(situation: Situation) -> bool:
    """Whether debts were told apart, and what one asks for at least each month is not known."""
    debts = debts_of(situation, date.max)
    return len(debts) >= _SEVERAL and any(debt.minimum is None for debt in debts)


def owes_something(situation: Situation) -> bool:
    """Whether what is owed is known at all."""
    return situation.amount is not None or is_several(situation)


def _other(debt: OtherDebt, as_of: date) -> ToldDebt | None:
    if debt.amount is None or debt.product in OWN_SCHEDULE:
        return None
    return ToldDebt(
        debt.product,
        PRODUCTS.get(debt.product, debt.product),
        debt.amount.value,
        _days(debt.days_late, as_of),
        debt.annual_rate.value if debt.annual_rate else None,
        debt.minimum.value.high if debt.minimum else None,
    )


def _days(known: Known[Range] | None, as_of: date) -> Range | None:
    if known is None or known.hypothetical:
        return None
    passed = max(0, (as_of - known.said_on).days)
    return Range(known.value.low + passed, known.value.high + passed, known.value.approximate)


def _together_name(situation: Situation) -> str:
    count = situation.debts_count
    names = [PRODUCTS.get(product, product) for product in situation.together_of]
    if count is not None:
        return f"{count.value} 笔{names[0] if len(names) == 1 else '欠款'}"
    return "加".join(names) if 1 < len(names) <= _MOST_NAMES else "几笔欠款"
