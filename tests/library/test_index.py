"""Building the index: only what changed, never half, never the wrong model."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.library.small_knowledge_base import (
    TODAY,
    PairEmbedder,
    article_text,
    write_article,
    write_knowledge_base,
)
from zhihuan.library.adapter import Adapter
from zhihuan.library.index import (
    ADAPTER,
    FORMAT,
    INTERNAL,
    PUBLIC,
    IndexBroken,
    IndexMismatch,
    IndexMissing,
    IndexOutdated,
    KnowledgeBaseChanged,
    build_index,
    current_folder,
    entries_of,
    manifest_of,
)
from zhihuan.library.knowledge_base import open_knowledge_base
from zhihuan.library.problems import InvalidKnowledgeBase
from zhihuan.library.search import Library
from zhihuan.library.vectors import COLLECTIONS, Vectors, VectorStore

# Each is a title, two asks and a lead: four texts to embed.
LATE = article_text("晚了一天会怎样", ["晚一天算逾期吗", "白条过了一天"])
COURT = article_text(
    "收到支付令怎么办", ["法院寄来支付令", "支付令是什么"], "15日内可以提异议。[^law]"
)
REPORT = article_text("去哪里查信用报告", ["信用报告在哪查", "查征信"], "一年可以免费查2次。[^law]")
COURT_REWRITTEN = COURT.replace("15日内可以提异议。", "15日内可以向法院提异议。")
COURT_ASKED_MORE = COURT.replace("  - 支付令是什么\n", "  - 支付令是什么\n  - 支付令不理会怎样\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = {"late": LATE, "court": COURT, "report": REPORT}
    return write_knowledge_base(tmp_path / "knowledge_base", articles)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def library(folder: Path, data: Path) -> Iterator[Library]:
    build_index(folder, data, PairEmbedder())
    opened = Library(data, PairEmbedder())
    yield opened
    opened.close()


def answer(library: Library, question: str) -> str | None:
    hits = library.search(question, as_of=TODAY, threshold=0.4)
    return hits[0].article.lead.text if hits else None


def current(data: Path) -> Path:
    folder = current_folder(data)
    assert folder is not None
    return folder


def test_the_first_build_embeds_everything(folder: Path, data: Path) -> None:
    embedder = PairEmbedder()
    built = build_index(folder, data, embedder)
    assert (built.embedded, built.reused, built.dropped) == (12, 0, 0)
    assert len(embedder.embedded) == 12
    assert current(data).name == built.name
    assert manifest_of(current(data))["model"] == "pairs"


def test_a_second_build_does_nothing_and_has_the_same_name(folder: Path, data: Path) -> None:
    first = build_index(folder, data, PairEmbedder())
    before = sorted(path.stat().st_mtime_ns for path in current(data).rglob("*"))
    embedder = PairEmbedder()
    second = build_index(folder, data, embedder)
    assert second.name == first.name
    assert (second.embedded, second.reused, second.dropped) == (0, 12, 0)
    assert embedder.embedded == []
    assert sorted(path.stat().st_mtime_ns for path in current(data).rglob("*")) == before


def test_a_rewritten_sentence_costs_one_embedding(folder: Path, data: Path) -> None:
    build_index(folder, data, PairEmbedder())
    write_article(folder, "court", COURT_REWRITTEN)
    embedder = PairEmbedder()
    built = build_index(folder, data, embedder)
    assert (built.embedded, built.reused, built.dropped) == (1, 11, 1)
    assert embedder.embedded == ["收到支付令怎么办\n15日内可以向法院提异议。"]


def test_a_new_ask_costs_one_embedding_and_drops_nothing(folder: Path, data: Path) -> None:
    build_index(folder, data, PairEmbedder())
    write_article(folder, "court", COURT_ASKED_MORE)
    built = build_index(folder, data, PairEmbedder())
    assert (built.embedded, built.reused, built.dropped) == (1, 12, 0)


def test_a_change_of_a_source_embeds_nothing_and_is_taken_up(
    folder: Path, data: Path, library: Library
) -> None:
    path = folder / "sources.yaml"
    path.write_text(path.read_text("utf-8").replace("ended: null", "ended: 2026-03-31"), "utf-8")
    assert build_index(folder, data, PairEmbedder()).embedded == 0
    assert answer(library, "晚一天算逾期吗") is None  # what it rests on has ended


def test_going_back_to_the_version_before_is_immediate(folder: Path, data: Path) -> None:
    first = build_index(folder, data, PairEmbedder())
    write_article(folder, "court", COURT_REWRITTEN)
    build_index(folder, data, PairEmbedder())
    write_article(folder, "court", COURT)
    embedder = PairEmbedder()
    again = build_index(folder, data, embedder)
    assert (again.name, again.embedded, again.reused) == (first.name, 0, 12)
    assert embedder.embedded == []
    assert current(data).name == first.name


def test_an_invalid_article_leaves_the_old_index_answering(
    folder: Path, data: Path, library: Library
) -> None:
    before = current(data)
    write_article(folder, "court", COURT.replace("[^law]", "[^lawn]"))
    with pytest.raises(InvalidKnowledgeBase, match=r"court\.md:9"):
        build_index(folder, data, PairEmbedder())
    assert current(data) == before
    assert answer(library, "法院寄来支付令") == "15日内可以提异议。"
    reopened = Library(data, PairEmbedder())
    assert answer(reopened, "法院寄来支付令") == "15日内可以提异议。"
    reopened.close()


class EditsWhileBuilding:
    """A colleague who saves an article whenever the builder looks up the model's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pairs = PairEmbedder()
        self._saved = 0

    @property
    def name(self) -> str:
        self._saved += 1
        write_article(self._folder, "court", COURT.replace("15日", f"{15 + self._saved}日"))
        return "pairs"

    def queries(self, texts: list[str]) -> NDArray[np.float32]:
        return self._pairs.queries(texts)

    def passages(self, texts: list[str]) -> NDArray[np.float32]:
        return self._pairs.passages(texts)


def test_an_article_saved_during_a_build_does_not_get_in_by_half(
    folder: Path, data: Path, library: Library
) -> None:
    before = current(data)
    with pytest.raises(KnowledgeBaseChanged):
        build_index(folder, data, EditsWhileBuilding(folder))
    assert current(data) == before
    assert answer(library, "法院寄来支付令") == "15日内可以提异议。"
    build_index(folder, data, PairEmbedder())
    assert answer(library, "法院寄来支付令") != "15日内可以提异议。"


def test_without_an_index_the_library_says_what_to_run(data: Path) -> None:
    with pytest.raises(IndexMissing, match="zhihuan index"):
        Library(data, PairEmbedder())


def test_another_model_is_refused_and_then_built(folder: Path, data: Path) -> None:
    first = build_index(folder, data, PairEmbedder())
    with pytest.raises(IndexMismatch, match="other-model"):
        Library(data, PairEmbedder("other-model"))
    other = PairEmbedder("other-model")
    built = build_index(folder, data, other)
    assert built.name != first.name
    assert (built.embedded, built.reused) == (12, 0)
    opened = Library(data, other)
    assert answer(opened, "查征信") == "一年可以免费查2次。"
    opened.close()
    with pytest.raises(IndexMismatch, match="pairs"):
        Library(data, PairEmbedder())


def test_an_index_that_was_deleted_is_built_again(folder: Path, data: Path) -> None:
    first = build_index(folder, data, PairEmbedder())
    shutil.rmtree(data / "index")
    again = build_index(folder, data, PairEmbedder())
    assert (again.name, again.embedded) == (first.name, 12)


def test_what_a_killed_build_left_is_swept_up_even_where_nothing_is_to_do(
    folder: Path, data: Path
) -> None:
    build_index(folder, data, PairEmbedder())
    (data / "index" / ".building-4711" / "chroma").mkdir(parents=True)
    build_index(folder, data, PairEmbedder())
    assert list((data / "index").glob(".building-*")) == []


def test_only_the_index_in_use_and_the_one_before_are_kept(folder: Path, data: Path) -> None:
    names = []
    for day in range(15, 19):
        write_article(folder, "court", COURT.replace("15日", f"{day}日"))
        names.append(build_index(folder, data, PairEmbedder()).name)
    kept = {path.name for path in (data / "index").iterdir() if path.is_dir()}
    assert kept == set(names[-2:])


def test_every_text_finds_itself_in_its_own_collection(folder: Path, data: Path) -> None:
    build_index(folder, data, PairEmbedder())
    embedder = PairEmbedder()
    adapted = Adapter.load(current(data) / ADAPTER)
    store = VectorStore(current(data) / "chroma")
    entries = entries_of(open_knowledge_base(folder))
    for entry in entries:
        vector = adapted(embedder.queries([entry.text]))[0]
        ((found, similarity),) = store.nearest(entry.collection, vector, 1)
        assert found == entry.id
        assert similarity == pytest.approx(1, abs=1e-5)
    assert sum(store.count(name) for name in COLLECTIONS) == len(entries)
    store.close()


def test_an_index_that_does_not_keep_its_vectors_is_not_put_in_place(
    folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_index(folder, data, PairEmbedder()).name
    write_article(folder, "court", COURT_REWRITTEN)
    kept = VectorStore.all

    def forgetful(store: VectorStore, collection: str) -> dict[str, Vectors]:
        return dict(list(kept(store, collection).items())[1:])

    def muddled(store: VectorStore, collection: str) -> dict[str, Vectors]:
        found = kept(store, collection)
        return dict(zip(found, reversed(list(found.values())), strict=True))

    for wrong in (forgetful, muddled):
        monkeypatch.setattr(VectorStore, "all", wrong)
        with pytest.raises(IndexBroken):
            build_index(folder, data, PairEmbedder())
    assert current(data).name == before


def for_agents(text: str) -> str:
    return text.replace("topic: late\n", "topic: late\naudience: internal\n")


def test_internal_texts_are_kept_in_a_store_of_their_own(folder: Path, data: Path) -> None:
    write_article(folder, "court", for_agents(COURT))
    build_index(folder, data, PairEmbedder())
    base = open_knowledge_base(folder)
    for name, articles in ((PUBLIC, base.public), (INTERNAL, base.internal)):
        store = VectorStore(current(data) / name)
        stored = {key for collection in COLLECTIONS for key in store.all(collection)}
        assert stored == {entry.id for entry in entries_of(articles)} != set()
        store.close()


def test_an_article_that_becomes_internal_costs_nothing_and_is_gone_for_customers_at_once(
    folder: Path, data: Path, library: Library
) -> None:
    assert answer(library, "法院寄来支付令") is not None
    write_article(folder, "court", for_agents(COURT))
    built = build_index(folder, data, PairEmbedder())
    assert (built.embedded, built.reused, built.dropped) == (0, 12, 0)
    hits = library.search("法院寄来支付令", as_of=TODAY, threshold=0.0)
    assert "court" not in {hit.article.slug for hit in hits}
    (first, *_) = library.search("法院寄来支付令", as_of=TODAY, audience="agent")
    assert (first.article.slug, first.article.internal) == ("court", True)
    write_article(folder, "court", COURT)
    build_index(folder, data, PairEmbedder())
    assert answer(library, "法院寄来支付令") is not None


def test_a_running_library_takes_up_the_new_index_by_itself(
    folder: Path, data: Path, library: Library
) -> None:
    assert answer(library, "法院寄来支付令") == "15日内可以提异议。"
    write_article(folder, "court", COURT_REWRITTEN)
    assert answer(library, "法院寄来支付令") == "15日内可以提异议。"  # saved, not built
    build_index(folder, data, PairEmbedder())
    assert answer(library, "法院寄来支付令") == "15日内可以向法院提异议。"


def test_a_withdrawn_article_is_gone_at_once(folder: Path, data: Path, library: Library) -> None:
    assert answer(library, "法院寄来支付令") is not None
    (folder / "articles" / "late" / "court.md").unlink()
    built = build_index(folder, data, PairEmbedder())
    assert (built.embedded, built.dropped) == (0, 4)
    hits = library.search("法院寄来支付令", as_of=TODAY, threshold=0.0)
    assert "court" not in {hit.article.slug for hit in hits}
    assert "court" not in library.knowledge_base.by_slug


def test_two_builds_at_once_take_turns(folder: Path, data: Path) -> None:
    built = []
    threads = [
        threading.Thread(target=lambda: built.append(build_index(folder, data, PairEmbedder())))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.embedded for each in built) == [0, 12]


def test_at_every_moment_of_a_build_the_index_in_use_is_complete(
    folder: Path, data: Path, library: Library
) -> None:
    seen: set[str | None] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.add(answer(library, "法院寄来支付令"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for day in (16, 17, 18, 15):
        write_article(folder, "court", COURT.replace("15日", f"{day}日"))
        build_index(folder, data, PairEmbedder())
    done.set()
    watcher.join()
    assert seen <= {f"{day}日内可以提异议。" for day in (15, 16, 17, 18)}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files as Linux does")
def test_taking_up_new_indexes_for_ever_opens_no_more_files(
    folder: Path, data: Path, library: Library
) -> None:
    opened = []
    for day in range(16, 22):
        write_article(folder, "court", COURT.replace("15日", f"{day}日"))
        build_index(folder, data, PairEmbedder())
        assert answer(library, "法院寄来支付令") == f"{day}日内可以提异议。"
        opened.append(sum(1 for _ in Path("/proc/self/fd").iterdir()))
    assert opened[-1] <= opened[1] + 4


def test_an_index_of_another_version_is_refused_and_can_be_built_again(
    folder: Path, data: Path
) -> None:
    build_index(folder, data, PairEmbedder())
    current = current_folder(data)
    assert current is not None
    manifest = current / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": "{FORMAT}"', '"format": "0"'))
    with pytest.raises(IndexOutdated):
        Library(data, PairEmbedder())
