"""A repayment schedule as a table for a spreadsheet: CSV, UTF-8 with a byte order mark.

Amounts are plain decimals and days ISO dates, so they stay numbers and dates. The AI label
and 以账单为准 travel with the file. A text cell that a spreadsheet would run as a formula
(it begins with = + - @, a tab or a return) gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io

from zhihuan.repayment.calculation import AI_LABEL, percent_text
from zhihuan.repayment.installment import InstallmentPlan

HEADER = ("期数", "还款日", "应还（元）", "其中本金（元）", "其中费用（元）", "剩余本金（元）")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plan_csv(plan: InstallmentPlan) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in plan.schedule.rows:
        due = row.due.isoformat() if row.due else ""
        writer.writerow((row.period, due, row.payment, row.principal, row.cost, row.balance))
    writer.writerow(())
    if plan.schedule.upfront:
        writer.writerow(("办理时一次收", "", plan.schedule.upfront))
    writer.writerow(("总还款", "", plan.total_payment))
    writer.writerow(("总费用", "", plan.total_cost))
    if plan.rate is not None:
        writer.writerow(("真实年化（单利）", "", percent_text(plan.rate.simple, 4)))
        writer.writerow(("真实年化（复利）", "", percent_text(plan.rate.effective, 4)))
    for said in (AI_LABEL, *plan.calculation.assumptions, f"测算编号 {plan.calculation.id}"):
        writer.writerow((cell(said),))
    return out.getvalue().encode("utf-8-sig")


def cell(text: str) -> str:
    """Text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
