"""What has been shown of an answer so far, and the whole of it when it is finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhihuan.conversation.events import Computed, Found, Kind, Said, prose
from zhihuan.conversation.gate import Held
from zhihuan.conversation.phrases import declines
from zhihuan.conversation.question import Question
from zhihuan.conversation.sentences import Break
from zhihuan.conversation.tools import TurnContext


@dataclass(slots=True)
class Reply:
    """What has been shown so far. `opening`: how many of the sentences are ours, before a brain's;
    `asked`: the brains that were asked, in order; `owed_break`: of sentences that were held back.
    """

    sentences: list[Said] = field(default_factory=list)
    citations: dict[str, Found] = field(default_factory=dict)
    calculations: dict[str, Computed] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    owed_break: Break = ""
    opening: int = 0
    asked: list[str] = field(default_factory=list)

    def say(self, sentence: Said) -> Said:
        """Put a sentence behind the others."""
        self.sentences.append(sentence)
        return sentence

    @property
    def has_only_its_opening(self) -> bool:
        """Whether no sentence of a brain stands in it yet."""
        return len(self.sentences) == self.opening

    @property
    def answers(self) -> bool:
        """Whether anything in it rests on a passage or a sum, or nothing had to be held back."""
        grounded = bool(self.citations or self.calculations)
        return grounded or (not self.has_only_its_opening and not self.held)

    def kind(self, turn: TurnContext) -> Kind:
        """What kind of answer it became."""
        if turn.hand_off is not None:
            return "handoff"
        if self.citations or self.calculations:
            return "answer"
        if turn.asked is not None or any(said.text in turn.near for said in self.sentences):
            return "ask"
        return "decline" if any(declines(said.text) for said in self.sentences) else "answer"

    def whole(
        self,
        question: Question,
        kind: Kind,
        replies: Sequence[str] = (),
        contacts: Sequence[Mapping[str, Any]] = (),
    ) -> dict[str, Any]:
        """The answer as it is kept and sent."""
        return {
            "conversation_id": question.conversation_id,
            "message_id": question.message_id,
            "as_of": question.as_of.isoformat(),
            "kind": kind,
            "text": prose(self.sentences),
            "sentences": [sentence.to_json() for sentence in self.sentences],
            "citations": [found.to_json() for found in self.citations.values()],
            "calculations": [c.calculation.to_json() for c in self.calculations.values()],
            "cards": [_card(c) for c in self.calculations.values()],
            "replies": list(replies),
            "contacts": [dict(contact) for contact in contacts],
            "situation": question.situation.to_json(),
            "held": [{"rule": held.rule, "why": held.why} for held in self.held],
        }


def _card(computed: Computed) -> dict[str, Any]:
    """A calculation as something to look at; `fallback` says the same in plain text."""
    calculation = computed.calculation
    kinds = {"overdue_cost": "cost", "installment_plan": "plan", "compare_plans": "comparison"}
    return {
        "type": kinds.get(calculation.kind, "calculation"),
        "calculation": calculation.id,
        "title": calculation.name,
        "fallback": f"{calculation.name}。{calculation.formula}。{''.join(calculation.assumptions)}",
    }
