"""Being late over HTTP: what it has cost, what paying changes, other charges, the stage."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from zhihuan.clock import today
from zhihuan.conversation.calculators import Calculators
from zhihuan.conversation.message import check_day
from zhihuan.repayment import BillLateCost, LateFee, Money, Purchase
from zhihuan.web.repayment.fields import (
    Body,
    Day,
    Days,
    Number,
    Product,
    amount,
    amount_or_zero,
    example,
    fraction,
    some_amount,
    told,
)
from zhihuan.web.services import Ready

router = APIRouter()


class OverdueRequest(Body):
    """What the cost of being late is worked out from."""

    model_config = example(amount="3200", days=45)

    amount: Number = Field(description="还欠多少，元，写成文字")
    due: Day | None = Field(default=None, description="还款日；和 days 给一个就行")
    days: Days | None = Field(default=None, description="逾期天数")
    product: Product | None = None
    daily_rate: Number | None = Field(
        default=None, description="日费率，小数；不给就用公开过的几种"
    )
    as_of: Day | None = Field(default=None, description="算到哪天；默认今天（中国时间）")


class WhatIfRequest(Body):
    """Paying a part of it on some day."""

    model_config = example(amount="3200", payment="1000", on_day=45, until_day=75)

    amount: Number = Field(description="还欠多少，元")
    payment: Number = Field(description="打算还多少，元")
    on_day: Days | None = Field(default=None, description="逾期第几天还；或者写 due 和 pay_on")
    until_day: Days | None = Field(default=None, description="看到逾期第几天；默认再看 30 天")
    due: Day | None = Field(default=None, description="还款日")
    pay_on: Day | None = Field(default=None, description="打算哪天还")
    product: Product | None = None
    daily_rate: Number | None = Field(default=None, description="日费率，小数")


class PurchaseBody(Body):
    """One purchase on the bill."""

    amount: Number
    days_before_due: Days = Field(description="从消费那天到还款日多少天")


class BillFee(Body):
    """白条 by the bill, with the day of each purchase known."""

    model_config = example(
        kind="bill",
        purchases=[{"amount": "1200", "days_before_due": 35}],
        days=10,
        minimum="120",
    )

    kind: Literal["bill"]
    purchases: list[PurchaseBody] = Field(min_length=1, max_length=200)
    days: Days = Field(description="还款日之后多少天")
    paid: Number = Field(default="0", description="还款日前已还")
    minimum: Number | None = Field(default=None, description="账单上的最低还款额")
    service_daily: Number | None = Field(default=None, description="日服务费率，小数")
    penalty_daily: Number | None = Field(default=None, description="日违约金率，小数")


class OrderFee(Body):
    """白条 by the order: charged on everything left of it."""

    model_config = example(kind="order", principal_left="1000", fees_left="15", days=5)

    kind: Literal["order"]
    principal_left: Number = Field(description="这笔订单未还本金")
    fees_left: Number = Field(default="0", description="这笔订单未还分期费")
    days: Days
    daily_rate: Number | None = Field(default=None, description="日违约金率，小数")


class CardFee(Body):
    """A credit card: once a bill, on what is missing of the minimum."""

    model_config = example(kind="card", minimum="1000", paid="300")

    kind: Literal["card"]
    minimum: Number = Field(description="最低还款额")
    paid: Number = Field(default="0", description="到期前已还")
    rate: Number | None = Field(default=None, description="违约金比例，小数；默认 0.05")
    at_least: Number | None = Field(default=None, description="违约金下限")
    at_most: Number | None = Field(default=None, description="违约金上限")


class ContractFee(Body):
    """A loan whose contract charges a multiple of its yearly rate."""

    model_config = example(kind="contract", amount="10000", annual_rate="0.18", days=30)

    kind: Literal["contract"]
    amount: Number = Field(description="未还金额")
    annual_rate: Number = Field(description="合同年利率，小数")
    days: Days
    multiples: list[Number] = Field(default=[], max_length=2, description="罚息倍数；默认 1.3–1.5")
    product: Product | None = None


class DailyFee(Body):
    """Any daily rate that a bill names."""

    model_config = example(kind="daily", amount="1000", daily_rate="0.00065", days=30)

    kind: Literal["daily"]
    amount: Number = Field(description="未还金额")
    daily_rate: Number = Field(description="日费率，小数")
    days: Days


AnyFee = Annotated[
    BillFee | OrderFee | CardFee | ContractFee | DailyFee, Field(discriminator="kind")
]


class StageRequest(Body):
    """The due day, and the day to look at."""

    model_config = example(due="2026-08-10")

    due: Day = Field(description="还款日")
    as_of: Day | None = Field(default=None, description="看到哪天；默认今天（中国时间）")


@router.post("/overdue", summary="算逾期费用")
def overdue(body: OverdueRequest, services: Ready) -> dict[str, Any]:
    """What being late has cost by a day: a range, because published rules differ."""
    as_of = check_day(body.as_of or today())
    found = services.toolbox.overdue_cost(
        amount=Money.parse(body.amount),
        due=check_day(body.due) if body.due else None,
        days=body.days,
        product=services.toolbox.check_product(body.product),
        daily_rate=fraction(body.daily_rate, "daily_rate"),
        as_of=as_of,
    )
    result = found.calculation.result
    return {
        "days": found.days,
        "as_of": as_of.isoformat(),
        "stage": found.stage.name,
        "report_mark": found.stage.mark,
        "accrued": {"low": result["low"], "high": result["high"]},
        "per_day": {"low": result["per_day_low"], "high": result["per_day_high"]},
        "series": result["series"],
        "calculation": found.calculation.to_json(),
    }


@router.post("/what-if", summary="先还一部分会怎样")
def what_if(body: WhatIfRequest, services: Ready) -> dict[str, Any]:
    """What is saved, what is left and each day after, as ranges."""
    found = services.toolbox.what_if_paid(
        amount=amount(body.amount, "amount（欠款金额）"),
        payment=amount(body.payment, "payment（打算还的金额）"),
        on_day=body.on_day,
        until_day=body.until_day,
        due=body.due,
        pay_on=body.pay_on,
        product=services.toolbox.check_product(body.product),
        daily_rate=fraction(body.daily_rate, "daily_rate"),
    )
    return told(found.calculation)


@router.post("/late-fee", summary="按不同收费方式算逾期费用")
def late_fee(body: AnyFee, services: Ready) -> dict[str, Any]:
    """By the bill, by the order, a credit card's, a contract's, or any daily rate."""
    return told(_late_fee(body, services.toolbox).calculation)


@router.post("/stage", summary="逐月的逾期阶段和征信标记")
def stage(body: StageRequest, services: Ready) -> dict[str, Any]:
    """Month by month from the due date; and the day on which each stage begins."""
    found = services.toolbox.marks(due=check_day(body.due), as_of=check_day(body.as_of or today()))
    return told(found.calculation)


def _late_fee(
    body: BillFee | OrderFee | CardFee | ContractFee | DailyFee, sums: Calculators
) -> LateFee | BillLateCost:
    if isinstance(body, BillFee):
        return sums.bill_late_cost(
            purchases=[
                Purchase(amount(each.amount, "amount（消费金额）"), each.days_before_due)
                for each in body.purchases
            ],
            days=body.days,
            paid=amount_or_zero(body.paid, "paid（已还）"),
            minimum=some_amount(body.minimum, "minimum（最低还款额）"),
            service_daily=fraction(body.service_daily, "service_daily"),
            penalty_daily=fraction(body.penalty_daily, "penalty_daily"),
        )
    if isinstance(body, OrderFee):
        return sums.order_late_fee(
            principal_left=amount(body.principal_left, "principal_left（未还本金）"),
            fees_left=amount_or_zero(body.fees_left, "fees_left（未还分期费）"),
            days=body.days,
            daily_rate=fraction(body.daily_rate, "daily_rate"),
        )
    if isinstance(body, CardFee):
        return sums.card_late_fee(
            minimum=amount(body.minimum, "minimum（最低还款额）"),
            paid=amount_or_zero(body.paid, "paid（已还）"),
            rate=fraction(body.rate, "rate"),
            at_least=some_amount(body.at_least, "at_least（违约金下限）"),
            at_most=some_amount(body.at_most, "at_most（违约金上限）"),
        )
    unpaid = amount(body.amount, "amount（未还金额）")
    if isinstance(body, DailyFee):
        rate = fraction(body.daily_rate, "daily_rate")
        return sums.daily_late_fee(unpaid=unpaid, daily_rate=rate or Decimal(0), days=body.days)
    yearly = fraction(body.annual_rate, "annual_rate")
    multiples = [fraction(each, "multiples") or Decimal(0) for each in body.multiples]
    return sums.contract_late_fee(
        unpaid=unpaid,
        annual_rate=yearly or Decimal(0),
        days=body.days,
        multiples=multiples,
        product=sums.check_product(body.product),
    )
