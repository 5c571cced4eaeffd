"""Plans over HTTP: a schedule, its export, every way out side by side."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from pydantic import Field

from zhihuan.clock import today
from zhihuan.conversation.calculators.published import MinimumRules
from zhihuan.conversation.message import check_day
from zhihuan.exports import DEFAULT_TITLE, LONGEST_TITLE, Format, export_plan
from zhihuan.repayment import (
    InstallmentPlan,
    InvalidTerms,
    Money,
    Offer,
    PayMinimum,
    PayNow,
    Wait,
    Way,
    agreed_terms,
)
from zhihuan.web.repayment.fields import (
    Body,
    Day,
    Days,
    Label,
    Number,
    Product,
    TermsBody,
    amount,
    example,
    fraction,
    some_amount,
    told,
)
from zhihuan.web.services import Ready

router = APIRouter()


class PlanRequest(TermsBody):
    """What an instalment plan is worked out from. Rates are fractions: 0.6% is "0.006"."""

    model_config = example(principal="12000", periods=12, method="flat_fee", fee_rate="0.006")

    principal: Number = Field(description='本金，元，写成文字，如 "12000"')


class InstalmentWay(TermsBody):
    """An instalment plan that is on the table."""

    kind: Literal["instalment"]
    label: Label | None = None


class PayNowWay(Body):
    """All of it today."""

    kind: Literal["pay_now"]


class MinimumWay(Body):
    """Only ever the minimum; published rules where nothing is said."""

    kind: Literal["minimum"]
    daily_rate: Number | None = Field(default=None, description="日服务费率，小数")
    share: Number | None = Field(default=None, description="最低还款比例，小数")


class WaitWay(Body):
    """Nothing for some days, then everything."""

    kind: Literal["wait"]
    days: Annotated[int, Field(ge=1, le=3_650, strict=True, description="再等多少天")]


AnyWay = Annotated[InstalmentWay | PayNowWay | MinimumWay | WaitWay, Field(discriminator="kind")]


class CompareRequest(Body):
    """One debt and up to twelve ways out of it."""

    model_config = example(
        amount="3200",
        days_late=45,
        budget="400",
        ways=[
            {"kind": "pay_now"},
            {"kind": "instalment", "periods": 12, "fee_rate": "0.006"},
            {"kind": "minimum"},
            {"kind": "wait", "days": 90},
        ],
    )

    amount: Number = Field(description="还欠多少，元")
    ways: list[AnyWay] = Field(min_length=1, max_length=12, description="要比的几种办法")
    days_late: Days = Field(default=0, description="已经逾期多少天")
    budget: Number | None = Field(default=None, description="每月最多能还多少，元")
    product: Product | None = None
    daily_rate: Number | None = Field(default=None, description="逾期的日费率，小数")
    as_of: Day | None = Field(default=None, description="按哪一天；默认今天（中国时间）")


@router.post("/plan", summary="算分期")
def plan(body: PlanRequest, services: Ready) -> dict[str, Any]:
    """A schedule to the fen, and what it really costs a year."""
    found = _plan(body, services)
    return {
        "schedule": found.calculation.result["rows"],
        "total_payment": str(found.total_payment),
        "total_cost": str(found.total_cost),
        "annual_rate_simple": f"{found.rate.simple:.10f}" if found.rate else "0",
        "annual_rate_effective": f"{found.rate.effective:.10f}" if found.rate else "0",
        "calculation": found.calculation.to_json(),
    }


@router.post(
    "/plan/export",
    summary="把分期存成文件：CSV、XLSX、日历、可打印的一页",
    response_class=Response,
    responses={
        200: {
            "description": "文件",
            "content": {
                "text/csv": {},
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {},
                "text/calendar": {},
                "text/html": {},
            },
        }
    },
)
def export(
    body: PlanRequest,
    services: Ready,
    file: Annotated[Format, Query(alias="format", description="csv、xlsx、ics 或 html")],
    title: Annotated[
        str, Query(min_length=1, max_length=LONGEST_TITLE, description="写在文件里的标题")
    ] = DEFAULT_TITLE,
) -> Response:
    """The same plan as a file. Each carries the AI label and 以账单为准."""
    made = export_plan(_plan(body, services), file, stamp=today(), title=title)
    name = f"attachment; filename=\"plan.{file}\"; filename*=UTF-8''{quote(made.name)}"
    return Response(made.content, media_type=made.media_type, headers={"content-disposition": name})


@router.post("/compare", summary="几种办法放在一起比")
def compare(body: CompareRequest, services: Ready) -> dict[str, Any]:
    """This instalment, that one, pay now, only the minimum, wait: side by side."""
    sums = services.toolbox
    owed = amount(body.amount, "amount（欠款金额）")
    minimum: MinimumRules | None = None
    ways: list[Way] = []
    for each in body.ways:
        if isinstance(each, MinimumWay):
            if minimum is not None:
                raise InvalidTerms("minimum 只写一种，请去掉多的")
            minimum = sums.minimum_rules(
                sums.check_product(body.product),
                daily_rate=fraction(each.daily_rate, "daily_rate"),
                share=fraction(each.share, "share"),
            )
            ways.append(
                PayMinimum(
                    daily_rate=minimum.daily_rate,
                    share=minimum.share,
                    pay_all_under=minimum.pay_all_under,
                )
            )
        else:
            ways.append(_way(each, owed))
    found = sums.side_by_side(
        amount=owed,
        ways=ways,
        as_of=check_day(body.as_of or today()),
        days_late=body.days_late,
        budget=some_amount(body.budget, "budget（每月能还）"),
        product=sums.check_product(body.product),
        daily_rate=fraction(body.daily_rate, "daily_rate"),
        minimum=minimum,
    )
    return told(found.calculation)


def _plan(body: PlanRequest, services: Ready) -> InstallmentPlan:
    fee, yearly = body.rates()
    chosen = ("method",) if "method" in body.model_fields_set else ()
    return services.toolbox.installment_plan(
        principal=Money.parse(body.principal),
        periods=body.periods,
        method=body.method,
        fee_rate=fee,
        annual_rate=yearly,
        first_due=body.first_due,
        given=("amount", "periods", "fee_rate", "annual_rate", *chosen),
        details=body.details(),
    )


def _way(way: InstalmentWay | PayNowWay | WaitWay, owed: Money) -> Way:
    if isinstance(way, PayNowWay):
        return PayNow()
    if isinstance(way, WaitWay):
        return Wait(way.days)
    fee, yearly = way.rates()
    terms = agreed_terms(
        owed, way.periods, way.method,
        fee_rate=fee, annual_rate=yearly, first_due=way.first_due, details=way.details(),
    )  # fmt: skip
    return Offer(way.label or f"分 {way.periods} 期", terms)
