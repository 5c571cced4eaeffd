"""The sums with published terms filled in: the calculators behind every face.

`repayment` knows arithmetic and no product; `library` knows products and no arithmetic. Here
they meet. `given` says which arguments the person named; the rest are marked as published or
assumed, so that every answer can say which of its numbers are the person's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from zhihuan.library.products import Product
from zhihuan.repayment import (
    Comparison,
    CreditRecord,
    InstallmentPlan,
    InvalidTerms,
    LateReading,
    Method,
    Money,
    OverdueCost,
    compare_plans,
    credit_record,
    installment_plan,
    overdue_cost,
)
from zhihuan.repayment.calculation import Origin

DEFAULT_PRODUCT = "baitiao"
USUAL_TERMS = (3, 6, 12, 24)


class Calculators:
    """Every sum, with the terms that `products` gives at the time."""

    def __init__(self, products: Callable[[], Mapping[str, Product]]) -> None:
        self._products = products

    def product(self, product: str | None) -> Product:
        """Published terms; 白条's where the product is not one we know."""
        products = self._products()
        return products.get(product or DEFAULT_PRODUCT) or products[DEFAULT_PRODUCT]

    def overdue_cost(
        self,
        *,
        amount: Money,
        as_of: date,
        days: int | None = None,
        due: date | None = None,
        product: str | None = None,
        daily_rate: Decimal | None = None,
        given: Collection[str] = ("amount", "days", "due"),
    ) -> OverdueCost:
        """What being late has cost by `as_of`. Give `days`, or `due`, or both."""
        if days is None and due is None:
            raise InvalidTerms("请说逾期了几天，或者还款日是哪天")
        if days is None and due is not None:
            days = max((as_of - due).days, 0)
        assert days is not None
        terms = self.product(product)
        if daily_rate is not None:
            readings: Sequence[LateReading] = [
                LateReading("stated", "您说的日费率", daily_rate, Decimal(0), None, "high")
            ]
        else:
            readings = [
                LateReading(r.id, r.label, r.on_unpaid, r.on_shortfall, r.source, r.confidence)
                for r in terms.late_charges
            ]
        if not readings:
            raise InvalidTerms(
                f"{terms.name}没有查到公开的逾期收费标准，请看账单或合同上的日费率再告诉我"
            )
        return overdue_cost(
            amount=amount,
            days=days,
            due=due,
            as_of=as_of,
            readings=readings,
            minimum_share=terms.minimum_share.value if terms.minimum_share else Decimal("0.10"),
            origins=_origins(given, ("amount", "days", "due", "daily_rate")),
        )

    def installment_plan(
        self,
        *,
        principal: Money,
        periods: int,
        method: Method = "flat_fee",
        fee_rate: Decimal | None = None,
        annual_rate: Decimal | None = None,
        first_due: date | None = None,
        product: str | None = None,
        given: Collection[str] = ("amount", "periods", "fee_rate", "annual_rate"),
    ) -> InstallmentPlan:
        """A plan to the fen. With no rate given, a published example rate of the product."""
        origins = _origins(given, ("amount", "periods", "fee_rate", "annual_rate", "method"))
        if method == "flat_fee" and fee_rate is None:
            fee_rate, origins["fee_rate"] = self._assumed_fee(product)
        return installment_plan(
            principal, periods, method, fee_rate, annual_rate, first_due, origins
        )

    def compare_plans(
        self,
        *,
        principal: Money,
        terms: Sequence[int] = (),
        fee_rate: Decimal | None = None,
        budget: Money | None = None,
        product: str | None = None,
        given: Collection[str] = ("amount", "budget", "fee_rate"),
    ) -> Comparison:
        """Plans of several lengths side by side; marks those within `budget` a month."""
        origins = _origins(given, ("amount", "budget", "fee_rate", "periods"))
        if fee_rate is None:
            fee_rate, origins["fee_rate"] = self._assumed_fee(product)
        lengths = terms or self.product(product).instalment_terms or USUAL_TERMS
        return compare_plans(principal, [(n, fee_rate) for n in lengths], budget, origins)

    def credit_record(self, *, settled: date, as_of: date) -> CreditRecord:
        """When the record of a debt that was paid off on `settled` leaves the report."""
        if settled > as_of + timedelta(days=366 * 30):
            raise InvalidTerms("结清日期太远了，请核对一下")
        return credit_record(settled)

    def _assumed_fee(self, product: str | None) -> tuple[Decimal, tuple[Origin, str | None]]:
        assumed = self.product(product).fee_rate_assumed or self.product(None).fee_rate_assumed
        if assumed is None:
            raise InvalidTerms("请说每期费率是多少，App 的分期页面上有")
        return assumed.value, ("default", assumed.source)


def _origins(given: Collection[str], names: Sequence[str]) -> dict[str, tuple[Origin, str | None]]:
    return {name: ("user" if name in given else "default", None) for name in names}
