"""A monthly bill that was not paid in full, with the day of each purchase known.

    before due   Σ purchase × service rate × days from purchase to due date
    after due    unpaid × service rate × days late
    penalty      base × penalty rate × days late      only when the minimum was not met

Published descriptions differ on two points and both are computed (sources
baitiao-minimum-fee, baitiao-bill-fee-2021, baitiao-late-fee-base): whether the service fee
counts back to the day of purchase on the whole bill, and whether the penalty's base is
all that is unpaid or only what the minimum lacks.
Four readings, or two when the minimum was met, for then there is no penalty.

Edge cases: a bill paid in full costs nothing. What was paid counts from the due date on.
A purchase on the due date itself costs nothing before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhihuan.repayment.bounds import InvalidTerms, check_days, check_rate, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    InputList,
    Origins,
    calculation,
    percent,
    plain,
    trimmed,
    yuan_figure,
)
from zhihuan.repayment.money import ZERO, Money, check_amount, check_amount_or_zero, total

Base = Literal["unpaid", "shortfall"]
SERVICE_DAILY = Decimal("0.0005")
PENALTY_DAILY = Decimal("0.00015")
MAX_PURCHASES = 200
_BASES: dict[Base, str] = {"unpaid": "违约金按全部未还算", "shortfall": "违约金按最低还款缺口算"}


@dataclass(frozen=True, slots=True)
class Purchase:
    amount: Money
    days_before_due: int

    def __post_init__(self) -> None:
        check_amount(self.amount, "消费金额")
        check_days(self.days_before_due, "消费到还款日的天数")


@dataclass(frozen=True, slots=True)
class BillLine:
    """One reading of the rule. Decimals are yuan, unrounded."""

    counts_back: bool
    base: Base | None
    before_due: Decimal
    after_due: Decimal
    penalty: Decimal

    @property
    def total(self) -> Decimal:
        return self.before_due + self.after_due + self.penalty

    @property
    def label(self) -> str:
        said = "服务费从消费日算起" if self.counts_back else "服务费从还款日后算起"
        return f"{said}，{_BASES[self.base]}" if self.base else said


@dataclass(frozen=True, slots=True)
class BillLateCost:
    lines: tuple[BillLine, ...]
    low: Decimal
    high: Decimal
    overdue: bool
    calculation: Calculation


@exact()
def bill_late_cost(
    *,
    purchases: Sequence[Purchase],
    days: int,
    paid: Money = ZERO,
    minimum: Money | None = None,
    service_daily: Decimal = SERVICE_DAILY,
    penalty_daily: Decimal = PENALTY_DAILY,
    origins: Origins | None = None,
) -> BillLateCost:
    """What `days` after the due date have cost when `paid` was paid on it.

    `minimum` is the bill's minimum payment; a tenth of the bill when not given.
    """
    if not 1 <= len(purchases) <= MAX_PURCHASES:
        raise InvalidTerms(f"请给出 1 到 {MAX_PURCHASES} 笔消费")
    check_days(days, "还款日之后的天数")
    check_rate(service_daily, "日服务费率")
    check_rate(penalty_daily, "日违约金率")
    bill = total([each.amount for each in purchases])
    check_amount(bill, "账单金额")
    least = bill.scaled(Decimal("0.1")) if minimum is None else minimum
    check_amount_or_zero(paid, "已还金额")
    check_amount_or_zero(least, "最低还款额")
    if least > bill or paid > bill:
        raise InvalidTerms("最低还款额和已还金额都不能超过账单，请核对一下")
    unpaid, shortfall = bill - paid, max(least - paid, ZERO)
    bases: tuple[Base | None, ...] = ("unpaid", "shortfall") if shortfall else (None,)
    back = (
        sum((each.amount.yuan * each.days_before_due for each in purchases), Decimal(0))
        * service_daily
    )
    after = unpaid.yuan * service_daily * days
    per_base = {"unpaid": unpaid.yuan, "shortfall": shortfall.yuan, None: Decimal(0)}
    lines = tuple(
        BillLine(
            counts_back,
            base,
            trimmed(back if counts_back and unpaid else Decimal(0)),
            trimmed(after),
            trimmed(per_base[base] * penalty_daily * days),
        )
        for counts_back in (True, False)
        for base in bases
    )
    low, high = min(each.total for each in lines), max(each.total for each in lines)
    inputs = InputList(origins or {})
    for number, each in enumerate(purchases, start=1):
        inputs.add("purchase", "消费金额", each.amount, "元", number=number)
        inputs.add("days_before_due", "到还款日", each.days_before_due, "天", number=number)
    inputs.add("days", "还款日之后", days, "天")
    inputs.add("paid", "还款日前已还", paid, "元")
    fallback: Literal["derived", "user"] = "derived" if minimum is None else "user"
    inputs.add("minimum", "最低还款额", least, "元", fallback=fallback)
    inputs.add("service_daily", "日服务费率", percent(service_daily), "%", fallback="product")
    inputs.add("penalty_daily", "日违约金率", percent(penalty_daily), "%", fallback="product")
    return BillLateCost(
        lines,
        low,
        high,
        bool(shortfall) and days > 0,
        calculation(
            name="账单逾期费用测算",
            kind="bill_late_cost",
            inputs=inputs.items,
            formula="费用 = 还款日前服务费 + 未还金额 × 日服务费率 × 天数"
            " + 违约金基数 × 日违约金率 × 天数",
            assumptions=(
                "服务费从哪天算、违约金按什么算，公开过的说法不一致，所以几种都列出来。",
                "还够最低还款额就没有违约金。",
                "已还的钱当作还款日当天还的；按天单利，不滚利。",
                AS_BILLED,
            ),
            result={
                "bill": str(bill),
                "unpaid": str(unpaid),
                "shortfall": str(shortfall),
                "low": str(Money.rounded(low)),
                "high": str(Money.rounded(high)),
                "readings": [_line_result(each) for each in lines],
            },
            figures=[
                yuan_figure(bill, "账单金额"),
                yuan_figure(unpaid, "未还金额"),
                yuan_figure(shortfall, "最低还款缺口"),
                yuan_figure(low, "费用（低）"),
                yuan_figure(high, "费用（高）"),
                yuan_figure(bill.yuan + low - paid.yuan, "未还加费用（低）"),
                yuan_figure(bill.yuan + high - paid.yuan, "未还加费用（高）"),
                *(
                    yuan_figure(value, f"{what}：{each.label}")
                    for each in lines
                    for what, value in (
                        ("还款日前服务费", each.before_due),
                        ("还款日后服务费", each.after_due),
                        ("违约金", each.penalty),
                        ("合计", each.total),
                    )
                ),
            ],
        ),
    )


def _line_result(line: BillLine) -> dict[str, object]:
    return {
        "label": line.label,
        "counts_back": line.counts_back,
        "base": line.base,
        "before_due": plain(line.before_due),
        "after_due": plain(line.after_due),
        "penalty": plain(line.penalty),
        "total": str(Money.rounded(line.total)),
    }
