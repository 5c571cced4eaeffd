"""What agents were suggested, and what they sent instead.

Where an agent rewrites a draft, the draft was not good enough, and what was sent is the beginning
of a better answer. Words are masked before they come here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from zhihuan.records.sqlite_file import SqliteFile

FILE = "rewrites.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS rewrites (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL,
    reply_id        TEXT NOT NULL,
    question        TEXT NOT NULL,
    draft           TEXT NOT NULL,
    sent            TEXT NOT NULL,
    at              REAL NOT NULL,
    UNIQUE (conversation_id, reply_id)
) STRICT;
"""
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A draft and what was sent in its place, in answer to `question`. `at`: seconds since 1970.

    `conversation_id` is "" where the conversation is another system's.
    """

    conversation_id: str
    reply_id: str
    question: str
    draft: str
    sent: str
    at: float = 0.0


class RewriteStore:
    """All rewrites, in one SQLite file, made when the first one comes."""

    def __init__(
        self,
        path: Path,
        keep_days: int | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`keep_days`: what is older is deleted; None keeps everything."""
        self._file = SqliteFile(path, _SCHEMA)
        self._keep_days = keep_days
        self._clock = clock

    def add(self, rewrite: Rewrite) -> None:
        """Keep one; the same reply again changes nothing."""
        kept = rewrite if rewrite.at else replace(rewrite, at=self._clock())
        with self._file.writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO rewrites "
                "(conversation_id, reply_id, question, draft, sent, at) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    kept.conversation_id, kept.reply_id, kept.question, kept.draft, kept.sent,
                    kept.at,
                ),
            )  # fmt: skip
        self.erase_old()

    def since(self, at: float = 0.0) -> list[Rewrite]:
        """Those since `at` (seconds since 1970), oldest first."""
        rows = self._file.read(
            "SELECT conversation_id, reply_id, question, draft, sent, at FROM rewrites "
            "WHERE at >= ? ORDER BY at, number",
            at,
        )
        return [Rewrite(*row) for row in rows]

    def erase(self, conversation_id: str) -> None:
        """Forget those of a conversation."""
        if conversation_id:
            self._erase("conversation_id = ?", conversation_id)

    def erase_old(self) -> None:
        """Forget what is older than it may be kept."""
        if self._keep_days is not None:
            self._erase("at < ?", self._clock() - self._keep_days * _DAY)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _erase(self, where: str, value: object) -> None:
        if self._file.read(f"SELECT 1 FROM rewrites WHERE {where} LIMIT 1", value):  # noqa: S608
            with self._file.writing() as db:
                db.execute(f"DELETE FROM rewrites WHERE {where}", (value,))  # noqa: S608
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
