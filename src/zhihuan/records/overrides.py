"""Overrides: what a supervisor let out although the check had blocked it, and why.

Of the reply itself only the SHA-256 is kept: enough to show which text it was, to whoever has it.
That somebody let something out, when, and against which rules stays; of an erased conversation
neither the reason, which may tell of the person, nor anything that leads to it.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from zhihuan.records.sqlite_file import SqliteFile

FILE = "overrides.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS overrides (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    hand_off_id TEXT NOT NULL,
    reply_id    TEXT NOT NULL,
    desk        TEXT NOT NULL,
    key_id      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    rules       TEXT NOT NULL,
    digest      TEXT NOT NULL,
    at          REAL NOT NULL,
    UNIQUE (hand_off_id, reply_id, digest)
) STRICT;
CREATE TABLE IF NOT EXISTS override_conversations (
    hand_off_id     TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Override:
    """One override. `rules` are the ids of what was found; `at` is seconds since 1970."""

    hand_off_id: str
    reply_id: str
    desk: str
    key_id: str
    reason: str
    rules: tuple[str, ...]
    digest: str
    at: float = 0.0


class OverrideStore:
    """All overrides, in one SQLite file, made when the first one comes."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA)

    def keep(self, given: Override, conversation_id: str) -> None:
        """Keep an override; the same reply sent again is the same override."""
        with self._file.writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO override_conversations VALUES (?, ?)",
                (given.hand_off_id, conversation_id),
            )
            db.execute(
                "INSERT OR IGNORE INTO overrides (hand_off_id, reply_id, desk, key_id, reason, "
                "rules, digest, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    given.hand_off_id, given.reply_id, given.desk, given.key_id, given.reason,
                    " ".join(given.rules), given.digest, given.at or time.time(),
                ),
            )  # fmt: skip

    def newest(self, limit: int = 100) -> list[Override]:
        """The newest, newest first."""
        rows = self._file.read(
            "SELECT hand_off_id, reply_id, desk, key_id, reason, rules, digest, at "
            "FROM overrides ORDER BY number DESC LIMIT ?",
            limit,
        )
        return [
            Override(hand_off_id, reply_id, desk, key_id, reason, tuple(rules.split()), digest, at)
            for hand_off_id, reply_id, desk, key_id, reason, rules, digest, at in rows
        ]

    def erase(self, conversation_id: str) -> None:
        """Forget of a conversation's overrides all but that they were."""
        known = "SELECT hand_off_id FROM override_conversations WHERE conversation_id = ?"
        hand_offs = [row[0] for row in self._file.read(known, conversation_id)]
        if not hand_offs:
            return
        with self._file.writing() as db:
            for hand_off_id in hand_offs:
                db.execute(
                    "UPDATE overrides SET hand_off_id = 'erased-' || number, reply_id = '', "
                    "reason = '', digest = '' WHERE hand_off_id = ?",
                    (hand_off_id,),
                )
                db.execute(
                    "DELETE FROM override_conversations WHERE hand_off_id = ?", (hand_off_id,)
                )
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def digest_of(text: str) -> str:
    """What is kept of a reply."""
    return hashlib.sha256(text.encode()).hexdigest()
