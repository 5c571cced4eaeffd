"""Is this real? `POST /v1/notices/read`: marks in a text, what it cannot show, how to check it.

Never that it is genuine. The text is covered before it is read; nothing of it is kept or logged.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from zhihuan.clock import today
from zhihuan.conversation.message import MAX_CHARACTERS, check_day
from zhihuan.web.repayment.fields import Body, Day, example
from zhihuan.web.services import Ready

router = APIRouter(prefix="/v1/notices", tags=["notices"])


class NoticeRequest(Body):
    """What somebody received."""

    model_config = example(text="我是法院的，今天18点前把钱转到安全账户，不然马上拘留你")

    text: str = Field(
        max_length=MAX_CHARACTERS, description="收到的短信、传票、律师函或者催收的话，原样贴上"
    )
    as_of: Day | None = Field(default=None, description="按哪一天的规则；默认今天（中国时间）")


@router.post("/read", summary="这是真的吗")
def read(body: NoticeRequest, services: Ready) -> dict[str, Any]:
    """The reading. `text` is the covered text, and every span a place in it."""
    day = check_day(body.as_of or today())
    return services.toolbox.read_notice(body.text, as_of=day).to_json()
