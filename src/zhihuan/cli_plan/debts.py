"""`afford`, `total`, `debts`, `minimum`, `early-settlement` and `left`."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from zhihuan.cli_plan import asked, shown
from zhihuan.cli_plan.asked import Amount, DailyRate, Json, Product
from zhihuan.conversation.calculators.typed import (
    amount_of,
    amount_or_zero_of,
    debt_of,
    owed_of,
    parts_of,
    percent_of,
)
from zhihuan.repayment.several_debts import Strategy


def afford(
    income: Annotated[str, typer.Argument(metavar="收入", help="每月收入，元")],
    spending: Annotated[str, typer.Argument(metavar="必要支出", help="每月房租、吃饭、看病、水电")],
    other_debts: Annotated[
        str | None, typer.Option(metavar="金额", help="其他欠款每月要还")
    ] = None,
    cushion: Annotated[str | None, typer.Option(metavar="金额", help="每月想留作应急")] = None,
    as_json: Json = False,
) -> None:
    """每月能还多少。例：[bold]zhihuan plan afford 6000 4200 --other-debts 600[/bold]"""
    found = asked.calculators().afford(
        income=amount_of(income, "每月收入"),
        spending=amount_or_zero_of(spending, "每月必要支出"),
        other_debts=asked.amount_or_zero(other_debts, "其他欠款"),
        cushion=asked.amount_or_zero(cushion, "应急"),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    if found.budget is None:
        short = f"，每月还差 {(-found.left).text()} 元" if found.left.fen < 0 else ""
        shown.say(f"这样算下来没有余钱可还{short}。先把情况告诉放款方，不要借新还旧。")
    else:
        shown.say(
            f"每月能还 {found.budget.text()} 元，占收入 {found.burden * 100:.1f}%（连其他欠款）"
        )
    shown.notes(found.calculation)


def together(
    debt: Annotated[
        list[str],
        typer.Option(metavar="名字,余额,逾期天数", help="一笔欠款；逾期天数可以不写；可以写几个"),
    ],
    monthly: Annotated[str | None, typer.Option(metavar="金额", help="每月一共能还多少元")] = None,
    within: Annotated[
        int | None, typer.Option(metavar="月数", min=1, max=360, help="想几个月还完")
    ] = None,
    lump: Annotated[
        list[str] | None,
        typer.Option(metavar="金额", help="打算另外还的一笔，如年终奖；可以写几个"),
    ] = None,
    as_json: Json = False,
) -> None:
    """几笔欠款一共多少，不算利息要几个月。例：[bold]zhihuan plan total --debt 白条,3000,45 --debt 信用卡,12000 --monthly 2500[/bold]"""
    found = asked.calculators().add_up_debts(
        debts=[owed_of(each) for each in debt],
        monthly=asked.amount(monthly, "每月能还"),
        within=within,
        lumps=[amount_of(each, "打算另外还的钱") for each in lump or ()],
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    rows = [
        (each["name"], shown.yuan(each["balance"]), "–".join(dict.fromkeys(each["stages"] or ())))
        for each in found.calculation.result["debts"]
    ]
    shown.table(("欠款", "余额", "阶段"), rows)
    shown.say(f"一共欠 {found.owed.text()} 元")
    if lump:
        shown.say(f"另外还的还上以后，还剩 {found.left.text()} 元")
    if monthly is not None:
        shown.say(f"每月还 {shown.yuan(monthly)} 元，不算利息最少要 {found.months} 个月")
    if found.each_month is not None:
        shown.say(f"{within} 个月还完，不算利息每月至少 {found.each_month.text()} 元")
    shown.notes(found.calculation)


def debts(
    budget: Annotated[str, typer.Argument(metavar="每月能还", help="每月一共能还多少元")],
    debt: Annotated[
        list[str],
        typer.Option(
            metavar="名字,余额,年利率,最低",
            help="一笔欠款；末尾可加 ,1 表示不还后果最重；可以写几个",
        ),
    ],
    strategy: Annotated[
        str | None,
        typer.Option(
            metavar="顺序", help="avalanche 雪崩、snowball 雪球、consequence 后果；用逗号分开"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """几笔欠款先还哪一笔。例：[bold]zhihuan plan debts 2500 --debt 白条,3000,18.25%,300 --debt 信用卡,12000,18%,600[/bold]"""
    found = asked.calculators().pay_off_debts(
        debts=[debt_of(each) for each in debt],
        budget=amount_of(budget, "每月能还"),
        strategies=[cast(Strategy, each) for each in parts_of(strategy or "")],
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    rows = [
        (
            result["label"],
            str(result["months"]),
            shown.yuan(result["interest"]),
            "、".join(f"{each['name']} 第 {each['month']} 月" for each in result["paid_off"]),
        )
        for result in found.calculation.result["payoffs"]
    ]
    shown.table(("顺序", "几个月", "利息", "各自哪个月还清"), rows)
    shown.notes(found.calculation)


def minimum(
    balance: Amount,
    daily_rate: DailyRate = None,
    share: Annotated[
        str | None, typer.Option(metavar="百分数", help="最低还款比例，默认 10%")
    ] = None,
    pay_all_under: Annotated[
        str | None, typer.Option(metavar="金额", help="低于多少一次还清，默认 300")
    ] = None,
    fee_first: Annotated[
        bool, typer.Option("--fee-first", help="第一次还款前已经收了一个月费用")
    ] = False,
    product: Product = None,
    as_json: Json = False,
) -> None:
    """一直只还最低要多久、多花多少。例：[bold]zhihuan plan minimum 10000[/bold]"""
    sums = asked.calculators()
    found = sums.minimum_payment(
        balance=amount_of(balance, "欠款余额"),
        daily_rate=asked.percent(daily_rate, "日服务费率"),
        share=asked.percent(share, "最低还款比例"),
        pay_all_under=asked.amount(pay_all_under, "一次还清的界线"),
        fee_before_first=fee_first,
        product=sums.check_product(product),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    first = found.months[0].payment
    shown.say(
        f"要还 {len(found.months)} 个月，多花 {shown.yuan(found.total_fee)} 元；"
        f"第一次还 {shown.yuan(first)} 元，以后越还越少"
    )
    shown.notes(found.calculation)


def early_settlement(
    principal: Amount,
    periods: Annotated[int, typer.Argument(metavar="期数", min=1, max=360)],
    fee_rate: Annotated[str, typer.Argument(metavar="每期费率", help="如 0.6%")],
    paid_periods: Annotated[int, typer.Argument(metavar="已还几期", min=0, max=359)],
    month_later: Annotated[
        bool, typer.Option("--month-later", help="不是和上一期同一天，而是再过一个月结清")
    ] = False,
    as_json: Json = False,
) -> None:
    """提前结清划不划算，几种收费规则都算。例：[bold]zhihuan plan early-settlement 12000 12 0.6% 3[/bold]"""
    found = asked.calculators().early_settlement(
        principal=amount_of(principal, "本金"),
        periods=periods,
        fee_rate=percent_of(fee_rate, "每期费率"),
        paid_periods=paid_periods,
        months_after=int(month_later),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    result = found.calculation.result
    rows = []
    for each in result["settlements"]:
        simple = each["rate_percent"]["simple"] if each["rate_percent"] else None
        money = (shown.yuan(each[name]) for name in ("extra", "to_pay", "total_cost", "saved"))
        rows.append((each["label"], *money, shown.percents(simple, simple)))
    headings = ("收费规则", "还要收", "结清要付", "总费用", "省下", "真实年化（单利）")
    shown.table(headings, rows)
    shown.say(f"还满的话总费用 {found.kept_to_the_end.text()} 元。先问清这几件事再决定：")
    for number, question in enumerate(result["ask_first"], start=1):
        shown.say(f"  {number}. {question}")
    shown.notes(found.calculation)


def left(
    payment: Annotated[str, typer.Argument(metavar="每期还款", help="每期还多少元")],
    periods: Annotated[int, typer.Argument(metavar="期数", min=1, max=360)],
    paid_periods: Annotated[int, typer.Argument(metavar="已还几期", min=0, max=359)],
    principal: Annotated[
        str | None, typer.Option(metavar="金额", help="当初借了多少元；写了就算剩多少本金")
    ] = None,
    as_json: Json = False,
) -> None:
    """分期还到一半，还剩多少。例：[bold]zhihuan plan left 900 6 2 --principal 5000[/bold]"""
    found = asked.calculators().instalments_left(
        payment=amount_of(payment, "每期还款"),
        periods=periods,
        paid_periods=paid_periods,
        principal=asked.amount(principal, "当初借的"),
    )
    if as_json:
        shown.as_json(found.calculation)
        return
    shown.say(f"还剩 {found.periods_left} 期，还要还 {found.to_pay.text()} 元")
    if found.principal is not None:
        shown.say(
            f"剩余本金：每期本金一样多是 {found.principal.flat.text()} 元，"
            f"按真实利率折算是 {found.principal.by_rate.text()} 元；"
            f"现在结清最多省 {found.principal.saved.text()} 元"
        )
    shown.notes(found.calculation)
