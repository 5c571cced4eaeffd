"""What an edit of an article touches: the answers that cited it, passage by passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhihuan.conversation.replaying import State, article_states
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.records.evidence import Content, Kept


@dataclass(frozen=True, slots=True)
class PassageNow:
    """A passage that an answer quoted, and what became of its words."""

    heading: str
    quote: str
    state: State


@dataclass(frozen=True, slots=True)
class Touched:
    """An answer that cites the article. `article` is what became of the article as a whole."""

    kept: Kept
    content: Content
    article: State
    passages: tuple[PassageNow, ...]

    @property
    def is_touched(self) -> bool:
        """Whether any passage that it rests on says something else now."""
        return any(passage.state != "same" for passage in self.passages)

    def to_json(self) -> dict[str, Any]:
        """As the command and the API give it."""
        return {
            "evidence_id": self.kept.id,
            "kind": self.content.kind,
            "as_of": self.content.as_of.isoformat(),
            "question": self.content.question,
            "article": self.article,
            "touched": self.is_touched,
            "passages": [
                {"heading": p.heading, "state": p.state, "quote": p.quote} for p in self.passages
            ],
        }


def impact(slug: str, cited_by: Iterable[Kept], base: KnowledgeBase) -> Iterator[Touched]:
    """Each of `cited_by`, held against the article as it stands in `base`."""
    for kept in cited_by:
        content = kept.content
        if content is None:
            continue
        state = article_states(content, base).get(slug, "gone")
        yield Touched(kept, content, state, tuple(_passages(slug, content, base)))


def _passages(slug: str, content: Content, base: KnowledgeBase) -> Iterator[PassageNow]:
    for citation in content.answer.get("citations", ()):
        if citation["slug"] != slug:
            continue
        passage = base.passages.get(citation["id"])
        told = passage.on(content.as_of) if passage else None
        state: State = "gone"
        if told is not None:
            state = "same" if told.text == citation["quote"] else "changed"
        yield PassageNow(citation["heading"], citation["quote"], state)
