"""Means over HTTP: what fits, several debts, only the minimum, settling early."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from zhihuan.repayment import Debt, Owed
from zhihuan.web.repayment.fields import (
    Body,
    Label,
    Number,
    Periods,
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


class AffordRequest(Body):
    """A month's money."""

    model_config = example(income="6000", spending="4200", other_debts="600")

    income: Number = Field(description="每月收入，元")
    spending: Number = Field(description="每月必要支出：房租、吃饭、看病、水电")
    other_debts: Number | None = Field(default=None, description="其他欠款每月要还")
    cushion: Number | None = Field(default=None, description="每月想留作应急")


class OwedBody(Body):
    """One debt, and how late it is where that is known."""

    name: Label
    balance: Number = Field(description="余额，元")
    days_late: Annotated[int, Field(ge=0, le=36_500, strict=True)] | None = Field(
        default=None, description="逾期天数"
    )


class TogetherRequest(Body):
    """Several debts, whose rates need not be known."""

    model_config = example(
        monthly="2500",
        debts=[
            {"name": "白条", "balance": "3000", "days_late": 45},
            {"name": "信用卡", "balance": "12000"},
        ],
    )

    debts: list[OwedBody] = Field(min_length=1, max_length=20)
    monthly: Number | None = Field(default=None, description="每月一共能还多少，元")
    within: Annotated[int, Field(ge=1, le=360, strict=True)] | None = Field(
        default=None, description="想几个月还完"
    )
    lumps: list[Number] = Field(
        default=[], max_length=20, description="打算另外还的几笔钱，如年终奖，元"
    )


class DebtBody(Body):
    """One debt. `consequence` 1 is what hurts most if unpaid."""

    name: Label
    balance: Number = Field(description="余额，元")
    annual_rate: Number = Field(description="年利率，小数")
    minimum: Number = Field(default="0", description="每月最低还款")
    consequence: Annotated[int, Field(ge=1, le=360, strict=True)] | None = None


class DebtsRequest(Body):
    """Several debts and what can be paid each month on all of them together."""

    model_config = example(
        budget="2500",
        debts=[
            {"name": "白条", "balance": "3000", "annual_rate": "0.1825", "minimum": "300"},
            {"name": "信用卡", "balance": "12000", "annual_rate": "0.18", "minimum": "600"},
        ],
    )

    debts: list[DebtBody] = Field(min_length=1, max_length=20)
    budget: Number = Field(description="每月一共能还多少，元")
    strategies: list[Literal["avalanche", "snowball", "consequence"]] = Field(
        default=[], max_length=3, description="雪崩、雪球、后果；不写就把能算的都算"
    )


class MinimumRequest(Body):
    """A balance on which only the minimum is ever paid."""

    model_config = example(balance="10000")

    balance: Number = Field(description="欠款余额，元")
    daily_rate: Number | None = Field(default=None, description="日服务费率，小数")
    share: Number | None = Field(default=None, description="最低还款比例，小数")
    pay_all_under: Number | None = Field(default=None, description="低于多少元一次还清")
    fee_before_first: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="第一次还款前是不是已经收了一个月的费用"
    )
    product: Product | None = None


class EarlySettlementRequest(Body):
    """A flat-fee plan to be settled before its end."""

    model_config = example(principal="12000", periods=12, fee_rate="0.006", paid_periods=3)

    principal: Number = Field(description="当初分期的本金，元")
    periods: Periods
    fee_rate: Number = Field(description="每期费率，小数")
    paid_periods: Annotated[int, Field(ge=0, le=359, strict=True)] = Field(description="已还几期")
    months_after: Annotated[int, Field(ge=0, le=1, strict=True)] = Field(
        default=0, description="和上一期同一天结清写 0，再过一个月结清写 1"
    )
    daily_rate: Number | None = Field(default=None, description="补算用的日费率，小数")


class LeftRequest(Body):
    """Instalments that are being paid."""

    model_config = example(payment="900", periods=6, paid_periods=2, principal="5000")

    payment: Number = Field(description="每期还多少，元")
    periods: Periods
    paid_periods: Annotated[int, Field(ge=0, le=359, strict=True)] = Field(description="已还几期")
    principal: Number | None = Field(default=None, description="当初借了多少，元；不知道不填")


@router.post("/afford", summary="每月能还多少")
def afford(body: AffordRequest, services: Ready) -> dict[str, Any]:
    """Income less what cannot wait. Nothing left is an answer too."""
    found = services.toolbox.afford(
        income=amount(body.income, "income（每月收入）"),
        spending=amount_or_zero(body.spending, "spending（必要支出）"),
        other_debts=None
        if body.other_debts is None
        else amount_or_zero(body.other_debts, "other_debts（其他欠款）"),
        cushion=None if body.cushion is None else amount_or_zero(body.cushion, "cushion（应急）"),
    )
    return told(found.calculation)


@router.post("/total", summary="几笔欠款一共多少")
def together(body: TogetherRequest, services: Ready) -> dict[str, Any]:
    """What is owed in all, and the months it takes before any interest."""
    found = services.toolbox.add_up_debts(
        debts=[
            Owed(
                name=each.name,
                balance=amount(each.balance, "balance（余额）"),
                days_late=None if each.days_late is None else (each.days_late, each.days_late),
            )
            for each in body.debts
        ],
        monthly=some_amount(body.monthly, "monthly（每月能还）"),
        within=body.within,
        lumps=[amount(each, "lumps（打算另外还的钱）") for each in body.lumps],
    )
    return told(found.calculation)


@router.post("/debts", summary="几笔欠款先还哪一笔")
def debts(body: DebtsRequest, services: Ready) -> dict[str, Any]:
    """The orders side by side: months, interest, and when each debt ends."""
    found = services.toolbox.pay_off_debts(
        debts=[
            Debt(
                name=each.name,
                balance=amount(each.balance, "balance（余额）"),
                annual_rate=fraction(each.annual_rate, "annual_rate") or Decimal(0),
                minimum=amount_or_zero(each.minimum, "minimum（最低还款）"),
                consequence=each.consequence,
            )
            for each in body.debts
        ],
        budget=amount(body.budget, "budget（每月能还）"),
        strategies=tuple(dict.fromkeys(body.strategies)),
    )
    return told(found.calculation)


@router.post("/minimum", summary="一直只还最低会怎样")
def minimum(body: MinimumRequest, services: Ready) -> dict[str, Any]:
    """How many months, and what it costs."""
    found = services.toolbox.minimum_payment(
        balance=amount(body.balance, "balance（余额）"),
        daily_rate=fraction(body.daily_rate, "daily_rate"),
        share=fraction(body.share, "share"),
        pay_all_under=some_amount(body.pay_all_under, "pay_all_under（一次还清的界线）"),
        fee_before_first=body.fee_before_first,
        product=services.toolbox.check_product(body.product),
    )
    return told(found.calculation)


@router.post("/early-settlement", summary="提前结清划不划算")
def early_settlement(body: EarlySettlementRequest, services: Ready) -> dict[str, Any]:
    """Under each published fee rule, and what to ask before deciding."""
    found = services.toolbox.early_settlement(
        principal=amount(body.principal, "principal（本金）"),
        periods=body.periods,
        fee_rate=fraction(body.fee_rate, "fee_rate") or Decimal(0),
        paid_periods=body.paid_periods,
        months_after=body.months_after,
        daily_rate=fraction(body.daily_rate, "daily_rate"),
    )
    return told(found.calculation)


@router.post("/left", summary="分期还剩多少")
def left(body: LeftRequest, services: Ready) -> dict[str, Any]:
    """What is still to pay, and with the principal what settling at once may cost."""
    found = services.toolbox.instalments_left(
        payment=amount(body.payment, "payment（每期还款）"),
        periods=body.periods,
        paid_periods=body.paid_periods,
        principal=some_amount(body.principal, "principal（本金）"),
    )
    return told(found.calculation)
