"""What a service agent is helped with, for our console and for desks that already exist.

    POST /v1/assist/case      the case at a glance
    POST /v1/assist/draft     a suggested reply, sentence by sentence, with advice beside it
    POST /v1/assist/steps     what to do next, with the days that rules give
    POST /v1/assist/wrapup    the record of the contact

Each names the case by `messages`, `conversation_id` or `hand_off_id`. A draft for a conversation of
ours is kept as evidence, and erased with it; nothing else is kept, and nothing is ever sent to a
customer from here.
"""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from zhihuan.assist.draft import StaleDraft
from zhihuan.assist.wrap_up import MAX_AGREED
from zhihuan.desk_evidence import keep_draft
from zhihuan.web.access import require
from zhihuan.web.assist_case import (
    Agent,
    Assisted,
    CaseFields,
    Version,
    not_kept,
    transcript_of,
)
from zhihuan.web.repayment.fields import example
from zhihuan.web.services import Ready

# A draft costs as much as a turn of a conversation.
_TURN = 10

_SAID: list[dict[str, str]] = [
    {"role": "customer", "text": "我白条欠了3200，逾期45天了，每月只能拿400"}
]

router = APIRouter(
    prefix="/v1/assist",
    tags=["assist"],
    dependencies=[Depends(require("agent", post=_TURN)), Depends(not_kept)],
)


class CaseRequest(CaseFields):
    """Which case."""

    model_config = example(messages=_SAID)


class DraftRequest(CaseFields):
    """Which case, and how the reply should sound."""

    model_config = example(messages=_SAID, tone="warmer")

    tone: Literal["plain", "warmer", "shorter"] = Field(
        default="plain", description="plain 平实、warmer 先接住对方的难处、shorter 只留要紧的"
    )
    brain: Literal["embedded", "model"] | None = Field(
        default=None, description="谁来起草；不写就用设好的语言模型，没有设就用内置的"
    )
    version: Version | None = Field(
        default=None, description="看到的是哪一版；客户又写了就返回 409 stale_draft"
    )


class WrapUpRequest(CaseFields):
    """Which case, and what was agreed."""

    model_config = example(messages=_SAID, agreed="三天内答复分12期的申请")

    agreed: str = Field(
        default="", max_length=MAX_AGREED, description="说定了什么；不写就用对话里答应过的"
    )


@router.post("/case", summary="一眼看清这位客户的情况")
def case(body: CaseRequest, cases: Assisted, request: Request, caller: Agent) -> dict[str, Any]:
    """What the customer told, with their words; stage and dates; what was said and promised."""
    transcript = transcript_of(body, cases, request, caller)
    return cases.at_a_glance(cases.read(transcript, body.moment))


@router.post("/draft", summary="建议回复")
def draft(
    body: DraftRequest, cases: Assisted, services: Ready, request: Request, caller: Agent
) -> dict[str, Any]:
    """A reply to look at, in the shape of a chat answer. Only an agent sends it.

    A sentence with `insertable` false is advice to the agent, from inside. 409 `stale_draft` where
    the customer has written since `version`, or while this was being drafted.
    """
    transcript = transcript_of(body, cases, request, caller)
    known = cases.read(transcript, body.moment)
    made = cases.draft(known, body.tone, body.brain, body.version)
    if transcript_of(body, cases, request, caller).version != made["version"]:
        raise StaleDraft
    conversation = _conversation_of(body, services)
    if conversation is None:
        return {**made, "evidence_id": None}
    kept = keep_draft(services, known, made, conversation, cases.prompt(made))
    return {**made, "evidence_id": kept}


@router.post("/steps", summary="下一步做什么")
def steps(body: CaseRequest, cases: Assisted, request: Request, caller: Agent) -> dict[str, Any]:
    """A short checklist for this situation; each step is quoted from an article for agents."""
    transcript = transcript_of(body, cases, request, caller)
    return cases.steps(cases.read(transcript, body.moment))


@router.post("/wrapup", summary="小结")
def wrapup(body: WrapUpRequest, cases: Assisted, request: Request, caller: Agent) -> dict[str, Any]:
    """A record of the contact in the third person, with who said what, and what comes next."""
    transcript = transcript_of(body, cases, request, caller)
    return cases.wrap_up(cases.read(transcript, body.moment), body.agreed)


def _conversation_of(body: CaseFields, services: Ready) -> str | None:
    """The conversation of ours that a case is; None for one that was held elsewhere."""
    if body.hand_off_id is not None:
        return services.human.queue.get(body.hand_off_id).conversation_id
    return body.conversation_id
