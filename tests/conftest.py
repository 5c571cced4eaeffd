"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from zhihuan.composition import Services
    from zhihuan.library.embedding import Embedder

REPOSITORY = Path(__file__).parents[1]

# What is printed is as wide everywhere, in however many processes the tests run.
os.environ["COLUMNS"] = "160"

# A busy machine is not a failure; what must be quick has a test that says so. A change is judged
# by the same examples every time; `make explore` looks for new ones.
settings.register_profile("zhihuan", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile("zhihuan")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: its driver keeps an event loop running in this thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Kept between runs: ZHIHUAN_TEST_CACHE, or .cache in the repository, which git ignores."""
    return Path(os.environ.get("ZHIHUAN_TEST_CACHE", REPOSITORY / ".cache"))


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> Embedder:
    """The embedded model; built on the first run, which takes some seconds."""
    from zhihuan.library.embedding import open_embedder

    return open_embedder("embedded", cache=model_cache)


@pytest.fixture(scope="session")
def built_index(model_cache: Path, embedder: Embedder) -> Path:
    """The index of the real knowledge base, kept between runs: only what changed is embedded."""
    from zhihuan.library.index import build_index

    kept = model_cache / "index-for-tests"
    build_index(REPOSITORY / "knowledge_base", kept, embedder)
    return kept / "index"


@pytest.fixture(scope="session")
def data_folder(built_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes a data folder of its own, with the index in it and nothing else."""

    def make() -> Path:
        data = tmp_path_factory.mktemp("data")
        name = (built_index / "CURRENT").read_text(encoding="utf-8").strip()
        shutil.copytree(built_index / name, data / "index" / name)
        shutil.copy(built_index / "CURRENT", data / "index" / "CURRENT")
        return data

    return make


@pytest.fixture(scope="session")
def services(data_folder: Any, model_cache: Path) -> Iterator[Services]:
    """Everything, opened once a run: the real index, the real model, the embedded brain."""
    from zhihuan.composition import services_of
    from zhihuan.settings import Settings

    opened = services_of(
        Settings(
            data=data_folder(),
            cache=model_cache,
            knowledge_base=REPOSITORY / "knowledge_base",
            prompts=REPOSITORY / "prompts",
            embedding_model="embedded",
            model="embedded",
        )
    )
    yield opened
    opened.close()


class LeftTheMachine(Exception):
    """A test tried to reach another machine."""


_REACHED: list[str] = []


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):  # a Unix socket
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ip_address(host.split("%")[0]).is_loopback or host == "0.0.0.0"
    except ValueError:
        return False


def _guard(name: str) -> Any:
    original = getattr(socket.socket, name)

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address):
            _REACHED.append(f"{name} {address!r}")
            raise LeftTheMachine(address)
        return original(self, *arguments)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _sockets_stay_here() -> Iterator[None]:
    """Refuse every connection that is not to this machine, and every name that is not ours."""
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, socket.gethostname()) and not _is_here((name,)):
            _REACHED.append(f"getaddrinfo {name!r}")
            raise LeftTheMachine(name)
        return look_up(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guard(name))
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(autouse=True)
def _no_test_leaves_the_machine() -> Iterator[None]:
    """Even where the attempt was caught and forgotten, the test that made it fails."""
    before = len(_REACHED)
    yield
    assert _REACHED[before:] == []
