"""The kinds of things that an agent must not send, and what is found of one in a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "threat", "third-party", "promise-deletion", "promise-approval", "promise-reduction",
    "impersonate-authority", "ask-code", "urge-borrow", "outside-hours", "blame",
    "legal-verdict", "missing-statement", "wrong-figure", "contradicts-library", "private-data",
]  # fmt: skip
Severity = Literal["block", "warn"]
Verdict = Literal["pass", "warn", "block"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with `start:end` of a draft (Unicode code points), and what could be said.

    `rule` begins with its kind. What is missing stands at the end: start = end = its length.
    `rewrite` could be sent in the place of the words; None where nobody but the agent knows it.
    """

    rule: str
    kind: Kind
    severity: Severity
    start: int
    end: int
    why: str
    rewrite: str | None
    sources: tuple[str, ...]


def verdict_of(findings: list[Finding]) -> Verdict:
    """The gravest of what was found."""
    found = {finding.severity for finding in findings}
    return "block" if "block" in found else "warn" if "warn" in found else "pass"
