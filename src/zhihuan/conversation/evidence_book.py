"""The book of what people were shown: every answer goes in, with what it was made from.

Nothing about a person is in here but what the evidence keeps, and that can be erased. A book that
cannot be written keeps nobody from an answer: that it could not is in the log, without a word of
what was said.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from zhihuan import __version__
from zhihuan.conversation.prompts import Prompt
from zhihuan.library.article import Article
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.search import Library
from zhihuan.library.versions import fingerprint_of, version_of
from zhihuan.records.evidence import Content, Kind, Made
from zhihuan.records.evidence_in_sqlite import EvidenceStore

log = logging.getLogger(__name__)

#: The brain that is a language model, among those that are asked.
MODEL = "model"
# What is shown beside an answer and can be made again from the rest of it.
_MADE_AGAIN = frozenset({"cards", "replies", "contacts", "conversation_id", "message_id", "as_of"})


class EvidenceBook:
    """Writes evidence of what was shown. `prompt` and `model` are the language model's."""

    def __init__(
        self, store: EvidenceStore, library: Library, model: str = "", prompt: Prompt | None = None
    ) -> None:
        self.store = store
        self._library = library
        self._made = Made((), model, _digest(prompt) if prompt else "", "", __version__)
        self._base: KnowledgeBase | None = None
        self._fingerprint = ""

    def keep(
        self,
        kind: Kind,
        answer: Mapping[str, Any],
        *,
        question: str,
        as_of: date,
        conversation_id: str = "",
        message_id: str = "",
        private: Sequence[str] = (),
        articles: Sequence[Article] = (),
        brains: Sequence[str] = (),
        prompt: Prompt | None = None,
        once: bool = False,
    ) -> str | None:
        """Keep what was shown; its id, or None where it could not be kept.

        Args:
            answer: in the shape of a chat answer; of an agent's reply, `{"text": …}` will do.
                "held" in it are the findings that held sentences back.
            question: what it answers, masked; "" where it answers nothing in particular.
            conversation_id: whose it is: erasing the conversation erases it.
            articles: those that it cites, as they were when it was made; where one is left out,
                it is looked up in today's library.
            brains: those that were asked, in order.
            prompt: a language model's; of an answer, the customers' where none is given.
            once: what was kept of this message before stays, and gives its id again.
        """
        try:
            known = self.store.of_message(conversation_id, message_id) if once else []
            if known:
                return known[-1].id
            content = Content(
                kind=kind,
                conversation_id=conversation_id,
                message_id=message_id,
                question=question,
                as_of=as_of,
                private=tuple(private),
                answer=_worth_keeping(answer),
                versions=self._versions(answer, articles),
                made=self._made_by(kind, brains, prompt),
            )
            return self.store.keep(content)
        except Exception as error:
            log.error("no evidence was kept: %s", type(error).__name__)
            return None

    def _versions(self, answer: Mapping[str, Any], articles: Sequence[Article]) -> dict[str, str]:
        known = {article.slug: article for article in articles}
        slugs = dict.fromkeys(citation["slug"] for citation in answer.get("citations", ()))
        today = self._library.knowledge_base.by_slug
        found = {slug: known.get(slug) or today.get(slug) for slug in slugs}
        return {slug: version_of(article) for slug, article in found.items() if article}

    def _made_by(self, kind: Kind, brains: Sequence[str], prompt: Prompt | None) -> Made:
        made = replace(self._made, brains=tuple(brains), library=self._library_now())
        if MODEL not in brains:
            return replace(made, model="", prompt="")
        if prompt is not None:
            return replace(made, prompt=_digest(prompt))
        return made if kind == "answer" else replace(made, prompt="")

    def _library_now(self) -> str:
        """Hundreds of articles are digested once, and again when the library has changed."""
        base = self._library.knowledge_base
        if base is not self._base:
            self._fingerprint, self._base = fingerprint_of(base), base
        return self._fingerprint


def _digest(prompt: Prompt) -> str:
    return hashlib.sha256(prompt.text.encode()).hexdigest()


def _worth_keeping(answer: Mapping[str, Any]) -> dict[str, Any]:
    """A sum keeps its inputs, its figures and its id, which stands for its result."""
    kept = {key: value for key, value in answer.items() if key not in _MADE_AGAIN}
    sums = [
        {key: value for key, value in each.items() if key != "result"}
        for each in answer.get("calculations", ())
    ]
    return kept | {"calculations": sums} if sums else kept
