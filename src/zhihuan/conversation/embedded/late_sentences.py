"""Sums about being late, told in sentences. Every figure is copied.

today     逾期 45 天，费用大约 74 到 101 元，往后每天再多 1.65 到 2.24 元。
later     到 2026 年 12 月 15 日还的话，费用大约……
what if   今天先还 1,000 元，往后每天少……
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from zhihuan.conversation.embedded.amounts import day, span, yuan
from zhihuan.conversation.found import Computed
from zhihuan.conversation.phrases import phrase

_SEVERAL_READINGS = (
    "给的是范围，因为公开过的收费说法有好几种；您的是哪一种，看账单里的“服务费”和“违约金”。"
)
_NAMES_SOURCE = re.compile("[，,]依据 .*$")


def overdue(
    sums: Sequence[Computed], *, settled: bool = False, supposed: bool = False, card: bool = False
) -> list[str]:
    """One sum, or two for the ends of a range that the person gave.

    `supposed`: it is not late, as far as we know. Of a `card` no stage is told: banks count by
    how often the minimum was missed, and have terms of their own.
    """
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
    amount = yuan(first["amount"])
    if first["amount"] != last["amount"]:
        amount += f" 到 {yuan(last['amount'])}"
    if settled:
        return [
            f"按欠 {amount} 元、晚了 {days} 天算，多出来的费用大约 {span(low, high)} 元。{handles}",
            f"{_why_a_range(sums[0])}{handles}",
        ]
    a_day = span(Decimal(first["per_day_low"]), Decimal(last["per_day_high"]), 2)
    if supposed and last["days"] == 1:
        sentences = [f"欠 {amount} 元，晚 1 天大约多出 {a_day} 元。{handles}"]
    elif supposed:
        sentences = [
            f"欠 {amount} 元，晚 {days} 天大约多出 {span(low, high)} 元，每天 {a_day} 元。{handles}"
        ]
    else:
        sentences = [
            f"按欠 {amount} 元、逾期 {days} 天算，到现在的费用大约 {span(low, high)} 元，"
            f"往后每天再多 {a_day} 元。{handles}"
        ]
    if card:
        return [*sentences, *_of_a_card(sums[0], handles)]
    if len(first["readings"]) > 1:
        sentences.append(f"{_why_a_range(sums[0])}{handles}")
    return sentences if supposed else sentences + _stage(first, last, handles)


def before_due(computed: Computed, *, card: bool = False) -> list[str]:
    """Nothing is late yet: what being late with what is left would cost, and how not to be."""
    result, handle = computed.result, f"[{computed.handle}]"
    a_day = span(Decimal(result["per_day_low"]), Decimal(result["per_day_high"]), 2)
    owed, days = yuan(result["amount"]), result["days"]
    more = _of_a_card(computed, handle) if card else []
    if days == 1:
        cost = f"到期没还的，按 {owed} 元算，晚 1 天大约多出 {a_day} 元。{handle}"
        return [phrase("not-due-yet"), cost, *more, phrase("minimum-in-time")]
    charges = span(Decimal(result["low"]), Decimal(result["high"]))
    cost = f"{owed} 元晚 {days} 天还，大约多出 {charges} 元，每天 {a_day} 元。{handle}"
    return [cost, phrase("not-due-yet"), *more, phrase("minimum-in-time")]


def _stage(first: Mapping[str, Any], last: Mapping[str, Any], handles: str) -> list[str]:
    stage = last["stage"]
    if first["stage"]["name"] != stage["name"]:
        return []
    until = f"{stage['low']}–{stage['high']} 天" if stage["high"] else f"{stage['low'] - 1} 天以上"
    return [
        f"按天数，这是行业里说的 {stage['name']}（{until}），"
        f"信用报告上对应的标记是“{stage['mark']}”，以报告为准。{handles}"
    ]


def overdue_part_paid(
    sums: Sequence[Computed], *, settled: bool = False, card: bool = False
) -> list[str]:
    """After a payment: the first sum is for what is left, the last for what was owed before it."""
    if len(sums) == 1 or settled or sums[-1].result["days"] == 0:
        return overdue(sums, settled=settled, card=card)
    first, last = sums[0].result, sums[-1].result
    handles = "".join(f"[{computed.handle}]" for computed in sums)
    days = str(first["days"])
    if first["days"] != last["days"]:
        days += f" 到 {last['days']}"
    low, high = Decimal(first["low"]), Decimal(last["high"])
    a_day = span(Decimal(first["per_day_low"]), Decimal(first["per_day_high"]), 2)
    return [
        f"按剩 {yuan(first['amount'])} 元、逾期 {days} 天算，到现在的费用大约 {span(low, high)} 元，"
        f"往后每天再多大约 {a_day} 元。{handles}",
        phrase("between-both"),
        *(_of_a_card(sums[0], handles) if card else _stage(first, last, handles)),
    ]


def _of_a_card(computed: Computed, handles: str) -> list[str]:
    """That the bank's own terms decide, and what is left out."""
    words = (each for each in computed.assumptions if each.startswith(("各行收法", "另有违约金")))
    return [f"{each}{handles}" for each in sorted(words)]


def _why_a_range(computed: Computed) -> str:
    """白条's bill calls the charges by these names; of another product, whose figures they are."""
    if "京东白条" in computed.assumptions[0]:
        return _SEVERAL_READINGS
    return _NAMES_SOURCE.sub("。", computed.assumptions[0])


def overdue_later(sums: Sequence[Computed], *, compared: bool) -> list[str]:
    """The same on a day to come; `compared`: today's was told just before."""
    handles = "".join(f"[{computed.handle}]" for computed in sums)
    first, last = sums[0].result, sums[-1].result
    when = day(date.fromisoformat(last["as_of"]))
    low, high = Decimal(first["low"]), Decimal(last["high"])
    total = span(Decimal(first["total_low"]), Decimal(last["total_high"]))
    sentences = [
        f"拖到 {when}再还，那时逾期 {last['days']} 天，费用大约 {span(low, high)} 元，"
        f"连本带费一共大约 {total} 元。{handles}"
    ]
    stage = last["stage"]
    sentences.append(f"按天数，那天走到 {stage['name']}。{handles}")
    if not compared:
        sentences.append(f"给的是范围，因为公开过的收费说法有好几种，以账单为准。{handles}")
    return sentences


def later_part_paid(sums: Sequence[Computed], *, compared: bool) -> list[str]:
    """The same after a payment, for what is left and for what was owed before it."""
    if len(sums) == 1:
        return overdue_later(sums, compared=compared)
    handles = "".join(f"[{computed.handle}]" for computed in sums)
    first, last = sums[0].result, sums[-1].result
    when = day(date.fromisoformat(last["as_of"]))
    charges = span(Decimal(first["low"]), Decimal(last["high"]))
    return [
        f"拖到 {when}再还，那时逾期 {last['days']} 天，费用大约 {charges} 元，"
        f"还要付剩下的 {yuan(first['amount'])} 元。{handles}",
        *overdue_later(sums, compared=compared)[1:],
    ]


def what_if(computed: Computed) -> list[str]:
    """What a payment changes."""
    result, handle = computed.result, f"[{computed.handle}]"
    payment = computed.inputs["payment"]["value"]
    until = int(computed.inputs["until_day"]["value"])
    saved = span(Decimal(result["saved_low"]), Decimal(result["saved_high"]))
    left = span(Decimal(result["left_low"]), Decimal(result["left_high"]))
    per_day = span(Decimal(result["per_day_after_low"]), Decimal(result["per_day_after_high"]), 2)
    return [
        f"有用：先还 {yuan(payment)} 元，往后每天的费用降到 {per_day} 元。{handle}",
        f"到逾期满 {until} 天的时候，比一分不还少花 {saved} 元，那时还欠 {left} 元。{handle}",
        f"先抵费用还是先抵本金，要看合同，所以给的是范围。{handle}",
    ]
