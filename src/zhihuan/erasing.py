"""Erasing a conversation, or all of a person's, from every file there is.

The server does the same over its own open files (`DELETE /v1/chat/{id}`); this is for whoever
runs it, and needs no model. A running server sees at once that a conversation is gone.
"""

from __future__ import annotations

from contextlib import ExitStack

from zhihuan.composition import evidence_of, human_side_of, rewrites_of
from zhihuan.conversation.agent import Memory
from zhihuan.records import feedback as feedback_file
from zhihuan.records import overrides as override_file
from zhihuan.records import owners as owner_file
from zhihuan.records.feedback import FeedbackStore
from zhihuan.records.ledger import Ledger, UnknownConversation
from zhihuan.records.overrides import OverrideStore
from zhihuan.records.owners import Owner, Owners
from zhihuan.settings import Settings


def conversations_of(settings: Settings, application: str, user: str) -> list[str]:
    """The ids of a person's conversations; of "" as user: those of nobody known."""
    owners = Owners(settings.data / owner_file.FILE)
    try:
        return owners.conversations(Owner(application, user))
    finally:
        owners.close()


def erase_conversation(settings: Settings, conversation_id: str) -> bool:
    """Forget it everywhere; False where the ledger did not know it.

    What else there is of it is forgotten all the same: an earlier attempt may have been cut off.
    """
    ledger = Ledger(settings.data / "ledger.sqlite")
    memory = Memory(settings.data / "memory.sqlite")
    human, evidence, rewrites = (
        human_side_of(settings),
        evidence_of(settings),
        rewrites_of(settings),
    )
    feedback = FeedbackStore(settings.data / feedback_file.FILE)
    overrides = OverrideStore(settings.data / override_file.FILE)
    owners = Owners(settings.data / owner_file.FILE)
    with ExitStack() as after:
        for opened in (ledger, human, evidence, rewrites, feedback, overrides, owners):
            after.callback(opened.close)
        after.callback(memory.saver.conn.close)
        with ExitStack() as each:  # one that fails keeps none of the others from being done
            each.callback(owners.forget, conversation_id)
            for store in (human.queue, evidence, rewrites, feedback, overrides):
                each.callback(store.erase, conversation_id)
            each.callback(memory.forget, conversation_id)
            try:
                ledger.erase(conversation_id)
            except UnknownConversation:
                return False
    return True
