"""`installments`: one plan, shown or written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from zhihuan.cli_plan import asked, shown
from zhihuan.cli_plan.asked import Amount, Fee, Json
from zhihuan.clock import today
from zhihuan.conversation.calculators.typed import amount_of
from zhihuan.errors import ZhihuanError
from zhihuan.exports import DEFAULT_TITLE, export_plan
from zhihuan.repayment import METHODS, Details, InstallmentPlan, InvalidTerms, Method
from zhihuan.repayment.money import ZERO
from zhihuan.repayment.terms import DayCount, FeeTiming

_METHOD_HELP = "、".join(f"{name} {said}" for name, said in METHODS.items())


def installments(
    principal: Amount,
    periods: Annotated[int, typer.Argument(metavar="期数", min=1, max=360, help="1 到 360")],
    fee_rate: Fee = None,
    annual_rate: Annotated[
        str | None, typer.Option(metavar="百分数", help="年利率，用于等额本息等，如 18.25%")
    ] = None,
    method: Annotated[str, typer.Option(metavar="方式", help=_METHOD_HELP)] = "flat_fee",
    first_due: Annotated[str | None, typer.Option(metavar="日期", help="首期还款日")] = None,
    upfront_fee: Annotated[
        str | None, typer.Option(metavar="金额", help="办理时一次收的费用")
    ] = None,
    fee_timing: Annotated[
        str, typer.Option(metavar="时间", help="each_period 每期、first_period 首期、up_front 办理时")
    ] = "each_period",
    drawn: Annotated[str | None, typer.Option(metavar="日期", help="借款日，按天计息要写")] = None,
    day_count: Annotated[
        str, typer.Option(metavar="计息", help="monthly 按月、actual/365 或 actual/360 按天")
    ] = "monthly",
    first_period_days: Annotated[
        int | None, typer.Option(min=1, max=366, metavar="天数", help="首期不是一个月时")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="存成 .csv .xlsx .ics（日历）或 .html（打印）"),
    ] = None,
    title: Annotated[str, typer.Option(metavar="文字", help="写在文件里的标题")] = DEFAULT_TITLE,
    as_json: Json = False,
) -> None:  # fmt: skip
    """一个分期方案的还款计划和真实年化。例：[bold]zhihuan plan installments 12000 12 --fee-rate 0.6%[/bold]"""
    if method not in get_args(Method):
        raise InvalidTerms(f"method 只能是 {'、'.join(get_args(Method))} 之一")
    plan = asked.calculators().installment_plan(
        principal=amount_of(principal, "本金"),
        periods=periods,
        method=cast(Method, method),
        fee_rate=asked.percent(fee_rate, "每期费率"),
        annual_rate=asked.percent(annual_rate, "年利率"),
        first_due=asked.day(first_due, "首期还款日"),
        given=("amount", "periods", "annual_rate", *(("fee_rate",) if fee_rate else ())),
        details=Details(
            upfront_fee=asked.amount_or_zero(upfront_fee, "一次性费用") or ZERO,
            fee_timing=cast(FeeTiming, fee_timing),
            drawn=asked.day(drawn, "借款日"),
            day_count=cast(DayCount, day_count),
            first_period_days=first_period_days,
        ),
    )
    if export is not None:
        _write(plan, export, title)
    if as_json:
        shown.as_json(plan.calculation)
        return
    rows = [
        (
            str(row.period),
            row.due.isoformat() if row.due else f"第 {row.period} 个月",
            *(money.text() for money in (row.payment, row.principal, row.cost, row.balance)),
        )
        for row in plan.schedule.rows
    ]
    shown.table(("期", "还款日", "每期还款", "本金", "费用", "剩余本金"), rows, words=2)
    if plan.schedule.upfront:
        shown.say(f"办理时另付 {plan.schedule.upfront.text()} 元")
    shown.say(f"一共还 {plan.total_payment.text()} 元，其中费用 {plan.total_cost.text()} 元")
    if plan.rate is not None:
        simple, effective = plan.rate.simple * 100, plan.rate.effective * 100
        shown.say(f"真实年化：单利 {simple:.4f}%，复利 {effective:.4f}%")
    dated = plan.calculation.result.get("xirr_percent")
    if dated is not None:
        shown.say(f"按实际日期的年化（复利）：{shown.percents(dated, dated)}")
    shown.notes(plan.calculation)


def _write(plan: InstallmentPlan, path: Path, title: str) -> None:
    made = export_plan(plan, path.suffix.removeprefix(".").lower(), stamp=today(), title=title)
    try:
        with path.open("xb") as file:
            file.write(made.content)
    except FileExistsError:
        raise ZhihuanError("这个文件已经有了，请换一个名字") from None
    except OSError:
        raise ZhihuanError("写不了这个文件，请换一个地方") from None
