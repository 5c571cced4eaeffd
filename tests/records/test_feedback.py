"""What people thought of an answer."""

from __future__ import annotations

from pathlib import Path

from zhihuan.records.feedback import Feedback, FeedbackStore


def verdict(**changes: object) -> Feedback:
    given = {"verdict": "down", "reason": "wrong", "words": None, "message_id": "m",
             "conversation_id": "c", "at": 1.0}  # fmt: skip
    return Feedback(**{**given, **changes})  # type: ignore[arg-type]


def test_the_last_verdict_on_an_answer_counts(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite")
    store.keep(verdict())
    store.keep(verdict(verdict="up", reason=None, at=2.0))
    store.keep(verdict(message_id="n", at=3.0))
    assert [(f.message_id, f.verdict) for f in store.newest()] == [("n", "down"), ("m", "up")]
    assert [f.message_id for f in store.newest("down")] == ["n"]
    assert [f.message_id for f in store.newest(limit=1)] == ["n"]


def test_verdicts_on_articles_and_on_answers_are_kept_apart(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite")
    store.keep(verdict())
    store.keep(verdict(conversation_id="", slug="limitation"))
    assert {f.slug for f in store.newest()} == {"", "limitation"}


def test_what_is_erased_is_in_no_file(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite")
    assert store.newest() == []
    store.erase("c")
    assert list(tmp_path.iterdir()) == []
    store.keep(verdict(words="the-one-and-only"))
    store.keep(verdict(words="another", conversation_id="d"))
    store.erase("c")
    assert [f.words for f in store.newest()] == ["another"]
    for path in tmp_path.iterdir():
        assert b"the-one-and-only" not in path.read_bytes()
