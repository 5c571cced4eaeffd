"""Dates that were worked out, told in sentences."""

from __future__ import annotations

from datetime import date

from zhihuan.conversation.embedded.amounts import day
from zhihuan.conversation.found import Computed


def record(computed: Computed) -> list[str]:
    """Until when a settled delay is shown."""
    result = computed.result
    settled = date.fromisoformat(result["settled"])
    leaves = date.fromisoformat(result["leaves_report_on"])
    return [f"{day(settled)}还清的，这笔逾期会展示到 {day(leaves)}。[{computed.handle}]"]


def deadline(computed: Computed) -> list[str]:
    """The last day for a step, and what it counts from."""
    result, handle = computed.result, f"[{computed.handle}]"
    event, last = (date.fromisoformat(result[name]) for name in ("event", "last_day"))
    left = result["days_left"]
    when = "" if left is None else f"，还剩 {left} 天" if left >= 0 else f"，已经过了 {-left} 天"
    return [
        f"{result['label']}的期限，从{result['counts_from']}（{day(event)}）算起，"
        f"最晚是 {day(last)}{when}。{handle}",
        f"有没有过期由法院判断，别拖到最后。{handle}",
    ]


def limitation(computed: Computed) -> list[str]:
    """When 诉讼时效 runs out by what is known."""
    result, handle = computed.result, f"[{computed.handle}]"
    runs_out = date.fromisoformat(result["runs_out"])
    return [
        f"只按您说的还款日算，诉讼时效大约到 {day(runs_out)}。{handle}",
        f"催款信、短信到达就可能重新计算，您不一定知道全部，所以实际可能更晚。{handle}",
        f"过了时效，债还在，只是多了一个抗辩的理由，要自己提出来，法院不会主动用。{handle}",
    ]
