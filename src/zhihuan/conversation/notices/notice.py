"""The Reading of a text: what it claims to be, the marks in it, what it cannot show.

fraud marks    先不点、不转、不给验证码，再核实
breaches       留证据，找官方客服，再投诉
neither        nothing can be concluded; how to verify is told all the same
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

from zhihuan.conversation import privacy
from zhihuan.conversation.message import clean
from zhihuan.conversation.notices.folding import Folded, fold
from zhihuan.conversation.notices.marks import GROUPS, Kind, Mark, claims_of, kinds, marks
from zhihuan.library.contacts import Contact
from zhihuan.library.sources import Source
from zhihuan.library.statements import Statement, in_force, prose, sources_json, statements_of
from zhihuan.repayment import AI_LABEL, Calculation
from zhihuan.repayment.calculation import InputList, calculation, count_figure

Verdict = Literal["fraud-marks", "breaches", "fraud-marks-and-breaches", "nothing-concluded"]

_SAID: Mapping[Verdict, str] = {
    "fraud-marks": "里面有骗子常用的说法，先不点链接、不转钱、不给验证码。[^contact-anti-fraud]",
    "breaches": "里面有越线的话，先截图、录音留好。[^collection-evidence]",
    "fraud-marks-and-breaches": "里面有骗子常用的说法，也有越线的话，先不转钱、不给验证码，"
    "截图留好。[^contact-anti-fraud][^collection-evidence]",
    "nothing-concluded": "没有找到已知的骗术说法，也没有找到越线的话，但这不等于它是真的："
    "只凭文字下不了结论。[^court-real-contacts]",
}
_LOST = "钱已经转了、验证码已经给了，马上打110，再打银行卡背面的电话停卡。[^contact-police]"
_LONGEST_QUOTE = 40
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark, and where in the covered text its words stand."""

    mark: Mark
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is the covered text; spans are places in it. `private` are the kinds covered."""

    text: str
    private: tuple[str, ...]
    kinds: tuple[Kind, ...]
    found: tuple[FoundMark, ...]
    verdict: Verdict
    said: tuple[Statement, ...]
    not_known: tuple[Statement, ...]
    checks: tuple[tuple[Statement, ...], ...]
    contacts: tuple[Contact, ...]
    articles: tuple[str, ...]
    next_step: tuple[Statement, ...]
    if_lost: tuple[Statement, ...]
    sources: tuple[Mapping[str, Any], ...]
    as_of: date

    def of(self, group: str) -> tuple[FoundMark, ...]:
        """The marks of one group."""
        return tuple(each for each in self.found if each.mark.group == group)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything it states, in the order in which it is told."""
        why = (s for each in self.found for s in each.mark.why)
        checks = (s for check in self.checks for s in check)
        return (*self.said, *why, *self.not_known, *checks, *self.next_step, *self.if_lost)

    @property
    def calculation(self) -> Calculation:
        """The reading as evidence. It keeps the quoted words, not the text."""
        inputs = InputList({})
        inputs.add("kind", "它自称或者看起来是", "、".join(kind.label for kind in self.kinds[:3]))
        inputs.add("characters", "读了多少字", len(self.text))
        return calculation(
            name="这段文字里有什么",
            kind="notice",
            inputs=inputs.items,
            formula="和已知的骗术说法、催收规则逐条对照；只凭文字不能说它是真的",
            assumptions=[
                *(each.text for each in self.said),
                *(self.told(each) for each in self.found),
                *(each.text for each in self.not_known),
                *(prose(check) for check in self.checks),
                prose(self.next_step),
                *(each.text for each in self.if_lost),
            ],
            result={
                "verdict": self.verdict,
                "as_of": self.as_of.isoformat(),
                "kinds": [{"id": kind.id, "label": kind.label} for kind in self.kinds],
                "said": [each.to_json() for each in self.said],
                "marks": [self._mark_json(each) for each in self.found],
                "not_known": [each.to_json() for each in self.not_known],
                "checks": [[each.to_json() for each in check] for check in self.checks],
                "next_step": [each.to_json() for each in self.next_step],
                "if_lost": [each.to_json() for each in self.if_lost],
                "contacts": [contact.to_json() for contact in self.contacts],
                "articles": list(self.articles),
            },
            figures=[
                count_figure(len(self.of(group)), "count", label) for group, label in GROUPS.items()
            ],
        )

    def _mark_json(self, each: FoundMark) -> dict[str, Any]:
        return {
            "id": each.mark.id,
            "group": each.mark.group,
            "label": each.mark.label,
            "spans": [
                {"start": start, "end": end, "quote": self.quote((start, end))}
                for start, end in each.spans
            ],
            "why": [statement.to_json() for statement in each.mark.why],
        }

    def told(self, each: FoundMark) -> str:
        """A mark in words: what it is, the words that say it, and why it matters."""
        return f"{each.mark.label}：“{self.quote(each.spans[0])}”。{prose(each.mark.why)}"

    def quote(self, span: tuple[int, int]) -> str:
        """The words at a place, cut where they are long."""
        words = " ".join(self.text[span[0] : span[1]].split())
        return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"

    def text_of(self) -> str:
        """The whole reading as plain text."""
        claims = "、".join(kind.label for kind in self.kinds[:3])
        lines = [f"【{AI_LABEL}】", f"它自称或者看起来是：{claims}", prose(self.said)]
        for group, heading in GROUPS.items():
            told = [f"- {self.told(each)}" for each in self.of(group)]
            lines += [f"\n■ {heading}（{len(told)} 处）", *told] if told else []
        lines += ["\n■ 不知道的", *(f"- {each.text}" for each in self.not_known)]
        lines += ["\n■ 怎么自己核实", *(f"- {prose(check)}" for check in self.checks)]
        lines += ["\n■ 现在先做这一件", f"- {prose(self.next_step)}"]
        lines += ["\n■ 如果已经给了", f"- {prose(self.if_lost)}"] if self.if_lost else []
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Everything, the covered text included."""
        return {
            **self.calculation.result,
            "text": self.text,
            "private": list(self.private),
            "notice": privacy.notice(self.private),
            "fallback": self.text_of(),
            "sources": [dict(each) for each in self.sources],
            "calculation": self.calculation.to_json(),
        }


def read_notice(
    text: str,
    *,
    as_of: date,
    sources: Mapping[str, Source],
    contacts: Mapping[str, Contact],
) -> Reading:
    """Read what somebody received. Raises InvalidMessage where there is nothing to read."""
    covered = privacy.mask(clean(text))
    folded = fold(covered.text)
    claimed = claims_of(folded)
    found = _found(covered.text, folded, {kind.id for kind in claimed}, as_of, sources)
    verdict = _verdict(found)
    main = _adviser(claimed[0], verdict)
    said = in_force(statements_of(_SAID[verdict]), as_of, sources)
    lost = statements_of(_LOST) if verdict.startswith("fraud") else ()
    not_known = in_force(main.unknown, as_of, sources)
    checks = tuple(c for each in main.checks if (c := in_force(each, as_of, sources)))
    next_step = in_force(main.next_step, as_of, sources)
    if_lost = in_force(lost, as_of, sources)
    stated = [*said, *(s for each in found for s in each.mark.why), *not_known,
              *(s for check in checks for s in check), *next_step, *if_lost]  # fmt: skip
    return Reading(
        text=covered.text,
        private=covered.found,
        kinds=claimed,
        found=found,
        verdict=verdict,
        said=said,
        not_known=not_known,
        checks=checks,
        contacts=tuple(contacts[key] for key in main.contacts if key in contacts),
        articles=main.articles,
        next_step=next_step,
        if_lost=if_lost,
        sources=tuple(sources_json(stated, as_of, sources)),
        as_of=as_of,
    )


def _found(
    text: str, folded: Folded, claims: set[str], as_of: date, sources: Mapping[str, Source]
) -> tuple[FoundMark, ...]:
    """The marks in the text, a mark that another one excludes left out."""
    found: dict[str, FoundMark] = {}
    for mark in marks():
        if mark.claims and not mark.claims & claims:
            continue
        if not all(each.holds_on(as_of, sources) for each in mark.why):
            continue
        places = islice(mark.pattern.found(folded.text), _MOST_PLACES)
        spans = tuple(_whole(text, *folded.span(*match.span())) for match in places)
        if spans:
            found[mark.id] = FoundMark(mark, spans)
    return tuple(each for each in found.values() if not each.mark.absent & found.keys())


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The same place, with the whole of a covered word that it cuts: 〔微信 → 〔微信号〕."""
    if text.rfind("〔", start, end) > text.rfind("〕", start, end):
        end = max(end, text.find("〕", end) + 1)
    return start, end


def _adviser(claimed: Kind, verdict: Verdict) -> Kind:
    """The kind whose advice is given: who breaks the rules of collection is a collector."""
    if verdict == "breaches" and claimed.id in ("unknown", "platform", "bank"):
        return next(kind for kind in kinds() if kind.id == "collector")
    return claimed


def _verdict(found: Sequence[FoundMark]) -> Verdict:
    groups = {each.mark.group for each in found}
    if {"fraud", "breach"} <= groups:
        return "fraud-marks-and-breaches"
    if "fraud" in groups:
        return "fraud-marks"
    return "breaches" if "breach" in groups else "nothing-concluded"
