"""What it costs to pay only the minimum, month after month.

    fee(month)     = balance × daily rate × 30
    payment(month) = balance × 10% + fee;  the whole balance once it is under 300 yuan

Two conventions, named because they differ by a month's fee: `fee_before_first` charges 30
days before the first payment (the service fee already runs), or not (an ordinary first
bill). `rounded` rounds each fee and each part half up to the fen as a bill would; without
it the sum is exact to the end. 10,000 yuan at 0.05% a day: 35 months; 1,462.44 rounded and
1,462.45 exact with the first fee, 1,312.45 exact without. Nothing new is bought. A real bill
may also count back to the purchase day.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhihuan.repayment.bounds import InvalidTerms, check_rate, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    InputList,
    Origins,
    calculation,
    count_figure,
    percent,
    percent_figure,
    trimmed,
    yuan_figure,
)
from zhihuan.repayment.money import Money, check_amount

DAILY_FEE = Decimal("0.0005")
SHARE = Decimal("0.10")
PAY_ALL_UNDER = Money.of(300)
DAYS_PER_MONTH = 30
MAX_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class MinimumMonth:
    """Yuan, unrounded unless `rounded` was asked for."""

    number: int
    fee: Decimal
    payment: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class MinimumOnly:
    months: tuple[MinimumMonth, ...]
    total_fee: Decimal
    calculation: Calculation


@exact()
def minimum_only(
    balance: Money,
    *,
    daily_rate: Decimal = DAILY_FEE,
    share: Decimal = SHARE,
    pay_all_under: Money = PAY_ALL_UNDER,
    fee_before_first: bool = False,
    rounded: bool = True,
    origins: Origins | None = None,
) -> MinimumOnly:
    """Only ever pay the minimum and the fee, until the balance is gone."""
    check_amount(balance, "欠款金额")
    check_rate(daily_rate, "日服务费率")
    check_rate(share, "最低还款比例")
    check_amount(pay_all_under, "一次还清的界线")
    if share < Decimal("0.01"):
        raise InvalidTerms("最低还款比例至少写 1%，请改一下")
    months: list[MinimumMonth] = []
    left, total_fee = balance.yuan, Decimal(0)
    while left > 0 and len(months) < MAX_MONTHS:
        charged = bool(months) or fee_before_first
        fee = _fen(left * daily_rate * DAYS_PER_MONTH, rounded) if charged else Decimal(0)
        part = left if left < pay_all_under.yuan else _fen(left * share, rounded)
        left -= part
        total_fee += fee
        months.append(MinimumMonth(len(months) + 1, fee, part + fee, left))
    first_payment = months[0].payment
    if left > 0:
        raise InvalidTerms("这样一直还不清，请把最低还款比例或一次还清的界线写大一些")
    total_fee = trimmed(total_fee)
    inputs = InputList(origins or {})
    inputs.add("amount", "欠款金额", balance, "元")
    inputs.add("daily_rate", "日服务费率", percent(daily_rate), "%", fallback="product")
    inputs.add("minimum_share", "最低还款比例", percent(share), "%", fallback="product")
    inputs.add("pay_all_under", "低于多少一次还清", pay_all_under, "元", fallback="product")
    first = "先收一个月费用再还第一次" if fee_before_first else "第一次还款前没有费用"
    inputs.add("convention", "口径", first, fallback="default")
    inputs.add("rounding", "舍入", "每月到分" if rounded else "不舍入", fallback="default")
    return MinimumOnly(
        tuple(months),
        total_fee,
        calculation(
            name="一直只还最低的测算",
            kind="minimum_only",
            inputs=inputs.items,
            formula="每月还 = 余额 × 最低比例 + 余额 × 日服务费率 × 30；低于界线一次还清",
            assumptions=(
                f"{first}；每月按 30 天，不再新增消费。",
                "有的账单还会从消费日补算服务费，这里没有算。",
                AS_BILLED,
            ),
            result={
                "months": len(months),
                "total_fee": str(Money.rounded(total_fee)),
                "first_payment": str(Money.rounded(first_payment)),
                "rows": [
                    {
                        "month": each.number,
                        "fee": str(Money.rounded(each.fee)),
                        "payment": str(Money.rounded(each.payment)),
                        "balance": str(Money.rounded(each.balance)),
                    }
                    for each in months
                ],
            },
            figures=[
                count_figure(len(months), "periods", "要还多少个月"),
                yuan_figure(total_fee, "费用一共"),
                yuan_figure(balance.yuan + total_fee, "一共要还"),
                yuan_figure(first_payment, "第一次还"),
                percent_figure(daily_rate * 365, "日服务费率折年"),
            ],
        ),
    )


def _fen(amount: Decimal, rounded: bool) -> Decimal:
    return Money.rounded(amount).yuan if rounded else amount
