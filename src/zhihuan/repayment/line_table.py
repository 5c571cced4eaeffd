"""The lines over the price of credit on the day a contract was made, as one table.

    4 × LPR = one-year LPR of that day × 4

What each line is, whom it binds and where it stands is in `legal_lines.py`; whether a rate is
above them is `check_lines`. This is the table alone, for who has no rate to compare yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhihuan.repayment.bounds import exact
from zhihuan.repayment.calculation import (
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    percent,
    percent_figure,
    plain,
)
from zhihuan.repayment.legal_lines import Line, lines
from zhihuan.repayment.lpr import LPR_ONE_YEAR, lpr_one_year


@dataclass(frozen=True, slots=True)
class LineTable:
    lines: tuple[Line, ...]
    calculation: Calculation


@exact()
def line_table(contract: date, origins: Origins | None = None) -> LineTable:
    """Every line we know of for a contract made on `contract`."""
    known = lines(contract)
    inputs = InputList(origins or {})
    inputs.add("contract", "合同成立日", contract, "日期")
    assumptions = [
        "每条线只管它说的那一类放款方，先看合同上的放款人是谁。",
        "能不能调减、调减多少，由法院判断；需要时请咨询律师。",
    ]
    figures = [Figure(Decimal(4), "ratio", "LPR 倍数")]
    if contract >= LPR_ONE_YEAR[0].since:
        step = lpr_one_year(contract)
        told = percent(step.rate)
        inputs.add("lpr", "一年期 LPR", told, "%", fallback="default", source=step.source)
        figures.append(percent_figure(4 * step.rate, "一年期 LPR 的四倍"))
        if not step.confirmed:
            assumptions.append("这一天的 LPR 没有核到公告，请到人民银行网站再查。")
    return LineTable(
        known,
        calculation(
            name="合同那天的利率红线",
            kind="line_table",
            inputs=inputs.items,
            formula="4 倍 LPR = 合同成立日一年期 LPR × 4；其他的线是定数",
            assumptions=assumptions,
            result={
                "lines": [
                    {
                        "id": each.id,
                        "percent": plain(percent(each.rate)),
                        "binds": each.binds,
                        "how": each.how,
                        "source": each.source,
                        "confirmed": each.confirmed,
                    }
                    for each in known
                ]
            },
            figures=[*figures, *(percent_figure(each.rate, each.id) for each in known)],
        ),
    )
