"""A sum that can be shown, checked and replayed.

    id = "calc-" + first 10 hex digits of sha256(name, inputs, result)

The same sum has the same id on every machine. `figures` lists every number that a
sentence may quote from it, at full precision: a figure on screen is true only if it
equals one of these, rounded to the decimals shown. A chart's points and the rows of a
table are in `result`, not in `figures`: they are drawn, not said.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from zhihuan.repayment.bounds import ARITHMETIC
from zhihuan.repayment.money import Money

Origin = Literal["user", "product", "default", "derived"]
Unit = Literal["yuan", "percent", "days", "periods", "date", "ratio", "year", "count", "stage"]
Origins = Mapping[str, tuple[Origin, str | None]]

AI_LABEL = "内容由AI生成，仅供参考"
AS_BILLED = "以账单为准：实际金额看 App 账单、合同和《综合融资成本明示表》。"
_INPUT_UNITS: dict[str, Unit] = {
    "元": "yuan",
    "期": "periods",
    "天": "days",
    "%": "percent",
    "日期": "date",
    "年": "year",
    "倍": "ratio",
    "个月": "count",
}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_PLACES = Decimal("1E-12")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went in, in words, and who said so."""

    name: str
    label: str
    value: str
    unit: str
    origin: Origin
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a sentence may quote. A date is Decimal(yyyymmdd)."""

    value: Decimal
    unit: Unit
    label: str


@dataclass(frozen=True, slots=True)
class Calculation:
    id: str
    name: str
    kind: str
    inputs: tuple[Input, ...]
    formula: str
    assumptions: tuple[str, ...]
    result: Mapping[str, Any]
    figures: tuple[Figure, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "inputs": [_input_json(each) for each in self.inputs],
            "formula": self.formula,
            "assumptions": list(self.assumptions),
            "result": dict(self.result),
            "figures": [
                {"value": plain(each.value), "unit": each.unit, "label": each.label}
                for each in self.figures
            ],
        }


def calculation(
    *,
    name: str,
    kind: str,
    inputs: Iterable[Input],
    formula: str,
    assumptions: Iterable[str],
    result: Mapping[str, Any],
    figures: Iterable[Figure],
) -> Calculation:
    """Number the sum. What went in may be quoted too; nothing is listed twice."""
    given = tuple(inputs)
    return Calculation(
        id=_identity(name, given, result),
        name=name,
        kind=kind,
        inputs=given,
        formula=formula,
        assumptions=tuple(assumptions),
        result=result,
        figures=tuple(dict.fromkeys((*figures, *_input_figures(given)))),
    )


def plain(value: Decimal) -> str:
    """A decimal as a string without an exponent: 0.0005, 3200, 13.034221."""
    return f"{value:f}"


def trimmed(value: Decimal) -> Decimal:
    """The same number without trailing zeros or an exponent."""
    return Decimal(plain(value.normalize(ARITHMETIC)))


def percent(fraction: Decimal) -> Decimal:
    """0.130342… → 13.0342…, to twelve decimals, trailing zeros gone."""
    value = ARITHMETIC.multiply(fraction, Decimal(100)).quantize(_PLACES, context=ARITHMETIC)
    return trimmed(value)


def percent_text(fraction: Decimal, places: int = 2) -> str:
    """For people: 0.130342… → 13.03%, half up."""
    unit = Decimal(1).scaleb(-places)
    shown = percent(fraction).quantize(unit, rounding=ROUND_HALF_UP, context=ARITHMETIC)
    return f"{shown:f}%"


def yuan_figure(amount: Money | Decimal, label: str) -> Figure:
    """Exact, unless the decimals never end: then cut to twelve."""
    value = amount.yuan if isinstance(amount, Money) else amount
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -12:
        value = value.quantize(_PLACES, context=ARITHMETIC)
    return Figure(value, "yuan", label)


def percent_figure(fraction: Decimal, label: str) -> Figure:
    return Figure(percent(fraction), "percent", label)


def date_figure(day: date, label: str) -> Figure:
    return Figure(Decimal(day.year * 10000 + day.month * 100 + day.day), "date", label)


def count_figure(count: int, unit: Unit, label: str) -> Figure:
    return Figure(Decimal(count), unit, label)


class InputList:
    """Collects inputs; an origin the caller did not name is `user`, or `fallback`.

    Several inputs of one kind carry a `number`: `periods_1`, `periods_2`.
    """

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self.items: list[Input] = []

    def add(
        self,
        name: str,
        label: str,
        value: object,
        unit: str = "",
        *,
        fallback: Origin = "user",
        source: str | None = None,
        number: int | None = None,
    ) -> None:
        origin, named_source = self._origins.get(name, (fallback, source))
        text = plain(value) if isinstance(value, Decimal) else str(value)
        name = name if number is None else f"{name}_{number}"
        self.items.append(Input(name, label, text, unit, origin, named_source))


def _input_json(each: Input) -> dict[str, Any]:
    return {
        "name": each.name,
        "label": each.label,
        "value": each.value,
        "unit": each.unit,
        "origin": each.origin,
        "source": each.source,
    }


def _input_figures(inputs: tuple[Input, ...]) -> Iterable[Figure]:
    for each in inputs:
        unit, digits = _INPUT_UNITS.get(each.unit), each.value.replace("-", "")
        if unit == "date" and digits.isdecimal():
            yield Figure(Decimal(digits), unit, each.label)
        elif unit and _NUMBER.fullmatch(each.value):
            yield Figure(Decimal(each.value), unit, each.label)


def _identity(name: str, inputs: tuple[Input, ...], result: Mapping[str, Any]) -> str:
    content = [name, [_input_json(each) for each in inputs], result]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "calc-" + hashlib.sha256(text.encode()).hexdigest()[:10]
