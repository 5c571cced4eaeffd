"""Sums about being late: what it has cost, what paying changes, other ways of charging, stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from zhihuan.conversation.calculators.published import PublishedTerms, noted, origins_of
from zhihuan.repayment import (
    BillLateCost,
    InvalidTerms,
    LateFee,
    Marks,
    Money,
    OverdueCost,
    Purchase,
    WhatIf,
    bill_late_cost,
    card_late_fee,
    contract_late_fee,
    daily_late_fee,
    marks,
    order_late_fee,
    overdue_cost,
    what_if_paid,
)
from zhihuan.repayment.bill_late import PENALTY_DAILY, SERVICE_DAILY
from zhihuan.repayment.late_fee import CARD_RATE, PENALTY_MULTIPLES

LOOK_AHEAD = 30
"""Days after a payment at which a what-if is told, unless another day is named."""

_ORDER_READING = "order-based-or-older"


class LateSums(PublishedTerms):
    """Amounts are yuan, rates fractions per day unless named otherwise, days from the due date."""

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
        rules = self.late_rules(product, daily_rate)
        origins = rules.origins | origins_of(given, ("amount", "days", "due"))
        if days is None and due is not None:
            days, origins["days"] = max((as_of - due).days, 0), ("derived", None)
        assert days is not None
        found = overdue_cost(
            amount=amount,
            days=days,
            due=due,
            as_of=as_of,
            readings=rules.readings,
            minimum_share=rules.minimum_share,
            origins=origins,
        )
        return noted(found, rules.notes)

    def what_if_paid(
        self,
        *,
        amount: Money,
        payment: Money,
        on_day: int | None = None,
        until_day: int | None = None,
        due: date | None = None,
        pay_on: date | None = None,
        product: str | None = None,
        daily_rate: Decimal | None = None,
    ) -> WhatIf:
        """Pay `payment` on day `on_day` of being late, or on `pay_on` with the `due` day known.

        Looks again on day `until_day`; `LOOK_AHEAD` days later when not given.
        """
        rules = self.late_rules(product, daily_rate)
        origins = dict(rules.origins)
        if (on_day is None) == (due is None or pay_on is None):
            raise InvalidTerms("请说逾期第几天还；或者说还款日和打算还钱的那天，两种写一种")
        if on_day is None and due is not None and pay_on is not None:
            if pay_on < due:
                raise InvalidTerms("打算还钱的那天要在还款日以后，请核对日期")
            on_day, origins["on_day"] = (pay_on - due).days, ("derived", None)
        assert on_day is not None
        if until_day is None:
            until_day, origins["until_day"] = on_day + LOOK_AHEAD, ("default", None)
        else:
            origins["until_day"] = ("user", None)
        found = what_if_paid(
            amount=amount,
            payment=payment,
            on_day=on_day,
            until_day=until_day,
            readings=rules.readings,
            minimum_share=rules.minimum_share,
            origins=origins,
        )
        return noted(found, rules.notes)

    def bill_late_cost(
        self,
        *,
        purchases: Sequence[Purchase],
        days: int,
        paid: Money,
        minimum: Money | None = None,
        service_daily: Decimal | None = None,
        penalty_daily: Decimal | None = None,
    ) -> BillLateCost:
        """A monthly bill with the day of each purchase known: both readings, as a range."""
        published = ("product", "baitiao-bill-fee-2021")
        found = bill_late_cost(
            purchases=purchases,
            days=days,
            paid=paid,
            minimum=minimum,
            service_daily=SERVICE_DAILY if service_daily is None else service_daily,
            penalty_daily=PENALTY_DAILY if penalty_daily is None else penalty_daily,
            origins={
                "service_daily": published if service_daily is None else ("user", None),
                "penalty_daily": published if penalty_daily is None else ("user", None),
            },  # type: ignore[dict-item]  # the words of Origin
        )
        assumed = service_daily is None or penalty_daily is None
        return noted(found, [_BILL_NOTE] if assumed else [])

    def order_late_fee(
        self,
        *,
        principal_left: Money,
        fees_left: Money,
        days: int,
        daily_rate: Decimal | None = None,
    ) -> LateFee:
        """Order-based 白条: charged on everything left of the order. The old rate if none is given."""
        origins, notes = {}, []
        if daily_rate is None:
            old = next(r for r in self.product(None).late_charges if r.id == _ORDER_READING)
            daily_rate, origins["daily_rate"] = old.on_unpaid, ("product", old.source)
            notes = [_ORDER_NOTE]
        found = order_late_fee(
            principal_left=principal_left,
            fees_left=fees_left,
            daily_rate=daily_rate,
            days=days,
            origins=origins,  # type: ignore[arg-type]  # the words of Origin
        )
        return noted(found, notes)
