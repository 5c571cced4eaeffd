"""`overdue`, `what-if`, `stage`, and the five kinds of `late-fee`."""

from __future__ import annotations

from typing import Annotated

import typer

from zhihuan.cli_plan import asked, shown
from zhihuan.cli_plan.asked import Amount, AsOf, DailyRate, Json, Product
from zhihuan.cli_plan.speaking import ChineseGroup
from zhihuan.conversation.calculators.typed import (
    amount_of,
    amount_or_zero_of,
    day_of,
    parts_of,
    percent_of,
    whole_of,
)
from zhihuan.repayment import BillLateCost, InvalidTerms, LateFee, Purchase

Days = Annotated[int, typer.Option(min=0, max=36_500, metavar="天数", help="逾期多少天")]
Paid = Annotated[str, typer.Option(metavar="金额", help="到期前已经还了多少")]

late_fee_app = typer.Typer(
    cls=ChineseGroup,
    help="按不同的收费方式算逾期费用：账单制、订单制、信用卡、合同罚息、任意日费率。",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


def overdue(
    amount: Amount,
    days: Annotated[
        int | None, typer.Option(min=0, max=36_500, metavar="天数", help="逾期天数")
    ] = None,
    due: Annotated[
        str | None, typer.Option(metavar="日期", help="还款日；和 --days 给一个就行")
    ] = None,
    product: Product = None,
    daily_rate: DailyRate = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """逾期到今天多出多少。例：[bold]zhihuan plan overdue 3200 --days 45[/bold]"""
    sums = asked.calculators()
    found = sums.overdue_cost(
        amount=amount_of(amount, "欠款金额"),
        days=days,
        due=asked.day(due, "还款日"),
        product=sums.check_product(product),
        daily_rate=asked.percent(daily_rate, "日费率"),
        as_of=asked.day_or_today(as_of),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    rows = [
        (line.reading.label, shown.yuan(line.per_day), shown.yuan(line.accrued))
        for line in found.lines
    ]
    shown.table(("收费说法", "每天", "到今天"), rows)
    shown.say(f"逾期 {found.days} 天，{found.stage.name}（{found.stage.days_text}）")
    shown.notes(found.calculation)


def what_if(
    amount: Amount,
    payment: Annotated[str, typer.Argument(metavar="打算还", help="打算还多少元")],
    on_day: Annotated[
        int | None, typer.Option(min=0, max=36_500, metavar="天数", help="逾期第几天还")
    ] = None,
    until_day: Annotated[
        int | None,
        typer.Option(min=0, max=36_500, metavar="天数", help="看到逾期第几天；默认再看 30 天"),
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="日期", help="还款日")] = None,
    pay_on: Annotated[str | None, typer.Option(metavar="日期", help="打算哪天还")] = None,
    product: Product = None,
    daily_rate: DailyRate = None,
    as_json: Json = False,
) -> None:
    """先还一部分能省多少。例：[bold]zhihuan plan what-if 3200 1000 --on-day 45[/bold]"""
    sums = asked.calculators()
    found = sums.what_if_paid(
        amount=amount_of(amount, "欠款金额"),
        payment=amount_of(payment, "打算还的金额"),
        on_day=on_day,
        until_day=until_day,
        due=asked.day(due, "还款日"),
        pay_on=asked.day(pay_on, "打算还的那天"),
        product=sums.check_product(product),
        daily_rate=asked.percent(daily_rate, "日费率"),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    result = found.calculation.result
    days = {each.name: each.value for each in found.calculation.inputs}
    shown.say(f"逾期第 {days['on_day']} 天还，看到逾期第 {days['until_day']} 天：")
    rows = [
        ("到那天的费用", shown.span(found.cost_low, found.cost_high)),
        ("比不还省下", shown.span(found.saved_low, found.saved_high)),
        ("到那天还欠", shown.span(found.left_low, found.left_high)),
        ("还了以后每天", shown.span(result["per_day_after_low"], result["per_day_after_high"])),
    ]
    shown.table(("", "元"), rows)
    shown.notes(found.calculation)


def stage(
    due: Annotated[str, typer.Argument(metavar="还款日", help="如 2026-08-10")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """从还款日起，逐月的阶段和征信标记。例：[bold]zhihuan plan stage 2026-08-10[/bold]"""
    found = asked.calculators().marks(due=day_of(due, "还款日"), as_of=asked.day_or_today(as_of))
    if as_json:
        shown.as_json(found.calculation)
        return
    rows = [
        (f"{each.on:%Y-%m}", each.on.isoformat(), str(each.days), each.stage.name, each.stage.mark)
        for each in found.months
    ]
    shown.table(("月份", "看的那天", "逾期天数", "阶段", "标记"), rows, words=2)
    begins = "，".join(f"{name} 从 {day}" for name, day in found.begins)
    shown.say(f"一直不还的话：{begins}")
    shown.notes(found.calculation)


@late_fee_app.command()
def bill(
    purchase: Annotated[
        list[str], typer.Option(metavar="金额:天数", help="一笔消费和到还款日的天数；可以写几个")
    ],
    days: Days,
    paid: Paid = "0",
    minimum: Annotated[str | None, typer.Option(metavar="金额", help="账单上的最低还款额")] = None,
    as_json: Json = False,
) -> None:
    """白条账单制，两种说法都算。例：[bold]zhihuan plan late-fee bill --purchase 1200:35 --purchase 800:20 --days 10[/bold]"""
    found = asked.calculators().bill_late_cost(
        purchases=[_purchase(each) for each in purchase],
        days=days,
        paid=amount_or_zero_of(paid, "已还"),
        minimum=asked.amount(minimum, "最低还款额"),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    rows = [
        (
            line.label,
            *(
                shown.yuan(each)
                for each in (line.before_due, line.after_due, line.penalty, line.total)
            ),
        )
        for line in found.lines
    ]
    shown.table(("收费说法", "还款日前服务费", "之后服务费", "违约金", "合计"), rows)
    shown.notes(found.calculation)


@late_fee_app.command()
def order(
    principal_left: Annotated[str, typer.Argument(metavar="未还本金", help="这笔订单还剩多少本金")],
    days: Days,
    fees_left: Annotated[str, typer.Option(metavar="金额", help="还剩多少分期费")] = "0",
    daily_rate: DailyRate = None,
    as_json: Json = False,
) -> None:
    """白条订单制，按整单没还的算。例：[bold]zhihuan plan late-fee order 1000 --fees-left 15 --days 5[/bold]"""
    found = asked.calculators().order_late_fee(
        principal_left=amount_of(principal_left, "未还本金"),
        fees_left=amount_or_zero_of(fees_left, "未还分期费"),
        days=days,
        daily_rate=asked.percent(daily_rate, "日违约金率"),
    )
    _show(found, as_json)


@late_fee_app.command()
def card(
    minimum: Annotated[str, typer.Argument(metavar="最低还款额", help="账单上的最低还款额")],
    paid: Paid = "0",
    rate: Annotated[str | None, typer.Option(metavar="百分数", help="违约金比例，默认 5%")] = None,
    at_least: Annotated[str | None, typer.Option(metavar="金额", help="违约金下限")] = None,
    at_most: Annotated[str | None, typer.Option(metavar="金额", help="违约金上限")] = None,
    as_json: Json = False,
) -> None:
    """信用卡违约金，一期只收一次。例：[bold]zhihuan plan late-fee card 1000 --paid 300[/bold]"""
    found = asked.calculators().card_late_fee(
        minimum=amount_of(minimum, "最低还款额"),
        paid=amount_or_zero_of(paid, "已还"),
        rate=asked.percent(rate, "违约金比例"),
        at_least=asked.amount(at_least, "违约金下限"),
        at_most=asked.amount(at_most, "违约金上限"),
    )
    _show(found, as_json)


@late_fee_app.command()
def contract(
    amount: Amount,
    annual_rate: Annotated[str, typer.Option(metavar="百分数", help="合同年利率，如 18%")],
    days: Days,
    multiple: Annotated[
        list[str] | None, typer.Option(metavar="倍数", help="罚息倍数，默认 1.3 到 1.5")
    ] = None,
    product: Annotated[
        str | None,
        typer.Option(metavar="代号", help="产品，如 jiebei（借呗）；公开过倍数的就按它的"),
    ] = None,
    as_json: Json = False,
) -> None:
    """合同利率的 1.3–1.5 倍罚息。例：[bold]zhihuan plan late-fee contract 10000 --annual-rate 18% --days 30[/bold]"""
    sums = asked.calculators()
    found = sums.contract_late_fee(
        unpaid=amount_of(amount, "未还金额"),
        annual_rate=percent_of(annual_rate, "合同年利率"),
        days=days,
        multiples=[percent_of(each, "罚息倍数") * 100 for each in multiple or []],
        product=sums.check_product(product),
    )
    _show(found, as_json)


@late_fee_app.command()
def daily(
    amount: Amount,
    daily_rate: Annotated[str, typer.Option(metavar="百分数", help="日费率，如 0.05%")],
    days: Days,
    as_json: Json = False,
) -> None:
    """账单上写的任意日费率。例：[bold]zhihuan plan late-fee daily 1000 --daily-rate 0.065% --days 30[/bold]"""
    found = asked.calculators().daily_late_fee(
        unpaid=amount_of(amount, "未还金额"),
        daily_rate=percent_of(daily_rate, "日费率"),
        days=days,
    )
    _show(found, as_json)


def _show(found: LateFee | BillLateCost, as_json: bool) -> None:
    if as_json:
        shown.as_json(found.calculation)
        return
    shown.say(f"{found.calculation.name}：{shown.span(found.low, found.high)} 元")
    shown.notes(found.calculation)


def _purchase(text: str) -> Purchase:
    parts = parts_of(text, ":")
    if len(parts) != 2:
        raise InvalidTerms("消费要写成 金额:到还款日的天数，比如 1200:35")
    return Purchase(amount_of(parts[0], "消费金额"), whole_of(parts[1], "到还款日的天数"))
