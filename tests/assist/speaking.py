"""Conversations written as they are spoken: 客：… is the customer, 服：… the agent, 机：… the assistant."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhihuan.assist.case import Case
from zhihuan.assist.transcript import Transcript, told
from zhihuan.clock import CHINA

if TYPE_CHECKING:
    from zhihuan.composition import Services

AT = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)
_ROLES = {"客": "customer", "服": "agent", "机": "assistant"}


def messages(*lines: str) -> list[dict[str, Any]]:
    """As a desk sends them."""
    return [{"role": _ROLES[line[0]], "text": line[2:]} for line in lines]


def spoken(*lines: str) -> Transcript:
    """The transcript."""
    return told(messages(*lines))


def case_of(services: Services, *lines: str, at: datetime = AT) -> Case:
    """The case, read as the server reads it."""
    assert services.cases is not None
    return services.cases.read(spoken(*lines), at)
