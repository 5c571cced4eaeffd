"""Building the search index, so that a kill at any moment leaves the old one or the new one.

    <data>/index/CURRENT            the name of the index in use
    <data>/index/<name>/            one index, never changed once it has its name
        knowledge_base/             the articles as they were when it was built
        chroma/                     the adapted vectors of all that customers may see
            embeddings.npz          and as they came from the model, for the next build
        chroma-internal/            the same of the internal articles
        adapter.npz                 how they were adapted (`adapter`)
        manifest.json               what it was built with; written last
    <data>/index/.building-…        unfinished, or half removed; the next build sweeps it up

What customers may see and the internal articles are kept apart, so that no internal text can
take a place among the nearest that a customer's search finds.

A name is a digest of the model and of every file of the knowledge base, so the same content
gives the same name and a second run does nothing. A new index takes over the vectors of the
old one for every text that did not change, and only gets its name after every vector in it was
read back. The index before is kept, for those who are still reading it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock

from zhihuan.errors import ZhihuanError
from zhihuan.library.adapter import Adapter, fit_adapter
from zhihuan.library.article import Passage
from zhihuan.library.knowledge_base import KnowledgeBase, open_knowledge_base
from zhihuan.library.vectors import COLLECTIONS, Vectors, VectorStore

FORMAT = "4"
PUBLIC, INTERNAL = "chroma", "chroma-internal"
ADAPTER = "adapter.npz"
_EMBEDDINGS = "embeddings.npz"
DRAFTS = "drafts"  # what `zhihuan import` writes is nobody's answer yet
_CURRENT = "CURRENT"
_PORTION = 1024  # texts between two lines of progress
_WORDS = {"asks": "问法", "passages": "段落", "not-ours": "不归我们答的问法"}


class IndexMissing(ZhihuanError):
    """There is no index yet."""

    def __init__(self) -> None:
        super().__init__("还没有索引，请先运行 zhihuan index")


class IndexMismatch(ZhihuanError):
    """The index was built with another embedding model."""

    def __init__(self, built_with: str, asked_with: str) -> None:
        super().__init__(
            f"索引是用 {built_with} 建的，现在的向量模型是 {asked_with}，"
            "请运行 zhihuan index 重建，或者改回原来的模型"
        )


class IndexOutdated(ZhihuanError):
    """The index was built by another version, which wrote it otherwise."""

    def __init__(self) -> None:
        super().__init__("索引是另一个版本建的，请运行 zhihuan index 重建")


class IndexBroken(ZhihuanError):
    """A freshly built index did not keep its own vectors; it was not put in place."""

    def __init__(self, lost: int) -> None:
        super().__init__(f"新建的索引有 {lost} 条没有写对，没有启用，请再运行一次 zhihuan index")


class KnowledgeBaseChanged(ZhihuanError):
    """An article was saved while the index was being built from it."""

    def __init__(self) -> None:
        super().__init__("建索引的时候知识库被改动了，索引没有动，请再运行一次 zhihuan index")


class Embeds(Protocol):
    """What turns texts into vectors; `name` identifies the model and how it is used."""

    @property
    def name(self) -> str: ...

    def queries(self, texts: list[str]) -> Vectors: ...

    def passages(self, texts: list[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `seconds` is wall-clock time."""

    name: str
    embedded: int
    reused: int
    dropped: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One text to embed: an ask of an article, a passage of it, or a question that is not ours.

    `slug` is the article's, or the kind of question that is not ours.
    """

    id: str
    collection: str
    text: str
    slug: str
    passage: str | None


def entries_of(base: KnowledgeBase) -> list[Entry]:
    """Everything that is embedded; the id is a digest of what is embedded and whose it is."""
    entries: list[Entry] = []
    for article in base.articles:
        for ask in dict.fromkeys((article.title, *article.asks)):
            entries.append(_entry("asks", ask, article.slug, None))
        for passage in article.passages:
            entries.append(_entry("passages", passage_text(passage), article.slug, passage.id))
    for kind, asks in base.not_ours.items():
        entries += [_entry("not-ours", ask, kind, None) for ask in asks]
    return entries


def passage_text(passage: Passage) -> str:
    """What of a passage is embedded: it says what it is about, then what it says."""
    about = f"{passage.title} {passage.heading}".strip()
    return f"{about}\n{passage.text}"


def apart(base: KnowledgeBase) -> dict[str, KnowledgeBase]:
    """The parts of `base` that are searched each on its own, by the folder of their vectors."""
    return {PUBLIC: base.public, INTERNAL: base.internal}


def _entry(collection: str, text: str, slug: str, passage: str | None) -> Entry:
    digest = hashlib.sha256("\0".join((collection, slug, passage or "", text)).encode())
    return Entry(digest.hexdigest()[:24], collection, text, slug, passage)


def build_index(
    knowledge_base: Path,
    data: Path,
    embedder: Embeds,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Bring the index of `data` up to date with the folder `knowledge_base`.

    Raises InvalidKnowledgeBase and leaves everything as it was where an article is wrong.
    """
    started = time.monotonic()
    root = data / "index"
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / ".lock"):
        for leftover in root.glob(".building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        name = _digest(knowledge_base, embedder.name)
        base = open_knowledge_base(knowledge_base)
        wanted = {entry.id for entry in entries_of(base)}
        old = current_folder(data)
        if old is not None and old.name == name:
            return Built(name, 0, len(wanted), 0, time.monotonic() - started)
        known = _vectors_of(old, embedder.name)
        dropped = len(known.keys() - wanted)
        embedded, reused = 0, len(wanted)
        if not (root / name).exists():  # else it was in use before, or nearly
            building = root / f".building-{os.getpid()}"
            shutil.copytree(knowledge_base, building / "knowledge_base", ignore=_only_ours)
            if _digest(building / "knowledge_base", embedder.name) != name:
                raise KnowledgeBaseChanged
            embedded, reused = _write(building, base, embedder, known, progress)
            manifest = {"format": FORMAT, "model": embedder.name, "articles": len(base.articles)}
            _write_file(building / "manifest.json", json.dumps(manifest, ensure_ascii=False))
            _sync(building)
            building.rename(root / name)
        _point_to(root, name)
        _remove_old(root, keep={name, old.name if old else name})
        return Built(name, embedded, reused, dropped, time.monotonic() - started)


def current_folder(data: Path) -> Path | None:
    """The folder of the index in use; None where there is none."""
    try:
        name = (data / "index" / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = data / "index" / name
    return folder if name and (folder / "manifest.json").is_file() else None


def manifest_of(folder: Path) -> dict[str, Any]:
    """What an index was built with."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def _digest(knowledge_base: Path, model: str) -> str:
    digest = hashlib.sha256(f"{FORMAT}\0{model}".encode())
    for path in sorted(knowledge_base.rglob("*")):
        inside = path.relative_to(knowledge_base)
        if path.suffix in {".md", ".yaml"} and path.is_file() and inside.parts[0] != DRAFTS:
            digest.update(f"\0{inside}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _only_ours(_: str, names: list[str]) -> set[str]:
    others = {n for n in names if "." in n and Path(n).suffix not in {".md", ".yaml"}}
    return others | ({DRAFTS} & set(names))


def embeddings_of(folder: Path) -> dict[str, Vectors]:
    """The vectors of one part, as they came from the model, by id."""
    with np.load(folder / _EMBEDDINGS) as kept:
        return dict(zip(kept["ids"].tolist(), kept["vectors"], strict=True))


def _vectors_of(folder: Path | None, model: str) -> dict[str, Vectors]:
    if folder is None or manifest_of(folder)["model"] != model:
        return {}
    vectors: dict[str, Vectors] = {}
    for part in (PUBLIC, INTERNAL):
        if (folder / part / _EMBEDDINGS).is_file():  # not so in an index of an earlier format
            vectors |= embeddings_of(folder / part)
    return vectors


def _write(
    folder: Path,
    base: KnowledgeBase,
    embedder: Embeds,
    known: dict[str, Vectors],
    progress: Callable[[str], None],
) -> tuple[int, int]:
    parts = {name: entries_of(part) for name, part in apart(base).items()}
    every = [entry for entries in parts.values() for entry in entries]
    embedded = _embed(every, embedder, known, progress)
    asks = [entry for entry in parts[PUBLIC] if entry.collection == "asks"]
    # From the public asks alone: what customers are told does not depend on internal articles.
    adapter = fit_adapter(
        np.stack([known[entry.id] for entry in asks or every]),
        [entry.slug for entry in asks or every],
    )
    folder.mkdir(parents=True, exist_ok=True)
    adapter.save(folder / ADAPTER)
    for name, entries in parts.items():
        _write_part(folder / name, entries, known, adapter)
    return embedded, len(every) - embedded


def _embed(
    entries: Sequence[Entry],
    embedder: Embeds,
    known: dict[str, Vectors],
    progress: Callable[[str], None],
) -> int:
    """Add to `known` what is not in it yet; how many that were."""
    embedded = 0
    for collection in COLLECTIONS:
        new = [e for e in entries if e.collection == collection and e.id not in known]
        embed = embedder.passages if collection == "passages" else embedder.queries
        for start in range(0, len(new), _PORTION):
            portion = new[start : start + _PORTION]
            progress(f"正在向量化{_WORDS[collection]} {start + len(portion)}/{len(new)}")
            for entry, vector in zip(portion, embed([e.text for e in portion]), strict=True):
                known[entry.id] = vector
        embedded += len(new)
    return embedded


def _write_part(
    folder: Path, entries: Sequence[Entry], known: dict[str, Vectors], adapter: Adapter
) -> None:
    store = VectorStore(folder)
    try:
        for collection in COLLECTIONS:
            ids = [entry.id for entry in entries if entry.collection == collection]
            if ids:
                vectors = adapter(np.stack([known[key] for key in ids]))
                store.add(collection, ids, vectors)
                _check(store, collection, ids, vectors)
    finally:
        store.close()
    ids = [entry.id for entry in entries]
    vectors = np.stack([known[key] for key in ids]) if ids else np.zeros((0, 1), np.float32)
    np.savez(folder / _EMBEDDINGS, ids=np.array(ids, dtype=np.str_), vectors=vectors)


def _check(store: VectorStore, collection: str, ids: list[str], vectors: Vectors) -> None:
    """Every vector is there as it was given. A count alone has been seen to lie."""
    stored = store.all(collection)
    lost = sum(
        key not in stored or not np.allclose(stored[key], vector, atol=1e-6)
        for key, vector in zip(ids, vectors, strict=True)
    )
    if lost:
        raise IndexBroken(lost)


def _point_to(root: Path, name: str) -> None:
    _sync(root)
    pointer = root / f"{_CURRENT}.new"
    _write_file(pointer, name)
    pointer.replace(root / _CURRENT)
    _sync(root)


def _write_file(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_old(root: Path, keep: set[str]) -> None:
    """Drop indexes that nobody can be reading: all but the new one and the one before."""
    for folder in list(root.iterdir()):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in keep:
            # Under its name it is whole until the last moment.
            doomed = folder.rename(root / f".building-{folder.name}")
            shutil.rmtree(doomed, ignore_errors=True)
