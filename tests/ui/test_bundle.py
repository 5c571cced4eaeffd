"""The bundle that is committed: its sizes, that it is what the source builds, that it is served."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from zhihuan.settings import Settings
from zhihuan.web.app import create_app
from zhihuan.web.pages import STATIC

UI = Path(__file__).parents[2] / "ui"
MANIFEST = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
FIRST = ("widget.js", "parts.js")  # what opening the panel fetches
LATER = ("letters.js", "timeline.js", "real.js")


def gzipped(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def test_the_loader_and_the_widget_are_small() -> None:
    assert gzipped("loader.js") <= 3_000
    assert gzipped(*FIRST) <= 40_000
    assert gzipped(*LATER) <= 10_000


def test_the_widget_fetches_nothing_else_before_it_is_asked() -> None:
    fetched = {"widget.js"}
    while (
        more := {
            name
            for each in fetched
            for name in re.findall(r'from\s*"\./([\w-]+\.js)"', (STATIC / each).read_text("utf-8"))
        }
        - fetched
    ):
        fetched |= more
    assert fetched == set(FIRST)


def test_the_manifest_names_every_script_and_its_hash() -> None:
    built = {path.name for path in STATIC.glob("*.js")} - {"page.js"}
    assert set(MANIFEST) == built
    for name, said in MANIFEST.items():
        digest = hashlib.sha384((STATIC / name).read_bytes()).digest()
        assert said["integrity"] == f"sha384-{base64.b64encode(digest).decode()}", name


def test_no_script_makes_markup_or_code_from_text() -> None:
    for path in (*STATIC.glob("*.js"), *(UI / "src").rglob("*.ts*")):
        text = path.read_text(encoding="utf-8")
        # Preact's own property, reached only through dangerouslySetInnerHTML, is not ours.
        ours = text if path.suffix != ".js" else ""
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write\(", ours), (
            path
        )
        assert not re.search(r"\beval\(|new Function\(|sourceMappingURL", text), path
    assert all(
        "dangerouslySetInnerHTML" not in path.read_text("utf-8")
        for path in (UI / "src").rglob("*.tsx")
    )


def test_they_are_served_to_pages_of_any_origin_and_asked_for_again(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(data=tmp_path)))
    for path in ("/widget.js", "/static/widget.js", "/static/letters.js"):
        found = client.get(path, headers={"Origin": "https://example.org"})
        assert found.status_code == 200
        assert found.headers["content-type"].startswith("text/javascript")
        assert found.headers.get_list("access-control-allow-origin") == ["*"]
        assert found.headers["cross-origin-resource-policy"] == "cross-origin"
        assert found.headers["cache-control"] == "no-cache"
        again = client.get(path, headers={"If-None-Match": found.headers["etag"]})
        assert again.status_code == 304 or path == "/widget.js"
    page = client.get("/")
    assert page.status_code == 200
    assert '<script defer src="/widget.js"></script>' in page.text
    assert not re.search(r"<style|\sstyle=|\son\w+=", page.text)


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("node") is None or not (UI / "node_modules").is_dir(),
    reason="node and its packages are only needed to change the widget",
)
def test_what_is_committed_is_what_the_source_builds(tmp_path: Path) -> None:
    done = subprocess.run(
        ["node", "build.mjs", str(tmp_path)],
        cwd=UI,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for path in sorted(tmp_path.iterdir()):
        if path.is_file():
            assert path.read_bytes() == (STATIC / path.name).read_bytes(), f"{path.name}: make ui"
    types = subprocess.run(
        ["node", "node_modules/typescript/bin/tsc", "--noEmit"],
        cwd=UI,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert types.returncode == 0, types.stdout
