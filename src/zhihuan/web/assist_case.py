"""Which case an agent's request is about: named by its messages, a conversation, or a hand-off.

Exactly one of the three. A conversation must belong to the application of the caller's key;
where no key was ever made, to anybody on this machine.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, Request, Response
from pydantic import AwareDatetime, Field, StringConstraints

from zhihuan.assist.cases import Cases
from zhihuan.assist.transcript import MOST_MESSAGES, Transcript
from zhihuan.clock import CHINA
from zhihuan.conversation.message import MAX_CHARACTERS, InvalidMessage, check_day
from zhihuan.records.ledger import UnknownConversation
from zhihuan.web.access import Caller, access_of, require
from zhihuan.web.chat import Identifier
from zhihuan.web.repayment.fields import Body
from zhihuan.web.services import Ready

Version = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class SaidMessage(Body):
    """One message of a conversation held elsewhere."""

    role: Literal["customer", "agent", "assistant"] = Field(description="谁说的")
    text: str = Field(min_length=1, max_length=MAX_CHARACTERS, description="说的话")
    at: AwareDatetime | None = Field(default=None, description="什么时候说的，带时区")


class CaseFields(Body):
    """The case, and the moment it is looked at."""

    messages: list[SaidMessage] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_MESSAGES,
        description="对话本身，最早的在前；和下面两项只写一项",
    )
    conversation_id: Identifier | None = Field(default=None, description="我们这边的对话编号")
    hand_off_id: Identifier | None = Field(default=None, description="交接单编号")
    at: AwareDatetime | None = Field(
        default=None, description="按哪个时刻看，带时区，比如 2026-11-21T10:00:00+08:00；默认现在"
    )

    @property
    def moment(self) -> datetime:
        """The moment, in China's time. Raises InvalidMessage for a day we cannot speak about."""
        moment = (self.at or datetime.now(CHINA)).astimezone(CHINA)
        check_day(moment.date())
        return moment

    @property
    def named(self) -> int:
        """In how many ways the case is named."""
        return sum(
            one is not None for one in (self.messages, self.conversation_id, self.hand_off_id)
        )


def cases_of(services: Ready) -> Cases:
    """The agent's side."""
    return services.cases


async def not_kept(response: Response) -> None:
    """What is said about a customer is kept by no cache."""
    response.headers["Cache-Control"] = "no-store"


Assisted = Annotated[Cases, Depends(cases_of)]
Agent = Annotated[Caller, Depends(require("agent"))]


def transcript_of(body: CaseFields, cases: Cases, request: Request, caller: Caller) -> Transcript:
    """The conversation that the request is about.

    Raises InvalidMessage, UnknownConversation, UnknownHandOff.
    """
    if body.named != 1:
        raise InvalidMessage("messages、conversation_id、hand_off_id 要写一项，而且只写一项")
    if body.messages is not None:
        spoken: list[dict[str, Any]] = [m.model_dump() for m in body.messages]
        return cases.told(spoken)
    if body.conversation_id is not None:
        _check_theirs(request, caller, body.conversation_id)
        return cases.kept(body.conversation_id)
    assert body.hand_off_id is not None
    return cases.handed(body.hand_off_id, body.moment.date())


def _check_theirs(request: Request, caller: Caller, conversation_id: str) -> None:
    """An agent sees the conversations of the application that their key is for, of any user."""
    if caller.scope is None:
        return
    owner = access_of(request).owners.of(conversation_id)
    if owner is None or owner.application != caller.application:
        raise UnknownConversation
