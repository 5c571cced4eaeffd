"""What a blank of a letter is filled with: what was added, what was told, what was said.

    added       checked by the kind of the blank; private data is covered
    situation   facts of the Situation, never what was only supposed (如果我失业了)
    said        a choice that the person's own words name, in a clause that asks nothing

Every value keeps who said so, and the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from zhihuan.conversation import privacy
from zhihuan.conversation.calculators.typed import amount_of, day_of, parts_of, whole_of
from zhihuan.conversation.message import clean
from zhihuan.conversation.situation import Known, Range, Situation
from zhihuan.conversation.situation_words import ABOUT, PRODUCTS
from zhihuan.library.letters import Blank, LetterTemplate
from zhihuan.library.statements import Statement
from zhihuan.repayment import InvalidTerms

_LONGEST = {"text": 80, "long": 1_000}
_HARDSHIPS = ("unemployed", "ill", "pregnant", "disabled", "student")
_NOT_OF_THEMSELVES = {"family-member", "deceased-debtor"}
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CLAUSE = re.compile(r"[。！？；，,!?;\n]+")
_OF_ANOTHER = re.compile(
    "(儿子|女儿|孩子|老公|老婆|丈夫|妻子|爸|妈|父|母|哥|姐|弟|妹|朋友|同事|对象|他|她)"
)
_SUPPOSED = re.compile("如果|要是|万一|假如|会不会|是不是|能不能|怕|吗|呢$")

Told = Literal["situation", "added", "said"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A blank with its value, and who said so: `words` are the person's own."""

    blank: Blank
    value: str
    told: Told
    words: str


def fill_blanks(
    template: LetterTemplate,
    situation: Situation,
    added: Mapping[str, str],
    said: Sequence[str],
    as_of: date,
) -> dict[str, Filled]:
    """The blanks that can be filled, by name.

    Raises InvalidTerms for a value that is none, and for a blank that does not exist or is the pen's.
    """
    open_to_all = [name for name, blank in template.blanks.items() if not blank.by_hand]
    for name in added:
        if name not in template.blanks:
            raise InvalidTerms(f"这封信里没有这个空，能填的有：{'、'.join(open_to_all)}")
        if template.blanks[name].by_hand:
            raise InvalidTerms(f"{template.blanks[name].label}请打印以后自己手写，这里不代填")
    filled: dict[str, Filled] = {}
    for name, blank in template.blanks.items():
        found: tuple[str, str] | None = None
        told: Told = "added"
        if added.get(name, "").strip():
            found = _typed(blank, added[name]), added[name].strip()
        elif blank.filled_from is not None:
            told, found = "situation", _known(blank.filled_from, situation, said, as_of)
        elif blank.choices:
            told, found = "said", _chosen_by_words(blank, said)
        if found is not None:
            filled[name] = Filled(blank, found[0], told, privacy.mask(found[1]).text)
    return filled


def _typed(blank: Blank, text: str) -> str:
    """What was added, by the kind of the blank."""
    if blank.kind == "yuan":
        return f"{_plain(amount_of(text, blank.label).yuan)}元"
    if blank.kind == "date":
        return day_text(day_of(text, blank.label))
    if blank.kind == "days":
        return f"{whole_of(text, blank.label)}天"
    if blank.kind == "count":
        return str(whole_of(text, blank.label))
    if blank.kind == "choice":
        known = {choice.id: choice.text for choice in blank.choices}
        chosen = parts_of(text)
        if not chosen or not set(chosen) <= set(known):
            raise InvalidTerms(f"{blank.label}只能选 {'、'.join(known)}，可以选几个，用逗号分开")
        return "；".join(known[each] for each in dict.fromkeys(chosen))
    longest = _LONGEST[blank.kind]
    if len(text) > longest:
        raise InvalidTerms(f"{blank.label}最多写 {longest} 个字")
    if blank.filled_from == "product" and text in PRODUCTS:
        return PRODUCTS[text]
    covered = privacy.mask(clean(text)).text.rstrip("。；，;, ")
    return " ".join(covered.split())


def _known(field: str, s: Situation, said: Sequence[str], as_of: date) -> tuple[str, str] | None:
    """What was told of `field`, as it is written, and in which words."""
    if field == "today":
        return day_text(as_of), ""
    if field == "hardship":
        about = {each.value: each for each in s.about if not each.hypothetical}
        if not about.keys() & _NOT_OF_THEMSELVES:
            told = [
                about[key] for key in _HARDSHIPS if key in about and _is_own(about[key].words, said)
            ]
            if told:
                return "、".join(ABOUT[k.value] for k in told), "；".join(k.words for k in told)
        return None
    if field == "days_late":
        days, source = s.days_on(as_of), _fact(s.due) or _fact(s.days_late)
        if days is None or source is None or days.high < 1:
            return None
        return _range(days, "天"), source.words
    known: Known[Any] | None = _fact(getattr(s, field))
    if known is None:
        return None
    value = known.value
    if field == "product":
        return str(PRODUCTS.get(value, value)), known.words
    if isinstance(value, Range):
        return _range(value, "元"), known.words
    return (day_text(value) if isinstance(value, date) else str(value)), known.words


def _is_own(words: str, said: Sequence[str]) -> bool:
    """Whether these words were said of themselves, and not only supposed."""
    clauses = [c for text in said for c in _CLAUSE.split(text) if words in c]
    return not clauses or any(
        not _SUPPOSED.search(clause) and not _OF_ANOTHER.search(clause) for clause in clauses
    )


def _fact(known: Known[Any] | None) -> Known[Any] | None:
    return None if known is None or known.hypothetical else known


def _chosen_by_words(blank: Blank, said: Iterable[str]) -> tuple[str, str] | None:
    """The choices that the person's own words name, as facts."""
    chosen: dict[str, str] = {}
    for clause in (c for text in said for c in _CLAUSE.split(text)):
        if _SUPPOSED.search(clause):
            continue
        for choice in blank.choices:
            if choice.words is not None and choice.words.search(clause):
                chosen.setdefault(choice.text, clause.strip())
    return ("；".join(chosen), "；".join(chosen.values())) if chosen else None


def does_not_add_up(filled: Mapping[str, Filled]) -> Iterator[Statement]:
    """Whether so much a month for so many months leaves something owed."""
    told = [filled.get(name) for name in ("amount", "budget", "periods")]
    amount, budget, periods = (Decimal(_number(each.value)) if each else None for each in told)
    if amount and budget and periods and budget * periods < amount:
        yield Statement(
            "按信里写的每月最多还的数和期数，加起来不到现欠的数，请改其中一个。", ("arithmetic",)
        )


def _number(value: str) -> str:
    """The last number in a value, the higher end of a range; 0 where there is none."""
    return str((_NUMBERS.findall(value) or ["0"])[-1])


def day_text(day: date) -> str:
    """2026年11月21日"""
    return f"{day.year}年{day.month}月{day.day}日"


def _range(value: Range, unit: str) -> str:
    low, high = _plain(value.low), _plain(value.high)
    both = low if low == high else f"{low}至{high}"
    return f"{'约' if value.approximate else ''}{both}{unit}"


def _plain(value: Decimal) -> str:
    return f"{int(value)}" if value == int(value) else f"{value:f}"
