"""What one turn starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage

from zhihuan.conversation.situation import Situation


@dataclass(frozen=True, slots=True)
class Question:
    """What one turn starts from. `text` is masked; `earlier` are the answers shown before."""

    conversation_id: str
    message_id: str
    text: str
    as_of: date
    message: HumanMessage
    history: tuple[BaseMessage, ...]
    situation: Situation
    said: tuple[str, ...]
    earlier: tuple[Mapping[str, Any], ...]
    private: tuple[str, ...] = ()
