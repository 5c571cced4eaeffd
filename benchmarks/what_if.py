"""How long does a what-if over HTTP take?

    python benchmarks/what_if.py [requests]

The application as it is served, with the calculators alone, on the loopback; one client, one
request after another. Own time is from the first byte the application is handed to the last
it sends; the whole includes the client, the server and the sockets between them.
"""

from __future__ import annotations

import platform
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from zhihuan.conversation.calculators import Calculators
from zhihuan.library.knowledge_base import open_products
from zhihuan.web.app import create_app

BODY = {"amount": "3200", "payment": "1000", "on_day": 45, "until_day": 75}
WARM_UP = 50


@dataclass
class SumsOnly:
    toolbox: Calculators


class Timed:
    """Notes how long the application takes over each request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.seconds: list[float] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = time.perf_counter()
        await self.app(scope, receive, send)
        self.seconds.append(time.perf_counter() - start)


def told(name: str, seconds: list[float]) -> str:
    ordered = sorted(seconds)
    late = ordered[int(len(ordered) * 0.95)]
    return (
        f"{name:<10} median {statistics.median(ordered) * 1000:6.2f} ms   95% {late * 1000:6.2f} ms"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    products = open_products(Path(__file__).parents[1] / "knowledge_base")
    app = create_app()
    app.state.opening.services = SumsOnly(Calculators(lambda: products))
    timed = Timed(app)
    config = uvicorn.Config(timed, port=0, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    whole: list[float] = []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for _ in range(WARM_UP + count):
            start = time.perf_counter()
            client.post("/v1/repayment/what-if", json=BODY).raise_for_status()
            whole.append(time.perf_counter() - start)
    server.should_exit = True
    print(f"{count} what-ifs, one after another, Python {platform.python_version()}")
    print(told("own time", timed.seconds[WARM_UP:]))
    print(told("whole", whole[WARM_UP:]))


if __name__ == "__main__":
    main()
