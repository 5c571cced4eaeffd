"""The FAQ: search and articles. No model, the same answer tomorrow, nothing internal."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from zhihuan.clock import today
from zhihuan.conversation.message import check_day, clean
from zhihuan.library.article import Article, Passage
from zhihuan.library.search import Hit
from zhihuan.web.repayment.fields import Day
from zhihuan.web.services import Ready

router = APIRouter(prefix="/v1/faq", tags=["faq"])

AsOf = Annotated[Day | None, Query(description="按哪一天的规则；默认今天（中国时间）")]


@router.get("", summary="查常见问题")
def search(
    services: Ready,
    q: Annotated[str, Query(min_length=1, max_length=4000, description="要查的问题")],
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """The answers in force on the day, best first. Nothing found is an empty list."""
    day = check_day(as_of or today())
    query = clean(q)
    hits = services.toolbox.search(query, as_of=day, limit=limit)
    return {
        "query": query,
        "as_of": day.isoformat(),
        "answers": [_answer(hit, day) for hit in hits],
    }


@router.get("/{slug}", summary="看一篇文章")
def article(slug: str, services: Ready, as_of: AsOf = None) -> dict[str, Any]:
    """An article as it may be told on the day; `status` says whether it still holds."""
    day = check_day(as_of or today())
    found = services.toolbox.library.knowledge_base.public.article(slug)
    sources = {s.id: s for p in found.passages for s in p.sources}
    return {
        **_heading(found, day),
        "topic": found.topic,
        "applies_to": list(found.applies_to),
        "reviewed": found.reviewed.isoformat(),
        "related": list(found.related),
        "sections": [_section(p) for p in (p.on(day) for p in found.passages) if p is not None],
        "sources": [source.to_json(day) for source in sources.values()],
    }


def _answer(hit: Hit, day: date) -> dict[str, Any]:
    lead = hit.article.lead.on(day)
    return {
        **_heading(hit.article, day),
        "answer": lead.text if lead else "",
        "heading": hit.best.heading,
        "quote": hit.best.text,
        "score": round(hit.score, 4),
        "sources": [source.to_json(day) for source in hit.best.sources],
    }


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
