"""Handing over to a human, over HTTP.

The person's side, by the conversation's id:

    GET    /v1/conversations/{id}/hand-off     what would be handed over, and how things stand
    POST   /v1/conversations/{id}/hand-off     hand it over, less what was struck out
    DELETE /v1/conversations/{id}/hand-off     take it back
    GET    /v1/conversations/{id}/messages     what humans answered

The human's side, for whoever has an agent's key or ZHIHUAN_HAND_OFF_SECRET
(`Authorization: Bearer …`):

    GET    /v1/hand-offs                       the queue: in danger first, then by waiting time
    GET    /v1/hand-offs/{id}                  the packet, and what was written since
    POST   /v1/hand-offs/{id}/take | /release | /close | /replies

The human's side never learns the conversation's id: it would open what the person struck out.
"""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import Field, StringConstraints

from zhihuan.conversation.hand_off.desk import MAX_REPLY
from zhihuan.conversation.hand_off.packet import MAX_ADDED
from zhihuan.desk_evidence import keep_reply
from zhihuan.web.access import access_of, require
from zhihuan.web.assist_check import OverrideRequest, refuse_blocked
from zhihuan.web.chat import Identifier
from zhihuan.web.errors import NotAuthorised
from zhihuan.web.repayment.fields import Body, example
from zhihuan.web.services import Ready

Entry = Annotated[str, StringConstraints(min_length=1, max_length=80)]
DeskName = Annotated[
    str, Field(min_length=1, max_length=40, description="显示给本人看的称呼，比如 客服小李 001")
]


class HandOffRequest(Body):
    """What the person struck out and added before handing over."""

    model_config = example(message_id="h-1", struck=["asked/0"], added="希望下午联系")

    message_id: Identifier = Field(description="客户端自己定的编号；同一编号重发是同一次转人工")
    struck: list[Entry] = Field(
        default=[], max_length=500, description="删掉哪几项：交接单里每一项的 id"
    )
    added: str = Field(default="", max_length=MAX_ADDED, description="补充的话，先遮住私密信息再交")
    seen: Annotated[str, StringConstraints(max_length=64)] | None = Field(
        default=None, description="看到的那份交接单的 seen；内容变了就不交，返回 409"
    )


class DeskRequest(Body):
    """Who acts."""

    model_config = example(desk="客服小李 001")

    desk: DeskName


class ReplyRequest(DeskRequest):
    """What a human answers."""

    model_config = example(reply_id="r-1", desk="客服小李 001", text="您好，我看到您的情况了。")

    reply_id: Identifier = Field(description="坐席那边定的编号；同一编号重发是同一条回复")
    text: str = Field(min_length=1, max_length=MAX_REPLY, description="回复的话")
    override: OverrideRequest | None = Field(
        default=None, description="查出不能发还要发：带着主管的密钥，写明理由"
    )
    draft_id: Identifier | None = Field(
        default=None, description="用了哪份草稿：草稿的 evidence_id；改过的地方留给编辑看"
    )


_agent = require("agent")


async def authorised(
    request: Request, services: Ready, authorization: Annotated[str, Header()] = ""
) -> None:
    """Whether the caller has the secret of the human side, or an agent's key.

    Where a secret is set and no key was ever made, the secret alone opens it, even on this
    machine. Raises NotAuthorised, Forbidden, NoKeyMade, TooManyRequests.
    """
    secret = services.human.secret
    if secret is not None:
        scheme, _, given = authorization.partition(" ")
        known = secret.get_secret_value().encode()
        if scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), known):
            return
        if not access_of(request).keys.exist():
            raise NotAuthorised
    await _agent(request)


async def _not_kept(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


of_person = APIRouter(
    prefix="/v1/conversations/{conversation_id}",
    tags=["hand-off"],
    dependencies=[Depends(_not_kept)],
)
of_desk = APIRouter(
    prefix="/v1/hand-offs",
    tags=["hand-off"],
    dependencies=[Depends(authorised), Depends(_not_kept)],
)


@of_person.get("/hand-off", summary="交接单会是什么样，现在到哪一步")
def view(conversation_id: Identifier, services: Ready) -> dict[str, Any]:
    """The packet as it would be sent, or as it was; the state, the place in the queue, the hours.

    `state` is none, queued, closed-hours, taken, answered, closed or failed. With `available`
    false there is no human side, and `contacts` are the way.
    """
    return services.hand_offs.view(conversation_id)


@of_person.post("/hand-off", summary="转人工")
def send(conversation_id: Identifier, body: HandOffRequest, services: Ready) -> dict[str, Any]:
    """Hand over. The answer is the same as for GET: queued, closed-hours, or failed."""
    return services.hand_offs.send(
        conversation_id,
        body.message_id,
        struck=body.struck,
        added=body.added,
        seen=body.seen,
    )


@of_person.delete("/hand-off", status_code=204, summary="撤回")
def withdraw(conversation_id: Identifier, services: Ready) -> None:
    """Take it back; what was handed over is forgotten. Nothing to take back is fine too."""
    services.hand_offs.withdraw(conversation_id)


@of_person.get("/messages", summary="真人回复了什么")
def answers(
    conversation_id: Identifier,
    services: Ready,
    after: Annotated[int, Query(ge=0, le=1_000_000_000, description="上一次的 next")] = 0,
) -> dict[str, Any]:
    """What humans wrote after number `after`. Ask again after `poll_after_seconds`, if not null."""
    return services.hand_offs.answers(conversation_id, after)


@of_desk.get("", summary="排队的人")
def waiting(
    services: Ready, limit: Annotated[int, Query(ge=1, le=200, description="最多几条")] = 50
) -> dict[str, Any]:
    """Those that are not over, the one to take first at the head."""
    found = services.hand_offs.waiting()
    return {"hand_offs": found[:limit], "total": len(found)}


@of_desk.get("/{hand_off_id}", summary="一张交接单")
def shown(hand_off_id: Identifier, services: Ready) -> dict[str, Any]:
    """The packet as the person agreed to it, and what was written on both sides since."""
    return services.hand_offs.shown(hand_off_id)


@of_desk.post("/{hand_off_id}/take", summary="接下来")
def take(hand_off_id: Identifier, body: DeskRequest, services: Ready) -> dict[str, Any]:
    """Take it: one desk at a time, and the assistant falls silent. 409 where another has it."""
    return services.hand_offs.act(hand_off_id, "take", body.desk)


@of_desk.post("/{hand_off_id}/release", summary="放回队列")
def release(hand_off_id: Identifier, body: DeskRequest, services: Ready) -> dict[str, Any]:
    """Put it back, in its old place; the assistant answers again meanwhile."""
    return services.hand_offs.act(hand_off_id, "release", body.desk)


@of_desk.post("/{hand_off_id}/close", summary="结束")
def close(hand_off_id: Identifier, body: DeskRequest, services: Ready) -> dict[str, Any]:
    """End it; the assistant answers again."""
    return services.hand_offs.act(hand_off_id, "close", body.desk)


@of_desk.post("/{hand_off_id}/replies", status_code=201, summary="回复本人")
def reply(
    hand_off_id: Identifier, body: ReplyRequest, services: Ready, request: Request
) -> dict[str, Any]:
    """Answer the person. Whoever answers one that nobody has taken has taken it.

    422 `reply_blocked`, with `findings`, where the check blocks it; a supervisor's key and
    `override` let it out, and are kept.
    """
    findings = refuse_blocked(
        request, services, hand_off_id, body.reply_id, body.desk, body.text, body.override
    )
    told = services.hand_offs.reply(hand_off_id, body.reply_id, body.desk, body.text)
    keep_reply(services, hand_off_id, body.reply_id, body.text, findings, body.draft_id)
    return told
