"""What retrieval does now, held against the results that were committed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zhihuan.evaluation.near_duplicate import NearDuplicates
from zhihuan.evaluation.pipelines import Ours
from zhihuan.evaluation.questions import Question, digest_of, read_questions
from zhihuan.evaluation.retrieval import ask_all, measure, regressions
from zhihuan.library.knowledge_base import open_knowledge_base
from zhihuan.library.search import Library

if TYPE_CHECKING:
    from zhihuan.library.embedding import Embedder

REPOSITORY = Path(__file__).parents[2]
EVALS = REPOSITORY / "tests" / "evals"
TUNED_ON, HELD_OUT = "questions.yaml", "questions_held_out.yaml"
RESULTS = {TUNED_ON: "retrieval.json", HELD_OUT: "retrieval_held_out.json"}


@dataclass(frozen=True)
class Set:
    """A file of questions, and the result that was committed for it."""

    name: str
    questions: tuple[Question, ...]
    committed: dict[str, Any]


@pytest.fixture(scope="module")
def sets() -> dict[str, Set]:
    base = open_knowledge_base(REPOSITORY / "knowledge_base")
    return {
        name: Set(
            name,
            read_questions(EVALS / name, base),
            json.loads((EVALS / "results" / result).read_text(encoding="utf-8")),
        )
        for name, result in RESULTS.items()
    }


@pytest.fixture(scope="module")
def library(data_folder: Callable[[], Path], embedder: Embedder) -> Iterator[Library]:
    opened = Library(data_folder(), embedder)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", RESULTS)
def test_the_committed_result_is_of_the_present_questions(sets: dict[str, Set], name: str) -> None:
    again = f"zhihuan eval retrieval --questions tests/evals/{name}"
    again += f" --write tests/evals/results/{RESULTS[name]}"
    assert sets[name].committed["questions"]["digest"] == digest_of(sets[name].questions), again


def test_no_question_that_is_held_out_was_tuned_on(sets: dict[str, Set]) -> None:
    tuned_on = NearDuplicates()
    for question in sets[TUNED_ON].questions:
        tuned_on.add(question.text, question.text)
    both = {q.text: tuned_on.find(q.text) for q in sets[HELD_OUT].questions}
    assert {text: twin for text, twin in both.items() if twin is not None} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", RESULTS)
def test_no_figure_fell_out_of_its_committed_interval(
    sets: dict[str, Set], library: Library, name: str
) -> None:
    questions, committed = sets[name].questions, sets[name].committed
    ours = Ours(library, date.fromisoformat(committed["as_of"]))
    found = ask_all(ours, [question.text for question in questions])
    assert regressions(committed, measure(ours, questions, found)) == []
