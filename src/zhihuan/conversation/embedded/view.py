"""What the embedded brain makes of a conversation, read out of its messages.

Human messages carry, in `additional_kwargs`: `as_of` (the day, ISO), `asked` (what the turn
before asked for) and `done` (the kinds of sums done before). Without them it still reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from zhihuan.clock import today
from zhihuan.conversation.composer import bare
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.sentences import RawSentence, SentenceStream
from zhihuan.conversation.situation import Situation, Utterance, changes
from zhihuan.conversation.understanding import (
    Request,
    asks_something,
    is_about_a_plan,
    is_correction,
    questions_of,
    sums_wanted,
    talk_of,
)

# Messages up to this many characters can be about figures alone.
_SHORT = 24
_FIGURES = frozenset(
    "amount due days_late stage periods fee_rate annual_rate daily_rate budget income spending "
    "settled_on".split()
)
_COVERED = re.compile("〔[^〕]*〕")


@dataclass(frozen=True, slots=True)
class View:
    """The message, and all that was known, asked and shown before it.

    `told` names the fields of the Situation that this message changed; `asked` those that were
    ever asked for; `shown` holds every sentence shown, bare of punctuation.
    """

    text: str
    as_of: date
    before: Situation
    situation: Situation
    request: Request
    asked: frozenset[str]
    shown: frozenset[str]
    previous: str | None
    told: frozenset[str]

    @property
    def is_late(self) -> bool:
        """Whether we know that, and how long, something is past its day."""
        return self.situation.days_on(self.as_of) is not None

    @property
    def only_figures(self) -> bool:
        """Whether the message gives or asks for figures and nothing else: sums answer it."""
        sums = set(self.request.sums)
        plans = sums & {"installment_plan", "compare_plans"}
        late_anew = "overdue_cost" in sums and not self.request.corrected
        if sums and not asks_something(self.text):
            return self.previous is not None or (bool(plans) and not late_anew)
        asked = [q for q in self.request.questions if asks_something(q)]
        return bool(plans) and all(map(is_about_a_plan, asked)) and not late_anew

    @property
    def only_tells(self) -> bool:
        """Whether the message only adds to what is known, and not enough yet for a sum."""
        late_for_the_first_time = self.previous is None and self.is_late
        return (
            bool(self.told & _FIGURES)
            and self.told <= _FIGURES | {"product"}
            and not self.request.sums
            and not asks_something(self.text)
            and not late_for_the_first_time
            and len(_COVERED.sub("", self.text)) <= _SHORT
        )


def view_of(history: Sequence[BaseMessage], current: BaseMessage) -> View:
    """The conversation as it stands when `current` has come in."""
    said = [m for m in history if isinstance(m, HumanMessage)]
    utterances = [_utterance(m) for m in [*said, current]]
    before, situation = read_situation(utterances[:-1]), read_situation(utterances)
    done = current.additional_kwargs.get("done") or ()
    text = utterances[-1].text
    changed = changes(before, situation)
    talk = talk_of(text)
    request = Request(
        talk=talk,
        questions=questions_of(text),
        sums=() if talk not in ("none", "assent") else sums_wanted(text, situation, changed, done),
        corrected=is_correction(text, changed),
    )
    asked = {u.asked for u in utterances if u.asked}
    shown = {
        bare(sentence.text)
        for message in history
        if isinstance(message, AIMessage) and message.content
        for sentence in _sentences(str(message.content))
    }
    previous = utterances[-2].text if len(utterances) > 1 else None
    return View(
        text, utterances[-1].said_on, before, situation, request, frozenset(asked),
        frozenset(shown), previous, frozenset(change.field for change in changed),
    )  # fmt: skip


def _utterance(message: BaseMessage) -> Utterance:
    as_of = message.additional_kwargs.get("as_of")
    return Utterance(
        str(message.content),
        date.fromisoformat(as_of) if as_of else today(),
        message.additional_kwargs.get("asked"),
    )


def _sentences(text: str) -> list[RawSentence]:
    stream = SentenceStream()
    return [*stream.feed(text), *stream.flush()]
