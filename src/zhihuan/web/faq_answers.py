"""What the FAQ answers, as `/openapi.json` describes it. Days are ISO dates."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["current", "ended", "future"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceShape(_Shape):
    """A law, rule, contract or notice, with the days it held."""

    id: str
    name: str
    issuer: str | None
    number: str | None
    article: str | None
    kind: str
    in_force: date | None
    ended: date | None
    status: Status = Field(description="那一天是有效 current、已经结束 ended 还是还没开始 future")
    url: str | None
    confidence: Literal["high", "medium", "low"]
    checked: date
    says: str


class _Heading(_Shape):
    slug: str
    title: str
    status: Status
    valid_from: date | None
    valid_to: date | None
    topic: str


class Short(_Heading):
    """An article and its answer in a few sentences."""

    answer: str


class Answer(Short):
    """An article that answers, and the passage of it that is nearest to the question."""

    heading: str = Field(description="最对题的一段的小标题；开头那段是空的")
    quote: str
    score: float = Field(ge=0, description="有多对题；只用来排先后")
    sources: list[SourceShape]


class Answers(_Shape):
    """What answers a question, best first."""

    query: str
    as_of: date
    answers: list[Answer]
    next: str | None = Field(description="下一页的 cursor；没有下一页是 null")


class SentenceShape(_Shape):
    """A sentence, and the ids of what it rests on."""

    text: str
    bullet: bool
    sources: list[str]


class Section(_Shape):
    """A passage."""

    id: str
    heading: str
    text: str
    sentences: list[SentenceShape]


class ArticleAnswer(_Heading):
    """An article as it may be told on the day."""

    applies_to: list[str]
    reviewed: date
    related: list[str]
    sections: list[Section]
    sources: list[SourceShape]


class Related(_Shape):
    """What a reader asks next."""

    slug: str
    as_of: date
    related: list[Short]


class _Named(_Shape):
    slug: str
    title: str


class TopicShape(_Shape):
    """A topic and its articles."""

    topic: str
    articles: list[_Named]


class Topics(_Shape):
    """Every article in force, by topic."""

    as_of: date
    topics: list[TopicShape]


class FaqPage(BaseModel):
    """https://schema.org/FAQPage."""

    model_config = ConfigDict(extra="allow")

    context: Literal["https://schema.org"] = Field(alias="@context")
    type: Literal["FAQPage"] = Field(alias="@type")


class SuggestionShape(_Shape):
    """A question to offer; `text[start:end]` is what fits what was typed."""

    slug: str
    title: str
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    why: Literal["start", "inside", "sound", "alike"] = Field(
        description="从头开始 start、在中间 inside、读音一样 sound、意思相近 alike"
    )


class SuggestionsShape(_Shape):
    """What somebody may be about to ask."""

    suggestions: list[SuggestionShape]
