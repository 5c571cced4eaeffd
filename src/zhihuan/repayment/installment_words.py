"""How an instalment plan says, in words, what it did and what it took for granted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhihuan.repayment.agreed_terms import Details
from zhihuan.repayment.annual_rate import AnnualRate
from zhihuan.repayment.calculation import AS_BILLED, InputList
from zhihuan.repayment.terms import MONTH_DAYS, FlatFee, Terms

_FORMULAS: Mapping[str, str] = {
    "flat_fee": "每期还款 = 本金 ÷ 期数 + 最初本金 × 每期费率",
    "equal_payment": "每期还款 = 本金 × 月利率 ÷ (1 − (1 + 月利率)^−期数)，利息按剩余本金算",
    "equal_principal": "每期还款 = 本金 ÷ 期数 + 剩余本金 × 月利率",
    "interest_only": "每期还款 = 本金 × 月利率，最后一期连本金一起还",
    "interest_free": "每期还款 = 本金 ÷ 期数",
}
_TIMINGS: Mapping[str, str] = {"first_period": "首期一次收", "up_front": "办理时一次收"}
_DAY_COUNTS: Mapping[str, str] = {
    "actual/365": "按实际天数，一年 365 天",
    "actual/360": "按实际天数，一年 360 天",
}
_RATE_FORMULA = "；真实年化（单利）= 12 × 使各期还款折现后等于到手本金的月利率"


def add_details(inputs: InputList, details: Details) -> None:
    """Name what was given besides the ordinary."""
    if details.upfront_fee:
        inputs.add("upfront_fee", "办理时一次收", details.upfront_fee, "元")
    if details.fee_timing != "each_period":
        inputs.add("fee_timing", "费用怎么收", _TIMINGS[details.fee_timing])
    if details.drawn is not None:
        inputs.add("drawn", "借款日", details.drawn, "日期")
    if details.day_count != "monthly":
        inputs.add("day_count", "怎么计息", _DAY_COUNTS[details.day_count])
    if details.first_period_days is not None:
        inputs.add("first_period_days", "首期天数", details.first_period_days, "天")


def formula(terms: Terms, method: str, *, told_rate: bool) -> str:
    """The equation of one payment, and of the rate where there is one."""
    said = _FORMULAS[method]
    if isinstance(terms, FlatFee) and terms.fee_timing == "first_period":
        said = "每期本金 = 本金 ÷ 期数；首期另付全部费用 = 最初本金 × 每期费率 × 期数"
    elif isinstance(terms, FlatFee) and terms.fee_timing == "up_front":
        said = "每期还款 = 本金 ÷ 期数；办理时一次付费用 = 最初本金 × 每期费率 × 期数"
    elif getattr(terms, "day_count", "monthly") != "monthly":
        said += "；每期利息 = 剩余本金 × 年利率 × 这一期的天数 ÷ 一年天数"
    elif getattr(terms, "first_period_days", None) is not None:
        said += "；首期利息 = 本金 × 月利率 × 首期天数 ÷ 30"
    return said + (_RATE_FORMULA if told_rate else "")


def assumptions(terms: Terms, rate: AnnualRate | None, dated: Decimal | None) -> tuple[str, ...]:
    """What was taken for granted; `dated` is the rate by exact days, where there is one."""
    first = getattr(terms, "first_period_days", None) or MONTH_DAYS
    begins = "一个月后" if first == MONTH_DAYS else f" {first} 天后"
    if getattr(terms, "drawn", None) is not None and terms.first_due is not None:
        begins = "您写的首期还款日"
    said = [
        f"每期隔一个月，首期在{begins}；每期金额四舍五入到分，差的几分放在最后一期。",
        "逾期后能不能分期、收多少费，要放款方同意。",
    ]
    if rate is not None:
        said.append("年化按剩余本金折算（内部收益率），单利、复利分别列出；每期费率乘 12 会偏低。")
    if dated is not None:
        said.append("单利、复利按每期一个月折算；按实际日期的年化另列，首期不是一个月时以它为准。")
    return (*said, AS_BILLED)
