"""Evidence for tests: what an answer leaves behind, in a few words."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhihuan.records.evidence import Content, Made

DAY = date(2026, 11, 21)


def content(question: str = "还清了多久消", **changes: Any) -> Content:
    """What was kept of one answer, less what a test does not speak of."""
    answer = changes.pop("answer", {"kind": "answer", "text": "五年。", "citations": [cited()]})
    values: dict[str, Any] = {
        "kind": "answer", "conversation_id": "c", "message_id": "m", "question": question,
        "as_of": DAY, "private": (), "answer": answer, "versions": {"when-it-disappears": "v1"},
        "made": Made(("embedded",), "", "", "library", "1"),
    }  # fmt: skip
    return Content(**values | changes)


def cited(slug: str = "when-it-disappears", quote: str = "五年。") -> dict[str, Any]:
    """One citation of an answer."""
    return {
        "id": f"{slug}#lead",
        "n": 1,
        "slug": slug,
        "title": slug,
        "heading": "",
        "quote": quote,
    }
