"""Law and record over HTTP: how long it stays, deadlines, what a court costs.

A deadline says which event it counts from; a court, or a lawyer, has the last word.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from zhihuan.clock import today
from zhihuan.conversation.message import check_day
from zhihuan.repayment import DEADLINES, InvalidTerms, Restart
from zhihuan.repayment.limitation import RestartKind
from zhihuan.web.repayment.fields import (
    Body,
    Day,
    Days,
    Number,
    amount,
    example,
    told,
)
from zhihuan.web.services import Ready

router = APIRouter()

_KINDS = "；".join(f"{each.id} {each.label}（从{each.event}算）" for each in DEADLINES.values())


class RecordRequest(Body):
    """The day on which everything was paid."""

    model_config = example(settled="2026-03-05")

    settled: Day = Field(description="全部还清的那天")


class ReliefRequest(Body):
    """One debt, held against the one-off relief."""

    model_config = example(arisen="2024-05-10", amount="8000", settled="2026-02-01")

    arisen: Day = Field(description="逾期发生的那天")
    amount: Number = Field(description="信用报告上单个月份展示的最大逾期额，元")
    settled: Day | None = Field(default=None, description="全部还清的那天；没还清就不填")


class RestartBody(Body):
    """Something that starts the three years anew."""

    on: Day
    kind: RestartKind = Field(
        description="demand 催款到达、promise 答应还、part_payment 还了一部分、suit 起诉或仲裁、"
        "payment_order 支付令、debit 按约扣款、assignment 债权转让通知、mediation 求助调解"
    )


class DeadlineRequest(Body):
    """A paper that arrived, or the last instalment's due day for `limitation`."""

    model_config = example(kind="appeal", event="2026-11-16")

    kind: str = Field(
        max_length=40, description=f"{_KINDS}；limitation 诉讼时效（从最后一期还款日算）"
    )
    event: Day = Field(description="起算的那件事是哪天")
    restarts: list[RestartBody] = Field(
        default=[], max_length=100, description="只用于 limitation：让时效重新计算的事"
    )
    as_of: Day | None = Field(default=None, description="今天；默认今天（中国时间）")


class CourtCostsRequest(Body):
    """What is sued for."""

    model_config = example(claim="32000")

    claim: Number = Field(description="诉讼标的额，元，10 万以内")


class DelayRequest(Body):
    """What a judgment ordered, and how late it is."""

    model_config = example(unpaid="10000", days=30)

    unpaid: Number = Field(description="判决确定还没付的金额，不含一般利息")
    days: Days = Field(description="超过判决给的期限多少天")


@router.post("/record", summary="逾期记录保存到哪天")
def record(body: RecordRequest, services: Ready) -> dict[str, Any]:
    """Five years from the day everything was paid."""
    found = services.toolbox.credit_record(settled=check_day(body.settled), as_of=today())
    return told(found.calculation)


@router.post("/relief", summary="一次性信用修复管不管这一笔")
def relief(body: ReliefRequest, services: Ready) -> dict[str, Any]:
    """Condition by condition."""
    found = services.toolbox.relief(
        arisen=body.arisen,
        amount=amount(body.amount, "amount（逾期金额）"),
        settled=body.settled,
    )
    return told(found.calculation)


@router.post("/deadlines", summary="答辩、上诉、异议、执行、时效的最后一天")
def deadlines(body: DeadlineRequest, services: Ready) -> dict[str, Any]:
    """The last day, and the event it counts from."""
    if body.kind == "limitation":
        restarts = [Restart(each.on, each.kind) for each in body.restarts]
        limited = services.toolbox.limitation(last_due=body.event, restarts=restarts)
        return told(limited.calculation)
    if body.restarts:
        raise InvalidTerms("restarts 只用于诉讼时效（limitation），请去掉")
    found = services.toolbox.deadline(
        kind=body.kind, event=body.event, as_of=check_day(body.as_of or today())
    )
    return told(found.calculation)


@router.post("/court-costs", summary="诉讼费")
def court_costs(body: CourtCostsRequest, services: Ready) -> dict[str, Any]:
    """Filing, simplified, payment order, enforcement. The loser pays."""
    found = services.toolbox.court_costs(claim=amount(body.claim, "claim（标的额）"))
    return told(found.calculation)


@router.post("/delay-interest", summary="判决之后晚付的加倍利息")
def delay_interest(body: DelayRequest, services: Ready) -> dict[str, Any]:
    """0.0175% a day, besides ordinary interest."""
    found = services.toolbox.delay_interest(
        unpaid=amount(body.unpaid, "unpaid（还没付的金额）"), days=body.days
    )
    return told(found.calculation)
