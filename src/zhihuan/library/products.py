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
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PublishedLateCharge:
    """One published way of charging lateness: fractions per day.

    `on_unpaid` is charged on all that is unpaid; `on_shortfall` on what is missing of the
    minimum payment; `once_on_shortfall` on the same, not by the day but once a bill.
    """

    id: str
    label: str
    on_unpaid: Decimal
    on_shortfall: Decimal
    once_on_shortfall: Decimal
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PublishedMultiple:
    """Penalty interest as a multiple of the contract's rate: `low` to `high`, often the same."""

    low: Decimal
    high: Decimal
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PublishedYuan:
    """A sum in whole yuan, and where it was published."""

    yuan: int
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Product:
    """A credit product and its published terms; what is not published is None or empty.

    Daily rates are fractions: `minimum_fee_daily` is charged on what is left after a minimum
    payment, `bill_service_daily` and `bill_penalty_daily` on a bill that is late,
    `early_settlement_daily` on each day's balance when a plan is settled early. A balance below
    `pay_all_under` is to be paid at once. `penalty_once` is a fraction of what the minimum lacks.
    """

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
    minimum_fee_daily: PublishedRate | None
    pay_all_under: PublishedYuan | None
    bill_service_daily: PublishedRate | None
    bill_penalty_daily: PublishedRate | None
    early_settlement_daily: PublishedRate | None
    penalty_once: PublishedRate | None
    penalty_multiple: PublishedMultiple | None
    where_to_look: str
    contact: str | None


def read_products(
    folder: Path, sources: Mapping[str, Source] | None
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
        except ValueError as error:
            problems.append(Problem(path, 0, f"读不出来：{error}"))
            continue
        products[product.id] = product
        problems += [
            Problem(path, 0, f"依据 {source} 在 sources.yaml 里没有")
            for source in _cited(data)
            if sources is not None and source not in sources
        ]
    return products, problems


def _read_product(key: str, data: Mapping[str, Any]) -> Product:
    instalment = _mapping(data.get("installment") or {}, "installment")
    return Product(
        id=key,
        name=take_text(data, "name"),
        aliases=tuple(str(alias) for alias in _list(data, "aliases")),
        kind=take_text(data, "kind"),
        lender=take_text(data, "lender"),
        late_charges=tuple(
            _late_charge(_mapping(entry, "late_readings")) for entry in _list(data, "late_readings")
        ),
        minimum_share=_rate(data, "minimum_share"),
        instalment_terms=tuple(_periods(term) for term in _list(instalment, "terms")),
        fee_rate_low=_rate(instalment, "fee_rate_low"),
        fee_rate_high=_rate(instalment, "fee_rate_high"),
        fee_rate_assumed=_rate(instalment, "fee_rate_assumed"),
        minimum_fee_daily=_rate(data, "minimum_fee_daily"),
        pay_all_under=_yuan(data, "pay_all_under"),
        bill_service_daily=_rate(data, "bill_service_daily"),
        bill_penalty_daily=_rate(data, "bill_penalty_daily"),
        early_settlement_daily=_rate(data, "early_settlement_daily"),
        penalty_once=_rate(data, "penalty_on_minimum_shortfall"),
        penalty_multiple=_multiple(data, "penalty_multiple"),
        where_to_look=take_text(data, "where_to_look"),
        contact=data.get("contact"),
    )


def _late_charge(entry: Mapping[str, Any]) -> PublishedLateCharge:
    return PublishedLateCharge(
        id=take_text(entry, "id"),
        label=take_text(entry, "label"),
        on_unpaid=_fraction(entry.get("daily_on_unpaid")),
        on_shortfall=_fraction(entry.get("daily_on_shortfall") or "0"),
        once_on_shortfall=_fraction(entry.get("once_on_shortfall") or "0"),
        source=entry.get("source"),
        confidence=_confidence(entry),
    )


def _rate(data: Mapping[str, Any], key: str) -> PublishedRate | None:
    entry = _mapping(data.get(key) or {}, key)
    if entry.get("value") is None:
        return None
    return PublishedRate(_fraction(entry["value"]), entry.get("source"), _confidence(entry))


def _multiple(data: Mapping[str, Any], key: str) -> PublishedMultiple | None:
    """`value`, or `low` and `high` where what was published is a range."""
    entry = _mapping(data.get(key) or {}, key)
    if not entry:
        return None
    ends = [entry.get("low"), entry.get("high")] if "low" in entry else [entry.get("value")] * 2
    low, high = (_decimal(each, "倍数", "1.5") for each in ends)
    if not 1 <= low <= high <= 2:
        raise ValueError(f"罚息倍数 {low}–{high} 应当在 1 到 2 之间，小的写在前面")
    return PublishedMultiple(low, high, entry.get("source"), _confidence(entry))


def _yuan(data: Mapping[str, Any], key: str) -> PublishedYuan | None:
    entry = _mapping(data.get(key) or {}, key)
    if not entry:
        return None
    yuan = entry.get("yuan")
    if type(yuan) is not int or yuan < 1:
        raise ValueError(f"{key} 的 yuan 应当是大于 0 的整数元")
    return PublishedYuan(yuan, entry.get("source"), _confidence(entry))


def _mapping(value: object, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{key} 下面应当是“名字: 内容”")
    return value


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key) or []
    if not isinstance(value, list):
        raise ValueError(f"{key} 应当是一个列表")
    return value


def _periods(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 360:
        raise ValueError(f"期数 {value} 应当是 1 到 360 的整数")
    return value


def _confidence(entry: Mapping[str, Any]) -> Confidence:
    word = take_text(entry, "confidence")
    if word not in get_args(Confidence):
        raise ValueError(f"confidence 写的是 {word}，应当是 high、medium、low 之一")
    return cast(Confidence, word)


def _fraction(value: object) -> Decimal:
    number = _decimal(value, "费率", "0.0005")
    if not 0 <= number < 1:
        raise ValueError(f"费率 {value} 应当是 0 到 1 之间的小数")
    return number


def _decimal(value: object, what: str, example: str) -> Decimal:
    """A number written as text: YAML would make a binary fraction of it."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValueError(f'{what} {value} 要加引号，写成小数文字，比如 "{example}"')
    return number


def _cited(data: object) -> set[str]:
    """Every value under a key `source`, at any depth."""
    if isinstance(data, Mapping):
        own = {data["source"]} if isinstance(data.get("source"), str) else set()
        return own.union(*(_cited(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*(_cited(value) for value in data))
    return set()
