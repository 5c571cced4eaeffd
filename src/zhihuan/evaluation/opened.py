"""What is measured, opened: our library over an index brought up to date, and the plain pipelines.

All share one embedder that remembers, so that a question is embedded once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhihuan.evaluation.pipelines import (
    Ours,
    OursNeverSilent,
    Pipeline,
    PlainDense,
    PlainWords,
    bigrams,
    passages_told,
    words,
)
from zhihuan.evaluation.questions import Question, digest_of, read_questions
from zhihuan.evaluation.remembering import Remembering
from zhihuan.evaluation.retrieval import ask_all, threshold_of
from zhihuan.library.index import Embeds, build_index
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.lexical import normalise
from zhihuan.library.search import Library

Report = Callable[[str], None]


@dataclass(frozen=True)
class Opened:
    """The pipelines, and the scored questions. `index` names the knowledge base and the model."""

    index: str
    base: KnowledgeBase
    day: date
    embedder: Remembering
    pipelines: tuple[Pipeline, ...]
    questions: tuple[Question, ...]

    def prepare(self, texts: Sequence[str], report: Report) -> None:
        """Embed, in batches, what every pipeline will ask for."""
        self.embedder.prepare([normalise(text).strip() for text in texts], report)

    def threshold(self, pipeline: Pipeline) -> float | None:
        """The best for a pipeline on the scored questions; None where it needs none."""
        if pipeline.knows_silence:
            return None
        found = ask_all(pipeline, [question.text for question in self.questions])
        return threshold_of(pipeline, self.questions, found)

    def about(self, measured: date) -> dict[str, Any]:
        """What was measured, and on which day: enough to tell whether two results compare."""
        ours = sum(question.first is not None for question in self.questions)
        return {
            "measured": measured.isoformat(),
            "as_of": self.day.isoformat(),
            "knowledge_base_and_model": self.index,
            "model": self.embedder.name,
            "articles": len(self.base.articles),
            "asks": sum(len(article.asks) for article in self.base.articles),
            "passages": len(self.base.passages),
            "questions": {
                "digest": digest_of(self.questions),
                "ours": ours,
                "not_ours": len(self.questions) - ours,
            },
            "a figure": ["value", "low", "high", "questions"],
        }


@contextmanager
def opened(
    knowledge_base: Path, data: Path, model: Embeds, day: date, questions: Path, report: Report
) -> Iterator[Opened]:
    """Bring the index of `data` up to date and open everything over it, for as long as it is used.

    Raises InvalidKnowledgeBase, InvalidQuestions.
    """
    embedder = Remembering(model)
    built = build_index(knowledge_base, data, embedder, report)
    with closing(Library(data, embedder)) as library:
        base = library.knowledge_base
        read = read_questions(questions, base)
        told = passages_told(base, day)
        report(f"正在为普通做法向量化 {len(told)} 个段落")
        with closing(PlainDense(told, embedder)) as dense:
            pipelines = (
                Ours(library, day),
                OursNeverSilent(library, day),
                PlainWords("bm25-words", told, words),
                PlainWords("bm25-bigrams", told, bigrams),
                dense,
            )
            yield Opened(built.name, base, day, embedder, pipelines, read)
