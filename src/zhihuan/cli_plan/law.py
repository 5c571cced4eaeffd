"""`record`, `relief`, `deadlines`, `court-costs` and `delay-interest`."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from zhihuan.cli_plan import asked, shown
from zhihuan.cli_plan.asked import Amount, AsOf, Json
from zhihuan.clock import today
from zhihuan.conversation.calculators.typed import amount_of, day_of, parts_of
from zhihuan.repayment import DEADLINES, InvalidTerms, Restart
from zhihuan.repayment.limitation import RestartKind

_LIMITATION = "limitation"


def record(
    settled: Annotated[str, typer.Argument(metavar="日期", help="全部还清的那天")],
    as_json: Json = False,
) -> None:
    """还清之后，逾期记录保存到哪天。例：[bold]zhihuan plan record 2026-03-05[/bold]"""
    found = asked.calculators().credit_record(settled=day_of(settled, "还清那天"), as_of=today())
    if as_json:
        shown.as_json(found.calculation)
        return
    shown.say(f"{found.settled} 还清，保存到 {found.leaves_on}")
    shown.notes(found.calculation)


def relief(
    arisen: Annotated[str, typer.Argument(metavar="逾期那天", help="这笔逾期是哪天发生的")],
    amount: Annotated[
        str, typer.Argument(metavar="金额", help="信用报告上单个月份展示的最大逾期额")
    ],
    settled: Annotated[
        str | None, typer.Option(metavar="日期", help="全部还清的那天；没还清就不写")
    ] = None,
    as_json: Json = False,
) -> None:
    """一次性信用修复管不管这一笔。例：[bold]zhihuan plan relief 2024-05-10 8000 --settled 2026-02-01[/bold]"""
    found = asked.calculators().relief(
        arisen=day_of(arisen, "逾期那天"),
        amount=amount_of(amount, "逾期金额"),
        settled=asked.day(settled, "还清那天"),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    for each in found.calculation.result["conditions"]:
        shown.say(f"{'满足' if each['met'] else '不满足'}：{each['text']}")
    if found.covered:
        shown.say(f"适用，最晚到 {found.hidden_by} 不再展示")
    else:
        shown.say("不适用")
    shown.notes(found.calculation)


def deadlines(
    kind: Annotated[str | None, typer.Argument(metavar="哪一种", help="不写就列出能算的")] = None,
    event: Annotated[str | None, typer.Argument(metavar="日期", help="起算的那件事是哪天")] = None,
    restart: Annotated[
        list[str] | None,
        typer.Option(metavar="种类:日期", help="让诉讼时效重新计算的事，如 demand:2025-01-05"),
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """答辩、上诉、异议、执行、时效，最后一天是哪天。

    例：[bold]zhihuan plan deadlines appeal 2026-11-16[/bold]

    例：[bold]zhihuan plan deadlines limitation 2024-03-10 --restart demand:2025-01-05[/bold]
    """
    if kind is None:
        rows = [(each.id, each.label, each.event, each.text) for each in DEADLINES.values()]
        rows.append((_LIMITATION, "诉讼时效", "最后一期还款日", "3 年"))
        shown.table(("写法", "做什么", "从哪件事算", "多久"), rows, words=4)
        return
    if event is None:
        raise InvalidTerms("还要写上起算的那件事是哪天，比如 2026-11-16")
    day = day_of(event, "起算的那天")
    if kind == _LIMITATION:
        limited = asked.calculators().limitation(
            last_due=day, restarts=[_restart(each) for each in restart or []]
        )
        calculation = limited.calculation
        said = f"从 {limited.counted_from} 起算，{limited.runs_out} 到期"
    else:
        if restart:
            raise InvalidTerms("--restart 只用于诉讼时效（limitation），请去掉")
        found = asked.calculators().deadline(kind=kind, event=day, as_of=asked.day_or_today(as_of))
        calculation = found.calculation
        left = found.days_left or 0
        said = f"{found.rule.label}最后一天 {found.last_day}，"
        said += f"还剩 {left} 天" if left >= 0 else f"已经过了 {-left} 天"
        said += f"；那天是{calculation.result['weekday']}"
    if as_json:
        shown.as_json(calculation)
        return
    shown.say(said)
    shown.notes(calculation)


def court_costs(claim: Amount, as_json: Json = False) -> None:
    """诉讼费大约多少，10 万元以内。例：[bold]zhihuan plan court-costs 32000[/bold]"""
    found = asked.calculators().court_costs(claim=amount_of(claim, "诉讼标的额"))
    if as_json:
        shown.as_json(found.calculation)
        return
    rows = [
        ("受理费", found.filing.text()),
        ("简易程序或调解，减半", found.simplified.text()),
        ("支付令", found.payment_order.text()),
        ("执行费", found.enforcement.text()),
    ]
    shown.table(("", "元"), rows)
    shown.notes(found.calculation)


def delay_interest(
    unpaid: Amount,
    days: Annotated[int, typer.Argument(metavar="天数", min=0, max=36_500)],
    as_json: Json = False,
) -> None:
    """判决之后晚付，加倍部分的利息。例：[bold]zhihuan plan delay-interest 10000 30[/bold]"""
    found = asked.calculators().delay_interest(unpaid=amount_of(unpaid, "还没付的金额"), days=days)
    if as_json:
        shown.as_json(found.calculation)
        return
    shown.say(f"加倍部分利息 {shown.yuan(found.amount)} 元")
    shown.notes(found.calculation)


def _restart(text: str) -> Restart:
    parts = parts_of(text, ":")
    if len(parts) != 2:
        raise InvalidTerms("重新计算的事要写成 种类:日期，比如 demand:2025-01-05")
    return Restart(day_of(parts[1], "日期"), cast(RestartKind, parts[0]))
