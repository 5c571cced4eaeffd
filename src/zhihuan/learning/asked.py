"""The questions that the library did not answer well, out of what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Literal

from zhihuan.clock import CHINA
from zhihuan.conversation import instructions
from zhihuan.conversation.talk import talk_of
from zhihuan.records.evidence import Content, Kept
from zhihuan.records.evidence_in_sqlite import EvidenceStore
from zhihuan.records.feedback import Feedback, FeedbackStore
from zhihuan.records.rewrites import Rewrite, RewriteStore

Reason = Literal["unanswered", "voted-down", "rewritten"]

# Verdicts and questions that are looked at: the newest.
MOST = 2_000
# A draft of which more than this was kept was sent as it was, but for a word or two.
_AS_IT_WAS = 0.9


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, masked. `who` tells one person from another; it is shown to nobody.

    `at`: seconds since 1970. `cited`: the article that was told instead, "" where none was.
    `sent`: what an agent answered; `said`: what the person said of the answer.
    """

    text: str
    who: str
    at: float
    as_of: date
    reasons: tuple[Reason, ...]
    cited: str = ""
    sent: str = ""
    said: str = ""


def asked(
    evidence: EvidenceStore, feedback: FeedbackStore, rewrites: RewriteStore, since: float = 0.0
) -> list[Asked]:
    """The newest questions since `since` that want a better answer, oldest first, each once."""
    found: dict[tuple[str, str], Asked] = {}
    each = (
        *_unanswered(evidence, since),
        *_voted_down(evidence, feedback, since),
        *_rewritten(rewrites, since),
    )
    for key, one in each:
        known = found.get(key)
        found[key] = one if known is None else _both(known, one)
    return sorted(found.values(), key=lambda one: (one.at, one.text))[-MOST:]


def _unanswered(evidence: EvidenceStore, since: float) -> Iterator[tuple[tuple[str, str], Asked]]:
    for kept in evidence.since(since):
        if kept.content is not None and is_unanswered(kept.content):
            yield _key(kept.content), _from(kept, kept.content, "unanswered")


def is_unanswered(content: Content) -> bool:
    """Whether a question was asked, and what was said rests on nothing.

    Commands and wishes for a wrong are declined on purpose, and small talk needs no source.
    """
    answer = content.answer
    if content.kind != "answer" or answer.get("kind") not in ("decline", "answer"):
        return False
    if answer.get("citations") or answer.get("calculations"):
        return False
    text = content.question
    return talk_of(text) == "none" and instructions.recognise(text).kind == "none"


def _voted_down(
    evidence: EvidenceStore, feedback: FeedbackStore, since: float
) -> Iterator[tuple[tuple[str, str], Asked]]:
    for given in feedback.newest("down", MOST):
        if given.at < since or not given.conversation_id:
            continue
        shown = evidence.of_message(given.conversation_id, given.message_id)
        for kept in shown[-1:]:
            if kept.content is not None:
                one = _from(kept, kept.content, "voted-down")
                yield _key(kept.content), replace(one, said=_said(given))


def _rewritten(rewrites: RewriteStore, since: float) -> Iterator[tuple[tuple[str, str], Asked]]:
    for one in rewrites.since(since):
        if one.question and is_rewritten(one):
            as_of = datetime.fromtimestamp(one.at, CHINA).date()
            who = one.conversation_id or one.reply_id
            yield (
                (who, f"reply {one.reply_id}"),
                Asked(one.question, who, one.at, as_of, ("rewritten",), sent=one.sent),
            )


def is_rewritten(rewrite: Rewrite) -> bool:
    """Whether what was sent is another text than the draft."""
    return SequenceMatcher(None, rewrite.draft, rewrite.sent, False).ratio() < _AS_IT_WAS


def _key(content: Content) -> tuple[str, str]:
    return content.conversation_id, content.message_id


def _from(kept: Kept, content: Content, reason: Reason) -> Asked:
    return Asked(
        content.question,
        content.conversation_id,
        kept.at,
        content.as_of,
        (reason,),
        next(iter(content.cited), ""),
    )


def _said(given: Feedback) -> str:
    return given.words or ""


def _both(one: Asked, other: Asked) -> Asked:
    reasons = tuple(dict.fromkeys((*one.reasons, *other.reasons)))
    return replace(one, reasons=reasons, said=one.said or other.said, sent=one.sent or other.sent)
