"""Evidence held against today's library: would it still be answered so?

articles    is each one that was cited the version it was, and is it cited again?
sums        is each one made again, with the same inputs and the same result?
text        sentence by sentence, what would be said otherwise
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import ndiff
from typing import Any, Literal

from zhihuan.conversation.conversations import Conversations
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.versions import version_of
from zhihuan.records.evidence import Content, Kept
from zhihuan.records.ledger import Turn

State = Literal["same", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class ArticleNow:
    """An article that was cited. `state` is its text's; `again`: today's answer cites it too."""

    slug: str
    title: str
    state: State
    again: bool


@dataclass(frozen=True, slots=True)
class SumNow:
    """A sum that was shown. gone: today's answer has none of its kind."""

    id: str
    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Replay:
    """What running it again gave. `diff` has every sentence, led by "  ", "- " or "+ "."""

    as_of: date
    answer: Mapping[str, Any]
    articles: tuple[ArticleNow, ...]
    new_articles: tuple[str, ...]
    sums: tuple[SumNow, ...]
    new_sums: tuple[str, ...]
    diff: tuple[str, ...]

    @property
    def says_the_same(self) -> bool:
        """Whether today's answer is word for word the same."""
        return all(line.startswith("  ") for line in self.diff)

    def to_json(self) -> dict[str, Any]:
        """As the API and the command give it."""
        return {
            "as_of": self.as_of.isoformat(),
            "says_the_same": self.says_the_same,
            "articles": [
                {"slug": a.slug, "title": a.title, "state": a.state, "cited_again": a.again}
                for a in self.articles
            ],
            "new_articles": list(self.new_articles),
            "calculations": [{"id": s.id, "name": s.name, "state": s.state} for s in self.sums],
            "new_calculations": list(self.new_sums),
            "diff": list(self.diff),
            "text": self.answer.get("text", ""),
        }


def can_replay(content: Content) -> bool:
    """Whether it is a chat answer of a brain's: what a human took over is not made again."""
    taken = content.answer.get("hand_off", {}).get("state") == "taken"
    return content.kind == "answer" and not taken


def replayed(
    kept: Kept,
    earlier: Sequence[Kept],
    conversations: Conversations,
    base: KnowledgeBase,
    as_of: date | None = None,
) -> Replay:
    """Run a chat answer again over today's library, after what was shown before it.

    `as_of` is the day it was asked about where none is given, so that what differs is the
    library's doing and not the calendar's.
    """
    content = kept.content
    assert content is not None and can_replay(content)
    day = as_of or content.as_of
    before = [
        _turn(each.content, n)
        for n, each in enumerate(earlier)
        if each.content is not None and each.content.kind == "answer"
    ]
    answer = conversations.again(before, _turn(content, len(before), day), content.private)
    return held_against(content, answer, base, day)


def held_against(
    content: Content, answer: Mapping[str, Any], base: KnowledgeBase, day: date
) -> Replay:
    """What was kept, held against today's `answer` to the same, as of `day`."""
    now = {citation["slug"]: citation["title"] for citation in answer.get("citations", ())}
    sums_now = {each["id"]: each for each in answer.get("calculations", ())}
    ids = {each["id"] for each in content.answer.get("calculations", ())}
    return Replay(
        as_of=day,
        answer=answer,
        articles=_articles(content, base, now),
        new_articles=tuple(slug for slug in now if slug not in content.cited),
        sums=_sums(content, sums_now),
        new_sums=tuple(each["name"] for key, each in sums_now.items() if key not in ids),
        diff=_diff(content.answer, answer),
    )


def article_states(content: Content, base: KnowledgeBase) -> dict[str, State]:
    """What became of each article that was cited."""
    return {slug: _state(slug, content, base) for slug in content.cited}


def _state(slug: str, content: Content, base: KnowledgeBase) -> State:
    article = base.by_slug.get(slug)
    if article is None:
        return "gone"
    return "same" if version_of(article) == content.versions.get(slug) else "changed"


def _articles(
    content: Content, base: KnowledgeBase, now: Mapping[str, str]
) -> tuple[ArticleNow, ...]:
    titles = {c["slug"]: c["title"] for c in content.answer.get("citations", ())}
    states = article_states(content, base)
    return tuple(
        ArticleNow(slug, titles[slug], state, slug in now) for slug, state in states.items()
    )


def _sums(content: Content, now: Mapping[str, Mapping[str, Any]]) -> tuple[SumNow, ...]:
    kinds = {each["kind"] for each in now.values()}
    found = []
    for each in content.answer.get("calculations", ()):
        changed: State = "changed" if each["kind"] in kinds else "gone"
        found.append(SumNow(each["id"], each["name"], "same" if each["id"] in now else changed))
    return tuple(found)


def _diff(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    lines = ndiff(_said(then), _said(now))
    return tuple(line for line in lines if not line.startswith("? "))


def _said(answer: Mapping[str, Any]) -> list[str]:
    return [" ".join(sentence["text"].split()) for sentence in answer.get("sentences", ())]


def _turn(content: Content, number: int, as_of: date | None = None) -> Turn:
    return Turn(
        content.conversation_id,
        number,
        content.message_id,
        content.question,
        as_of or content.as_of,
        "done",
        content.answer,
    )
