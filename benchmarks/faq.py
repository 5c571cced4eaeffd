"""How many FAQ searches and suggestions a second, and how long the slowest one in a hundred takes.

    python benchmarks/faq.py [--seconds 10] [--connections 8]

`zhihuan serve` and the peer (`benchmarks/plain_service.py`) run one after the other, each in a
process of its own, with the same model and the same articles; the load comes from this process,
over connections that stay open. Measured on each:

    search    a question that nobody asked before: real asks, each with a number put before it
    again     twenty questions that everybody asks
    typed     what is sent while an ask is typed, character by character
    pinyin    the same, by initials and syllables; the peer finds nothing so

Printed: requests a second, median and 99th percentile in milliseconds, how many were answered
with nothing, and the load of the machine. A busy machine flatters nobody.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from pypinyin import Style, lazy_pinyin

from zhihuan.library.knowledge_base import open_knowledge_base
from zhihuan.settings import Settings

HERE = Path(__file__).parent
PORTS = {"zhihuan": 8791, "plain": 8792}


@dataclass
class Result:
    """What came back: milliseconds of each request, and how many answers were empty."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    empty: int = 0

    def line(self) -> str:
        """As it is printed."""
        cut = statistics.quantiles(self.times, n=100)
        return (
            f"{len(self.times) / self.seconds:8.1f}/s   median {statistics.median(self.times):7.1f} ms"
            f"   p99 {cut[98]:7.1f} ms   empty {100 * self.empty / len(self.times):4.1f}%"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    workloads = dict(_workloads())
    print(f"load average before: {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores")
    for name, port in PORTS.items():
        with _running(name, port):
            for what, paths in workloads.items():
                asyncio.run(_load(port, paths, 1.0, options.connections))  # warm
                found = asyncio.run(_load(port, paths, options.seconds, options.connections))
                print(f"{name:<8} {what:<7} {found.line()}", flush=True)
    print(f"load average after: {os.getloadavg()[0]:.2f}")


def _workloads() -> Iterator[tuple[str, Iterator[str]]]:
    chance = random.Random(20261121)
    articles = open_knowledge_base(Settings().knowledge_base).public.articles
    asks = [ask for article in articles for ask in article.asks]
    chance.shuffle(asks)
    fresh = (f"/v1/faq?q={quote(f'{n} {ask}')}" for n, ask in enumerate(cycle(asks)))
    yield "search", fresh
    yield "again", cycle([f"/v1/faq?q={quote(ask)}" for ask in asks[:20]])
    typed = [ask[:n] for ask in asks[:200] for n in range(1, len(ask) + 1)]
    yield "typed", cycle([f"/v1/suggest?q={quote(text)}" for text in typed])
    sounds = []
    for ask in asks[:200]:
        initials = "".join(lazy_pinyin(ask[:4], style=Style.FIRST_LETTER))
        whole = "".join(lazy_pinyin(ask[:4]))
        sounds += [initials[:n] for n in range(1, len(initials) + 1)]
        sounds += [whole[:n] for n in range(1, len(whole) + 1)]
    yield "pinyin", cycle([f"/v1/suggest?q={quote(text)}" for text in sounds])


@contextmanager
def _running(name: str, port: int) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "OMP_NUM_THREADS": "2"}
        if name == "plain":
            command = [sys.executable, str(HERE / "plain_service.py"), str(port)]
        else:  # the index that is in use, and none of the keys
            shutil.copytree(Settings().data / "index", Path(folder) / "index")
            environment["ZHIHUAN_DATA"] = folder
            command = [sys.executable, "-m", "zhihuan.cli", "serve", "--port", str(port)]
        log = (Path(folder) / "log").open("wb")
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", server)
            yield
        finally:
            server.terminate()
            server.wait(20)
            log.close()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 900
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit(f"the server ended with {server.returncode}")
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    time.sleep(5)  # what is prepared in the background
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.5)
    raise SystemExit("the server did not become ready")


async def _load(port: int, paths: Iterator[str], seconds: float, connections: int) -> Result:
    result = Result()
    started = time.perf_counter()
    await asyncio.gather(
        *(_one(port, paths, started + seconds, result) for _ in range(connections))
    )
    result.seconds = time.perf_counter() - started
    return result


async def _one(port: int, paths: Iterator[str], until: float, result: Result) -> None:
    """Requests, one after the other, on one connection. A client library would be the load."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        (path,) = islice(paths, 1)
        started = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode())
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        body = json.loads(await reader.readexactly(length))
        result.times.append(1e3 * (time.perf_counter() - started))
        found = body if isinstance(body, list) else body.get("answers", body.get("suggestions"))
        result.empty += not found
    writer.close()


if __name__ == "__main__":
    main()
