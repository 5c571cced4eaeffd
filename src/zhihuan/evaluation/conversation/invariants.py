"""What must hold of every answer, whatever was said and whichever brain wrote it.

The reading of figures here is another than the gate's: runs of digits, compared as numbers with
everything that the person was shown or said, so that the two do not share their mistakes. Chinese
numerals are read as quantities, and compared by value alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from zhihuan.conversation.phrases import is_ours
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.rules import rules
from zhihuan.evaluation.conversation.transcript import Failure

_DIGITS = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_SHORT = 20  # characters; 「不客气。」 may be said twice
_FIXED = (
    ("zhihuan.conversation.danger", "crisis_script.yaml"),
    ("zhihuan.conversation", "instructions.yaml"),
)


@dataclass(slots=True)
class Known:
    """Everything that figures of a conversation may come from. Grows with its turns."""

    numbers: set[Decimal] = field(default_factory=set)
    exact: list[Decimal] = field(default_factory=list)

    def add_text(self, text: str, day: date) -> None:
        """Figures that somebody wrote: the person, an article, a contact."""
        self.numbers |= set(_numbers(text)) | set(_spelt(text, day))

    def add_answer(self, answer: Mapping[str, Any], day: date) -> None:
        """What an answer rests on, and its own words, which may be spoken of again."""
        for citation in answer["citations"]:
            self.add_text(citation["quote"] + citation["title"] + citation["heading"], day)
        for contact in answer["contacts"]:
            self.add_text(f"{contact['number'] or ''} {contact['hours'] or ''}", day)
        for calculation in answer["calculations"]:
            self.add_text(calculation["formula"] + "".join(calculation["assumptions"]), day)
            for each in (*calculation["figures"], *calculation["inputs"]):
                self.exact += _numbers(str(each["value"]))

    def has(self, number: Decimal) -> bool:
        """Whether a figure is known, or is a computed one, rounded as it is shown."""
        if number in self.numbers:
            return True
        places = number.as_tuple().exponent
        step = Decimal(1).scaleb(places if isinstance(places, int) else 0)
        return any(
            _rounded(value, step) == number or number in _of_date(value) for value in self.exact
        )


def broken(
    answer: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], known: Known, day: date
) -> list[Failure]:
    """Every invariant that does not hold. `known` has what was said and shown, this turn too."""
    return [
        *_bad_citations(answer, day),
        *_figures_from_nowhere(answer, known, day),
        *_broken_rules(answer),
        *_repeats(answer, earlier),
        *_no_way_out(answer),
    ]


def _bad_citations(answer: Mapping[str, Any], day: date) -> Iterator[Failure]:
    citations = {citation["id"]: citation for citation in answer["citations"]}
    sums = {calculation["id"] for calculation in answer["calculations"]}
    for sentence in answer["sentences"]:
        if not (set(sentence["citations"]) <= citations.keys()):
            yield Failure("citation", f"引用了没有给出的依据：{sentence['text']}")
        if not (set(sentence["calculations"]) <= sums):
            yield Failure("citation", f"引用了没有做过的测算：{sentence['text']}")
    for citation in citations.values():
        begins, ends = _day(citation["valid_from"]), _day(citation["valid_to"])
        in_force = (begins is None or begins <= day) and (ends is None or day <= ends)
        if not in_force or citation["status"] != "current":
            yield Failure("in_force", f"{day} 那天不适用：{citation['slug']}")
        for source in citation["sources"]:
            if source["status"] != "current":
                yield Failure("in_force", f"{day} 那天不适用的依据：{source['name']}")


def _figures_from_nowhere(answer: Mapping[str, Any], known: Known, day: date) -> Iterator[Failure]:
    for sentence in answer["sentences"]:
        text = sentence["text"]
        if _is_fixed(text) or text in answer["replies"]:  # a title that is offered is a question
            continue
        for number in dict.fromkeys((*_numbers(text), *_spelt(text, day))):
            if not known.has(number):
                yield Failure("figure", f"{number} 没有出处：{text}")


def _broken_rules(answer: Mapping[str, Any]) -> Iterator[Failure]:
    quotes = "".join(citation["quote"] for citation in answer["citations"])
    told = "".join(
        calculation["formula"] + "".join(calculation["assumptions"])
        for calculation in answer["calculations"]
    )
    headings = {f"{citation['heading']}：" for citation in answer["citations"]}
    for sentence in answer["sentences"]:
        text = sentence["text"]
        for heading in headings:  # what a section is about stands before its first sentence
            text = text.removeprefix(heading)
        if _is_fixed(text) or is_ours(text) or text in quotes or text in told:
            continue
        if text in answer["replies"]:
            continue
        for rule in rules():
            if rule.broken_by(text):
                yield Failure(f"rule:{rule.id}", text)


def _repeats(answer: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> Iterator[Failure]:
    if answer["kind"] == "crisis":  # what a professional would say again
        return
    before = {part for each in earlier for part in _paragraphs(each)}
    for part in _paragraphs(answer):
        if part in before:
            yield Failure("repeats", part)


def _no_way_out(answer: Mapping[str, Any]) -> Iterator[Failure]:
    if not answer["text"].strip():
        yield Failure("empty", "没有回答")
    if answer["kind"] not in ("crisis", "handoff") and "转人工" not in answer["replies"]:
        yield Failure("hand_off", "没有给出转人工")


def _paragraphs(answer: Mapping[str, Any]) -> list[str]:
    return [part for part in str(answer["text"]).split("\n\n") if len(part) >= _SHORT]


@cache
def _fixed_lines() -> frozenset[str]:
    """Words that people wrote to be said as they are; they have tests of their own."""
    return frozenset(
        line
        for package, name in _FIXED
        for line in _texts_in(yaml.safe_load(files(package).joinpath(name).read_text("utf-8")))
    )


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts_in(each)


def _is_fixed(text: str) -> bool:
    lines = _fixed_lines()
    return text in lines or any(_filled(line).fullmatch(text) for line in lines if "{" in line)


@cache
def _filled(line: str) -> re.Pattern[str]:
    """A line with blanks, as it looks with anything but a letter in them."""
    parts = re.split(r"\{[a-z-]+\}", line)
    return re.compile(r"[0-9 -]{2,20}".join(re.escape(part) for part in parts))


def _numbers(text: str) -> list[Decimal]:
    found = []
    for run in _DIGITS.findall(unicodedata.normalize("NFKC", text)):
        try:
            found.append(Decimal(run.replace(",", "")))
        except InvalidOperation:
            continue
    return found


def _spelt(text: str, day: date) -> list[Decimal]:
    """Figures in Chinese numerals, of ten and more: 一件事 and 两句话 are no figures."""
    return [
        end
        for quantity in find_quantities(text, today=day)
        if not re.search("[0-9０-９]", quantity.text) and quantity.unit not in ("date", "hours")
        for end in (quantity.low, quantity.high)
        if end > 10
    ]


def _rounded(value: Decimal, step: Decimal) -> Decimal | None:
    if abs(value) > Decimal(10) ** 12:
        return None
    return value.quantize(step, rounding=ROUND_HALF_UP)


def _of_date(value: Decimal) -> Iterable[Decimal]:
    """A date is one figure of eight digits, and three numbers on the page."""
    digits = f"{value:f}"
    if len(digits) != 8 or not digits.isdigit():
        return ()
    return Decimal(digits[:4]), Decimal(digits[4:6]), Decimal(digits[6:])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
