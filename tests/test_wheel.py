"""What pip users get: one wheel, with the widget and the knowledge base in it, and no node.

The other packages are those of this environment, so that nothing is downloaded; to see it with
packages of its own, see the README.
"""

from __future__ import annotations

import ast
import json
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from email.parser import Parser
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from typing import Any

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytest.importorskip("hatchling", reason="hatchling builds the wheel")
pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[1]
STATIC = REPOSITORY / "src" / "zhihuan" / "web" / "static"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment that has the wheel, and borrows every other package."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, symlinks=True, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    with zipfile.ZipFile(wheel) as archive:  # a wheel without scripts or data is its own install
        archive.extractall(site)
    # Looked at after what is installed here; an editable install there is not followed.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin" / "python"


@pytest.fixture(scope="module")
def environment(data_folder: Any, model_cache: Path, tmp_path_factory: Any) -> dict[str, str]:
    """What a machine without node has: an empty PATH, and none of our settings but two folders."""
    return {
        "PATH": str(tmp_path_factory.mktemp("no-programs")),
        "OMP_NUM_THREADS": "1",
        "ZHIHUAN_DATA": str(data_folder()),
        "ZHIHUAN_CACHE": str(model_cache),
    }


@pytest.fixture(scope="module")
def served(
    installed: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [installed, "-m", "zhihuan.cli", "serve", "--port", str(port)]
    with (elsewhere / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=elsewhere, env=environment, stdout=log, stderr=log)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            try:
                _wait(client, server)
                yield client
            finally:
                server.terminate()
                server.wait(30)


def _wait(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1_600):
        assert server.poll() is None, "the server ended"
        with suppress(httpx.TransportError):
            if client.get("/readyz").status_code == 200:
                return
        time.sleep(0.25)
    raise AssertionError("the server did not become ready")


def test_the_wheel_holds_what_is_committed_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for path in STATIC.iterdir():
        assert f"zhihuan/web/static/{path.name}" in names
    articles = {
        f"zhihuan/{path.relative_to(REPOSITORY)}"
        for path in (REPOSITORY / "knowledge_base" / "articles").rglob("*.md")
    }
    assert {name for name in names if "/articles/" in name} == articles
    for path in (REPOSITORY / "prompts").iterdir():
        assert f"zhihuan/prompts/{path.name}" in names
    assert not [name for name in names if name.endswith((".pyc", ".map", ".ts", ".tsx"))]
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]


def test_it_runs_from_the_wheel_and_finds_its_own_knowledge_base(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    assert shutil.which("node", path=environment["PATH"]) is None
    where = [installed, "-c", "import zhihuan; print(zhihuan.__file__)"]
    found = subprocess.run(
        where, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(installed.parents[1]) in found.stdout
    checked = subprocess.run(
        [installed, "-m", "zhihuan.cli", "check", "--json"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = json.loads(checked.stdout)
    assert said["articles"] > 100 and said["problems"] == [], checked.stderr


def test_it_serves_the_widget_the_page_and_the_answers_without_node(served: httpx.Client) -> None:
    for path, name in (
        ("/", "index.html"),
        ("/widget.js", "loader.js"),
        ("/static/widget.js", "widget.js"),
        ("/static/letters.js", "letters.js"),
    ):
        assert served.get(path).content == (STATIC / name).read_bytes(), path
    answers = served.get("/v1/faq", params={"q": "逾期会坐牢吗"}).json()["answers"]
    assert answers and answers[0]["sources"]
    body = {"text": "我白条欠了3200，逾期45天了，会怎么样", "message_id": "m-1"}
    answer = served.post("/v1/chat", json=body, headers={"Accept": "application/json"}).json()
    assert answer["kind"] == "answer" and answer["citations"] and answer["calculations"]


def test_every_package_that_is_imported_is_asked_for_or_comes_with_one_that_is(
    wheel: Path,
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (described,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        wanted = Parser().parsestr(archive.read(described).decode()).get_all("Requires-Dist")
        imported = {
            name
            for path in archive.namelist()
            if path.endswith(".py")
            for name in _imports(ast.parse(archive.read(path)))
        }
    comes = _closure([line for line in wanted if "extra ==" not in line])
    owners = packages_distributions()
    missing = {
        name
        for name in imported - set(sys.stdlib_module_names) - {"zhihuan"}
        if not {canonicalize_name(owner) for owner in owners.get(name, ())} & comes
    }
    assert missing == set()


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.split(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def _closure(lines: list[str]) -> set[str]:
    """The names of what is asked for, of what that asks for, and so on."""
    names: set[str] = set()
    while lines:
        wanted = Requirement(lines.pop())
        name = canonicalize_name(wanted.name)
        if name in names or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        names.add(name)
        with suppress(PackageNotFoundError):  # of another platform
            lines += requires(name) or []
    return names
