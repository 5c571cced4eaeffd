"""The procedures of `steps.yaml`: which situation they are for, and the steps they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from zhihuan.assist.case import Case
from zhihuan.conversation.situation import Known

Event = Literal["raised", "received", "later"]


@dataclass(frozen=True, slots=True)
class Due:
    """So many calendar days from an event, the last of them for `last`.

    Lenders of a kind in `unbound` are not bound by the rule.
    """

    days: int
    event: Event
    counted_from: str
    last: str
    unbound: frozenset[str]


@dataclass(frozen=True, slots=True)
class StepRule:
    """What is done, and how the sentence of the internal article begins that says so."""

    id: str
    text: str
    article: str
    because: str
    due: Due | None
    done: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Procedure:
    """A situation and its steps. `alone`: nothing else is done beside it.

    `offer` is the agent's own line at the end of a draft, `instead` of an article's next step.
    `hint` is the slug of the internal article quoted beside a draft. `answered_by` are slugs of public
    articles that answer such a customer, `question` is what finds them; empty where any may.
    """

    id: str
    label: str
    offer: str
    instead: bool
    hint: str
    answered_by: frozenset[str]
    question: str
    steps: tuple[StepRule, ...]
    risks: frozenset[str]
    not_risks: frozenset[str]
    about: frozenset[str]
    known: tuple[str, ...]
    unless: tuple[str, ...]
    says: re.Pattern[str] | None
    always: bool
    alone: bool

    def fits(self, case: Case) -> bool:
        """Whether the case is one of these."""
        about = {k.value for k in case.situation.about if not k.hypothetical}
        if any(_is_told(getattr(case.situation, name)) for name in self.unless):
            return False
        if case.has_risk(*self.not_risks):
            return False
        return bool(
            self.always
            or case.has_risk(*self.risks)
            or self.about & about
            or any(_is_told(getattr(case.situation, name)) for name in self.known)
            or self.first_said(case) is not None
        )

    def first_said(self, case: Case) -> int | None:
        """The first exchange in which the customer says what this is about."""
        if self.says is None:
            return None
        texts = (each.text for each in case.exchanges)
        return next((n for n, text in enumerate(texts) if self.says.search(text)), None)


def procedures_for(case: Case) -> tuple[Procedure, ...]:
    """The one that leads, and a second that adds to it, where there is one."""
    fitting = [each for each in procedures().values() if each.fits(case)]
    if fitting[0].alone:
        return (fitting[0],)
    second = [each for each in fitting[1:] if not each.always][:1]
    return (fitting[0], *second)


def answering(text: str, case: Case) -> Procedure | None:
    """Which procedure knows what answers this question: by its words, else the one that leads."""
    for each in procedures().values():
        if each.answered_by and each.says and each.says.search(text) and each.fits(case):
            return each
    lead = procedures_for(case)[0]
    return lead if lead.answered_by else None


@cache
def procedures() -> Mapping[str, Procedure]:
    """All of them, in the order in which they are tried."""
    text = files("zhihuan.assist").joinpath("steps.yaml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    rules = dict(_rules(data["steps"]))
    return {
        key: Procedure(
            id=key,
            label=entry["label"],
            offer=entry.get("offer", ""),
            instead=entry.get("instead", False),
            hint=entry.get("hint") or _first_article(entry["steps"], rules),
            answered_by=frozenset(entry.get("answered-by", ())),
            question=entry.get("question", ""),
            steps=tuple(rules[name] for name in entry["steps"]),
            risks=frozenset(entry.get("risks", ())),
            not_risks=frozenset(entry.get("not-risks", ())),
            about=frozenset(entry.get("about", ())),
            known=tuple(entry.get("known", ())),
            unless=tuple(entry.get("unless", ())),
            says=re.compile(entry["says"]) if "says" in entry else None,
            always=entry.get("always", False),
            alone=entry.get("alone", False),
        )
        for key, entry in data["procedures"].items()
    }


def _is_told(known: Known[Any] | None) -> bool:
    return known is not None and not known.hypothetical


def _rules(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, StepRule]]:
    for key, entry in entries.items():
        yield (
            key,
            StepRule(
                id=key,
                text=entry["do"],
                article=entry["article"],
                because=entry["because"],
                due=_due(entry["due"]) if "due" in entry else None,
                done=re.compile(entry["done"]) if "done" in entry else None,
            ),
        )


def _due(entry: Mapping[str, Any]) -> Due:
    unbound = frozenset(entry.get("except", ()))
    return Due(entry["days"], entry["event"], entry["from"], entry["last"], unbound)


def _first_article(steps: Sequence[str], rules: Mapping[str, StepRule]) -> str:
    """What the first step rests on that is about this situation: everybody is verified."""
    return next(rules[name].article for name in steps if name != "verify")
