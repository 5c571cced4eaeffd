"""What a desk elsewhere has sent in, by its signature: the same request is acted upon once.

In the file of the hand-offs, so that several processes agree. Only the signature is kept, and only
for as long as a request with it would still be taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from zhihuan.records.sqlite_file import SqliteFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS inbox (signature TEXT PRIMARY KEY, at REAL NOT NULL) STRICT;
"""


class Inbox:
    """Signatures that were seen. `seconds`: how long each is remembered."""

    def __init__(self, path: Path, seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._file = SqliteFile(path, _SCHEMA)
        self._seconds = seconds
        self._clock = clock

    def is_new(self, signature: str) -> bool:
        """Whether this one was never seen; from now on it was."""
        now = self._clock()
        with self._file.writing() as db:
            db.execute("DELETE FROM inbox WHERE at <= ?", (now - self._seconds,))
            added = db.execute("INSERT OR IGNORE INTO inbox VALUES (?, ?)", (signature, now))
            return added.rowcount > 0

    def forget(self, signature: str) -> None:
        """It could not be acted upon: the same request may come again."""
        with self._file.writing() as db:
            db.execute("DELETE FROM inbox WHERE signature = ?", (signature,))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
