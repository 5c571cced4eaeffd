"""What a message says about danger to life, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["crisis", "unsure", "distress", "none"]
Kind = Literal["self", "someone-else", "threatened", "harm-others", "none"]
Likelihood = Literal["faint", "some", "likely"]
Script = Literal[
    "self", "minor", "someone-else", "threatened", "harm-others", "unsure", "distress",
    "still-there", "thanks-for-telling", "human-now",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Danger:
    """How grave a message is, and for whom.

    crisis    a life is in danger, or is said to be: fixed words, a human, no sums
    unsure    it may be: asked about once, plainly, in fixed words
    distress  somebody suffers: one gentle line before the ordinary answer
    none      an ordinary message

    `words` is the part that says so, as it was read (see `reading`); it is for a reviewer
    and for tests, and is as private as the message. `rule` says what found it: the id of a
    rule in lexicon.yaml, "likeness" or "course". `minor`: the writer says they are a child.
    `likelihood`: of an `unsure` message, how much it resembles those of people in danger.
    """

    level: Level
    kind: Kind
    words: str
    rule: str
    minor: bool = False
    likelihood: Likelihood = "likely"

    @property
    def script(self) -> Script | None:
        """Which fixed words belong to it; None where the ordinary answer goes out alone."""
        if self.level == "none" or self.kind == "none":
            return None
        if self.level in ("unsure", "distress"):
            return "unsure" if self.level == "unsure" else "distress"
        return "minor" if self.minor and self.kind == "self" else self.kind


SAFE = Danger("none", "none", "", "")
