"""What can be paid each month, told in sentences. Every figure is copied."""

from __future__ import annotations

from zhihuan.conversation.embedded.amounts import percent, yuan
from zhihuan.conversation.found import Computed
from zhihuan.repayment.affordability import ONLY_WHAT_WAS_SAID


def afford(computed: Computed, *, partial: bool = False) -> list[str]:
    """What is left for debts each month. `partial`: what they eat was not told, and is not off."""
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
    if partial:
        sentences.append(f"{ONLY_WHAT_WAS_SAID}{handle}")
    elif result["above_line"]:
        sentences.append(
            f"这样还款要占收入的 {percent(result['burden_percent'])}%，压力比较大，"
            f"按经验，{yuan(result['within_line'])} 元以内会好撑一些。{handle}"
        )
    return sentences
