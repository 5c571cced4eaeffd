"""Whether the one-off credit relief covered a debt, told condition by condition.

    covered = fell behind 2020-01-01 … 2025-12-31  and  at most 10,000 yuan
              and  settled in full by 2026-03-31

The rule and its days are in `record.py` (source one-off-relief). The amount is the largest
that any single month of the report showed for this one loan, not what was borrowed (source
one-off-relief-single-amount). The window has closed: what is settled now is not covered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    calculation,
    date_figure,
    yuan_figure,
)
from zhihuan.repayment.money import Money
from zhihuan.repayment.record import (
    RELIEF_ARISEN_FROM,
    RELIEF_ARISEN_UNTIL,
    RELIEF_LARGEST,
    RELIEF_SETTLED_BY,
    RELIEF_SOURCE,
    leaves_report_on,
    relief_covered,
    relief_hidden_by,
)


@dataclass(frozen=True, slots=True)
class Relief:
    """`hidden_by` is None where the relief does not cover the debt."""

    covered: bool
    hidden_by: date | None
    calculation: Calculation


def relief(
    *, arisen: date, amount: Money, settled: date | None = None, origins: Origins | None = None
) -> Relief:
    """`settled` is None while anything is owed: then nothing is covered."""
    covered = relief_covered(arisen=arisen, amount=amount, settled=settled)
    hidden_by = relief_hidden_by(settled) if covered and settled else None
    leaves_on = leaves_report_on(settled) if settled else None
    conditions = (
        ("逾期发生在 2020-01-01 到 2025-12-31 之间", RELIEF_ARISEN_FROM <= arisen <= RELIEF_ARISEN_UNTIL),
        ("单笔单月展示的逾期金额不超过 1 万元", amount <= RELIEF_LARGEST),
        ("2026-03-31（含）以前全部还清", settled is not None and settled <= RELIEF_SETTLED_BY),
    )  # fmt: skip
    inputs = InputList(origins or {})
    inputs.add("arisen", "逾期发生日", arisen, "日期")
    inputs.add("amount", "单月展示的最大逾期金额", amount, "元")
    if settled is not None:
        inputs.add("settled", "全部还清的日期", settled, "日期")
    inputs.add(
        "rule", "一次性信用修复", "2025 年 12 月 22 日公布",
        fallback="default", source=RELIEF_SOURCE,
    )  # fmt: skip
    figures = [
        yuan_figure(RELIEF_LARGEST, "单笔上限"),
        date_figure(RELIEF_ARISEN_FROM, "逾期从哪天起"),
        date_figure(RELIEF_ARISEN_UNTIL, "逾期到哪天止"),
        date_figure(RELIEF_SETTLED_BY, "最晚还清日"),
    ]
    if hidden_by is not None:
        figures.append(date_figure(hidden_by, "最晚到哪天不再展示"))
    if leaves_on is not None:
        figures.append(date_figure(leaves_on, "按五年算保存到"))
    return Relief(
        covered,
        hidden_by,
        calculation(
            name="一次性信用修复对照",
            kind="relief",
            inputs=inputs.items,
            formula="三条都满足才适用：" + "；".join(text for text, _ in conditions),
            assumptions=(
                "金额看的是信用报告上这一笔单个月份展示的逾期额，逐月累加，取最大的一个月。",
                "还款窗口已经关闭，没有查到延期；它不用申请、不收费，收费代办的都要当心。",
                "不适用的，从全部还清那天起保存五年。",
                "有没有更新，以征信报告为准。",
            ),
            result={
                "covered": covered,
                "conditions": [{"text": text, "met": met} for text, met in conditions],
                "hidden_by": hidden_by.isoformat() if hidden_by else None,
                "leaves_report_on": leaves_on.isoformat() if leaves_on else None,
                "source": RELIEF_SOURCE,
            },
            figures=figures,
        ),
    )
