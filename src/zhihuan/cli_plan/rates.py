"""`rate`, `interest`, `fee-rate`, `lines` and `cap`: the price of credit, and its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from zhihuan.cli_plan import asked, shown
from zhihuan.cli_plan.asked import Amount, Json
from zhihuan.conversation.calculators.law import rate_of
from zhihuan.conversation.calculators.typed import (
    amount_of,
    amount_or_zero_of,
    day_of,
    parts_of,
    percent_of,
)
from zhihuan.repayment import InvalidTerms, Money


def rate(
    received: Annotated[str, typer.Argument(metavar="到手金额", help="实际收到多少元")],
    payment: Annotated[
        str | None, typer.Option(metavar="金额", help="每月还多少，和 --periods 一起写")
    ] = None,
    periods: Annotated[
        int | None, typer.Option(min=1, max=360, metavar="期数", help="还多少个月")
    ] = None,
    payments: Annotated[
        str | None, typer.Option(metavar="金额,金额…", help="每月还的不一样时，逐月写")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="日期", help="到手那天，和 --paid 一起写")
    ] = None,
    paid: Annotated[
        list[str] | None, typer.Option(metavar="日期:金额", help="哪天还了多少；可以写几个")
    ] = None,
    contract: Annotated[
        str | None, typer.Option(metavar="日期", help="合同成立日；写了就和 24%、四倍 LPR 对照")
    ] = None,
    as_json: Json = False,
) -> None:
    """一笔借款真实的年化。例：[bold]zhihuan plan rate 12000 --payment 1072 --periods 12[/bold]"""
    sums = asked.calculators()
    got = amount_of(received, "到手金额")
    if sum((payment is not None, bool(payments), bool(paid))) != 1:
        raise InvalidTerms("还款写一种：--payment 和 --periods，或者 --payments，或者 --paid")
    if paid:
        found = sums.dated_yearly_cost(
            received=got,
            on=day_of(on or "", "到手那天 --on "),
            payments=[_dated(each) for each in paid],
        )
    elif payments:
        amounts = [amount_or_zero_of(each, "每月还款") for each in parts_of(payments)]
        found = sums.yearly_cost(received=got, payments=amounts)
    else:
        if periods is None or payment is None:
            raise InvalidTerms("写了 --payment，还要写 --periods：一共还多少个月")
        each = amount_of(payment, "每月还款")
        found = sums.yearly_cost(received=got, payments=[each] * periods)
    signed = asked.day(contract, "合同成立日")
    if as_json:
        shown.as_json(found.calculation)
        return
    simple, effective = found.rate.simple * 100, found.rate.effective * 100
    shown.say(
        f"真实年化：单利 {simple:.4f}%，复利 {effective:.4f}%，一共多付 {found.total_cost.text()} 元"
    )
    if signed is not None:
        checked = sums.check_lines(rate=found.rate, contract=signed)
        _show_lines(checked.calculation.result["lines"])
    shown.notes(found.calculation)


def interest(
    principal: Amount,
    yearly: Annotated[str | None, typer.Option(metavar="百分数", help="年利率，如 24%")] = None,
    daily: Annotated[str | None, typer.Option(metavar="百分数", help="日利率，如 0.05%")] = None,
    days: Annotated[int | None, typer.Option(min=0, max=36_500, metavar="天数")] = None,
    months: Annotated[int | None, typer.Option(min=1, max=360, metavar="月数")] = None,
    as_json: Json = False,
) -> None:
    """借一段时间要多少利息。例：[bold]zhihuan plan interest 4000 --yearly 24% --months 2[/bold]"""
    if yearly is None and daily is None:
        raise InvalidTerms("利率写一种：--yearly 或者 --daily")
    found = asked.calculators().interest_for_time(
        amount=amount_of(principal, "本金"),
        annual_rate=asked.percent(yearly, "年利率"),
        daily_rate=asked.percent(daily, "日利率"),
        days=days,
        months=months,
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    shown.say(f"利息 {found.interest.text()} 元，到期一共还 {found.total.text()} 元")
    shown.notes(found.calculation)


def fee_rate(
    yearly: Annotated[str, typer.Argument(metavar="年化", help="如 24%")],
    periods: Annotated[int, typer.Argument(metavar="期数", min=1, max=360)],
    effective: Annotated[bool, typer.Option("--effective", help="年化是复利的")] = False,
    as_json: Json = False,
) -> None:
    """从年化倒推每期费率，最多收多少才不超过它。例：[bold]zhihuan plan fee-rate 24% 12[/bold]"""
    found = asked.calculators().fee_for_rate(
        yearly=percent_of(yearly, "年化"),
        periods=periods,
        basis="effective" if effective else "simple",
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    shown.say(f"每期费率最多 {found.calculation.result['fee_rate_percent']}%")
    shown.notes(found.calculation)


def lines(
    contract: Annotated[str, typer.Argument(metavar="日期", help="合同成立日")],
    yearly: Annotated[
        str | None, typer.Option(metavar="百分数", help="真实年化，如 13.03%；写了就比一比")
    ] = None,
    effective: Annotated[bool, typer.Option("--effective", help="年化是复利的")] = False,
    as_json: Json = False,
) -> None:
    """合同那天的 24% 和四倍 LPR，各管谁。例：[bold]zhihuan plan lines 2026-05-01 --yearly 13.03%[/bold]"""
    sums, day = asked.calculators(), day_of(contract, "合同成立日")
    if yearly is None:
        calculation = sums.line_table(contract=day).calculation
    else:
        calculation = sums.check_lines(
            rate=rate_of(percent_of(yearly, "年化"), "effective" if effective else "simple"),
            contract=day,
        ).calculation
    if as_json:
        shown.as_json(calculation)
        return
    _show_lines(calculation.result["lines"])
    shown.notes(calculation)


def cap(
    principal: Amount,
    days: Annotated[int, typer.Argument(metavar="天数", min=0, max=36_500)],
    rate: Annotated[str | None, typer.Option(metavar="百分数", help="年化线，默认 24%")] = None,
    year: Annotated[int, typer.Option(metavar="天数", help="一年按 365 或 360 天")] = 365,
    as_json: Json = False,
) -> None:
    """按一条年化线，最多能收多少。例：[bold]zhihuan plan cap 5000 180[/bold]"""
    found = asked.calculators().cap_amount(
        principal=amount_of(principal, "本金"),
        days=days,
        rate=asked.percent(rate, "年化线"),
        days_in_year=year,
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    shown.say(f"最多 {shown.yuan(found.amount)} 元")
    shown.notes(found.calculation)


def _dated(text: str) -> tuple[date, Money]:
    day, colon, paid = text.replace("：", ":").partition(":")
    if not colon:
        raise InvalidTerms("还款要写成 日期:金额，比如 2026-02-01:1072")
    return day_of(day, "还款日期"), amount_of(paid, "还款金额")


def _show_lines(lines: Sequence[Mapping[str, Any]]) -> None:
    compared = lines and "simple_above" in lines[0]
    said = {True: "超过", False: "没超过"}
    rows = [
        (
            shown.percents(each["percent"], each["percent"])
            + ("" if each["confirmed"] else "（待核）"),
            *((said[each["simple_above"]], said[each["effective_above"]]) if compared else ()),
            each["binds"],
            each["source"],
        )
        for each in lines
    ]
    headings = ("红线", *(("按单利", "按复利") if compared else ()), "管谁", "依据")
    shown.table(headings, rows, words=len(headings))
