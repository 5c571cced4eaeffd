"""Noting that an agent sent something else than what was suggested."""

from __future__ import annotations

from zhihuan.conversation import privacy
from zhihuan.records.rewrites import Rewrite, RewriteStore


def note_rewrite(
    store: RewriteStore,
    *,
    draft: str,
    sent: str,
    question: str,
    reply_id: str,
    conversation_id: str = "",
) -> None:
    """Keep a draft and what was sent in its place, private data covered.

    Call it where a reply is sent that began as a draft; one that is sent as it was suggested is
    not kept. `conversation_id`: erasing the conversation erases it.
    """
    if draft.strip() == sent.strip():
        return
    store.add(
        Rewrite(
            conversation_id,
            reply_id,
            question=privacy.mask(question).text,
            draft=privacy.mask(draft).text,
            sent=privacy.mask(sent).text,
        )
    )
