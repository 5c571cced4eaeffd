"""Sums about instalments, told in sentences. Every figure is copied.

plan          分 12 期，每期 285.87 元……
comparison    每月 400 元以内，12 期可以……
settlement    现在结清，剩余本金 6,000 元……
left          还剩 4 期，每期 900 元，还要还 3,600 元……
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhihuan.conversation.embedded.amounts import percent, plain, yuan
from zhihuan.conversation.found import Computed

# The ways of charging that bracket what a settlement may cost, in words for a sentence.
_SETTLEMENT_RULES = {
    "waived": "剩下的费用全免",
    "next_fee": "只再收一笔费用",
    "all_fees": "剩下的费用照收",
}


def plan(computed: Computed) -> list[str]:
    told, handle = computed.result, f"[{computed.handle}]"
    rate = told["rate_percent"]
    fee = computed.fee
    yearly = computed.inputs.get("annual_rate")
    assumed = fee is not None and fee["origin"] != "user"
    by = ""
    if fee is not None:
        by = (
            f"拿每期 {plain(fee['value'])}% 举例"
            if assumed
            else f"按每期 {plain(fee['value'])}% 算"
        )
        by += "，"
    elif yearly is not None:
        by = f"按年化 {plain(yearly['value'])}% 算，"
    sentences = [
        f"{yuan(told['principal'])} 元分 {told['periods']} 期，{by}每期还 {yuan(told['first_payment'])} 元，"
        f"一共多付 {yuan(told['total_cost'])} 元。{handle}"
    ]
    if rate is not None and fee is not None:
        naive = (Decimal(fee["value"]) * 12).normalize()
        sentences.append(
            f"真实年化约 {percent(rate['simple'])}%，不是简单相乘得到的 {naive:f}%，"
            f"因为本金越还越少，费用却没有跟着少。{handle}"
        )
    return sentences


def beside_interest(computed: Computed) -> list[str]:
    """The same loan paid back each month, beside what it costs all at once at the end."""
    told, handle = computed.result, f"[{computed.handle}]"
    return [
        f"要是每月还，分 {told['periods']} 期，每期还 {yuan(told['first_payment'])} 元，"
        f"一共多付 {yuan(told['total_cost'])} 元，因为本金越还越少。{handle}"
    ]


def comparison(computed: Computed) -> list[str]:
    result, handle = computed.result, f"[{computed.handle}]"
    options: list[dict[str, Any]] = result["options"]
    fee = computed.fee
    yearly = next((v for n, v in computed.inputs.items() if n.startswith("annual_rate")), None)
    example = "" if yearly is None else f"按年化 {plain(yearly['value'])}% 算，"
    if fee is not None:
        verb = "按" if fee["origin"] == "user" else "拿"
        example = f"{verb}每期 {plain(fee['value'])}% {'算' if verb == '按' else '举例'}，"
    if result["budget"] is None and len(options) == 2:
        return _one_against_the_other(computed, example)
    if result["budget"] is None:
        rates = [o["rate_percent"] for o in options if fee is not None]
        listed = "；".join(
            f"{o['periods']} 期每期 {yuan(o['first_payment'])} 元、共多付 {yuan(o['total_cost'])} 元"
            for o in options
        )
        return [
            f"{example}{yuan(result['principal'])} 元的几种分法是：{listed}。{handle}",
            *(
                [
                    "真实年化分别约 "
                    + "、".join(f"{percent(rate['simple'])}%" for rate in rates)
                    + f"。{handle}"
                ]
                if rates and all(rates)
                else []
            ),
            f"期数越长，每月越轻，总共付得越多。{handle}",
        ]
    budget = yuan(result["budget"])
    if result["picked"] is None:
        return _nothing_fits(result, example, budget, handle)
    picked = options[result["picked"]]
    owed = yuan(result["principal"])
    sentences = [
        f"{example}{owed} 元、每月 {budget} 元以内，期数最短的是 {picked['periods']} 期："
        f"每期 {yuan(picked['first_payment'])} 元，一共多付 {yuan(picked['total_cost'])} 元，"
        f"真实年化约 {percent(picked['rate_percent']['simple'])}%。{handle}"
        if picked["rate_percent"] and fee is not None
        else f"{example}{owed} 元、每月 {budget} 元以内，期数最短的是 {picked['periods']} 期："
        f"每期 {yuan(picked['first_payment'])} 元。{handle}"
    ]
    over = [o for o in options if o["fits"] is False]
    if over:
        nearest = max(over, key=lambda o: int(o["periods"]))
        sentences.append(
            f"{nearest['periods']} 期要每月 {yuan(nearest['first_payment'])} 元，超出您说的数。{handle}"
        )
    sentences.append(
        f"去谈的时候可以直接说：“我每月能还 {budget} 元，希望分 {picked['periods']} 期。”{handle}"
    )
    return sentences


def _one_against_the_other(computed: Computed, example: str) -> list[str]:
    """24 期比 12 期一共多付 648 元."""
    handle = f"[{computed.handle}]"
    short, long = sorted(computed.result["options"], key=lambda o: int(o["periods"]))
    more = Decimal(long["total_cost"]) - Decimal(short["total_cost"])
    return [
        f"{example}{long['periods']} 期比 {short['periods']} 期一共多付 {yuan(str(more))} 元。{handle}",
        *(
            f"{o['periods']} 期每期 {yuan(o['first_payment'])} 元、一共多付 {yuan(o['total_cost'])} 元"
            f"{_rate_beside(o)}。{handle}"
            for o in (short, long)
        ),
    ]


def _rate_beside(option: dict[str, Any]) -> str:
    rate = option["rate_percent"]
    return f"，真实年化约 {percent(rate['simple'])}%" if rate else ""


def _nothing_fits(result: Any, example: str, budget: str, handle: str) -> list[str]:
    longest = result["options"][result["longest"]]
    sentences = [
        f"{example}最长的 {longest['periods']} 期也要每月 {yuan(longest['first_payment'])} 元，"
        f"超出您说的 {budget} 元，所以这几种都先不要答应。{handle}"
    ]
    request = result["request"]
    if request:
        sentences.append(
            f"只算本金，每月 {budget} 元要 {request['periods']} 个月还完；"
            f"可以拿这个数去和放款方谈，费用怎么收由双方商定。{handle}"
        )
    return sentences


def settlement(computed: Computed) -> list[str]:
    """Paying the rest at once, under the rules that bracket it."""
    result, handle = computed.result, f"[{computed.handle}]"
    by_rule = {each["rule"]: each for each in result["settlements"]}
    left = yuan(result["principal_left"])
    listed = "；".join(
        f"{words}，结清要付 {yuan(by_rule[rule]['to_pay'])} 元"
        for rule, words in _SETTLEMENT_RULES.items()
        if rule in by_rule
    )
    best = yuan(by_rule["waived"]["saved"])
    return [
        f"剩余本金是 {left} 元；还要不要再收费，说法不一，差别就在这里：{listed}。{handle}",
        f"剩下的费用全免，能省 {best} 元；照收的话，一分也不省。{handle}",
    ]


def settlement_questions(computed: Computed) -> str:
    """What to ask before settling."""
    asked = "".join(computed.result["ask_first"])
    return f"先问清这几件事再决定：{asked}[{computed.handle}]"


def left(computed: Computed) -> list[str]:
    """What is still to pay; and between what and what settling at once lies."""
    result, handle = computed.result, f"[{computed.handle}]"
    to_pay, principal = yuan(result["to_pay"]), result["principal_left"]
    sentences = [
        f"还剩 {result['periods_left']} 期，每期 {yuan(result['payment'])} 元，"
        f"还要还 {to_pay} 元。{handle}"
    ]
    if principal is None:
        return [
            *sentences,
            f"{computed.assumptions[1]}{handle}",
            f"剩下的费用照收，结清也要付 {to_pay} 元。{handle}",
        ]
    if principal["flat"] == principal["by_rate"]:
        sentences.append(f"里头的本金是 {yuan(principal['flat'])} 元。{handle}")
    else:
        sentences.append(
            f"里头的本金，每期本金一样多的话是 {yuan(principal['flat'])} 元，"
            f"按真实利率折算是 {yuan(principal['by_rate'])} 元。{handle}"
        )
    if principal["least"] == result["to_pay"]:
        return sentences
    return [
        *sentences,
        f"提前结清大约要付 {yuan(principal['least'])} 到 {to_pay} 元，"
        f"最多能省 {yuan(principal['saved'])} 元。{handle}",
        f"{computed.assumptions[1]}{handle}",
    ]


def minimum(computed: Computed) -> list[str]:
    """Only the minimum, each month."""
    result, handle = computed.result, f"[{computed.handle}]"
    rate, owed = computed.inputs["daily_rate"], computed.inputs["amount"]["value"]
    by = "按" if rate["origin"] == "user" else "拿公开过的"
    return [
        f"{by}每日 {plain(rate['value'])}% 算，{yuan(owed)} 元一直只还最低，大约要 {result['months']} 个月，"
        f"费用一共大约 {yuan(result['total_fee'])} 元。{handle}",
        f"第一次要还 {yuan(result['first_payment'])} 元；每月多还一点，就能早些还完。{handle}",
    ]
