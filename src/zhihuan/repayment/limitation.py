"""How long a creditor may sue with success: 诉讼时效.

    runs out on = the latest of (last instalment due, each restart) + 3 years

Each demand that arrives, each promise or part payment, a suit, an arbitration, a payment
order, a debit under the contract or a notice of assignment starts the three years anew
(民法典 188, 189, 195), as long as they have not run out. What comes later
restarts nothing by itself, but agreeing to pay, or signing, may give the defence away
(民法典 192). A debt whose time has run out still exists, and a court does not raise it by itself.
At most 20 years. So "拖三年就不用还" is nearly always wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhihuan.repayment.bounds import InvalidTerms, check_date
from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    calculation,
    count_figure,
    date_figure,
)
from zhihuan.repayment.due_dates import months_later
from zhihuan.repayment.legal_dates import BY_THE_COURT, WEEKENDS_UNKNOWN

YEARS = 3
LONGEST_YEARS = 20
SOURCE = "civil-code-188"
MAX_RESTARTS = 100

RestartKind = Literal[
    "demand", "promise", "part_payment", "suit", "payment_order", "debit", "assignment", "mediation"
]
RESTARTS: dict[RestartKind, tuple[str, str]] = {
    "demand": ("催款信、短信等到达", "limitation-rules-8"),
    "promise": ("答应还款", "civil-code-195"),
    "part_payment": ("还了一部分", "civil-code-195"),
    "suit": ("起诉或申请仲裁", "civil-code-195"),
    "payment_order": ("申请支付令", "limitation-rules-11"),
    "debit": ("按约定扣款", "limitation-rules-8"),
    "assignment": ("债权转让通知到达", "limitation-rules-17"),
    "mediation": ("向调解组织求助", "limitation-rules-12"),
}


@dataclass(frozen=True, slots=True)
class Restart:
    on: date
    kind: RestartKind

    def __post_init__(self) -> None:
        check_date(self.on, "重新起算的日期")
        if self.kind not in RESTARTS:
            known = "、".join(label for label, _ in RESTARTS.values())
            raise InvalidTerms(f"会让时效重新计算的事有：{known}，请选一种")


@dataclass(frozen=True, slots=True)
class Limitation:
    """`too_late` came after the period had run out: by themselves they restart nothing."""

    runs_out: date
    counted_from: date
    too_late: tuple[Restart, ...]
    calculation: Calculation


def limitation(
    last_due: date, restarts: Sequence[Restart] = (), origins: Origins | None = None
) -> Limitation:
    """`last_due` is the due day of the last instalment, for a debt paid in instalments."""
    check_date(last_due, "最后一期还款日")
    if len(restarts) > MAX_RESTARTS:
        raise InvalidTerms(f"最多列 {MAX_RESTARTS} 件事，请只留最近的")
    begins, too_late = last_due, []
    for each in sorted(restarts, key=lambda found: found.on):
        if each.on <= months_later(begins, YEARS * 12):
            begins = max(begins, each.on)
        else:
            too_late.append(each)
    longest = months_later(last_due, LONGEST_YEARS * 12)
    runs_out = min(months_later(begins, YEARS * 12), longest)
    inputs = InputList(origins or {})
    inputs.add("last_due", "最后一期还款日", last_due, "日期")
    for number, each in enumerate(restarts, start=1):
        label, source = RESTARTS[each.kind]
        inputs.add("restart", label, each.on, "日期", source=source, number=number)
    inputs.add("years", "诉讼时效", YEARS, "年", fallback="default", source=SOURCE)
    return Limitation(
        runs_out,
        begins,
        tuple(too_late),
        calculation(
            name="诉讼时效估算",
            kind="limitation",
            inputs=inputs.items,
            formula="到期日 = 最后一期还款日和最近一次重新起算日里较晚的那天 + 3 年，最长 20 年",
            assumptions=(
                "催款信、短信到达就可能重新计算，您不一定知道全部，所以实际可能更晚。",
                "过了时效，债还在，只是多了一个抗辩的理由，要自己提出来，法院不会主动用。",
                "过了时效以后又答应还、签字或者还款的，不能再反悔。",
                BY_THE_COURT,
                WEEKENDS_UNKNOWN,
            ),
            result={
                "last_due": last_due.isoformat(),
                "counted_from": begins.isoformat(),
                "runs_out": runs_out.isoformat(),
                "too_late": [{"on": each.on.isoformat(), "kind": each.kind} for each in too_late],
            },
            figures=[
                date_figure(begins, "从哪天起算"),
                date_figure(runs_out, "到期日"),
                count_figure(LONGEST_YEARS, "year", "最长"),
            ],
        ),
    )
