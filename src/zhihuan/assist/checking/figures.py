"""Each figure of a draft: is it one that is known?

known are       what the customer said, what the assistant showed, the case's sums done anew
                (`case_figures`), what the library says of the same thing, official telephones
set aside       what nothing is to be held against (`set_aside`)

What is found to be another figure than the case's blocks; what stands nowhere warns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhihuan.assist.checking.case_figures import Grounds, is_of_case, other_of_case
from zhihuan.assist.checking.sentences import Known, KnownSentences
from zhihuan.assist.checking.set_aside import COUNTED_DOWN, is_phone, is_set_aside
from zhihuan.assist.conduct import Finding
from zhihuan.assist.conduct.finding import is_told_of_others
from zhihuan.conversation.grounds import is_among
from zhihuan.conversation.quantities import Quantity, find_quantities
from zhihuan.library.contacts import Contact

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]?")
_NEAREST = 14
# What a draft may tell only where it is known: money, rates, telephones, until when.
_ALWAYS = frozenset({"yuan", "percent", "phone", "date", "stage", "article"})
_SPANS = frozenset({"days", "weeks", "months", "years"})
_COST = re.compile(r"费|息|违约金|年化|每期")
# 没有满90天就起诉的规定: that there is no such figure.
_DENIED = re.compile(r"(?:没有|并没有|并非|不是|不存在)[^，。；：]{0,6}$")
_DECIDES = re.compile(r"为准")
_AN_AMOUNT = 100
# Shares of the weight of a sentence's words that one of ours holds (`KnownSentences`).
_ENOUGH = 0.16  # … to be about the same thing
_AS_NEAR = 0.7  # … of the nearest one's that names a figure of the unit
_LONG_ENOUGH = 0.55  # … where it says how long: 5年 stands in many words
_ITS_WORDS = 0.75  # … for an example of ours to be told


@dataclass(frozen=True, slots=True)
class FiguresChecked:
    """What was wrong, and how many figures were looked at."""

    findings: tuple[Finding, ...]
    looked_at: int


def check_figures(
    draft: str, grounds: Grounds, known: KnownSentences, contacts: Iterable[Contact]
) -> FiguresChecked:
    """Every figure of the draft."""
    found: list[Finding] = []
    looked_at = 0
    phones = {_digits(c.number) for c in contacts if c.number}
    grounded: list[Quantity] = []  # what was found true once may be told again
    for start, sentence in _sentences(draft):
        quantities = [
            replace(q, unit="phone") if is_phone(sentence, q) else q
            for q in find_quantities(sentence, today=grounds.as_of)
        ]
        nearest: list[Known] | None = None
        for q in quantities:
            if is_set_aside(sentence, q):
                continue
            looked_at += 1
            if is_of_case(sentence, q, quantities, grounds):
                grounded.append(q)
                continue
            wrong = other_of_case(sentence, q, quantities, grounds)
            if wrong is not None and (
                _is_ours(sentence, q, known, grounds.as_of) or _is_repeated(sentence, q, grounded)
            ):
                continue
            if wrong is None:
                if is_phone(sentence, q) and _digits(q.text) in phones:
                    continue
                if is_told_of_others(sentence, q.start) or _DENIED.search(sentence[: q.start]):
                    continue
                if nearest is None:
                    nearest = known.by_words(sentence, grounds.as_of, _NEAREST)
                if not _is_unfounded(sentence, q, nearest, grounds.as_of):
                    continue
                clause = _part_of(sentence, q)
                if clause != sentence and not _is_unfounded(
                    clause, q, known.by_words(clause, grounds.as_of, _NEAREST), grounds.as_of
                ):
                    continue
                if _is_from_a_bill(q, draft, grounds):
                    continue
            found.append(_finding(start, q, wrong))
    return FiguresChecked(tuple(found), looked_at)


def _sentences(draft: str) -> Iterator[tuple[int, str]]:
    for match in _SENTENCE.finditer(draft):
        yield match.start(), match[0]


def _is_repeated(sentence: str, q: Quantity, grounded: Sequence[Quantity]) -> bool:
    """Whether the amount was told rightly before, and what it costs is not spoken of here."""
    return is_among(q, list(grounded)) and not _COST.search(sentence)


def _is_from_a_bill(q: Quantity, draft: str, grounds: Grounds) -> bool:
    """Whether an amount is told with a bill that decides, of a case of which no amount is known."""
    return (
        q.unit == "yuan"
        and not any(
            o.unit in ("yuan", "number") and o.low >= _AN_AMOUNT
            for o in (*grounds.said, *grounds.shown)
        )
        and _DECIDES.search(draft) is not None
    )


def _part_of(sentence: str, q: Quantity) -> str:
    """The part of a longer sentence, up to its semicolons, that the figure stands in."""
    start = max(sentence.rfind(mark, 0, q.start) for mark in "；;：:") + 1
    ends = [end for mark in "；;" if (end := sentence.find(mark, q.end)) >= 0]
    return sentence[start : min(ends, default=len(sentence))]


def _is_unfounded(sentence: str, q: Quantity, nearest: Sequence[Known], day: date) -> bool:
    """Whether no sentence of the library about the same thing has the figure.

    Of days, months, times and the like only what it tells otherwise is unfounded: of how long an
    answer takes, or how many steps there are, it tells nothing.
    """
    best = 0.0  # of those that name a figure of the unit at all
    enough = _LONG_ENOUGH if q.unit in _SPANS else _AS_NEAR
    for each in nearest:
        if each.nearness < max(_ENOUGH, enough * best):
            break
        known = find_quantities(each.sentence.text, today=day)
        if is_among(q, known):
            return False
        family = _SPANS if q.unit in _SPANS else {q.unit}
        if any(other.unit in family for other in known):
            best = max(best, each.nearness)
        if q.unit == "article" and any(
            source.article and is_among(q, find_quantities(source.article, today=day))
            for source in each.sentence.sources
        ):
            return False
    return q.unit in _ALWAYS or best > 0 or COUNTED_DOWN.search(sentence[: q.start]) is not None


def _is_ours(sentence: str, q: Quantity, known: KnownSentences, day: date) -> bool:
    """Whether an example of the library's is told, nearly in its words."""
    return any(
        each.nearness >= _ITS_WORDS and is_among(q, find_quantities(each.sentence.text, today=day))
        for each in known.by_words(sentence, day, 3)
    )


def _finding(at: int, q: Quantity, instead: str | None) -> Finding:
    if instead is None:
        return Finding(
            "wrong-figure-unfounded",
            "wrong-figure",
            "warn",
            at + q.start,
            at + q.end,
            f"“{q.text}”在客户说的话、这笔的测算和资料里都没有，核对以后再发。",
            None,
            (),
        )
    return Finding(
        "wrong-figure-of-case",
        "wrong-figure",
        "block",
        at + q.start,
        at + q.end,
        f"“{q.text}”和这笔的情况、测算不一致，按客户说的重算是{instead}。",
        instead,
        ("arithmetic",),
    )


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
