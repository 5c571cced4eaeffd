"""Every pipeline on the scored questions: how it ranks, when it is silent, overall and by slice.

    hit@1, hit@3, mrr, ndcg@10   over the questions that are ours
    false_silence                share of ours that find nothing
    false_answer                 share of not ours that find something

Our library is measured as people get it: where it is silent, nothing was hit. The plain
pipelines are ranked as if they always answered, and only their false answers and false silences
are counted at a threshold: the best there is for each on these very questions. Both favour them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from zhihuan.evaluation.figures import Figure, difference, hit, mean, ndcg, reciprocal_rank, share
from zhihuan.evaluation.pipelines import Pipeline, best_threshold
from zhihuan.evaluation.questions import SLICES, Question

FIGURES = ("hit@1", "hit@3", "mrr", "ndcg@10", "false_silence", "false_answer")
LESS_IS_BETTER = frozenset({"false_silence", "false_answer"})
PLAIN = ("bm25-words", "bm25-bigrams", "dense-passages")
_PORTION = 100  # questions between two lines of progress

Figures = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Found:
    """What a pipeline found: articles, best first, and the score of the best (-inf for none)."""

    ranked: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not answered as it should be; `first` is None where none should."""

    text: str
    first: str | None
    found: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """A pipeline's figures. `threshold` is None where it has its own way of being silent."""

    name: str
    threshold: float | None
    overall: Figures
    slices: Mapping[str, Figures]


@dataclass(frozen=True)
class Comparison:
    """All pipelines on the same questions.

    `ahead` is how much our hit@3 is above that of `best_plain`; `found`, by pipeline, is what it
    found for each question in turn.
    """

    found: Mapping[str, Sequence[Found]]
    measured: tuple[Measured, ...]
    best_plain: str
    ahead: Figure

    def of(self, name: str) -> Measured:
        """The figures of one pipeline."""
        return next(each for each in self.measured if each.name == name)


def ask_all(
    pipeline: Pipeline, texts: Sequence[str], progress: Callable[[str], None] = lambda _: None
) -> list[Found]:
    """What a pipeline finds for each text, in order."""
    found: list[Found] = []
    for number, text in enumerate(texts, 1):
        ranking = pipeline.ranked(text)
        score = ranking[0][1] if ranking else -inf
        found.append(Found(tuple(slug for slug, _ in ranking), score))
        if number % _PORTION == 0:
            progress(f"{pipeline.name} {number}/{len(texts)}")
    return found


def threshold_of(
    pipeline: Pipeline, questions: Sequence[Question], found: Sequence[Found]
) -> float | None:
    """The best threshold for a pipeline on these questions; None where it needs none."""
    if pipeline.knows_silence:
        return None
    pairs = list(zip(questions, found, strict=True))
    ours = [f.score for q, f in pairs if q.first is not None]
    return best_threshold(ours, [f.score for q, f in pairs if q.first is None])


def answers(found: Found, threshold: float | None) -> bool:
    """Whether something is answered: something was found, and well enough."""
    return bool(found.ranked) and (threshold is None or found.score >= threshold)


def measure(pipeline: Pipeline, questions: Sequence[Question], found: Sequence[Found]) -> Measured:
    """The figures of one pipeline, overall and for each slice that has questions."""
    threshold = threshold_of(pipeline, questions, found)
    pairs = list(zip(questions, found, strict=True))
    slices = {name: [p for p in pairs if p[0].slice == name] for name in SLICES}
    by_slice = {name: _figures(part, threshold) for name, part in slices.items() if part}
    return Measured(pipeline.name, threshold, _figures(pairs, threshold), by_slice)


def compare(
    pipelines: Sequence[Pipeline],
    questions: Sequence[Question],
    progress: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Ask every pipeline every question; the pipelines named in PLAIN are the plain ones."""
    texts = [question.text for question in questions]
    found = {pipeline.name: ask_all(pipeline, texts, progress) for pipeline in pipelines}
    measured = tuple(measure(each, questions, found[each.name]) for each in pipelines)
    hits = {name: _hits(questions, each) for name, each in found.items()}
    best = max((name for name in hits if name in PLAIN), key=lambda name: sum(hits[name]))
    return Comparison(found, measured, best, difference(hits["zhihuan"], hits[best]))


def misses(questions: Sequence[Question], found: Sequence[Found]) -> list[Miss]:
    """Where no right article came first, and where something was found that should not be."""
    return [
        Miss(question.text, question.first, each.ranked)
        for question, each in zip(questions, found, strict=True)
        if (each.ranked if question.first is None else not hit(each.ranked, question.gains, 1))
    ]


def _figures(pairs: Sequence[tuple[Question, Found]], threshold: float | None) -> Figures:
    ours = [(question.gains, found) for question, found in pairs if question.first is not None]
    others = [found for question, found in pairs if question.first is None]
    figures: Figures = {}
    if ours:
        figures["hit@1"] = share([hit(found.ranked, gains, 1) for gains, found in ours])
        figures["hit@3"] = share([hit(found.ranked, gains, 3) for gains, found in ours])
        figures["mrr"] = mean([reciprocal_rank(found.ranked, gains) for gains, found in ours])
        figures["ndcg@10"] = mean([ndcg(found.ranked, gains) for gains, found in ours])
        figures["false_silence"] = share([not answers(found, threshold) for _, found in ours])
    if others:
        figures["false_answer"] = share([answers(found, threshold) for found in others])
    return figures


def _hits(questions: Sequence[Question], found: Iterable[Found]) -> list[float]:
    return [
        float(hit(each.ranked, question.gains, 3))
        for question, each in zip(questions, found, strict=True)
        if question.first is not None
    ]


def as_document(about: Mapping[str, Any], comparison: Comparison) -> dict[str, Any]:
    """What is committed: figures only, each as [value, low, high, questions]."""
    return {
        **about,
        "hit@3 ahead of the best plain pipeline": {
            "best": comparison.best_plain,
            "ahead": comparison.ahead.rounded(),
        },
        "pipelines": {
            each.name: {
                "threshold": None if each.threshold is None else round(each.threshold, 3),
                "overall": _rounded(each.overall),
                "slices": {name: _rounded(part) for name, part in each.slices.items()},
            }
            for each in comparison.measured
        },
    }


def _rounded(figures: Figures) -> dict[str, list[float]]:
    return {name: figure.rounded() for name, figure in figures.items()}


def write(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document so that a change of one figure is a change of one line."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    one_line = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", _on_one_line, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(one_line + "\n", encoding="utf-8")


def _on_one_line(list_of_numbers: re.Match[str]) -> str:
    return f"[{' '.join(list_of_numbers[1].split())}]"


def regressions(before: Mapping[str, Any], now: Measured) -> list[str]:
    """The overall figures of ours that fell out of the interval of a document, in words."""
    then = before["pipelines"][now.name]["overall"]
    fallen = []
    for name, figure in now.overall.items():
        value, low, high, _ = then[name]
        worse = figure.value > high if name in LESS_IS_BETTER else figure.value < low
        if worse:
            fallen.append(f"{name} {figure.value:.3f}, was {value:.3f} ({low:.3f} to {high:.3f})")
    return fallen
