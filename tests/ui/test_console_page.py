"""The console as it is served: how large, under which policy, and who may ask behind it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from fastapi.testclient import TestClient

from zhihuan.settings import Settings
from zhihuan.web.app import create_app
from zhihuan.web.pages import STATIC


def test_the_console_is_small() -> None:
    names = ("console.js", "console.css")
    assert sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names) <= 90_000


def test_it_is_one_page_one_script_and_one_style_sheet_under_a_strict_policy(
    tmp_path: Path,
) -> None:
    client = TestClient(create_app(Settings(data=tmp_path)))
    page = client.get("/console")
    assert page.status_code == 200
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>|https?://", page.text)
    assert re.findall(r'(?:src|href)="([^"]+)"', page.text) == [
        "/static/icon.svg", "/static/console.css", "/static/console.js",
    ]  # fmt: skip
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in page.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert page.headers["cache-control"] == "no-cache"
    assert "access-control-allow-origin" not in page.headers
    script = (STATIC / "console.js").read_text(encoding="utf-8")
    assert not re.search(r'(?:from|import)\s*\(?\s*"', script), "it fetches no other script"
