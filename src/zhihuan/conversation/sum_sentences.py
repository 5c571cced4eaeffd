"""Sums told in sentences: the answer first, then what it rests on. Every figure is copied.

    overdue_cost        逾期 45 天，费用大约 74 到 101 元，往后每天再多 1.65 到 2.24 元。
    installment_plan    分 12 期，每期 285.87 元……
    compare_plans       每月 400 元以内，12 期可以……
    credit_record       保存到 2031 年 3 月 5 日。

Each function gives sentences with their handles, as any brain writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhihuan.conversation.found import Computed


def told(sums: Sequence[Computed]) -> list[list[str]]:
    """All the sums of a turn, a paragraph each, in the order a person needs them."""
    late = [s for s in sums if s.kind == "overdue_cost"]
    paragraphs = [_overdue(late)] if late else []
    for computed in sums:
        if computed.kind == "installment_plan":
            paragraphs.append(_plan(computed))
        elif computed.kind == "compare_plans":
            paragraphs.append(_comparison(computed))
        elif computed.kind == "credit_record":
            paragraphs.append(_record(computed))
    return paragraphs


def _overdue(sums: Sequence[Computed]) -> list[str]:
    """One sum, or two for the ends of a range that the person gave."""
    handles = "".join(f"[{computed.handle}]" for computed in sums)
    first, last = sums[0].result, sums[-1].result
    low, high = Decimal(first["low"]), Decimal(last["high"])
    days = (
        f"{first['days']}"
        if first["days"] == last["days"]
        else f"{first['days']} 到 {last['days']}"
    )
    if last["days"] == 0:
        return [f"按您说的还款日，现在还没有逾期。{handles}"]
    amount = _yuan(first["amount"])
    if first["amount"] != last["amount"]:
        amount += f" 到 {_yuan(last['amount'])}"
    stage = last["stage"]
    sentences = [
        f"按欠 {amount} 元、逾期 {days} 天算，到现在的费用大约 {_span(low, high)} 元，"
        f"往后每天再多 {_span(Decimal(first['per_day_low']), Decimal(last['per_day_high']), 2)} 元。{handles}"
    ]
    if len(first["readings"]) > 1:
        sentences.append(
            "给的是范围，因为公开过的收费说法有好几种；您的是哪一种，看账单里的“服务费”和“违约金”。"
            f"{handles}"
        )
    if first["stage"]["name"] == stage["name"]:
        until = (
            f"{stage['low']}–{stage['high']} 天" if stage["high"] else f"{stage['low'] - 1} 天以上"
        )
        sentences.append(
            f"按天数，这是行业里说的 {stage['name']}（{until}），"
            f"信用报告上对应的标记是“{stage['mark']}”，以报告为准。{handles}"
        )
    return sentences


def _plan(computed: Computed) -> list[str]:
    plan, handle = computed.result, f"[{computed.handle}]"
    rate = plan["rate_percent"]
    fee = computed.fee
    assumed = fee is not None and fee["origin"] != "user"
    by = ""
    if fee is not None:
        by = (
            f"拿每期 {_plain(fee['value'])}% 举例"
            if assumed
            else f"按每期 {_plain(fee['value'])}% 算"
        )
        by += "，"
    sentences = [
        f"{_yuan(plan['principal'])} 元分 {plan['periods']} 期，{by}每期还 {_yuan(plan['first_payment'])} 元，"
        f"一共多付 {_yuan(plan['total_cost'])} 元。{handle}"
    ]
    if rate is not None and fee is not None:
        naive = (Decimal(fee["value"]) * 12).normalize()
        sentences.append(
            f"真实年化约 {_percent(rate['simple'])}%，不是简单相乘得到的 {naive:f}%，"
            f"因为本金越还越少，费用却没有跟着少。{handle}"
        )
    return sentences


def _comparison(computed: Computed) -> list[str]:
    result, handle = computed.result, f"[{computed.handle}]"
    options: list[dict[str, Any]] = result["options"]
    fee = computed.fee
    example = ""
    if fee is not None:
        verb = "按" if fee["origin"] == "user" else "拿"
        example = f"{verb}每期 {_plain(fee['value'])}% {'算' if verb == '按' else '举例'}，"
    if result["budget"] is None:
        listed = "；".join(
            f"{o['periods']} 期每期 {_yuan(o['first_payment'])} 元、共多付 {_yuan(o['total_cost'])} 元"
            for o in options
        )
        return [
            f"{example}{_yuan(result['principal'])} 元的几种分法是：{listed}。{handle}",
            f"期数越长，每月越轻，总共付得越多。{handle}",
        ]
    budget = _yuan(result["budget"])
    if result["picked"] is None:
        return _nothing_fits(result, example, budget, handle)
    picked = options[result["picked"]]
    owed = _yuan(result["principal"])
    sentences = [
        f"{example}{owed} 元、每月 {budget} 元以内，期数最短的是 {picked['periods']} 期："
        f"每期 {_yuan(picked['first_payment'])} 元，一共多付 {_yuan(picked['total_cost'])} 元，"
        f"真实年化约 {_percent(picked['rate_percent']['simple'])}%。{handle}"
        if picked["rate_percent"]
        else f"{example}{owed} 元、每月 {budget} 元以内，期数最短的是 {picked['periods']} 期："
        f"每期 {_yuan(picked['first_payment'])} 元。{handle}"
    ]
    over = [o for o in options if o["fits"] is False]
    if over:
        nearest = max(over, key=lambda o: int(o["periods"]))
        sentences.append(
            f"{nearest['periods']} 期要每月 {_yuan(nearest['first_payment'])} 元，超出您说的数。{handle}"
        )
    sentences.append(
        f"去谈的时候可以直接说：“我每月能还 {budget} 元，希望分 {picked['periods']} 期。”{handle}"
    )
    return sentences


def _nothing_fits(result: Any, example: str, budget: str, handle: str) -> list[str]:
    longest = result["options"][result["longest"]]
    sentences = [
        f"{example}最长的 {longest['periods']} 期也要每月 {_yuan(longest['first_payment'])} 元，"
        f"超出您说的 {budget} 元，所以这几种都先不要答应。{handle}"
    ]
    request = result["request"]
    if request:
        sentences.append(
            f"只算本金，每月 {budget} 元要 {request['periods']} 个月还完；"
            f"可以拿这个数去和放款方谈，费用怎么收由双方商定。{handle}"
        )
    return sentences


def _record(computed: Computed) -> list[str]:
    result = computed.result
    settled = date.fromisoformat(result["settled"])
    leaves = date.fromisoformat(result["leaves_report_on"])
    return [
        f"{_day(settled)}还清的，这笔逾期会展示到 {_day(leaves)}。[{computed.handle}]",
    ]


def _span(low: Decimal, high: Decimal, places: int | None = None) -> str:
    """`74 到 101`: whole yuan from ten up, fen below; one number where both round the same."""
    if places is None:
        places = 0 if low >= 10 else 2
    one, other = _rounded(low, places), _rounded(high, places)
    return one if one == other else f"{one} 到 {other}"


def _rounded(value: Decimal, places: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,f}"


def _yuan(text: str) -> str:
    value = Decimal(text)
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def _percent(text: str) -> str:
    return _rounded(Decimal(text), 2)


def _plain(text: str) -> str:
    return f"{Decimal(text).normalize():f}"


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
