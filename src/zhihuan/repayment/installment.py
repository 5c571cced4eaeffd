"""An instalment plan with everything a person should see before saying yes.

    total cost = Σ payments + fee up front − principal
    真实年化 (simple) = 12 × monthly rate of return;  fee rate × 12 is shown only to be contradicted

The schedule is `schedule.py`'s, the rate `annual_rate.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from zhihuan.repayment.annual_rate import AnnualRate, annual_rate
from zhihuan.repayment.bounds import InvalidTerms, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    count_figure,
    date_figure,
    percent,
    percent_figure,
    plain,
    yuan_figure,
)
from zhihuan.repayment.money import Money
from zhihuan.repayment.schedule import Schedule, schedule
from zhihuan.repayment.terms import (
    EqualPayment,
    EqualPrincipal,
    FlatFee,
    InterestFree,
    InterestOnly,
    Terms,
)

Method = Literal["flat_fee", "equal_payment", "equal_principal", "interest_only", "interest_free"]
METHODS: Mapping[str, str] = {
    "flat_fee": "等本等费",
    "equal_payment": "等额本息",
    "equal_principal": "等额本金",
    "interest_only": "先息后本",
    "interest_free": "免息",
}
_FORMULAS: Mapping[str, str] = {
    "flat_fee": "每期还款 = 本金 ÷ 期数 + 最初本金 × 每期费率",
    "equal_payment": "每期还款 = 本金 × 月利率 ÷ (1 − (1 + 月利率)^−期数)，利息按剩余本金算",
    "equal_principal": "每期还款 = 本金 ÷ 期数 + 剩余本金 × 月利率",
    "interest_only": "每期还款 = 本金 × 月利率，最后一期连本金一起还",
    "interest_free": "每期还款 = 本金 ÷ 期数",
}
_RATE_FORMULA = "；真实年化（单利）= 12 × 使各期还款折现后等于到手本金的月利率"


@dataclass(frozen=True, slots=True)
class InstallmentPlan:
    schedule: Schedule
    total_payment: Money
    total_cost: Money
    rate: AnnualRate | None
    calculation: Calculation


@exact()
def installment_plan(
    principal: Money,
    periods: int,
    method: Method = "flat_fee",
    fee_rate: Decimal | None = None,
    annual_rate: Decimal | None = None,
    first_due: date | None = None,
    origins: Origins | None = None,
) -> InstallmentPlan:
    """Give `fee_rate` (a fraction per period) for a flat fee, `annual_rate` for interest."""
    terms = _terms(principal, periods, method, fee_rate, annual_rate, first_due)
    inputs = InputList(origins or {})
    inputs.add("amount", "本金", principal, "元")
    inputs.add("periods", "期数", periods, "期")
    inputs.add("method", "还款方式", METHODS[method], "", fallback="default")
    if fee_rate is not None:
        inputs.add("fee_rate", "每期费率", percent(fee_rate), "%")
    if annual_rate is not None:
        inputs.add("annual_rate", "年利率", percent(annual_rate), "%")
    if first_due is not None:
        inputs.add("first_due", "首期还款日", first_due, "日期")
    return plan_of(terms, method, inputs)


@exact()
def plan_of(terms: Terms, method: str, inputs: InputList) -> InstallmentPlan:
    """The plan of any terms, with inputs already named."""
    plan = schedule(terms)
    rate = annual_rate(plan) if plan.total_cost else None
    return InstallmentPlan(
        plan,
        plan.total_payment,
        plan.total_cost,
        rate,
        calculation(
            name="分期测算",
            kind="installment_plan",
            inputs=inputs.items,
            formula=_FORMULAS[method] + (_RATE_FORMULA if rate else ""),
            assumptions=_assumptions(rate),
            result=plan_result(plan, rate, method),
            figures=plan_figures(plan, rate),
        ),
    )


def plan_result(plan: Schedule, rate: AnnualRate | None, method: str) -> dict[str, Any]:
    return {
        "method": method,
        "principal": str(plan.terms.principal),
        "periods": plan.terms.periods,
        "first_payment": str(plan.first_payment),
        "largest_payment": str(plan.largest_payment),
        "last_payment": str(plan.rows[-1].payment),
        "upfront_fee": str(plan.upfront),
        "total_payment": str(plan.total_payment),
        "total_cost": str(plan.total_cost),
        "rate_percent": rate_result(rate),
        "rows": [
            {
                "period": row.period,
                "due": row.due.isoformat() if row.due else None,
                "payment": str(row.payment),
                "principal": str(row.principal),
                "cost": str(row.cost),
                "balance": str(row.balance),
            }
            for row in plan.rows
        ],
    }


def rate_result(rate: AnnualRate | None) -> dict[str, str] | None:
    if rate is None:
        return None
    return {
        "monthly": plain(percent(rate.monthly)),
        "simple": plain(percent(rate.simple)),
        "effective": plain(percent(rate.effective)),
    }


def plan_figures(plan: Schedule, rate: AnnualRate | None, prefix: str = "") -> list[Figure]:
    """Every payment there is, the totals, the rates, the days; not every row's balance."""
    terms = plan.terms
    first, last = plan.rows[0], plan.rows[-1]
    figures = [
        yuan_figure(terms.principal, f"{prefix}本金"),
        count_figure(terms.periods, "periods", f"{prefix}期数"),
        *(yuan_figure(paid, f"{prefix}每期还款") for paid in _distinct(plan)),
        yuan_figure(first.principal, f"{prefix}首期本金"),
        yuan_figure(first.cost, f"{prefix}首期费用"),
        yuan_figure(last.principal, f"{prefix}末期本金"),
        yuan_figure(last.cost, f"{prefix}末期费用"),
        yuan_figure(plan.total_cost, f"{prefix}总费用"),
        yuan_figure(plan.total_payment, f"{prefix}总还款"),
    ]
    if plan.upfront:
        figures.append(yuan_figure(plan.upfront, f"{prefix}一次性费用"))
    if isinstance(terms, FlatFee):
        figures.append(percent_figure(terms.fee_rate, f"{prefix}每期费率"))
        figures.append(percent_figure(terms.fee_rate * 12, f"{prefix}每期费率×12（不是真实年化）"))
    elif not isinstance(terms, InterestFree):
        figures.append(percent_figure(terms.annual_rate, f"{prefix}年利率"))
    if rate is not None:
        figures.append(percent_figure(rate.monthly, f"{prefix}真实月利率"))
        figures.append(percent_figure(rate.simple, f"{prefix}真实年化（单利）"))
        figures.append(percent_figure(rate.effective, f"{prefix}真实年化（复利）"))
    figures += [date_figure(row.due, f"{prefix}第 {row.period} 期") for row in plan.rows if row.due]
    return figures


def _distinct(plan: Schedule) -> list[Money]:
    return list(dict.fromkeys(row.payment for row in plan.rows))


def _assumptions(rate: AnnualRate | None) -> tuple[str, ...]:
    said = [
        "每期隔一个月，首期在一个月后；每期金额四舍五入到分，差的几分放在最后一期。",
        "逾期后能不能分期、收多少费，要放款方同意。",
    ]
    if rate is not None:
        said.append("年化按剩余本金折算（内部收益率），单利、复利分别列出；每期费率乘 12 会偏低。")
    return (*said, AS_BILLED)


def _terms(
    principal: Money,
    periods: int,
    method: str,
    fee_rate: Decimal | None,
    yearly: Decimal | None,
    first_due: date | None,
) -> Terms:
    if method not in METHODS:
        raise InvalidTerms("还款方式请在等本等费、等额本息、等额本金、先息后本、免息里选一种")
    if method == "interest_free":
        if fee_rate or yearly:
            raise InvalidTerms("免息分期不用填费率或年利率，请去掉")
        return InterestFree(principal=principal, periods=periods, first_due=first_due)
    if method == "flat_fee":
        if fee_rate is None or yearly is not None:
            raise InvalidTerms("等本等费要填每期费率，不填年利率")
        return FlatFee(principal=principal, periods=periods, fee_rate=fee_rate, first_due=first_due)
    if yearly is None or fee_rate is not None:
        raise InvalidTerms(f"{METHODS[method]}要填年利率，不填每期费率")
    kinds: dict[str, type[EqualPayment | EqualPrincipal | InterestOnly]] = {
        "equal_payment": EqualPayment,
        "equal_principal": EqualPrincipal,
        "interest_only": InterestOnly,
    }
    return kinds[method](
        principal=principal, periods=periods, annual_rate=yearly, first_due=first_due
    )
