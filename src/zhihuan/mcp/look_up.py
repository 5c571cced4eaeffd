"""Looking things up: articles in force on a day, and texts that somebody received."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, Field

from zhihuan.conversation import danger
from zhihuan.conversation.events import Found
from zhihuan.conversation.message import clean
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.mcp.fields import LABEL, AsOf, Words, day


class Urgent(BaseModel):
    """Somebody may be in danger: these words and numbers first, and as they are."""

    words: list[str]
    contacts: list[dict[str, Any]]


class Article(BaseModel):
    """An article that answers, and the passages of it that do, best first."""

    slug: str
    title: str
    score: float = Field(description="有多大把握是在回答这个问题，0 到 1")
    citations: list[dict[str, Any]] = Field(
        description="段落原文 quote、有没有效 status、依据 sources"
    )


class Answers(BaseModel):
    """What was found. Nothing is an answer too: then say so."""

    as_of: str
    label: str
    urgent: Urgent | None = Field(description="不是 null 时，先把它原样给对方")
    answers: list[Article]
    note: str


class Read(BaseModel):
    """What stands in a text. It never says that a text is genuine."""

    label: str
    urgent: Urgent | None = Field(description="不是 null 时，先把它原样给对方")
    told: str = Field(description="照着说")
    reading: dict[str, Any]


class LookUps:
    """Tools over the library of `opened()`; it and `likeness()` may have to wait until they are open.

    `likeness` hears danger said sideways, as in a conversation.
    """

    def __init__(
        self, opened: Callable[[], Toolbox], likeness: Callable[[], danger.Likeness]
    ) -> None:
        self._opened = opened
        self._likeness = likeness

    def search(
        self,
        query: Annotated[Words, Field(description="要查的问题，一句话，用中文")],
        as_of: AsOf = None,
        limit: Annotated[int, Field(ge=1, le=10, description="最多几篇")] = 4,
    ) -> Answers:
        """查欠款、逾期、分期、征信、催收、诉讼、骗局的资料，每段都有出处和有效日期。

        回答任何事实之前先用它。answers 是空的就说没有查到，不要自己编。
        """
        on, text = day(as_of), clean(query)
        toolbox = self._opened()
        urgent = self._urgent(text, toolbox.library.knowledge_base)
        hits = [] if urgent else toolbox.search(text, as_of=on, limit=limit)
        numbered = enumerate(((hit, passage) for hit in hits for passage in hit.passages), 1)
        cited = [Found(n, passage, hit.article, on).to_json() for n, (hit, passage) in numbered]
        return Answers(
            as_of=on.isoformat(),
            label=LABEL,
            urgent=urgent,
            answers=[
                Article(
                    slug=hit.article.slug,
                    title=hit.article.title,
                    score=round(hit.score, 4),
                    citations=[each for each in cited if each["slug"] == hit.article.slug],
                )
                for hit in hits
            ],
            note="" if hits or urgent else "没有查到。请如实说，并指出官方渠道。",
        )

    def read_notice(
        self,
        text: Annotated[Words, Field(description="收到的短信、传票、律师函或者催收的话，原样")],
        as_of: AsOf = None,
    ) -> Read:
        """看一段收到的文字里有没有骗术和越线的说法，以及怎么自己核实。从不说它是真的。"""
        toolbox = self._opened()
        reading = toolbox.read_notice(text, as_of=day(as_of))
        return Read(
            label=LABEL,
            urgent=self._urgent(reading.text, toolbox.library.knowledge_base),
            told=reading.text_of(),
            reading=reading.to_json(),
        )

    def _urgent(self, text: str, base: KnowledgeBase) -> Urgent | None:
        """The fixed words, where a life may be in danger: no article and no sum comes before them."""
        found = danger.assess(text, likeness=self._likeness())
        if found.level != "crisis" or found.script is None:
            return None
        numbers = {key: contact.number for key, contact in base.contacts.items() if contact.number}
        words = danger.crisis_text(found.script, numbers)
        named = [
            contact.to_json()
            for contact in base.contacts.values()
            if contact.number and contact.number in "".join(words)
        ]
        return Urgent(words=words, contacts=named)
