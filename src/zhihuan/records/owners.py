"""Whose conversation is whose: an application's, and within it a user's.

Kept apart from what was said, and only where keys are used. A conversation belongs to whoever
first uses its id; to everybody else it does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhihuan.records.sqlite_file import SqliteFile

FILE = "owners.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS owners (
    conversation_id TEXT PRIMARY KEY,
    application     TEXT NOT NULL,
    user            TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS of_user ON owners (application, user);
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """An application, by the name of its keys, and its own id for a user; "" for no one known."""

    application: str
    user: str = ""


class Owners:
    """Who owns which conversation, in one SQLite file, made when the first one is claimed."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA)

    def claim(self, conversation_id: str, owner: Owner) -> Owner:
        """Take the conversation for `owner` where it has none; whose it is now."""
        with self._file.writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO owners VALUES (?, ?, ?)",
                (conversation_id, owner.application, owner.user),
            )
        return self.of(conversation_id) or owner

    def of(self, conversation_id: str) -> Owner | None:
        """Whose it is; None where nobody has begun it."""
        rows = self._file.read(
            "SELECT application, user FROM owners WHERE conversation_id = ?", conversation_id
        )
        return Owner(*rows[0]) if rows else None

    def conversations(self, owner: Owner) -> list[str]:
        """The ids of all that are this owner's."""
        query = "SELECT conversation_id FROM owners WHERE application = ? AND user = ?"
        return [row[0] for row in self._file.read(query, owner.application, owner.user)]

    def forget(self, conversation_id: str) -> None:
        """Nobody's again."""
        if self.of(conversation_id) is not None:
            with self._file.writing() as db:
                db.execute("DELETE FROM owners WHERE conversation_id = ?", (conversation_id,))
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
