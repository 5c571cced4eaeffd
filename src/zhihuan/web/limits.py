"""How large a request may be, how long it may take, and how many run at one time.

    413  a body over MAX_BODY          415  a body that is compressed, or not JSON
    408  a body that does not come     503  too many at one time, or no answer in time

Pure ASGI, because a wrapping middleware would buffer streams. A stream that has begun may go on:
only the wait for its beginning is bounded.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhihuan.web.errors import problem

MAX_BODY = 256 * 1024
BODY_SECONDS = 10.0
ANSWER_SECONDS = 60.0
_ALWAYS = ("/healthz", "/readyz")


class BodyLimit:
    """Refuses bodies over MAX_BODY bytes, compressed ones, slow ones and ones that are not JSON."""

    def __init__(self, app: ASGIApp, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

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
        # Bodies are small: read all of it here, so that an oversized one is refused cleanly
        # even where it came without a length.
        try:
            async with asyncio.timeout(self._seconds):
                chunks = await _read(receive)
        except TimeoutError:
            await problem(408, "body_too_slow", "内容一直没有发完，请再发一次", Connection="close")(
                scope, receive, send
            )
            return
        if chunks is None:
            await _refuse(scope, receive, send)
            return
        # A form can be posted from any page without asking; JSON cannot.
        sent = any(message.get("body") for message in chunks)
        if sent and not _is_json(headers.get(b"content-type", b"")):
            words = "请用 application/json 发送"
            await problem(415, "unsupported_media_type", words)(scope, receive, send)
            return

        async def replay() -> Message:
            return chunks.pop(0) if chunks else await receive()

        await self._app(scope, replay, send)


class TimeLimit:
    """Answers 503 where the application has not begun to answer in time.

    What it was doing goes on, and its answer is dropped: a turn is in the ledger when it ends.
    """

    def __init__(self, app: ASGIApp, seconds: float = ANSWER_SECONDS) -> None:
        self._app = app
        self._seconds = seconds
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = asyncio.Event()
        given_up = False

        async def told(message: Message) -> None:
            begun.set()
            if not given_up:
                await send(message)

        work = asyncio.ensure_future(self._app(scope, receive, told))
        beginning = asyncio.ensure_future(begun.wait())
        try:
            await asyncio.wait(
                {work, beginning}, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if work.done() or begun.is_set():
                await work
                return
            given_up = True
            self._late.add(work)
            work.add_done_callback(self._ended)
            words = "这次用的时间太长了，请过一会儿再试"
            await problem(503, "took_too_long", words, Retry_After="5")(scope, receive, send)
        except asyncio.CancelledError:
            work.cancel()
            raise
        finally:
            beginning.cancel()

    def _ended(self, work: asyncio.Task[None]) -> None:
        self._late.discard(work)
        if not work.cancelled():
            work.exception()  # nobody waits for it; it was logged where it happened


class ConcurrencyLimit:
    """Refuses what comes while `most` requests are running. Probes are always answered."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self._app(scope, receive, send)
            return
        if self._running >= self._most:
            words = "现在用的人太多了，请过一会儿再试"
            await problem(503, "busy", words, Retry_After="1")(scope, receive, send)
            return
        self._running += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._running -= 1


async def _read(receive: Receive) -> list[Message] | None:
    """The messages of a body; None where it is too large."""
    chunks: list[Message] = []
    size = 0
    while True:
        message = await receive()
        chunks.append(message)
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return chunks


def _is_json(content_type: bytes) -> bool:
    kind = content_type.split(b";")[0].strip().lower()
    return kind == b"application/json" or (
        kind.startswith(b"application/") and kind.endswith(b"+json")
    )


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    await problem(413, "too_large", "内容太大了，请缩短后再发")(scope, receive, send)
