"""GET /v1/suggest: questions to offer while somebody types, by characters or pinyin. No model."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from zhihuan.clock import today
from zhihuan.conversation.message import check_day
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.suggest import Suggestions
from zhihuan.web.caching import IfNoneMatch, kept_json
from zhihuan.web.faq import AsOf
from zhihuan.web.faq_answers import SuggestionsShape
from zhihuan.web.services import Ready

router = APIRouter(prefix="/v1/suggest", tags=["faq"])


class Suggester:
    """The suggestions of the articles that are being told now; made anew when they change."""

    def __init__(self) -> None:
        self._made: tuple[KnowledgeBase, Suggestions] | None = None
        self._lock = threading.Lock()

    def made_of(self, base: KnowledgeBase) -> Suggestions | None:
        """The suggestions of `base`, where they were made already."""
        made = self._made
        return made[1] if made is not None and made[0] is base else None

    def over(self, base: KnowledgeBase) -> Suggestions:
        """The suggestions of what customers may see in `base`. Slow the first time (seconds)."""
        with self._lock:
            if self._made is None or self._made[0] is not base:
                self._made = (base, Suggestions(base.public.articles))
            return self._made[1]


@router.get(
    "",
    summary="边打字边提示",
    responses={200: {"model": SuggestionsShape}, 304: {}},
)
async def suggest(
    request: Request,
    services: Ready,
    q: Annotated[
        str,
        Query(max_length=200, description="打到一半的字、拼音或者首字母", examples=["zhengxin"]),
    ],
    limit: Annotated[int, Query(ge=1, le=20, description="最多几条")] = 8,
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = "",
) -> Response:
    """Questions that fit what was typed, one for each article, best first."""
    day = check_day(as_of or today())
    suggester: Suggester = request.app.state.suggester
    base = services.toolbox.library.knowledge_base
    made = suggester.made_of(base)
    if made is None:
        made = await run_in_threadpool(suggester.over, base)
    found = made.search(q, as_of=day, limit=limit)  # too short to change threads for it
    answer = {
        "suggestions": [
            {
                "slug": one.article.slug,
                "title": one.article.title,
                "text": one.text,
                "start": one.start,
                "end": one.end,
                "why": one.why,
            }
            for one in found
        ]
    }
    return kept_json(answer, if_none_match, asked=as_of, shared=False)
