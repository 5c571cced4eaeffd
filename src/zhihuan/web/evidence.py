"""What was said, and on what it rested: for a supervisor.

    GET /v1/evidence/{id}                one answer as it was shown, its versions, what made it
    GET /v1/evidence/{id}?rerun=true     and what today's library would answer
    GET /v1/evidence?slug=…              the answers that cite an article, and what an edit did

Which conversation it was is not told: its id would open the whole of it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from zhihuan.conversation.evidence_shown import evidence_json
from zhihuan.conversation.impact import impact
from zhihuan.conversation.message import check_day
from zhihuan.desk_evidence import run_again
from zhihuan.web.access import require
from zhihuan.web.chat import Identifier
from zhihuan.web.services import Ready


async def _not_kept(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(
    prefix="/v1/evidence",
    tags=["evidence"],
    dependencies=[Depends(require("supervisor")), Depends(_not_kept)],
)


@router.get("/{evidence_id}", summary="一条留痕")
def shown(
    evidence_id: Identifier,
    services: Ready,
    rerun: Annotated[bool, Query(description="用今天的资料再答一遍")] = False,
    as_of: Annotated[date | None, Query(description="再答时按哪一天；默认当时那一天")] = None,
) -> dict[str, Any]:
    """Everything that was kept of an answer; of an erased one, when it was erased and why.

    `replay` is null where it was not asked for, or where a human wrote the answer.
    """
    kept = services.book.store.get(evidence_id)
    day = check_day(as_of) if as_of else None
    replay = run_again(services, kept, day) if rerun else None
    return {**evidence_json(kept), "replay": replay and replay.to_json()}


@router.get("", summary="哪些回答引用过一篇文章")
def citing(
    services: Ready,
    slug: Annotated[
        str, Query(min_length=1, max_length=80, description="文章的编号", examples=["late-m2"])
    ],
    limit: Annotated[int, Query(ge=1, le=500, description="最多几条")] = 100,
) -> dict[str, Any]:
    """The newest first. `touched`: what it quoted from the article reads otherwise today."""
    base = services.toolbox.library.knowledge_base
    cited_by = services.book.store.citing(slug)
    found = impact(slug, cited_by[:limit], base)
    return {"answers": [each.to_json() for each in found], "total": len(cited_by)}
