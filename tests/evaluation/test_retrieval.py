"""Figures of a pipeline by hand, the file they are written to, and what counts as a regression."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from zhihuan.evaluation.figures import Figure
from zhihuan.evaluation.pipelines import Ranking
from zhihuan.evaluation.questions import Question
from zhihuan.evaluation.retrieval import (
    Measured,
    Miss,
    as_document,
    ask_all,
    compare,
    measure,
    misses,
    regressions,
    write,
)


@dataclass
class Scripted:
    """A pipeline that finds what it was told to."""

    name: str
    finds: dict[str, Ranking] = field(default_factory=dict)
    knows_silence: bool = False

    def ranked(self, query: str) -> Ranking:
        return self.finds.get(query, [])


QUESTIONS = [
    Question("甲", "a", ("b",), "short"),
    Question("乙", "b", (), "short"),
    Question("丙", "c", (), "pinyin"),
    Question("丁", None, (), "out-of-scope"),
    Question("戊", None, (), "out-of-scope"),
]
FINDS: dict[str, Ranking] = {
    "甲": [("b", 0.9), ("a", 0.8)],
    "乙": [("a", 0.7), ("x", 0.6), ("y", 0.6), ("b", 0.5)],
    "丁": [("a", 0.3)],
}


def measured(name: str = "zhihuan-never-silent") -> Measured:
    pipeline = Scripted(name, FINDS)
    return measure(pipeline, QUESTIONS, ask_all(pipeline, [q.text for q in QUESTIONS]))


def test_the_figures_by_hand() -> None:
    overall = {name: figure.value for name, figure in measured().overall.items()}
    # 甲: an article that is right as well comes first; 乙: in place 4; 丙: nothing.
    assert overall["hit@1"] == overall["hit@3"] == pytest.approx(1 / 3)
    assert overall["mrr"] == pytest.approx((1 + 1 / 4 + 0) / 3)
    # 甲: (1 + 2/log2 3) / (2 + 1/log2 3) = 0.85973; 乙: 1/log2 5 = 0.43068
    assert overall["ndcg@10"] == pytest.approx((0.85973 + 0.43068) / 3, abs=1e-5)


def test_silence_is_judged_at_the_best_threshold() -> None:
    # From 0.7: 丙 is silent, 丁 is not answered.
    found = measured()
    assert found.threshold == 0.7
    assert found.overall["false_silence"].value == pytest.approx(1 / 3)
    assert found.overall["false_answer"].value == 0


def test_a_pipeline_that_knows_silence_gets_no_threshold() -> None:
    pipeline = Scripted("zhihuan", FINDS, knows_silence=True)
    found = measure(pipeline, QUESTIONS, ask_all(pipeline, [q.text for q in QUESTIONS]))
    assert found.threshold is None
    assert found.overall["false_answer"].value == 1 / 2  # 丁 was answered


def test_a_slice_has_the_figures_of_its_questions_and_no_others() -> None:
    slices = measured().slices
    assert set(slices) == {"pinyin", "short", "out-of-scope"}
    assert slices["short"]["hit@1"].of == 2
    assert slices["pinyin"]["false_silence"].value == 1
    assert set(slices["out-of-scope"]) == {"false_answer"}
    assert "false_answer" not in slices["short"]


def test_the_best_plain_pipeline_is_the_one_that_hits_most() -> None:
    right: dict[str, Ranking] = {"甲": [("a", 1.0)], "乙": [("b", 1.0)], "丙": [("c", 1.0)]}
    some: dict[str, Ranking] = {"甲": [("a", 1.0)], "丁": [("a", 0.1)]}
    pipelines = [
        Scripted("zhihuan", right), Scripted("bm25-words"), Scripted("dense-passages", some),
    ]  # fmt: skip
    comparison = compare(pipelines, QUESTIONS)
    assert comparison.best_plain == "dense-passages"
    assert comparison.ahead.value == pytest.approx(2 / 3)
    assert comparison.of("zhihuan").overall["hit@1"].value == 1


def test_what_was_not_answered_as_it_should_be_is_listed() -> None:
    pipeline = Scripted("zhihuan", FINDS)
    missed = misses(QUESTIONS, ask_all(pipeline, [question.text for question in QUESTIONS]))
    assert missed == [
        Miss("乙", "b", ("a", "x", "y", "b")), Miss("丙", "c", ()), Miss("丁", None, ("a",)),
    ]  # fmt: skip


def test_a_change_of_one_figure_is_a_change_of_one_line(tmp_path: Path) -> None:
    pipelines = [Scripted("zhihuan", FINDS), Scripted("bm25-words", FINDS)]
    document = as_document({"measured": "2026-11-21"}, compare(pipelines, QUESTIONS))
    write(tmp_path / "results" / "r.json", document)
    text = (tmp_path / "results" / "r.json").read_text(encoding="utf-8")
    assert json.loads(text) == document
    document["pipelines"]["zhihuan"]["overall"]["mrr"] = [0.5, 0.4, 0.6, 3]
    write(tmp_path / "r2.json", document)
    changed = zip(
        text.splitlines(), (tmp_path / "r2.json").read_text("utf-8").splitlines(), strict=True
    )
    ((_, after),) = [(one, other) for one, other in changed if one != other]
    assert after.strip().rstrip(",") == '"mrr": [0.5, 0.4, 0.6, 3]'


def document(**overall: list[float]) -> dict[str, object]:
    return {"pipelines": {"zhihuan": {"overall": overall}}}


def now(**overall: float) -> Measured:
    figures = {name: Figure(value, 0, 1, 100) for name, value in overall.items()}
    return Measured("zhihuan", None, figures, {})


def test_a_figure_that_fell_out_of_its_interval_is_a_regression() -> None:
    before = document(mrr=[0.9, 0.85, 0.95, 100], false_answer=[0.02, 0.005, 0.07, 100])
    assert regressions(before, now(mrr=0.85, false_answer=0.07)) == []
    assert regressions(before, now(mrr=0.99, false_answer=0.0)) == []
    (fallen,) = regressions(before, now(mrr=0.84, false_answer=0.07))
    assert fallen.startswith("mrr 0.840, was 0.900")
    (fallen,) = regressions(before, now(mrr=0.85, false_answer=0.08))
    assert fallen.startswith("false_answer 0.080")
