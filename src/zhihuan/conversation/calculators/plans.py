"""Sums about plans: a schedule, several side by side, what one really costs in a year."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from zhihuan.conversation.calculators.published import (
    DEFAULT,
    USER,
    MinimumRules,
    PublishedTerms,
    fee_note,
    noted,
    origins_of,
    published,
)
from zhihuan.repayment import (
    Comparison,
    Details,
    EqualPayment,
    FeeForRate,
    InstallmentPlan,
    InterestForTime,
    Method,
    Money,
    Offer,
    RateInAYear,
    SideBySide,
    Wait,
    Way,
    YearlyCost,
    compare,
    compare_plans,
    dated_yearly_cost,
    fee_for_rate,
    installment_plan,
    interest_for_time,
    rate_in_a_year,
    side_by_side,
    yearly_cost,
)
from zhihuan.repayment.yearly_cost import Basis

USUAL_TERMS = (3, 6, 12, 24)
ORDINARY = Details()


class PlanSums(PublishedTerms):
    """Amounts are yuan, rates fractions: a fee per period, interest per year."""

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
        details: Details = ORDINARY,
    ) -> InstallmentPlan:
        """A plan to the fen. With no rate given, a published example rate of the product."""
        origins = origins_of(given, ("amount", "periods", "fee_rate", "annual_rate", "method"))
        notes = []
        if method == "flat_fee" and fee_rate is None:
            assumed = self.assumed_fee(product)
            fee_rate, origins["fee_rate"] = assumed.value, ("default", assumed.source)
            notes = [fee_note(assumed)]
        found = installment_plan(
            principal, periods, method, fee_rate, annual_rate, first_due, origins, details
        )
        return noted(found, notes)

    def compare_plans(
        self,
        *,
        principal: Money,
        terms: Sequence[int] = (),
        fee_rate: Decimal | None = None,
        annual_rate: Decimal | None = None,
        budget: Money | None = None,
        product: str | None = None,
        given: Collection[str] = ("amount", "budget", "fee_rate", "annual_rate"),
    ) -> Comparison:
        """Plans of several lengths side by side; marks those within `budget` a month.

        With an `annual_rate` and no fee they are paid back in equal payments.
        """
        origins = origins_of(given, ("amount", "budget", "fee_rate", "annual_rate", "periods"))
        notes = []
        if fee_rate is None and annual_rate is None:
            assumed = self.assumed_fee(product)
            fee_rate, origins["fee_rate"] = assumed.value, ("default", assumed.source)
            notes = [fee_note(assumed)]
        if not terms:
            terms = self.product(product).instalment_terms
            origins["periods"] = published(None) if terms else DEFAULT
        lengths = terms or USUAL_TERMS
        if fee_rate is None:
            assert annual_rate is not None
            loans = [
                EqualPayment(principal=principal, periods=n, annual_rate=annual_rate)
                for n in lengths
            ]
            offers = [Offer(f"{each.periods} 期", each) for each in loans]
            return noted(compare(offers, budget, origins), notes)
        found = compare_plans(principal, [(n, fee_rate) for n in lengths], budget, origins)
        return noted(found, notes)

    def side_by_side(
        self,
        *,
        amount: Money,
        ways: Sequence[Way],
        as_of: date,
        days_late: int = 0,
        budget: Money | None = None,
        product: str | None = None,
        daily_rate: Decimal | None = None,
        minimum: MinimumRules | None = None,
    ) -> SideBySide:
        """This instalment, that one, now, the minimum, wait. `daily_rate` is charged when late.

        `minimum` is what a PayMinimum among `ways` was made from, so that it is told whose
        numbers they are.
        """
        charged = days_late > 0 or any(isinstance(each, Wait) for each in ways)
        rules = self.late_rules(product, daily_rate) if charged else None
        origins = dict(rules.origins) if rules else {}
        notes = list(rules.notes) if rules else []
        origins["days_late"] = USER if days_late else DEFAULT
        if minimum is not None:
            origins |= {name: minimum.origins[name] for name in ("minimum_daily_rate", "share")}
            notes += minimum.notes
        found = side_by_side(
            amount=amount,
            ways=ways,
            as_of=as_of,
            days_late=days_late,
            budget=budget,
            readings=rules.readings if rules else (),
            minimum_share=rules.minimum_share if rules else Decimal("0.10"),
            origins=origins,
        )
        return noted(found, notes)

    def yearly_cost(self, *, received: Money, payments: Sequence[Money]) -> YearlyCost:
        """What it really costs in a year: one payment a month, the first after a month."""
        return yearly_cost(received, payments)

    def dated_yearly_cost(
        self, *, received: Money, on: date, payments: Sequence[tuple[date, Money]]
    ) -> YearlyCost:
        """The same by the exact day of each payment."""
        return dated_yearly_cost(received, on, payments)

    def interest_for_time(
        self,
        *,
        amount: Money,
        annual_rate: Decimal | None = None,
        daily_rate: Decimal | None = None,
        days: int | None = None,
        months: int | None = None,
        product: str | None = None,
    ) -> InterestForTime:
        """Simple interest, paid back with the amount at the end.

        With no rate, the fee a day that is published for a balance carried on by the minimum.
        """
        origins, notes = {}, []
        if annual_rate is None and daily_rate is None:
            daily_rate, source, note = self.carried_fee(product)
            origins, notes = {"daily_rate": source}, [note]
        found = interest_for_time(
            amount,
            annual_rate=annual_rate,
            daily_rate=daily_rate,
            days=days,
            months=months,
            origins=origins,
        )
        return noted(found, notes)

    def rate_in_a_year(self, *, daily_rate: Decimal) -> RateInAYear:
        """What a daily rate comes to in a year of 365 days, and of 360."""
        return rate_in_a_year(daily_rate)

    def fee_for_rate(self, *, yearly: Decimal, periods: int, basis: Basis = "simple") -> FeeForRate:
        """The largest fee per period that stays within a yearly rate."""
        return fee_for_rate(yearly, periods, basis)
