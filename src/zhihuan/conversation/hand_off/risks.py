"""What a human should know before the first word: danger, threats, fraud, and who it is.

Each risk carries the person's own words that raised it. A mark is no verdict: it says what was
said, and the human judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from zhihuan.conversation import danger
from zhihuan.conversation.notices import Reading
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.situation_words import ABOUT

Notice = Callable[[str], Reading]
Item = dict[str, Any]

#: Of what is known about a person, what asks for particular care.
VULNERABLE = ("minor", "student", "elderly", "ill", "pregnant", "disabled", "deceased-debtor")

DANGER_LABELS = {
    "self": "说到可能伤害自己",
    "someone-else": "说到别人可能有生命危险",
    "threatened": "说到人身受到威胁",
    "harm-others": "说到可能伤害别人",
}
DISTRESS_LABEL = "说到很难受、快撑不住"
_GROUPS = {"fraud": "提到骗子常用的说法", "breach": "提到越过催收规则的话"}


def is_danger(text: str) -> bool:
    """Whether a message speaks of danger to life."""
    return danger.assess(text).level == "crisis"


def risks_in(texts: Sequence[str], situation: Situation, notice: Notice) -> list[Item]:
    """Every risk once, the gravest kind first, each with the words that raised it."""
    found: dict[tuple[str, str], Item] = {}
    for item in (*_dangers(texts), *_marks(texts, notice), *_vulnerable(situation)):
        found.setdefault((item["kind"], item["label"]), item)
    return [{"id": f"risks/{n}", **item} for n, item in enumerate(found.values())]


def _dangers(texts: Sequence[str]) -> Iterator[Item]:
    assessed = [danger.assess(text) for text in texts]
    for each in assessed:
        if each.level == "crisis":
            label = DANGER_LABELS.get(each.kind, DISTRESS_LABEL)
            yield {"kind": "danger", "label": label, "words": each.words}
    for each in assessed:
        if each.level == "distress":
            yield {"kind": "distress", "label": DISTRESS_LABEL, "words": each.words}


def _marks(texts: Sequence[str], notice: Notice) -> Iterator[Item]:
    readings = [notice(text) for text in texts]
    for group, heading in _GROUPS.items():
        for reading in readings:
            for each in reading.of(group):
                label = f"{heading}：{each.mark.label}"
                yield {"kind": group, "label": label, "words": reading.quote(each.spans[0])}


def _vulnerable(situation: Situation) -> Iterator[Item]:
    for known in situation.about:
        if known.value in VULNERABLE and not known.hypothetical:
            yield {"kind": "vulnerable", "label": ABOUT[known.value], "words": known.words}
