"""What it costs to be late, as a calculation to show.

    accrued(t) = (unpaid × rate on unpaid + minimum shortfall × rate on shortfall) × t

The sum is `accrual.py`'s; here it meets the calendar, the stage and the sentences. Edge
cases: before the due date nothing is late. One published reading also counts a service fee
back to the day of purchase; those days are not known here, so it is left out and the
assumptions say so. With the purchases known, use `bill_late_cost`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhihuan.repayment.accrual import (
    MINIMUM_SHARE,
    Accrual,
    LateLine,
    LateReading,
    SeriesPoint,
    accrue,
    add_readings,
)
from zhihuan.repayment.bounds import LAST_DATE, InvalidTerms, check_date, exact
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
    trimmed,
    yuan_figure,
)
from zhihuan.repayment.money import Money
from zhihuan.repayment.stage import Stage, stage

DAYS_IN_YEAR = 365


@dataclass(frozen=True, slots=True)
class OverdueCost:
    """Lowest and highest over the readings. Decimals are yuan, unrounded."""

    amount: Money
    days: int
    as_of: date
    due: date | None
    stage: Stage
    lines: tuple[LateLine, ...]
    low: Decimal
    high: Decimal
    per_day_low: Decimal
    per_day_high: Decimal
    series: tuple[SeriesPoint, ...]
    calculation: Calculation


@exact()
def overdue_cost(
    *,
    amount: Money,
    days: int,
    readings: Sequence[LateReading],
    minimum_share: Decimal = MINIMUM_SHARE,
    as_of: date,
    due: date | None = None,
    origins: Origins | None = None,
) -> OverdueCost:
    """What being `days` late has cost so far, under each reading and as a range."""
    cost = accrue(amount, days, readings, minimum_share)
    check_date(as_of, "今天的日期")
    if due is not None:
        check_date(due, "还款日")
        if max((as_of - due).days, 0) != days:
            raise InvalidTerms("逾期天数和还款日对不上，请改其中一个")
    reached = stage(days)
    inputs = InputList(origins or {})
    inputs.add("amount", "未还金额", amount, "元")
    inputs.add("days", "逾期天数", days, "天", fallback="derived" if due else "user")
    inputs.add("as_of", "算到哪天", as_of, "日期", fallback="default")
    if due:
        inputs.add("due", "还款日", due, "日期")
    inputs.add("minimum_share", "最低还款比例", percent(minimum_share), "%", fallback="product")
    add_readings(inputs, readings)
    return OverdueCost(
        amount,
        days,
        as_of,
        due,
        reached,
        cost.lines,
        cost.low,
        cost.high,
        cost.per_day_low,
        cost.per_day_high,
        cost.series,
        calculation(
            name="逾期费用测算",
            kind="overdue_cost",
            inputs=inputs.items,
            formula=_formula(readings),
            assumptions=_assumptions(readings, minimum_share),
            result={
                "amount": str(amount),
                "days": days,
                "as_of": as_of.isoformat(),
                "due": due.isoformat() if due else None,
                "stage": {
                    "name": reached.name,
                    "mark": reached.mark,
                    "low": reached.low,
                    "high": reached.high,
                },
                **_cost_result(amount, cost),
            },
            figures=[
                yuan_figure(trimmed(amount.yuan * minimum_share), "最低还款额（估）"),
                *_cost_figures(amount, cost),
                *_stage_figures(reached, days, as_of),
            ],
        ),
    )


def _formula(readings: Sequence[LateReading]) -> str:
    lacking = any(each.daily_on_shortfall for each in readings)
    said = " + 最低还款缺口 × 日违约金率 × 逾期天数" if lacking else ""
    return f"费用 = 未还金额 × 日费率 × 逾期天数{said}，按天单利，不滚利"


def _assumptions(readings: Sequence[LateReading], minimum_share: Decimal) -> tuple[str, ...]:
    """Only what bears on these readings: a rate that the bill names leaves nothing to estimate."""
    said = [
        "从还款日的第二天开始数天数，按天单利算，不滚利，累计时不四舍五入。",
        "假设逾期后一分没还。",
    ]
    if any(each.daily_on_shortfall for each in readings):
        said.append(f"最低还款额按账单的 {plain(percent(minimum_share))}% 估。")
    said.append(
        "有一种公开过的收费说法，会从消费那天往回补算服务费；消费日期不知道，这里没有算进去。"
    )
    if len(readings) > 1:
        said.append("收费说法有几种，来源不一致，所以给的是范围。")
    said.append("逾期阶段是行业习惯，各家可能不同，信用报告上怎么记以报告为准。")
    return (*said, AS_BILLED)


def _cost_result(amount: Money, cost: Accrual) -> Mapping[str, Any]:
    return {
        "low": str(Money.rounded(cost.low)),
        "high": str(Money.rounded(cost.high)),
        "per_day_low": plain(cost.per_day_low),
        "per_day_high": plain(cost.per_day_high),
        "total_low": str(Money.rounded(amount.yuan + cost.low)),
        "total_high": str(Money.rounded(amount.yuan + cost.high)),
        "readings": [
            {
                "id": each.reading.id,
                "label": each.reading.label,
                "daily_on_unpaid_percent": plain(percent(each.reading.daily_on_unpaid)),
                "daily_on_shortfall_percent": plain(percent(each.reading.daily_on_shortfall)),
                "per_day": plain(each.per_day),
                "accrued": str(Money.rounded(each.accrued)),
                "source": each.reading.source,
                "confidence": each.reading.confidence,
            }
            for each in cost.lines
        ],
        "series": [{"day": p.day, "low": str(p.low), "high": str(p.high)} for p in cost.series],
    }


def _cost_figures(amount: Money, cost: Accrual) -> Iterable[Figure]:
    yield yuan_figure(cost.low, "费用（低）")
    yield yuan_figure(cost.high, "费用（高）")
    yield yuan_figure(cost.high - cost.low, "费用相差")
    yield yuan_figure(amount.yuan + cost.low, "本金加费用（低）")
    yield yuan_figure(amount.yuan + cost.high, "本金加费用（高）")
    for each in cost.lines:
        reading = each.reading
        yield yuan_figure(each.per_day, f"每天费用：{reading.label}")
        yield yuan_figure(each.accrued, f"费用：{reading.label}")
        yield percent_figure(reading.daily_on_unpaid, f"日费率：{reading.label}")
        yearly = reading.daily_on_unpaid * DAYS_IN_YEAR
        yield percent_figure(yearly, f"日费率折年：{reading.label}")
        if reading.daily_on_shortfall:
            yield percent_figure(reading.daily_on_shortfall, f"日违约金率：{reading.label}")


def _stage_figures(reached: Stage, days: int, as_of: date) -> Iterable[Figure]:
    yield count_figure(reached.low, "days", f"{reached.name} 从第几天起")
    if days:
        yield count_figure(int(reached.mark), "stage", "逾期阶段")
        yield count_figure(int(reached.mark), "count", "信用报告上的标记")
    if reached.high is None:
        yield count_figure(reached.low - 1, "days", f"{reached.name} 超过多少天")
        return
    yield count_figure(reached.high, "days", f"{reached.name} 到第几天止")
    left = reached.high + 1 - days
    yield count_figure(left, "days", "再过几天进入下一阶段")
    if (LAST_DATE - as_of).days >= left:
        yield date_figure(as_of + timedelta(days=left), "进入下一阶段的日期")
