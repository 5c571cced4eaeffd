"""A plan as a file to keep: for a spreadsheet, for a calendar, for a printer.

    csv    UTF-8 with a byte order mark                 repayment/export_csv.py
    xlsx   cells are text, numbers and dates, never formulas      spreadsheet.py
    ics    RFC 5545, an alarm before each due day       repayment/export_calendar.py
    html   one page, no script, nothing loaded          repayment/export_page.py

A letter has files of its own: letters.py.

Every file carries the AI label and 以账单为准. A file's name holds the calculation's id, so that
two plans never overwrite each other and the same plan has the same name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from zhihuan.repayment import InstallmentPlan, InvalidTerms, plan_calendar, plan_csv, plan_page

Format = Literal["csv", "xlsx", "ics", "html"]
FORMATS: tuple[str, ...] = get_args(Format)
DEFAULT_TITLE = "还款计划"
LONGEST_TITLE = 60
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: what is in it, what kind it is, and what to call it."""

    content: bytes
    media_type: str
    name: str


def export_plan(
    plan: InstallmentPlan, kind: str, *, stamp: date, title: str = DEFAULT_TITLE
) -> Exported:
    """The plan as one of `FORMATS`. `stamp` is the day it is made. Raises InvalidTerms."""
    if kind not in FORMATS:
        raise InvalidTerms(f"文件格式请在 {'、'.join(FORMATS)} 里选一种")
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        raise InvalidTerms(f"标题请写 1 到 {LONGEST_TITLE} 个字，不要换行")
    if kind == "csv":
        content = plan_csv(plan)
    elif kind == "ics":
        content = plan_calendar(plan, stamp=stamp, title=title).encode()
    elif kind == "html":
        content = plan_page(plan, title).encode()
    else:
        # Only who asks for a spreadsheet waits for its library to load.
        from zhihuan.exports.spreadsheet import plan_xlsx

        content = plan_xlsx(plan, stamp=stamp, title=title)
    return Exported(content, _MEDIA_TYPES[kind], f"{DEFAULT_TITLE}-{plan.calculation.id}.{kind}")
