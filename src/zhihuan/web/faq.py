"""The FAQ: search, articles, topics. No model, the same answer tomorrow, nothing internal.

GET /v1/faq?q=…               what answers a question, best first, in pages
GET /v1/faq/{slug}            an article as JSON, Markdown, HTML or schema.org
GET /v1/faq/{slug}/related    what a reader of it asks next
GET /v1/topics                every article in force, by topic
GET /v1/faq-page              schema.org/FAQPage for a help site
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from zhihuan.clock import today
from zhihuan.composition import Services
from zhihuan.conversation.message import check_day, clean
from zhihuan.library.article import Article, Passage
from zhihuan.library.search import Hit
from zhihuan.web import article_formats
from zhihuan.web.caching import IfNoneMatch, kept, kept_json
from zhihuan.web.faq_answers import Answers, ArticleAnswer, FaqPage, Related, Topics
from zhihuan.web.paging import Cursor, page
from zhihuan.web.repayment.fields import Day
from zhihuan.web.services import Ready

router = APIRouter(prefix="/v1", tags=["faq"])

AsOf = Annotated[
    Day | None,
    Query(description="按哪一天的规则；默认今天（中国时间）", examples=["2026-11-21"]),
]
Topic = Annotated[
    list[Annotated[str, Query(max_length=40)]],
    Query(alias="topic", max_length=20, description="只要这些话题，可以写几个；见 /v1/topics"),
]
Slug = Annotated[
    str, Path(max_length=80, description="文章的编号", examples=["when-it-disappears"])
]
Format = Literal["json", "markdown", "html", "jsonld"]
_TYPES: dict[str, Format] = {
    "application/json": "json",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/ld+json": "jsonld",
}
_MOST_HITS = 50
_MOST_RELATED = 4
_KEPT_SEARCHES = 512


class Searches:
    """What was found lately: the same question of many people is looked up once.

    What they asked is kept as a digest. Forgotten as a whole when the index changes.
    """

    def __init__(self) -> None:
        self._base: object = None
        self._found: OrderedDict[str, tuple[int, list[Hit]]] = OrderedDict()
        self._lock = threading.Lock()

    def hits(self, services: Services, query: str, day: date, most: int) -> list[Hit]:
        """What answers the question on the day, best first: `most` of it, or more."""
        base = services.toolbox.library.knowledge_base
        key = hashlib.sha256(f"{day}\n{query}".encode()).hexdigest()
        with self._lock:
            if self._base is not base:
                self._base = base
                self._found.clear()
            looked_for, known = self._found.get(key, (0, []))
            if looked_for >= most or looked_for > len(known):  # or there are no more
                self._found.move_to_end(key)
                return known
        hits = services.toolbox.search(query, as_of=day, limit=most)
        with self._lock:
            if self._base is base:
                self._found[key] = (most, hits)
                while len(self._found) > _KEPT_SEARCHES:
                    self._found.popitem(last=False)
        return hits


@router.get("/faq", summary="查常见问题", responses={200: {"model": Answers}, 304: {}})
def search(
    request: Request,
    services: Ready,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=4000,
            description="要查的问题",
            examples=["还清了征信什么时候恢复"],
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=20, description="一页最多几条")] = 5,
    cursor: Cursor = None,
    topics: Topic = [],  # noqa: B006 - FastAPI copies it
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = "",
) -> Response:
    """The answers in force on the day, best first. Nothing found is an empty list.

    `next` is the cursor of the next page, null after the last one.
    """
    day = check_day(as_of or today())
    query = clean(q)
    searches: Searches = request.app.state.searches
    # Weighing an article's passages takes time: for a first page, no more than it shows, and one
    # to know whether there is another page.
    most = _MOST_HITS if topics or cursor else limit + 1
    hits = [
        hit
        for hit in searches.hits(services, query, day, most)
        if not topics or hit.article.topic in topics
    ]
    shown, following = page(hits, limit=limit, cursor=cursor, of=(query, day, sorted(set(topics))))
    answer = {
        "query": query,
        "as_of": day.isoformat(),
        "answers": [_answer(hit, day) for hit in shown],
        "next": following,
    }
    return kept_json(answer, if_none_match, asked=as_of, shared=False)


@router.get(
    "/faq/{slug}",
    summary="看一篇文章",
    responses={
        200: {
            "model": ArticleAnswer,
            "content": {
                "text/markdown": {"schema": {"type": "string"}},
                "text/html": {"schema": {"type": "string"}},
                "application/ld+json": {"schema": FaqPage.model_json_schema(by_alias=True)},
            },
        },
        304: {},
    },
)
async def article(
    slug: Slug,
    services: Ready,
    as_of: AsOf = None,
    wanted: Annotated[
        Format | None, Query(alias="format", description="不写就看 Accept；都没有是 JSON")
    ] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    if_none_match: IfNoneMatch = "",
) -> Response:
    """An article as it may be told on the day; `status` says whether it still holds."""
    day = check_day(as_of or today())
    found = services.toolbox.library.knowledge_base.public.article(slug)
    answer = _FORMATS[wanted or _accepted(accept)](found, day)
    answer.headers["Vary"] = "Accept"
    return kept(answer, if_none_match, asked=as_of)


@router.get(
    "/faq/{slug}/related", summary="接着会问什么", responses={200: {"model": Related}, 304: {}}
)
def related(
    slug: Slug,
    request: Request,
    services: Ready,
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = "",
) -> Response:
    """Those that the article names, and then those that answer nearly the same question."""
    day = check_day(as_of or today())
    base = services.toolbox.library.knowledge_base.public
    found = base.article(slug)
    searches: Searches = request.app.state.searches
    most = _MOST_RELATED + len(found.related) + 1  # itself
    near = [hit.article for hit in searches.hits(services, found.title, day, most)]
    others = dict.fromkeys([*(base.article(each) for each in found.related), *near])
    shown = [each for each in others if each is not found and each.status(day) == "current"]
    answer = {
        "slug": slug,
        "as_of": day.isoformat(),
        "related": [_short(each, day) for each in shown[:_MOST_RELATED]],
    }
    return kept_json(answer, if_none_match, asked=as_of)


@router.get("/topics", summary="有哪些话题和文章", responses={200: {"model": Topics}, 304: {}})
async def all_topics(
    services: Ready, as_of: AsOf = None, if_none_match: IfNoneMatch = ""
) -> Response:
    """Every article in force on the day, by topic."""
    day = check_day(as_of or today())
    by_topic: dict[str, list[Article]] = {}
    for each in _in_force(services, day):
        by_topic.setdefault(each.topic, []).append(each)
    answer = {
        "as_of": day.isoformat(),
        "topics": [
            {"topic": topic, "articles": [{"slug": a.slug, "title": a.title} for a in articles]}
            for topic, articles in sorted(by_topic.items())
        ],
    }
    return kept_json(answer, if_none_match, asked=as_of)


@router.get(
    "/faq-page",
    summary="schema.org/FAQPage",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "帮助站用的结构化数据",
            "content": {
                "application/ld+json": {"schema": FaqPage.model_json_schema(by_alias=True)}
            },
        },
        304: {},
    },
)
def structured(
    services: Ready,
    topics: Topic = [],  # noqa: B006 - FastAPI copies it
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = "",
) -> Response:
    """The questions of these topics (all, where none is named), for a help site's own page."""
    day = check_day(as_of or today())
    chosen = [a for a in _in_force(services, day) if not topics or a.topic in topics]
    content = article_formats.faq_page(chosen, day)
    return kept(JSONResponse(content, media_type="application/ld+json"), if_none_match, asked=as_of)


def _in_force(services: Services, day: date) -> list[Article]:
    public = services.toolbox.library.knowledge_base.public.articles
    return [article for article in public if article.status(day) == "current"]


def _accepted(accept: str) -> Format:
    """The first of our formats that is wanted most; JSON where none is."""
    best: tuple[float, Format] = (0.0, "json")
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = 0.0
        if kind in _TYPES and weight > best[0]:
            best = (weight, _TYPES[kind])
    return best[1]


def _json(found: Article, day: date) -> Response:
    sources = {s.id: s for p in found.passages for s in p.sources}
    return JSONResponse(
        {
            **_heading(found, day),
            "topic": found.topic,
            "applies_to": list(found.applies_to),
            "reviewed": found.reviewed.isoformat(),
            "related": list(found.related),
            "sections": [_section(p) for p in (p.on(day) for p in found.passages) if p is not None],
            "sources": [source.to_json(day) for source in sources.values()],
        }
    )


_FORMATS: dict[Format, Callable[[Article, date], Response]] = {
    "json": _json,
    "markdown": lambda found, day: Response(
        article_formats.markdown(found, day), media_type="text/markdown; charset=utf-8"
    ),
    "html": lambda found, day: Response(
        article_formats.html(found, day), media_type="text/html; charset=utf-8"
    ),
    "jsonld": lambda found, day: JSONResponse(
        article_formats.faq_page([found] if found.status(day) == "current" else [], day),
        media_type="application/ld+json",
    ),
}


def _answer(hit: Hit, day: date) -> dict[str, Any]:
    return {
        **_heading(hit.article, day),
        "topic": hit.article.topic,
        "answer": _lead(hit.article, day),
        "heading": hit.best.heading,
        "quote": hit.best.text,
        "score": round(hit.score, 4),
        "sources": [source.to_json(day) for source in hit.best.sources],
    }


def _short(found: Article, day: date) -> dict[str, Any]:
    return {**_heading(found, day), "topic": found.topic, "answer": _lead(found, day)}


def _lead(found: Article, day: date) -> str:
    lead = found.lead.on(day)
    return lead.text if lead else ""


def _heading(found: Article, day: date) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "title": found.title,
        "status": found.status(day),
        "valid_from": found.valid_from.isoformat() if found.valid_from else None,
        "valid_to": found.valid_to.isoformat() if found.valid_to else None,
    }


def _section(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "heading": passage.heading,
        "text": passage.text,
        "sentences": [
            {"text": s.text, "bullet": s.bullet, "sources": [source.id for source in s.sources]}
            for s in passage.sentences
        ],
    }
