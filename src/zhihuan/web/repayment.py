"""The calculators over HTTP. Amounts and rates travel as strings, so that none is rounded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from zhihuan.clock import today
from zhihuan.conversation.message import check_day
from zhihuan.repayment import InvalidTerms, Money
from zhihuan.repayment.bounds import number
from zhihuan.web.services import Ready

router = APIRouter(prefix="/v1/repayment", tags=["repayment"])


def _exact(value: object) -> object:
    """A whole number may come bare; a fraction must come as text, or it is no longer exact."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Number = Annotated[
    str,
    BeforeValidator(_exact),
    StringConstraints(min_length=1, max_length=40, strip_whitespace=True),
]


class PlanRequest(BaseModel):
    """What an instalment plan is worked out from. Rates are fractions: 0.6% is "0.006"."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"principal": "12000", "periods": 12, "method": "flat_fee", "fee_rate": "0.006"}
            ]
        },
    )

    principal: Number = Field(description='本金，元，写成文字，如 "12000"')
    periods: int = Field(ge=1, le=360, strict=True, description="期数")
    method: Literal["flat_fee", "equal_payment", "equal_principal", "interest_only"] = "flat_fee"
    fee_rate: Number | None = Field(default=None, description="每期费率，小数，用于 flat_fee")
    annual_rate: Number | None = Field(default=None, description="年利率，小数，用于另外三种")
    first_due: date | None = Field(default=None, description="首期还款日")


class OverdueRequest(BaseModel):
    """What the cost of being late is worked out from."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"amount": "3200", "days": 45}]}
    )

    amount: Number = Field(description="还欠多少，元，写成文字")
    due: date | None = Field(default=None, description="还款日；和 days 给一个就行")
    days: int | None = Field(default=None, ge=0, le=36_500, strict=True, description="逾期天数")
    product: str | None = Field(default=None, max_length=40, description="产品代号，默认 baitiao")
    daily_rate: Number | None = Field(
        default=None, description="日费率，小数；不给就用公开过的几种"
    )
    as_of: date | None = Field(default=None, description="算到哪天；默认今天（中国时间）")


@router.post("/plan", summary="算分期")
def plan(body: PlanRequest, services: Ready) -> dict[str, Any]:
    """A schedule to the fen, and what it really costs a year."""
    if body.method == "flat_fee" and body.fee_rate is None:
        raise InvalidTerms('请填 fee_rate：每期费率，小数，比如 "0.006"')
    found = services.toolbox.installment_plan(
        principal=Money.parse(body.principal),
        periods=body.periods,
        method=body.method,
        fee_rate=_fraction(body.fee_rate, "fee_rate"),
        annual_rate=_fraction(body.annual_rate, "annual_rate"),
        first_due=body.first_due,
    )
    return {
        "schedule": found.calculation.result["rows"],
        "total_payment": str(found.total_payment),
        "total_cost": str(found.total_cost),
        "annual_rate_simple": _rate(found.rate.simple if found.rate else None),
        "annual_rate_effective": _rate(found.rate.effective if found.rate else None),
        "calculation": found.calculation.to_json(),
    }


@router.post("/overdue", summary="算逾期费用")
def overdue(body: OverdueRequest, services: Ready) -> dict[str, Any]:
    """What being late has cost by a day: a range, because published rules differ."""
    as_of = check_day(body.as_of or today())
    if (
        body.product is not None
        and body.product not in services.toolbox.library.knowledge_base.products
    ):
        raise InvalidTerms("不认识这个 product，可以留空，按京东白条算")
    found = services.toolbox.overdue_cost(
        amount=Money.parse(body.amount),
        due=check_day(body.due) if body.due else None,
        days=body.days,
        product=body.product,
        daily_rate=_fraction(body.daily_rate, "daily_rate"),
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


def _fraction(text: str | None, label: str) -> Decimal | None:
    return None if text is None else number(text, label)


def _rate(value: Decimal | None) -> str:
    return "0" if value is None else f"{value:.10f}"
