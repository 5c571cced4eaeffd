"""An embedder that embeds a question once, and timing that is not fooled by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from tests.library.small_knowledge_base import PairEmbedder
from zhihuan.evaluation.pipelines import Ranking
from zhihuan.evaluation.remembering import Remembering
from zhihuan.evaluation.timing import time_queries


def test_a_question_is_embedded_once_and_comes_back_the_same() -> None:
    model = PairEmbedder()
    remembering = Remembering(model)
    remembering.prepare(["甲一", "乙二", "甲一"], lambda _: None)
    vectors = remembering.queries(["乙二", "丙三", "甲一", "乙二"])
    assert model.embedded == ["甲一", "乙二", "丙三"]
    assert np.array_equal(vectors, PairEmbedder().queries(["乙二", "丙三", "甲一", "乙二"]))


def test_it_passes_for_the_model_it_wraps() -> None:
    # An index says which model made it, and refuses any other.
    assert Remembering(PairEmbedder("some model")).name == "some model"


@dataclass
class Embedding:
    """A pipeline that does nothing but embed."""

    embedder: Remembering
    name: str = "embedding"
    knows_silence: bool = True

    def ranked(self, query: str) -> Ranking:
        self.embedder.queries([query])
        return []


def test_a_timed_question_is_embedded_anew() -> None:
    model = PairEmbedder(seconds_each=0.01)
    remembering = Remembering(model)
    pipeline = Embedding(remembering)
    asked = ["甲一", "甲一", "乙二"]
    remembering.prepare(asked, lambda _: None)
    before = len(model.embedded)
    time = time_queries(pipeline, remembering, asked)
    assert len(model.embedded) == before + 3
    assert time.embed >= 10
    assert time.whole == pytest.approx(time.embed + time.rest, rel=0.2)
    assert time.rest < time.embed
