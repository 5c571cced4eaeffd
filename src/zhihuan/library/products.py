"""The published terms of a product: what calculators use until the person gives their own.

Nobody outside has the current agreement of every person; each value therefore carries its
source and how sure we are, and answers that use one say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, cast, get_args

from zhihuan.library.problems import Problem
from zhihuan.library.sources import Confidence, Source
from zhihuan.library.yaml_file import load_document, take_text


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """A rate as a fraction, and where it was published."""

    value: Decimal
    source: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class PublishedLateCharge:
    """One published way of charging lateness: fractions per day.

    `on_unpaid` is charged on all that is unpaid; `on_shortfall` on what is missing of the
    minimum payment.
    """

    id: str
    label: str
    on_unpaid: Decimal
    on_shortfall: Decimal
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Product:
    """A credit product and its published terms; what is not published is None or empty."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    lender: str
    late_charges: tuple[PublishedLateCharge, ...]
    minimum_share: PublishedRate | None
    instalment_terms: tuple[int, ...]
    fee_rate_low: PublishedRate | None
    fee_rate_high: PublishedRate | None
    fee_rate_assumed: PublishedRate | None
    where_to_look: str
    contact: str | None


def read_products(
    folder: Path, sources: Mapping[str, Source]
) -> tuple[dict[str, Product], list[Problem]]:
    """All products by id (the file's name), and what is wrong with their files."""
    products: dict[str, Product] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        data, more = load_document(path)
        problems += more
        if more:
            continue
        try:
            product = _read_product(path.stem, data)
        except (ValueError, KeyError, TypeError, InvalidOperation) as error:
            problems.append(Problem(path, 0, f"读不出来：{error}"))
            continue
        products[product.id] = product
        problems += [
            Problem(path, 0, f"依据 {source} 在 sources.yaml 里没有")
            for source in _cited(data)
            if source not in sources
        ]
    return products, problems


def _read_product(key: str, data: Mapping[str, Any]) -> Product:
    instalment = data.get("installment") or {}
    return Product(
        id=key,
        name=take_text(data, "name"),
        aliases=tuple(data.get("aliases") or ()),
        kind=take_text(data, "kind"),
        lender=take_text(data, "lender"),
        late_charges=tuple(_late_charge(entry) for entry in data.get("late_readings") or ()),
        minimum_share=_rate(data.get("minimum_share")),
        instalment_terms=tuple(int(term) for term in instalment.get("terms") or ()),
        fee_rate_low=_rate(instalment.get("fee_rate_low")),
        fee_rate_high=_rate(instalment.get("fee_rate_high")),
        fee_rate_assumed=_rate(instalment.get("fee_rate_assumed")),
        where_to_look=take_text(data, "where_to_look"),
        contact=data.get("contact"),
    )


def _late_charge(entry: Mapping[str, Any]) -> PublishedLateCharge:
    return PublishedLateCharge(
        id=take_text(entry, "id"),
        label=take_text(entry, "label"),
        on_unpaid=_fraction(entry["daily_on_unpaid"]),
        on_shortfall=_fraction(entry.get("daily_on_shortfall") or "0"),
        source=entry.get("source"),
        confidence=_confidence(entry),
    )


def _rate(entry: Mapping[str, Any] | None) -> PublishedRate | None:
    if not entry or entry.get("value") is None:
        return None
    return PublishedRate(
        _fraction(entry["value"]), entry.get("source"), take_text(entry, "confidence")
    )


def _confidence(entry: Mapping[str, Any]) -> Confidence:
    word = take_text(entry, "confidence")
    if word not in get_args(Confidence):
        raise ValueError(f"confidence 写的是 {word}，应当是 high、medium、low 之一")
    return cast(Confidence, word)


def _fraction(value: object) -> Decimal:
    if not isinstance(value, str):
        raise ValueError(f'费率 {value} 要加引号，写成小数文字，比如 "0.0005"')
    number = Decimal(value)
    if not 0 <= number < 1:
        raise ValueError(f"费率 {value} 应当是 0 到 1 之间的小数")
    return number


def _cited(data: object) -> set[str]:
    """Every value under a key `source`, at any depth."""
    if isinstance(data, Mapping):
        own = {data["source"]} if isinstance(data.get("source"), str) else set()
        return own.union(*(_cited(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*(_cited(value) for value in data))
    return set()
