"""The server as a host starts it: a process on stdio, and HTTP on the loopback."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def environment(data_folder: Any, model_cache: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "OMP_NUM_THREADS": "1",
        "ZHIHUAN_DATA": str(data_folder()),
        "ZHIHUAN_CACHE": str(model_cache),
        "ZHIHUAN_KNOWLEDGE_BASE": str(REPOSITORY / "knowledge_base"),
        "ZHIHUAN_PROMPTS": str(REPOSITORY / "prompts"),
    }


def test_a_host_starts_it_and_is_answered_over_stdio(
    environment: dict[str, str], tmp_path: Path
) -> None:
    # As the README tells a host, but for where the command is.
    (written,) = re.findall(r"```json\n(.*?)```", README, re.S)
    told = json.loads(written)["mcpServers"]["zhihuan"]
    assert told["command"] == "zhihuan"
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "zhihuan.cli", *told["args"]],
        env=environment,
        cwd=tmp_path,
    )

    async def talk(errors: Any) -> tuple[float, float, Any, Any]:
        started = time.monotonic()
        async with Client(stdio_client(command, errlog=errors)) as client:
            greeted = time.monotonic() - started
            found = await client.call_tool("search", {"query": "逾期会坐牢吗"})
            answered = time.monotonic() - started
            planned = await client.call_tool(
                "plan_installments", {"principal": "3200", "periods": 12, "fee_rate": "0.6"}
            )
            return greeted, answered, found, planned

    with (tmp_path / "errors").open("w+", encoding="utf-8") as errors:
        greeted, answered, found, planned = asyncio.run(talk(errors))
        errors.seek(0)
        assert "逾期会坐牢吗" not in errors.read()
    assert found.structured_content["answers"], found
    assert "285.87" in planned.structured_content["told"]
    assert greeted < answered / 2, "the library opens behind the greeting"


@pytest.fixture(scope="module")
def port(environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "zhihuan.cli", "mcp", "--http", "--port", str(number)],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", number)) == 0:
                    break
            time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(30)


def test_a_host_on_this_machine_is_answered_over_http(port: int) -> None:
    async def talk() -> Any:
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            return await client.call_tool("afford", {"income": "6000", "spending": "4200"})

    # 6000 − 4200
    assert "1800" in asyncio.run(talk()).structured_content["told"]


HELLO = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
TAKES = {"Accept": "application/json, text/event-stream"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Host": "evil.example"}, 421), ({"Origin": "https://evil.example"}, 403)],
)
def test_a_page_of_another_name_or_origin_is_refused(
    port: int, headers: dict[str, str], status: int
) -> None:
    address = f"http://127.0.0.1:{port}/mcp"
    with httpx.Client(trust_env=False, timeout=30) as client:
        assert client.post(address, json=HELLO, headers={**TAKES, **headers}).status_code == status


def test_what_is_too_large_is_refused(port: int) -> None:
    address = f"http://127.0.0.1:{port}/mcp"
    large = {**HELLO, "params": {"x": "x" * 300_000}}
    with httpx.Client(trust_env=False, timeout=30) as client:
        assert client.post(address, json=large, headers=TAKES).status_code == 413
