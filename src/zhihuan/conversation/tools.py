"""The toolbox as a language model sees it: text in, text out, and the evidence kept aside.

Arguments are plain strings, because models write "3200.00" more reliably than 3200.0. What
can be foreseen to go wrong comes back as advice in Chinese; a bug propagates. The docstrings
are what the model reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool

from zhihuan.conversation.calculators.law import rate_of
from zhihuan.conversation.calculators.typed import (
    amount_of,
    amount_or_zero_of,
    debt_of,
    owed_of,
    parts_of,
    percent_of,
)
from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.found import hit_artifact, sum_artifact
from zhihuan.conversation.situation import Range, Situation
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.errors import ZhihuanError
from zhihuan.library.search import Hit
from zhihuan.repayment import Calculation, InvalidTerms, Money
from zhihuan.repayment import stage as stage_of
from zhihuan.repayment.bounds import number

ASKABLE = {
    "amount": "一共还欠多少钱",
    "days": "逾期了多少天，或者还款日是哪天",
    "periods": "想分几期",
    "budget": "每月大概能拿出多少来还",
    "fee_rate": "App 上显示的每期费率",
    "product": "是哪个产品",
    "settled_on": "哪天全部还清的",
    "annual_rates": "每一笔的年利率",
    "spending": "吃饭、交通、孩子这些每月要花多少",
    "minimums": "每一笔每月最低要还多少",
    "payment": "每期还多少",
    "paid_periods": "一共几期，已经还了几期",
}


@dataclass(slots=True)
class TurnContext:
    """What the tools of one turn work with. `asked`, `hand_off` and `near` are set by the tools.

    `near` are titles of articles that may have been meant, where nothing was found.
    """

    toolbox: Toolbox
    as_of: date
    situation: Situation
    evidence: Evidence
    earlier: tuple[dict[str, Any], ...] = ()
    on_stage: Callable[[str], None] = field(default=lambda _: None)
    asked: str | None = None
    hand_off: str | None = None
    near: list[str] = field(default_factory=list)


Runtime = ToolRuntime[TurnContext, Any]
Result = tuple[str, dict[str, Any]]


def search_library(query: str, runtime: Runtime, asked: str = "") -> Result:
    """查资料库。回答任何事实之前先用它；查不到就如实说没有。

    Args:
        query: 要查的问题，一句话，用中文。对方问得没头没尾的，把前面说的事补进来。
        asked: 补过的，这里写对方这一句原话，好挑出文章里最切题的那一段。没补就留空。
    """
    turn = runtime.context
    turn.on_stage("retrieve")
    known = turn.situation.days_on(turn.as_of)
    hits, nearly = turn.toolbox.search_or_near(
        query, as_of=turn.as_of, stages=_stages(known), asked=asked or None
    )
    numbered = turn.evidence.add_hits(hits)
    shown = "\n\n".join(_hit_text(hit, passages) for hit, passages in numbered)
    near = [hit.article.title for hit in nearly]
    turn.near += [title for title in near if title not in turn.near]
    turn.evidence.notes += near
    return shown or _nothing_found(near), {
        "tool": "search",
        "query": query,
        "hits": [hit_artifact(hit, passages) for hit, passages in numbered],
        "near": near,
    }


def _nothing_found(near: Sequence[str]) -> str:
    if not near:
        return "资料库里没有查到。请如实告诉对方，并指出官方渠道。"
    return f"没有查到有把握的。可以问对方是不是想问：{'；'.join(near)}。这些只是题目，不是答案。"


def overdue_cost(
    amount: str, runtime: Runtime, days: str = "", due: str = "", product: str = "",
    daily_rate: str = "", until: str = "",
) -> Result:  # fmt: skip
    """算逾期到今天（或者到某一天）的费用、每晚一天多多少、处在哪个阶段。不要自己算。

    Args:
        amount: 还欠多少元，只写数字，如 "3200.00"。
        days: 逾期天数，如 "45"。和 due 给一个就行。
        due: 还款日，如 "2026-10-07"。
        product: 产品代号，如 "baitiao"。不知道就留空。
        daily_rate: 对方说的日费率，按百分数写，如 "0.05"。不知道就留空。
        until: 想知道拖到哪天是多少，如 "2026-12-15"。留空就算到今天。
    """
    turn = runtime.context

    def work() -> Calculation:
        day = _day(until) if until else turn.as_of
        if day < turn.as_of:
            raise InvalidTerms("想看的那天要在今天以后，请改一下日期")
        ahead = (day - turn.as_of).days
        return turn.toolbox.overdue_cost(
            amount=Money.parse(amount),
            days=_whole(days, "天数") + ahead if days else None,
            due=_day(due) if due else None,
            product=product or None,
            daily_rate=_percent(daily_rate) if daily_rate else None,
            as_of=day,
        ).calculation

    return worked_out(turn, work)


def plan_installments(
    principal: str, periods: str, runtime: Runtime, fee_rate: str = "", annual_rate: str = "",
    method: str = "flat_fee", product: str = "",
) -> Result:  # fmt: skip
    """算一个分期方案：每期还多少、一共多付多少、真实年化。不要自己算。

    Args:
        principal: 要分期的本金，元，如 "3200.00"。
        periods: 期数，1 到 60，如 "12"。
        fee_rate: 每期费率，占最初本金的百分数，如 "0.6"。不知道就留空，会用一个示例值。
        annual_rate: 年利率百分数，如 "18.25"，只用于 equal_payment 等。
        method: flat_fee（等本等费）、equal_payment、equal_principal、interest_only 之一。
        product: 产品代号，不知道就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.installment_plan(
                principal=Money.parse(principal),
                periods=_whole(periods, "期数"),
                fee_rate=_percent(fee_rate) if fee_rate else None,
                annual_rate=_percent(annual_rate) if annual_rate else None,
                method=method,  # type: ignore[arg-type]  # checked, with advice, where it is used
                product=product or None,
                given=_named(
                    amount=principal, periods=periods, fee_rate=fee_rate, annual_rate=annual_rate
                ),
            ).calculation
        ),
    )


def compare_plans(
    principal: str, runtime: Runtime, periods: str = "", fee_rate: str = "", budget: str = "",
    product: str = "", annual_rate: str = "",
) -> Result:  # fmt: skip
    """把几个期数的分期放在一起比，并指出哪些在每月能还的数以内。不要自己算。

    Args:
        principal: 要分期的本金，元。
        periods: 期数，用逗号分开，如 "3,6,12,24"。留空用产品常见的期数。
        fee_rate: 每期费率的百分数，如 "0.6"。不知道就留空。
        budget: 对方每月最多能还的元数，如 "400"。没说就留空。
        product: 产品代号，不知道就留空。
        annual_rate: 对方说的年利率百分数，如 "18"，按等额本息算；有每期费率就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.compare_plans(
                principal=Money.parse(principal),
                terms=[_whole(n, "期数") for n in re.split(r"[,，、\s]+", periods) if n],
                fee_rate=_percent(fee_rate) if fee_rate else None,
                annual_rate=_percent(annual_rate) if annual_rate else None,
                budget=Money.parse(budget) if budget else None,
                product=product or None,
                given=_named(
                    amount=principal,
                    periods=periods,
                    fee_rate=fee_rate,
                    budget=budget,
                    annual_rate=annual_rate,
                ),
            ).calculation
        ),
    )


def credit_record(settled: str, runtime: Runtime) -> Result:
    """算还清之后逾期记录保存到哪天。

    Args:
        settled: 全部还清的日期，如 "2026-03-05"。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: turn.toolbox.credit_record(settled=_day(settled), as_of=turn.as_of).calculation,
    )


def afford(
    income: str, spending: str, runtime: Runtime, other_debts: str = "", cushion: str = "",
) -> Result:  # fmt: skip
    """算每月能拿出多少来还：收入减去必要支出和其他欠款。不要自己算。

    Args:
        income: 每月收入，元，如 "6000"。
        spending: 每月必要支出（房租、吃饭、看病、水电），元，如 "4200"。
        other_debts: 其他欠款每月要还多少元。没说就留空。
        cushion: 每月想留作应急多少元。没说就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.afford(
                income=amount_of(income, "每月收入"),
                spending=amount_or_zero_of(spending, "每月必要支出"),
                other_debts=amount_or_zero_of(other_debts, "其他欠款") if other_debts else None,
                cushion=amount_or_zero_of(cushion, "应急") if cushion else None,
            ).calculation
        ),
    )


def what_if_paid(
    amount: str, payment: str, on_day: str, runtime: Runtime, until_day: str = "",
    product: str = "", daily_rate: str = "",
) -> Result:  # fmt: skip
    """算逾期中先还一部分，能省多少、还欠多少、以后每天多少。不要自己算。

    Args:
        amount: 还欠多少元，如 "3200.00"。
        payment: 打算先还多少元，如 "1000"。
        on_day: 逾期第几天还，如 "45"。
        until_day: 看到逾期第几天，如 "75"。留空就再看 30 天。
        product: 产品代号，不知道就留空。
        daily_rate: 对方说的日费率，按百分数写，如 "0.05"。不知道就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.what_if_paid(
                amount=amount_of(amount, "欠款金额"),
                payment=amount_of(payment, "打算还的金额"),
                on_day=_whole(on_day, "逾期第几天还"),
                until_day=_whole(until_day, "看到第几天") if until_day else None,
                product=product or None,
                daily_rate=percent_of(daily_rate, "日费率") if daily_rate else None,
            ).calculation
        ),
    )


def after_payments(amount: str, runtime: Runtime, paid: str = "", planned: str = "") -> Result:
    """还了一部分、或者打算先还一部分，还剩多少（不含逾期费用）。不要自己减。

    Args:
        amount: 还之前欠多少元，如 "4200.00"。
        paid: 已经还的，几笔就用分号隔开，如 "500;300"。没有就留空。
        planned: 打算还的，写法一样，如 "2000"。没有就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.after_payments(
                amount=amount_of(amount, "欠款金额"),
                paid=[amount_of(each, "已经还的金额") for each in parts_of(paid, ";")],
                planned=[amount_of(each, "打算还的金额") for each in parts_of(planned, ";")],
            ).calculation
        ),
    )


def add_up_debts(
    debts: str, runtime: Runtime, monthly: str = "", within: str = "", lumps: str = "",
) -> Result:  # fmt: skip
    """把几笔欠款合在一起：一共欠多少，不算利息最少要几个月、每月至少多少，各到了什么阶段。

    不知道每一笔的年利率时用它；都知道就用 pay_off_debts。不要自己算。

    Args:
        debts: 每笔写 名字,余额，笔与笔之间用分号，如 "白条,3000;信用卡,12000"。
            知道逾期天数就加在后面，如 "白条,3000,45" 或 "白条,3000,31-60"。
        monthly: 每月一共能还多少元，如 "2500"。没说就留空。
        within: 想几个月还完，如 "24"。没说就留空。
        lumps: 打算另外还的几笔钱（年终奖、下个月能凑的），用逗号分开，如 "10000,3000"。没有就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.add_up_debts(
                debts=[owed_of(each) for each in parts_of(debts, ";")],
                monthly=amount_of(monthly, "每月能还") if monthly else None,
                within=_whole(within, "想几个月还完") if within else None,
                lumps=[amount_of(each, "打算另外还的钱") for each in parts_of(lumps)],
            ).calculation
        ),
    )


def pay_off_debts(debts: str, budget: str, runtime: Runtime) -> Result:
    """算几笔欠款先还哪一笔：年化最高的先还、余额最小的先还，各要多久、多少利息。不要自己算。

    Args:
        debts: 每笔写 名字,余额,年利率百分数,每月最低，笔与笔之间用分号，
            如 "白条,3000,18.25,300;信用卡,12000,18,600"。每笔末尾可以再加 ,1 表示不还后果最重。
        budget: 每月一共能还多少元，如 "2500"。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.pay_off_debts(
                debts=[debt_of(each) for each in parts_of(debts, ";")],
                budget=amount_of(budget, "每月能还"),
            ).calculation
        ),
    )


def minimum_payment(
    balance: str, runtime: Runtime, daily_rate: str = "", share: str = "", product: str = "",
) -> Result:  # fmt: skip
    """算一直只还最低还款额，要还多少个月、多花多少。不要自己算。

    Args:
        balance: 欠款余额，元，如 "10000"。
        daily_rate: 对方说的日服务费率，按百分数写，如 "0.05"。不知道就留空。
        share: 对方说的最低还款比例，按百分数写，如 "10"。不知道就留空。
        product: 产品代号，不知道就留空。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.minimum_payment(
                balance=amount_of(balance, "欠款余额"),
                daily_rate=percent_of(daily_rate, "日服务费率") if daily_rate else None,
                share=percent_of(share, "最低还款比例") if share else None,
                product=product or None,
            ).calculation
        ),
    )


def early_settlement(
    principal: str, periods: str, fee_rate: str, paid_periods: str, runtime: Runtime
) -> Result:
    """算分期提前结清划不划算：几种收费规则各要付多少，以及该先问清哪几件事。不要自己算。

    Args:
        principal: 当初分期的本金，元，如 "12000"。
        periods: 一共几期，如 "12"。
        fee_rate: 每期费率，占最初本金的百分数，如 "0.6"。
        paid_periods: 已经还了几期，如 "3"。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.early_settlement(
                principal=amount_of(principal, "本金"),
                periods=_whole(periods, "期数"),
                fee_rate=percent_of(fee_rate, "每期费率"),
                paid_periods=_whole(paid_periods, "已还期数"),
            ).calculation
        ),
    )


def yearly_cost(received: str, payment: str, periods: str, runtime: Runtime) -> Result:
    """已经在还的分期：从实际到手、每月还多少、还多少个月，算一共还多少和真实年化。不要自己算。

    Args:
        received: 实际到手多少元，如 "8500"；没有先扣钱就写本金。
        payment: 每月还多少元，如 "1100"。
        periods: 一共还多少个月，如 "12"。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.yearly_cost(
                received=amount_of(received, "实际到手"),
                payments=[amount_of(payment, "每月还款")] * min(_whole(periods, "期数"), 361),
            ).calculation
        ),
    )


def check_lines(yearly: str, runtime: Runtime, contract: str = "") -> Result:
    """把一个真实年化和 24%、四倍 LPR 几条线比一比，说清每条线管谁。不要自己比。

    Args:
        yearly: 真实年化的百分数（单利），如 "31.06"。
        contract: 合同成立日，如 "2026-05-01"。不知道就留空，按今天。
    """
    turn = runtime.context
    return worked_out(
        turn,
        lambda: (
            turn.toolbox.check_lines(
                rate=rate_of(_percent(yearly), "simple"),
                contract=_day(contract) if contract else turn.as_of,
            ).calculation
        ),
    )


def deadline(kind: str, event: str, runtime: Runtime) -> Result:
    """算收到文书以后的最后一天。它说从哪件事算起；有没有过期由法院判断。

    Args:
        kind: defence（提交答辩状）、appeal（上诉）、appeal_ruling（对裁定上诉）、
            payment_order_objection（对支付令异议）、retrial（再审）、enforcement（申请执行）、
            credit_objection（征信异议答复）、credit_complaint（征信投诉答复）、
            limitation（诉讼时效，event 写最后一期还款日）之一。
        event: 起算的那件事是哪天，如 "2026-11-16"。
    """
    turn = runtime.context
    if kind == "limitation":
        return worked_out(turn, lambda: turn.toolbox.limitation(last_due=_day(event)).calculation)
    return worked_out(
        turn,
        lambda: turn.toolbox.deadline(kind=kind, event=_day(event), as_of=turn.as_of).calculation,
    )


def ask_for(field: str, runtime: Runtime) -> Result:
    """登记你要问对方的一件事。一轮最多问一件，并说明为什么问。

    Args:
        field: amount、days、periods、budget、fee_rate、product、settled_on、annual_rates、
            spending、minimums、payment、paid_periods 之一。
    """
    turn = runtime.context
    if field not in ASKABLE:
        return f"field 只能是 {'、'.join(ASKABLE)} 之一", {"tool": "ask"}
    if turn.asked is not None:
        return "这一轮已经问了一件事，不要再问别的。", {"tool": "ask"}
    turn.asked = field
    return f"可以问：{ASKABLE[field]}", {"tool": "ask", "field": field}


def hand_off(reason: str, runtime: Runtime) -> Result:
    """对方要人工，或者你帮不了时用。

    Args:
        reason: 一句话的原因。
    """
    runtime.context.hand_off = reason[:200]
    return "已登记转人工。", {"tool": "hand_off"}


def agent_tools() -> list[BaseTool]:
    """All tools, for the agent."""
    # Here, because they are handed what this module defines.
    from zhihuan.conversation.loan_tools import instalments_left, interest_for_time, rate_in_a_year
    from zhihuan.conversation.paper_tools import read_notice, timeline, write_letter

    return [
        StructuredTool.from_function(tool, response_format="content_and_artifact")
        for tool in (
            search_library, overdue_cost, plan_installments, compare_plans, credit_record,
            afford, what_if_paid, after_payments, add_up_debts, pay_off_debts, minimum_payment,
            early_settlement, yearly_cost, check_lines, interest_for_time, rate_in_a_year,
            instalments_left, deadline,
            write_letter, read_notice, timeline, ask_for, hand_off,
        )
    ]  # fmt: skip


def worked_out(turn: TurnContext, work: Callable[[], Calculation]) -> Result:
    """A sum with its handle, kept as evidence; or why it cannot be worked out."""
    turn.on_stage("calculate")
    try:
        calculation = work()
    except ZhihuanError as error:
        turn.evidence.notes.append(str(error))
        return f"算不了：{error}", {"tool": "sum", "error": str(error)}
    handle = turn.evidence.add_calculation(calculation)
    figures = "；".join(f"{figure.label} {figure.value:f}" for figure in calculation.figures[:60])
    notes = "".join(calculation.assumptions)
    return (
        f"[{handle}] {calculation.name}：{figures}\n公式：{calculation.formula}\n前提：{notes}",
        {"tool": "sum", "sum": sum_artifact(handle, calculation)},
    )


def _hit_text(hit: Hit, passages: list[tuple[str, Any]]) -> str:
    lines = [f"《{hit.article.title}》"]
    for handle, passage in passages:
        heading = f"{passage.heading}：" if passage.heading else ""
        lines.append(f"[{handle}] {heading}{passage.text}")
    return "\n".join(lines)


def _stages(days: Range | None) -> list[str]:
    """The stages that a debt of so many days may be in."""
    if days is None or days.low < 1:
        return []
    low, high = (stage_of(min(int(end), 36_500)) for end in (days.low, days.high))
    return [f"M{n}" for n in range(int(low.mark), int(high.mark) + 1)]


def _named(**arguments: str) -> tuple[str, ...]:
    return tuple(name for name, value in arguments.items() if value)


def _whole(text: str, label: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text.strip(), re.ASCII):
        raise InvalidTerms(f"{label}要写成整数")
    return int(text)


def _percent(text: str) -> Decimal:
    return number(text.strip().rstrip("%％"), "费率") / 100


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidTerms("日期要写成 2026-11-21 这样") from None
