"""What an editor should write next: clusters of questions, the weightiest first."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from zhihuan.conversation.danger import Likeness
from zhihuan.learning.asked import Asked, Reason, asked
from zhihuan.learning.clustering import Vectors, clusters_of, middle_of
from zhihuan.learning.stakes import WEIGHTS, WORDS, Stake, highest, stake_of
from zhihuan.library.article import Article
from zhihuan.library.index import Embeds
from zhihuan.library.lexical import normalise
from zhihuan.library.search import Library
from zhihuan.library.wording import one_wording
from zhihuan.records.evidence_in_sqlite import EvidenceStore
from zhihuan.records.feedback import FeedbackStore
from zhihuan.records.rewrites import RewriteStore

REASONS: dict[Reason, str] = {
    "unanswered": "没答上",
    "voted-down": "答了说没用",
    "rewritten": "客服改写了",
}
MOST_EXAMPLES = 8
_MOST_VECTORS = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Questions that are alike. `question` stands in the middle of them.

    `people` is how many asked, `times` how often; `nearest` is the article nearest to the
    question, and `nearness` (0…1) how surely it answers.
    """

    question: str
    examples: tuple[str, ...]
    people: int
    times: int
    reasons: tuple[tuple[Reason, int], ...]
    stake: Stake
    nearest: Article | None
    nearness: float
    sent: tuple[str, ...]
    said: tuple[str, ...]
    first: date
    last: date

    @property
    def weight(self) -> int:
        """How often, times how much is at stake."""
        return self.people * WEIGHTS[self.stake]

    @property
    def why(self) -> str:
        """Why it stands where it stands, in Chinese."""
        how = "、".join(f"{REASONS[reason]} {count} 次" for reason, count in self.reasons)
        return f"{self.people} 个人问过（{how}）；{WORDS[self.stake]}"

    def to_json(self) -> dict[str, Any]:
        """As the API and the command give it."""
        near = self.nearest
        return {
            "question": self.question,
            "why": self.why,
            "weight": self.weight,
            "stake": {"key": self.stake, "label": WORDS[self.stake]},
            "people": self.people,
            "times": self.times,
            "reasons": dict(self.reasons),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "examples": list(self.examples),
            "said": list(self.said),
            "nearest": near
            and {
                "slug": near.slug,
                "title": near.title,
                "internal": near.internal,
                "score": round(self.nearness, 3),
            },
        }


class Learning:
    """Looks at what is kept. Vectors are remembered by a digest, never the words."""

    def __init__(
        self,
        evidence: EvidenceStore,
        rewrites: RewriteStore,
        library: Library,
        embedder: Embeds,
        likeness: Likeness | None = None,
    ) -> None:
        self.rewrites = rewrites
        self._evidence = evidence
        self._library = library
        self._embedder = embedder
        self._likeness = likeness
        self._known: dict[bytes, Vectors] = {}

    def wanted(self, feedback: FeedbackStore, *, today: date, since: float = 0.0) -> list[Wanted]:
        """The clusters since `since` (seconds since 1970), the weightiest first."""
        questions = asked(self._evidence, feedback, self.rewrites, since)
        vectors = self._vectors([one.text for one in questions])
        found = [
            self._cluster(
                [questions[row] for row in rows], questions[middle_of(rows, vectors)], today
            )
            for rows in clusters_of(vectors)
        ]
        # Of equals, what is nearer to what we speak about anyway comes first.
        return sorted(found, key=lambda c: (-c.weight, -c.times, -c.nearness, c.first, c.question))

    def _cluster(self, members: Sequence[Asked], middle: Asked, today: date) -> Wanted:
        base = self._library.knowledge_base
        texts = list(dict.fromkeys((middle.text, *(one.text for one in members))))
        stakes = [stake_of(one.text, one.as_of, base, self._likeness) for one in members]
        near = self._library.search(
            middle.text, as_of=today, limit=1, threshold=0.0, audience="agent"
        )
        reasons = Counter(reason for one in members for reason in one.reasons)
        days = [one.as_of for one in members]
        return Wanted(
            question=middle.text,
            examples=tuple(texts[:MOST_EXAMPLES]),
            people=len({one.who for one in members}),
            times=len(members),
            reasons=tuple((reason, reasons[reason]) for reason in REASONS if reasons[reason]),
            stake=highest(stakes),
            nearest=near[0].article if near else None,
            nearness=near[0].score if near else 0.0,
            sent=_distinct(one.sent for one in members),
            said=_distinct(one.said for one in members),
            first=min(days),
            last=max(days),
        )

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text; what was embedded before is not embedded again."""
        said = [one_wording(normalise(text).strip()) for text in texts]
        keys = [hashlib.sha256(text.encode()).digest() for text in said]
        new = {key: text for key, text in zip(keys, said, strict=True) if key not in self._known}
        if len(self._known) + len(new) > _MOST_VECTORS:
            self._known.clear()
            new = dict(zip(keys, said, strict=True))
        if new:
            made = self._embedder.queries(list(new.values()))
            self._known.update(zip(new, made, strict=True))
        if not keys:
            return np.zeros((0, 1), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])


def _distinct(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))[:MOST_EXAMPLES]
