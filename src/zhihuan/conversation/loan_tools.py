"""Sums about a loan that is running, as a language model sees them; like those of `tools.py`."""

from __future__ import annotations

from zhihuan.conversation.calculators.typed import amount_of, percent_of, whole_of
from zhihuan.conversation.tools import Result, Runtime, worked_out


def interest_for_time(
    amount: str, runtime: Runtime, annual_rate: str = "", daily_rate: str = "", days: str = "",
    months: str = "", product: str = "",
) -> Result:  # fmt: skip
    """算一笔钱按说好的利率借一段时间要多少利息（单利，到期一次还）。不要自己算。

    每月还的用 plan_installments；已经逾期的用 overdue_cost。

    Args:
        amount: 本金，元，如 "4000"。
        annual_rate: 年利率百分数，如 "24"。和 daily_rate 写一个。
        daily_rate: 日利率百分数，如 "0.05"。两个都不知道就留空，用产品公开过的日服务费率。
        days: 借几天，如 "30"。和 months 写一个。
        months: 借几个月，如 "6"。
        product: 产品代号，不知道就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.interest_for_time(
                amount=amount_of(amount, "本金"),
                annual_rate=percent_of(annual_rate, "年利率") if annual_rate else None,
                daily_rate=percent_of(daily_rate, "日利率") if daily_rate else None,
                days=whole_of(days, "借几天") if days else None,
                months=whole_of(months, "借几个月") if months else None,
                product=product or None,
            ).calculation
        ),
    )


def rate_in_a_year(daily_rate: str, runtime: Runtime) -> Result:
    """把日利率折成年化（单利）：一年 365 天和 360 天各是多少。不要自己算。

    Args:
        daily_rate: 日利率百分数，如 "0.05"（万分之五）。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.rate_in_a_year(daily_rate=percent_of(daily_rate, "日利率")).calculation
        ),
    )


def instalments_left(
    payment: str, periods: str, paid_periods: str, runtime: Runtime, principal: str = ""
) -> Result:
    """已经在还的分期还剩多少：还要还多少、剩多少本金、提前结清大约要多少。不要自己算。

    Args:
        payment: 每期还多少元，如 "900"。
        periods: 一共几期，如 "6"。
        paid_periods: 已经还了几期，如 "2"。
        principal: 当初借了多少元，如 "5000"。不知道就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.instalments_left(
                payment=amount_of(payment, "每期还款"),
                periods=whole_of(periods, "期数"),
                paid_periods=whole_of(paid_periods, "已还期数"),
                principal=amount_of(principal, "本金") if principal else None,
            ).calculation
        ),
    )
