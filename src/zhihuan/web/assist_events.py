"""POST /v1/assist/events: what agents do at a desk elsewhere comes in here, signed.

    Zhihuan-Timestamp:  seconds since 1970, not more than five minutes from now
    Zhihuan-Signature:  v1=<hex of HMAC-SHA256(ZHIHUAN_HAND_OFF_SECRET, "<timestamp>." + body)>

    {"type": "reply", "hand_off_id", "desk", "reply_id", "text"}
    {"type": "take" | "release" | "close", "hand_off_id", "desk"}

As the webhook that goes out is signed. The same signed request again does nothing a second time,
and one that failed may be sent again. A reply goes through the same check as in our own console.
"""

from __future__ import annotations

import hmac
import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Request
from pydantic import Field

from zhihuan.conversation.hand_off.delivery import signature
from zhihuan.conversation.hand_off.desk import MAX_REPLY
from zhihuan.conversation.message import InvalidMessage
from zhihuan.desk_evidence import keep_reply
from zhihuan.records.inbox import Inbox
from zhihuan.web.assist_case import not_kept
from zhihuan.web.assist_check import refuse_blocked
from zhihuan.web.chat import Identifier
from zhihuan.web.errors import NotAuthorised
from zhihuan.web.hand_off import DeskRequest
from zhihuan.web.repayment.fields import example
from zhihuan.web.services import Ready

TOLERANCE_SECONDS = 300.0

router = APIRouter(prefix="/v1/assist", tags=["assist"], dependencies=[Depends(not_kept)])


class DeskEvent(DeskRequest):
    """What an agent did elsewhere."""

    model_config = example(
        type="reply", hand_off_id="h-1", desk="客服小李 001", reply_id="r-1", text="您好，我在。"
    )

    type: Literal["reply", "take", "release", "close"] = Field(description="做了什么")
    hand_off_id: Identifier = Field(description="交接单编号")
    reply_id: Identifier | None = Field(
        default=None, description="那边的回复编号，reply 要写；同一编号重发是同一条"
    )
    text: str | None = Field(
        default=None, min_length=1, max_length=MAX_REPLY, description="回复的话，reply 要写"
    )
    draft_id: Identifier | None = Field(
        default=None, description="用了哪份草稿：草稿的 evidence_id，没有用就不写"
    )


def inbox_of(request: Request) -> Inbox:
    """What has come in."""
    inbox: Inbox = request.app.state.inbox
    return inbox


async def signed(
    request: Request,
    services: Ready,
    zhihuan_timestamp: Annotated[str, Header()] = "",
    zhihuan_signature: Annotated[str, Header()] = "",
) -> str:
    """The signature, where it is right and fresh. Raises NotAuthorised."""
    secret = services.human.secret
    if secret is None or not zhihuan_timestamp.isdecimal() or len(zhihuan_timestamp) > 12:
        raise NotAuthorised
    if abs(time.time() - int(zhihuan_timestamp)) > TOLERANCE_SECONDS:
        raise NotAuthorised
    key = secret.get_secret_value().encode()
    right = f"v1={signature(key, zhihuan_timestamp, await request.body())}"
    if not hmac.compare_digest(zhihuan_signature.encode(), right.encode()):
        raise NotAuthorised
    return right


@router.post("/events", summary="坐席系统那边做了什么")
def receive(
    event: DeskEvent,
    services: Ready,
    request: Request,
    known_by: Annotated[str, Depends(signed)],
    inbox: Annotated[Inbox, Depends(inbox_of)],
) -> dict[str, Any]:
    """Act on it. `repeated`: this very request was acted upon before.

    422 `reply_blocked`, with `findings`, where the check blocks a reply. It is lifted in our own
    console alone, by a supervisor.
    """
    if event.type == "reply" and (event.reply_id is None or event.text is None):
        raise InvalidMessage("type 是 reply 的，要写 reply_id 和 text")
    if not inbox.is_new(known_by):
        return {"repeated": True}
    try:
        return {"repeated": False, **_act(event, services, request)}
    except Exception:
        inbox.forget(known_by)
        raise


def _act(event: DeskEvent, services: Ready, request: Request) -> dict[str, Any]:
    if event.type != "reply":
        return {"hand_off": services.hand_offs.act(event.hand_off_id, event.type, event.desk)}
    assert event.reply_id is not None and event.text is not None
    to, reply_id, text = event.hand_off_id, event.reply_id, event.text
    findings = refuse_blocked(request, services, to, reply_id, event.desk, text)
    told = services.hand_offs.reply(to, reply_id, event.desk, text)
    keep_reply(services, to, reply_id, text, findings, event.draft_id)
    return {"message": told}
