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
from zhihuan.assist.checking.missing import missing_words, no_identity
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
from zhihuan.assist.conduct.finding import is_excused_throughout, is_softened
from zhihuan.assist.conduct.likeness import Likened, Likeness
from zhihuan.assist.transcript import Transcript
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.library.claims.never_say import FILE, read_never_say
from zhihuan.library.problems import InvalidKnowledgeBase

# How like to a kind a sentence must be, about -1 … 1; chosen on the tuning drafts.
_ALIKE, _ALIKE_THOUGH_SOFTENED = 0.15, 0.45
_SURELY_ALIKE = 0.5  # a guess less sure than this tells the agent, and does not stop them
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
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
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
            *figures.findings,
        ]
        if not quick:
            found += self._by_vectors(reading, found, day)
        found = not_ours(found, own)
        found.sort(key=lambda each: (each.start, each.end, each.rule))
        rules = len(self._rules.rules) + len(self._claims)
        return Checked(draft, tuple(found), rules, figures.looked_at)

    # --- by what is meant

    def _by_vectors(
        self, reading: Reading, found: Sequence[Finding], day: date
    ) -> Iterator[Finding]:
        if self._embedder is None or self._likeness is None:
            return
        texts = [
            sentence.text
            for sentence in reading.sentences
            if len(sentence.text.strip("。！？ \n")) >= _LEAST_WORDS
        ][:_MOST_SENTENCES]
        if not texts:
            return
        vectors = self._embedded(texts)
        yield from self._sideways(reading, vectors, found)
        if self._known.has_vectors:
            yield from contradicted(reading, vectors, self._known, day)

    def _sideways(
        self, reading: Reading, vectors: Mapping[str, Vectors], found: Sequence[Finding]
    ) -> Iterator[Finding]:
        assert self._likeness is not None
        texts = list(vectors)
        likened: dict[str, Likened] = dict(
            zip(
                texts,
                self._likeness.of(texts, np.stack([vectors[text] for text in texts])),
                strict=True,
            )
        )
        for number, sentence in enumerate(reading.sentences):
            like = likened.get(sentence.text)
            if like is None or like.score < _ALIKE:
                continue
            start, end = reading.span(sentence.start, sentence.end)
            if any(
                each.kind == like.kind and each.start < end and start < each.end for each in found
            ):
                continue
            following = (
                reading.sentences[number + 1].text if number + 1 < len(reading.sentences) else ""
            )
            if is_excused_throughout(sentence.text, following) or (
                like.score < _ALIKE_THOUGH_SOFTENED and is_softened(sentence.text)
            ):
                continue
            rule = self._by_kind[like.kind]
            yield Finding(
                f"{like.kind}-likeness",
                like.kind,
                "block" if rule.severity == "block" and like.score >= _SURELY_ALIKE else "warn",
                start,
                end,
                rule.why,
                rule.rewrite,
                rule.sources,
            )

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
