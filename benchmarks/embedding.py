"""Latency, size and load time of the embedded model, on torch and on onnxruntime.

    python benchmarks/embedding.py [--cache FOLDER] [--retrieval FOLDER] [--queries N]

``--retrieval`` takes a folder with ``corpus.tsv`` (docid, text), ``queries.tsv`` (qid, query) and
``qrels.tsv`` (qid, docid, rel), each with a header line, and adds nDCG@10 and hit@1.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhihuan.library import e5
from zhihuan.library.embedding import Embedder, open_embedder

QUESTIONS = [
    "逾期三个月会被起诉吗",
    "信用卡最低还款的利息怎么算",
    "催收一直打电话给我家里人怎么办?",
    "能不能和银行协商停息挂账",
    "网贷年利率超过36%还要还吗",
    "征信上的逾期记录多久能消除",
    "提前还清贷款要付违约金吗",
    "What is the APR on a cash advance?",
]
ROUNDS = 12
CUTOFF = 10


@dataclass(frozen=True)
class Candidate:
    """One way to run the model."""

    name: str
    embedder: Embedder
    load: float
    """Seconds from the files to the object, imports not counted."""
    size: int
    """Bytes of what it loads."""


def main() -> None:
    arguments = parsed_arguments()
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    with tempfile.TemporaryDirectory() as scratch:
        candidates = opened(arguments.cache, Path(scratch))
        print_costs(candidates)
        if arguments.retrieval is None:
            print("\n检索质量:没有测(没有给出 --retrieval 文件夹)")
        elif not (arguments.retrieval / "corpus.tsv").is_file():
            print(f"\n检索质量:没有测,这里没有 corpus.tsv:{arguments.retrieval}")
        else:
            print_quality(candidates, arguments.retrieval, arguments.queries)


def parsed_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = Path(os.environ.get("ZHIHUAN_TEST_CACHE", Path(__file__).parents[1] / ".cache"))
    parser.add_argument("--cache", type=Path, default=default)
    parser.add_argument("--retrieval", type=Path)
    parser.add_argument("--queries", type=int, default=300, help="how many to take, 0 for all")
    return parser.parse_args()


@contextmanager
def timed(record: Callable[[float], None]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    record(time.perf_counter() - started)


def opened(cache: Path, scratch: Path) -> list[Candidate]:
    """The embedded model as shipped, and the two it was weighed against."""
    seconds: list[float] = []
    with timed(seconds.append):
        import onnxruntime  # noqa: F401 - so that imports are not counted as loading
        import sentence_transformers  # noqa: F401
    print(f"导入 sentence-transformers 与 onnxruntime:{seconds.pop():.1f} 秒")
    folder = cache / "models" / e5.FOLDER_NAME
    with timed(seconds.append):
        e5.build(folder, print)
    print(f"构建(已有则跳过):{seconds.pop():.1f} 秒,共 {megabytes(tree_size(folder))}")

    with timed(seconds.append):
        int8 = open_embedder("embedded", cache=cache)
    with timed(seconds.append):
        torch32 = open_embedder(str(folder), cache=cache)
    twin = float32_twin(folder, scratch)
    with timed(seconds.append):
        onnx32 = open_embedder("embedded", cache=twin)
    network = twin / "models" / e5.FOLDER_NAME / e5.NETWORK_NAME
    sizes = [
        (folder / "model.safetensors").stat().st_size,
        network.stat().st_size,
        (folder / e5.NETWORK_NAME).stat().st_size,
    ]
    names = ["torch float32", "ONNX float32", "ONNX int8(所用)"]
    times = [seconds[1], seconds[2], seconds[0]]
    return [
        Candidate(*row) for row in zip(names, [torch32, onnx32, int8], times, sizes, strict=True)
    ]


def float32_twin(folder: Path, scratch: Path) -> Path:
    """A cache whose model folder has the float32 network in the int8 one's place."""
    from onnx import save_model

    twin = scratch / "models" / e5.FOLDER_NAME
    (twin / e5.NETWORK_NAME).parent.mkdir(parents=True)
    for name in ("config.json", "config_sentence_transformers.json", "tokenizer.json"):
        (twin / name).write_bytes((folder / name).read_bytes())
    packed = e5.read_packed()
    save_model(e5.network(packed, e5.kept_pieces(packed)), str(twin / e5.NETWORK_NAME))
    manifest = {"format": e5.FORMAT, "fingerprint": "float32", "bytes": {}}
    (twin / e5.MANIFEST_NAME).write_text(json.dumps(manifest), encoding="utf-8")
    return scratch


def print_costs(candidates: list[Candidate]) -> None:
    print(f"\n{'':18}{'中位':>7}{'p95':>9}{'成批/条':>8}{'载入':>8}{'文件':>9}")
    for each in candidates:
        latencies = one_query(each.embedder)
        median, p95 = statistics.median(latencies), float(np.quantile(latencies, 0.95))
        seconds: list[float] = []
        with timed(seconds.append):
            each.embedder.passages(QUESTIONS * 16)
        batched = seconds[0] / (len(QUESTIONS) * 16)
        print(
            f"{each.name:18}{median * 1e3:6.1f}ms{p95 * 1e3:7.1f}ms{batched * 1e3:7.1f}ms"
            f"{each.load:8.2f}s{megabytes(each.size):>10}"
        )


def one_query(embedder: Embedder) -> list[float]:
    """Seconds that single queries take, the first round not counted."""
    seconds: list[float] = []
    for _ in range(ROUNDS + 1):
        for question in QUESTIONS:
            with timed(seconds.append):
                embedder.queries([question])
    return seconds[len(QUESTIONS) :]


def print_quality(candidates: list[Candidate], folder: Path, limit: int) -> None:
    corpus, queries = table(folder / "corpus.tsv"), table(folder / "queries.tsv")
    wanted: dict[str, dict[str, float]] = {}
    for query, document, grade in table(folder / "qrels.tsv"):
        wanted.setdefault(query, {})[document] = float(grade)
    queries = [row for row in queries if row[0] in wanted][: limit or None]
    names = [row[0] for row in corpus]
    print(f"\n检索:{len(queries)} 问,{len(corpus)} 篇")
    reference: NDArray[Any] | None = None
    for each in candidates:
        documents = each.embedder.passages([row[1] for row in corpus])
        asked = each.embedder.queries([row[1] for row in queries])
        reference = asked if reference is None else reference
        ranked = np.argsort(-(asked @ documents.T), axis=1)[:, :CUTOFF]
        grades = [
            ([wanted[row[0]].get(names[i], 0.0) for i in best], list(wanted[row[0]].values()))
            for row, best in zip(queries, ranked, strict=True)
        ]
        ndcg = statistics.fmean(gain(found) / gain(ideal(all_)) for found, all_ in grades)
        hit = statistics.fmean(float(found[0] > 0) for found, _ in grades)
        cosine = (asked * reference).sum(axis=1)
        print(
            f"{each.name:18}nDCG@10 {ndcg:.4f}  hit@1 {hit:.4f}  "
            f"与 torch 的余弦:平均 {cosine.mean():.5f},最小 {cosine.min():.5f}"
        )


def gain(grades: list[float]) -> float:
    """Discounted cumulative gain."""
    return sum(grade / float(np.log2(rank + 2)) for rank, grade in enumerate(grades))


def ideal(grades: list[float]) -> list[float]:
    return sorted(grades, reverse=True)[:CUTOFF]


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return list(rows)


def tree_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
