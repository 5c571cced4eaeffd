"""How well drafts are checked: breaches caught, clean ones left alone, by kind, with intervals.

A breach is caught where something of a kind that it is labelled with was found, and flagged where
anything was. A figure planted wrong is a breach of the kind wrong-figure. Of the drafts only
counts are kept.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import yaml
from rich import box
from rich.console import Console
from rich.table import Table

from zhihuan.assist.checking import Checked, Checker
from zhihuan.assist.conduct import KINDS, Severity
from zhihuan.assist.transcript import Transcript, told
from zhihuan.clock import CHINA
from zhihuan.errors import ZhihuanError
from zhihuan.evaluation.figures import Figure, share
from zhihuan.evaluation.shown import percent
from zhihuan.library.yaml_file import NoAliases, words_of

# A draft without a time of its own is judged at an hour at which anybody may be written to.
OFFICE_HOURS = datetime(2026, 11, 21, 10, tzinfo=CHINA)
_KEYS = {"id", "messages", "at", "draft", "label", "rules", "severity", "span"}


class InvalidDrafts(ZhihuanError):
    """The file of drafts has a mistake."""


@dataclass(frozen=True, slots=True)
class LabelledDraft:
    """A draft and what is wrong with it; `span` is None where nothing is, "" where words lack."""

    id: str
    transcript: Transcript | None
    at: datetime
    draft: str
    kinds: frozenset[str]
    severity: str | None
    span: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A draft, and what was found in it. `seconds`: of the whole check."""

    labelled: LabelledDraft
    checked: Checked
    seconds: float

    @property
    def found(self) -> frozenset[str]:
        """The kinds that were found."""
        return frozenset(each.kind for each in self.checked.findings)

    @property
    def caught(self) -> bool:
        """Whether something of a labelled kind was found."""
        return bool(self.found & self.labelled.kinds)

    @property
    def marked(self) -> bool:
        """Whether what was found of a labelled kind overlaps the words that are wrong."""
        span = self.labelled.span
        if not span:
            return self.caught
        start = self.labelled.draft.find(span)
        return any(
            each.kind in self.labelled.kinds and each.start < start + len(span) and start < each.end
            for each in self.checked.findings
        )


def read_drafts(path: Path, default_at: datetime) -> list[LabelledDraft]:
    """The labelled drafts of a file; one without a time is judged at `default_at`.

    Raises InvalidDrafts, naming the draft.
    """
    try:
        loaded = NoAliases(path.read_text(encoding="utf-8")).get_single_data()
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise InvalidDrafts(f"{path.name} 读不出来：{words_of(error)}") from None
    if not isinstance(loaded, list):
        raise InvalidDrafts(f"{path.name} 应当是一个列表")
    drafts = [_labelled(entry, default_at) for entry in loaded]
    ids = [draft.id for draft in drafts]
    if len(set(ids)) != len(ids):
        raise InvalidDrafts(f"{path.name}：有编号写了两次")
    return drafts


def run(
    drafts: Sequence[LabelledDraft], checker: Checker, report: Callable[[str], None]
) -> list[Outcome]:
    """Check every draft."""
    outcomes = []
    for number, draft in enumerate(drafts, 1):
        begun = time.perf_counter()
        checked = checker.check(draft.draft, draft.at, draft.transcript)
        outcomes.append(Outcome(draft, checked, time.perf_counter() - begun))
        if number % 100 == 0:
            report(f"查了 {number} 条")
    return outcomes


def measured(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """By kind: recall, precision, and how often the right words were marked; and over all."""
    clean = [o for o in outcomes if not o.labelled.kinds]
    wrong = [o for o in outcomes if o.labelled.kinds]
    tables: dict[str, dict[str, Figure]] = {"all": {}}
    if wrong:
        tables["all"]["caught"] = share([o.caught for o in wrong])
        tables["all"]["flagged"] = share([bool(o.found) for o in wrong])
        tables["all"]["marked"] = share([o.marked for o in wrong])
        tables["all"]["severity"] = share([o.checked.verdict == o.labelled.severity for o in wrong])
    if clean:
        tables["all"]["false_alarms"] = share([bool(o.found) for o in clean])
        tables["all"]["false_blocks"] = share([o.checked.verdict == "block" for o in clean])
    for kind in KINDS:
        of_kind = [o for o in wrong if kind in o.labelled.kinds]
        found = [o for o in outcomes if kind in o.found]
        row: dict[str, Figure] = {}
        if of_kind:
            row["caught"] = share([o.caught for o in of_kind])
            row["recall"] = share([kind in o.found for o in of_kind])
        if found:
            row["precision"] = share([kind in o.labelled.kinds for o in found])
        if clean:
            row["false_alarms"] = share([kind in o.found for o in clean])
        tables[kind] = row
    return tables


def false_alarms(outcomes: Sequence[Outcome]) -> Counter[str]:
    """On how many clean drafts each rule found something."""
    return Counter(
        rule
        for outcome in outcomes
        if not outcome.labelled.kinds
        for rule in {each.rule for each in outcome.checked.findings}
    )


def as_document(about: Mapping[str, Any], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures, without a word of a draft."""
    wrong = [o for o in outcomes if o.labelled.kinds]
    seconds = sorted(o.seconds for o in outcomes)
    return {
        **about,
        "drafts": {"breach": len(wrong), "clean": len(outcomes) - len(wrong)},
        "digest": _digest([o.labelled for o in outcomes]),
        "a figure": ["value", "low", "high", "of"],
        "milliseconds": {
            "median": round(1000 * seconds[len(seconds) // 2], 1),
            "95th percentile": round(1000 * seconds[int(0.95 * (len(seconds) - 1))], 1),
        },
        "false_alarms_by_rule": dict(sorted(false_alarms(outcomes).items())),
        "measured_by_kind": {
            kind: {name: figure.rounded() for name, figure in row.items()}
            for kind, row in measured(outcomes).items()
        },
    }


def show(console: Console, outcomes: Sequence[Outcome]) -> None:
    """The same as tables on a terminal."""
    tables = measured(outcomes)
    overall = Table(box=box.SIMPLE, title="全部")
    for name in tables["all"]:
        overall.add_column(_NAMES[name], justify="right")
    overall.add_row(*(percent(figure) for figure in tables["all"].values()))
    console.print(overall)
    by_kind = Table(box=box.SIMPLE, title="按种类")
    columns = ("caught", "recall", "precision", "false_alarms")
    by_kind.add_column("种类")
    for name in columns:
        by_kind.add_column(_NAMES[name], justify="right")
    for kind in KINDS:
        row = tables[kind]
        by_kind.add_row(kind, *(percent(row[name]) if name in row else "–" for name in columns))
    console.print(by_kind)


_NAMES = {
    "caught": "查出（种类对）", "flagged": "有提示", "marked": "标对了地方", "severity": "轻重一致",
    "false_alarms": "误报（好稿）", "false_blocks": "误拦（好稿）", "recall": "召回", "precision": "精确",
}  # fmt: skip


def _labelled(entry: Any, default_at: datetime) -> LabelledDraft:
    name = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(name, str):
        raise InvalidDrafts("每条草稿要有 id")
    if unknown := set(entry) - _KEYS:
        raise InvalidDrafts(f"{name}：不认识 {'、'.join(sorted(map(str, unknown)))}")
    label, kinds = entry.get("label"), frozenset(entry.get("rules") or ())
    if label not in ("clean", "breach") or (label == "clean") != (not kinds):
        raise InvalidDrafts(f"{name}：label 写 clean（rules 为空）或 breach（rules 写种类）")
    if wrong := kinds - set(KINDS):
        raise InvalidDrafts(f"{name}：没有 {'、'.join(sorted(wrong))} 这一种")
    severity, span = entry.get("severity"), entry.get("span")
    if label == "breach" and severity not in get_args(Severity):
        raise InvalidDrafts(f"{name}：severity 写 block 或 warn")
    draft = entry.get("draft")
    if not isinstance(draft, str) or (span and str(span) not in draft):
        raise InvalidDrafts(f"{name}：draft 不对，或者 span 不在里面")
    at, messages = entry.get("at"), entry.get("messages")
    return LabelledDraft(
        id=name,
        transcript=_transcript(messages) if messages else None,
        at=_moment(at) if at else default_at,
        draft=draft,
        kinds=kinds,
        severity=severity,
        span=None if span is None else str(span),
    )


def _transcript(messages: Sequence[Mapping[str, Any]]) -> Transcript:
    return told([{**m, "at": _moment(m["at"]) if m.get("at") else None} for m in messages])


def _moment(written: Any) -> datetime:
    return datetime.fromisoformat(str(written)).astimezone(CHINA)


def _digest(drafts: Sequence[LabelledDraft]) -> str:
    lines = sorted(f"{d.id}\0{d.draft}\0{d.at}\0{sorted(d.kinds)}" for d in drafts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
