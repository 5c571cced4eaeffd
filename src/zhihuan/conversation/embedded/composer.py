"""An answer put together from passages and sums: the answer, then the sum, then one next step.

Nothing is worded here that states a fact: facts are quoted from passages, figures from sums,
and the rest are the lines of `phrases.yaml`. A sentence that the conversation has already shown
is not shown again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhihuan.conversation.embedded.told_sums import PLAINLY, Manner, explained, told
from zhihuan.conversation.found import Answer, Computed, Line, Part
from zhihuan.conversation.phrases import phrase

LEAD_SENTENCES = 3
SECTION_SENTENCES = 4
# A section that is told after what answers the question must be about as near to it.
_ABOUT_AS_NEAR = 0.06

_STAGE = re.compile("M[1-7]")
_IN_COMMON = 1
_JD_HOTLINE = "95118"
# What helps nobody who has paid already.
_STILL_TO_PAY = re.compile("把[^，。]{0,10}(?:补上|还上|还清)|还多少才|先还(?:够|这)|手里的钱够还")
_EXAMPLE_IN_YUAN = re.compile(r"[0-9]万?元")


@dataclass(slots=True)
class Draft:
    """What goes into one answer. `explain`: the sums were told, now say how they came about.

    `changed`: the figures told anew, in words; `settled`: all that was late is paid by now.
    `not_jd`: what is owed is owed to somebody else, whom JD's hotline cannot help. `of_debts`: the
    sums are over several debts, and each is done over with the others; `dear`: it is asked whether
    the price is high, and what was told of it before is not told again; `figure`: for a number.
    """

    today: date
    answers: Sequence[Answer] = ()
    companion: tuple[str, Answer] | None = None
    sums: Sequence[Computed] = ()
    complaints: Sequence[str] = ()
    ask: str | None = None
    openings: Sequence[str] = ()
    explain: bool = False
    sums_first: bool = False
    changed: str | None = None
    settled: bool = False
    question: str = ""
    not_jd: bool = False
    of_debts: bool = False
    dear: bool = False
    figure: bool = False
    manner: Manner = PLAINLY
    shown: Collection[str] = field(default_factory=frozenset)


def compose(draft: Draft) -> str:
    """The text, with a handle behind every sentence that rests on something."""
    writer = _Writer(draft.shown, draft.not_jd, draft.settled)
    for opening in draft.openings:
        if opening == "recomputed" and draft.changed:
            writer.paragraph(f"好，按{draft.changed}重新算。")
        else:
            writer.paragraph(phrase(opening))
    if draft.sums_first:
        _tell_sums(writer, draft)
    several = len(draft.answers) > 1
    for number, answer in enumerate(draft.answers):
        _tell_article(writer, answer, draft.question, brief=several, sums=None if number else draft)
    if not draft.answers and not draft.sums_first:
        _tell_sums(writer, draft)
    if draft.companion is not None:
        _tell_companion(writer, *draft.companion)
    if draft.answers:
        _tell_next_step(writer, draft.answers[0])
    if draft.ask:
        writer.paragraph(phrase(f"ask-{draft.ask}"))
    return writer.text


def _tell_article(
    writer: _Writer, answer: Answer, question: str, *, brief: bool, sums: Draft | None
) -> None:
    computed = sums is not None and bool(sums.sums)
    lead = _quotes(answer.lead, LEAD_SENTENCES, writer, worked_out=computed) if answer.lead else []
    section = _section(answer, writer, brief=brief and bool(lead), worked_out=computed)
    again = not lead and answer.lead is not None and not computed
    if again and (gist := _gist(answer, question, writer, section)):
        # What answers it best was said before: say so, and give the gist again.
        lead = [writer.again(), gist]
        if section is not None and section.near < _nearest_told(answer, writer) - _ABOUT_AS_NEAR:
            section = None
    writer.paragraph(*lead)
    if sums is not None and not sums.sums_first:
        _tell_sums(writer, sums)
    if section is not None:
        limit = 2 if brief else SECTION_SENTENCES
        writer.paragraph(*_quotes(section, limit, writer, worked_out=computed))


def _gist(answer: Answer, question: str, writer: _Writer, new: Part | None) -> str:
    """The sentence told before that has most in common with the question.

    "" where the `new` part is about as near to the question as what was told.
    """
    if new is not None and new.near >= _nearest_told(answer, writer) - _ABOUT_AS_NEAR:
        return ""
    told = [
        (line.text, part.handle, part.near)
        for part in answer.parts
        for line in part.sentences
        if part is not answer.next_step and writer.told(part, line)
    ]
    text, handle, _ = max(told, key=lambda each: (in_common(question, each[0]), each[2]))
    return f"{text}[{handle}]"


def _nearest_told(answer: Answer, writer: _Writer) -> float:
    """How near to the question the nearest part is of which something was told before."""
    return max(
        part.near
        for part in answer.parts
        if part is not answer.next_step and any(writer.told(part, s) for s in part.sentences)
    )


def in_common(one: str, other: str) -> int:
    """How many pairs of characters two texts share."""
    return len(_pairs(one) & _pairs(other))


def _pairs(text: str) -> set[str]:
    plain = bare(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _tell_companion(writer: _Writer, kind: str, answer: Answer) -> None:
    """The fact that belongs beside a sum, once in a conversation."""
    lead = answer.lead
    if lead is not None and not any(writer.has(line.text) for line in lead.sentences):
        writer.paragraph(phrase(f"beside-{kind}") + "\n", *_quotes(lead, 2, writer))


def _section(answer: Answer, writer: _Writer, *, brief: bool, worked_out: bool) -> Part | None:
    """The part to tell after the lead: the nearest to the question with something new in it."""
    if brief:
        return answer.nearest
    parts = [p for p in answer.parts if p is not answer.lead and p is not answer.next_step]
    new = (part for part in parts if _quotes(part, 1, writer, worked_out=worked_out))
    return next(new, None)


def _tell_sums(writer: _Writer, draft: Draft) -> None:
    if draft.explain:
        for lines in explained(draft.sums):
            writer.paragraph(*lines)
    else:
        _tell_results(writer, draft)
    for complaint in draft.complaints:
        writer.paragraph(phrase("sum-failed") + "\n", complaint + "\n")


def _tell_results(writer: _Writer, draft: Draft) -> None:
    paragraphs = told(draft.sums, draft.today, draft.manner)
    # What is done over with the debts may begin as before, and say something new.
    fuller = any(computed.kind == "instalments_left" for computed in draft.sums)
    begins = None if draft.of_debts or fuller else 1
    told_before = [p for p in paragraphs if all(writer.has(unmarked(s)) for s in p[:begins])]
    beside_new = (draft.of_debts or draft.dear or draft.manner.how_long) and len(told_before) < len(
        paragraphs
    )
    if told_before and not writer.told_again and not beside_new:
        best = [_best(each, draft) for each in told_before]
        writer.paragraph(writer.again(), *(sentence for each in best for sentence in each))
    for sentences in paragraphs:
        if sentences not in told_before:
            new = (s for s in sentences if not writer.has(unmarked(s)))
            writer.paragraph(*(s for s in new if not writer.names_stage(s)))


def _best(told: Sequence[str], draft: Draft) -> list[str]:
    """What of a paragraph is told again: the sentence with most of the question in it; behind the
    first, which holds the figure, where a figure is asked for."""
    best = max(told, key=lambda sentence: in_common(draft.question, sentence))
    return list(dict.fromkeys((told[0], best))) if draft.figure else [best]


def _tell_next_step(writer: _Writer, answer: Answer) -> None:
    if answer.next_step is not None:
        writer.paragraph(*_quotes(answer.next_step, 1, writer))


def _quotes(part: Part, limit: int, writer: _Writer, *, worked_out: bool = False) -> list[str]:
    """The first `limit` sentences of a part that were not shown yet, with its handle.

    A list is taken whole or not at all: half of one misleads. So does a section without its
    heading, which often says for whom it holds. `worked_out`: the person's own sum stands beside
    it, so examples in yuan would only confuse.
    """
    lines = [line for line in part.sentences if not writer.told(part, line)]
    lines = [line for line in lines if not writer.leaves_out(line.text)]
    if worked_out:
        lines = [line for line in lines if not _is_example(line.text)]
    if any(line.bullet for line in lines):
        limit = len(lines)
    quotes: list[str] = []
    item = 0  # the line of the list item that is being told
    for number, line in enumerate(lines[:limit]):
        joint = "\n- " if line.bullet else "\n" if item and line.number != item else ""
        item = line.number if line.bullet or (item and not joint) else 0
        if part.condition and not number:
            joint = f"{part.condition}：" + (f"[{part.handle}]{joint}" if line.bullet else "")
        quotes.append(f"{joint}{line.text}[{part.handle}]")
    return quotes


def _is_example(text: str) -> bool:
    return bool(_EXAMPLE_IN_YUAN.search(text)) or text.startswith(("比如", "例如"))


class _Writer:
    """Collects paragraphs and knows what was said before."""

    def __init__(self, shown: Collection[str], not_jd: bool = False, settled: bool = False) -> None:
        self._shown = set(shown)
        self._not_jd = not_jd
        self._settled = settled
        self._paragraphs: list[str] = []
        self.told_again = False

    def has(self, text: str) -> bool:
        return bare(text) in self._shown

    def told(self, part: Part, line: Line) -> bool:
        """Whether a line was told before, behind its heading or without."""
        return self.has(line.text) or self.has(part.condition + line.text)

    def leaves_out(self, text: str) -> bool:
        """Whether a sentence sends people to a company that they do not owe, or to pay again."""
        unpaid = self._settled and _STILL_TO_PAY.search(text) is not None
        return unpaid or (self._not_jd and _JD_HOTLINE in text)

    def again(self) -> str:
        """The words before something that was told already; other words the second time."""
        self.told_again = True
        keys = ("said-before", "said-before-again")
        return next((p for p in map(phrase, keys) if not self.has(p)), phrase(keys[-1])) + "\n"

    def names_stage(self, sentence: str) -> bool:
        """Whether `sentence` names a stage (M2) that this answer has named already."""
        stage = _STAGE.search(sentence)
        return stage is not None and any(stage.group() in p for p in self._paragraphs)

    def paragraph(self, *sentences: str) -> None:
        if sentences:
            self._shown |= {bare(unmarked(s)) for s in sentences}
            self._paragraphs.append("".join(sentences).strip("\n"))

    @property
    def text(self) -> str:
        return "\n\n".join(self._paragraphs)


def unmarked(sentence: str) -> str:
    """A sentence without the handles behind it."""
    return re.sub(r"\[[PC]\d+\]", "", sentence)


def bare(text: str) -> str:
    """A sentence without its punctuation, for comparing."""
    return re.sub(r"[\W_]", "", text)
