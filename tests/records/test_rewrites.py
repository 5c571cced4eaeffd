"""What agents sent instead of what was suggested."""

from __future__ import annotations

from pathlib import Path

from zhihuan.records.rewrites import Rewrite, RewriteStore

DAY = 86_400.0


def rewrite(reply_id: str = "r", **changes: object) -> Rewrite:
    values = {"conversation_id": "c", "reply_id": reply_id, "question": "q", "draft": "d",
              "sent": "s", "at": 1.0}  # fmt: skip
    return Rewrite(**{**values, **changes})  # type: ignore[arg-type]


def test_the_same_reply_is_kept_once(tmp_path: Path) -> None:
    store = RewriteStore(tmp_path / "r.sqlite")
    assert store.since() == []
    assert list(tmp_path.iterdir()) == []
    store.add(rewrite())
    store.add(rewrite(sent="another", at=2.0))
    store.add(rewrite("r2", at=3.0))
    assert [(r.reply_id, r.sent) for r in store.since()] == [("r", "s"), ("r2", "s")]
    assert [r.reply_id for r in store.since(2.0)] == ["r2"]
    store.close()


def test_what_is_erased_is_in_no_file(tmp_path: Path) -> None:
    store = RewriteStore(tmp_path / "r.sqlite")
    store.add(rewrite(sent="the-one-and-only"))
    store.add(rewrite(conversation_id="", sent="of another system"))
    store.erase("")
    store.erase("nobody")
    assert len(store.since()) == 2
    store.erase("c")
    assert [r.sent for r in store.since()] == ["of another system"]
    for path in tmp_path.iterdir():
        assert b"the-one-and-only" not in path.read_bytes()
    store.close()


def test_what_is_too_old_is_deleted(tmp_path: Path) -> None:
    now = 100 * DAY
    store = RewriteStore(tmp_path / "r.sqlite", keep_days=30, clock=lambda: now)
    store.add(rewrite(at=now - 31 * DAY))
    store.add(rewrite("r2", at=0.0))
    assert [(r.reply_id, r.at) for r in store.since()] == [("r2", now)]
    store.close()
