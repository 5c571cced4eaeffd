"""Paying a flat-fee plan off early: is it worth it?

    left        = principal of the periods not yet paid
    to pay      = left + what the rule still asks for
    real yearly rate = 12 × IRR of (received, instalments so far, the settlement)

Nobody has shown us the rule now in use, so each is worked out: nothing more (`waived`),
the next period's fee (`next_fee`), all remaining fees (`all_fees`), the formula that one
reprint gave (`daily_balance`): Σ daily balance × 0.065% − fees paid, with the next fee
besides (`daily_balance_next_fee`) or without. Daily balances are counted in 30-day months
unless `month_days` says otherwise (source baitiao-early-settlement-formula, of low
confidence; with the next fee added it is more, so the formula alone is no upper bound).
Settled together with the last payment made when `months_after` is 0. Ask first, decide then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhihuan.repayment.annual_rate import AnnualRate, irr
from zhihuan.repayment.bounds import InvalidTerms, check_days, check_rate, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    count_figure,
    percent,
    percent_figure,
    yuan_figure,
)
from zhihuan.repayment.installment import rate_result
from zhihuan.repayment.money import ZERO, Money, total
from zhihuan.repayment.schedule import Schedule, schedule
from zhihuan.repayment.terms import MONTH_DAYS, FlatFee

Rule = Literal["waived", "next_fee", "all_fees", "daily_balance", "daily_balance_next_fee"]
RULES: dict[Rule, str] = {
    "waived": "只还剩余本金，不再收费",
    "next_fee": "再收一期分期费",
    "all_fees": "剩下各期的分期费全收",
    "daily_balance": "按每日本金余额补算服务费",
    "daily_balance_next_fee": "按每日本金余额补算服务费，再收一期分期费",
}
DAILY_RATE = Decimal("0.00065")
ASK_FIRST = (
    "剩余本金是多少？",
    "还要不要付剩下各期的费用，或者违约金？",
    "优惠券、免息会不会被追回？",
    "会不会开结清证明，额度还在不在？",
    "征信什么时候更新？",
)
"""What to ask before deciding (source early-settlement-questions)."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What one rule makes of it. `extra` is asked besides the principal left."""

    rule: Rule
    extra: Money
    to_pay: Money
    total_cost: Money
    saved: Money
    rate: AnnualRate | None


@dataclass(frozen=True, slots=True)
class EarlySettlement:
    principal_left: Money
    settlements: tuple[Settlement, ...]
    kept_to_the_end: Money
    calculation: Calculation


@exact()
def early_settlement(
    terms: FlatFee,
    paid_periods: int,
    *,
    months_after: int = 0,
    daily_rate: Decimal = DAILY_RATE,
    month_days: Sequence[int] | None = None,
    origins: Origins | None = None,
) -> EarlySettlement:
    """Settle after `paid_periods` payments, `months_after` whole months after the last."""
    if not isinstance(terms, FlatFee) or terms.fee_timing != "each_period" or terms.upfront_fee:
        raise InvalidTerms("这里只算每期收费的等本等费分期提前结清")
    check_days(paid_periods, "已还期数")
    if paid_periods >= terms.periods:
        raise InvalidTerms("已还期数要比总期数少，请核对一下")
    if months_after not in (0, 1):
        raise InvalidTerms("结清可以在还款当天，或者再过一个月，请选一个")
    check_rate(daily_rate, "日费率")
    plan = schedule(terms)
    paid, coming = plan.rows[:paid_periods], plan.rows[paid_periods:]
    left = total([each.principal for each in coming])
    fees_paid = total([each.cost for each in paid])
    balances = _daily_balances(plan, paid_periods + months_after, paid_periods, month_days)
    formula = max(Money.rounded(balances * daily_rate) - fees_paid, ZERO)
    extras: dict[Rule, Money] = {
        "waived": ZERO,
        "next_fee": coming[0].cost,
        "all_fees": total([each.cost for each in coming]),
        "daily_balance": formula,
        "daily_balance_next_fee": formula + coming[0].cost,
    }
    settlements = tuple(
        _settlement(rule, plan, paid_periods, months_after, left, extra, fees_paid)
        for rule, extra in extras.items()
    )
    inputs = InputList(origins or {})
    inputs.add("amount", "分期本金", terms.principal, "元")
    inputs.add("periods", "期数", terms.periods, "期")
    inputs.add("fee_rate", "每期费率", percent(terms.fee_rate), "%")
    inputs.add("paid_periods", "已还期数", paid_periods, "期")
    inputs.add("months_after", "最后一次还款后几个月结清", months_after, "个月", fallback="default")
    inputs.add("daily_rate", "补算用的日费率", percent(daily_rate), "%", fallback="product")
    return EarlySettlement(
        left,
        settlements,
        plan.total_cost,
        calculation(
            name="提前结清测算",
            kind="early_settlement",
            inputs=inputs.items,
            formula="结清要付 = 剩余本金 + 还要收的费用；总费用 = 已付费用 + 还要收的费用；"
            "省下 = 还满的总费用 − 提前结清的总费用",
            assumptions=(
                "还要收多少费用，说法不一，所以几种都列；先问清规则再决定。",
                "按每日本金余额补算的那一种来自一处不完整的转载，不一定是现行规则。",
                "优惠券、免息可能被追回，这里没有算。",
                AS_BILLED,
            ),
            result={
                "principal_left": str(left),
                "kept_to_the_end": str(plan.total_cost),
                "ask_first": list(ASK_FIRST),
                "settlements": [
                    {
                        "rule": each.rule,
                        "label": RULES[each.rule],
                        "extra": str(each.extra),
                        "to_pay": str(each.to_pay),
                        "total_cost": str(each.total_cost),
                        "saved": str(each.saved),
                        "rate_percent": rate_result(each.rate),
                    }
                    for each in settlements
                ],
            },
            figures=[
                yuan_figure(left, "剩余本金"),
                yuan_figure(fees_paid, "已付费用"),
                yuan_figure(plan.total_cost, "还满的总费用"),
                count_figure(len(coming), "periods", "剩余期数"),
                *(figure for each in settlements for figure in _figures(each)),
            ],
        ),
    )


def _settlement(
    rule: Rule,
    plan: Schedule,
    paid_periods: int,
    months_after: int,
    left: Money,
    extra: Money,
    fees_paid: Money,
) -> Settlement:
    flows = [-plan.terms.principal.yuan, *(each.payment.yuan for each in plan.rows[:paid_periods])]
    flows += [Decimal(0)] * months_after
    flows[-1] += left.yuan + extra.yuan
    cost = fees_paid + extra
    at_once = len(flows) == 1
    rate = None if at_once or not cost else AnnualRate.from_monthly(irr(flows))
    return Settlement(rule, extra, left + extra, cost, plan.total_cost - cost, rate)


def _daily_balances(
    plan: Schedule, months: int, paid_periods: int, month_days: Sequence[int] | None
) -> Decimal:
    """Σ over the days until the settlement of the principal owed that day."""
    days = [MONTH_DAYS] * months if month_days is None else list(month_days)
    if len(days) != months or any(not 1 <= each <= 62 for each in days):
        raise InvalidTerms(f"每个月的天数要写 {months} 个，各在 1 到 62 之间")
    owed = [plan.terms.principal, *(each.balance for each in plan.rows[:paid_periods])]
    return sum((owed[i].yuan * length for i, length in enumerate(days)), Decimal(0))


def _figures(each: Settlement) -> list[Figure]:
    label = RULES[each.rule]
    figures = [
        yuan_figure(each.extra, f"{label}：还要收"),
        yuan_figure(each.to_pay, f"{label}：结清要付"),
        yuan_figure(each.total_cost, f"{label}：总费用"),
        yuan_figure(Money(abs(each.saved.fen)), f"{label}：省下或多付"),
    ]
    if each.rate is not None:
        figures.append(percent_figure(each.rate.simple, f"{label}：真实年化（单利）"))
        figures.append(percent_figure(each.rate.effective, f"{label}：真实年化（复利）"))
    return figures
