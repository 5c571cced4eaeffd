"""A plan as a workbook: one sheet to read, one that says how it was computed.

Every cell is written by its kind, as text, a number or a date, so nothing in it can run: text
that begins with = + - @ has an apostrophe besides, for a reader that saves it as CSV later.
The same plan made on the same day is the same file, byte for byte.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhihuan.repayment import AI_LABEL, AS_BILLED, InstallmentPlan, Money
from zhihuan.repayment.calculation import percent_text
from zhihuan.repayment.export_csv import HEADER, cell

Value = str | int | Money | date | None
_ORIGINS = {"user": "您说的", "product": "公开资料", "default": "示例或惯例", "derived": "推算"}
_NOTHING_RUNS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def plan_xlsx(plan: InstallmentPlan, *, stamp: date, title: str) -> bytes:
    """The workbook. `stamp` is the day it is made."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _NOTHING_RUNS)
    book.set_properties(
        {
            "title": cell(title),
            "comments": f"{AI_LABEL}。{AS_BILLED}",
            "created": datetime(stamp.year, stamp.month, stamp.day),  # noqa: DTZ001 - a label
        }
    )
    money = book.add_format({"num_format": "#,##0.00"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("还款计划")
    _fill(sheet, _plan_rows(plan, title), money, day, bold)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 5, 15)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_footer(f"&C{AI_LABEL}")
    how = book.add_worksheet("怎么算的")
    _fill(how, _how_rows(plan), money, day, bold)
    how.set_column(0, 0, 28)
    how.set_column(1, 3, 20)
    book.close()
    return out.getvalue()


def _plan_rows(plan: InstallmentPlan, title: str) -> list[Sequence[Value]]:
    rows: list[Sequence[Value]] = [(title,), (f"{AI_LABEL}。{AS_BILLED}",), HEADER]
    rows += [
        (row.period, row.due, row.payment, row.principal, row.cost, row.balance)
        for row in plan.schedule.rows
    ]
    rows.append(())
    if plan.schedule.upfront:
        rows.append(("办理时一次收", None, plan.schedule.upfront))
    rows += [("总还款", None, plan.total_payment), ("总费用", None, plan.total_cost)]
    if plan.rate is not None:
        rows.append(("真实年化（单利）", None, percent_text(plan.rate.simple, 4)))
        rows.append(("真实年化（复利）", None, percent_text(plan.rate.effective, 4)))
    return rows


def _how_rows(plan: InstallmentPlan) -> list[Sequence[Value]]:
    told = plan.calculation
    rows: list[Sequence[Value]] = [
        ("怎么算的",),
        (told.formula,),
        (),
        ("用到的数", "是多少", "谁说的", "依据"),
    ]
    rows += [
        (each.label, _with_unit(each.value, each.unit), _ORIGINS[each.origin], each.source)
        for each in told.inputs
    ]
    rows += [(), ("前提",), *((said,) for said in told.assumptions), (), (f"测算编号 {told.id}",)]
    return rows  # fmt: skip


def _with_unit(value: str, unit: str) -> str:
    return value if unit == "日期" else f"{value}{unit}"


def _fill(
    sheet: Worksheet, rows: Sequence[Sequence[Value]], money: Format, day: Format, bold: Format
) -> None:
    for at, row in enumerate(rows):
        head = row == HEADER or at == 0
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, Money):
                sheet.write_number(at, column, Decimal(value.fen) / 100, money)
            elif isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(at, column, value)
            else:
                sheet.write_string(at, column, cell(value), bold if head else None)
