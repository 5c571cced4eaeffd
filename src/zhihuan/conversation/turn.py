"""One turn: a question goes in, checked sentences come out.

safety ──▶ fixed words                                  (danger, commands; no brain at all)
       └─▶ brain ──▶ sentences ──▶ gate ──▶ shown       (what fails never leaves)
              └────── fails, or nothing passes ──▶ the embedded brain takes the turn
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from zhihuan.conversation import danger, instructions, privacy
from zhihuan.conversation.agent import Agent, CutOff
from zhihuan.conversation.events import (
    Computed,
    Crisis,
    Event,
    Finished,
    Found,
    HandOff,
    Progress,
    Replies,
    Said,
)
from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.gate import Gate, Held, Shown
from zhihuan.conversation.hand_off.said import OFFER, answering
from zhihuan.conversation.in_time import in_time
from zhihuan.conversation.other_way import other_way
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.question import Question
from zhihuan.conversation.reply import Reply
from zhihuan.conversation.sentences import RawSentence, SentenceStream
from zhihuan.conversation.talk import is_angry, talk_of
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.tools import TurnContext
from zhihuan.library.contacts import Contact

log = logging.getLogger(__name__)

_ENDS = ("。", "！", "？", "!", "?", "”", "）")
HAND_OFF_REPLY = "转人工"
_MAX_REPLIES = 4
_ALSO_MEANT = 2
_SURELY = 0.95
_CRISIS_CONTACTS = {
    "minor": ("ambulance", "police", "psychological-aid", "youth"),
    "threatened": ("police",),
    "harm-others": ("police", "psychological-aid"),
}
_ALL_CRISIS_CONTACTS = ("ambulance", "police", "psychological-aid")


class HumanLine(Protocol):
    """The way to the human who may have this conversation."""

    @property
    def available(self) -> bool:
        """Whether there is a human side at all."""

    def hear(self, conversation_id: str, message_id: str, text: str, *, danger: bool) -> str | None:
        """Pass a message on. The name of the human who answers; None: the assistant is to."""


class BrainFailed(Exception):
    """A brain broke off, or ran out of time. Not an error for the person: another takes over."""


class TurnRunner:
    """Runs turns over one toolbox. `brain` is tried first where there is one.

    While a human has a conversation, what the person writes goes to the human, and the assistant
    says no more than that: except to somebody in danger.
    """

    def __init__(
        self,
        toolbox: Toolbox,
        embedded: Agent,
        brain: Agent | None,
        timeout: float,
        line: HumanLine | None = None,
        likeness: danger.Likeness | None = None,
    ) -> None:
        self._toolbox = toolbox
        self._embedded = embedded
        self._brain = brain
        self._timeout = timeout
        self._line = line
        self._likeness = likeness

    def run(self, question: Question) -> Iterator[Event]:
        """The events of a turn; the last is Finished."""
        yield Progress("understand")
        assessed = danger.assess(question.text, earlier=question.said[:-1], likeness=self._likeness)
        script = danger.fixed_answer(assessed, question.text, question.earlier)
        human = self._heard(question, script is not None and script != "thanks-for-telling")
        beside = (
            script == "unsure" and assessed.likelihood != "likely" and self._has_answer(question)
        )
        if script is not None and not beside:
            more = ("unsure-alone",) if script == "unsure" else ()
            yield from self._crisis(question, script, *more)
            return
        if human is not None:
            yield from self._left_to(human, question)
            return
        command = instructions.recognise(question.text)
        if command.kind != "none":
            yield from self._decline(question, command.kind)
            return
        if talk_of(question.text) == "human" and _in_danger_lately(question.earlier):
            yield from self._crisis(question, "human-now")
            return
        if self._wants_one_of_ours(question):
            yield from self._offer(question)
            return
        opening: Sequence[str] = ()
        contacts: tuple[Mapping[str, Any], ...] = ()
        if beside and assessed.likelihood == "some":
            # Nothing but likeness speaks for danger: ask, say where help is, and answer as well.
            contacts = self._contacts(*_ALL_CRISIS_CONTACTS)
            yield Crisis("unsure", contacts)
            opening = [
                *danger.crisis_text("unsure", self._numbers()),
                *danger.crisis_text("unsure-and-answer", self._numbers()),
            ]
        elif assessed.level != "none" and not is_angry(question.text):
            gentle = "".join(danger.crisis_text("distress", self._numbers()))
            if not any(gentle in str(answer.get("text", "")) for answer in question.earlier):
                opening = [gentle]
                if assessed.level == "unsure":
                    contacts = self._contacts(*_ALL_CRISIS_CONTACTS)
        yield from self._answer(question, opening, contacts)

    def _decline(self, question: Question, kind: instructions.Kind) -> Iterator[Event]:
        """Say no, and what can be done instead, with the article for it where there is one."""
        shown, turn = Reply(), self._context(question)
        earlier = [str(answer.get("text", "")) for answer in question.earlier]
        for line in instructions.reply(kind, earlier):
            yield shown.say(Said(line, "line", (), ()))
        if (need := instructions.instead(kind)) is not None:
            gate = Gate(turn.evidence)
            for sentence in other_way(need, turn):
                yield from self._check(gate, sentence, turn, shown)
        yield from _tell_what_is_covered(question, shown)
        replies = self._replies(question, turn, shown)
        yield Replies(replies)
        yield Finished(shown.whole(question, "decline", replies))

    def _has_answer(self, question: Question) -> bool:
        """Whether the library surely knows something about the message, taken alone."""
        found = self._toolbox.search(question.text, as_of=question.as_of, limit=1)
        return any(hit.score >= _SURELY for hit in found)

    def _heard(self, question: Question, in_danger: bool) -> str | None:
        """Pass the message on to a human who may have the conversation, and say who it is."""
        if self._line is None:
            return None
        try:
            return self._line.hear(
                question.conversation_id, question.message_id, question.text, danger=in_danger
            )
        except Exception as error:
            # Whatever is wrong with the queue, the person gets an answer, in danger above all.
            log.error("a message was not passed on: %s", type(error).__name__)
            return None

    def _left_to(self, human: str, question: Question) -> Iterator[Event]:
        shown = Reply()
        yield shown.say(Said(answering(human), "line", (), ()))
        yield from _tell_what_is_covered(question, shown)
        yield HandOff("a human answers", (), "taken")
        yield Finished(
            shown.whole(question, "handoff") | {"hand_off": {"state": "taken", "desk": human}}
        )

    def _wants_one_of_ours(self, question: Question) -> bool:
        """Whether the person asks for a human, and there are some."""
        line = self._line
        return line is not None and line.available and talk_of(question.text) == "human"

    def _offer(self, question: Question) -> Iterator[Event]:
        """The person asked for a human, and there are some: nothing is sent before they agree."""
        shown, contacts = Reply(), self._contacts("jd-finance")
        yield shown.say(Said(OFFER, "line", (), ()))
        yield HandOff("asked for", contacts)
        yield Finished(shown.whole(question, "handoff", (), contacts))

    def _answer(
        self,
        question: Question,
        opening: Sequence[str],
        contacts: tuple[Mapping[str, Any], ...] = (),
    ) -> Iterator[Event]:
        shown = Reply(opening=len(opening))
        for line in opening:
            yield shown.say(Said(line, "line" if shown.sentences else "", (), ()))
        turn = self._context(question)
        try:
            yield from self._ask(self._brain or self._embedded, question, turn, shown)
            failed = False
        except BrainFailed:
            failed = True
        if self._brain is not None and (failed or not shown.answers):
            log.info("the embedded brain takes the turn (failed=%s)", failed)
            turn = self._context(question)
            yield from self._ask(self._embedded, question, turn, shown)
        if shown.has_only_its_opening:
            yield shown.say(Said(phrase("held-back"), "paragraph", (), ()))
        yield from _tell_what_is_covered(question, shown)
        replies = self._replies(question, turn, shown)
        if replies:
            yield Replies(replies)
        if turn.hand_off is not None:
            desk = self._contacts("jd-finance")
            yield HandOff(turn.hand_off, desk)
            contacts = (*contacts, *desk)
        yield Finished(
            shown.whole(question, shown.kind(turn), replies, contacts) | {"asked": turn.asked},
            tuple(shown.asked),
        )

    def _context(self, question: Question) -> TurnContext:
        evidence = Evidence(question.as_of, question.said, question.earlier)
        return TurnContext(self._toolbox, question.as_of, question.situation, evidence)

    def _ask(
        self, brain: Agent, question: Question, turn: TurnContext, shown: Reply
    ) -> Iterator[Event]:
        """Run a brain and let what it writes through the gate, sentence by sentence."""
        shown.asked.append("embedded" if brain is self._embedded else "model")
        stages: list[str] = []
        turn.on_stage = stages.append
        secret = brain.prompt.text if brain.prompt else ""
        gate, stream = Gate(turn.evidence, secret), SentenceStream()
        said_stages: set[str] = set()
        whole = True
        try:
            for piece in self._pieces(brain, question, turn):
                for stage in stages:
                    if stage not in said_stages:
                        said_stages.add(stage)
                        yield Progress(stage)
                if "verify" not in said_stages:
                    said_stages.add("verify")
                    yield Progress("verify")
                for sentence in stream.feed(piece):
                    yield from self._check(gate, sentence, turn, shown)
        except CutOff:
            whole = False
        for sentence in stream.flush():
            if whole or sentence.text.endswith(_ENDS):
                yield from self._check(gate, sentence, turn, shown)

    def _pieces(self, brain: Agent, question: Question, turn: TurnContext) -> Iterator[str]:
        pieces = brain.stream(question.conversation_id, question.history, question.message, turn)
        if brain is self._embedded:
            yield from pieces
            return
        try:
            yield from in_time(pieces, self._timeout)
        except CutOff:
            raise
        except Exception as error:
            # Whatever a model server does wrong, the person still gets an answer.
            log.warning("the brain failed: %s", type(error).__name__)
            raise BrainFailed from error

    def _check(
        self, gate: Gate, sentence: RawSentence, turn: TurnContext, shown: Reply
    ) -> Iterator[Event]:
        if any(sentence.text == said.text for said in shown.sentences):
            return  # the brain that failed had said it already
        verdict = gate.check(sentence)
        if isinstance(verdict, Held):
            log.info("held back a sentence: %s", verdict.rule)
            shown.held.append(verdict)
            shown.owed_break = shown.owed_break or sentence.breaks
            return
        yield from self._show(verdict, turn, shown)

    def _show(self, verdict: Shown, turn: TurnContext, shown: Reply) -> Iterator[Event]:
        for passage in verdict.passages:
            if passage.id not in shown.citations:
                article = self._toolbox.library.knowledge_base.article(passage.slug)
                found = Found(len(shown.citations) + 1, passage, article, turn.as_of)
                shown.citations[passage.id] = found
                yield found
        for calculation in verdict.calculations:
            if calculation.id not in shown.calculations:
                shown.calculations[calculation.id] = Computed(calculation)
                yield shown.calculations[calculation.id]
        # Where the first sentence of a paragraph was held back, the next one begins it.
        breaks, shown.owed_break = verdict.breaks or shown.owed_break, ""
        if shown.sentences and not breaks and shown.has_only_its_opening:
            breaks = "paragraph"
        yield shown.say(
            Said(
                verdict.text,
                breaks,
                tuple(passage.id for passage in verdict.passages),
                tuple(calculation.id for calculation in verdict.calculations),
            )
        )

    def _crisis(self, question: Question, kind: str, *more: str) -> Iterator[Event]:
        """The fixed words of `kind`, and behind them those of `more`."""
        contacts = self._contacts(*_CRISIS_CONTACTS.get(kind, _ALL_CRISIS_CONTACTS))
        yield Crisis(kind, contacts)
        shown = Reply()
        for each in (kind, *more):
            for line in danger.crisis_text(each, self._numbers()):
                yield shown.say(Said(line, "line", (), ()))
        offered: dict[str, Any] = {}
        if self._wants_one_of_ours(question):
            # The numbers come first; those who asked for a human may have one of ours as well.
            yield shown.say(Said(OFFER, "line", (), ()))
            yield HandOff("asked for", contacts)
            offered = {"hand_off": {"state": "offered"}}
        yield Finished(shown.whole(question, "crisis", (), contacts) | offered)

    def _numbers(self) -> dict[str, str]:
        known: Mapping[str, Contact] = self._toolbox.library.knowledge_base.contacts
        return {key: contact.number for key, contact in known.items() if contact.number}

    def _contacts(self, *keys: str) -> tuple[Mapping[str, Any], ...]:
        known: Mapping[str, Contact] = self._toolbox.library.knowledge_base.contacts
        return tuple(known[key].to_json() for key in keys if key in known)

    def _replies(self, question: Question, turn: TurnContext, shown: Reply) -> tuple[str, ...]:
        """What may have been meant instead, what the readers of the cited articles ask next, and
        a human.
        """
        if not turn.evidence.hits:
            return (*turn.near[: _MAX_REPLIES - 1], HAND_OFF_REPLY)
        base = self._toolbox.library.knowledge_base
        cited = dict.fromkeys(found.article.slug for found in shown.citations.values())
        told = [base.by_slug[slug] for slug in cited] or [turn.evidence.hits[0].article]
        asked = {*question.said, *(article.title for article in told)}
        # In the middle of a talk, what the message means taken alone may be what was meant.
        alone = [hit.article for hit in turn.evidence.hits if hit.article.slug not in cited]
        titles = [article.title for article in alone[:_ALSO_MEANT]] if question.earlier else []
        titles += [
            base.by_slug[slug].title
            for article in told[:2]
            for slug in article.related
            if base.by_slug[slug].status(turn.as_of) == "current"
        ]
        fresh = [title for title in dict.fromkeys(titles) if title not in asked]
        return (*fresh[: _MAX_REPLIES - 1], HAND_OFF_REPLY)


def _tell_what_is_covered(question: Question, shown: Reply) -> Iterator[Event]:
    """That private data was covered, where some was; in fewer words from the second time on."""
    earlier = [str(answer.get("text", "")) for answer in question.earlier]
    told = privacy.notice(question.private, earlier)
    if told is not None:
        yield shown.say(Said(told, "paragraph" if shown.sentences else "", (), ()))


def _in_danger_lately(earlier: Sequence[Mapping[str, Any]]) -> bool:
    return any(answer.get("kind") == "crisis" for answer in earlier[-3:])
