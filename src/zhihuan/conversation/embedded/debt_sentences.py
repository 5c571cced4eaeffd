"""Sums over several debts, told in sentences. Every figure is copied.

listed     按您说的：白条 3,500 元、花呗 8,000 元，一共 11,500 元。
months     每月还 1,000 元，只算本金最少要 12 个月……
after      先还上 10,000 元和 3,000 元，还剩 3,000 元……
payoffs    先还年化最高的，18 个月还完……
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhihuan.conversation.embedded.amounts import plain, yuan
from zhihuan.conversation.found import Computed
from zhihuan.conversation.phrases import phrase
from zhihuan.repayment.several_debts import NO_MINIMUMS

# So many of what the sum supposes are of every debt, what follows of those that are late.
_OF_ALL = 2
_ORDERS = {
    "avalanche": "先还年化最高的",
    "snowball": "先还余额最小的",
    "consequence": "先还后果最重的",
}


def listed(computed: Computed) -> list[str]:
    """The debts as they were understood, what they come to, and how late each one is."""
    result, handle = computed.result, f"[{computed.handle}]"
    debts = result["debts"]
    each = "、".join(f"{debt['name']} {yuan(debt['balance'])} 元" for debt in debts)
    if len(debts) == 1:  # several, told as one sum
        each = str(debts[0]["name"])
    sentences = [f"按您说的：{each}，一共 {yuan(result['total'])} 元。{handle}"]
    late = [debt for debt in debts if debt["stages"]]
    if late:
        sentences.append(f"{'；'.join(map(_late, late))}。{handle}")
        sentences += [f"{words}{handle}" for words in computed.assumptions[_OF_ALL:]]
    return sentences


def by_rate(computed: Computed, rates: Sequence[str]) -> list[str]:
    """Which debt the money that is over goes to first: the dearest. `rates` as the debts stand."""
    debts = computed.result["debts"]
    if len(debts) != len(rates):
        return []
    dearest = sorted(zip(debts, rates, strict=True), key=lambda each: -Decimal(each[1]))
    each = "、".join(
        f"{debt['name']} {yuan(debt['balance'])} 元（{plain(rate)}%）" for debt, rate in dearest
    )
    return [phrase("dearest-first"), f"按您说的：{each}。[{computed.handle}]"]


def after_lumps(computed: Computed) -> list[str]:
    """What the sums to come leave."""
    result, handle = computed.result, f"[{computed.handle}]"
    if "lumps" not in result:
        return []
    lumps = "、".join(f"{yuan(each)} 元" for each in result["lumps"])
    several = f"一共 {yuan(result['lumps_total'])} 元，" if len(result["lumps"]) > 1 else ""
    if result["enough"]:
        end = "够还本金，利息和费用没有算在里头。"
    else:
        end = f"先还上，还剩 {yuan(result['left'])} 元，利息和费用没有算在里头。"
    return [f"您说的 {lumps}，{several}{end}{handle}"]


def _late(debt: Mapping[str, Any]) -> str:
    (low, high), (first, last) = debt["days_late"], debt["stages"]
    days = f"{low}" if low == high else f"{low} 到 {high}"
    where = f"按天数是 {last}" if first == last else f"在 {first} 和 {last} 之间"
    if "M" not in first:
        where = f"最多到 {last}"
    return f"{debt['name']}逾期 {days} 天，{where}"


def months(computed: Computed) -> list[str]:
    """How far a monthly sum goes without interest, and that interest and fees come on top."""
    result, handle = computed.result, f"[{computed.handle}]"
    sentences = []
    if result["within"] is not None:
        each_month = yuan(result["each_month"])
        wish = f"想 {result['within']} 个月还完，只算本金，每月至少要还 {each_month} 元"
        if result["fits"] is not None:
            inside = "在您每月能拿的" if result["fits"] else "超出了您每月能拿的"
            end = " 元以内" if result["fits"] else " 元"
            wish += f"，{inside} {yuan(result['monthly'])}{end}"
        sentences.append(f"{wish}。{handle}")
    if result["months"] is not None and not (result["within"] and result["fits"]):
        monthly = yuan(result["monthly"])
        sentences.append(f"每月还 {monthly} 元，只算本金最少要 {result['months']} 个月。{handle}")
    if sentences:  # the sum's own words
        sentences += [f"{words}{handle}" for words in computed.assumptions[:_OF_ALL]]
    return sentences


def payoffs(computed: Computed) -> list[str]:
    """In which order, how long, how much interest."""
    handle = f"[{computed.handle}]"
    orders: dict[str, Any] = {each["strategy"]: each for each in computed.result["payoffs"]}
    best = orders["avalanche"]
    budget = yuan(computed.inputs["budget"]["value"])
    rates = {v["value"] for name, v in computed.inputs.items() if name.startswith("annual_rate")}
    ends = "，".join(f"{each['name']}要 {each['month']} 个月" for each in best["paid_off"])
    first = "先付各笔最低，余下的" if _has_minimum(computed) else ""
    sentences = []
    if len(rates) == 1:
        rate = plain(rates.pop())
        sentences.append(f"各笔的年利率都先按 {rate}% 算，以各家账单为准。{handle}")
    sentences.append(
        f"每月还 {budget} 元，{first}按年化从高到低的顺序还：{best['months']} 个月还完，"
        f"利息一共 {yuan(best['interest'])} 元。{handle}"
    )
    if first:
        sentences.append(f"按这个顺序，{ends}。{handle}")
    else:  # in which month each ends would be a plan in which some are left unpaid till then
        sentences += [f"{words}{handle}" for words in computed.assumptions if words in NO_MINIMUMS]
    for strategy, other in orders.items():
        if strategy == "avalanche":
            continue
        cost = f"{other['months']} 个月、利息 {yuan(other['interest'])} 元"
        if (other["months"], other["interest"]) == (best["months"], best["interest"]):
            sentences.append(f"换成{_ORDERS[strategy]}，也是 {cost}。{handle}")
        else:
            sentences.append(f"换成{_ORDERS[strategy]}，要 {cost}，好处是先少一家催的。{handle}")
    # No new spending, nothing late: the sum's own words.
    sentences.append(f"{computed.assumptions[0]}{handle}")
    return sentences


def _has_minimum(computed: Computed) -> bool:
    """Whether what every debt asks for at least each month went in."""
    given = computed.inputs.items()
    return all(Decimal(v["value"]) for name, v in given if name.startswith("minimum"))
