"""What people thought of an answer or an article.

    POST /v1/feedback    one verdict; a second one on the same answer replaces the first
    GET  /v1/feedback    the newest verdicts, for a supervisor

Private data in the words is covered before it is kept. Erasing a conversation erases its verdicts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Query
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from zhihuan.clock import CHINA
from zhihuan.conversation import privacy
from zhihuan.conversation.message import clean, new_id
from zhihuan.records.feedback import Feedback
from zhihuan.records.ledger import UnknownConversation
from zhihuan.web.access import own_conversation, require
from zhihuan.web.chat import Identifier
from zhihuan.web.repayment.fields import Body, example
from zhihuan.web.services import Feedbacks, Ready

router = APIRouter(prefix="/v1/feedback", tags=["feedback"])

Verdict = Literal["up", "down"]
Reason = Literal[
    "not_my_case", "wrong", "unclear", "not_enough", "out_of_date", "too_long", "upsetting", "other"
]


class FeedbackRequest(Body):
    """A verdict on an answer (conversation_id and message_id) or on an article (slug)."""

    model_config = example(slug="when-it-disappears", verdict="down", reason="unclear")

    conversation_id: Identifier | None = Field(default=None, description="哪段对话")
    message_id: Identifier | None = Field(
        default=None, description="那段对话里的哪一句；对文章评价时可以不填，填了重发就是同一次"
    )
    slug: Annotated[str, Field(max_length=80)] | None = Field(default=None, description="哪篇文章")
    verdict: Verdict = Field(description="up 有用，down 没用")
    reason: Reason | None = Field(default=None, description="为什么")
    words: str | None = Field(
        default=None, max_length=500, description="想说的话；里面的私密信息会先遮住再存"
    )

    @model_validator(mode="after")
    def _about_one_thing(self) -> Self:
        of_answer = self.conversation_id is not None and self.message_id is not None
        if of_answer == (self.slug is not None) or (self.conversation_id and not of_answer):
            raise PydanticCustomError(
                "value_error", "要写 conversation_id 和 message_id，或者只写 slug"
            )
        return self


@router.post(
    "",
    status_code=201,
    summary="有用还是没用",
    dependencies=[Depends(require("widget")), Depends(own_conversation)],
)
def give(body: FeedbackRequest, services: Ready, store: Feedbacks) -> dict[str, Any]:
    """Keep the verdict. 404 where there is no such answer or article."""
    said = (body.words or "").strip()
    words = privacy.mask(clean(said)).text if said else None
    if body.slug is not None:
        services.toolbox.library.knowledge_base.public.article(body.slug)
    elif all(
        turn.message_id != body.message_id
        for turn in services.conversations.turns(body.conversation_id or "")
    ):
        raise UnknownConversation
    store.keep(
        Feedback(
            verdict=body.verdict,
            reason=body.reason,
            words=words,
            message_id=body.message_id or new_id(),
            conversation_id=body.conversation_id or "",
            slug=body.slug or "",
        )
    )
    return {"verdict": body.verdict, "words": words}


@router.get("", summary="最近的评价", dependencies=[Depends(require("supervisor"))])
def newest(
    store: Feedbacks,
    verdict: Annotated[Verdict | None, Query(description="只看一种")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="最多几条")] = 100,
) -> dict[str, Any]:
    """The newest first. Which conversation it was is not told: it would open the whole of it."""
    return {
        "feedback": [
            {
                "verdict": one.verdict,
                "reason": one.reason,
                "words": one.words,
                "slug": one.slug or None,
                "at": datetime.fromtimestamp(one.at, CHINA).isoformat(timespec="seconds"),
            }
            for one in store.newest(verdict, limit)
        ]
    }
