"""Sums about means, told in sentences. Every figure is copied.

afford     吃住之后，每月能拿 1,900 元……
payoffs    先还年化最高的，18 个月还完……
"""

from __future__ import annotations

from typing import Any

from zhihuan.conversation.embedded.amounts import percent, yuan
from zhihuan.conversation.found import Computed

_ORDERS = {
    "avalanche": "先还年化最高的",
    "snowball": "先还余额最小的",
    "consequence": "先还后果最重的",
}


def afford(computed: Computed) -> list[str]:
    """What is left for debts each month."""
    result, handle = computed.result, f"[{computed.handle}]"
    income, spending = (computed.inputs[name]["value"] for name in ("income", "spending"))
    others = computed.inputs["other_debts"]
    less = f"再减去别家每月的 {yuan(others['value'])} 元，" if others["origin"] == "user" else ""
    if not result["budget"]:
        return [
            f"收入 {yuan(income)} 元，减去必要支出 {yuan(spending)} 元，{less}已经没有余钱了。{handle}",
            f"先把情况告诉放款方协商，不要借新还旧。{handle}",
        ]
    sentences = [
        f"收入 {yuan(income)} 元，减去必要支出 {yuan(spending)} 元，{less}"
        f"每月最多能拿 {yuan(result['budget'])} 元来还债。{handle}"
    ]
    if result["above_line"]:
        sentences.append(
            f"这样还款要占收入的 {percent(result['burden_percent'])}%，压力比较大，"
            f"按经验，{yuan(result['within_line'])} 元以内会好撑一些。{handle}"
        )
    return sentences


def payoffs(computed: Computed) -> list[str]:
    """In which order, how long, how much interest."""
    handle = f"[{computed.handle}]"
    orders: dict[str, Any] = {each["strategy"]: each for each in computed.result["payoffs"]}
    best = orders["avalanche"]
    ends = "，".join(f"{name}要 {month} 个月" for name, month in _ends(best))
    sentences = [
        f"每月先付各笔最低，余下的按年化从高到低的顺序还：{best['months']} 个月还完，"
        f"利息一共 {yuan(best['interest'])} 元。{handle}",
        f"按这个顺序，{ends}。{handle}",
    ]
    for strategy, other in orders.items():
        if strategy == "avalanche":
            continue
        if (other["months"], other["interest"]) == (best["months"], best["interest"]):
            sentences.append(f"换成{_ORDERS[strategy]}，花的一样多。{handle}")
        else:
            sentences.append(
                f"换成{_ORDERS[strategy]}，要 {other['months']} 个月、利息 {yuan(other['interest'])} 元，"
                f"好处是先少一家催的。{handle}"
            )
    return sentences


def _ends(payoff: Any) -> list[tuple[str, int]]:
    return [(each["name"], each["month"]) for each in payoff["paid_off"]]
