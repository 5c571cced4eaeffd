"""An instalment plan with everything a person should see before saying yes.

    total cost = Σ payments + fee up front − principal
    真实年化 (simple) = 12 × monthly rate of return;  fee rate × 12 is shown only to be contradicted

The schedule is `schedule.py`'s, the rate `annual_rate.py`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhihuan.repayment.agreed_terms import METHODS, PLAIN, Details, Method, agreed_terms
from zhihuan.repayment.annual_rate import AnnualRate, annual_rate, xirr
from zhihuan.repayment.bounds import exact
from zhihuan.repayment.calculation import (
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
from zhihuan.repayment.installment_words import add_details, assumptions, formula
from zhihuan.repayment.money import Money
from zhihuan.repayment.schedule import Schedule, schedule
from zhihuan.repayment.terms import FlatFee, InterestFree, Terms

__all__ = [
    "METHODS",
    "InstallmentPlan",
    "Method",
    "installment_plan",
    "plan_figures",
    "rate_result",
]


_HIGHEST_TOLD = Decimal(10) ** 9
"""A rate by exact days above this (a hundred billion percent) says only that a date is wrong."""


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
    details: Details = PLAIN,
) -> InstallmentPlan:
    """Give `fee_rate` (a fraction per period) for a flat fee, `annual_rate` for interest."""
    terms = agreed_terms(
        principal, periods, method,
        fee_rate=fee_rate, annual_rate=annual_rate, first_due=first_due, details=details,
    )  # fmt: skip
    inputs = InputList(origins or {})
    inputs.add("amount", "本金", principal, "元")
    inputs.add("periods", "期数", periods, "期")
    inputs.add("method", "还款方式", METHODS[method], fallback="default")
    if fee_rate is not None:
        inputs.add("fee_rate", "每期费率", percent(fee_rate), "%")
    if annual_rate is not None:
        inputs.add("annual_rate", "年利率", percent(annual_rate), "%")
    if first_due is not None:
        inputs.add("first_due", "首期还款日", first_due, "日期")
    add_details(inputs, details)
    return _plan_of(terms, method, inputs)


def _plan_of(terms: Terms, method: str, inputs: InputList) -> InstallmentPlan:
    plan = schedule(terms)
    rate = annual_rate(plan) if plan.total_cost else None
    dated = _dated_rate(plan) if rate else None
    return InstallmentPlan(
        plan,
        plan.total_payment,
        plan.total_cost,
        rate,
        calculation(
            name="分期测算",
            kind="installment_plan",
            inputs=inputs.items,
            formula=formula(terms, method, told_rate=rate is not None),
            assumptions=assumptions(terms, rate, dated),
            result=plan_result(plan, rate, method) | _dated_result(dated),
            figures=[*plan_figures(plan, rate), *_dated_figures(dated)],
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


def _dated_rate(plan: Schedule) -> Decimal | None:
    """The effective yearly rate by exact days, where the day of the loan is known."""
    drawn = getattr(plan.terms, "drawn", None)
    if drawn is None or plan.rows[0].due is None or drawn >= plan.rows[0].due:
        return None
    paid = [(row.due, row.payment.yuan) for row in plan.rows if row.due is not None]
    dated = xirr([(drawn, plan.cashflows[0]), *paid])
    return dated if dated <= _HIGHEST_TOLD else None


def _dated_result(dated: Decimal | None) -> dict[str, Any]:
    return {} if dated is None else {"xirr_percent": plain(percent(dated))}


def _dated_figures(dated: Decimal | None) -> list[Figure]:
    return [] if dated is None else [percent_figure(dated, "真实年化（按实际日期，复利）")]
