"""Due dates as a calendar file: iCalendar, RFC 5545.

    one all-day event per payment; an alarm at 9:00 three days before, another at 9:00 on the day

Lines end in CRLF and are folded at 75 octets, never inside a character. A UID depends on
the calculation and the period alone, so that importing the same plan again replaces it.
`stamp` is the day the file was made and comes from the caller. The AI label and
以账单为准 are in the calendar's description and in each event's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from zhihuan.repayment.bounds import InvalidTerms, check_date
from zhihuan.repayment.calculation import AI_LABEL, AS_BILLED
from zhihuan.repayment.installment import InstallmentPlan
from zhihuan.repayment.schedule import Row

_FOLD = 75
_ALARMS = ("-P2DT15H", "PT9H")


def plan_calendar(plan: InstallmentPlan, *, stamp: date, title: str = "还款") -> str:
    """The whole file as text; write it as UTF-8."""
    check_date(stamp, "生成日期")
    if not 0 < len(title) <= 60:
        raise InvalidTerms("日历标题请写 1 到 60 个字")
    if plan.schedule.rows[0].due is None:
        raise InvalidTerms("要导出日历，请先填首期还款日")
    note = f"{AI_LABEL}。{AS_BILLED}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//zhihuan//repayment//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(title)}",
        f"X-WR-CALDESC:{escape(note)}",
    ]
    count = plan.schedule.terms.periods
    for row in plan.schedule.rows:
        if row.due is not None:
            lines += _event(row, row.due, count, plan.calculation.id, stamp, title, note)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line))


def _event(
    row: Row, due: date, count: int, calculation_id: str, stamp: date, title: str, note: str
) -> Iterable[str]:
    uid = hashlib.sha256(f"{calculation_id}/{row.period}".encode()).hexdigest()[:32]
    summary = escape(f"{title} {row.payment.text()} 元（第 {row.period}/{count} 期）")
    detail = escape(f"本金 {row.principal.text()} 元，费用 {row.cost.text()} 元。\n{note}")
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@zhihuan"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{detail}"
    yield "TRANSP:TRANSPARENT"
    for trigger in _ALARMS:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{trigger}"
        yield f"DESCRIPTION:{summary}"
        yield "END:VALARM"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """RFC 5545 3.3.11: backslash, semicolon, comma, newline; other control characters go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(each for each in text if each == "\n" or each >= " ")
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def fold(line: str) -> Iterable[str]:
    """RFC 5545 3.1: at most 75 octets a line; the rest begins with a space, which counts."""
    part, octets = "", 0
    for character in line:
        width = len(character.encode())
        if octets + width > _FOLD:
            yield part
            part, octets = " ", 1
        part += character
        octets += width
    yield part
