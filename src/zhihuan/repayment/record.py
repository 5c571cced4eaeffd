"""When a late payment leaves the credit report.

    leaves on = the day the debt was settled + 5 years

Five years run from the end of the bad conduct, that is, from the day everything was paid
(征信业管理条例 art. 16, source credit-reporting-16), not from the day it began; a debt that
is not paid never starts the clock. Settled on 29 February, it leaves on 28 February: where
there is no corresponding day we take the last of that month.

The one-off relief (source one-off-relief) covers a debt that fell behind from 2020-01-01 to
2025-12-31, at most 10,000 yuan each, settled in full by 2026-03-31. It has closed; no
extension was found by 2026-11-21.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhihuan.repayment.bounds import InvalidTerms, check_date
from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    calculation,
    date_figure,
)
from zhihuan.repayment.due_dates import month_end, months_later
from zhihuan.repayment.money import Money, check_amount

KEPT_YEARS = 5
KEPT_SOURCE = "credit-reporting-16"

RELIEF_SOURCE = "one-off-relief"
RELIEF_ARISEN_FROM = date(2020, 1, 1)
RELIEF_ARISEN_UNTIL = date(2025, 12, 31)
RELIEF_LARGEST = Money.of(10_000)
RELIEF_SETTLED_BY = date(2026, 3, 31)
RELIEF_EARLY_UNTIL = date(2025, 11, 30)
RELIEF_EARLY_SHOWN = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class CreditRecord:
    settled: date
    leaves_on: date
    calculation: Calculation


def leaves_report_on(settled: date) -> date:
    """The day on which a record settled on `settled` has been kept for five years."""
    check_date(settled, "结清日期")
    return months_later(settled, KEPT_YEARS * 12)


def relief_covered(*, arisen: date, amount: Money, settled: date | None) -> bool:
    """Whether the one-off relief hides this record. `amount` is the largest one month showed."""
    check_date(arisen, "逾期发生日")
    check_amount(amount, "单笔逾期金额")
    if settled is None:
        return False
    check_date(settled, "结清日期")
    if settled < arisen:
        raise InvalidTerms("结清日期不能早于逾期发生的日期，请核对一下")
    arose_within = RELIEF_ARISEN_FROM <= arisen <= RELIEF_ARISEN_UNTIL
    return arose_within and amount <= RELIEF_LARGEST and settled <= RELIEF_SETTLED_BY


def relief_hidden_by(settled: date) -> date:
    """The day by which a covered record no longer shows (source one-off-relief-timing)."""
    check_date(settled, "结清日期")
    if settled > RELIEF_SETTLED_BY:
        raise InvalidTerms("一次性信用修复只管 2026-03-31 前（含当天）还清的")
    if settled <= RELIEF_EARLY_UNTIL:
        return RELIEF_EARLY_SHOWN
    return month_end(months_later(settled, 1))


def credit_record(settled: date, origins: Origins | None = None) -> CreditRecord:
    """When the record of a debt settled on `settled` leaves the report, as a calculation."""
    leaves_on = leaves_report_on(settled)
    inputs = InputList(origins or {})
    inputs.add("settled", "全部还清的日期", settled, "日期")
    inputs.add("kept", "保存年数", KEPT_YEARS, "年", fallback="default", source=KEPT_SOURCE)
    return CreditRecord(
        settled,
        leaves_on,
        calculation(
            name="逾期记录保存到哪天",
            kind="credit_record",
            inputs=inputs.items,
            formula="保存到 = 全部还清的日期 + 5 年",
            assumptions=(
                "从全部还清的那天算起，不是从逾期那天算起；一直不还，五年不会开始走。",
                "对应的那天不存在（2 月 29 日结清）时，取那个月的最后一天。",
                "机构哪天更新、哪天删除，以征信报告为准。",
            ),
            result={
                "settled": settled.isoformat(),
                "kept_years": KEPT_YEARS,
                "leaves_report_on": leaves_on.isoformat(),
            },
            figures=[
                date_figure(leaves_on, "保存到"),
            ],
        ),
    )
