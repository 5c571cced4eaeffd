"""The one-year LPR (贷款市场报价利率) by the day it took effect.

    4 × LPR of the day a contract was made        the line of `legal_lines.py`

Values and days: sources lpr-history, lpr-2025-05, lpr-2026-09. Two steps (2021-12-20,
2022-01-20) are background knowledge (lpr-history-2021-2022), and nothing after 2026-09-20
was seen: `confirmed` is false there. Days before the table begins are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhihuan.repayment.bounds import InvalidTerms, check_date

LPR_SEEN_UNTIL = date(2026, 9, 20)


@dataclass(frozen=True, slots=True)
class LprStep:
    """The one-year LPR from `since` on, a fraction."""

    since: date
    rate: Decimal
    source: str
    confirmed: bool = True


LPR_ONE_YEAR: tuple[LprStep, ...] = (
    LprStep(date(2020, 4, 20), Decimal("0.0385"), "lpr-history"),
    LprStep(date(2021, 12, 20), Decimal("0.038"), "lpr-history-2021-2022", confirmed=False),
    LprStep(date(2022, 1, 20), Decimal("0.037"), "lpr-history-2021-2022", confirmed=False),
    LprStep(date(2022, 8, 22), Decimal("0.0365"), "lpr-history"),
    LprStep(date(2023, 6, 20), Decimal("0.0355"), "lpr-history"),
    LprStep(date(2023, 8, 21), Decimal("0.0345"), "lpr-history"),
    LprStep(date(2024, 7, 22), Decimal("0.0335"), "lpr-history"),
    LprStep(date(2024, 10, 21), Decimal("0.031"), "lpr-history"),
    LprStep(date(2025, 5, 20), Decimal("0.03"), "lpr-2025-05"),
)


def lpr_one_year(on: date) -> LprStep:
    """The step in force on `on`; `confirmed` is false where we have not seen it."""
    check_date(on)
    found = [each for each in LPR_ONE_YEAR if each.since <= on]
    if not found:
        raise InvalidTerms("这里只收录了 2020-04-20 以后的 LPR，请换一个日期")
    step = found[-1]
    if on > LPR_SEEN_UNTIL:
        return LprStep(step.since, step.rate, "lpr-2026-09", confirmed=False)
    return step


def four_times_lpr(contract: date) -> Decimal:
    """Four times the one-year LPR on the day the contract was made, a fraction a year."""
    return 4 * lpr_one_year(contract).rate
