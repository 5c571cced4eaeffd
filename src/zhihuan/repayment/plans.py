"""Side by side, and what fits.

    fits        = the largest payment ≤ what can be paid each month
    picked      = the shortest option that fits; among equals, the cheapest
    a request   = ceil(principal ÷ budget) months of the budget, when nothing fits

Nothing above the budget is ever picked. When nothing fits, the longest option is shown
with what is missing, together with the months a realistic request would name (principal
only, without a fee, since a fee is for the lender to agree) and what to prepare for it.
Without a budget nothing is said to fit and nothing is picked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhihuan.repayment.annual_rate import AnnualRate, annual_rate
from zhihuan.repayment.bounds import MAX_PERIODS, InvalidTerms
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    count_figure,
    percent,
    yuan_figure,
)
from zhihuan.repayment.installment import plan_figures, rate_result
from zhihuan.repayment.money import Money, check_amount
from zhihuan.repayment.schedule import Schedule, schedule
from zhihuan.repayment.terms import FlatFee, InterestFree, Terms

MAX_OFFERS = 12
PREPARE = (
    "身份证",
    "收入证明，或者失业登记、社保断缴的证明",
    "近 3–6 个月的银行流水",
    "病历和费用单、残疾或低保证明（有的话）",
    "家庭支出和全部欠款的清单，信用报告",
    "一份写明每月能还多少、从何时起、还多少期的方案",
)
"""What to have at hand when asking (source negotiation-materials); to official channels only."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan that is on the table, and what to call it."""

    label: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Option:
    """One offer worked out. `fits` is None when no budget was named."""

    offer: Offer
    schedule: Schedule
    rate: AnnualRate | None
    fits: bool | None

    @property
    def periods(self) -> int:
        return self.offer.terms.periods

    @property
    def first_payment(self) -> Money:
        return self.schedule.first_payment

    @property
    def largest_payment(self) -> Money:
        return self.schedule.largest_payment

    @property
    def total_cost(self) -> Money:
        return self.schedule.total_cost


@dataclass(frozen=True, slots=True)
class Request:
    """What a person could realistically ask for: `periods` months of at most `per_month`."""

    per_month: Money
    periods: int


@dataclass(frozen=True, slots=True)
class Comparison:
    options: tuple[Option, ...]
    budget: Money | None
    picked: Option | None
    request: Request | None
    calculation: Calculation


def compare_plans(
    principal: Money,
    options: Sequence[tuple[int, Decimal]],
    budget: Money | None = None,
    origins: Origins | None = None,
) -> Comparison:
    """Flat-fee options, each (periods, fee rate per period)."""
    offers = [
        Offer(f"{periods} 期", FlatFee(principal=principal, periods=periods, fee_rate=fee_rate))
        for periods, fee_rate in options
    ]
    return compare(offers, budget, origins)


def compare(
    offers: Sequence[Offer], budget: Money | None = None, origins: Origins | None = None
) -> Comparison:
    """Any offers for the same principal, in the order given."""
    if not 1 <= len(offers) <= MAX_OFFERS:
        raise InvalidTerms(f"请给出 1 到 {MAX_OFFERS} 个方案来比较")
    if len({each.terms.principal for each in offers}) > 1:
        raise InvalidTerms("几个方案的本金要一样才能比较，请核对一下")
    if budget is not None:
        check_amount(budget, "每月能还的金额")
    options = tuple(_option(each, budget) for each in offers)
    fitting = [each for each in options if each.fits]
    picked = min(fitting, key=lambda each: (each.periods, each.total_cost), default=None)
    request = None if budget is None or picked else _request(offers[0].terms.principal, budget)
    return Comparison(
        options,
        budget,
        picked,
        request,
        calculation(
            name="分期方案对比",
            kind="compare_plans",
            inputs=_inputs(options, budget, origins or {}).items,
            formula="每个方案算每期还款、总费用和真实年化；最大一期不超过每月能还的金额就算合适，"
            "合适的里面挑期数最短的",
            assumptions=_assumptions(budget, request),
            result=_result(options, budget, picked, request),
            figures=_figures(options, budget, request),
        ),
    )


def _option(offer: Offer, budget: Money | None) -> Option:
    plan = schedule(offer.terms)
    rate = annual_rate(plan) if plan.total_cost else None
    fits = None if budget is None else max(plan.largest_payment, plan.upfront) <= budget
    return Option(offer, plan, rate, fits)


def _request(principal: Money, budget: Money) -> Request | None:
    months = -(-principal.fen // budget.fen)
    return Request(budget, months) if months <= MAX_PERIODS else None


def _inputs(options: tuple[Option, ...], budget: Money | None, origins: Origins) -> InputList:
    inputs = InputList(origins)
    inputs.add("amount", "本金", options[0].offer.terms.principal, "元")
    if budget is not None:
        inputs.add("budget", "每月能还", budget, "元")
    for number, each in enumerate(options, start=1):
        terms, label = each.offer.terms, each.offer.label
        inputs.add("periods", f"期数：{label}", terms.periods, "期", number=number)
        if isinstance(terms, FlatFee):
            rate = percent(terms.fee_rate)
            inputs.add("fee_rate", f"每期费率：{label}", rate, "%", number=number)
        elif not isinstance(terms, InterestFree):
            rate = percent(terms.annual_rate)
            inputs.add("annual_rate", f"年利率：{label}", rate, "%", number=number)
    return inputs


def _assumptions(budget: Money | None, request: Request | None) -> tuple[str, ...]:
    said = [
        "每期隔一个月，首期在一个月后；每期金额四舍五入到分，差的几分放在最后一期。",
        "能不能这样分、收多少费，要放款方同意。",
    ]
    if budget is not None:
        said.append("只推荐每月还得起的方案，超出的不推荐。")
    if request is not None:
        said.append("协商可以提的期数只按本金算，没有算费用，是否收费由放款方和您商定。")
        said.append(f"去谈之前备好：{'；'.join(PREPARE)}。只交给官方渠道，不要伪造。")
    return (*said, AS_BILLED)


def _result(
    options: tuple[Option, ...],
    budget: Money | None,
    picked: Option | None,
    request: Request | None,
) -> dict[str, Any]:
    longest = max(options, key=lambda each: each.periods)
    return {
        "principal": str(options[0].offer.terms.principal),
        "budget": str(budget) if budget else None,
        "options": [
            {
                "label": each.offer.label,
                "periods": each.periods,
                "first_payment": str(each.first_payment),
                "largest_payment": str(each.largest_payment),
                "total_cost": str(each.total_cost),
                "total_payment": str(each.schedule.total_payment),
                "rate_percent": rate_result(each.rate),
                "fits": each.fits,
            }
            for each in options
        ],
        "picked": options.index(picked) if picked else None,
        "longest": options.index(longest),
        "request": {"per_month": str(request.per_month), "periods": request.periods}
        if request
        else None,
        "prepare": list(PREPARE) if request else [],
    }


def _figures(
    options: tuple[Option, ...], budget: Money | None, request: Request | None
) -> list[Figure]:
    figures: list[Figure] = []
    for each in options:
        figures += plan_figures(each.schedule, each.rate, f"{each.offer.label}：")
    for index, one in enumerate(options):
        for other in options[index + 1 :]:
            more = max(one.total_cost, other.total_cost) - min(one.total_cost, other.total_cost)
            figures.append(yuan_figure(more, f"{one.offer.label}和{other.offer.label}总费用相差"))
    if budget is not None:
        figures.append(yuan_figure(budget, "每月能还"))
        for each in options:
            gap = each.largest_payment - budget
            if gap.fen > 0:
                figures.append(yuan_figure(gap, f"{each.offer.label}：每月超出"))
            else:
                figures.append(yuan_figure(-gap, f"{each.offer.label}：每月还能留下"))
    if request is not None:
        figures.append(count_figure(request.periods, "periods", "协商可以提的期数"))
    return figures
