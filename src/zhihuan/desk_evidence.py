"""Evidence of the agent's side: drafts that were suggested, replies that were sent.

    draft      kept where the case is one of our conversations, so that erasing it erases the draft
    reply      kept once under its id; where it began as a draft and reads otherwise, the two are
               learned from (`learning.rewriting`)

A case that another system's desk sent us is nobody's conversation here, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from zhihuan.assist.case import Case
from zhihuan.assist.cases import Cases
from zhihuan.assist.draft import BrainName
from zhihuan.assist.transcript import Message, Transcript
from zhihuan.clock import today
from zhihuan.conversation import privacy
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.replaying import Replay, can_replay, held_against, replayed
from zhihuan.learning.rewriting import note_rewrite
from zhihuan.records.evidence import Content, Kept, UnknownEvidence
from zhihuan.records.hand_offs import HandOff

if TYPE_CHECKING:
    from zhihuan.composition import Services

Answer = Mapping[str, Any]


def keep_draft(
    services: Services,
    case: Case,
    made: Answer,
    conversation_id: str,
    prompt: Prompt | None = None,
) -> str | None:
    """Keep a draft with the transcript that it was made for; its id."""
    transcript = case.transcript
    said = [
        {"role": m.role, "text": m.text, "at": m.at.isoformat() if m.at else None}
        for m in transcript.messages
    ]
    return services.book.keep(
        "draft",
        {**made, "case": {"messages": said, "at": case.at.isoformat()}},
        question=transcript.customer_texts[-1] if transcript.customer_texts else "",
        as_of=case.as_of,
        conversation_id=conversation_id,
        message_id=f"draft {transcript.version}",
        brains=(str(made["brain"]),),
        prompt=prompt,
    )


def keep_reply(
    services: Services,
    hand_off_id: str,
    reply_id: str,
    text: str,
    findings: Sequence[Mapping[str, Any]] = (),
    draft_id: str | None = None,
) -> str | None:
    """Keep a reply that was sent; its id. `draft_id`: the evidence of the draft it began as.

    `findings` are those that the check made of it, in the shape of POST /v1/assist/check.
    Raises UnknownHandOff.
    """
    known = services.human.queue.get(hand_off_id)
    question = privacy.mask(_question(services, known)).text
    sent = privacy.mask(text).text
    kept = services.book.keep(
        "reply",
        {"text": sent, "held": [{"rule": each["rule"], "why": each["why"]} for each in findings]},
        question=question,
        as_of=today(),
        conversation_id=known.conversation_id,
        message_id=f"reply {reply_id}",
        once=True,
    )
    draft = _draft(services, draft_id, known.conversation_id) if draft_id else None
    if draft is not None:
        note_rewrite(
            services.learning.rewrites,
            draft=_insertable(draft.answer),
            sent=sent,
            question=draft.question or question,
            reply_id=reply_id,
            conversation_id=known.conversation_id,
        )
    return kept


def run_again(services: Services, kept: Kept, as_of: date | None = None) -> Replay | None:
    """An answer or a draft, made again over today's library; None for what a human wrote."""
    content = kept.content
    if content is None:
        return None
    base = services.toolbox.library.knowledge_base
    if can_replay(content):
        earlier = services.book.store.before(kept)
        return replayed(kept, earlier, services.conversations, base, as_of)
    if content.kind == "draft":
        answer = _draft_again(services, services.cases, kept, content, as_of)
        return held_against(content, answer, base, as_of or content.as_of)
    return None


def _draft_again(
    services: Services, cases: Cases, kept: Kept, content: Content, as_of: date | None
) -> Answer:
    """A draft for the same transcript; by the language model that is set now, where one was."""
    was = content.answer["case"]
    messages = tuple(
        Message(m["role"], m["text"], datetime.fromisoformat(m["at"]) if m["at"] else None)
        for m in was["messages"]
    )
    before = [each.content for each in services.book.store.before(kept)]
    answers = tuple(each.answer for each in before if each and each.kind == "answer")
    at = datetime.fromisoformat(was["at"])
    at = datetime.combine(as_of, at.timetz()) if as_of else at
    case = cases.read(Transcript(messages, answers), at)
    brain: BrainName | None = "embedded" if content.answer["brain"] == "embedded" else None
    return cases.draft(case, content.answer["tone"], brain)


def _question(services: Services, known: HandOff) -> str:
    """What the person wrote last: since they were handed over, or before."""
    thread = services.human.queue.thread(known.id)
    written = [message.text for message in thread if message.sender == "person"]
    asked = [item["text"] for item in (known.packet or {}).get("asked", ())]
    return (written or asked or [""])[-1]


def _draft(services: Services, draft_id: str, conversation_id: str) -> Content | None:
    """The draft of this conversation that was kept under the id; of no other one."""
    try:
        content = services.book.store.get(draft_id).content
    except UnknownEvidence:
        return None
    is_its = content is not None and content.conversation_id == conversation_id
    return content if is_its and content is not None and content.kind == "draft" else None


def _insertable(draft: Answer) -> str:
    return "".join(s["text"] for s in draft.get("sentences", ()) if s.get("insertable", True))
