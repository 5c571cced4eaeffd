"""What people thought of an answer or an article: useful or not, why, and in a few words.

One verdict an answer: a second one replaces the first. Words are masked before they come here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zhihuan.records.sqlite_file import SqliteFile

Verdict = Literal["up", "down"]
FILE = "feedback.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    slug            TEXT NOT NULL,
    verdict         TEXT NOT NULL,
    reason          TEXT,
    words           TEXT,
    at              REAL NOT NULL,
    UNIQUE (conversation_id, message_id, slug)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict, on an answer (conversation and message) or on an article (slug, message).

    What it is not about is "". `at`: seconds since 1970.
    """

    verdict: Verdict
    reason: str | None
    words: str | None
    message_id: str
    conversation_id: str = ""
    slug: str = ""
    at: float = 0.0


class FeedbackStore:
    """All verdicts, in one SQLite file, made when the first one comes."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA)

    def keep(self, given: Feedback) -> None:
        """Keep a verdict, in the place of an earlier one on the same answer."""
        with self._file.writing() as db:
            db.execute(
                "INSERT INTO feedback (conversation_id, message_id, slug, verdict, reason, words, "
                "at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (conversation_id, message_id, slug) DO UPDATE SET "
                "verdict = excluded.verdict, reason = excluded.reason, words = excluded.words, "
                "at = excluded.at",
                (
                    given.conversation_id, given.message_id, given.slug, given.verdict,
                    given.reason, given.words, given.at or time.time(),
                ),
            )  # fmt: skip

    def newest(self, verdict: Verdict | None = None, limit: int = 100) -> list[Feedback]:
        """The newest verdicts, newest first; of one kind where `verdict` is given."""
        rows = self._file.read(
            "SELECT verdict, reason, words, message_id, conversation_id, slug, at FROM feedback "
            "WHERE ? IS NULL OR verdict = ? ORDER BY at DESC, number DESC LIMIT ?",
            verdict,
            verdict,
            limit,
        )
        return [Feedback(*row) for row in rows]

    def erase(self, conversation_id: str) -> None:
        """Forget what was said of a conversation."""
        known = "SELECT 1 FROM feedback WHERE conversation_id = ?"
        if conversation_id and self._file.read(known, conversation_id):
            with self._file.writing() as db:
                db.execute("DELETE FROM feedback WHERE conversation_id = ?", (conversation_id,))
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
