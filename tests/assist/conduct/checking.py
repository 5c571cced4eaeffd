"""A checker over the real knowledge base, without vectors, and the little that its tests share."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from zhihuan.assist.checking import Checked, Checker
from zhihuan.assist.transcript import Transcript, told
from zhihuan.clock import CHINA
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.library.knowledge_base import read_knowledge_base

KNOWLEDGE_BASE = Path(__file__).parents[3] / "knowledge_base"
NOON = datetime(2026, 11, 21, 12, tzinfo=CHINA)


@cache
def checker() -> Checker:
    base, _ = read_knowledge_base(KNOWLEDGE_BASE)
    return Checker(Toolbox(cast(Any, SimpleNamespace(knowledge_base=base))), KNOWLEDGE_BASE)


def said(*texts: str, role: str = "customer") -> Transcript:
    return told([{"role": role, "text": text} for text in texts])


def checked(draft: str, *customer: str, at: datetime = NOON) -> Checked:
    return checker().check(draft, at, said(*customer) if customer else None)


def kinds(draft: str, *customer: str, at: datetime = NOON) -> set[str]:
    return {finding.kind for finding in checked(draft, *customer, at=at).findings}


def quotes(draft: str, *customer: str, kind: str, at: datetime = NOON) -> list[str]:
    found = checked(draft, *customer, at=at).findings
    return [draft[each.start : each.end] for each in found if each.kind == kind]
