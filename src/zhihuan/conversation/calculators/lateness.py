"""Sums about being late: what it has cost, what paying changes, other ways of charging, stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from zhihuan.conversation.calculators.published import (
    DEFAULT,
    DERIVED,
    USER,
    Named,
    PublishedTerms,
    based_on,
    noted,
    origins_of,
    published,
)
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

_ORDER_ID = "order-based-or-older"
_BILL_SOURCE = "baitiao-bill-fee-2021"
_CARD_SOURCE = "credit-card-late-fee"
_PENALTY_SOURCE = "bank-penalty-interest"


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
            days, origins["days"] = max((as_of - due).days, 0), DERIVED
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
            on_day, origins["on_day"] = (pay_on - due).days, DERIVED
        assert on_day is not None
        if until_day is None:
            until_day, origins["until_day"] = on_day + LOOK_AHEAD, DEFAULT
        else:
            origins["until_day"] = USER
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
        source = published(_BILL_SOURCE)
        found = bill_late_cost(
            purchases=purchases,
            days=days,
            paid=paid,
            minimum=minimum,
            service_daily=SERVICE_DAILY if service_daily is None else service_daily,
            penalty_daily=PENALTY_DAILY if penalty_daily is None else penalty_daily,
            origins={
                "service_daily": source if service_daily is None else USER,
                "penalty_daily": source if penalty_daily is None else USER,
            },
        )
        if service_daily is not None and penalty_daily is not None:
            return found
        based = based_on(_BILL_SOURCE, "medium")
        return noted(
            found, [f"没有说的日费率取自京东白条公开过的资料，不是您的合同，依据 {based}。"]
        )

    def order_late_fee(
        self,
        *,
        principal_left: Money,
        fees_left: Money,
        days: int,
        daily_rate: Decimal | None = None,
    ) -> LateFee:
        """Order-based 白条, on everything left of the order. The published old rate if none is given."""
        origins: Named = {}
        notes: list[str] = []
        if daily_rate is None:
            old = next((r for r in self.product(None).late_charges if r.id == _ORDER_ID), None)
            if old is None:
                raise InvalidTerms("请写日违约金率，账单或合同上有")
            daily_rate, origins["daily_rate"] = old.on_unpaid, published(old.source)
            based = based_on(old.source, old.confidence)
            notes = [
                f"没有说日违约金率，取自京东白条早年公开过的资料，不是您的合同，依据 {based}。"
            ]
        found = order_late_fee(
            principal_left=principal_left,
            fees_left=fees_left,
            daily_rate=daily_rate,
            days=days,
            origins=origins,
        )
        return noted(found, notes)

    def card_late_fee(
        self,
        *,
        minimum: Money,
        paid: Money,
        rate: Decimal | None = None,
        at_least: Money | None = None,
        at_most: Money | None = None,
    ) -> LateFee:
        """A credit card's fee on what is missing of the minimum, once a bill. `rate`: 0.05 is 5%."""
        found = card_late_fee(
            minimum=minimum,
            paid=paid,
            rate=CARD_RATE if rate is None else rate,
            at_least=at_least,
            at_most=at_most,
            origins={"rate": published(_CARD_SOURCE) if rate is None else USER},
        )
        if rate is not None:
            return found
        based = based_on(_CARD_SOURCE, "high")
        return noted(found, [f"没有说违约金比例，取自多家银行公开的收费标准，依据 {based}。"])

    def contract_late_fee(
        self,
        *,
        unpaid: Money,
        annual_rate: Decimal,
        days: int,
        multiples: Sequence[Decimal] = (),
    ) -> LateFee:
        """Penalty interest: the contract's yearly rate (a fraction) times 1.3 to 1.5, or as told."""
        found = contract_late_fee(
            unpaid=unpaid,
            annual_rate=annual_rate,
            days=days,
            multiples=multiples or PENALTY_MULTIPLES,
            origins={"multiples": USER if multiples else ("default", _PENALTY_SOURCE)},
        )
        if multiples:
            return found
        based = based_on(_PENALTY_SOURCE, "medium")
        return noted(found, [f"没有说罚息倍数，按银行贷款的惯例给出范围，依据 {based}。"])

    def daily_late_fee(self, *, unpaid: Money, daily_rate: Decimal, days: int) -> LateFee:
        """Any daily rate that a bill names."""
        return daily_late_fee(unpaid=unpaid, daily_rate=daily_rate, days=days)

    def marks(self, *, due: date, as_of: date) -> Marks:
        """The stage and the report's mark, month by month from the due date to `as_of`."""
        return marks(due, as_of)
