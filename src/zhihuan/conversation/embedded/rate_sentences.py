"""What a loan really costs in a year, told in sentences. Every figure is copied.

yearly        到手 8,500 元，每月还 1,100 元、还 12 个月，一共还 13,200 元……
court line    这个年化高过 24%……
against lines 年化 18% 没有超过 24%，这条线管的是……
interest      4,000 元按年化 24% 借 2 个月，利息是 160 元……
in a year     日息 0.05%，一年按 365 天折成 18.25%……
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from zhihuan.conversation.embedded.amounts import percent, plain, yuan
from zhihuan.conversation.found import Computed

_COURT = "court-24"
_ONE_DAY, _DECIMALS = 1, 2
NAMES_SOURCE = re.compile("[，,]依据 .*$")


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


def against_lines(checked: Sequence[Computed]) -> list[str]:
    """The verdict first, of one rate or of the ends of a range; then whose line it is."""
    handle = "".join(f"[{computed.handle}]" for computed in checked)
    ends = [_against(computed) for computed in checked]
    low, high = ends[0], ends[-1]
    rate = f"年化 {low[0]}% " if low == high else f"折成年化，大约是 {low[0]}% 到 {high[0]}%，"
    stands = "超过了" if low[1] else "没有超过"
    line = next(each for each in checked[-1].result["lines"] if each["id"] == _COURT)
    verdict = f"{rate}{stands} {plain(line['percent'])}% 这条线。{handle}"
    if low == high and Decimal(low[0]) == Decimal(line["percent"]):
        verdict = f"年化 {low[0]}% 正好是 {plain(line['percent'])}% 这条线，没有超过。{handle}"
    elif low[1] != high[1]:
        stands = "按少的算没有超过、按多的算超过了"
        verdict = f"{rate}{stands} {plain(line['percent'])}% 这条线。{handle}"
    words = checked[-1].assumptions
    return [
        verdict,
        *(f"{each}{handle}" for each in words if "管的是" in each),
        f"{words[0]}{handle}",
    ]


def _against(computed: Computed) -> tuple[str, bool]:
    """The rate in words, and whether it is above the line of the courts."""
    court = next(each for each in computed.result["lines"] if each["id"] == _COURT)
    return percent_or_plain(computed.inputs["simple"]["value"]), court["simple_above"]


def interest(computed: Computed) -> list[str]:
    """Paid back at once at the end; one day by itself."""
    result, inputs, handle = computed.result, computed.inputs, f"[{computed.handle}]"
    yearly = inputs.get("annual_rate")
    rate = yearly or inputs["daily_rate"]
    by = f"{'年化' if yearly else '日息'} {plain(rate['value'])}%"
    amount = yuan(result["amount"])
    if result["days"] == _ONE_DAY:
        sentences = [f"{amount} 元按{by} 算，一天的利息是 {yuan(result['interest'])} 元。{handle}"]
    else:
        time = f"{result['months']} 个月" if result["months"] else f"{result['days']} 天"
        sentences = [
            f"{amount} 元按{by} 算，{time}的利息是 {yuan(result['interest'])} 元，"
            f"到期连本带息要还 {yuan(result['total'])} 元。{handle}"
        ]
    if rate["origin"] != "user":
        sentences.append(f"{NAMES_SOURCE.sub('。', computed.assumptions[0])}{handle}")
    if bool(yearly) == bool(result["days"]) and result["days"] != _ONE_DAY:
        sentences.append(f"{computed.assumptions[-3]}{handle}")  # how the time was counted
    return [*sentences, f"{computed.assumptions[-2]}{handle}"]


def in_a_year(computed: Computed) -> list[str]:
    """A daily rate as a yearly one."""
    result, handle = computed.result, f"[{computed.handle}]"
    return [
        f"日息 {plain(result['daily_percent'])}% 折成年化：按 365 天算是 "
        f"{plain(result['yearly_percent'])}%，按 360 天算是 {plain(result['short_percent'])}%。{handle}",
        f"{computed.assumptions[0]}{handle}",
    ]


def percent_or_plain(text: str) -> str:
    """As it was given where that is short, else with two decimals."""
    short = plain(text)
    return short if len(short.partition(".")[2]) <= _DECIMALS else percent(text)
