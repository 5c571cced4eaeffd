"""Month by month from the due date: the stage people talk about and the mark on the report.

    days late on a day = that day − due date
    stage Mn begins    = due date + 30 × (n − 1) + 1
    a month's mark     = the stage of its last day, or of `as_of` in the month that is running

Which day of the month a lender reports is its own affair, so the last one stands in for it. The
marks are a loan's, counted in days; card-like accounts count missed minimum payments (source
credit-report-marks). Stages are a habit of the trade (source overdue-stages). What is paid
meanwhile is not known here: the table is for a debt that nobody has touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhihuan.repayment.bounds import LAST_DATE, MAX_PERIODS, InvalidTerms, check_date
from zhihuan.repayment.calculation import (
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    count_figure,
    date_figure,
)
from zhihuan.repayment.due_dates import month_end, months_later
from zhihuan.repayment.stage import DAYS_PER_STAGE, LAST_STAGE, Stage, stage

STAGES_SOURCE = "overdue-stages"
MARKS_SOURCE = "credit-report-marks"


@dataclass(frozen=True, slots=True)
class MonthMark:
    """One month of the report: the day looked at, days late on it, and what that makes."""

    on: date
    days: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class Marks:
    """`begins` is the first day of each stage, M1 to M7."""

    days: int
    stage: Stage
    months: tuple[MonthMark, ...]
    begins: tuple[tuple[str, date], ...]
    calculation: Calculation


def marks(due: date, as_of: date, origins: Origins | None = None) -> Marks:
    """From the due date to `as_of`; before it nothing is late and there are no months."""
    check_date(due, "还款日")
    check_date(as_of, "今天的日期")
    if (LAST_DATE - due).days <= DAYS_PER_STAGE * LAST_STAGE:
        raise InvalidTerms("还款日太晚了，请核对年份")
    if _months_between(due, as_of) >= MAX_PERIODS:
        raise InvalidTerms("还款日太早了，最多往回看 30 年，请核对年份")
    days = max((as_of - due).days, 0)
    reached = stage(days)
    months = _months(due, as_of)
    begins = tuple(
        (f"M{n}", due + timedelta(days=DAYS_PER_STAGE * (n - 1) + 1))
        for n in range(1, LAST_STAGE + 1)
    )
    inputs = InputList(origins or {})
    inputs.add("due", "还款日", due, "日期")
    inputs.add("as_of", "算到哪天", as_of, "日期", fallback="default")
    inputs.add(
        "stages", "阶段", "每 30 天一个阶段", fallback="default", source=STAGES_SOURCE
    )  # fmt: skip
    inputs.add("marks", "标记", "按贷款逾期天数", fallback="default", source=MARKS_SOURCE)
    return Marks(
        days,
        reached,
        months,
        begins,
        calculation(
            name="逐月阶段和标记",
            kind="marks",
            inputs=inputs.items,
            formula="逾期天数 = 那一天 − 还款日；每 30 天进一个阶段，超过 180 天是 M7；标记和阶段同号",
            assumptions=(
                "当作一直没有还；每个月看最后一天，当月看到今天，放款方哪天报送各不相同。",
                "阶段是行业习惯，不是法律；信用卡类账户按没还够最低还款额的次数记，和天数不同。",
                "信用报告上怎么记，以报告为准。",
            ),
            result={
                "days": days,
                "stage": reached.name,
                "mark": reached.mark,
                "months": [
                    {
                        "month": f"{each.on:%Y-%m}",
                        "on": each.on.isoformat(),
                        "days": each.days,
                        "stage": each.stage.name,
                        "mark": each.stage.mark,
                    }
                    for each in months
                ],
                "begins": [{"stage": name, "on": day.isoformat()} for name, day in begins],
            },
            figures=_figures(days, reached, begins),
        ),
    )


def _months(due: date, as_of: date) -> tuple[MonthMark, ...]:
    if as_of <= due:
        return ()
    ends = (month_end(months_later(due, later)) for later in range(_months_between(due, as_of) + 1))
    looked_at = [min(end, as_of) for end in ends]
    return tuple(MonthMark(on, (on - due).days, stage((on - due).days)) for on in looked_at)


def _months_between(day: date, later: date) -> int:
    return (later.year - day.year) * 12 + later.month - day.month


def _figures(days: int, reached: Stage, begins: tuple[tuple[str, date], ...]) -> list[Figure]:
    figures = [count_figure(days, "days", "逾期天数")]
    if days:
        figures.append(count_figure(int(reached.mark), "stage", "逾期阶段"))
        figures.append(count_figure(int(reached.mark), "count", "信用报告上的标记"))
    figures += [date_figure(day, f"{name} 从哪天起") for name, day in begins]
    return figures
