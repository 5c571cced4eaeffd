"""Advice to the agent, quoted from internal articles: never for the customer's eyes.

in danger     how to speak, what not to say, what to do         suicidal-caller
otherwise     what the search finds inside, and the article behind the procedure that leads
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhihuan.assist.case import Case
from zhihuan.assist.procedures import Procedure, procedures_for
from zhihuan.assist.sentences import DraftSentence
from zhihuan.assist.voice import line
from zhihuan.conversation.events import Found
from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.gate import Gate, Shown
from zhihuan.conversation.sentences import Break, RawSentence
from zhihuan.library.article import NEXT_STEP, Article, Passage
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.search import Hit

MOST_ARTICLES = 2
_IN_DANGER = {"suicidal-caller": ("", "怎么说", "不要说的", NEXT_STEP)}
# Every checklist begins with it.
_FOR_ALL = "identity-check"
_PLAIN = ("", NEXT_STEP)
_MOST_OF_A_PASSAGE = 2


def hints_for(
    case: Case, base: KnowledgeBase, found: Sequence[Hit], *, in_danger: bool, first: int
) -> tuple[list[DraftSentence], list[dict[str, Any]]]:
    """The advice and what it rests on; `first` is the number of the first citation.

    `found` are the articles that a search inside and outside brought for what was asked.
    """
    evidence = Evidence(case.as_of, case.transcript.customer_texts)
    sentences: list[DraftSentence] = []
    cited: dict[str, Found] = {}
    for raw in _quoted(case, base, found, evidence, in_danger=in_danger):
        verdict = Gate(evidence).check(raw)
        if not isinstance(verdict, Shown):
            continue
        for passage in verdict.passages:
            number = first + len(cited)
            article = base.article(passage.slug)
            cited.setdefault(passage.id, Found(number, passage, article, case.as_of))
        ids = tuple(passage.id for passage in verdict.passages)
        sentences.append(DraftSentence(verdict.text, verdict.breaks, ids, (), insertable=False))
    if sentences:
        sentences.insert(0, DraftSentence(line("hint"), "paragraph", insertable=False))
    return sentences, [{**each.to_json(), "internal": True} for each in cited.values()]


def _quoted(
    case: Case, base: KnowledgeBase, found: Sequence[Hit], evidence: Evidence, *, in_danger: bool
) -> Iterator[RawSentence]:
    threatened = any("威胁" in risk.label for risk in case.risks if risk.kind == "danger")
    if in_danger and not threatened:
        wanted: Mapping[str, Sequence[str]] = _IN_DANGER
    else:
        wanted = dict.fromkeys(_articles(found, procedures_for(case)), _PLAIN)
    near = {hit.article.slug: hit.best.id for hit in found}
    for slug, headings in wanted.items():
        article = base.by_slug.get(slug)
        if article is None or article.status(case.as_of) != "current":
            continue
        passages = _told(article, case, (*headings, near.get(slug, "")))
        if not passages:
            continue
        hit = Hit(article, passages, 1.0, article.title)
        for _, numbered in evidence.add_hits([hit]):
            for handle, passage in numbered:
                yield from _sentences(handle, passage, whole=in_danger)


def _articles(found: Sequence[Hit], fitting: Sequence[Procedure]) -> list[str]:
    """Slugs: what the procedures rest on first, then what the search found inside."""
    inside = [hit.article.slug for hit in found if hit.article.internal]
    inside = [slug for slug in inside if slug != _FOR_ALL]
    return list(dict.fromkeys([fitting[0].hint, *inside]))[:MOST_ARTICLES]


def _told(article: Article, case: Case, wanted: Sequence[str]) -> tuple[Passage, ...]:
    """The passages under these headings, or with these ids, as they may be told on the day."""
    chosen = (p for p in article.passages if p.heading in wanted or (p.id in wanted and _short(p)))
    return tuple(told for p in chosen if (told := p.on(case.as_of)) is not None)


def _short(passage: Passage) -> bool:
    """A list is told whole or not at all, and beside a draft there is no room for it."""
    return not any(sentence.bullet for sentence in passage.sentences)


def _sentences(handle: str, passage: Passage, *, whole: bool) -> Iterator[RawSentence]:
    """The first sentences of a passage; a list whole, because half of one misleads."""
    most = len(passage.sentences)
    if not whole and not any(s.bullet for s in passage.sentences):
        most = _MOST_OF_A_PASSAGE
    breaks: Break = "line"
    for number, sentence in enumerate(passage.sentences[:most]):
        breaks = "item" if sentence.bullet else breaks if number == 0 else ""
        yield RawSentence(sentence.text, (handle,), breaks)
