"""One turn: a question goes in, checked sentences come out.

safety ──▶ fixed words                                  (danger, commands; no brain at all)
       └─▶ brain ──▶ sentences ──▶ gate ──▶ shown       (what fails never leaves)
              └────── fails, or nothing passes ──▶ the embedded brain takes the turn
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from langchain_core.messages import BaseMessage, HumanMessage

from zhihuan.conversation import danger, instructions, privacy
from zhihuan.conversation.agent import Agent, CutOff
from zhihuan.conversation.events import (
    Computed,
    Crisis,
    Event,
    Finished,
    Found,
    HandOff,
    Kind,
    Progress,
    Replies,
    Said,
    prose,
)
from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.gate import Gate, Held, Shown
from zhihuan.conversation.hand_off.said import OFFER, answering
from zhihuan.conversation.other_way import other_way
from zhihuan.conversation.phrases import declines, phrase
from zhihuan.conversation.sentences import Break, RawSentence, SentenceStream
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.talk import is_angry, talk_of
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.tools import TurnContext
from zhihuan.library.contacts import Contact

log = logging.getLogger(__name__)

_ENDS = ("。", "！", "？", "!", "?", "”", "）")
HAND_OFF_REPLY = "转人工"
_MAX_REPLIES = 4
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


@dataclass(frozen=True, slots=True)
class Question:
    """What one turn starts from. `text` is masked; `earlier` are the answers shown before."""

    conversation_id: str
    message_id: str
    text: str
    as_of: date
    message: HumanMessage
    history: tuple[BaseMessage, ...]
    situation: Situation
    said: tuple[str, ...]
    earlier: tuple[Mapping[str, Any], ...]
    private: tuple[str, ...] = ()


@dataclass(slots=True)
class _Shown:
    """What has been shown so far."""

    sentences: list[Said] = field(default_factory=list)
    citations: dict[str, Found] = field(default_factory=dict)
    calculations: dict[str, Computed] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    owed_break: Break = ""
    opening: int = 0  # how many of the sentences are ours, before any brain's
    asked: list[str] = field(default_factory=list)  # the brains, in order


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
        shown, turn = _Shown(), self._context(question)
        earlier = [str(answer.get("text", "")) for answer in question.earlier]
        for line in instructions.reply(kind, earlier):
            yield from _say(shown, Said(line, "line", (), ()))
        if (need := instructions.instead(kind)) is not None:
            gate = Gate(turn.evidence)
            for sentence in other_way(need, turn):
                yield from self._check(gate, sentence, turn, shown)
        yield from _tell_what_is_covered(question, shown)
        replies = self._replies(question, turn, shown)
        yield Replies(replies)
        yield Finished(self._whole(question, "decline", shown, replies, ()))

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
        shown = _Shown()
        yield from _say(shown, Said(answering(human), "line", (), ()))
        yield from _tell_what_is_covered(question, shown)
        yield HandOff("a human answers", (), "taken")
        yield Finished(
            self._whole(question, "handoff", shown, (), ())
            | {"hand_off": {"state": "taken", "desk": human}}
        )

    def _wants_one_of_ours(self, question: Question) -> bool:
        """Whether the person asks for a human, and there are some."""
        line = self._line
        return line is not None and line.available and talk_of(question.text) == "human"

    def _offer(self, question: Question) -> Iterator[Event]:
        """The person asked for a human, and there are some: nothing is sent before they agree."""
        shown, contacts = _Shown(), self._contacts("jd-finance")
        yield from _say(shown, Said(OFFER, "line", (), ()))
        yield HandOff("asked for", contacts)
        yield Finished(self._whole(question, "handoff", shown, (), contacts))

    def _answer(
        self,
        question: Question,
        opening: Sequence[str],
        contacts: tuple[Mapping[str, Any], ...] = (),
    ) -> Iterator[Event]:
        shown = _Shown(opening=len(opening))
        for line in opening:
            yield from _say(shown, Said(line, "line" if shown.sentences else "", (), ()))
        turn = self._context(question)
        try:
            yield from self._ask(self._brain or self._embedded, question, turn, shown)
            failed = False
        except BrainFailed:
            failed = True
        if self._brain is not None and (failed or not _answers(shown)):
            log.info("the embedded brain takes the turn (failed=%s)", failed)
            turn = self._context(question)
            yield from self._ask(self._embedded, question, turn, shown)
        if len(shown.sentences) == shown.opening:
            yield from _say(shown, Said(phrase("held-back"), "paragraph", (), ()))
        yield from _tell_what_is_covered(question, shown)
        replies = self._replies(question, turn, shown)
        if replies:
            yield Replies(replies)
        if turn.hand_off is not None:
            desk = self._contacts("jd-finance")
            yield HandOff(turn.hand_off, desk)
            contacts = (*contacts, *desk)
        yield Finished(
            self._whole(question, _kind(turn, shown), shown, replies, contacts)
            | {"asked": turn.asked},
            tuple(shown.asked),
        )

    def _context(self, question: Question) -> TurnContext:
        evidence = Evidence(question.as_of, question.said, question.earlier)
        return TurnContext(self._toolbox, question.as_of, question.situation, evidence)

    def _ask(
        self, brain: Agent, question: Question, turn: TurnContext, shown: _Shown
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
            yield from _in_time(pieces, self._timeout)
        except CutOff:
            raise
        except Exception as error:
            # Whatever a model server does wrong, the person still gets an answer.
            log.warning("the brain failed: %s", type(error).__name__)
            raise BrainFailed from error

    def _check(
        self, gate: Gate, sentence: RawSentence, turn: TurnContext, shown: _Shown
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

    def _show(self, verdict: Shown, turn: TurnContext, shown: _Shown) -> Iterator[Event]:
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
        if shown.sentences and not breaks and _is_first_of_a_brain(shown):
            breaks = "paragraph"
        yield from _say(
            shown,
            Said(
                verdict.text,
                breaks,
                tuple(passage.id for passage in verdict.passages),
                tuple(calculation.id for calculation in verdict.calculations),
            ),
        )

    def _crisis(self, question: Question, kind: str, *more: str) -> Iterator[Event]:
        """The fixed words of `kind`, and behind them those of `more`."""
        contacts = self._contacts(*_CRISIS_CONTACTS.get(kind, _ALL_CRISIS_CONTACTS))
        yield Crisis(kind, contacts)
        shown = _Shown()
        for each in (kind, *more):
            for line in danger.crisis_text(each, self._numbers()):
                yield from _say(shown, Said(line, "line", (), ()))
        offered: dict[str, Any] = {}
        if self._wants_one_of_ours(question):
            # The numbers come first; those who asked for a human may have one of ours as well.
            yield from _say(shown, Said(OFFER, "line", (), ()))
            yield HandOff("asked for", contacts)
            offered = {"hand_off": {"state": "offered"}}
        yield Finished(self._whole(question, "crisis", shown, (), contacts) | offered)

    def _numbers(self) -> dict[str, str]:
        known: Mapping[str, Contact] = self._toolbox.library.knowledge_base.contacts
        return {key: contact.number for key, contact in known.items() if contact.number}

    def _contacts(self, *keys: str) -> tuple[Mapping[str, Any], ...]:
        known: Mapping[str, Contact] = self._toolbox.library.knowledge_base.contacts
        return tuple(known[key].to_json() for key in keys if key in known)

    def _replies(self, question: Question, turn: TurnContext, shown: _Shown) -> tuple[str, ...]:
        """What the readers of the cited articles ask next, or what may have been meant; a human."""
        if not turn.evidence.hits:
            return (*turn.near[: _MAX_REPLIES - 1], HAND_OFF_REPLY)
        base = self._toolbox.library.knowledge_base
        cited = dict.fromkeys(found.article.slug for found in shown.citations.values())
        articles = [base.by_slug[slug] for slug in cited]
        articles = articles or [hit.article for hit in turn.evidence.hits]
        asked = {*question.said, *(article.title for article in articles[:1])}
        titles = [
            base.by_slug[slug].title
            for article in articles[:2]
            for slug in article.related
            if base.by_slug[slug].status(turn.as_of) == "current"
        ]
        fresh = [title for title in dict.fromkeys(titles) if title not in asked]
        return (*fresh[: _MAX_REPLIES - 1], HAND_OFF_REPLY)

    def _whole(
        self,
        question: Question,
        kind: Kind,
        shown: _Shown,
        replies: tuple[str, ...],
        contacts: tuple[Mapping[str, Any], ...],
    ) -> dict[str, Any]:
        return {
            "conversation_id": question.conversation_id,
            "message_id": question.message_id,
            "as_of": question.as_of.isoformat(),
            "kind": kind,
            "text": prose(shown.sentences),
            "sentences": [sentence.to_json() for sentence in shown.sentences],
            "citations": [found.to_json() for found in shown.citations.values()],
            "calculations": [c.calculation.to_json() for c in shown.calculations.values()],
            "cards": [_card(c) for c in shown.calculations.values()],
            "replies": list(replies),
            "contacts": [dict(contact) for contact in contacts],
            "situation": question.situation.to_json(),
            "held": [{"rule": held.rule, "why": held.why} for held in shown.held],
        }


def _in_time(pieces: Iterator[str], seconds: float) -> Iterator[str]:
    """The pieces, as long as they come in time. Raises TimeoutError.

    They are made in a thread of their own, because a server that says nothing, or nothing of
    use, cannot be interrupted; what it says too late is dropped.
    """
    made: SimpleQueue[str | Exception | None] = SimpleQueue()
    late = threading.Event()

    def make() -> None:
        try:
            for piece in pieces:
                if late.is_set():
                    return
                made.put(piece)
            made.put(None)
        except Exception as error:
            made.put(error)
        except BaseException as error:  # a library's own panic must not leave anyone waiting
            made.put(RuntimeError(type(error).__name__))

    threading.Thread(target=make, daemon=True).start()
    deadline = time.monotonic() + seconds
    try:
        while True:
            try:
                piece = made.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise TimeoutError("the brain took longer than a turn may take") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        late.set()


def _tell_what_is_covered(question: Question, shown: _Shown) -> Iterator[Event]:
    """That private data was covered, where some was; in fewer words from the second time on."""
    earlier = [str(answer.get("text", "")) for answer in question.earlier]
    told = privacy.notice(question.private, earlier)
    if told is not None:
        yield from _say(shown, Said(told, "paragraph" if shown.sentences else "", (), ()))


def _say(shown: _Shown, sentence: Said) -> Iterator[Event]:
    shown.sentences.append(sentence)
    yield sentence


def _is_first_of_a_brain(shown: _Shown) -> bool:
    """Whether only our own opening lines stand so far."""
    return 0 < len(shown.sentences) == shown.opening


def _in_danger_lately(earlier: Sequence[Mapping[str, Any]]) -> bool:
    return any(answer.get("kind") == "crisis" for answer in earlier[-3:])


def _answers(shown: _Shown) -> bool:
    """Whether anything that was shown rests on a passage or a sum, or nothing had to be held."""
    said = len(shown.sentences) > shown.opening
    return bool(shown.citations or shown.calculations) or (said and not shown.held)


def _kind(turn: TurnContext, shown: _Shown) -> Kind:
    if turn.hand_off is not None:
        return "handoff"
    if shown.citations or shown.calculations:
        return "answer"
    if turn.asked is not None or any(said.text in turn.near for said in shown.sentences):
        return "ask"
    return "decline" if any(declines(said.text) for said in shown.sentences) else "answer"


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
