"""Is a figure the same as one that is known: of the same unit, exact or rightly rounded?"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from zhihuan.conversation.quantities import Quantity
from zhihuan.repayment import Figure

_SAME_UNIT = {
    "periods": {"periods", "months"},
    "months": {"months", "periods"},
    "number": {"number", "count"},
    "count": {"number", "count"},
}
_FIGURE_UNITS = {
    "yuan": "yuan", "percent": "percent", "days": "days", "periods": "periods", "date": "date",
    "ratio": "number", "year": "years", "count": "count", "stage": "stage",
}  # fmt: skip


def is_among(quantity: Quantity, known: list[Quantity]) -> bool:
    """Whether a figure, or both ends of a range, was said with this unit."""
    units = _SAME_UNIT.get(quantity.unit, {quantity.unit})
    ends = {quantity.low, quantity.high}
    for other in known:
        if other.unit not in units or not _same_basis(quantity, other):
            continue
        if ends <= {other.low, other.high}:
            return True
        if quantity.unit == "date" and quantity.low <= other.low <= other.high <= quantity.high:
            return True  # 2026年3月, where the day is known
    if quantity.low != quantity.high:  # a range whose ends are known one by one
        return all(any(o.unit in units and end in (o.low, o.high) for o in known) for end in ends)
    return False


def _same_basis(one: Quantity, other: Quantity) -> bool:
    return one.basis is None or other.basis is None or one.basis == other.basis


def is_computed(quantity: Quantity, figures: list[Figure]) -> bool:
    """Whether a figure, or both ends of a range, is a computed one as it is shown."""
    units = _SAME_UNIT.get(quantity.unit, {quantity.unit})
    same = [f.value for f in figures if _FIGURE_UNITS[f.unit] in units]
    return all(any(_rounds_to(value, end) for value in same) for end in _ends(quantity))


def _ends(quantity: Quantity) -> set[Decimal]:
    return {quantity.low, quantity.high}


def _rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Whether `shown` is `exact`, rounded half up to the decimals that are shown."""
    if abs(exact) > Decimal(10) ** 12 or abs(shown) > Decimal(10) ** 12:
        return False
    exponent = shown.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    if abs(exact - shown) > abs(exact) / 20:
        return False  # 0.6% is not 1%
    step = Decimal(1).scaleb(min(0, exponent))
    return exact.quantize(step, rounding=ROUND_HALF_UP) == shown
