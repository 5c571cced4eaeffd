"""The check of a draft: everything that could be wrong with it, put together into a verdict."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from zhihuan.assist.checking.basis import Basis, CaseSum
from zhihuan.assist.checking.case_figures import Grounds
from zhihuan.assist.checking.case_sums import case_sums, shown_sums
from zhihuan.assist.checking.figures import check_figures
from zhihuan.assist.checking.hours import outside_hours
from zhihuan.assist.checking.missing import missing_words, no_help, no_identity
from zhihuan.assist.checking.own_words import OwnWords, not_ours
from zhihuan.assist.checking.private_data import private_data
from zhihuan.assist.checking.sentences import Embeds, KnownSentences, Vectors
from zhihuan.assist.checking.statements import claims_made, contradicted
from zhihuan.assist.checking.supposing import basis_of
from zhihuan.assist.conduct import (
    Finding,
    Reading,
    Rule,
    Verdict,
    breaches,
    check_sources,
    conduct_rules,
    read_draft,
    verdict_of,
)
from zhihuan.assist.conduct.finding import is_excused_throughout
from zhihuan.assist.conduct.likeness import Likened, Likeness
from zhihuan.assist.transcript import Transcript
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.library.claims.never_say import FILE, read_never_say
from zhihuan.library.problems import InvalidKnowledgeBase

# How like a breach a sentence must be, about -1 … 1; chosen on drafts whose writers no known
# sentence is from, where three clean ones in a hundred lie above.
_ALIKE = 0.05
_THOUGH_TOLD = 0.3  # … where it seems to tell of somebody else
_SURELY_ALIKE = 0.5  # a guess less sure than this tells the agent, and does not stop them
# A sentence this unlike any breach has only the words of one: 打开App→我的, 必要时报警.
_CLEARLY_HARMLESS = -0.55
_ONE_IN = 12  # of the library's sentences, to tell what is harmless by
_LEAST_WORDS = 6
_MOST_SENTENCES = 12  # that are embedded at a time: a reply has a few
_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a draft, and how much was looked at."""

    draft: str
    findings: tuple[Finding, ...]
    rules: int
    figures: int

    @property
    def verdict(self) -> Verdict:
        """The gravest of the findings."""
        return verdict_of(list(self.findings))

    def to_json(self, sources: Mapping[str, Any], day: date) -> dict[str, Any]:
        """As it is sent; `sources` are the knowledge base's."""
        return {
            "verdict": self.verdict,
            "findings": [
                {
                    "rule": each.rule,
                    "severity": each.severity,
                    "start": each.start,
                    "end": each.end,
                    "quote": self.draft[each.start : each.end],
                    "why": each.why,
                    "rewrite": each.rewrite,
                    "sources": [
                        sources[key].to_json(day) for key in each.sources if key in sources
                    ],
                }
                for each in self.findings
            ],
            "checked": {"rules": self.rules, "figures": self.figures},
        }


class Checker:
    """Checks drafts against one knowledge base. Safe to share between threads."""

    def __init__(
        self, toolbox: Toolbox, knowledge_base: Path, embedder: Embeds | None = None
    ) -> None:
        """Raises InvalidKnowledgeBase where never_say.yaml has mistakes, InvalidRules."""
        base = toolbox.library.knowledge_base
        self._toolbox = toolbox
        self._base = base
        self._rules = conduct_rules()
        check_sources(self._rules.rules, base.sources)
        self._by_kind: dict[str, Rule] = {}
        for rule in self._rules.rules:
            if rule.kind not in self._by_kind or rule.id == f"{rule.kind}-likeness":
                self._by_kind[rule.kind] = rule
        self._claims, problems = read_never_say(knowledge_base / FILE, base.sources)
        if problems:
            raise InvalidKnowledgeBase(problems, knowledge_base)
        self._known = KnownSentences(base)
        self._own = OwnWords(base)
        self._embedder = embedder
        self._likeness: Likeness | None = None
        self._by_words = frozenset(rule.id for rule in self._rules.rules)
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._likened: OrderedDict[str, Likened] = OrderedDict()
        self._sums: OrderedDict[object, tuple[CaseSum, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def warm(self, cache: Path) -> None:
        """Have the vectors that a whole check needs; a minute the first time, then a moment.

        Until then a check does without them.
        """
        if self._embedder is not None:
            self._known.warm(self._embedder, cache)
            self._likeness = Likeness(self._embedder, cache, self._known.ordinary(_ONE_IN))

    def check(
        self,
        draft: str,
        at: datetime,
        transcript: Transcript | None = None,
        *,
        quick: bool = False,
    ) -> Checked:
        """Everything that is wrong with a draft at the moment `at` (China's time).

        `quick`: without what needs vectors, for while somebody types.
        """
        day = at.date()
        reading = read_draft(draft)
        own = self._own.spans(reading, day)
        customer = "\n".join(transcript.customer_texts) if transcript else ""
        grounds = self._grounds(draft, transcript, day)
        figures = check_figures(draft, grounds, self._known, self._base.contacts.values())
        found = [
            *breaches(reading, customer, self._rules),
            *claims_made(reading, self._claims),
            *private_data(draft),
            *outside_hours(draft, transcript, at),
            *missing_words(draft, tuple(find_quantities(customer, today=day)), day, own),
            *no_identity(draft, transcript),
            *no_help(draft, transcript),
            *figures.findings,
        ]
        if not quick:
            found = list(self._by_vectors(reading, found, day))
        found = not_ours(found, own)
        found.sort(key=lambda each: (each.start, each.end, each.rule))
        rules = len(self._rules.rules) + len(self._claims)
        return Checked(draft, tuple(found), rules, figures.looked_at)

    # --- by what is meant

    def _by_vectors(
        self, reading: Reading, found: Sequence[Finding], day: date
    ) -> Iterator[Finding]:
        """What is found by rules and by likeness together."""
        texts = [
            sentence.text
            for sentence in reading.sentences
            if len(sentence.text.strip("。！？ \n")) >= _LEAST_WORDS
        ][:_MOST_SENTENCES]
        if self._embedder is None or self._likeness is None or not texts:
            yield from found
            return
        vectors = self._embedded(texts)
        likened = self._likened_of(vectors)
        kept = [each for each in found if not self._has_only_its_words(each, reading, likened)]
        yield from kept
        yield from self._sideways(reading, likened, kept)
        if self._known.has_vectors:
            yield from contradicted(reading, vectors, self._known, day)

    def _has_only_its_words(
        self, found: Finding, reading: Reading, likened: Mapping[str, Likened]
    ) -> bool:
        by_words = found.rule in self._by_words or found.kind == "contradicts-library"
        if not by_words or found.start == found.end:
            return False
        for sentence in reading.sentences:
            start, end = reading.span(sentence.start, sentence.end)
            if start <= found.start < end:
                like = likened.get(sentence.text)
                return like is not None and like.score < _CLEARLY_HARMLESS
        return False

    def _sideways(
        self, reading: Reading, likened: Mapping[str, Likened], found: Sequence[Finding]
    ) -> Iterator[Finding]:
        for number, sentence in enumerate(reading.sentences):
            like = likened.get(sentence.text)
            if like is None or like.score < _ALIKE:
                continue
            start, end = reading.span(sentence.start, sentence.end)
            following = (
                reading.sentences[number + 1].text if number + 1 < len(reading.sentences) else ""
            )
            if like.score < _THOUGH_TOLD and is_excused_throughout(sentence.text, following):
                continue
            known = {each.kind for each in found if each.start < end and start < each.end}
            for place, kind in enumerate(like.kinds):
                if kind in known:
                    continue
                rule = self._by_kind[kind]
                surely = rule.severity == "block" and like.score >= _SURELY_ALIKE and not place
                yield Finding(
                    f"{kind}-likeness",
                    kind,
                    "block" if surely else "warn",
                    start,
                    end,
                    rule.why,
                    rule.rewrite,
                    rule.sources,
                )

    def _likened_of(self, vectors: Mapping[str, Vectors]) -> dict[str, Likened]:
        assert self._likeness is not None
        with self._lock:
            known = {text: self._likened[text] for text in vectors if text in self._likened}
        new = [text for text in vectors if text not in known]
        if new:
            found = self._likeness.of(new, np.stack([vectors[text] for text in new]))
            known.update(zip(new, found, strict=True))
        with self._lock:
            for text, like in known.items():
                self._likened[text] = like
                self._likened.move_to_end(text)
            while len(self._likened) > _REMEMBERED:
                self._likened.popitem(last=False)
        return known

    def _embedded(self, texts: Sequence[str]) -> dict[str, Vectors]:
        assert self._embedder is not None
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, self._embedder.queries(new), strict=True))
        with self._lock:
            for text in texts:
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > _REMEMBERED:
                self._vectors.popitem(last=False)
        return known

    # --- what figures may stand on

    def _grounds(self, draft: str, transcript: Transcript | None, day: date) -> Grounds:
        basis, shown = basis_of(draft, transcript, day)
        sums = (*self._sums_of(basis), *shown_sums(transcript.answers if transcript else ()))
        budget = basis.situation.budget
        return Grounds(
            basis.said, shown, sums, basis.days(), budget.value.low if budget else None, day
        )

    def _sums_of(self, basis: Basis) -> tuple[CaseSum, ...]:
        """The sums of a case stay the same while a draft is typed, but for new figures in it."""
        if not basis.drafted:
            return ()
        key = (basis.situation, basis.drafted, basis.said, basis.as_of)
        with self._lock:
            if key in self._sums:
                return self._sums[key]
        sums = case_sums(self._toolbox, basis)
        with self._lock:
            self._sums[key] = sums
            while len(self._sums) > _REMEMBERED // 8:
                self._sums.popitem(last=False)
        return sums
