"""`zhihuan keys`, and what `zhihuan serve` says about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from zhihuan.cli import app
from zhihuan.errors import ZhihuanError
from zhihuan.records.keys import FILE, Keys


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHIHUAN_DATA", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, arguments)


def made(*arguments: str) -> dict[str, Any]:
    result = run("keys", "make", *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_key_is_shown_once_and_opens(data: Path) -> None:
    key = made("server", "--name", "shop")
    assert key["key"].startswith(f"sk_{key['id']}_")
    kept = Keys(data / FILE).find(key["id"])
    assert kept is not None and kept.opens_with(key["key"])
    listed = run("keys", "list", "--json").stdout
    assert key["id"] in listed and key["key"].rsplit("_", 1)[1] not in listed


def test_the_key_alone_is_what_a_script_reads() -> None:
    result = run("keys", "make", "agent")
    assert result.exit_code == 0
    assert result.stdout.startswith("ak_") and len(result.stdout.split()) == 1


def test_a_revoked_key_is_listed_as_such() -> None:
    key = made("widget", "--origin", "https://shop.example", "--origin", "http://localhost:3000")
    assert key["origins"] == ["https://shop.example", "http://localhost:3000"]
    assert run("keys", "revoke", key["id"]).exit_code == 0
    assert "已撤销" in run("keys", "list").stdout


@pytest.mark.parametrize(
    "arguments",
    [("make", "widget"), ("make", "all"), ("make", "server", "--origin", "https://x.example"),
     ("revoke", "nothing")],
)  # fmt: skip
def test_what_cannot_be_is_said_in_words(arguments: tuple[str, ...]) -> None:
    result = run("keys", *arguments)
    assert isinstance(result.exception, ZhihuanError)


def test_serving_other_machines_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr("uvicorn.run", lambda _, host, **__: started.append(host))
    refused = run("serve", "--host", "0.0.0.0")
    assert isinstance(refused.exception, ZhihuanError) and "keys make" in str(refused.exception)
    assert started == []
    assert "没有密钥" in run("serve").stderr and started == ["127.0.0.1"]
    made("server")
    served = run("serve", "--host", "0.0.0.0")
    assert started == ["127.0.0.1", "0.0.0.0"] and "没有密钥" not in served.stderr
