"""The webhook, against a server of the loopback that is right, slow, broken, or not there."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from zhihuan.conversation.hand_off.delivery import (
    Courier,
    InvalidWebhook,
    Patience,
    Webhook,
    checked_secret,
)
from zhihuan.records.hand_offs import NewHandOff
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs

SECRET = "0123456789abcdef-not-a-real-one"
NEW = NewHandOff("conversation-1", "m", "x", "asked", False, {"asked": [{"text": "怎么办"}]})


@dataclass
class DeskServer:
    """Answers with `status` after `seconds`, or drips; keeps what it received."""

    status: int = 204
    seconds: float = 0.0
    drips: bool = False
    url: str = ""
    port: int = 0
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def events(self) -> list[str]:
        return [json.loads(body)["event"] for body in self.bodies]


@contextmanager
def desk_server(port: int = 0, **how: Any) -> Iterator[DeskServer]:
    state = DeskServer(**how)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            state.headers.append(dict(self.headers))
            with suppress(OSError):
                self._answer()

        def do_GET(self) -> None:
            state.bodies.append(b'{"event": "a redirect was followed"}')

        def _answer(self) -> None:
            if state.drips:
                while not state.closing.wait(0.05):
                    self.wfile.write(b"H")
                    self.wfile.flush()
            state.closing.wait(state.seconds)
            self.send_response(state.status)
            if 300 <= state.status < 400:
                self.send_header("Location", state.url)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    state.port = server.server_address[1]
    state.url = f"http://127.0.0.1:{state.port}/hook?desk=1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        state.closing.set()
        server.shutdown()
        server.server_close()


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> SqliteHandOffs:
    return SqliteHandOffs(tmp_path / "q.sqlite", tells=True, clock=clock)


def courier(queue: SqliteHandOffs, url: str, clock: Clock, **patience: Any) -> Courier:
    patient = Patience(**{"timeout": 0.5, "attempts": 3, **patience})
    webhook = Webhook(url, SECRET, patient.timeout)
    return Courier(queue, webhook, patient, clock=clock, chance=lambda: 1.0)


def test_what_arrives_is_signed_and_can_be_checked_with_nothing_but_the_secret(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    made = queue.open(NEW)
    with desk_server() as desk:
        assert courier(queue, desk.url, clock).deliver_one()
    (body,), (headers,) = desk.bodies, desk.headers
    stamp = headers["Zhihuan-Timestamp"]
    # The receiver's own sum, as RFC 2104 has it.
    expected = hmac.digest(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hex()
    assert headers["Zhihuan-Signature"] == f"v1={expected}"
    assert stamp == "1800000000"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    sent = json.loads(body)
    assert sent["id"] == headers["Idempotency-Key"]
    assert (sent["event"], sent["hand_off_id"]) == ("hand_off.queued", made.id)
    assert sent["packet"] == NEW.packet
    assert "conversation-1" not in body.decode()
    assert SECRET not in body.decode() + str(headers)
    assert queue.claim(clock.now + 1e6, 1) is None


@pytest.mark.parametrize("status", [500, 503, 404, 301, 302, 307])
def test_anything_but_success_is_tried_again_later_with_the_same_id(
    queue: SqliteHandOffs, clock: Clock, status: int
) -> None:
    queue.open(NEW)
    with desk_server(status=status) as desk:
        sender = courier(queue, desk.url, clock)
        assert sender.deliver_one()
        assert not sender.deliver_one(), "not before its time"
        desk.status, clock.now = 200, clock.now + 1.0
        assert sender.deliver_one()
    assert desk.events == ["hand_off.queued"] * 2, "and no redirect is followed"
    assert len({headers["Idempotency-Key"] for headers in desk.headers}) == 1
    assert queue.claim(clock.now + 1e6, 1) is None


@pytest.mark.parametrize("how", [{"seconds": 30.0}, {"drips": True}])
def test_a_slow_desk_is_not_waited_for(
    queue: SqliteHandOffs, clock: Clock, how: dict[str, Any]
) -> None:
    made = queue.open(NEW)
    with desk_server(**how) as desk:
        began = time.monotonic()
        assert courier(queue, desk.url, clock).deliver_one()
        assert time.monotonic() - began < 10
    assert queue.get(made.id).state == "queued"
    assert queue.claim(clock.now + 1.0, 1) is not None


def test_a_desk_that_is_down_is_given_up_and_the_hand_off_has_failed(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    made = queue.open(NEW)
    with desk_server() as desk:
        url = desk.url
    sender, attempts = courier(queue, url, clock), 0
    while queue.get(made.id).state == "queued":
        attempts += sender.deliver_one()
        clock.now += 1.0
    assert attempts == 3
    assert queue.get(made.id).state == "failed"


def test_that_it_was_erased_is_told_long_after_everything_else_was_given_up(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    queue.open(NEW)
    with desk_server(status=500) as desk:
        sender = courier(queue, desk.url, clock)
        sender.deliver_one()
        queue.erase("conversation-1")
        for _ in range(50):
            clock.now += 300
            sender.deliver_one()
        desk.status = 200
        clock.now += 300
        sender.deliver_one()
    assert len(desk.bodies) == 52
    last = json.loads(desk.bodies[-1])
    assert last["event"] == "hand_off.erased"
    assert set(last) == {"id", "event", "hand_off_id", "at"}
    assert "怎么办" not in desk.bodies[-1].decode()


def test_what_was_not_told_before_a_restart_is_told_after_it(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "q.sqlite"
    before = SqliteHandOffs(path, tells=True, clock=clock)
    before.open(NEW)
    with desk_server() as desk:
        port = desk.port
    courier(before, desk.url, clock).deliver_one()  # it is down
    before.close()

    after_restart = SqliteHandOffs(path, tells=True, clock=clock)
    clock.now += 1.0
    with desk_server(port=port) as desk:
        assert courier(after_restart, desk.url, clock).deliver_one()
    assert desk.events == ["hand_off.queued"]


def test_the_thread_delivers_by_itself_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    queue = SqliteHandOffs(tmp_path / "q.sqlite", tells=True)
    with desk_server() as desk:
        sender = Courier(queue, Webhook(desk.url, SECRET, 2), Patience(timeout=2))
        sender.start()
        queue.open(NEW)
        queue.hear("conversation-1", "m1", "在吗", danger=False)
        sender.wake()
        wait_until(lambda: len(desk.bodies) == 2)
        sender.stop()
    assert desk.events == ["hand_off.queued", "hand_off.message"]
    assert not any(thread.name == "hand-offs" for thread in threading.enumerate())


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_each_wait_is_twice_the_last_shortened_at_random_and_bounded() -> None:
    patience = Patience(first_wait=1, longest_wait=60)
    assert [patience.wait(n, 1.0) for n in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [patience.wait(n, 0.0) for n in range(1, 4)] == [0.5, 1, 2]
    assert patience.wait(2_000, 1.0) == 60


@pytest.mark.parametrize(
    "url",
    ["http://desk.example/hook", "http://10.0.0.5/", "http://192.168.1.9/", "ftp://127.0.0.1/",
     "https://", "https://user:pass@desk.example/", "desk.example/hook", "https://x:notaport/",
     "https://desk.example/a b", "https://desk.example/\r\nX: y", "http://127.0.0.1.evil.example/",
     "https://desk.example/#part"],
)  # fmt: skip
def test_an_address_that_would_tell_others_is_refused(url: str) -> None:
    with pytest.raises(InvalidWebhook, match="ZHIHUAN_HAND_OFF_WEBHOOK"):
        Webhook(url, SECRET)


@pytest.mark.parametrize(
    "url",
    ["https://desk.example/hook", "http://127.0.0.1:9000/", "http://[::1]:9/", "http://localhost"],
)
def test_https_and_the_loopback_are_taken(url: str) -> None:
    Webhook(url, SECRET)


@pytest.mark.parametrize("secret", ["", "short", "密" * 20])
def test_a_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(InvalidWebhook, match="ZHIHUAN_HAND_OFF_SECRET"):
        checked_secret(secret)
