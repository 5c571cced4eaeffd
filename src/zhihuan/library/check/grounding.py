"""Whether what is stated rests on something: figures, sources still in force, telephone numbers.

A figure whose source names another figure in the same unit is the commonest slip of a writer
(20日 in the rule, 15日 in the article); a figure in a unit that the source does not mention at
all may be worked out from it, and passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from zhihuan.library.article import NEXT_STEP, Article, Sentence
from zhihuan.library.check.finding import Finding, shortened
from zhihuan.library.claims.denial import stated_figures
from zhihuan.library.claims.figures import Figure, figures_of
from zhihuan.library.contacts import Contact
from zhihuan.library.sources import Source

# 一 is left out: 一次, 一期 and 最后一天 count nothing.
_FIGURE = re.compile(
    r"[0-9０-９]|百分之|(?<!第)[二三四五六七八九十百千]+万?(?:元|天|日|年|个月|期|次|倍)"
)
EXAMPLE = re.compile("^[“]?(比如|例如|举例|假如|打个比方)")
_ISO_DATE = re.compile(r"(20\d\d)-(\d\d)(?:-(\d\d))?")


def ungrounded(article: Article, contacts: Mapping[str, Contact], day: date) -> Iterator[Finding]:
    """What an article states without ground, told on `day` or on the nearest day it is told."""
    told_on = min(max(day, article.valid_from or day), article.valid_to or day)
    numbers = {contact.number.replace("-", "") for contact in contacts.values() if contact.number}
    for passage in article.passages:
        for sentence in passage.sentences:
            yield from _unsourced(article, sentence)
            yield from _ended(article, sentence, told_on)
            if passage.heading != NEXT_STEP:  # advice (提前两天……) is ours, not the source's
                yield from _unlike_its_source(article, sentence)
            yield from _unknown_numbers(article, sentence, numbers)


def _unsourced(article: Article, sentence: Sentence) -> Iterator[Finding]:
    words = sentence.text
    if _FIGURE.search(words) and not sentence.sources and not EXAMPLE.match(words):
        what = f"有数字没有出处：“{shortened(words)}”，加脚注；是举例就用“比如”开头"
        yield Finding(article.path, sentence.line, "error", "figure-unsourced", what)


def _ended(article: Article, sentence: Sentence, told_on: date) -> Iterator[Finding]:
    for source in sentence.sources:
        if source.status(told_on) == "ended":
            what = f"依据 {source.id} 在 {source.ended} 已失效，换新的依据"
            yield Finding(article.path, sentence.line, "error", "source-ended", what)


def _unlike_its_source(article: Article, sentence: Sentence) -> Iterator[Finding]:
    """Figures that the sources state otherwise; examples and sums are worked out, not quoted."""
    worked_out = any(source.kind == "arithmetic" for source in sentence.sources)
    if worked_out or not sentence.sources or EXAMPLE.match(sentence.text):
        return
    stated = [figure for source in sentence.sources for figure in figures_of(_said_by(source))]
    for figure in stated_figures(sentence.text):
        same_unit = [other for other in stated if figure.is_comparable_to(other)]
        if same_unit and not any(figure.agrees_with(other) for other in same_unit):
            what = (
                f"写的是{figure.words(sentence.text)}，"
                f"脚注的依据（{'、'.join(source.id for source in sentence.sources)}）里是别的数，核对一遍"
            )
            yield Finding(article.path, sentence.line, "warning", "figure-unlike-source", what)


def _said_by(source: Source) -> str:
    """What a source says, and its dates, with every date written as articles write it."""
    dates = "，".join(day.isoformat() for day in (source.in_force, source.ended) if day)
    text = f"{source.name}，{source.number or ''}，{dates}，{source.says}"
    return _ISO_DATE.sub(
        lambda m: f"{m[1]}年{int(m[2])}月" + (f"{int(m[3])}日" if m[3] else ""), text
    )


def _unknown_numbers(article: Article, sentence: Sentence, numbers: set[str]) -> Iterator[Finding]:
    for figure in figures_of(sentence.text):
        if figure.unit == "phone" and not _is_listed(figure, numbers):
            what = f"{figure.words(sentence.text)} 不在 contacts.yaml 里，核实后登记，或者删掉"
            yield Finding(article.path, sentence.line, "error", "phone-unlisted", what)


def _is_listed(figure: Figure, numbers: set[str]) -> bool:
    return str(figure.low) in numbers
