"""An article as other people's pages take it: Markdown, a fragment of HTML, schema.org.

What no longer holds on the day is left out, and an article that has ended says so at its head. In
HTML every character of ours is escaped, and there is no script, no style and no picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from zhihuan.library.article import Article, Passage, Sentence
from zhihuan.library.sources import Source


def markdown(article: Article, day: date) -> str:
    """The article, with a footnote for every source."""
    lines = [f"# {article.title}", ""]
    if warning := _warning(article, day):
        lines += [f"> {warning}", ""]
    passages, sources = _told(article, day)
    for passage in passages:
        if passage.heading:
            lines += [f"## {passage.heading}", ""]
        for bullet, sentences in _blocks(passage.sentences):
            words = "".join(
                s.text + "".join(f"[^{source.id}]" for source in s.sources) for s in sentences
            )
            lines += [f"- {words}" if bullet else words, ""]
    lines += [f"[^{source.id}]: {_source_line(source)}" for source in sources]
    lines += ["", _foot(article, day)]
    return "\n".join(lines) + "\n"


def html(article: Article, day: date) -> str:
    """The article as `<article>`, to be put into a page; ids begin with its slug."""
    passages, sources = _told(article, day)
    number = {source.id: n for n, source in enumerate(sources, 1)}
    slug = escape(article.slug, quote=True)
    out = [f'<article class="zhihuan-article" lang="zh-CN" id="{slug}">']
    out.append(f"<h2>{escape(article.title)}</h2>")
    if warning := _warning(article, day):
        out.append(f'<p class="zhihuan-ended"><strong>{escape(warning)}</strong></p>')
    for passage in passages:
        if passage.heading:
            out.append(f"<h3>{escape(passage.heading)}</h3>")
        in_list = False
        for bullet, sentences in _blocks(passage.sentences):
            if bullet != in_list:
                out.append("<ul>" if bullet else "</ul>")
                in_list = bullet
            words = "".join(_html_sentence(s, number, slug) for s in sentences)
            out.append(f"<li>{words}</li>" if bullet else f"<p>{words}</p>")
        if in_list:
            out.append("</ul>")
    out.append('<footer><ol class="zhihuan-sources">')
    for source in sources:
        words = escape(_source_line(source, with_address=False))
        if source.url:
            address = escape(source.url, quote=True)
            words = f'<a href="{address}" rel="noopener noreferrer">{words}</a>'
        out.append(f'<li id="{slug}-source-{number[source.id]}">{words}</li>')
    out.append(f"</ol><p>{escape(_foot(article, day))}</p></footer></article>")
    return "\n".join(out) + "\n"


def faq_page(articles: Iterable[Article], day: date) -> dict[str, Any]:
    """schema.org/FAQPage: the questions, and the answers as their leads give them."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": "zh-CN",
        "mainEntity": [_question(article, day) for article in articles],
    }


def _question(article: Article, day: date) -> dict[str, Any]:
    lead = article.lead.on(day)
    sources = lead.sources if lead else ()
    question = {
        "@type": "Question",
        "name": article.title,
        "dateModified": article.reviewed.isoformat(),
        "acceptedAnswer": {
            "@type": "Answer",
            "text": lead.text if lead else "",
            "citation": [_citation(source) for source in sources],
        },
    }
    if article.valid_to:
        question["expires"] = article.valid_to.isoformat()
    return question


def _citation(source: Source) -> dict[str, str]:
    law = source.kind in ("law", "regulation", "rule", "judicial-interpretation")
    cited = {"@type": "Legislation" if law else "CreativeWork", "name": _name(source)}
    if source.url:
        cited["url"] = source.url
    return cited


def _told(article: Article, day: date) -> tuple[list[Passage], list[Source]]:
    """What may be told on the day, and what it rests on, once, in order."""
    passages = [told for told in (p.on(day) for p in article.passages) if told is not None]
    return passages, list(dict.fromkeys(s for passage in passages for s in passage.sources))


def _blocks(sentences: Sequence[Sentence]) -> list[tuple[bool, list[Sentence]]]:
    """Sentences by paragraph and list item: (whether it is an item, its sentences)."""
    blocks: list[tuple[bool, list[Sentence]]] = []
    for sentence in sentences:
        item = bool(blocks) and blocks[-1][0] and blocks[-1][1][-1].line == sentence.line
        if sentence.bullet or not blocks or (blocks[-1][0] and not item):
            blocks.append((sentence.bullet, [sentence]))
        else:
            blocks[-1][1].append(sentence)
    return blocks


def _html_sentence(sentence: Sentence, number: dict[str, int], slug: str) -> str:
    notes = "".join(
        f'<sup><a href="#{slug}-source-{number[s.id]}">{number[s.id]}</a></sup>'
        for s in sentence.sources
    )
    return escape(sentence.text) + notes


def _name(source: Source) -> str:
    return f"《{source.name}》{source.article or ''}"


def _source_line(source: Source, *, with_address: bool = True) -> str:
    parts = [
        _name(source),
        source.issuer,
        source.number,
        f"{source.in_force.isoformat()} 起施行" if source.in_force else None,
        f"{source.ended.isoformat()} 止" if source.ended else None,
        source.url if with_address else None,
    ]
    return "，".join(part for part in parts if part)


def _warning(article: Article, day: date) -> str | None:
    status = article.status(day)
    if status == "ended":
        until = f"（到 {article.valid_to.isoformat()}）" if article.valid_to else ""
        return f"这篇说的办法已经结束{until}，在 {day.isoformat()} 不能当作还有效。"
    if status == "future":
        since = f"（{article.valid_from.isoformat()} 起）" if article.valid_from else ""
        return f"这篇说的办法在 {day.isoformat()} 还没有开始{since}。"
    return None


def _foot(article: Article, day: date) -> str:
    return (
        f"按 {day.isoformat()} 的规则，{article.reviewed.isoformat()} 核对。"
        "以合同和账单为准，不是法律意见。"
    )
