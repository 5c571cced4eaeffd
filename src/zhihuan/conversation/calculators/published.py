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

from zhihuan.library.products import (
    Product,
    PublishedLateCharge,
    PublishedMultiple,
    PublishedRate,
    PublishedYuan,
)
from zhihuan.repayment import Calculation, InvalidTerms, LateReading, Money, Origin
from zhihuan.repayment.calculation import percent_text

DEFAULT_PRODUCT = "baitiao"
CARD = "credit-card"
BANK_LOAN = "bank-loan"
"""Products whose terms are the custom of many lenders, for contracts that name no product."""

Named = dict[str, tuple[Origin, str | None]]
USER: tuple[Origin, str | None] = ("user", None)
DERIVED: tuple[Origin, str | None] = ("derived", None)
DEFAULT: tuple[Origin, str | None] = ("default", None)
SURE = {"high": "高", "medium": "中", "low": "低"}


class _Sum(Protocol):
    @property
    def calculation(self) -> Calculation: ...


S = TypeVar("S", bound=_Sum)
Published = PublishedRate | PublishedYuan | PublishedMultiple
P = TypeVar("P", bound=Published)


@dataclass(frozen=True, slots=True)
class LateRules:
    """How lateness is charged: the readings, the minimum's share, who said so, and the notes."""

    readings: tuple[LateReading, ...]
    minimum_share: Decimal
    origins: Named
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinimumRules:
    """What only paying the minimum is worked out from, who said so, and the notes."""

    daily_rate: Decimal
    share: Decimal
    pay_all_under: Money
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
        origins: Named = {"minimum_share": DEFAULT}
        if share is not None:
            said, origins["minimum_share"] = share.value, published(share.source)
        if daily_rate is not None:
            origins["reading_stated"] = USER
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
        based = [based_on(each) for each in terms.late_charges]
        notes = [f"收费说法取自{terms.name}公开过的资料，不是您的合同，依据 {'、'.join(based)}。"]
        if share is not None:
            notes.append(f"最低还款比例取自公开资料，依据 {based_on(share)}。")
        once = max((each.once_on_shortfall for each in terms.late_charges), default=Decimal(0))
        if once:
            notes.append(
                f"另有违约金，是最低还款额没还够部分的 {percent_text(once, 0)}，一期只收一次，"
                "这里没有算进去；利息通常从记账日算起。"
            )
            notes.append("各行收法不同，有的按月计复利，会比这里多，以发卡行的账单和合约为准。")
        return LateRules(readings, said, origins, tuple(notes))

    def minimum_rules(
        self,
        product: str | None = None,
        *,
        daily_rate: Decimal | None = None,
        share: Decimal | None = None,
        pay_all_under: Money | None = None,
    ) -> MinimumRules:
        """What was named, and the published rest. Raises InvalidTerms where nothing is published."""
        terms = self.product(product)
        origins: Named = dict.fromkeys(
            ("daily_rate", "minimum_daily_rate", "share", "minimum_share"), USER
        )
        based = []
        known = terms.minimum_share
        if (share is None or daily_rate is None) and (known is None or terms.id != DEFAULT_PRODUCT):
            raise InvalidTerms(f"没有查到{terms.name}的最低还款规则，请写上最低还款比例和日费率")
        if share is None and known is not None:
            share = known.value
            origins["share"] = origins["minimum_share"] = published(known.source)
            based.append(based_on(known))
        if daily_rate is None:
            fee = told(terms.minimum_fee_daily, "日服务费率")
            daily_rate = fee.value
            origins["daily_rate"] = origins["minimum_daily_rate"] = published(fee.source)
            based.append(based_on(fee))
        if pay_all_under is None:
            carry = told(self.product(None).pay_all_under, "低于多少一次还清")
            pay_all_under, origins["pay_all_under"] = Money.of(carry.yuan), published(carry.source)
            based.append(based_on(carry))
        else:
            origins["pay_all_under"] = USER
        assert share is not None
        said = (
            f"没有说的最低还款规则取自京东白条公开过的资料，不是您的合同，依据 {'、'.join(based)}。"
        )
        notes = (said,) if based else ()
        return MinimumRules(daily_rate, share, pay_all_under, origins, notes)

    def carried_fee(self, product: str | None) -> tuple[Decimal, tuple[Origin, str | None], str]:
        """What a balance carried on by the minimum is charged a day, its origin, and the note.

        Raises InvalidTerms where nothing is published for the product.
        """
        terms = self.product(product)
        fee = told(terms.minimum_fee_daily, f"{terms.name}日利率")
        compounds = any(each.once_on_shortfall for each in terms.late_charges)
        more = "各行和各人不同，从记账日算起、按月计复利的会更多，" if compounds else ""
        note = (
            f"没有说利率，日费率取自{terms.name}公开过的资料，不是您的合同，"
            f"{more}依据 {based_on(fee)}。"
        )
        return fee.value, published(fee.source), note

    def assumed_fee(self, product: str | None) -> PublishedRate:
        """A published example of a fee per period. Raises InvalidTerms where there is none."""
        assumed = self.product(product).fee_rate_assumed or self.product(None).fee_rate_assumed
        if assumed is None:
            raise InvalidTerms("请说每期费率是多少，App 的分期页面上有")
        return assumed


def published(source: str | None) -> tuple[Origin, str | None]:
    """The origin of what a product's published terms say."""
    return "product", source


def told(found: P | None, what: str) -> P:
    """What is published. Raises InvalidTerms where nothing is, so that nothing is made up."""
    if found is None:
        raise InvalidTerms(f"没有查到公开的{what}，请写上，账单或合同上有")
    return found


def based_on(found: Published | PublishedLateCharge) -> str:
    """baitiao-minimum（可信度中）"""
    return f"{found.source or '未注明'}（可信度{SURE[found.confidence]}）"


def fee_note(assumed: PublishedRate) -> str:
    """That the fee per period is an example and not the person's."""
    based = based_on(assumed)
    return f"没有说每期费率，拿公开过的一个示例值来算，不是您的费率，依据 {based}。"


def noted(found: S, notes: Sequence[str]) -> S:
    """The same sum with `notes` in front of its assumptions. Its id does not change."""
    if not notes:
        return found
    told = replace(found.calculation, assumptions=(*notes, *found.calculation.assumptions))
    return replace(found, calculation=told)  # type: ignore[type-var]  # a dataclass


def origins_of(given: Collection[str], names: Sequence[str]) -> Named:
    """`user` for each name that the person gave, `default` for the rest."""
    return {name: USER if name in given else DEFAULT for name in names}
