"""A case as it went: each answer, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhihuan.evaluation.conversation.cases import BrainName, Case, ScriptedTurn


@dataclass(frozen=True, slots=True)
class Failure:
    """`check` is the name of an expectation or an invariant; `detail` is for the reader."""

    check: str
    detail: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One turn. `written` is how many sentences the adversary wrote that must not leave."""

    turn: ScriptedTurn
    answer: Mapping[str, Any]
    failures: tuple[Failure, ...]
    written: int = 0


@dataclass(frozen=True, slots=True)
class Transcript:
    """One case with one brain."""

    case: Case
    brain: BrainName
    answered: tuple[Answered, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong in any turn."""
        return not any(each.failures for each in self.answered)
