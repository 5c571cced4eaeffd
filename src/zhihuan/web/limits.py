"""How large a request may be. Pure ASGI, because a wrapping middleware would buffer streams."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhihuan.web.errors import problem

MAX_BODY = 256 * 1024


class BodyLimit:
    """Refuses bodies over MAX_BODY bytes, and compressed ones, before they are read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if headers.get(b"content-encoding", b"identity") != b"identity":
            await problem(415, "unsupported_encoding", "请不要压缩请求内容")(scope, receive, send)
            return
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MAX_BODY:
            await _refuse(scope, receive, send)
            return
        chunks: list[Message] = []
        size = 0
        # Bodies are small: read all of it here, so that an oversized one is refused cleanly
        # even where it came without a length.
        while True:
            message = await receive()
            chunks.append(message)
            size += len(message.get("body", b""))
            if size > MAX_BODY:
                await _refuse(scope, receive, send)
                return
            if message["type"] != "http.request" or not message.get("more_body"):
                break

        async def replay() -> Message:
            return chunks.pop(0) if chunks else await receive()

        await self._app(scope, replay, send)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    await problem(413, "too_large", "内容太大了，请缩短后再发")(scope, receive, send)
