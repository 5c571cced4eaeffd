"""The agent's side, over what is kept and what is known: one object for the routes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from zhihuan.assist.case import Case, read_case
from zhihuan.assist.draft import BrainName, Brains, Drafting, StaleDraft
from zhihuan.assist.glance import at_a_glance
from zhihuan.assist.steps import steps_json
from zhihuan.assist.transcript import Transcript, handed, kept, told
from zhihuan.assist.voice import Tone
from zhihuan.assist.wrap_up import wrap_up
from zhihuan.conversation.danger import Likeness
from zhihuan.conversation.hand_off.packet import packet_of
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.records.hand_offs import HandOffQueue
from zhihuan.records.ledger import Ledger, UnknownConversation


class Cases:
    """Reads transcripts and makes of them what an agent needs."""

    def __init__(
        self,
        toolbox: Toolbox,
        ledger: Ledger,
        queue: HandOffQueue,
        brains: Brains,
        likeness: Likeness | None = None,
    ) -> None:
        self._toolbox = toolbox
        self._ledger = ledger
        self._queue = queue
        self._likeness = likeness
        self._drafting = Drafting(toolbox, brains, likeness)

    # --- the conversation, wherever it was held

    def told(self, messages: Sequence[Mapping[str, Any]]) -> Transcript:
        """From messages as a desk sends them. Raises InvalidMessage."""
        return told(messages)

    def kept(self, conversation_id: str) -> Transcript:
        """A conversation of ours. Raises UnknownConversation."""
        return kept(self._ledger.turns(conversation_id))

    def handed(self, hand_off_id: str, as_of: date) -> Transcript:
        """What was handed over, and what was written since. Raises UnknownHandOff."""
        known = self._queue.get(hand_off_id)
        packet = known.packet or {}
        try:
            turns = self._ledger.turns(known.conversation_id)
        except UnknownConversation:
            turns = []
        whole = packet_of(turns, lambda t: self._toolbox.read_notice(t, as_of=as_of), as_of)
        agreed = {item["id"] for v in packet.values() if isinstance(v, list) for item in v}
        struck = {item["id"] for items in whole.sections.values() for item in items} - agreed
        withheld = frozenset(struck) if packet.get("struck") else frozenset()
        return handed(known, self._queue.thread(hand_off_id), turns, withheld)

    # --- what is made of it

    def read(self, transcript: Transcript, at: datetime) -> Case:
        """The case, seen from the moment `at`."""
        return read_case(
            transcript,
            at,
            lambda text: self._toolbox.read_notice(text, as_of=at.date()),
            self._likeness,
        )

    def at_a_glance(self, case: Case) -> dict[str, Any]:
        """What is known, said, computed and promised; risks, and what is missing."""
        return at_a_glance(case, self._toolbox)

    def draft(
        self,
        case: Case,
        tone: Tone = "plain",
        brain: BrainName | None = None,
        version: str | None = None,
    ) -> dict[str, Any]:
        """A suggested reply. Raises StaleDraft where the case is no longer the one of `version`."""
        if version is not None and version != case.transcript.version:
            raise StaleDraft
        return self._drafting.draft(case, tone, brain)

    def prompt(self, made: Mapping[str, Any]) -> Prompt | None:
        """What a language model was told that wrote this draft."""
        return self._drafting.prompt(made["tone"], made["brain"])

    def steps(self, case: Case) -> dict[str, Any]:
        """What to do next."""
        return steps_json(case, self._toolbox.library.knowledge_base)

    def wrap_up(self, case: Case, agreed: str = "") -> dict[str, Any]:
        """The record of this contact. Raises InvalidMessage."""

        def finds(question: str) -> bool:
            return bool(self._toolbox.search(question, as_of=case.as_of, limit=1))

        return wrap_up(case, self._toolbox.library.knowledge_base, finds, agreed)
