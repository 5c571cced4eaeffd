"""Handing the opened parts to the routes."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import Depends, Request

from zhihuan.composition import Services
from zhihuan.web.errors import NotReady
from zhihuan.web.stream import Runs


class Opening:
    """The parts while they are being opened in the background, and after."""

    def __init__(self) -> None:
        self.services: Services | None = None
        self.failure: str | None = None
        self.finished = threading.Event()


def ready_services(request: Request) -> Services:
    """The parts, or NotReady while they are still being opened."""
    opening: Opening = request.app.state.opening
    if opening.services is None:
        raise NotReady
    return opening.services


def turn_runs(request: Request) -> Runs:
    """The turns of this process."""
    runs: Runs = request.app.state.runs
    return runs


Ready = Annotated[Services, Depends(ready_services)]
TurnRuns = Annotated[Runs, Depends(turn_runs)]
