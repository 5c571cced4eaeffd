"""Answers that may be kept: an ETag of what is sent, and for how long it holds.

An answer that was given "as of today" is not kept past midnight in China: a rule that ended must
not be told from a cache as if it held. Until then the ETag says whether anything changed.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import Header, Response
from fastapi.responses import JSONResponse

from zhihuan.clock import CHINA

IfNoneMatch = Annotated[str, Header(description="上一次答复的 ETag；没有变就是 304")]
_SECONDS = 300
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def kept(
    answer: Response, if_none_match: str, *, asked: date | None, shared: bool = True
) -> Response:
    """The answer with its ETag and lifetime; 304 and nothing else where the caller has it.

    `asked`: the day that was asked about, None for today. `shared`: whether caches between us and
    the caller may keep it; what a person typed stands in an address, and is for their own.
    """
    tag = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    seconds = _SECONDS if asked else min(_SECONDS, _until_midnight())
    headers = {
        "ETag": tag,
        "Cache-Control": f"{'public' if shared else 'private'}, max-age={seconds}",
    }
    if "vary" in answer.headers:
        headers["Vary"] = answer.headers["vary"]
    if if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match):
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer


def kept_json(
    content: Any, if_none_match: str, *, asked: date | None, shared: bool = True
) -> Response:
    """The same of what is sent as JSON."""
    return kept(JSONResponse(content), if_none_match, asked=asked, shared=shared)


def _until_midnight() -> int:
    now = datetime.now(CHINA)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), CHINA)
    return max(1, int((midnight - now).total_seconds()))
