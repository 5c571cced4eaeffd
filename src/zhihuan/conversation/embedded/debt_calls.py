"""The tool calls for sums over several debts.

Of an amount told as a range the upper end is taken, so that nobody plans with too little.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zhihuan.conversation.debts_told import ToldDebt, debts_of
from zhihuan.conversation.embedded.amounts import plain
from zhihuan.conversation.situation import Situation

Call = tuple[str, dict[str, str]]
_MOST_DAYS = 36_500


def together_call(
    situation: Situation,
    as_of: date,
    *,
    monthly: str | None,
    within: int | None,
    lumps: Sequence[Decimal] = (),
) -> list[Call]:
    """What is owed in all; `monthly` and `lumps` in yuan, `within` in months, where known."""
    debts = ";".join(_owed(debt) for debt in debts_of(situation, as_of))
    if not debts:
        return []
    more = {"monthly": monthly} if monthly else {}
    if within is not None:
        more["within"] = str(within)
    if lumps:
        more["lumps"] = ",".join(f"{lump:f}" for lump in lumps)
    return [("add_up_debts", {"debts": debts, **more})]


def payoffs_call(situation: Situation, as_of: date, *, monthly: str | None) -> list[Call]:
    """In which order; none where a rate, or what can be paid, is not known."""
    debts = debts_of(situation, as_of)
    if monthly is None or any(debt.annual_rate is None for debt in debts):
        return []
    return [("pay_off_debts", {"debts": ";".join(map(_rated, debts)), "budget": monthly})]


def _owed(debt: ToldDebt) -> str:
    line = f"{_name(debt)},{debt.amount.high:f}"
    if debt.days_late is None or debt.days_late.high < 1:
        return line  # not late, or not yet
    ends = (debt.days_late.low, debt.days_late.high)
    low, high = (min(max(int(end), 1), _MOST_DAYS) for end in ends)
    return f"{line},{low}" if low == high else f"{line},{low}-{high}"


def _rated(debt: ToldDebt) -> str:
    rate = plain(f"{(debt.annual_rate or 0) * 100:f}")
    return f"{_name(debt)},{debt.amount.high:f},{rate},{debt.minimum or Decimal(0):f}"


def _name(debt: ToldDebt) -> str:
    return debt.name if debt.amount.low == debt.amount.high else f"{debt.name}（按多的算）"
