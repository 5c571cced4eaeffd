"""My timeline: `POST /v1/timeline`, from the due date to today to what may follow."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from zhihuan.clock import today
from zhihuan.conversation.message import check_day
from zhihuan.conversation.timeline import EVENTS, MAX_EVENTS
from zhihuan.repayment import DEADLINES
from zhihuan.web.repayment.fields import Body, Day, Number, Product, example, some_amount
from zhihuan.web.services import Ready

router = APIRouter(prefix="/v1", tags=["timeline"])

_KINDS = "；".join(f"{key} {DEADLINES[rule].event}" for key, rule in EVENTS.items())


class ArrivedBody(Body):
    """A paper that arrived, or another event that a deadline counts from."""

    kind: str = Field(max_length=40, description=_KINDS)
    on: Day = Field(description="哪天")


class TimelineRequest(Body):
    """The due date, and whatever else is known."""

    model_config = example(
        due="2026-10-05", amount="3200", events=[{"kind": "summons", "on": "2026-11-16"}]
    )

    due: Day = Field(description="还款日")
    amount: Number | None = Field(default=None, description="还欠多少元；不填就不算费用")
    product: Product | None = None
    settled: Day | None = Field(default=None, description="全部还清的那天；没还清就不填")
    events: list[ArrivedBody] = Field(
        default=[], max_length=MAX_EVENTS, description="收到的文书和日期"
    )
    as_of: Day | None = Field(default=None, description="今天；默认今天（中国时间）")


@router.post("/timeline", summary="从还款日到以后的每一步")
def draw(body: TimelineRequest, services: Ready) -> dict[str, Any]:
    """Steps with their days, how certain each is, what it means and what can be done at it."""
    sums = services.toolbox
    return sums.timeline(
        due=check_day(body.due),
        as_of=check_day(body.as_of or today()),
        amount=some_amount(body.amount, "amount（欠款金额）"),
        product=sums.check_product(body.product),
        settled=check_day(body.settled) if body.settled else None,
        events=[(each.kind, check_day(each.on)) for each in body.events],
    ).to_json()
