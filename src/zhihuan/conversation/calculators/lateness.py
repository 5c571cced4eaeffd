"""Sums about being late: what it has cost, what paying changes, other ways of charging, stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from zhihuan.conversation.calculators.published import (
    BANK_LOAN,
    CARD,
    DEFAULT,
    DERIVED,
    USER,
    Named,
    PublishedTerms,
    based_on,
    noted,
    origins_of,
    published,
    told,
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

LOOK_AHEAD = 30
"""Days after a payment at which a what-if is told, unless another day is named."""

_ORDER_ID = "order-based-or-older"


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
        terms, based = self.product(None), []
        origins: Named = {"service_daily": USER, "penalty_daily": USER}
        if service_daily is None:
            rate = told(terms.bill_service_daily, "日服务费率")
            service_daily, origins["service_daily"] = rate.value, published(rate.source)
            based.append(based_on(rate))
        if penalty_daily is None:
            rate = told(terms.bill_penalty_daily, "日违约金率")
            penalty_daily, origins["penalty_daily"] = rate.value, published(rate.source)
            based.append(based_on(rate))
        found = bill_late_cost(
            purchases=purchases,
            days=days,
            paid=paid,
            minimum=minimum,
            service_daily=service_daily,
            penalty_daily=penalty_daily,
            origins=origins,
        )
        sources = "、".join(dict.fromkeys(based))
        said = f"没有说的日费率取自京东白条公开过的资料，不是您的合同，依据 {sources}。"
        return noted(found, [said] if based else [])

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
            based = based_on(old)
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
        origin, notes = USER, []
        if rate is None:
            usual = told(self.product(CARD).penalty_once, "违约金比例")
            rate, origin = usual.value, published(usual.source)
            based = based_on(usual)
            notes = [f"没有说违约金比例，取自多家银行公开的收费标准，依据 {based}。"]
        found = card_late_fee(
            minimum=minimum,
            paid=paid,
            rate=rate,
            at_least=at_least,
            at_most=at_most,
            origins={"rate": origin},
        )
        return noted(found, notes)

    def contract_late_fee(
        self,
        *,
        unpaid: Money,
        annual_rate: Decimal,
        days: int,
        multiples: Sequence[Decimal] = (),
        product: str | None = None,
    ) -> LateFee:
        """Penalty interest: the contract's yearly rate (a fraction) times what was said.

        Where nothing was said, times what is published of the product, or else what is usual
        for a bank's loan: 1.3 to 1.5.
        """
        origin, notes = USER, []
        if not multiples:
            own = self.product(product).penalty_multiple if product else None
            usual = own or told(self.product(BANK_LOAN).penalty_multiple, "罚息倍数")
            multiples = (usual.low, usual.high)
            origin = published(usual.source) if own else ("default", usual.source)
            whose = f"{self.product(product).name}公开过的资料" if own else "银行贷款的惯例"
            notes = [f"没有说罚息倍数，按{whose}来算，不是您的合同，依据 {based_on(usual)}。"]
        found = contract_late_fee(
            unpaid=unpaid,
            annual_rate=annual_rate,
            days=days,
            multiples=multiples,
            origins={"multiples": origin},
        )
        return noted(found, notes)

    def daily_late_fee(self, *, unpaid: Money, daily_rate: Decimal, days: int) -> LateFee:
        """Any daily rate that a bill names."""
        return daily_late_fee(unpaid=unpaid, daily_rate=daily_rate, days=days)

    def marks(self, *, due: date, as_of: date) -> Marks:
        """The stage and the report's mark, month by month from the due date to `as_of`."""
        return marks(due, as_of)
