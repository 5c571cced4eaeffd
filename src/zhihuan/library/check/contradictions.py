"""Two live articles that state different figures for the same thing.

Two sentences are taken to be about the same thing where they rest on the same source and say
it in related words, or say it in nearly the same words. Their figures of one unit are then
compared, unless another figure tells the two cases apart (晚30天…15元 and 晚60天…30元 are no
contradiction), or one sentence also states what the other does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from zhihuan.library.article import Article, Sentence
from zhihuan.library.check.finding import Finding, shortened
from zhihuan.library.check.grounding import EXAMPLE
from zhihuan.library.claims.denial import stated_figures
from zhihuan.library.claims.figures import Figure, clause_around
from zhihuan.library.claims.likeness import Likeness, content

# Chosen by looking at every pair of the base: below these, what is paired is about two things.
_ALIKE, _ALIKE_ON_ONE_SOURCE = 0.34, 0.15
_BARE = re.compile(r"[A-Za-z]*\d+(?:\.\d+)?")
# A source for sums, and one for “not verified”, stand under sentences about anything.
_ABOUT_ANYTHING = {"arithmetic", "not-verified"}


@dataclass(frozen=True, slots=True)
class _Stated:
    article: Article
    sentence: Sentence
    figures: tuple[Figure, ...]
    bare: frozenset[str]
    content: frozenset[str]
    clauses: tuple[frozenset[str], ...]

    @property
    def sources(self) -> frozenset[str]:
        return frozenset(source.id for source in self.sentence.sources) - _ABOUT_ANYTHING


def contradictions(articles: Sequence[Article]) -> Iterator[Finding]:
    """Each pair of sentences that cannot both be right, told at the second."""
    contents, stated = [], []
    for article in articles:
        for passage in article.passages:
            for sentence in passage.sentences:
                contents.append(content(sentence.text))
                figures = stated_figures(sentence.text)
                if figures and not EXAMPLE.match(sentence.text):
                    stated.append(_state(article, sentence, figures, contents[-1]))
    likeness = Likeness(contents)
    by_unit: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(stated):
        for unit in {figure.unit for figure in one.figures} - {"phone"}:
            by_unit[unit].append(number)
    told: set[tuple[int, int]] = set()
    for unit, numbers in by_unit.items():
        for pair in combinations(numbers, 2):
            one, other = stated[pair[0]], stated[pair[1]]
            if (
                pair not in told
                and _differ(one, other, unit)
                and _alike(one, other, unit, likeness)
            ):
                told.add(pair)
                yield _finding(one, other)


def _state(
    article: Article, sentence: Sentence, figures: tuple[Figure, ...], words: frozenset[str]
) -> _Stated:
    text = sentence.text
    rest = text
    for figure in reversed(figures):
        rest = f"{rest[: figure.start]}，{rest[figure.end :]}"
    clauses = tuple(content(clause_around(text, figure)) for figure in figures)
    return _Stated(article, sentence, figures, frozenset(_BARE.findall(rest)), words, clauses)


def _differ(one: _Stated, other: _Stated, unit: str) -> bool:
    """Whether the figures of `unit` differ, and nothing else says that the cases do."""
    if one.article.slug == other.article.slug or one.bare != other.bare:
        return False
    if one.article.valid_to and other.article.valid_from:  # one follows the other
        if one.article.valid_to < other.article.valid_from:
            return False
    if other.article.valid_to and one.article.valid_from:
        if other.article.valid_to < one.article.valid_from:
            return False
    units = {figure.unit for figure in one.figures}
    if units != {figure.unit for figure in other.figures}:  # a condition that one leaves out
        return False
    for shared in units:
        mine = [figure for figure in one.figures if figure.unit == shared]
        theirs = [figure for figure in other.figures if figure.unit == shared]
        agreeing = [any(figure.agrees_with(g) for g in theirs) for figure in mine]
        if (shared == unit and any(agreeing)) or (shared != unit and not all(agreeing)):
            return False
    return True


def _alike(one: _Stated, other: _Stated, unit: str, likeness: Likeness) -> bool:
    enough = _ALIKE_ON_ONE_SOURCE if one.sources & other.sources else _ALIKE
    if not one.content & other.content or likeness.between(one.content, other.content) < enough:
        return False
    return any(
        likeness.between(clause, their) >= enough
        for figure, clause in zip(one.figures, one.clauses, strict=True)
        for theirs, their in zip(other.figures, other.clauses, strict=True)
        if figure.unit == theirs.unit == unit
    )


def _finding(one: _Stated, other: _Stated) -> Finding:
    what = (
        f"“{shortened(other.sentence.text, 40)}”和 {one.article.slug} 第 {one.sentence.line} 行"
        f"“{shortened(one.sentence.text, 40)}”数字不一样，改成一致，或者写清各说的是什么"
    )
    line = other.sentence.line
    return Finding(other.article.path, line, "error", "contradiction", what)
