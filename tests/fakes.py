"""Stand-ins that several tests share: a model server that follows a script, and small helpers.

The server speaks the OpenAI protocol on the loopback, streamed and whole, and does what its
`behaviour` says. It keeps every body it was sent.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import uvicorn
from fastapi import FastAPI

from zhihuan.assist.checking.checker import Checked
from zhihuan.conversation.evidence_book import EvidenceBook
from zhihuan.learning.wanted import Learning
from zhihuan.library.search import Library
from zhihuan.records.evidence_in_sqlite import EvidenceStore
from zhihuan.records.rewrites import RewriteStore

Body = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """The model writes this, in pieces of a few characters."""

    text: str


@dataclass(frozen=True)
class Calls:
    """The model calls these tools: (name, arguments)."""

    calls: Sequence[tuple[str, Mapping[str, str]]]


@dataclass(frozen=True)
class Cut:
    """The model writes this, and then the line goes dead in the middle of a frame."""

    text: str


@dataclass(frozen=True)
class Drip:
    """The model writes this, then keeps the line busy with nothing for so many seconds."""

    text: str
    seconds: float


@dataclass(frozen=True)
class Wait:
    """Nothing at all for so many seconds, and then the line is closed."""

    seconds: float


@dataclass(frozen=True)
class Raw:
    """An answer that is not what was agreed on."""

    status: int
    body: str


Step = Text | Calls | Cut | Drip | Wait | Raw
Behaviour = Callable[[Body], Step]


def user_text(body: Body) -> str:
    """What the person wrote last, as the model sees it."""
    texts = [m["content"] for m in body["messages"] if m["role"] == "user"]
    return str(texts[-1])


def system_text(body: Body) -> str:
    """The instructions the model was given."""
    return "".join(str(m["content"]) for m in body["messages"] if m["role"] == "system")


def tools_ran(body: Body) -> bool:
    """Whether the last message is what a tool brought back."""
    return bool(body["messages"][-1]["role"] == "tool")


@dataclass
class ModelServer:
    """The scripted server. Set `behaviour` before a turn; `bodies` is what it received."""

    behaviour: Behaviour = lambda _: Text("您好，我在。")
    bodies: list[Body] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""
    closing: threading.Event = field(default_factory=threading.Event)

    def follow(self, behaviour: Behaviour) -> None:
        """Begin a new script."""
        self.behaviour = behaviour
        self.bodies.clear()


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Run the scripted server until the end of the block."""
    state = ModelServer()

    class Handler(_Handler):
        model = state

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    model: ModelServer
    protocol_version = "HTTP/1.0"  # the end of the body is the end of the connection

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.paths.append(self.path)
        self.model.bodies.append(body)
        step = self.model.behaviour(body)
        with suppress(BrokenPipeError, ConnectionResetError):  # they had waited long enough
            self._answer(step, streamed=bool(body.get("stream")))

    def _answer(self, step: Step, *, streamed: bool) -> None:
        match step:
            case Wait(seconds):
                self.model.closing.wait(seconds)
            case Raw(status, text):
                self._head(status, "text/event-stream" if streamed else "application/json")
                self.wfile.write(text.encode())
            case _ if streamed:
                self._head(200, "text/event-stream")
                self._stream(step)
            case _:
                self._head(200, "application/json")
                self.wfile.write(json.dumps(_whole(step)).encode())

    def _stream(self, step: Step) -> None:
        self._frame({"role": "assistant", "content": ""})
        match step:
            case Text(text):
                self._pieces(text)
                self._frame({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")
            case Calls(calls):
                for number, call in enumerate(calls):
                    self._frame({"tool_calls": [{"index": number, **_call(number, *call)}]})
                self._frame({}, "tool_calls")
                self.wfile.write(b"data: [DONE]\n\n")
            case Cut(text):
                self._pieces(text)
                self.wfile.write(b'data: {"id":"x","object":"chat.comp')
            case Drip(text, seconds):
                self._pieces(text)
                until = time.monotonic() + seconds
                while time.monotonic() < until and not self.model.closing.wait(0.2):
                    self.wfile.write(b": still here\n\n")
                    self.wfile.flush()

    def _pieces(self, text: str) -> None:
        for start in range(0, len(text), 7):
            self._frame({"content": text[start : start + 7]})

    def _frame(self, delta: Mapping[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        frame = {
            "id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted",
            "choices": [choice],
        }  # fmt: skip
        self.wfile.write(f"data: {json.dumps(frame)}\n\n".encode())
        self.wfile.flush()

    def _head(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


def _call(number: int, name: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": f"call-{number}-{time.monotonic_ns()}",
        "type": "function",
        "function": {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)},
    }


def _whole(step: Step) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": getattr(step, "text", "")}
    if isinstance(step, Calls):
        message["tool_calls"] = [_call(n, *call) for n, call in enumerate(step.calls)]
    finish = "tool_calls" if isinstance(step, Calls) else "stop"
    return {
        "id": "x", "object": "chat.completion", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on the loopback, in a thread; gives its address."""
    config = uvicorn.Config(
        app, port=0, lifespan="off", log_config=None, access_log=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@dataclass(frozen=True)
class Frames:
    """A stream as it was read: each frame with its id, and how it ended."""

    frames: tuple[tuple[int, Body], ...]
    done: bool

    def of(self, kind: str) -> list[Body]:
        """The frames of one type, in order."""
        return [frame for _, frame in self.frames if frame["type"] == kind]

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(frame["delta"] for frame in self.of("text-delta"))

    @property
    def ids(self) -> list[int]:
        """The numbers of the frames."""
        return [number for number, _ in self.frames]


def read_frames(text: str) -> Frames:
    """Read a stream of events strictly: anything that is not as promised is an error."""
    frames: list[tuple[int, Body]] = []
    done = False
    for block in text.split("\n\n"):
        if not block or block == ": ping":
            continue
        assert not done, f"something came after [DONE]: {block!r}"
        if block == "data: [DONE]":
            done = True
            continue
        first, second = block.split("\n")
        assert first.startswith("id: ") and second.startswith("data: "), block
        frames.append((int(first[4:]), json.loads(second[6:])))
    return Frames(tuple(frames), done)


def books(folder: Path, library: Library) -> tuple[EvidenceBook, Learning]:
    """What services keep of answers, in files of their own; nothing here can be embedded."""
    evidence = EvidenceStore(folder / "evidence.sqlite")
    rewrites = RewriteStore(folder / "rewrites.sqlite")
    learning = Learning(evidence, rewrites, library, cast(Any, None))
    return EvidenceBook(evidence, library), learning


class FindsNothing:
    """An agent's side for tests of something else: no case is read, and every reply may be sent."""

    def handed(self, *_: Any) -> None:
        """No transcript."""

    def check(self, draft: str, *_: Any) -> Checked:
        return Checked(draft, (), 0, 0)


def agents_side() -> tuple[Any, Any, Any]:
    """What services hold for agents and for callers that keep their own history."""
    return None, FindsNothing(), FindsNothing()
