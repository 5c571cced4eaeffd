"""The scored questions: a list in YAML, one question a line.

    - {q: 白条拖了四十来天没还会有啥后果, first: late-m2, also: [late-what-happens], slice: colloquial}
    - {q: 今天晚上吃什么, slice: out-of-scope}

`first` is the article that should come first, `also` those that are right as well. A question
without `first` is not ours: nothing should be found. Whatever would make a score look better
than it is (a question that is also an ask, the same question twice) is refused with its line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from zhihuan.errors import ZhihuanError
from zhihuan.evaluation.near_duplicate import NearDuplicates
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.problems import Problem
from zhihuan.library.yaml_file import NoAliases, line_of, take_text, words_of

SLICES = (
    "colloquial", "misspelt", "traditional", "pinyin", "short", "rambling", "two-questions",
    "wrong-premise", "other-product", "out-of-scope",
)  # fmt: skip

_KEYS = {"q", "first", "also", "slice"}
_GAIN_FIRST, _GAIN_ALSO = 2, 1


class InvalidQuestions(ZhihuanError):
    """The scored questions have mistakes; nothing was measured. `problems` names each."""

    def __init__(self, problems: Sequence[Problem], root: Path) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(problem.text(root) for problem in self.problems)
        super().__init__(f"评测问题有 {len(self.problems)} 处要改，没有评测：\n{shown}")


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks, and the articles that answer; `first` is None where none should."""

    text: str
    first: str | None
    also: tuple[str, ...]
    slice: str

    @property
    def gains(self) -> dict[str, int]:
        """What finding an article is worth: 2 for the one that should come first, 1 for others."""
        also = dict.fromkeys(self.also, _GAIN_ALSO)
        return also if self.first is None else {self.first: _GAIN_FIRST, **also}


def read_questions(path: Path, base: KnowledgeBase) -> tuple[Question, ...]:
    """The questions of a file, held against the knowledge base. Raises InvalidQuestions."""
    try:
        entries = _entries(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        problem = Problem(path, line_of(error), f"读不出来：{words_of(error)}")
        raise InvalidQuestions([problem], path.parent) from None
    taken = _taken(base)
    articles = base.public.by_slug
    questions: list[Question] = []
    problems: list[Problem] = []
    for line, entry in entries:
        try:
            question = _question(entry, articles.keys())
            whose = taken.find(question.text)
            if whose is not None:
                raise ValueError(f"“{question.text}”和{whose}重复或几乎一样，请换一种问法")
        except ValueError as error:
            problems.append(Problem(path, line, str(error)))
            continue
        questions.append(question)
        taken.add(question.text, f"第 {line} 行的问题")
    if problems or not questions:
        nothing = Problem(path, 0, "一个问题也没有")
        raise InvalidQuestions(problems or [nothing], path.parent)
    return tuple(questions)


def digest_of(questions: Sequence[Question]) -> str:
    """What the questions are, in 16 characters; their order does not matter."""
    lines = sorted(f"{q.text}\0{q.first}\0{q.also}\0{q.slice}" for q in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _entries(text: str) -> list[tuple[int, Any]]:
    """Each entry of the list with its line, counted from 1."""
    loader = NoAliases(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.SequenceNode):
            raise ValueError("应当是一个列表，一行一个问题")
        lines = [entry.start_mark.line + 1 for entry in node.value]
        return list(zip(lines, loader.construct_document(node), strict=True))
    finally:
        loader.dispose()


def _question(entry: Any, slugs: Any) -> Question:
    """One entry; ValueError, in Chinese, says what is wrong with it."""
    if not isinstance(entry, Mapping):
        raise ValueError("应当写成 {q: 问题, first: 文章, slice: 类别}")
    unknown = sorted(str(key) for key in entry.keys() - _KEYS)
    if unknown:
        raise ValueError(f"不认识 {'、'.join(unknown)}，能写的是 {'、'.join(sorted(_KEYS))}")
    text, where = take_text(entry, "q"), take_text(entry, "slice")
    first = take_text(entry, "first") if "first" in entry else None
    also = entry.get("also", [])
    if not isinstance(also, list) or not all(isinstance(slug, str) for slug in also):
        raise ValueError("also 应当是文章名字的列表")
    if where not in SLICES:
        raise ValueError(f"没有 {where} 这个类别，能用的是 {'、'.join(SLICES)}")
    if first is None and also:
        raise ValueError("有 also 没有 first：不归我们答的问题两样都不写")
    if first is not None and where == "out-of-scope":
        raise ValueError("out-of-scope 的问题不归我们答，不能有 first")
    named = [slug for slug in (first, *also) if slug is not None]
    if len(set(named)) < len(named):
        raise ValueError("同一篇文章写了两次")
    for slug in named:
        if slug not in slugs:
            raise ValueError(f"没有 {slug} 这篇给客户看的文章")
    return Question(text, first, tuple(also), where)


def _taken(base: KnowledgeBase) -> NearDuplicates:
    """Everything that is searched as a question, and so must not be measured with."""
    taken = NearDuplicates()
    for article in base.articles:
        taken.add(article.title, f" {article.slug} 的标题")
        for ask in article.asks:
            taken.add(ask, f" {article.slug} 的问法")
    for kind, asks in base.not_ours.items():
        for ask in asks:
            taken.add(ask, f" not_ours.yaml 里 {kind} 的问法")
    return taken
