"""How often scam messages are recognised, and how often ordinary ones are called scams.

    python benchmarks/notices.py FOLDER

FOLDER holds `telecom_fraud_5.dev.jsonl`, lines of {"text": …, "label": …}; it is not part of this
project. The scams in it read machine-written, so the harmless look-alikes that count are our own:
tests/conversation/notices/ordinary.yaml.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from zhihuan.conversation.notices import read_notice
from zhihuan.library.contacts import read_contacts
from zhihuan.library.sources import read_sources

NAME = "telecom_fraud_5.dev.jsonl"
KNOWLEDGE_BASE = Path(__file__).parents[1] / "knowledge_base"


def main() -> int:
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / NAME).is_file():
        print(f"usage: python benchmarks/notices.py FOLDER   (FOLDER must hold {NAME})")
        return 2
    lines = (Path(sys.argv[1]) / NAME).read_text(encoding="utf-8").splitlines()
    sources = read_sources(KNOWLEDGE_BASE / "sources.yaml")[0]
    contacts = read_contacts(KNOWLEDGE_BASE / "contacts.yaml")[0]
    seen: Counter[str] = Counter()
    fraud: Counter[str] = Counter()
    breach: Counter[str] = Counter()
    begun = time.perf_counter()
    for row in map(json.loads, lines):
        found = read_notice(
            row["text"], as_of=date(2026, 11, 21), sources=sources, contacts=contacts
        )
        seen[row["label"]] += 1
        fraud[row["label"]] += bool(found.of("fraud"))
        breach[row["label"]] += bool(found.of("breach")) and not found.of("fraud")
    print(f"{'label':34}{'texts':>7}{'fraud':>9}{'breach only':>13}")
    for label, texts in seen.most_common():
        print(f"{label:34}{texts:>7}{fraud[label] / texts:>9.1%}{breach[label] / texts:>13.1%}")
    print(f"{(time.perf_counter() - begun) / len(lines) * 1000:.1f} ms a text")
    return 0


if __name__ == "__main__":
    sys.exit(main())
