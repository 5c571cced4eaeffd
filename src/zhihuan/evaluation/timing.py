"""Where the time goes: embedding and everything else of a query; an index from nothing and again.

Milliseconds a query, one at a time, warm, without memory of the question; the median and the
95th percentile. "Everything else" of ours is looking in three ways and putting them together; of
the dense pipeline it is asking Chroma.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhihuan.evaluation.pipelines import Pipeline
from zhihuan.evaluation.remembering import Remembering
from zhihuan.library.index import build_index

_WARMING = 5


@dataclass(frozen=True, slots=True)
class QueryTime:
    """Milliseconds a query: medians of the parts and of the whole, and the whole's p95."""

    name: str
    embed: float
    rest: float
    whole: float
    whole_p95: float
    of: int


@dataclass(frozen=True, slots=True)
class BuildTime:
    """Seconds to build an index from nothing, and to find that nothing changed."""

    from_nothing: float
    unchanged: float
    texts: int


def time_queries(pipeline: Pipeline, embedder: Remembering, questions: Sequence[str]) -> QueryTime:
    """Time a pipeline that embeds with `embedder`; `questions` are two at least."""
    for question in questions[:_WARMING]:
        pipeline.ranked(question)
    embed, rest, whole = [], [], []
    for question in questions:
        embedder.forget()
        before, started = embedder.seconds, time.perf_counter()
        pipeline.ranked(question)
        took = 1e3 * (time.perf_counter() - started)
        embedding = 1e3 * (embedder.seconds - before)
        embed.append(embedding)
        rest.append(took - embedding)
        whole.append(took)
    return QueryTime(
        pipeline.name,
        statistics.median(embed),
        statistics.median(rest),
        statistics.median(whole),
        statistics.quantiles(whole, n=20)[-1],
        len(whole),
    )


def time_build(knowledge_base: Path, embedder: Remembering) -> BuildTime:
    """Build an index twice in a folder that is then removed."""
    embedder.forget()
    with tempfile.TemporaryDirectory() as folder:
        new = build_index(knowledge_base, Path(folder), embedder)
        again = build_index(knowledge_base, Path(folder), embedder)
    return BuildTime(new.seconds, again.seconds, new.embedded)
