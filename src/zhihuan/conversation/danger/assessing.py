"""How grave a message is: rules, likeness and the course of the conversation put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhihuan.conversation.danger import course, lexicon
from zhihuan.conversation.danger.finding import SAFE, Danger, Likelihood
from zhihuan.conversation.danger.likeness import Likeness, by_characters
from zhihuan.conversation.danger.reading import reading

# Likeness scores, about -1 … 1; chosen on the tuning set, where at most two in a hundred of the
# harmless look-alikes lie above.
_SUFFERS = 0.15
_GRAVE = 0.15
# Gallows humour does not sound as if anybody suffered.
_VERY_GRAVE, _HARDLY_SUFFERS = 0.25, -0.25
# A message that suffers, and is no less like a grave one than like a weary one, may be grave.
_GRAVE_IF_SUFFERING = -0.15
# Of ordinary questions about debts about one in a hundred lies above the first, and three above
# the second.
_LIKELY, _SOME = 0.60, 0.30
# A death in the family is told in the words of danger, so likeness needs to be surer.
_SURER_IN_GRIEF = 0.35
# These rules are wide nets; a message this unlike any suffering slipped into them.
_WIDE_NETS = frozenset({"death-unexplained", "at-the-end-of-ones-strength"})
_CLEARLY_HARMLESS = -0.12

_MINOR = re.compile(
    r"我(?:今年|才|刚|刚满|还|只有|现在)*(?:(?:1[0-7]|十[一二三四五六七]?)岁|未成年|没成年|不满18)"
    r"|我(?:今年|才|刚|在|上|读|现在|是|念)*(?:小学|初[一二三中]|高[一二三中](?!铁)|中学)"
    r"|(?:^|[，。])(?:上|读|在)?(?:初[一二三中]|高[一二三](?!铁)|中学)"
)


def assess(text: str, *, earlier: Sequence[str] = (), likeness: Likeness | None = None) -> Danger:
    """How grave a message is, for whom, and which words say so.

    `earlier` is what the same person wrote before, oldest first: giving up, being a burden and
    saying goodbye are graver together. Without `likeness`, characters alone are compared.
    """
    read = reading(text)
    found = lexicon.judge(read)
    if found.level != "crisis":
        found = _likened(read, found, likeness or by_characters())
        found = course.with_earlier(read, found, [reading(each) for each in earlier[-6:]])
    if found.level != "none" and _MINOR.search(read):
        found = replace(found, minor=True)
    return found


def _likened(read: str, found: Danger, likeness: Likeness) -> Danger:
    if found.level == "unsure":  # a rule says what to ask; likeness is not to weaken it
        return found
    scores = likeness.of(read)
    surer = _SURER_IN_GRIEF if found.rule == "bereaved" else 0.0
    suffers = scores.suffers > _SUFFERS + surer
    if (
        (suffers and scores.grave > _GRAVE_IF_SUFFERING + surer)
        or (scores.suffers > surer and scores.grave > _GRAVE + surer)
        or (scores.suffers > _HARDLY_SUFFERS + surer and scores.grave > _VERY_GRAVE + surer)
    ):
        score = max(scores.suffers, scores.grave) - surer
        likelihood: Likelihood = (
            "likely" if score > _LIKELY else "some" if score > _SOME else "faint"
        )
        return Danger("unsure", "self", scores.piece, "likeness", likelihood=likelihood)
    if found.level == "distress":
        unlike = max(scores.suffers, scores.grave) < _CLEARLY_HARMLESS
        return SAFE if found.rule in _WIDE_NETS and unlike else found
    return Danger("distress", "self", scores.piece, "likeness") if suffers else found
