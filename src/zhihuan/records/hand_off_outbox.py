"""The outbox of the hand-offs: what a desk elsewhere is still to be told, and was.

Every method runs inside a transaction of the queue, so that nothing is told that did not
happen, and nothing that happened is forgotten by a crash.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from zhihuan.records.hand_offs import Delivery, Told

_SCHEMA = """
CREATE TABLE IF NOT EXISTS deliveries (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    hand_off_id TEXT NOT NULL,
    event       TEXT NOT NULL,
    data        TEXT NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    due         REAL NOT NULL,
    created     REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS told (hand_off_id TEXT PRIMARY KEY) STRICT;
"""


class Outbox:
    """Deliveries in the database of the queue. Where there is no webhook, nothing is put in."""

    def __init__(
        self, db: sqlite3.Connection, clock: Callable[[], float], *, has_webhook: bool
    ) -> None:
        db.executescript(_SCHEMA)
        self._db = db
        self._clock = clock
        self._has_webhook = has_webhook

    def put(self, hand_off_id: str, event: Told, data: Mapping[str, Any]) -> None:
        """Something that is to be told."""
        if not self._has_webhook:
            return
        now = self._clock()
        self._db.execute(
            "INSERT INTO deliveries (id, hand_off_id, event, data, due, created) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                secrets.token_hex(16),
                hand_off_id,
                event,
                json.dumps(data, ensure_ascii=False),
                now,
                now,
            ),
        )

    def claim(self, now: float, lease: float) -> Delivery | None:
        """The next that is due, kept from others for `lease` seconds.

        The deliveries of one hand-off go out in order: none before an earlier one has arrived.
        """
        row = self._db.execute(
            "SELECT id, hand_off_id, event, data, attempts, created FROM deliveries d "
            "WHERE due <= ? AND NOT EXISTS (SELECT 1 FROM deliveries e "
            "WHERE e.hand_off_id = d.hand_off_id AND e.number < d.number) "
            "ORDER BY due, number LIMIT 1",
            (now,),
        ).fetchone()
        if row is None:
            return None
        key, hand_off_id, event, data, attempts, created = row
        self._db.execute(
            "UPDATE deliveries SET due = ?, attempts = attempts + 1 WHERE id = ?",
            (now + lease, key),
        )
        self._db.execute("INSERT OR IGNORE INTO told VALUES (?)", (hand_off_id,))
        return Delivery(key, hand_off_id, event, json.loads(data), attempts + 1, created)

    def put_off(self, delivery: Delivery, due: float) -> None:
        """Due again at `due`."""
        self._db.execute("UPDATE deliveries SET due = ? WHERE id = ?", (due, delivery.id))

    def take_out(self, delivery: Delivery) -> bool:
        """It needs telling no more. False where it had been taken out before."""
        return self._db.execute("DELETE FROM deliveries WHERE id = ?", (delivery.id,)).rowcount > 0

    def empty(self, hand_off_id: str) -> None:
        """Tell nothing more of a hand-off."""
        self._db.execute("DELETE FROM deliveries WHERE hand_off_id = ?", (hand_off_id,))

    def take_back(self, hand_off_id: str, event: Told) -> None:
        """Tell of its end alone, and that only to a desk that may have been told of it."""
        self.empty(hand_off_id)
        told = self._db.execute("SELECT 1 FROM told WHERE hand_off_id = ?", (hand_off_id,))
        if told.fetchone():
            self.put(hand_off_id, event, {})
