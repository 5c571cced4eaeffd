"""A build that is killed at any moment leaves the old index whole, or the new one.

Each kill is SIGKILL, to a process of its own: at random moments of a build, and right before
each of its steps on the disk. Every text of a version names its version, so that a mixture
would show.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from tests.library.small_knowledge_base import (
    TODAY,
    PairEmbedder,
    article_text,
    write_article,
    write_knowledge_base,
)
from zhihuan.library.index import build_index, current_folder, entries_of, manifest_of
from zhihuan.library.search import Library
from zhihuan.library.vectors import COLLECTIONS, VectorStore

KILLS = 20
TOPICS = ("逾期", "支付令", "信用报告", "提前还款")


def write_version(folder: Path, version: int) -> None:
    for number, topic in enumerate(TOPICS):
        title, asks = f"{topic}的第{version}版", [f"{topic}在第{version}版里怎么说"]
        body = f"{topic}要看第{version}版。[^law]\n\n## 接着看\n{topic}还有第{version}版的后半。"
        write_article(folder, f"article-{number}", article_text(title, asks, body))


def build(folder: Path, data: Path, seconds_each: float, begun: Connection) -> None:
    """In a process of its own: build, having said that it begins."""
    begun.send("now")
    build_index(folder, data, PairEmbedder(seconds_each=seconds_each))


def build_up_to_step(folder: Path, data: Path, fatal: int) -> None:
    """In a process of its own: build, and be killed right before the step number `fatal`."""
    steps = 0

    def on_event(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps
        if event in {"open", "os.rename", "shutil.rmtree"}:
            steps += str(arguments[0]).startswith(str(data))
            if steps == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(on_event)
    build_index(folder, data, PairEmbedder())


def processes() -> ForkServerContext:
    """Processes forked from one that has imported everything and opened nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "chromadb", "bm25s", "rjieba"])
    return context


def version_in(data: Path) -> int:
    """The one version that the index in use holds; fails where it holds two, or half of one."""
    folder = current_folder(data)
    assert folder is not None
    assert manifest_of(folder) | {"model": "pairs", "articles": len(TOPICS)} == manifest_of(folder)
    library = Library(data, PairEmbedder())
    texts = [article.lead.text for article in library.knowledge_base.articles]
    version = int(texts[0].split("第")[1].removesuffix("版。"))
    assert texts == [f"{topic}要看第{version}版。" for topic in TOPICS]
    for topic in TOPICS:
        (hit, *_) = library.search(f"{topic}在第{version}版里怎么说", as_of=TODAY, threshold=0.4)
        assert hit.article.lead.text == f"{topic}要看第{version}版。"
    entries = entries_of(library.knowledge_base)
    library.close()

    store, embedder = VectorStore(folder / "chroma"), PairEmbedder()
    assert sum(store.count(name) for name in COLLECTIONS) == len(entries)
    for entry in entries:
        ((found, _),) = store.nearest(entry.collection, embedder.queries([entry.text])[0], 1)
        assert found == entry.id
    store.close()
    return version


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")  # noqa: T201 - to run a failure again
    dice = random.Random(seed)
    folder, data = write_knowledge_base(tmp_path / "knowledge_base", {}), tmp_path / "data"
    context = processes()

    def start(version: int) -> multiprocessing.process.BaseProcess:
        write_version(folder, version)
        hear, begun = context.Pipe(duplex=False)
        process = context.Process(target=build, args=(folder, data, 0.01, begun))
        process.start()
        assert hear.recv() == "now"
        return process

    for version in (1, 2):
        process = start(version)
        began = time.monotonic()
        process.join()
        whole_build = time.monotonic() - began  # the second is like those to be killed
        assert process.exitcode == 0
        assert version_in(data) == version

    outcomes = {"old": 0, "new": 0, "not in time": 0}
    old, newest = 2, 2
    for _ in range(KILLS):
        # A third of the builds go back to the version before, which may still be there.
        newest += 1
        new = old - 1 if dice.random() < 1 / 3 else newest
        process = start(new)
        time.sleep(dice.uniform(0, whole_build))
        process.kill()
        process.join()
        found = version_in(data)
        assert found in (old, new)
        in_time = process.exitcode != 0
        outcomes[("new" if found == new else "old") if in_time else "not in time"] += 1
        build_index(folder, data, PairEmbedder())
        assert version_in(data) == new
        assert list((data / "index").glob(".building-*")) == []
        old = new
    print(outcomes)  # noqa: T201
    assert outcomes["old"] >= KILLS / 4  # else the kills came too late to say anything


@pytest.mark.slow
def test_a_build_killed_before_any_of_its_steps_leaves_the_old_index_or_the_new_one(
    tmp_path: Path,
) -> None:
    folder, data = write_knowledge_base(tmp_path / "knowledge_base", {}), tmp_path / "data"
    for version in (0, 1):  # so that there is an index to remove, too
        write_version(folder, version)
        build_index(folder, data, PairEmbedder())
    outcomes = ""
    for fatal in range(1, 200):
        write_version(folder, fatal + 1)
        process = processes().Process(target=build_up_to_step, args=(folder, data, fatal))
        process.start()
        process.join()
        found = version_in(data)
        assert found in (fatal, fatal + 1)
        if process.exitcode == 0:  # there was no such step
            break
        outcomes += "o" if found == fatal else "n"
        assert build_index(folder, data, PairEmbedder()).embedded in (0, 16)
        assert version_in(data) == fatal + 1
    print(outcomes)  # noqa: T201
    assert set(outcomes) == {"o", "n"}
    assert outcomes == "".join(sorted(outcomes, reverse=True))  # once it is new, it stays new
