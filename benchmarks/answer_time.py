"""How long a person waits: from the question to the first sentence, and to the last.

    python benchmarks/answer_time.py [--rounds 5]

The embedded brain, warm, one person, in one process: the questions of the README's transcripts,
each asked `--rounds` times in a new conversation. Printed: median and 95th percentile, in
milliseconds, and the machine's load at the time. The peer beside it does the least that a
retrieval service must do, with the same model and the same passages: embed the question with
sentence-transformers, ask Chroma for the nearest passage, and return it (`Chroma alone`).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from zhihuan.composition import Services, embedder_of, services_of
from zhihuan.conversation.conversations import new_id
from zhihuan.conversation.events import Said
from zhihuan.library.index import current_folder
from zhihuan.library.vectors import VectorStore
from zhihuan.settings import Settings

CONVERSATIONS = (
    (
        "我白条欠了3200，逾期45天了，会怎么样",
        "分12期每期多少",
        "我每月最多拿400",
        "说错了，欠的是8200",
    ),
    ("京东白条被锁定了怎么办",),
    ("白条突然用不了了",),
    ("逾期一天会上征信吗",),
    ("还清了征信什么时候能恢复",),
    ("有人说交2000块能把征信洗白",),
    ("催收说明天来抓我，会坐牢吗",),
    ("收到短信说法院要起诉我",),
    ("能不能先借网贷把白条还上",),
    ("我想停息挂账分60期",),
)
DAY = date(2026, 11, 21)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        services = services_of(settings, print)
        _ask_all(services)  # warm
        load = os.getloadavg()[0]
        first, whole = [], []
        for _ in range(rounds):
            for one, all_of_it in _ask_all(services):
                first.append(one)
                whole.append(all_of_it)
        alone = _chroma_alone(settings, rounds)
        print(f"answers: {len(whole)}, load average before: {load:.2f}")
        for name, times in (
            ("first sentence", first),
            ("whole answer", whole),
            ("Chroma alone", alone),
        ):
            median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            print(f"{name:<15} median {median:6.1f} ms   p95 {high:6.1f} ms")
        services.close()


def _ask_all(services: Services) -> list[tuple[float, float]]:
    times = []
    for lines in CONVERSATIONS:
        conversation = new_id()
        for line in lines:
            started, first = time.perf_counter(), None
            for event in services.conversations.ask(
                line, as_of=DAY, message_id=new_id(), conversation_id=conversation
            ):
                if first is None and isinstance(event, Said):
                    first = time.perf_counter()
            assert first is not None
            times.append((1e3 * (first - started), 1e3 * (time.perf_counter() - started)))
    return times


def _chroma_alone(settings: Settings, rounds: int) -> list[float]:
    """The nearest passage to each question, and nothing else."""
    folder = current_folder(settings.data)
    assert folder is not None
    embedder, store = embedder_of(settings), VectorStore(folder / "chroma")
    times = []
    for line in [line for lines in CONVERSATIONS for line in lines] * (rounds + 1):
        started = time.perf_counter()
        store.nearest("passages", embedder.queries([line])[0], 1)
        times.append(1e3 * (time.perf_counter() - started))
    return times[len(times) // (rounds + 1) :]  # the first round was for warming


if __name__ == "__main__":
    main()
