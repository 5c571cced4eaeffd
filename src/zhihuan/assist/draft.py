"""A suggested reply: the customer's side's own turn, spoken by an agent, and advice beside it.

    what is asked ──▶ TurnRunner (the same graph, toolbox, gate, evidence) ──▶ checked sentences
                  ──▶ in the agent's voice, without what only an assistant says
                  ──▶ tone ──▶ sentences to insert, and hints from internal articles

Nothing is worded here that states a fact: what passed the gate is kept, dropped, or stands beside
a line of `voice.yaml`. To somebody in danger go the fixed words alone, and never a sum.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from zhihuan.assist import tone as tones
from zhihuan.assist.asking import Asked, asked_in, is_in_danger
from zhihuan.assist.case import Case
from zhihuan.assist.hints import hints_for
from zhihuan.assist.procedures import Procedure, answering, procedures_for
from zhihuan.assist.sentences import DraftSentence, sentences_in, text_of
from zhihuan.assist.voice import Tone, as_agent, is_of_a_machine, line, sends_to_the_desk
from zhihuan.conversation.agent import Agent
from zhihuan.conversation.danger import Likeness
from zhihuan.conversation.events import Finished
from zhihuan.conversation.message import InvalidMessage
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.retold import Exchange, question_of
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.turn import HAND_OFF_REPLY, TurnRunner
from zhihuan.errors import ZhihuanError
from zhihuan.library.search import Audience, Hit

BrainName = Literal["embedded", "model"]

# Products whose lender's desk this is: whoever owes another is sent to that one's desk.
_OWN = frozenset(("baitiao", "jintiao", "baitiao-card"))
_DROPPED = ("conversation_id", "message_id", "held", "situation", "evidence_id")
_INSIDE = "（内部，不能照抄给客户）"
_LOOKED_AT = 6
# Somebody else wants to know of the account.
_OF_AN_ACCOUNT = re.compile(
    "(告诉|查|看|说).{0,12}(欠|多少|逾期|账)|欠了?(多少|几)|还了没|有没有(欠|逾期)"
)


class StaleDraft(ZhihuanError):
    """The customer has written again: what was drafted answers something else."""

    def __init__(self) -> None:
        super().__init__("客户又写了一句，这份草稿不能用了，请重新起草")


class DeskToolbox(Toolbox):
    """The customer's tools; a search brings what customers may see, and after it what is inside."""

    def search(self, query: str, *, audience: Audience = "agent", **rest: Any) -> list[Hit]:
        """The public articles as a customer would be told them, then internal ones, marked so."""
        public = super().search(query, audience="public", **rest)
        inside = [h for h in super().search(query, audience="agent", **rest) if h.article.internal]
        marked = (
            replace(h, article=replace(h.article, title=_INSIDE + h.article.title)) for h in inside
        )
        return [*public, *marked]

    def search_or_near(
        self,
        query: str,
        *,
        as_of: date,
        stages: Collection[str] = (),
        audience: Audience = "agent",
        asked: str | None = None,
    ) -> tuple[list[Hit], list[Hit]]:
        """What `search` finds, or else what may have been meant of what customers may see."""
        hits = self.search(query, as_of=as_of, stages=stages, asked=asked)
        if hits:
            return hits, []
        return super().search_or_near(query, as_of=as_of, stages=stages, audience="public")


@dataclass(frozen=True, slots=True)
class Brains:
    """The embedded brain, without a memory; and a language model under each tone, where there is one."""

    embedded: Agent
    model: Mapping[Tone, Agent] | None = None
    timeout: float = 30.0


class Drafting:
    """Makes drafts. Keeps nothing, sends nothing."""

    def __init__(self, toolbox: Toolbox, brains: Brains, likeness: Likeness | None = None) -> None:
        self._toolbox = toolbox
        self._inside = DeskToolbox(toolbox.library)
        self._brains = brains
        self._likeness = likeness

    def draft(
        self, case: Case, tone: Tone = "plain", brain: BrainName | None = None
    ) -> dict[str, Any]:
        """The draft, in the chat answer's shape. Raises InvalidMessage where there is no such brain."""
        runner = self._runner(tone, brain)
        asked = asked_in(case)
        if asked is None:
            return self._nothing_asked(case, tone)
        lead = procedures_for(case)[0]
        last = _run(runner, asked.before, asked.text, case)
        knows = answering(asked.text, case)
        if knows is not None and not _answers(last, knows):
            # What the customer wrote led elsewhere; the procedure knows what it is about.
            said = Exchange(asked.text, case.as_of)
            last = _run(runner, (*asked.before, said), knows.question, case)
        return self._whole(case, asked, last, tone, lead)

    def prompt(self, tone: Tone, brain: str) -> Prompt | None:
        """What a language model was told that wrote a draft; None for the embedded brain."""
        model = self._brains.model
        return model[tone].prompt if model is not None and brain == "model" else None

    def _runner(self, tone: Tone, brain: BrainName | None) -> TurnRunner:
        model, timeout = self._brains.model, self._brains.timeout
        if brain == "model" and model is None:
            raise InvalidMessage("没有设语言模型，brain 写 embedded，或者不写")
        if model is None or brain == "embedded":
            return TurnRunner(
                self._toolbox, self._brains.embedded, None, timeout, None, self._likeness
            )
        embedded = self._brains.embedded
        return TurnRunner(self._inside, embedded, model[tone], timeout, None, self._likeness)

    def _nothing_asked(self, case: Case, tone: Tone) -> dict[str, Any]:
        begun = bool(case.said_by("agent"))
        spoken = [line("nothing-asked")] if begun else [line("beginning"), line("what-is-it")]
        sentences = [DraftSentence(text) for text in spoken]
        return _shape(case, {"kind": "ask"}, sentences, [], tone, "embedded")

    def _whole(
        self, case: Case, asked: Asked, last: Finished, tone: Tone, lead: Procedure
    ) -> dict[str, Any]:
        answer = last.answer
        base = self._toolbox.library.knowledge_base
        inside = {c["id"] for c in answer["citations"] if base.article(c["slug"]).internal}
        danger = answer["kind"] == "crisis" or is_in_danger(case)
        found = (
            []
            if danger
            else self._toolbox.search(
                asked.text, as_of=case.as_of, limit=_LOOKED_AT, audience="agent"
            )
        )
        secret = "".join(p.text for h in found if h.article.internal for p in h.article.passages)
        sentences = sentences_in(answer, frozenset(inside), secret)
        sentences = _fixed_alone(sentences) if danger else sentences
        sentences = _spoken(sentences, case, lead)
        if danger:
            sentences.append(DraftSentence(line("i-am-here"), "line"))
        else:
            sentences = _in_tone(sentences, answer, case, tone, lead, asked.text)
        advised = [each for each in sentences if not each.insertable]
        sentences = [each for each in sentences if each.insertable]
        citations = [
            {**c, "internal": c["id"] in inside}
            for c in answer["citations"]
            if any(c["id"] in each.citations for each in (*sentences, *advised))
        ]
        hints, behind = hints_for(
            case,
            base,
            found,
            in_danger=danger,
            first=1 + max((c["n"] for c in citations), default=0),
        )
        told = [each for each in hints if each.text not in {s.text for s in advised}]
        written = "model" if last.brains and last.brains[-1] == "model" else "embedded"
        return _shape(
            case, answer, [*sentences, *advised, *told], [*citations, *behind], tone, written
        )


def _fixed_alone(sentences: Sequence[DraftSentence]) -> list[DraftSentence]:
    """The fixed words: what rests on nothing. An answer that goes with them is left out."""
    kept = []
    for each in sentences:
        if each.citations or each.calculations:
            break
        kept.append(each)
    return [each for each in kept if "写在下面" not in each.text]


def _run(runner: TurnRunner, before: Sequence[Exchange], text: str, case: Case) -> Finished:
    *_, last = runner.run(question_of(before, text, case.as_of))
    assert isinstance(last, Finished)
    return last


def _answers(last: Finished, knows: Procedure) -> bool:
    """Whether it rests on what answers such a customer, or is not an answer out of articles."""
    slugs = {c["slug"] for c in last.answer["citations"]}
    return bool(knows.answered_by & slugs) or last.answer["kind"] in ("crisis", "decline")


def _spoken(sentences: Sequence[DraftSentence], case: Case, lead: Procedure) -> list[DraftSentence]:
    """In the agent's voice: no way to a human, no way to the desk where the customer is."""
    own = _is_ours(case)
    spoken: list[DraftSentence] = []
    for each in sentences:
        stated = each.citations or each.calculations
        if stated and each.breaks != "item":
            if is_of_a_machine(each.text) or (own and sends_to_the_desk(each.text)):
                continue
        if stated:
            spoken.append(each)
        else:
            spoken += [replace(each, text=text) for text in as_agent(each.text)]
    return _for_the_family(spoken, case) if lead.id == "third-party" else spoken


def _is_ours(case: Case) -> bool:
    """Whether the debt is one that this desk can do something about."""
    product = case.situation.product
    return product is None or product.value in _OWN


def _for_the_family(sentences: Sequence[DraftSentence], case: Case) -> list[DraftSentence]:
    """For somebody who does not owe: nothing of an account, and no sum of one."""
    wants = any(_OF_AN_ACCOUNT.search(each.text) for each in case.exchanges)
    told = [] if wants else [s for s in sentences if not s.calculations]
    return [DraftSentence(line("for-the-family"), "paragraph"), *told]


def _in_tone(
    sentences: list[DraftSentence],
    answer: Mapping[str, Any],
    case: Case,
    tone: Tone,
    lead: Procedure,
    asked: str,
) -> list[DraftSentence]:
    """With what an agent adds: who they are, whose figures these are, what they will do."""
    advice = [each for each in sentences if not each.insertable]
    spoken = _with_the_bill([each for each in sentences if each.insertable])
    headings = {c["id"]: c["heading"] for c in answer["citations"]}
    if lead.instead and _is_ours(case):
        spoken = [each for each in spoken if not tones.is_step(each, headings)]
    spoken = _with_an_offer(spoken, case, lead)
    if tone == "shorter":
        return [*tones.shorter(spoken, headings, lead.offer, asked), *advice]
    if not case.said_by("agent"):
        first = "taking-over" if case.said_by("assistant") else "beginning"
        if spoken:
            spoken[0] = replace(spoken[0], breaks="paragraph")
        spoken = [DraftSentence(line(first)), *spoken]
    spoken = tones.warmer(spoken, case) if tone == "warmer" else tones.plain(spoken)
    return [*spoken, *advice]


def _with_the_bill(sentences: Sequence[DraftSentence]) -> list[DraftSentence]:
    """Figures, and that the bill decides."""
    summed = [n for n, each in enumerate(sentences) if each.calculations and "元" in each.text]
    if not summed or any("为准" in each.text for each in sentences):
        return list(sentences)
    at = summed[-1] + 1
    return [*sentences[:at], DraftSentence(line("by-the-bill")), *sentences[at:]]


def _with_an_offer(
    sentences: Sequence[DraftSentence], case: Case, lead: Procedure
) -> list[DraftSentence]:
    """What the agent will do, once in a conversation, before any question to the customer."""
    said = "".join(m.text for _, m in case.said_by("agent"))
    if not lead.offer or lead.offer in said or not _is_ours(case):
        return list(sentences)
    stated = any(each.citations or each.calculations for each in sentences)
    if not stated and not lead.alone:
        return list(sentences)  # 不客气: nothing was asked that anything is to be done about
    asks = [n for n, each in enumerate(sentences) if _asks(each)]
    at = asks[0] if asks and asks[0] > 0 else len(sentences)
    added = [DraftSentence(lead.offer, "paragraph")]
    wants_means = any(rule.id == "ask-means" for rule in lead.steps)
    if wants_means and case.situation.budget is None and not asks:
        added.append(DraftSentence(line("ask-means")))
    return [*sentences[:at], *added, *sentences[at:]]


def _asks(sentence: DraftSentence) -> bool:
    """Whether it is a question to the customer, and no fact."""
    return not sentence.citations and not sentence.calculations and sentence.text.endswith("？")


def _shape(
    case: Case,
    answer: Mapping[str, Any],
    sentences: Sequence[DraftSentence],
    citations: Sequence[Mapping[str, Any]],
    tone: Tone,
    brain: str,
) -> dict[str, Any]:
    sums = {c for each in sentences for c in each.calculations}
    kind = answer["kind"]
    rest = {key: value for key, value in answer.items() if key not in _DROPPED}
    return {
        **rest,
        "as_of": case.as_of.isoformat(),
        "kind": "answer" if kind == "handoff" else kind,
        "asked": answer.get("asked"),
        "text": text_of(sentences),
        "sentences": [each.to_json() for each in sentences],
        "citations": [dict(each) for each in citations],
        "calculations": [c for c in answer.get("calculations", ()) if c["id"] in sums],
        "cards": [c for c in answer.get("cards", ()) if c["calculation"] in sums],
        "replies": [r for r in answer.get("replies", ()) if r != HAND_OFF_REPLY],
        "contacts": list(answer.get("contacts", ())),
        "tone": tone,
        "brain": brain,
        "version": case.transcript.version,
        "stale": False,
    }
