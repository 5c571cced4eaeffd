"""Handing the opened parts to the routes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from zhihuan.composition import Services
from zhihuan.records.feedback import FeedbackStore
from zhihuan.records.overrides import OverrideStore
from zhihuan.web.access import Person, access_of
from zhihuan.web.errors import NotReady
from zhihuan.web.stream import Runs


class Opening:
    """The parts while they are being opened in the background, and after."""

    def __init__(self) -> None:
        self.services: Services | None = None
        self.failure: str | None = None
        self.finished = threading.Event()


# Asynchronous, all of these: a plain function would be called in another thread, for nothing.


async def ready_services(request: Request) -> Services:
    """The parts, or NotReady while they are still being opened."""
    opening: Opening = request.app.state.opening
    if opening.services is None:
        raise NotReady
    return opening.services


async def turn_runs(request: Request) -> Runs:
    """The turns of this process."""
    runs: Runs = request.app.state.runs
    return runs


async def feedback_store(request: Request) -> FeedbackStore:
    """Where verdicts are kept."""
    store: FeedbackStore = request.app.state.feedback
    return store


async def new_conversation(request: Request, caller: Person) -> Callable[[], str]:
    """Makes the id of a new conversation, which is the caller's."""
    access = access_of(request)
    return lambda: access.begin_conversation(caller)


async def forget_conversation(request: Request) -> Callable[[str], None]:
    """Forgets what the web keeps of a conversation: whose it was, and what was thought of it.

    Of what a supervisor let out in it only that they did stays.
    """
    access = access_of(request)
    feedback: FeedbackStore = request.app.state.feedback
    overrides: OverrideStore = request.app.state.overrides

    def forget(conversation_id: str) -> None:
        feedback.erase(conversation_id)
        overrides.erase(conversation_id)
        access.owners.forget(conversation_id)

    return forget


Ready = Annotated[Services, Depends(ready_services)]
TurnRuns = Annotated[Runs, Depends(turn_runs)]
Feedbacks = Annotated[FeedbackStore, Depends(feedback_store)]
NewConversation = Annotated[Callable[[], str], Depends(new_conversation)]
ForgetConversation = Annotated[Callable[[str], None], Depends(forget_conversation)]
