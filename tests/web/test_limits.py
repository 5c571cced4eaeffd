"""Size, time and number of requests: what is too much is refused in words, and at once."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhihuan.web.limits import MAX_BODY, BodyLimit, ConcurrencyLimit, TimeLimit

JSON = [(b"content-type", b"application/json")]


def scope(path: str = "/v1/x", headers: list[tuple[bytes, bytes]] = JSON) -> Scope:
    return {"type": "http", "method": "POST", "path": path, "headers": headers}


async def call(app: ASGIApp, given: Scope, receive: Receive | None = None) -> list[Message]:
    sent: list[Message] = []

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(given, receive or nothing, send)
    return sent


def status_and_code(sent: list[Message]) -> tuple[int, str]:
    return sent[0]["status"], json.loads(sent[1]["body"])["code"]


async def answer(send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def after(wait: Callable[[], Awaitable[Any]]) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await wait()
        await answer(send)

    return app


def test_a_body_that_never_ends_is_cut_off() -> None:
    async def drip() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def run() -> tuple[list[Message], float]:
        started = time.monotonic()
        sent = await call(BodyLimit(after(asyncio.Event().wait), seconds=0.2), scope(), drip)
        return sent, time.monotonic() - started

    sent, seconds = asyncio.run(run())
    assert status_and_code(sent) == (408, "body_too_slow")
    assert seconds < 5


def test_a_body_without_a_length_is_counted_as_it_comes() -> None:
    read = 0

    async def flood() -> Message:
        nonlocal read
        read += 65_536
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    sent = asyncio.run(call(BodyLimit(after(asyncio.Event().wait)), scope(), flood))
    assert status_and_code(sent) == (413, "too_large")
    assert read <= MAX_BODY + 65_536


def test_what_takes_too_long_is_given_up_and_its_answer_dropped() -> None:
    async def run() -> tuple[list[Message], list[Message]]:
        release, finished = asyncio.Event(), asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await release.wait()
            await answer(send)
            finished.set()

        sent = await call(TimeLimit(slow, seconds=0.05), scope())
        before = list(sent)
        release.set()
        await asyncio.wait_for(finished.wait(), 5)
        return before, sent

    before, later = asyncio.run(run())
    assert status_and_code(before) == (503, "took_too_long")
    assert later == before
    assert dict(before[0]["headers"])[b"retry-after"] == b"5"


def test_a_stream_that_has_begun_may_take_its_time() -> None:
    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.2)
        await send({"type": "http.response.body", "body": b"late"})

    sent = asyncio.run(call(TimeLimit(stream, seconds=0.05), scope()))
    assert [message.get("body") for message in sent] == [None, b"late"]


def test_what_fails_in_time_fails_as_it_did() -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("so")

    with pytest.raises(RuntimeError, match="so"):
        asyncio.run(call(TimeLimit(fails), scope()))


def test_more_than_can_be_served_is_refused_at_once_and_probes_are_not() -> None:
    async def run() -> None:
        release = asyncio.Event()
        app = ConcurrencyLimit(after(release.wait), most=3)
        running = [asyncio.ensure_future(call(app, scope())) for _ in range(3)]
        await asyncio.sleep(0)
        started = time.monotonic()
        refused = [await call(app, scope()) for _ in range(10)]
        assert time.monotonic() - started < 1
        assert {status_and_code(sent) for sent in refused} == {(503, "busy")}
        assert all(dict(sent[0]["headers"])[b"retry-after"] == b"1" for sent in refused)
        probe = asyncio.ensure_future(call(app, scope("/healthz")))
        release.set()
        for done in await asyncio.gather(*running, probe):
            assert done[0]["status"] == 200
        assert (await call(app, scope()))[0]["status"] == 200  # their places are free again

    asyncio.run(run())


def test_a_place_is_free_again_after_a_failure() -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError

    app = ConcurrencyLimit(fails, most=1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            asyncio.run(call(app, scope()))


def test_a_hundred_slow_writers_do_not_keep_anybody_waiting(site: httpx.Client) -> None:
    address = (site.base_url.host, site.base_url.port)
    head = b"POST /v1/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    slow = []
    for _ in range(100):
        connection = socket.create_connection(address)
        connection.sendall(head + b"Content-Length: 1000\r\n\r\n{")
        slow.append(connection)
    try:
        assert site.get("/v1/topics", timeout=20).status_code == 200
    finally:
        for connection in slow:
            connection.close()
