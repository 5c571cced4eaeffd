"""Tones: plain, warmer (one line that takes up what the customer said first), shorter.

A tone chooses among sentences that have passed the gate, and adds a line of `voice.yaml`; it words
nothing anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhihuan.assist import voice
from zhihuan.assist.case import Case
from zhihuan.assist.sentences import DraftSentence
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.talk import is_angry
from zhihuan.library.article import NEXT_STEP

# The lines with which the embedded brain takes up what was told: two of these would gush.
_OPENINGS = ("open-angry", "open-ill", "open-unemployed", "open-bereaved")
_HOW_MUCH = re.compile("多少|几(期|个月)|每(期|月)|分.{0,4}期")
# Condolence is no tone.
_ALWAYS = "open-bereaved"


def plain(sentences: Sequence[DraftSentence]) -> list[DraftSentence]:
    """The same, without the line with which the embedded brain takes up what was told."""
    opened = {phrase(key) for key in _OPENINGS if key != _ALWAYS}
    return [each for each in sentences if each.text not in opened]


def warmer(sentences: Sequence[DraftSentence], case: Case) -> list[DraftSentence]:
    """The same, after one line that takes up what the customer said; never the same line twice."""
    opened = {phrase(key) for key in _OPENINGS}
    kept = list(sentences)
    if any(each.text in opened for each in kept):
        return kept
    said = "".join(m.text for _, m in case.said_by("agent"))
    text = voice.acknowledgement(_felt(case))
    if any(each in said for each in (text, *opened)):
        return kept
    # Behind the line in which the agent says who they are.
    at = 1 if kept and kept[0].text in (voice.line("taking-over"), voice.line("beginning")) else 0
    if at < len(kept):
        kept[at] = replace(kept[at], breaks="paragraph")
    return [*kept[:at], DraftSentence(text, "paragraph" if at else ""), *kept[at:]]


def _felt(case: Case) -> str:
    """What to take up: what was told of oneself, then anger and distress, then fears."""
    situation = case.situation
    told = {k.value for k in (*situation.about, *situation.received) if not k.hypothetical}
    told |= {k.value for k in situation.fears} | {risk.kind for risk in case.risks}
    told |= {"angry"} if any(is_angry(each.text) for each in case.exchanges[-2:]) else set()
    told |= {"late"} if situation.days_on(case.as_of) is not None else set()
    return next((key for key in voice.acknowledgements() if key in told), "any")


def shorter(
    sentences: Sequence[DraftSentence], headings: Mapping[str, str], offer: str, asked: str
) -> list[DraftSentence]:
    """The answer, the first figure where there is one, and the one next step.

    `headings` are those of the cited passages, by their ids; the agent's `offer` is the next step. To
    what was `asked` for in figures a figure is the answer.
    """
    offered = [s for s in sentences if s.text == offer]
    steps = offered or [s for s in sentences if is_step(s, headings)]
    rest = [s for s in sentences if s not in steps and not is_step(s, headings)]
    told = [s for s in rest if (s.citations or s.calculations) and s.breaks != "item"]
    figure = [s for s in told if s.calculations][:1]
    answer = [s for s in told[:1] if not s.calculations]
    if figure and _HOW_MUCH.search(asked):
        answer = []
    by_the_bill = [s for s in rest if figure and s.text == voice.line("by-the-bill")]
    kept = [*answer, *figure, *by_the_bill, *steps[:1]]
    if not answer and not figure:  # our own words alone: the last of them asks
        kept = [*rest[:1], *(rest[-1:] if len(rest) > 1 else ()), *steps[:1]]
    in_order = [s for s in sentences if s in kept]
    return [replace(s, breaks="") for s in in_order]


def is_step(sentence: DraftSentence, headings: Mapping[str, str]) -> bool:
    """Whether it tells the customer what to do next."""
    return any(headings.get(each) == NEXT_STEP for each in sentence.citations)
