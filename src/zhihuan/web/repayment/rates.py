"""The price of credit over HTTP: interest, the true yearly cost, the lines it is held against."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from zhihuan.conversation.calculators.law import rate_of
from zhihuan.repayment import InvalidTerms, Money
from zhihuan.web.repayment.fields import (
    Body,
    Day,
    Days,
    Number,
    Periods,
    amount,
    amount_or_zero,
    example,
    fraction,
    told,
)
from zhihuan.web.services import Ready

router = APIRouter()


class DatedPayment(Body):
    """One payment and its day."""

    on: Day
    amount: Number


class RateRequest(Body):
    """What was received and what is paid: monthly, or with days; or a rate to turn back."""

    model_config = example(received="12000", payment="1072", periods=12)

    received: Number = Field(description="实际到手，元")
    payment: Number | None = Field(default=None, description="每月还多少，和 periods 一起写")
    periods: Periods | None = None
    payments: list[Number] = Field(default=[], max_length=360, description="每月各还多少")
    received_on: Day | None = Field(default=None, description="到手那天")
    dated_payments: list[DatedPayment] = Field(default=[], max_length=360)
    contract: Day | None = Field(default=None, description="合同成立日；给了就和红线对照")


class FeeRateRequest(Body):
    """A yearly rate to turn back into a fee per period."""

    model_config = example(yearly="0.24", periods=12, basis="simple")

    yearly: Number = Field(description="年化，小数")
    periods: Periods
    basis: Literal["simple", "effective"] = Field(default="simple", description="单利或复利")


class LinesRequest(Body):
    """A contract's day, and a yearly rate to compare where there is one."""

    model_config = example(contract="2026-05-01", yearly="0.1303", basis="simple")

    contract: Day = Field(description="合同成立日")
    yearly: Number | None = Field(default=None, description="真实年化，小数；不给就只列红线")
    basis: Literal["simple", "effective"] = Field(default="simple", description="单利或复利")


class CapRequest(Body):
    """An amount and a time."""

    model_config = example(principal="5000", days=180)

    principal: Number = Field(description="本金，元")
    days: Days
    rate: Number | None = Field(default=None, description="年化线，小数；默认 0.24")
    days_in_year: Annotated[int, Field(strict=True)] = Field(default=365, description="365 或 360")


class InterestRequest(Body):
    """An amount, one rate and one time."""

    model_config = example(amount="4000", annual_rate="0.24", months=2)

    amount: Number = Field(description="本金，元")
    annual_rate: Number | None = Field(
        default=None, description="年利率，小数；和 daily_rate 写一个"
    )
    daily_rate: Number | None = Field(default=None, description="日利率，小数")
    days: Days | None = Field(default=None, description="借几天；和 months 写一个")
    months: Periods | None = Field(default=None, description="借几个月")


class DailyRateRequest(Body):
    """A daily rate to turn into a yearly one."""

    model_config = example(daily_rate="0.0005")

    daily_rate: Number = Field(description="日利率，小数；万分之五是 0.0005")


@router.post("/rate", summary="算真实年化")
def rate(body: RateRequest, services: Ready) -> dict[str, Any]:
    """The true yearly cost, simple and compound; and beside the lines, with the contract's day."""
    sums = services.toolbox
    received = amount(body.received, "received（实际到手）")
    given = [body.payment is not None, bool(body.payments), bool(body.dated_payments)]
    if sum(given) != 1:
        raise InvalidTerms("还款写一种：payment 和 periods，或者 payments，或者 dated_payments")
    if body.dated_payments:
        if body.received_on is None:
            raise InvalidTerms("按日期算要填 received_on：到手那天")
        found = sums.dated_yearly_cost(
            received=received,
            on=body.received_on,
            payments=[
                (each.on, amount_or_zero(each.amount, "amount（还款）"))
                for each in body.dated_payments
            ],
        )
    else:
        found = sums.yearly_cost(received=received, payments=_monthly(body))
    answer = told(found.calculation)
    if body.contract is not None:
        lines = sums.check_lines(rate=found.rate, contract=body.contract)
        answer["lines"] = lines.calculation.result["lines"]
        answer["lines_calculation"] = lines.calculation.to_json()
    return answer


@router.post("/interest", summary="借一段时间要多少利息")
def interest(body: InterestRequest, services: Ready) -> dict[str, Any]:
    """Simple interest, paid back with the amount at the end."""
    if body.annual_rate is None and body.daily_rate is None:
        raise InvalidTerms("请填 annual_rate 或 daily_rate：利率是多少")
    found = services.toolbox.interest_for_time(
        amount=amount(body.amount, "amount（本金）"),
        annual_rate=fraction(body.annual_rate, "annual_rate"),
        daily_rate=fraction(body.daily_rate, "daily_rate"),
        days=body.days,
        months=body.months,
    )
    return told(found.calculation)


@router.post("/daily-rate", summary="日利率折成年化")
def daily_rate(body: DailyRateRequest, services: Ready) -> dict[str, Any]:
    """What a daily rate comes to in a year, without compounding."""
    rate = fraction(body.daily_rate, "daily_rate")
    assert rate is not None
    return told(services.toolbox.rate_in_a_year(daily_rate=rate).calculation)


@router.post("/fee-rate", summary="从年化倒推每期费率")
def fee_rate(body: FeeRateRequest, services: Ready) -> dict[str, Any]:
    """The largest fee per period that stays within a yearly rate."""
    yearly = fraction(body.yearly, "yearly")
    assert yearly is not None
    found = services.toolbox.fee_for_rate(yearly=yearly, periods=body.periods, basis=body.basis)
    return told(found.calculation)


@router.post("/lines", summary="24% 和四倍 LPR")
def lines(body: LinesRequest, services: Ready) -> dict[str, Any]:
    """The lines on a contract's day, whom each binds; and where a rate stands against them."""
    yearly = fraction(body.yearly, "yearly")
    if yearly is None:
        return told(services.toolbox.line_table(contract=body.contract).calculation)
    checked = services.toolbox.check_lines(rate=rate_of(yearly, body.basis), contract=body.contract)
    return told(checked.calculation)


@router.post("/cap", summary="按一条年化线，最多能收多少")
def cap(body: CapRequest, services: Ready) -> dict[str, Any]:
    """Simple interest on the principal for so many days."""
    found = services.toolbox.cap_amount(
        principal=amount(body.principal, "principal（本金）"),
        days=body.days,
        rate=fraction(body.rate, "rate"),
        days_in_year=body.days_in_year,
    )
    return told(found.calculation)


def _monthly(body: RateRequest) -> list[Money]:
    if body.payment is None:
        return [amount_or_zero(each, "payments（每月还款）") for each in body.payments]
    if body.periods is None:
        raise InvalidTerms("请填 periods：一共还多少个月")
    return [amount(body.payment, "payment（每月还款）")] * body.periods
