"""Who else looks at a hand-off, and who is typing: for seconds, and nothing of the customer.

In the file of the hand-offs, so that several processes agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zhihuan.records.sqlite_file import SqliteFile

SECONDS = 15.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS presence (
    hand_off_id TEXT NOT NULL,
    desk        TEXT NOT NULL,
    typing      INTEGER NOT NULL,
    seen        REAL NOT NULL,
    PRIMARY KEY (hand_off_id, desk)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Present:
    """A desk that has shown itself within the last SECONDS."""

    desk: str
    typing: bool


class Presence:
    """Where desks show themselves."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = SqliteFile(path, _SCHEMA)
        self._clock = clock

    def show(self, hand_off_id: str, desk: str, *, typing: bool) -> list[Present]:
        """Show that a desk is here; the others who are, by name."""
        now = self._clock()
        with self._file.writing() as db:
            db.execute("DELETE FROM presence WHERE seen <= ?", (now - SECONDS,))
            db.execute(
                "INSERT OR REPLACE INTO presence VALUES (?, ?, ?, ?)",
                (hand_off_id, desk, int(typing), now),
            )
            rows = db.execute(
                "SELECT desk, typing FROM presence WHERE hand_off_id = ? AND desk != ? "
                "ORDER BY desk",
                (hand_off_id, desk),
            ).fetchall()
        return [Present(name, bool(types)) for name, types in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
