"""POST /v1/hand-offs/{id}/presence: who else looks at it, so that two do not answer at once."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from zhihuan.conversation.hand_off.desk import desk_name
from zhihuan.records.presence import Presence
from zhihuan.web.assist_case import not_kept
from zhihuan.web.chat import Identifier
from zhihuan.web.hand_off import DeskRequest, authorised
from zhihuan.web.repayment.fields import example
from zhihuan.web.services import Ready

router = APIRouter(
    prefix="/v1/hand-offs",
    tags=["hand-off"],
    dependencies=[Depends(authorised), Depends(not_kept)],
)


class PresenceRequest(DeskRequest):
    """Who is here."""

    model_config = example(desk="客服小李 001", typing=True)

    typing: bool = Field(default=False, strict=True, description="是不是正在打字")


def presence_of(request: Request) -> Presence:
    """Where desks show themselves."""
    presence: Presence = request.app.state.presence
    return presence


@router.post("/{hand_off_id}/presence", summary="我在看这张交接单")
def show(
    hand_off_id: Identifier,
    body: PresenceRequest,
    services: Ready,
    presence: Annotated[Presence, Depends(presence_of)],
) -> dict[str, Any]:
    """Show that this desk is here; the others who are. Forgotten after 15 seconds: ask again."""
    services.human.queue.get(hand_off_id)
    others = presence.show(hand_off_id, desk_name(body.desk), typing=body.typing)
    return {"others": [{"desk": each.desk, "typing": each.typing} for each in others]}
