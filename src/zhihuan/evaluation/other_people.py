"""Other people's questions: paraphrases should find the same article, strangers' be answered or not.

They may be measured with and not kept: they are read from a folder outside the project, and
nothing of them is written anywhere. `pairs.dev.tsv` has two questions and whether people judged
them the same; `in_domain.dev.tsv` their topics; `coverage.dev.tsv` one question per cluster, in
strata.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from zhihuan.errors import ZhihuanError
from zhihuan.evaluation.figures import Figure, share
from zhihuan.evaluation.pipelines import Pipeline
from zhihuan.evaluation.retrieval import Found, answers, ask_all

T = TypeVar("T")

_FOLDER = "user_questions"


class MaterialMissing(ZhihuanError):
    """Other people's questions are not where the command was told."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"找不到 {_FOLDER}/{name}：请用 --data 指出评测材料的文件夹（它不随项目分发）"
        )


class MaterialBroken(ZhihuanError):
    """A file of other people's questions lacks a column."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        super().__init__(f"{_FOLDER}/{name} 缺这些列：{'、'.join(columns)}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions that mean the same, and what they are about ("" where nobody said)."""

    one: str
    other: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stranger:
    """A question of another company's customer."""

    text: str
    stratum: str


@dataclass(frozen=True)
class Agreement:
    """What became of pairs that mean the same, as shares of all pairs.

    `same`, `different`: both answered, with the same first article or with two;
    `one_silent`, `both_silent`: nothing to compare. `of_answered` is `same` as a share of the
    pairs that were both answered; None where there are none.
    """

    same: Figure
    different: Figure
    one_silent: Figure
    both_silent: Figure
    of_answered: Figure | None


def read_pairs(folder: Path) -> list[Pair]:
    """The pairs that people judged the same. Raises MaterialMissing, MaterialBroken."""
    topics: dict[str, str] = {}
    for row in _rows(folder, "in_domain.dev.tsv", ("question", "topics", "cluster_id")):
        topics[row["question"]] = topics[row["cluster_id"]] = row["topics"]
    rows = _rows(folder, "pairs.dev.tsv", ("q1", "q2", "same", "cluster1", "cluster2"))
    pairs = []
    for row in rows:
        if row["same"] == "1":
            keys = [row[key] for key in ("q1", "q2", "cluster1", "cluster2")]
            named = {topic for key in keys for topic in topics.get(key, "").split("|") if topic}
            pairs.append(Pair(row["q1"], row["q2"], tuple(sorted(named))))
    return pairs


def read_strangers(folder: Path) -> list[Stranger]:
    """Questions in strata. Raises MaterialMissing, MaterialBroken."""
    rows = _rows(folder, "coverage.dev.tsv", ("question", "stratum"))
    return [Stranger(row["question"], row["stratum"]) for row in rows]


def sampled(everything: Sequence[T], size: int | None, seed: int) -> list[T]:
    """`size` of them, drawn with `seed` and in their old order; all of them where None."""
    if size is None or size >= len(everything):
        return list(everything)
    drawn = random.Random(seed).sample(range(len(everything)), size)  # noqa: S311 - no secret
    return [everything[i] for i in sorted(drawn)]


def agreement(
    pairs: Sequence[Pair], found: Mapping[str, Found], threshold: float | None
) -> Agreement:
    """How often the two of a pair find the same first article; `found` by question."""
    both = [(found[pair.one], found[pair.other]) for pair in pairs]
    answered = [[answers(each, threshold) for each in pair] for pair in both]
    equal = [one.ranked[:1] == other.ranked[:1] for one, other in both]
    same = [all(a) and e for a, e in zip(answered, equal, strict=True)]
    compared = [e for a, e in zip(answered, equal, strict=True) if all(a)]
    return Agreement(
        same=share(same),
        different=share([all(a) and not e for a, e in zip(answered, equal, strict=True)]),
        one_silent=share([sum(a) == 1 for a in answered]),
        both_silent=share([not any(a) for a in answered]),
        of_answered=share(compared) if compared else None,
    )


def find_all(
    pipeline: Pipeline, texts: Sequence[str], progress: Callable[[str], None]
) -> dict[str, Found]:
    """What a pipeline finds, by text; a text that occurs twice is asked once."""
    once = list(dict.fromkeys(texts))
    return dict(zip(once, ask_all(pipeline, once, progress), strict=True))


def by_topic(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """The pairs of each topic; a pair of two topics counts for both, one of none for "—"."""
    topics = sorted({topic for pair in pairs for topic in pair.topics})
    found = {topic: [pair for pair in pairs if topic in pair.topics] for topic in topics}
    unnamed = [pair for pair in pairs if not pair.topics]
    return {**found, "—": unnamed} if unnamed else found


def by_stratum(strangers: Sequence[Stranger]) -> dict[str, list[Stranger]]:
    """The questions of each stratum."""
    strata = sorted({stranger.stratum for stranger in strangers})
    return {name: [s for s in strangers if s.stratum == name] for name in strata}


def answered_share(
    strangers: Sequence[Stranger], found: Mapping[str, Found], threshold: float | None
) -> Figure:
    """How many are answered; the others are declined."""
    return share([answers(found[stranger.text], threshold) for stranger in strangers])


def _rows(folder: Path, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    path = folder / _FOLDER / name
    if not path.is_file():
        raise MaterialMissing(name)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise MaterialBroken(name, missing)
        return [{column: row[column] or "" for column in columns} for row in reader]
