"""What a loan really costs in a year, told in sentences. Every figure is copied.

yearly        到手 8,500 元，每月还 1,100 元、还 12 个月，一共还 13,200 元……
court line    这个年化高过 24%……
"""

from __future__ import annotations

from zhihuan.conversation.embedded.amounts import percent, plain, yuan
from zhihuan.conversation.found import Computed

_COURT = "court-24"


def yearly(computed: Computed) -> list[str]:
    """What is paid in all, and the yearly rate that it comes to."""
    result, handle = computed.result, f"[{computed.handle}]"
    payments = [i for name, i in computed.inputs.items() if name.startswith("payment")]
    rate = result["rate_percent"]
    return [
        f"按到手 {yuan(result['received'])} 元、每月还 {yuan(payments[0]['value'])} 元、"
        f"还 {len(payments)} 期算，一共还 {yuan(result['total_payment'])} 元，"
        f"比到手的多付 {yuan(result['total_cost'])} 元。{handle}",
        f"真实年化约 {percent(rate['simple'])}%。{handle}",
    ]


def court_line(computed: Computed) -> list[str]:
    """Where the rate stands to the line that courts apply to loans of financial institutions."""
    handle = f"[{computed.handle}]"
    line = next(each for each in computed.result["lines"] if each["id"] == _COURT)
    above = "超过了" if line["simple_above"] else "没有超过"
    return [
        f"真实年化{above} {plain(line['percent'])}% 这条线。{handle}",
        f"{computed.assumptions[0]}{handle}",
    ]
