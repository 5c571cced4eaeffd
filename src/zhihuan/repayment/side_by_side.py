"""Every way out of one debt, side by side: this instalment, that one, now, the minimum, wait.

    owed today   = amount + charges accrued so far           a range over the published rules
    fits         = the largest monthly payment ≤ what can be paid each month

Each way is `ways_out.py`'s. Nothing is picked here: what is cheapest is to pay now, and whoever
could would not be asking. `compare_plans` picks among instalments. A wait is shown so that its
price can be seen, never as advice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhihuan.repayment.accrual import (
    MINIMUM_SHARE,
    Accrual,
    LateReading,
    accrue,
    add_readings,
)
from zhihuan.repayment.bounds import InvalidTerms, check_date, check_days, exact
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
from zhihuan.repayment.money import Money, check_amount
from zhihuan.repayment.plans import MAX_OFFERS, Offer
from zhihuan.repayment.stage import stage
from zhihuan.repayment.terms import FlatFee, InterestFree
from zhihuan.repayment.ways_out import Owed, PayMinimum, Wait, Way, WayOut, way_out


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`fits` stands beside each way: None without a budget, or where it is paid at once."""

    ways: tuple[WayOut, ...]
    fits: tuple[bool | None, ...]
    owed_low: Decimal
    owed_high: Decimal
    calculation: Calculation


@exact()
def side_by_side(
    *,
    amount: Money,
    ways: Sequence[Way],
    as_of: date,
    days_late: int = 0,
    budget: Money | None = None,
    readings: Sequence[LateReading] = (),
    minimum_share: Decimal = MINIMUM_SHARE,
    origins: Origins | None = None,
) -> SideBySide:
    """`readings` charge for lateness; needed when it is late, or when waiting is among the ways."""
    check_amount(amount, "欠款金额")
    check_days(days_late, "逾期天数")
    check_date(as_of, "今天的日期")
    if not 1 <= len(ways) <= MAX_OFFERS:
        raise InvalidTerms(f"请给出 1 到 {MAX_OFFERS} 种办法来比较")
    if budget is not None:
        check_amount(budget, "每月能还的金额")
    charged = days_late > 0 or any(isinstance(each, Wait) for each in ways)
    debt = Owed(amount, days_late, as_of, tuple(readings), minimum_share)
    sofar = accrue(amount, days_late, readings, minimum_share) if charged else None
    found = tuple(way_out(each, debt) for each in ways)
    fits = tuple(
        None if budget is None or each.monthly is None else each.monthly <= budget for each in found
    )
    low, high = (sofar.low, sofar.high) if sofar else (Decimal(0), Decimal(0))
    return SideBySide(
        found,
        fits,
        amount.yuan + low,
        amount.yuan + high,
        calculation(
            name="几种办法放在一起比",
            kind="side_by_side",
            inputs=_inputs(debt, found, budget, charged, origins or {}).items,
            formula="费用都从今天往后算：分期 = 各期费用或利息之和；只还最低 = 每月余额 × 日服务费率 × 30 "
            "之和；等 = 每天费用 × 天数；真实年化按单利",
            assumptions=_assumptions(debt, found),
            result=_result(debt, found, fits, (low, high), budget),
            figures=_figures(debt, found, sofar, budget),
        ),
    )


def _inputs(
    debt: Owed, found: Sequence[WayOut], budget: Money | None, charged: bool, origins: Origins
) -> InputList:
    inputs = InputList(origins)
    inputs.add("amount", "欠款金额", debt.amount, "元")
    inputs.add("days_late", "已经逾期", debt.days_late, "天", fallback="default")
    inputs.add("as_of", "今天", debt.as_of, "日期", fallback="default")
    if budget is not None:
        inputs.add("budget", "每月能还", budget, "元")
    for number, each in enumerate(found, start=1):
        way = each.way
        if isinstance(way, Offer):
            inputs.add("periods", f"期数：{way.label}", way.terms.periods, "期", number=number)
            if isinstance(way.terms, FlatFee):
                fee = percent(way.terms.fee_rate)
                inputs.add("fee_rate", f"每期费率：{way.label}", fee, "%", number=number)
            elif not isinstance(way.terms, InterestFree):
                yearly = percent(way.terms.annual_rate)
                inputs.add("annual_rate", f"年利率：{way.label}", yearly, "%", number=number)
        elif isinstance(way, PayMinimum):
            daily = percent(way.daily_rate)
            inputs.add("minimum_daily_rate", "日服务费率", daily, "%", fallback="product")
            share = percent(way.share)
            inputs.add("share", "最低还款比例", share, "%", fallback="product")
        elif isinstance(way, Wait):
            inputs.add("wait_days", f"{way.label}：天数", way.days, "天", number=number)
    if charged:
        share = percent(debt.minimum_share)
        inputs.add("minimum_share", "违约金按的最低还款比例", share, "%", fallback="product")
        add_readings(inputs, debt.readings)
    return inputs


def _assumptions(debt: Owed, found: Sequence[WayOut]) -> tuple[str, ...]:
    said = ["能不能分期、怎么收费，要放款方同意；办之前看清明示表。"]
    if debt.days_late:
        said.append("到今天已经产生的费用，哪种办法都要付，另外列出，没有算进各自的费用。")
    else:
        said.append("还没有逾期的，把今天当作还款日。")
    if any(each.kind == "minimum" for each in found):
        said.append("只还最低的，今天先还第一次，不再新增消费；从消费日往回补算的没有算。")
    if any(each.kind == "wait" for each in found):
        said.append("等不是建议，列出来是为了看见它的代价。")
    return (*said, "不要借新还旧。", AS_BILLED)


def _result(
    debt: Owed,
    found: Sequence[WayOut],
    fits: Sequence[bool | None],
    sofar: tuple[Decimal, Decimal],
    budget: Money | None,
) -> dict[str, Any]:
    low, high = sofar
    return {
        "amount": str(debt.amount),
        "days_late": debt.days_late,
        "as_of": debt.as_of.isoformat(),
        "budget": str(budget) if budget else None,
        "accrued_low": str(Money.rounded(low)),
        "accrued_high": str(Money.rounded(high)),
        "owed_today_low": str(Money.rounded(debt.amount.yuan + low)),
        "owed_today_high": str(Money.rounded(debt.amount.yuan + high)),
        "ways": [
            {
                "label": each.way.label,
                "kind": each.kind,
                "monthly": str(each.monthly) if each.monthly else None,
                "payments": each.payments,
                "cost_low": str(Money.rounded(each.cost_low)),
                "cost_high": str(Money.rounded(each.cost_high)),
                "simple_low_percent": _percent(each.simple_low),
                "simple_high_percent": _percent(each.simple_high),
                "effective_percent": _percent(each.effective),
                "free_on": each.free_on.isoformat(),
                "late_status": each.late_status,
                "fits": fit,
            }
            for each, fit in zip(found, fits, strict=True)
        ],
    }


def _figures(
    debt: Owed, found: Sequence[WayOut], sofar: Accrual | None, budget: Money | None
) -> list[Figure]:
    figures: list[Figure] = []
    if sofar is not None:
        figures += [
            yuan_figure(sofar.low, "到今天的费用（低）"),
            yuan_figure(sofar.high, "到今天的费用（高）"),
            yuan_figure(debt.amount.yuan + sofar.low, "今天要还（低）"),
            yuan_figure(debt.amount.yuan + sofar.high, "今天要还（高）"),
            yuan_figure(sofar.per_day_low, "每天费用（低）"),
            yuan_figure(sofar.per_day_high, "每天费用（高）"),
        ]
    for each in found:
        label = each.way.label
        figures += [
            yuan_figure(each.cost_low, f"{label}：费用（低）"),
            yuan_figure(each.cost_high, f"{label}：费用（高）"),
            count_figure(each.payments, "periods", f"{label}：还几次"),
            date_figure(each.free_on, f"{label}：还清那天"),
        ]
        if each.monthly is not None:
            figures.append(yuan_figure(each.monthly, f"{label}：每月最多"))
            if budget is not None:
                gap = Money(abs((each.monthly - budget).fen))
                figures.append(yuan_figure(gap, f"{label}：和每月能还的相差"))
        for rate, what in (
            (each.simple_low, "真实年化（单利，低）"),
            (each.simple_high, "真实年化（单利，高）"),
            (each.effective, "真实年化（复利）"),
        ):
            if rate is not None:
                figures.append(percent_figure(rate, f"{label}：{what}"))
        if isinstance(each.way, Wait):
            later = debt.days_late + each.way.days
            figures.append(count_figure(later, "days", f"{label}：那天逾期"))
            figures.append(count_figure(int(stage(later).mark), "stage", f"{label}：那天的阶段"))
    return figures


def _percent(rate: Decimal | None) -> str | None:
    return None if rate is None else plain(percent(rate))
