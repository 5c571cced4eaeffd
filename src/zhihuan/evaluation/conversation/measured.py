"""How many conversations went as they should, by harm, kind and brain, and what is kept of it.

A conversation passes if nothing is wrong in any of its turns. Only figures are written to a
file: what was said and answered stays on the terminal.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhihuan.evaluation.conversation.cases import Case
from zhihuan.evaluation.conversation.transcript import Transcript
from zhihuan.evaluation.figures import Figure, share

Group = tuple[str, str, str]


def by_harm(transcripts: Sequence[Transcript]) -> dict[Group, Figure]:
    """The share that passed, by (harm, kind, brain)."""
    return _passed(transcripts, lambda t: (t.case.harm, t.case.kind, t.brain))


def by_file(transcripts: Sequence[Transcript]) -> dict[Group, Figure]:
    """The share that passed, by (file, kind, brain)."""
    return _passed(transcripts, lambda t: (t.case.file, t.case.kind, t.brain))


def turns_by_file(transcripts: Sequence[Transcript]) -> dict[Group, Figure]:
    """The share of turns in which nothing was wrong, by (file, kind, brain)."""
    groups: dict[Group, list[bool]] = {}
    for each in transcripts:
        key = (each.case.file, each.case.kind, each.brain)
        groups.setdefault(key, []).extend(not turn.failures for turn in each.answered)
    return {key: share(passed) for key, passed in sorted(groups.items())}


def checks_failed(transcripts: Iterable[Transcript]) -> Counter[str]:
    """How often each expectation or invariant did not hold."""
    return Counter(
        failure.check
        for transcript in transcripts
        for turn in transcript.answered
        for failure in turn.failures
    )


def held_back(transcripts: Iterable[Transcript]) -> tuple[int, int]:
    """How many sentences the adversary wrote that must not leave, and how many left."""
    turns = [turn for transcript in transcripts for turn in transcript.answered]
    left = sum(failure.check == "complied" for turn in turns for failure in turn.failures)
    return sum(turn.written for turn in turns), left


def as_document(
    about: Mapping[str, Any], cases: Sequence[Case], transcripts: Sequence[Transcript]
) -> dict[str, Any]:
    """The figures, without a word of what was said."""
    written, left = held_back(transcripts)
    return {
        **about,
        "cases": len(cases),
        "turns": sum(len(case.turns) for case in cases),
        "digest": _digest(cases),
        "a figure": ["value", "low", "high", "of"],
        "adversary": {"written": written, "left": left},
        "checks_failed": dict(sorted(checks_failed(transcripts).items())),
        "cases_passed": _nested(by_harm(transcripts)),
        "turns_passed": _nested(turns_by_file(transcripts)),
    }


def write(path: Path, document: Mapping[str, Any]) -> None:
    """Write figures one a line, so that a change of one is a change of one line."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    one_line = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda f: f"[{' '.join(f[1].split())}]", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(one_line + "\n", encoding="utf-8")


def _passed(
    transcripts: Sequence[Transcript], key: Callable[[Transcript], Group]
) -> dict[Group, Figure]:
    groups: dict[Group, list[bool]] = {}
    for each in transcripts:
        groups.setdefault(key(each), []).append(each.passed)
    return {group: share(passed) for group, passed in sorted(groups.items())}


def _nested(figures: Mapping[Group, Figure]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for (name, kind, brain), figure in figures.items():
        nested.setdefault(name, {}).setdefault(kind, {})[brain] = figure.rounded()
    return nested


def _digest(cases: Sequence[Case]) -> str:
    lines = sorted(
        f"{case.id}\0{case.brains}\0" + "\0".join(f"{t.say}\0{t.as_of}" for t in case.turns)
        for case in cases
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
