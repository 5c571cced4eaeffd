"""What a draft says that the library denies, or tells with other figures.

    claims        those of never_say.yaml that circulate and are wrong
    compared      a sentence about the same thing that says the opposite, or names another figure

The second needs vectors, and speaks only where a sentence of ours is very near: two sentences
that are merely about the same subject contradict nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from zhihuan.assist.checking.sentences import Known, KnownSentences, Vectors
from zhihuan.assist.conduct import Finding, Reading, Sentence
from zhihuan.assist.conduct.finding import is_told_of_others
from zhihuan.conversation.clauses import clauses_of
from zhihuan.library.claims.denial import has_denial, stated_figures
from zhihuan.library.claims.figures import Figure
from zhihuan.library.claims.never_say import NeverSay

NEAR, SAME = 0.945, 0.945  # near what an import goes by: library.importing.verdicts
_NEAR_WITH_FIGURES = 0.95  # a figure of the same unit that differs says more than likeness does
_QUESTION = re.compile(r"[？?][”’」』）)]*$|[吗么]。?$")
_FEWEST = 6
_OF_MONEY = re.compile(r"[0-9一二三四五六七八九十百千万]\s?(?:元|块|期)|%")
_OF_A_CASE = frozenset({"phone", "yuan", "periods"})
_SAME_CLAUSE = 0.5  # of the pairs of characters of two clauses, for them to be about one thing
_DENIALS = re.compile(r"[不没有无未别会能是的了，。]")
_BARE = re.compile(r"[A-Za-z]+\d+|(?<![\d.])\d+(?![\d.])")


def claims_made(reading: Reading, claims: Sequence[NeverSay]) -> Iterator[Finding]:
    """The claims of `never_say.yaml` that the draft makes."""
    for number, sentence in enumerate(reading.sentences):
        following = (
            reading.sentences[number + 1].text if number + 1 < len(reading.sentences) else ""
        )
        for claim in claims:
            words = claim.made_in(sentence.text, following)
            if words is None or is_told_of_others(sentence.text, sentence.text.find(words)):
                continue
            at = sentence.start + sentence.text.find(words)
            start, end = reading.span(at, at + len(words))
            yield Finding(
                f"contradicts-library-{claim.id}",
                "contradicts-library",
                "warn",
                start,
                end,
                f"等于说“{claim.wrong.rstrip('。')}”。{claim.why}",
                claim.instead,
                claim.sources,
            )


def contradicted(
    reading: Reading, vectors: Mapping[str, Vectors], known: KnownSentences, day: date
) -> Iterator[Finding]:
    """The sentences that a sentence of ours contradicts; each has a vector."""
    for sentence in reading.sentences:
        if not is_statement(sentence) or sentence.text not in vectors:
            continue
        if _OF_MONEY.search(sentence.text):
            continue  # of a case, and held against its sums
        nearest = known.by_meaning(sentence.text, vectors[sentence.text], day, 8)
        if any(_supports(near, sentence.text) for near in nearest):
            continue
        for near in nearest:
            why = _why(sentence.text, near, nearest)
            if why is not None:
                start, end = reading.span(sentence.start, sentence.end)
                yield Finding(
                    "contradicts-library-article",
                    "contradicts-library",
                    "warn",
                    start,
                    end,
                    why,
                    near.sentence.text,
                    tuple(source.id for source in near.sentence.sources),
                )
                break


def is_statement(sentence: Sentence) -> bool:
    """Whether a sentence states something that could be held against another."""
    return len(sentence.text) >= _FEWEST and not _QUESTION.search(sentence.text)


def _supports(near: Known, text: str) -> bool:
    """Whether a sentence of ours says the same, with the same figures."""
    if near.nearness < SAME or has_denial(near.sentence.text) != has_denial(text):
        return False
    ours = _comparable(near.sentence.text)
    return all(any(f.agrees_with(other) for other in ours) for f in _comparable(text))


def _why(text: str, near: Known, nearest: Sequence[Known]) -> str | None:
    ours = near.sentence.text
    if near.nearness >= _NEAR_WITH_FIGURES and (words := _other_figure(text, ours, nearest)):
        return words
    if near.nearness >= NEAR and _opposed(text, ours):
        return f"资料里说的正相反：“{ours}”"
    return None


def _other_figure(text: str, ours: str, nearest: Sequence[Known]) -> str | None:
    """Where a figure of a unit differs, and no other sentence that is near has it."""
    told, known = _comparable(text), _comparable(ours)
    others = [figure for each in nearest for figure in _comparable(each.sentence.text)]
    if set(_BARE.findall(_without(text))) != set(_BARE.findall(_without(ours))):
        return None
    for figure in told:
        comparable = [other for other in known if figure.is_comparable_to(other)]
        if comparable and not any(figure.agrees_with(other) for other in others):
            return f"这里写{figure.words(text)}，资料里是{comparable[0].words(ours)}：“{ours}”"
    return None


def _comparable(text: str) -> list[Figure]:
    """The figures that are told as true.

    A telephone is one of several that may be rung; amounts, rates and periods are the case's own,
    and held against its sums.
    """
    return [
        figure
        for figure in stated_figures(text)
        if figure.unit not in _OF_A_CASE and not figure.unit.startswith("percent")
    ]


def _without(text: str) -> str:
    for figure in reversed(stated_figures(text)):
        text = f"{text[: figure.start]}，{text[figure.end :]}"
    return text


def _opposed(text: str, ours: str) -> bool:
    """Whether a clause says yes where the clause of ours that is nearest to it says no."""
    told = [(clause, _pairs(clause)) for clause in clauses_of(ours)]
    for clause in clauses_of(text):
        pairs = _pairs(clause)
        near, theirs = max(told, key=lambda each: _alike(pairs, each[1]))
        if _alike(pairs, theirs) >= _SAME_CLAUSE and has_denial(clause) != has_denial(near):
            return True
    return False


def _alike(some: set[str], others: set[str]) -> float:
    return len(some & others) / max(1, len(some | others))


def _pairs(clause: str) -> set[str]:
    bare = _DENIALS.sub("", clause)
    return {bare[at : at + 2] for at in range(len(bare) - 1)}
