"""A letter filled in from what is known, and nothing else.

    template + Situation + what the person adds  ──▶  Letter: lines, what was filled, what is not

What nobody told us stays visible as ［请填：…］ and is listed. Names, numbers and addresses are
the writer's own pen's: they are never filled in, and where one slipped into what was added it is
covered and becomes a gap. What was only supposed (如果我失业了) is not told as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhihuan.conversation.calculators.typed import day_of
from zhihuan.conversation.letter_values import Filled, day_text, does_not_add_up, fill_blanks
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.situation_words import PRODUCTS
from zhihuan.library.contacts import Contact
from zhihuan.library.letters import LetterTemplate, LineKind
from zhihuan.library.sources import Source
from zhihuan.library.statements import Statement, in_force, sources_json
from zhihuan.repayment import AI_LABEL, Calculation, Deadline, InvalidTerms, Origin, deadline
from zhihuan.repayment.calculation import InputList, calculation

LETTER_LABEL = f"{AI_LABEL}，请逐句核对，补上空白，再签字"
_RULES = {"law", "regulation", "rule", "judicial-interpretation", "standard", "self-regulation"}
_COVERED = re.compile("〔([^〕]{1,8})〕")


@dataclass(frozen=True, slots=True)
class Gap:
    """What is still to be filled in. `options` are (id, text), where one is to be chosen."""

    name: str
    label: str
    by_hand: bool
    hint: str | None
    options: tuple[tuple[str, str], ...]

    @property
    def mark(self) -> str:
        """How it stands in the letter."""
        return f"［请填：{self.label}］"


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of the letter: its text, gaps included."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as far as it can be written, and what belongs beside it."""

    template: LetterTemplate
    as_of: date
    lines: tuple[WrittenLine, ...]
    filled: tuple[Filled, ...]
    gaps: tuple[Gap, ...]
    send_to: tuple[tuple[Contact | None, tuple[Statement, ...]], ...]
    by: tuple[Statement, ...]
    last_day: Deadline | None
    attach: tuple[Statement, ...]
    mind: tuple[Statement, ...]
    sources: tuple[Mapping[str, Any], ...]
    calculation: Calculation

    @property
    def body(self) -> str:
        """The letter alone, as text."""
        return "\n\n".join(line.text for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """Everything, and the calculation behind it."""
        return {
            **self.calculation.result,
            "fallback": self.text(),
            "sources": [dict(each) for each in self.sources],
            "calculation": self.calculation.to_json(),
        }

    def text(self) -> str:
        """The letter and what belongs beside it, for a reader of plain text."""
        return "\n\n".join([f"【{LETTER_LABEL}】", self.body, *map(_section, self.notes())])

    def notes(self) -> list[tuple[str, list[str]]]:
        """What belongs beside it, as headings and lines: it is for the writer, not to be sent."""
        typed = [gap for gap in self.gaps if not gap.by_hand]
        by_hand = "、".join(gap.label for gap in self.gaps if gap.by_hand)
        missing = [_gap_line(gap) for gap in typed]
        if by_hand:
            missing.append(f"打印以后自己手写：{by_hand}")
        when = [each.text for each in self.by]
        if self.last_day is not None:
            when.insert(0, _last_day_line(self.last_day))
        told = [
            ("还有这些空没有填", missing),
            ("送到哪里", ["".join(s.text for s in says) for _, says in self.send_to]),
            ("什么时候之前", when),
            ("随信附上", [each.text for each in self.attach]),
            ("要留意", [each.text for each in self.mind]),
            ("依据", list(dict.fromkeys(_source_line(each) for each in self.sources))),
        ]
        return [(heading, lines) for heading, lines in told if lines]


def write_letter(
    template: LetterTemplate,
    *,
    as_of: date,
    sources: Mapping[str, Source],
    contacts: Mapping[str, Contact],
    situation: Situation | None = None,
    added: Mapping[str, str] | None = None,
    said: Sequence[str] = (),
) -> Letter:
    """Fill `template` in. `added` are values by the name of the blank, `said` what they wrote.

    Raises InvalidTerms for a value that is none, a blank that does not exist or is the pen's, and
    on a day on which the rule that the letter rests on was not in force.
    """
    situation = situation or Situation()
    if len(in_force(template.rests_on, as_of, sources)) != len(template.rests_on):
        raise InvalidTerms("这封信依据的规则在那一天没有施行，请换一个日期")
    filled = fill_blanks(template, situation, added or {}, said, as_of)
    gaps: list[Gap] = []
    lines = tuple(
        WrittenLine(line.kind, "".join(_written(line.parts, template, filled, gaps)))
        for line in template.lines
    )
    told = tuple(filled.values())
    last_day = _last_day(template, added or {}, as_of)
    send_to = tuple(_recipients(template, situation, added or {}, as_of, sources, contacts))
    by = in_force(template.by.says, as_of, sources)
    attach = in_force(template.attach, as_of, sources)
    mind = (*does_not_add_up(filled), *in_force(template.mind, as_of, sources))
    stated = [*template.rests_on, *by, *(s for _, says in send_to for s in says), *attach, *mind]
    return Letter(
        template, as_of, lines, told, tuple(gaps), send_to, by, last_day, attach, mind,
        tuple(sources_json(stated, as_of, sources)),
        _calculation(template, as_of, lines, told, gaps, send_to, by, last_day, attach, mind),
    )  # fmt: skip


def _written(
    parts: Sequence[str], template: LetterTemplate, filled: Mapping[str, Filled], gaps: list[Gap]
) -> Iterator[str]:
    for at, part in enumerate(parts):
        if at % 2 == 0:
            yield part
            continue
        if part in filled:
            value = filled[part].value
            for kind in _COVERED.findall(value):
                _add(gaps, Gap(f"{part}-{kind}", kind, True, None, ()))
            yield _COVERED.sub(lambda found: f"［请填：{found[1]}］", value)
            continue
        blank = template.blanks[part]
        options = tuple((choice.id, choice.text) for choice in blank.choices)
        gap = Gap(part, blank.label, blank.by_hand, blank.hint, options)
        _add(gaps, gap)
        yield gap.mark


def _add(gaps: list[Gap], gap: Gap) -> None:
    if gap not in gaps:
        gaps.append(gap)


def _recipients(
    template: LetterTemplate,
    s: Situation,
    added: Mapping[str, str],
    as_of: date,
    sources: Mapping[str, Source],
    contacts: Mapping[str, Contact],
) -> Iterator[tuple[Contact | None, tuple[Statement, ...]]]:
    kind = s.lender_kind.value if s.lender_kind else None
    product = added.get("product") or (s.product.value if s.product else None)
    names = {name: key for key, name in PRODUCTS.items()}
    product = names.get(product or "", product)
    for to in template.send_to:
        if to.binds and kind is not None and kind not in to.binds:
            continue
        if to.products and product is not None and product not in to.products:
            continue
        says = in_force(to.says, as_of, sources)
        if says:
            yield (contacts.get(to.contact) if to.contact else None), says


def _last_day(
    template: LetterTemplate, added: Mapping[str, str], as_of: date
) -> Deadline | None:  # fmt: skip
    by = template.by
    if by.deadline is None or by.event is None or not added.get(by.event, "").strip():
        return None
    event = day_of(added[by.event], template.blanks[by.event].label)
    return deadline(by.deadline, event, as_of=as_of)


def _calculation(
    template: LetterTemplate,
    as_of: date,
    lines: Sequence[WrittenLine],
    filled: Sequence[Filled],
    gaps: Sequence[Gap],
    send_to: Sequence[tuple[Contact | None, tuple[Statement, ...]]],
    by: Sequence[Statement],
    last_day: Deadline | None,
    attach: Sequence[Statement],
    mind: Sequence[Statement],
) -> Calculation:
    """The letter as evidence: what went in and who said so, and what came out."""
    inputs = InputList({})
    for each in filled:
        origin: Origin = "derived" if each.told == "said" else "user"
        inputs.add(each.blank.name, each.blank.label, each.value, fallback=origin)
    sent = [statement for _, says in send_to for statement in says]
    return calculation(
        name=template.title,
        kind="letter",
        inputs=inputs.items,
        formula="按固定的模板，只填您说过的；不知道的留着空",
        assumptions=[each.text for each in (*by, *sent, *attach, *mind)],
        result={
            "id": template.id,
            "title": template.title,
            "for": template.purpose,
            "as_of": as_of.isoformat(),
            "label": LETTER_LABEL,
            "lines": [{"kind": line.kind, "text": line.text} for line in lines],
            "text": "\n\n".join(line.text for line in lines),
            "filled": [
                {
                    "name": each.blank.name,
                    "label": each.blank.label,
                    "value": each.value,
                    "told": each.told,
                    "words": each.words,
                }
                for each in filled
            ],
            "gaps": [_gap_json(gap) for gap in gaps],
            "send_to": [
                {
                    "contact": contact.to_json() if contact else None,
                    "says": [statement.to_json() for statement in says],
                }
                for contact, says in send_to
            ],
            "by": {
                "says": [each.to_json() for each in by],
                "last_day": last_day.last_day.isoformat() if last_day else None,
                "days_left": last_day.days_left if last_day else None,
                "whose": last_day.rule.whose if last_day else None,
            },
            "attach": [each.to_json() for each in attach],
            "mind": [each.to_json() for each in mind],
            "reviewed": template.reviewed.isoformat(),
        },
        figures=last_day.calculation.figures if last_day else (),
    )


def _gap_json(gap: Gap) -> dict[str, Any]:
    return {
        "name": gap.name,
        "label": gap.label,
        "by_hand": gap.by_hand,
        "hint": gap.hint,
        "options": [{"id": key, "text": text} for key, text in gap.options],
    }


def _gap_line(gap: Gap) -> str:
    choose = "，从这几样里选：" + "；".join(text for _, text in gap.options) if gap.options else ""
    return f"{gap.label}{choose}{f'（{gap.hint}）' if gap.hint else ''}"


def _last_day_line(found: Deadline) -> str:
    left = found.days_left or 0
    rest = f"还剩 {left} 天" if left >= 0 else f"已经过了 {-left} 天"
    return (
        f"{found.rule.label}的最后一天是 {day_text(found.last_day)}"
        f"（从{found.rule.event}那天算，{rest}，由{found.rule.whose}来做）。"
    )


def _source_line(source: Mapping[str, Any]) -> str:
    named = f"《{source['name']}》" if source["kind"] in _RULES else str(source["name"])
    return f"{named}{source['article'] or ''}"


def _section(note: tuple[str, list[str]]) -> str:
    heading, lines = note
    return f"■ {heading}\n" + "\n".join(f"- {line}" for line in lines)
