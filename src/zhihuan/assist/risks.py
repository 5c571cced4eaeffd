"""What in a case asks for care, each with the customer's own words and where they stand.

    danger        may hurt themselves or others, or is threatened     high
    fraud         marks of a scam                                     high
    paper         a court or a lawyer has written                     high
    breach        what a collector did that the rules forbid          medium
    distress      suffers                                             medium
    vulnerable    under age, old, ill, bereaved, a student            medium
    complaint     complains, or is about to                           medium
    third-party   somebody else writes about the customer's debt      medium

A mark is no verdict: it says what was said, and the agent judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhihuan.assist.transcript import Transcript
from zhihuan.conversation import danger
from zhihuan.conversation.danger import Likeness
from zhihuan.conversation.hand_off.risks import (
    DANGER_LABELS,
    DISTRESS_LABEL,
    VULNERABLE,
    Notice,
    risks_in,
)
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.situation_words import ABOUT, RECEIVED

Severity = Literal["high", "medium"]

_PAPERS = ("court-summons", "judgment", "enforcement-notice", "lawyer-letter", "mediation")
_COMPLAINT = re.compile(
    "投诉|举报|12378|12363|12345|曝光|银保监|金监|监管(局|总局)|找记者|黑猫|消协|12315"
)
_INSULT = "辱骂"
_INSULTED = re.compile("骂我|骂人|辱骂|说我是?|叫我")
_WANTS_ADVICE = re.compile("骗|冒充|催收员?.{0,4}(投诉|举报)我")
_ORDER = (
    "danger",
    "fraud",
    "paper",
    "breach",
    "distress",
    "vulnerable",
    "third-party",
    "complaint",
)
_HIGH = frozenset(("danger", "fraud", "paper"))


@dataclass(frozen=True, slots=True)
class Risk:
    """`message` is the place in the transcript; `words` are the customer's."""

    kind: str
    label: str
    words: str
    message: int

    @property
    def severity(self) -> Severity:
        """How soon it must be seen to."""
        return "high" if self.kind in _HIGH else "medium"

    def to_json(self) -> dict[str, Any]:
        """One entry of `risks`."""
        return {
            "kind": self.kind,
            "label": self.label,
            "severity": self.severity,
            "words": self.words,
            "message": self.message,
        }


def risks_of(
    transcript: Transcript,
    places: Sequence[int],
    situation: Situation,
    notice: Notice,
    likeness: Likeness | None = None,
) -> tuple[Risk, ...]:
    """Every risk once, the gravest first. `places[n]` is where the customer's nth message stands."""
    found: dict[tuple[str, str], Risk] = {}
    texts = [transcript.messages[place].text for place in places]
    for risk in (
        *_dangers(texts, places, likeness),
        *_marks(texts, places, notice),
        *_of_situation(situation, places),
        *_complaints(texts, places),
    ):
        found.setdefault((risk.kind, risk.label), risk)
    return tuple(sorted(found.values(), key=lambda risk: _ORDER.index(risk.kind)))


def _dangers(
    texts: Sequence[str], places: Sequence[int], likeness: Likeness | None
) -> Iterator[Risk]:
    for number, (text, place) in enumerate(zip(texts, places, strict=True)):
        found = danger.assess(text, earlier=texts[:number], likeness=likeness)
        if found.level in ("crisis", "unsure"):
            label = DANGER_LABELS.get(found.kind, DISTRESS_LABEL)
            sure = found.level == "crisis"
            yield Risk("danger", label if sure else f"也许{label}，要问清", found.words, place)
        elif found.level == "distress":
            yield Risk("distress", DISTRESS_LABEL, found.words, place)


def _marks(texts: Sequence[str], places: Sequence[int], notice: Notice) -> Iterator[Risk]:
    for text, place in zip(texts, places, strict=True):
        for item in risks_in([text], Situation(), notice):
            if item["kind"] not in ("fraud", "breach"):
                continue  # danger is judged above, together with what was said before
            if item["label"].endswith(_INSULT) and not _INSULTED.search(text):
                continue  # the customer swears, or writes 用妈妈的号
            yield Risk(item["kind"], item["label"], item["words"], place)


def _of_situation(situation: Situation, places: Sequence[int]) -> Iterator[Risk]:
    for known in situation.received:
        if known.value in _PAPERS and not known.hypothetical:
            yield Risk("paper", f"收到{RECEIVED[known.value]}", known.words, places[known.turn])
    for known in situation.about:
        if known.hypothetical:
            continue
        if known.value in VULNERABLE:
            yield Risk("vulnerable", ABOUT[known.value], known.words, places[known.turn])
        elif known.value == "family-member":
            yield Risk("third-party", "可能不是本人", known.words, places[known.turn])


def _complaints(texts: Sequence[str], places: Sequence[int]) -> Iterator[Risk]:
    for text, place in zip(texts, places, strict=True):
        if (match := _COMPLAINT.search(text)) and not _WANTS_ADVICE.search(text):
            yield Risk("complaint", "提到投诉", match[0], place)
