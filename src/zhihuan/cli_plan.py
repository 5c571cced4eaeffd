"""`zhihuan plan …`: the calculators on the command line."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer
from rich.console import Console
from rich.table import Table

from zhihuan.clock import today
from zhihuan.repayment import Calculation, InvalidTerms, Method, Money

if TYPE_CHECKING:
    from zhihuan.conversation.calculators import Calculators

plan_app = typer.Typer(
    help="算账，精确到分：分期、几种分期对比、逾期费用、记录保存到哪天。\n\n"
    "费率按百分数写：每期 0.6% 就写 0.6%（或 0.6）。不写费率时，用公开过的示例值，并会说明。",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
console = Console(highlight=False)

Amount = Annotated[str, typer.Argument(metavar="金额", help="元，如 3200 或 3200.50")]
Fee = Annotated[str | None, typer.Option("--fee-rate", metavar="百分数", help="每期费率，如 0.6%")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")]


@plan_app.command()
def installments(
    principal: Amount,
    periods: Annotated[int, typer.Argument(metavar="期数", help="1 到 360")],
    fee_rate: Fee = None,
    annual_rate: Annotated[
        str | None, typer.Option(metavar="百分数", help="年利率，用于等额本息等，如 18.25%")
    ] = None,
    method: Annotated[
        str, typer.Option(help="flat_fee 等本等费、equal_payment 等额本息、equal_principal 等额本金、"
                          "interest_only 先息后本")
    ] = "flat_fee",
    first_due: Annotated[str | None, typer.Option(metavar="日期", help="首期还款日")] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """一个分期方案的还款计划和真实年化。例：[bold]zhihuan plan installments 12000 12 --fee-rate 0.6%[/bold]"""
    if method not in get_args(Method):
        raise InvalidTerms(f"method 只能是 {'、'.join(get_args(Method))} 之一")
    plan = _calculators().installment_plan(
        principal=Money.parse(principal),
        periods=periods,
        method=cast(Method, method),
        fee_rate=_percent(fee_rate),
        annual_rate=_percent(annual_rate),
        first_due=_day(first_due),
        given=("amount", "periods", *(("fee_rate",) if fee_rate else ())),
    )
    if as_json:
        _json(plan.calculation)
        return
    table = Table("期", "还款日", "每期还款", "本金", "费用", "剩余本金")
    for column in table.columns[2:]:
        column.justify = "right"
    for row in plan.schedule.rows:
        due = row.due.isoformat() if row.due else f"第 {row.period} 个月"
        cells = (row.payment, row.principal, row.cost, row.balance)
        table.add_row(str(row.period), due, *(money.text() for money in cells))
    console.print(table)
    console.print(f"一共还 {plan.total_payment.text()} 元，其中费用 {plan.total_cost.text()} 元")
    if plan.rate is not None:
        console.print(
            f"真实年化：单利 {plan.rate.simple * 100:.4f}%，复利 {plan.rate.effective * 100:.4f}%"
        )
    _notes(plan.calculation)


@plan_app.command()
def compare(
    principal: Amount,
    periods: Annotated[
        str | None, typer.Option(metavar="期数", help="用逗号分开，如 3,6,12,24")
    ] = None,
    fee_rate: Fee = None,
    budget: Annotated[str | None, typer.Option(metavar="金额", help="每月最多能还多少元")] = None,
    as_json: Json = False,
) -> None:
    """几种分期放在一起比。例：[bold]zhihuan plan compare 3200 --budget 400[/bold]"""
    found = _calculators().compare_plans(
        principal=Money.parse(principal),
        terms=_whole_numbers(periods),
        fee_rate=_percent(fee_rate),
        budget=Money.parse(budget) if budget else None,
        given=("amount", "budget", *(("fee_rate",) if fee_rate else ())),
    )
    if as_json:
        _json(found.calculation)
        return
    table = Table("方案", "每期最多", "总费用", "真实年化（单利）", "在您说的数以内")
    for option in found.options:
        rate = f"{option.rate.simple * 100:.2f}%" if option.rate else "0%"
        fits = {None: "—", True: "是", False: "超出"}[option.fits]
        mark = "（期数最短）" if option is found.picked else ""
        table.add_row(
            option.offer.label, option.largest_payment.text(), option.total_cost.text(), rate,
            fits + mark,
        )  # fmt: skip
    console.print(table)
    if found.request is not None:
        console.print(
            f"都超出了。只算本金，每月 {found.request.per_month.text()} 元要 "
            f"{found.request.periods} 个月，可以拿去谈。"
        )
    _notes(found.calculation)


@plan_app.command()
def overdue(
    amount: Amount,
    days: Annotated[int | None, typer.Option(min=0, help="逾期天数")] = None,
    due: Annotated[
        str | None, typer.Option(metavar="日期", help="还款日；和 --days 给一个就行")
    ] = None,
    product: Annotated[str | None, typer.Option(help="产品代号，默认 baitiao（京东白条）")] = None,
    daily_rate: Annotated[
        str | None, typer.Option(metavar="百分数", help="您账单上的日费率，如 0.05%")
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="日期", help="算到哪天，默认今天")] = None,
    as_json: Json = False,
) -> None:
    """逾期到今天多出多少。例：[bold]zhihuan plan overdue 3200 --days 45[/bold]"""
    found = _calculators().overdue_cost(
        amount=Money.parse(amount),
        days=days,
        due=_day(due),
        product=product,
        daily_rate=_percent(daily_rate),
        as_of=_day(as_of) or today(),
    )
    if as_json:
        _json(found.calculation)
        return
    table = Table("收费说法", "每天", "到今天")
    for line in found.lines:
        table.add_row(line.reading.label, f"{line.per_day:.2f}", f"{line.accrued:.2f}")
    console.print(table)
    console.print(f"逾期 {found.days} 天，{found.stage.name}（{found.stage.days_text}）")
    _notes(found.calculation)


@plan_app.command()
def record(
    settled: Annotated[str, typer.Argument(metavar="日期", help="全部还清的那天")],
    as_json: Json = False,
) -> None:
    """还清之后，逾期记录保存到哪天。例：[bold]zhihuan plan record 2026-03-05[/bold]"""
    day = _day(settled)
    assert day is not None
    found = _calculators().credit_record(settled=day, as_of=today())
    if as_json:
        _json(found.calculation)
        return
    console.print(f"{found.settled} 还清，保存到 {found.leaves_on}")
    _notes(found.calculation)


def _calculators() -> Calculators:
    from zhihuan.conversation.calculators import Calculators
    from zhihuan.library.knowledge_base import open_products
    from zhihuan.settings import Settings

    products = open_products(Settings().knowledge_base)
    return Calculators(lambda: products)


def _percent(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text.strip().rstrip("%％")) / 100
    except InvalidOperation:
        raise InvalidTerms("费率要写成百分数，比如 0.6%") from None


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidTerms("日期要写成 2026-11-21 这样") from None


def _whole_numbers(text: str | None) -> list[int]:
    try:
        return [int(part) for part in (text or "").replace("，", ",").split(",") if part.strip()]
    except ValueError:
        raise InvalidTerms("期数要写成整数，用逗号分开，比如 3,6,12") from None


def _notes(calculation: Calculation) -> None:
    console.print(f"怎么算的：{calculation.formula}", style="dim", markup=False)
    for assumption in calculation.assumptions:
        console.print(f"· {assumption}", style="dim", markup=False)


def _json(calculation: Calculation) -> None:
    typer.echo(json.dumps(calculation.to_json(), ensure_ascii=False, indent=2))
