"""The days on which payments fall due.

    due(k) = the first due day's day-of-month, k − 1 months later, clipped to that month's end

Every date is counted from the first, so a clipped one does not drag the rest with it:
31 January → 28 February → 31 March. A due day on a holiday stays where it is.
"""

from __future__ import annotations

import calendar
from datetime import date

from zhihuan.repayment.bounds import LAST_DATE, InvalidTerms, check_date, check_periods


def due_dates(first_due: date, n: int) -> tuple[date, ...]:
    check_date(first_due, "首期还款日")
    check_periods(n)
    return tuple(months_later(first_due, months) for months in range(n))


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one that month has."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if years > LAST_DATE.year:
        raise InvalidTerms(f"算到 {LAST_DATE.year} 年以后了，请把日期或期数改小")
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
