"""The gate: what a brain writes leaves sentence by sentence, and only if it is grounded.

A sentence is shown if

1. it breaks no rule of `rules.yaml`;
2. every handle behind it names a passage or a sum of this turn, and it carries no other mark
   of citation;
3. each figure in it stands in a sum, in a passage behind this sentence, in what was shown
   earlier in the conversation, or in the person's own words, with the same unit;
4. stating anything, it has a passage or a sum behind it, shares enough of its words with what
   it cites, and does not say yes where the clause nearest to it says no; without one, it is a
   question, or talk that states nothing (我在, 慢慢来).

A sentence of a cited passage, or of what a cited sum says of itself, word for word, needs no
more than 2; a line of `phrases.yaml`, and
the reason that a sum cannot be done, are our own words. What fails is not shown and not taken
back later: it never leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from zhihuan.conversation.clauses import claims_in, clauses_of
from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.grounds import is_among, is_computed
from zhihuan.conversation.phrases import is_ours
from zhihuan.conversation.quantities import Quantity, find_quantities
from zhihuan.conversation.rules import rules
from zhihuan.conversation.sentences import Break, RawSentence
from zhihuan.conversation.small_talk import states_nothing
from zhihuan.conversation.support import (
    SUPPORT,
    contradicts,
    is_explained,
    is_quoted,
    is_talk_of_sums,
    runs,
    share,
    stands_in,
    words_of,
)
from zhihuan.library.article import Passage
from zhihuan.repayment import Calculation

# Figures that are no quantities, and must stand in the source letter by letter: 两倍、第90天、M8.
_VERBATIM = re.compile(
    r"[0-9.]+\s?倍|[一二两三四五六七八九十百千几半]+倍|翻了?[一两几]?[番倍]"
    r"|第\s?(?:[0-9]+|[一二三四五六七八九十百]+)\s?(?:天|日|周|个?月|年|期)|第\s?[0-9][0-9,.]+(?!条)"
    r"|(?<![A-Za-z])(?!M[1-7](?![0-9.])|(?i:rmb))[A-Za-z]{1,8}[0-9][0-9.,]*"
)
_DIGITS = re.compile(r"(?<!第)(?<!第\s)(?<!\d)\d(?:[\d,.]*\d)?")
# We speak Chinese; another language, or a code, could say anything.
_FOREIGN = re.compile(
    r"(?:[A-Za-z]+[ ,.;:'-]+){4}[A-Za-z]|[A-Za-z0-9+/=_-]{24,}|[\u0400-\u04ff\u3040-\u30ff\uac00-\ud7af]{4}"
)
_COUNTED = frozenset({"count", "number"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that may be shown, and what it rests on."""

    text: str
    breaks: Break
    passages: tuple[Passage, ...]
    calculations: tuple[Calculation, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence that is held back, and why: `rule` is a rule's id or a number of the above."""

    text: str
    rule: str
    why: str


class Gate:
    """Checks the sentences of one turn against its evidence."""

    def __init__(self, evidence: Evidence, secret: str = "") -> None:
        """`secret` are a language model's instructions, which it is not to recite.

        What such a model puts into a sum must have been named as well: the embedded brain reads
        it out of the person's words, a model might make it up.
        """
        self._evidence = evidence
        self._inputs_in_doubt = bool(secret)
        self._secret = runs(secret)
        self._said = self._quantities(evidence.said)
        self._earlier = self._quantities(
            text for answer in evidence.earlier for text in _texts_of(answer)
        )

    def check(self, sentence: RawSentence) -> Shown | Held:
        """Let a sentence through, or hold it back."""
        text = sentence.text
        passages = [self._evidence.passages.get(h) for h in sentence.handles if h[0] == "P"]
        sums = [self._evidence.calculations.get(h) for h in sentence.handles if h[0] == "C"]
        if sentence.strays or None in passages or None in sums:
            return Held(text, "2", "引用了没有找到的依据")
        cited = tuple(passage for passage in passages if passage is not None)
        computed = tuple(calculation for calculation in sums if calculation is not None)
        if any(self._made_up(calculation) for calculation in computed):
            return Held(text, "3", "算的是没有人说过的金额")
        if is_quoted(text, cited) or is_explained(text, computed) or self._is_ours(text):
            return Shown(text, sentence.breaks, cited, computed)
        for rule in rules():
            if rule.broken_by(text):
                return Held(text, rule.id, rule.why)
        if not (cited or computed) and runs(text) & self._secret:
            return Held(text, "instructions", "念的是给它的指示")
        if _FOREIGN.search(text):
            return Held(text, "foreign", "不是中文，看不出说了什么")
        unfounded = self._unfounded(text, cited)
        if unfounded is not None:
            return Held(text, "3", f"数字没有出处：{unfounded}")
        if not (cited or computed) and (claims_in(text) or not states_nothing(text)):
            return Held(text, "4", "说了事实，没有依据")
        if not self._supported(text, cited, computed):
            return Held(text, "4", "依据和这句话对不上")
        return Shown(text, sentence.breaks, cited, computed)

    def _made_up(self, calculation: Calculation) -> bool:
        """Whether an amount went in that neither the person nor anything shown had named."""
        if not self._inputs_in_doubt:
            return False
        passages = self._quantities(p.text for p in self._evidence.passages.values())
        known = [*self._said, *self._earlier, *passages]
        amounts = {end for q in known if q.unit in ("yuan", "number") for end in (q.low, q.high)}
        return any(
            each.origin == "user" and each.unit == "元" and Decimal(each.value) not in amounts
            for each in calculation.inputs
        )

    def _is_ours(self, text: str) -> bool:
        return is_ours(text) or any(text in note for note in self._evidence.notes)

    def _unfounded(self, text: str, cited: tuple[Passage, ...]) -> str | None:
        """The first figure in `text` that stands nowhere."""
        told = "".join((*self._evidence.said, *(passage.text for passage in cited)))
        for written in _VERBATIM.findall(text):
            if written.replace(" ", "") not in told.replace(" ", ""):
                return str(written)
        found = find_quantities(text, today=self._evidence.as_of)
        for run in _DIGITS.finditer(text):  # no digit slips by because nobody could read it
            read = any(q.start < run.end() and run.start() < q.end for q in found)
            if not read and not re.search(rf"(?<!\d){re.escape(run[0])}(?!\d)", told):
                return run[0]
        if not found:
            return None
        known = [
            *self._said,
            *self._earlier,
            *self._quantities(passage.text for passage in cited),
        ]
        sums = [
            figure
            for calculation in self._evidence.calculations.values()
            for figure in calculation.figures
        ]
        for quantity in found:
            if quantity.unit in _COUNTED and quantity.high <= 10 and not _has_digit(quantity.text):
                continue  # 一件事、两句话
            if not (is_among(quantity, known) or is_computed(quantity, sums)):
                return quantity.text
        return None

    def _supported(
        self, text: str, cited: tuple[Passage, ...], computed: tuple[Calculation, ...]
    ) -> bool:
        """Whether what is cited speaks of the same thing; a sum bears no fact but its figures."""
        if not computed:
            return not cited or (stands_in(text, cited) and not contradicts(text, cited))
        known = words_of(cited, computed)
        figures = [figure for calculation in computed for figure in calculation.figures]
        claims = claims_in(text.replace("费用", ""))  # what a sum is about
        return all(
            share(clause, known) >= SUPPORT
            or any(is_computed(quantity, figures) for quantity in self._quantities([clause]))
            or (clause not in claims and is_talk_of_sums(clause, known))
            for clause in clauses_of(text)
        )

    def _quantities(self, texts: Iterable[str]) -> list[Quantity]:
        return [
            quantity
            for text in texts
            for quantity in find_quantities(text, today=self._evidence.as_of)
        ]


def _texts_of(answer: object) -> list[str]:
    if not isinstance(answer, dict):
        return []
    return [str(answer.get("text", ""))]


def _has_digit(text: str) -> bool:
    return any(character.isdigit() and not "一" <= character <= "龥" for character in text)
