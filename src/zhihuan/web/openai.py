"""OpenAI's way in, for hosts that already speak it: `/v1/chat/completions` and `/v1/models`.

    base_url = https://zhihuan.example/v1     api_key = a key of `zhihuan keys`     model = zhihuan

The caller keeps the talk and sends all of it each time, so a turn is stateless and nothing of it
is kept here (`zhihuan.conversation.stateless`). Errors, those of keys and limits too, come as
`{"error": {"message", "type", "param", "code"}}`, the message in Chinese.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhihuan.clock import today
from zhihuan.conversation.events import Event
from zhihuan.errors import ZhihuanError
from zhihuan.web.errors import code_of, place_of, status_of
from zhihuan.web.openai_answer import chunks, whole
from zhihuan.web.openai_request import MODEL, CompletionRequest
from zhihuan.web.services import Ready
from zhihuan.web.stream import HEADERS

log = logging.getLogger(__name__)

_PATHS = ("/v1/chat/completions", "/v1/models")
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_NAMED = re.compile(r"[a-z_]+", re.ASCII)


class Failure(BaseModel):
    """What went wrong."""

    message: str = Field(description="给人看的：哪里不对，要改什么；不会重复您发来的内容")
    type: str
    param: str | None = Field(description="哪一项不对")
    code: str = Field(description="给程序看的，不会变", pattern="^[a-z_]+$")


class FailureBody(BaseModel):
    """An error as OpenAI's clients read it."""

    error: Failure


router = APIRouter(
    prefix="/v1", tags=["openai"], responses={"default": {"model": FailureBody, "description": "出错了"}}
)  # fmt: skip


@router.get("/models", summary="有哪些模型（OpenAI 格式）")
async def models() -> dict[str, Any]:
    """One."""
    return {
        "object": "list",
        "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "zhihuan"}],
    }


@router.post(
    "/chat/completions",
    summary="问一句（OpenAI 格式）",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "`chat.completion`；`stream` 时是 `chat.completion.chunk` 的事件流",
            "content": {"application/json": {}, "text/event-stream": {}},
        }
    },
)
def complete(body: CompletionRequest, services: Ready) -> Response:
    """Answer the last message. What is streamed was checked sentence by sentence before."""
    events = services.stateless.ask(body.sent(), as_of=body.as_of or today())
    if not body.stream:
        return JSONResponse(whole(events))
    usage = bool(body.stream_options and body.stream_options.include_usage)
    return StreamingResponse(
        _sent(events, usage=usage),
        media_type="text/event-stream; charset=utf-8",
        headers={name: value for name, value in HEADERS.items() if "vercel" not in name},
    )


def _sent(events: Iterator[Event], *, usage: bool) -> Iterator[str]:
    try:
        for chunk in chunks(events, usage=usage):
            yield f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"
    except Exception as error:
        # The answer has begun, so its status cannot say it any more.
        log.error("a turn failed: %s at %s", type(error).__name__, place_of(error))
        ours = isinstance(error, ZhihuanError)
        failure = failure_of(
            status_of(error) if isinstance(error, ZhihuanError) else 500,
            code_of(error) if isinstance(error, ZhihuanError) else "internal_error",
            str(error) if ours else "我们这边出了错，请再发一次",
        )
        yield f"data: {json.dumps(failure, ensure_ascii=False)}\n\n"
        return
    yield "data: [DONE]\n\n"


def failure_of(status: int, code: str, detail: str) -> dict[str, Any]:
    """An error in OpenAI's shape."""
    named = _NAMED.match(detail)
    known = named and named[0] in CompletionRequest.model_fields
    return {
        "error": {
            "message": detail,
            "type": _TYPES.get(
                status, "server_error" if status >= 500 else "invalid_request_error"
            ),
            "param": named[0] if named and known else None,
            "code": code,
        }
    }


class Errors:
    """Turns our problem details into OpenAI's shape on its paths, whoever answered: a route, a
    key that was refused, a limit. What cannot be understood is 400 there, not 422.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] not in _PATHS:
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        content = b""

        async def translated(message: Message) -> None:
            nonlocal start, content
            if message["type"] == "http.response.start":
                kinds = dict(message["headers"])
                if kinds.get(b"content-type", b"").startswith(b"application/problem+json"):
                    start = message
                    return
            elif start is not None:
                content += message.get("body", b"")
                if not message.get("more_body"):
                    await _answer(start, content)(scope, receive, send)
                return
            await send(message)

        await self._app(scope, receive, translated)


def _answer(start: Message, content: bytes) -> JSONResponse:
    problem = json.loads(content)
    kept = {
        name.decode(): value.decode()
        for name, value in start["headers"]
        if name not in (b"content-type", b"content-length")
    }
    failure = failure_of(problem["status"], problem["code"], problem["detail"])
    return JSONResponse(failure, 400 if problem["status"] == 422 else problem["status"], kept)
