"""Days that matter after a paper arrives.

    last day = the event's date + the period        the day of the event is not counted

Days are calendar days; a period of months or years ends on the corresponding day, or on
the last day of a month that has none. Whether a last day on a weekend or holiday moves is
not known here (no text we read says), so nothing is moved: act before it. Every
deadline names the event it counts from; the court, or a lawyer, has the last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zhihuan.repayment.bounds import InvalidTerms, check_date
from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    Unit,
    calculation,
    count_figure,
    date_figure,
)
from zhihuan.repayment.due_dates import months_later

BY_THE_COURT = "从哪天算、有没有过期，由法院判断，也可以请律师看。"
WEEKENDS_UNKNOWN = "最后一天赶上周末或节假日会不会顺延，这里没有核到，请不要等到最后一天。"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """`length` days, months or years, counted from `event`; `whose` turn it is to act."""

    id: str
    label: str
    event: str
    length: int
    unit: Literal["days", "months", "years"]
    whose: str
    source: str

    @property
    def text(self) -> str:
        return f"{self.length} {_UNITS[self.unit]}"

    def last_day(self, event: date) -> date:
        check_date(event, self.event)
        if self.unit == "days":
            return event + timedelta(days=self.length)
        return months_later(event, self.length * (12 if self.unit == "years" else 1))


_UNITS = {"days": "天", "months": "个月", "years": "年"}
_FIGURE_UNITS: dict[str, Unit] = {"days": "days", "months": "count", "years": "year"}
_YOU = "您"
_WEEK = "一二三四五六日"

DEADLINES: dict[str, DeadlineRule] = {
    each.id: each
    for each in (
        DeadlineRule(
            "defence", "提交答辩状", "收到起诉状副本", 15, "days", _YOU, "civil-procedure-128"
        ),
        DeadlineRule("appeal", "上诉", "判决书送达", 15, "days", _YOU, "civil-procedure-171"),
        DeadlineRule(
            "appeal_ruling", "对裁定上诉", "裁定书送达", 10, "days", _YOU, "civil-procedure-171"
        ),
        DeadlineRule(
            "payment_order_objection",
            "对支付令书面异议",
            "收到支付令",
            15,
            "days",
            _YOU,
            "civil-procedure-227",
        ),
        DeadlineRule(
            "retrial", "申请再审", "判决或裁定生效", 6, "months", _YOU, "civil-procedure-216"
        ),
        DeadlineRule(
            "enforcement", "申请强制执行", "履行期最后一日", 2, "years", "对方",
            "civil-procedure-250",
        ),
        DeadlineRule(
            "arbitration_set_aside", "申请撤销仲裁裁决", "收到裁决书", 3, "months", _YOU,
            "arbitration-law-72",
        ),
        DeadlineRule(
            "settlement_confirmation", "共同申请司法确认", "调解协议生效", 30, "days", "双方",
            "civil-procedure-205",
        ),
        DeadlineRule(
            "public_service", "公告视为送达", "公告刊登", 30, "days", "法院",
            "civil-procedure-95",
        ),
        DeadlineRule(
            "credit_objection", "答复征信异议", "收到异议", 20, "days", "征信机构或放款机构",
            "credit-reporting-25",
        ),
        DeadlineRule(
            "credit_complaint", "答复征信投诉", "受理投诉", 30, "days", "当地人民银行",
            "credit-reporting-26",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadline:
    rule: DeadlineRule
    event: date
    last_day: date
    days_left: int | None
    calculation: Calculation


def deadline(
    rule_id: str, event: date, *, as_of: date | None = None, origins: Origins | None = None
) -> Deadline:
    """The last day of one period. `days_left` may be negative: then it has passed."""
    if rule_id not in DEADLINES:
        known = "、".join(each.label for each in DEADLINES.values())
        raise InvalidTerms(f"能算的期限有：{known}，请选一个")
    rule = DEADLINES[rule_id]
    last = rule.last_day(event)
    left = None
    inputs = InputList(origins or {})
    inputs.add("event", rule.event, event, "日期")
    inputs.add("length", "期限", rule.text, fallback="default", source=rule.source)
    figures = [
        date_figure(last, "最后一天"),
        count_figure(rule.length, _FIGURE_UNITS[rule.unit], "期限"),
    ]
    if as_of is not None:
        check_date(as_of, "今天的日期")
        inputs.add("as_of", "算到哪天", as_of, "日期", fallback="default")
        left = (last - as_of).days
        figures.append(count_figure(abs(left), "days", "还剩" if left >= 0 else "已经过了"))
    return Deadline(
        rule,
        event,
        last,
        left,
        calculation(
            name=f"{rule.label}的期限",
            kind="deadline",
            inputs=inputs.items,
            formula=f"最后一天 = {rule.event}的日期 + {rule.text}，当天不算",
            assumptions=(
                f"从“{rule.event}”那天算，这一步由{rule.whose}来做。",
                BY_THE_COURT,
                WEEKENDS_UNKNOWN,
            ),
            result={
                "id": rule.id,
                "label": rule.label,
                "counts_from": rule.event,
                "event": event.isoformat(),
                "last_day": last.isoformat(),
                "weekday": f"星期{_WEEK[last.weekday()]}",
                "whose": rule.whose,
                "days_left": left,
                "source": rule.source,
            },
            figures=figures,
        ),
    )
