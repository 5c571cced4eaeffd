"""What the library lacks: for the editor, who calls with a supervisor's key.

GET /v1/questions                clusters of questions, the weightiest first
GET /v1/questions?drafts=true    each with a draft article to start from
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from zhihuan.clock import CHINA, today
from zhihuan.learning.drafting import draft_of
from zhihuan.web.access import require
from zhihuan.web.services import Feedbacks, Ready

router = APIRouter(
    prefix="/v1/questions", tags=["questions"], dependencies=[Depends(require("supervisor"))]
)

Since = Annotated[date | None, Query(description="从哪一天起；默认全部")]
Limit = Annotated[int, Query(ge=1, le=200, description="最多几组")]


@router.get("", summary="没答好的问题")
def questions(
    response: Response,
    services: Ready,
    feedback: Feedbacks,
    since: Since = None,
    limit: Limit = 20,
    drafts: Annotated[bool, Query(description="每组附一篇文章草稿")] = False,
) -> dict[str, Any]:
    """What was not answered, voted down or rewritten by agents, alike together."""
    response.headers["Cache-Control"] = "no-store"
    found = services.learning.wanted(feedback, today=today(), since=start_of(since))
    shown = [
        each.to_json() | ({"draft": draft_of(each)} if drafts else {}) for each in found[:limit]
    ]
    return {"questions": shown, "total": len(found)}


def start_of(day: date | None) -> float:
    """The first second of a day in China, in seconds since 1970; 0 for None."""
    return datetime.combine(day, time.min, CHINA).timestamp() if day else 0.0
