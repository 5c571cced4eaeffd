"""What the bodies of these requests are made of, and how a sum is answered.

Amounts and rates travel as strings, so that none is rounded: "12000", "0.006". Rates are
fractions. Days are ISO dates written as text; a number would be read as seconds since 1970.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from zhihuan.repayment import Calculation, Details, InvalidTerms, Method, Money
from zhihuan.repayment.bounds import number
from zhihuan.repayment.money import ZERO, InvalidAmount

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NOTHING = re.compile(r"0+(\.0*)?", re.ASCII)


def _exact(value: object) -> object:
    """A whole number may come bare; a fraction must come as text, or it is no longer exact."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _iso(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DAY.fullmatch(value.strip())):
        return value
    raise PydanticCustomError("date_type", "not a day")


Number = Annotated[
    str,
    BeforeValidator(_exact),
    StringConstraints(min_length=1, max_length=40, strip_whitespace=True),
]
Day = Annotated[date, BeforeValidator(_iso)]
Product = Annotated[str, Field(max_length=40, description="产品代号，默认 baitiao")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
Periods = Annotated[int, Field(ge=1, le=360, strict=True, description="期数")]
Days = Annotated[int, Field(ge=0, le=36_500, strict=True)]


class Body(BaseModel):
    """A request: what is not known is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


def example(**values: Any) -> ConfigDict:
    """The configuration of a body, with one example for /docs that can be sent as it is."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


class TermsBody(Body):
    """What an offer says, the principal apart. Rates are fractions: 0.6% is "0.006"."""

    periods: Periods
    method: Method = Field(
        default="flat_fee",
        description="flat_fee 等本等费、equal_payment 等额本息、equal_principal 等额本金、"
        "interest_only 先息后本、interest_free 免息",
    )
    fee_rate: Number | None = Field(default=None, description="每期费率，小数，用于 flat_fee")
    annual_rate: Number | None = Field(default=None, description="年利率，小数，用于计息的三种")
    first_due: Day | None = Field(default=None, description="首期还款日")
    upfront_fee: Number | None = Field(default=None, description="办理时一次收的费用，元")
    fee_timing: Literal["each_period", "first_period", "up_front"] = Field(
        default="each_period", description="分期费每期收、首期一次收，还是办理时一次收"
    )
    drawn: Day | None = Field(default=None, description="借款日，按天计息时要写")
    day_count: Literal["monthly", "actual/365", "actual/360"] = Field(
        default="monthly", description="按月计息，或按实际天数计息"
    )
    first_period_days: Days | None = Field(default=None, description="首期不是一个月时，多少天")

    def details(self) -> Details:
        """What the offer says besides the ordinary."""
        return Details(
            upfront_fee=amount_or_zero(self.upfront_fee or "0", "upfront_fee（一次性费用）"),
            fee_timing=self.fee_timing,
            drawn=self.drawn,
            day_count=self.day_count,
            first_period_days=self.first_period_days,
        )

    def rates(self) -> tuple[Decimal | None, Decimal | None]:
        """The fee per period and the yearly rate; a flat fee must name its own."""
        if self.method == "flat_fee" and self.fee_rate is None:
            raise InvalidTerms('请填 fee_rate：每期费率，小数，比如 "0.006"')
        return fraction(self.fee_rate, "fee_rate"), fraction(self.annual_rate, "annual_rate")


def amount(text: str, label: str) -> Money:
    """An amount above nothing. Raises InvalidAmount, naming `label`."""
    try:
        return Money.parse(text)
    except InvalidAmount as error:
        raise InvalidAmount(f"{label}：{error}") from None


def amount_or_zero(text: str, label: str) -> Money:
    """The same where nothing is an answer too."""
    return ZERO if _NOTHING.fullmatch(text) else amount(text, label)


def some_amount(text: str | None, label: str) -> Money | None:
    """An amount above nothing, or None where none was given."""
    return None if text is None else amount(text, label)


def fraction(text: str | None, label: str) -> Decimal | None:
    """A decimal number as it was written. Its bounds are the sum's affair."""
    return None if text is None else number(text, label)


def told(calculation: Calculation) -> dict[str, Any]:
    """A sum as it is answered: what came out, and the whole calculation behind it."""
    return {**calculation.result, "calculation": calculation.to_json()}
