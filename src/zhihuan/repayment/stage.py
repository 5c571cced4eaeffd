"""How late is late: the stage people talk about and the mark on a credit report.

    M1 1–30   M2 31–60   M3 61–90   M4 91–120   M5 121–150   M6 151–180   M7 > 180 days
    mark 1    2          3          4           5            6            7

The stages are a habit of the trade, not a law, and lenders vary them (source overdue-stages). The
marks are those of a loan, counted in days; a card-like account counts missed minimum
payments instead (source credit-report-marks). Day 0 is not late.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhihuan.repayment.bounds import check_days

DAYS_PER_STAGE = 30
LAST_STAGE = 7


@dataclass(frozen=True, slots=True)
class Stage:
    """`high` is None in the last stage, which has no end."""

    name: str
    mark: str
    low: int
    high: int | None

    @property
    def days_text(self) -> str:
        """For people: 31–60 天"""
        if self.high is None:
            return f"{self.low - 1} 天以上"
        return f"{self.low}–{self.high} 天" if self.high else "0 天"


ON_TIME = Stage("未逾期", "N", 0, 0)


def stage(days: int) -> Stage:
    """The stage of a loan that is `days` days past its due date."""
    check_days(days, "逾期天数")
    if days == 0:
        return ON_TIME
    number = min((days - 1) // DAYS_PER_STAGE + 1, LAST_STAGE)
    low = (number - 1) * DAYS_PER_STAGE + 1
    high = None if number == LAST_STAGE else number * DAYS_PER_STAGE
    return Stage(f"M{number}", str(number), low, high)
