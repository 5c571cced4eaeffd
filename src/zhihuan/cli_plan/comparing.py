"""`compare`: plans of several lengths, or every way out of one debt."""

from __future__ import annotations

from typing import Annotated

import typer

from zhihuan.cli_plan import asked, shown
from zhihuan.cli_plan.asked import Amount, AsOf, DailyRate, Fee, Json, Product
from zhihuan.conversation.calculators.typed import amount_of, parts_of, percent_of, whole_of
from zhihuan.repayment import (
    Comparison,
    FlatFee,
    InvalidTerms,
    Money,
    Offer,
    PayMinimum,
    PayNow,
    SideBySide,
    Wait,
    Way,
)


def compare(
    principal: Amount,
    periods: Annotated[
        str | None, typer.Option(metavar="期数", help="用逗号分开，如 3,6,12,24")
    ] = None,
    fee_rate: Fee = None,
    budget: Annotated[str | None, typer.Option(metavar="金额", help="每月最多能还多少元")] = None,
    offer: Annotated[
        list[str] | None,
        typer.Option(metavar="期数:费率", help="一个分期方案，如 12:0.6%；可以写几个"),
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="也比今天一次还清")] = False,
    minimum: Annotated[bool, typer.Option("--minimum", help="也比每月只还最低")] = False,
    wait: Annotated[
        list[int] | None, typer.Option(min=1, max=3650, metavar="天数", help="也比再等这么多天")
    ] = None,
    days_late: Annotated[
        int, typer.Option(min=0, max=36_500, metavar="天数", help="已经逾期多少天")
    ] = 0,
    product: Product = None,
    daily_rate: DailyRate = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """几种分期放在一起比；也能和一次还清、只还最低、再等等放在一起。

    例：[bold]zhihuan plan compare 3200 --budget 400[/bold]

    例：[bold]zhihuan plan compare 3200 --offer 12:0.6% --now --minimum --wait 90 --days-late 45[/bold]
    """
    sums = asked.calculators()
    owed = amount_of(principal, "欠款金额")
    most = asked.amount(budget, "每月能还")
    if not (offer or now or minimum or wait or days_late):
        plans = sums.compare_plans(
            principal=owed,
            terms=asked.whole_numbers(periods),
            fee_rate=asked.percent(fee_rate, "每期费率"),
            budget=most,
            product=sums.check_product(product),
            given=("amount", "budget", *(("fee_rate",) if fee_rate else ()), "periods"),
        )
        shown.as_json(plans.calculation) if as_json else _show_plans(plans)
        return
    offers = list(offer or [])
    if periods:
        if fee_rate is None:
            raise InvalidTerms("写了 --periods，还要写 --fee-rate；或者改用 --offer 12:0.6%")
        offers += [f"{n}:{fee_rate}" for n in asked.whole_numbers(periods)]
    ways: list[Way] = [PayNow()] if now else []
    ways += [_offer(each, owed) for each in offers]
    rules = sums.minimum_rules(sums.check_product(product)) if minimum else None
    if rules is not None:
        ways.append(
            PayMinimum(
                daily_rate=rules.daily_rate, share=rules.share, pay_all_under=rules.pay_all_under
            )
        )
    ways += [Wait(each) for each in wait or []]
    if not ways:
        raise InvalidTerms("请写要比的办法，比如 --offer 12:0.6% --now --minimum --wait 90")
    found = sums.side_by_side(
        amount=owed,
        ways=ways,
        as_of=asked.day_or_today(as_of),
        days_late=days_late,
        budget=most,
        product=sums.check_product(product),
        daily_rate=asked.percent(daily_rate, "日费率"),
        minimum=rules,
    )
    shown.as_json(found.calculation) if as_json else _show_ways(found)


def _offer(text: str, owed: Money) -> Offer:
    parts = parts_of(text, ":")
    if len(parts) != 2:
        raise InvalidTerms("分期方案要写成 期数:每期费率，比如 12:0.6%")
    periods, fee = whole_of(parts[0], "期数"), percent_of(parts[1], "每期费率")
    return Offer(f"分 {periods} 期", FlatFee(principal=owed, periods=periods, fee_rate=fee))


def _show_plans(found: Comparison) -> None:
    rows = []
    for option in found.options:
        yearly = f"{option.rate.simple * 100:.2f}%" if option.rate else "0%"
        mark = "（期数最短）" if option is found.picked else ""
        rows.append(
            (
                option.offer.label,
                option.largest_payment.text(),
                option.total_cost.text(),
                yearly,
                shown.fits(option.fits) + mark,
            )
        )
    shown.table(("方案", "每期最多", "总费用", "真实年化（单利）", "在您说的数以内"), rows)
    if found.request is not None:
        shown.say(
            f"都超出了。只算本金，每月 {found.request.per_month.text()} 元要 "
            f"{found.request.periods} 个月，可以拿去谈。"
        )
    shown.notes(found.calculation)


def _show_ways(found: SideBySide) -> None:
    result = found.calculation.result
    rows = [
        (
            way["label"],
            shown.yuan(way["monthly"]) if way["monthly"] else "一次付",
            shown.span(way["cost_low"], way["cost_high"]),
            shown.percents(way["simple_low_percent"], way["simple_high_percent"]),
            way["free_on"],
            shown.fits(way["fits"]),
        )
        for way in result["ways"]
    ]
    shown.table(
        ("办法", "每月最多", "往后再花", "真实年化（单利）", "哪天还清", "每月够不够"), rows
    )
    for way in result["ways"]:
        shown.say(f"{way['label']}：{way['late_status']}")
    if result["days_late"]:
        owed = shown.span(result["owed_today_low"], result["owed_today_high"])
        shown.say(f"今天要还的，连已经产生的费用一共 {owed} 元")
    shown.notes(found.calculation)
