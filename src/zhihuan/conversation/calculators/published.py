"""What is published about a product, and how a sum says that it used it.

    given by the person     origin user
    published terms         origin product, with the source's id, and how sure we are in a note
    an example              origin default, likewise

Notes go in front of a sum's own assumptions: whose number it was matters before how it was used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol, TypeVar

from zhihuan.library.products import Product, PublishedRate
from zhihuan.repayment import Calculation, InvalidTerms, LateReading, Origin

DEFAULT_PRODUCT = "baitiao"
Named = dict[str, tuple[Origin, str | None]]
SURE = {"high": "高", "medium": "中", "low": "低"}


class _Sum(Protocol):
    @property
    def calculation(self) -> Calculation: ...


S = TypeVar("S", bound=_Sum)


@dataclass(frozen=True, slots=True)
class LateRules:
    """How lateness is charged: the readings, the minimum's share, who said so, and the notes."""

    readings: tuple[LateReading, ...]
    minimum_share: Decimal
    origins: Named
    notes: tuple[str, ...]


class PublishedTerms:
    """The terms that `products` gives at the time; 白条's where a product is not one we know."""

    def __init__(self, products: Callable[[], Mapping[str, Product]]) -> None:
        self._products = products

    def product(self, product: str | None) -> Product:
        """Published terms; 白条's where the product is not one we know."""
        products = self._products()
        return products.get(product or DEFAULT_PRODUCT) or products[DEFAULT_PRODUCT]

    def check_product(self, product: str | None) -> str | None:
        """The same id back. Raises InvalidTerms where it was named and is not one we know."""
        if product is not None and product not in self._products():
            known = "、".join(sorted(self._products()))
            raise InvalidTerms(f"不认识这个 product，可以留空，按京东白条算；认识的有 {known}")
        return product

    def late_rules(self, product: str | None, daily_rate: Decimal | None) -> LateRules:
        """The rate that was named, or else every published reading. Fractions per day."""
        terms = self.product(product)
        share, said = terms.minimum_share, Decimal("0.10")
        origins: Named = {"minimum_share": ("default", None)}
        if share is not None:
            said, origins["minimum_share"] = share.value, ("product", share.source)
        if daily_rate is not None:
            origins["reading_stated"] = ("user", None)
            stated = LateReading("stated", "您说的日费率", daily_rate, Decimal(0), None, "high")
            return LateRules((stated,), said, origins, ())
        readings = tuple(
            LateReading(r.id, r.label, r.on_unpaid, r.on_shortfall, r.source, r.confidence)
            for r in terms.late_charges
        )
        if not readings:
            raise InvalidTerms(
                f"{terms.name}没有查到公开的逾期收费标准，请看账单或合同上的日费率再告诉我"
            )
        based = [based_on(each.source, each.confidence) for each in readings]
        notes = [f"收费说法取自{terms.name}公开过的资料，不是您的合同：{'、'.join(based)}。"]
        if share is not None:
            notes.append(
                f"最低还款比例取自公开资料：{based_on(share.source, share.confidence)}。"
            )
        if terms.kind == "credit-card":
            notes.append("信用卡的违约金一期只收一次，这里没有算进去；利息通常从记账日算起。")
        return LateRules(readings, said, origins, tuple(notes))

    def assumed_fee(self, product: str | None) -> PublishedRate:
        """A published example of a fee per period. Raises InvalidTerms where there is none."""
        assumed = self.product(product).fee_rate_assumed or self.product(None).fee_rate_assumed
        if assumed is None:
            raise InvalidTerms("请说每期费率是多少，App 的分期页面上有")
        return assumed


def based_on(source: str | None, confidence: str) -> str:
    """依据 baitiao-minimum（可信度中）"""
    return f"依据 {source or '未注明'}（可信度{SURE[confidence]}）"


def fee_note(assumed: PublishedRate) -> str:
    """That the fee per period is an example and not the person's."""
    based = based_on(assumed.source, assumed.confidence)
    return f"没有说每期费率，拿公开过的一个示例值来算，不是您的费率：{based}。"


def noted(found: S, notes: Sequence[str]) -> S:
    """The same sum with `notes` in front of its assumptions. Its id does not change."""
    if not notes:
        return found
    told = replace(found.calculation, assumptions=(*notes, *found.calculation.assumptions))
    return replace(found, calculation=told)  # type: ignore[type-var, no-any-return]  # a dataclass


def origins_of(given: Collection[str], names: Sequence[str]) -> Named:
    """`user` for each name that the person gave, `default` for the rest."""
    return {name: ("user" if name in given else "default", None) for name in names}
