"""What can be paid each month without going hungry.

    left   = income − necessary spending − other debts' payments − a cushion
    burden = (other debts' payments + this payment) ÷ income

Rent, food, medicine, power come before any debt (source payment-priority). The cushion is what
should stay for the unforeseen; it is the person's own choice and starts at nothing. A
burden above 40% is hard going by experience; it is no rule (source debt-ratio-40). When
nothing is left, the answer is to say so to the lender, not to borrow: `budget` is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhihuan.repayment.bounds import exact
from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    calculation,
    percent,
    percent_figure,
    plain,
    yuan_figure,
)
from zhihuan.repayment.money import ZERO, Money, check_amount, check_amount_or_zero

EXPERIENCE_LINE = Decimal("0.4")
ONLY_WHAT_WAS_SAID = "没有说到的必要支出没有减，减了以后能还的会更少。"
_LINE_SOURCE = "debt-ratio-40"


@dataclass(frozen=True, slots=True)
class Affordability:
    """`left` may be negative; `budget` is what to plan with, None when there is nothing."""

    left: Money
    budget: Money | None
    burden: Decimal
    within_line: Money
    calculation: Calculation


@exact()
def affordable(
    *,
    income: Money,
    spending: Money,
    other_debts: Money = ZERO,
    cushion: Money = ZERO,
    origins: Origins | None = None,
) -> Affordability:
    """What is left each month. All four are per month."""
    check_amount(income, "每月收入")
    for amount, label in (
        (spending, "每月必要支出"),
        (other_debts, "其他欠款每月要还"),
        (cushion, "每月留作应急"),
    ):
        check_amount_or_zero(amount, label)
    left = income - spending - other_debts - cushion
    budget = left if left.fen > 0 else None
    burden = (other_debts + (budget or ZERO)).yuan / income.yuan
    before = other_debts.yuan / income.yuan
    within_line = max(income.scaled(EXPERIENCE_LINE) - other_debts, ZERO)
    inputs = InputList(origins or {})
    inputs.add("income", "每月收入", income, "元")
    inputs.add("spending", "每月必要支出", spending, "元")
    inputs.add("other_debts", "其他欠款每月要还", other_debts, "元")
    inputs.add("cushion", "每月留作应急", cushion, "元", fallback="default")
    inputs.add(
        "line", "经验线", percent(EXPERIENCE_LINE), "%", fallback="default", source=_LINE_SOURCE
    )
    assumptions = [
        "先保房租、吃饭、看病、水电，再谈还款。",
        "每月还款超过月收入约 40% 压力就比较大，这是经验，不是法规。",
        ONLY_WHAT_WAS_SAID,
    ]
    if budget is None:
        assumptions.append("这样算下来没有余钱，先把情况告诉放款方协商，不要借新还旧。")
    return Affordability(
        left,
        budget,
        burden,
        within_line,
        calculation(
            name="每月能还多少",
            kind="affordability",
            inputs=inputs.items,
            formula="能还 = 收入 − 必要支出 − 其他欠款每月要还 − 应急；"
            "负担 = （其他欠款 + 能还）÷ 收入",
            assumptions=assumptions,
            result={
                "left": str(left),
                "budget": str(budget) if budget else None,
                "burden_percent": plain(percent(burden)),
                "within_line": str(within_line),
                "above_line": burden > EXPERIENCE_LINE,
            },
            figures=[
                yuan_figure(Money(abs(left.fen)), "每月还差" if left.fen < 0 else "每月能还"),
                percent_figure(burden, "还款占收入"),
                percent_figure(before, "其他欠款占收入"),
                yuan_figure(within_line, "经验线以内还能还"),
            ],
        ),
    )
