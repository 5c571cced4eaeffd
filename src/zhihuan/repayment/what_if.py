"""What changes if X is paid on day Y.

    until day Y    per day as now                                  (accrual.py)
    from day Y     the same rates on what is left
    saved          cost without the payment − cost with it, both counted to the same day

Which part of a debt a payment meets first is not known for 白条. By law, and unless the
contract says otherwise, it is costs, interest, principal (民法典 561), so
both orders are computed and the result is a range: `fees_first` pays what has accrued
before it lowers the debt, `principal_first` lowers the debt at once and leaves the charges
to be paid. Whatever is paid lowers the shortfall of the minimum payment. Simple interest;
exact until shown. More paid, or paid sooner, never costs more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhihuan.repayment.accrual import MINIMUM_SHARE, LateReading, add_readings, check_readings
from zhihuan.repayment.bounds import InvalidTerms, check_days, check_rate, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    InputList,
    Origins,
    calculation,
    count_figure,
    percent,
    plain,
    trimmed,
    yuan_figure,
)
from zhihuan.repayment.money import Money, check_amount


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the debt stands on the last day under one reading and one order. Yuan, unrounded."""

    reading: LateReading
    fees_first: bool
    cost: Decimal
    cost_without: Decimal
    left: Decimal
    per_day_after: Decimal

    @property
    def saved(self) -> Decimal:
        return self.cost_without - self.cost


@dataclass(frozen=True, slots=True)
class WhatIf:
    outcomes: tuple[Outcome, ...]
    cost_low: Decimal
    cost_high: Decimal
    saved_low: Decimal
    saved_high: Decimal
    left_low: Decimal
    left_high: Decimal
    calculation: Calculation


@exact()
def what_if_paid(
    *,
    amount: Money,
    payment: Money,
    on_day: int,
    until_day: int,
    readings: Sequence[LateReading],
    minimum_share: Decimal = MINIMUM_SHARE,
    origins: Origins | None = None,
) -> WhatIf:
    """Pay `payment` on day `on_day` of being late, and look again on day `until_day`."""
    check_amount(amount, "欠款金额")
    check_amount(payment, "打算还的金额")
    check_days(on_day, "还款时的逾期天数")
    check_days(until_day, "看到第几天")
    check_rate(minimum_share, "最低还款比例")
    if on_day > until_day:
        raise InvalidTerms("还款那天要在看的那天之前，请把天数改一下")
    check_readings(readings)
    outcomes = tuple(
        _outcome(each, fees_first, amount, payment, on_day, until_day, minimum_share)
        for each in readings
        for fees_first in (True, False)
    )
    costs = [each.cost for each in outcomes]
    saved = [each.saved for each in outcomes]
    left = [each.left for each in outcomes]
    inputs = InputList(origins or {})
    inputs.add("amount", "未还金额", amount, "元")
    inputs.add("payment", "打算还", payment, "元")
    inputs.add("on_day", "逾期第几天还", on_day, "天")
    inputs.add("until_day", "看到逾期第几天", until_day, "天", fallback="default")
    inputs.add("minimum_share", "最低还款比例", percent(minimum_share), "%", fallback="product")
    add_readings(inputs, readings)
    return WhatIf(
        outcomes,
        min(costs),
        max(costs),
        min(saved),
        max(saved),
        min(left),
        max(left),
        calculation(
            name="先还一部分的测算",
            kind="what_if_paid",
            inputs=inputs.items,
            formula="费用 = 还款前每天费用 × 天数 + 还款后每天费用 × 剩下的天数；"
            "省下 = 不还时的费用 − 还了之后的费用",
            assumptions=(
                "这笔钱先抵费用还是先抵本金，合同可能有约定，这里两种都算，给的是范围。",
                "按天单利，不滚利；从消费日往回补算的服务费没有算进去。",
                AS_BILLED,
            ),
            result={
                "cost_low": str(Money.rounded(min(costs))),
                "cost_high": str(Money.rounded(max(costs))),
                "saved_low": str(Money.rounded(min(saved))),
                "saved_high": str(Money.rounded(max(saved))),
                "left_low": str(Money.rounded(min(left))),
                "left_high": str(Money.rounded(max(left))),
                "per_day_after_low": plain(min(o.per_day_after for o in outcomes)),
                "per_day_after_high": plain(max(o.per_day_after for o in outcomes)),
            },
            figures=[
                count_figure(on_day, "days", "还款时逾期天数"),
                count_figure(until_day, "days", "看到逾期多少天"),
                yuan_figure(payment, "打算还"),
                yuan_figure(min(costs), "费用（低）"),
                yuan_figure(max(costs), "费用（高）"),
                yuan_figure(min(saved), "省下（低）"),
                yuan_figure(max(saved), "省下（高）"),
                yuan_figure(min(left), "还欠（低）"),
                yuan_figure(max(left), "还欠（高）"),
                yuan_figure(min(o.per_day_after for o in outcomes), "还款后每天费用（低）"),
                yuan_figure(max(o.per_day_after for o in outcomes), "还款后每天费用（高）"),
            ],
        ),
    )


def _outcome(
    reading: LateReading,
    fees_first: bool,
    amount: Money,
    payment: Money,
    on_day: int,
    until_day: int,
    share: Decimal,
) -> Outcome:
    debt, paid = amount.yuan, payment.yuan
    minimum = debt * share
    before = reading.per_day(debt, minimum)
    accrued = before * on_day
    if fees_first:
        debt_after = max(debt - max(paid - accrued, Decimal(0)), Decimal(0))
    else:
        debt_after = max(debt - paid, Decimal(0))
    after = reading.per_day(debt_after, min(max(minimum - paid, Decimal(0)), debt_after))
    cost = accrued + after * (until_day - on_day)
    left = max(debt + cost - paid, Decimal(0))
    return Outcome(
        reading,
        fees_first,
        trimmed(cost),
        trimmed(before * until_day),
        trimmed(left),
        trimmed(after),
    )
