"""What is left of a debt once payments are taken off it.

    left = owed − what was paid − what is going to be paid

Charges for being late are not in it: they come on top, and which part of a debt a payment meets
first depends on the contract (`what_if` works out both orders).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhihuan.repayment.bounds import InvalidTerms, exact
from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    calculation,
    yuan_figure,
)
from zhihuan.repayment.money import ZERO, Money, check_amount, total

MOST_PAYMENTS = 20
WITHOUT_CHARGES = "这里只减掉还了的钱，逾期费用要另外加上去，以账单为准。"
BY_CONTRACT = "还的钱先抵费用还是先抵本金，要看合同，先抵费用的话，本金会少减一点。"


@dataclass(frozen=True, slots=True)
class AfterPayments:
    """`left_now` once what was paid is off, `left` once what is planned is off as well."""

    left_now: Money
    left: Money
    calculation: Calculation


@exact()
def after_payments(
    *,
    amount: Money,
    paid: Sequence[Money] = (),
    planned: Sequence[Money] = (),
    origins: Origins | None = None,
) -> AfterPayments:
    """Take `paid` off what is owed, and then `planned`."""
    check_amount(amount, "欠款金额")
    if not 1 <= len(paid) + len(planned) <= MOST_PAYMENTS:
        raise InvalidTerms(f"请列出 1 到 {MOST_PAYMENTS} 笔还款")
    for each in paid:
        check_amount(each, "已经还的金额")
    for each in planned:
        check_amount(each, "打算还的金额")
    paid_in_all, planned_in_all = total([ZERO, *paid]), total([ZERO, *planned])
    left_now = amount - paid_in_all
    left = left_now - planned_in_all
    if left.fen < 0:
        raise InvalidTerms("还的钱加起来比欠的还多，请核对一下这几个数")
    inputs = InputList(origins or {})
    inputs.add("amount", "说的欠款", amount, "元")
    for number, each in enumerate(paid, start=1):
        inputs.add("paid", "已经还的", each, "元", number=number)
    for number, each in enumerate(planned, start=1):
        inputs.add("planned", "打算还的", each, "元", number=number)
    return AfterPayments(
        left_now,
        left,
        calculation(
            name="还了一部分以后还剩多少",
            kind="after_payments",
            inputs=inputs.items,
            formula="剩下 = 说的欠款 − 已经还的 − 打算还的",
            assumptions=(WITHOUT_CHARGES, BY_CONTRACT, _told_before(amount))
            if paid
            else (WITHOUT_CHARGES, BY_CONTRACT),
            result={
                "amount": str(amount),
                "paid": str(paid_in_all),
                "planned": str(planned_in_all),
                "left_now": str(left_now),
                "left": str(left),
            },
            figures=[
                yuan_figure(amount, "说的欠款"),
                yuan_figure(paid_in_all, "已经还的"),
                yuan_figure(planned_in_all, "打算还的"),
                yuan_figure(left_now, "还了以后还剩"),
                yuan_figure(left, "都还了以后还剩"),
            ],
        ),
    )


def _told_before(amount: Money) -> str:
    said = f"{amount.yuan:,.2f}".removesuffix(".00")
    return f"要是说的 {said} 元已经是还过以后的数，就不用再减，还按 {said} 元算。"
