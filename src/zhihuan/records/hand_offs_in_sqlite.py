"""Hand-offs in SQLite: one file in WAL mode, shared by threads and processes."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhihuan.records.hand_off_outbox import Outbox
from zhihuan.records.hand_offs import (
    MOST_OPEN,
    Act,
    Delivery,
    HandOff,
    HandOffWaiting,
    Message,
    NewHandOff,
    QueueFull,
    QueueUnavailable,
    State,
    TakenByAnother,
    UnknownHandOff,
    after,
)
from zhihuan.records.ledger import DifferentMessage
from zhihuan.records.sqlite_file import transaction

_SCHEMA = """
CREATE TABLE IF NOT EXISTS hand_offs (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    content         TEXT NOT NULL,
    state           TEXT NOT NULL,
    reason          TEXT NOT NULL,
    danger          INTEGER NOT NULL,
    packet          TEXT,
    desk            TEXT,
    created         REAL NOT NULL,
    changed         REAL NOT NULL,
    human_at        REAL NOT NULL DEFAULT 0,
    UNIQUE (conversation_id, message_id)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_open ON hand_offs (conversation_id)
    WHERE state IN ('queued', 'taken', 'answered');
CREATE TABLE IF NOT EXISTS messages (
    conversation_id TEXT NOT NULL,
    number          INTEGER NOT NULL,
    hand_off_id     TEXT NOT NULL,
    sender          TEXT NOT NULL,
    key             TEXT NOT NULL,
    desk            TEXT,
    text            TEXT NOT NULL,
    at              REAL NOT NULL,
    PRIMARY KEY (conversation_id, number),
    UNIQUE (hand_off_id, sender, key)
) STRICT;
"""
_COLUMNS = "id, conversation_id, message_id, state, reason, danger, packet, desk, created, changed"
_OPEN = "state IN ('queued', 'taken', 'answered')"
_ORDER = "ORDER BY danger DESC, created, id"


class SqliteHandOffs:
    """The queue of one machine. `tells`: there is a webhook, so an outbox is kept."""

    def __init__(
        self, path: Path, *, tells: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._clock = clock
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA busy_timeout = 5000")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA secure_delete = ON")  # what a person erases is gone
        self._db.executescript(_SCHEMA)
        self._outbox = Outbox(self._db, clock, has_webhook=tells)
        self._lock = threading.Lock()

    def again(self, conversation_id: str, message_id: str, content: str) -> HandOff | None:
        """What this message queued before; None where it is new. Raises DifferentMessage."""
        with self._reading():
            return self._again(conversation_id, message_id, content)

    def open(self, new: NewHandOff) -> HandOff:
        """Queue one; the same message id again is the same hand-off."""
        with self._transaction():
            known = self._again(new.conversation_id, new.message_id, new.content)
            if known is not None:
                return known
            if self._open_one(new.conversation_id) is not None:
                raise HandOffWaiting
            (waiting,) = self._db.execute(
                f"SELECT COUNT(*) FROM hand_offs WHERE {_OPEN}"  # noqa: S608
            ).fetchone()
            if waiting >= MOST_OPEN and not new.danger:
                raise QueueFull
            key, now = secrets.token_hex(16), self._clock()
            self._db.execute(
                "INSERT INTO hand_offs (id, conversation_id, message_id, content, state, reason, "
                "danger, packet, created, changed) VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)",
                (key, new.conversation_id, new.message_id, new.content, new.reason,
                 int(new.danger), json.dumps(new.packet, ensure_ascii=False), now, now),
            )  # fmt: skip
            made = self._get(key)
            told = {"reason": made.reason, "danger": made.danger, "packet": made.packet}
            self._outbox.put(made.id, "queued", told)
            return made

    def get(self, hand_off_id: str) -> HandOff:
        """The hand-off with this id. Raises UnknownHandOff."""
        with self._reading():
            return self._get(hand_off_id)

    def latest(self, conversation_id: str) -> HandOff | None:
        """The newest of a conversation; None where there was never one."""
        with self._reading():
            row = self._db.execute(
                f"SELECT {_COLUMNS} FROM hand_offs WHERE conversation_id = ? "  # noqa: S608
                "ORDER BY created DESC, rowid DESC LIMIT 1",
                (conversation_id,),
            ).fetchone()
        return _hand_off(row) if row else None

    def waiting(self) -> list[HandOff]:
        """Those that are not over: in danger first, then as long as they have waited."""
        with self._reading():
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM hand_offs WHERE {_OPEN} {_ORDER}"  # noqa: S608
            ).fetchall()
        return [_hand_off(row) for row in rows]

    def position(self, hand_off: HandOff) -> int | None:
        """Its place among those that nobody has taken, from 1."""
        with self._reading():
            rows = self._db.execute(
                f"SELECT id FROM hand_offs WHERE state = 'queued' {_ORDER}"  # noqa: S608
            ).fetchall()
        ids = [row[0] for row in rows]
        return ids.index(hand_off.id) + 1 if hand_off.id in ids else None

    def act(self, hand_off_id: str, act: Act, desk: str | None) -> HandOff:
        """Take, release or close."""
        with self._transaction():
            known = self._get(hand_off_id)
            self._not_of_another(known, desk)
            if act == "take" and known.state in ("taken", "answered"):
                if desk is None or known.desk == desk:
                    return known
                raise TakenByAnother
            state = after(known.state, act)
            holder = {"take": desk, "release": None}.get(act, known.desk or desk)
            self._move(known, state, holder, by_human=True)
            return self._get(hand_off_id)

    def reply(self, hand_off_id: str, reply_id: str, desk: str, text: str) -> Message:
        """Keep a human's answer; the same reply id again is the same answer."""
        with self._transaction():
            known = self._get(hand_off_id)
            row = self._message(hand_off_id, "human", reply_id)
            if row is not None:
                if (row.text, row.desk) != (text, desk):
                    raise DifferentMessage
                return row
            self._not_of_another(known, desk)
            self._move(known, after(known.state, "reply"), desk, by_human=True)
            return self._write(known, "human", reply_id, desk, text)

    def hear(
        self, conversation_id: str, message_id: str, text: str, *, danger: bool
    ) -> HandOff | None:
        """Pass on what the person wrote."""
        with self._transaction():
            known = self._open_one(conversation_id)
            if known is None:
                return None
            if danger and not known.danger:
                self._db.execute(
                    "UPDATE hand_offs SET danger = 1, reason = 'danger' WHERE id = ?", (known.id,)
                )
            if self._message(known.id, "person", message_id) is None:
                said = self._write(known, "person", message_id, None, text)
                told = {"number": said.number, "text": text, "danger": danger}
                self._outbox.put(known.id, "message", told)
            return self._get(known.id)

    def thread(self, hand_off_id: str) -> list[Message]:
        """What was written on both sides since it was queued."""
        return self._messages("hand_off_id = ?", hand_off_id)

    def answers(self, conversation_id: str, after: int) -> list[Message]:
        """What humans wrote in a conversation after message number `after`, oldest first."""
        where = "conversation_id = ? AND sender = 'human' AND number > ?"
        return self._messages(where, conversation_id, after)

    def withdraw(self, conversation_id: str) -> HandOff | None:
        """End it for the person, and forget what was handed over."""
        with self._transaction():
            known = self._open_one(conversation_id)
            if known is None:
                return None
            self._move(known, after(known.state, "withdraw"), known.desk)
            self._db.execute("UPDATE hand_offs SET packet = NULL WHERE id = ?", (known.id,))
            self._db.execute(
                "DELETE FROM messages WHERE hand_off_id = ? AND sender = 'person'", (known.id,)
            )
            self._outbox.take_back(known.id, "withdrawn")
            return self._get(known.id)

    def erase(self, conversation_id: str) -> None:
        """Forget everything of a conversation, and tell a desk that had been told of it."""
        with self._transaction():
            rows = self._db.execute(
                "SELECT id FROM hand_offs WHERE conversation_id = ?", (conversation_id,)
            ).fetchall()
            for (hand_off_id,) in rows:
                self._outbox.take_back(hand_off_id, "erased")
            for table in ("messages", "hand_offs"):
                self._db.execute(
                    f"DELETE FROM {table} WHERE conversation_id = ?",  # noqa: S608
                    (conversation_id,),
                )
        with self._reading():  # the write-ahead log still holds what was written
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def claim(self, now: float, lease: float) -> Delivery | None:
        """The next delivery that is due, kept from others for `lease` seconds."""
        with self._transaction():
            return self._outbox.claim(now, lease)

    def delivered(self, delivery: Delivery) -> None:
        """It has arrived; its content is dropped."""
        with self._transaction():
            self._outbox.take_out(delivery)

    def try_again(self, delivery: Delivery, at: float) -> None:
        """It has not; it is due again at `at`."""
        with self._transaction():
            self._outbox.put_off(delivery, at)

    def give_up(self, delivery: Delivery) -> None:
        """It never will. The hand-off fails, unless a human has been at it since."""
        with self._transaction():
            row = self._db.execute(
                f"SELECT {_COLUMNS} FROM hand_offs "  # noqa: S608
                f"WHERE id = ? AND {_OPEN} AND human_at <= ?",
                (delivery.hand_off_id, delivery.created),
            ).fetchone()
            if self._outbox.take_out(delivery) and row is not None:
                known = _hand_off(row)
                self._move(known, after(known.state, "fail"), known.desk)
                self._outbox.empty(known.id)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    # --- inside a transaction, or under the lock

    def _again(self, conversation_id: str, message_id: str, content: str) -> HandOff | None:
        row = self._db.execute(
            "SELECT id, content FROM hand_offs WHERE conversation_id = ? AND message_id = ?",
            (conversation_id, message_id),
        ).fetchone()
        if row is None:
            return None
        if row[1] != content:
            raise DifferentMessage
        return self._get(row[0])

    def _get(self, hand_off_id: str) -> HandOff:
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM hand_offs WHERE id = ?",  # noqa: S608
            (hand_off_id,),
        ).fetchone()
        if row is None:
            raise UnknownHandOff
        return _hand_off(row)

    def _open_one(self, conversation_id: str) -> HandOff | None:
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM hand_offs "  # noqa: S608
            f"WHERE conversation_id = ? AND {_OPEN}",
            (conversation_id,),
        ).fetchone()
        return _hand_off(row) if row else None

    def _not_of_another(self, known: HandOff, desk: str | None) -> None:
        if desk is not None and known.is_open and known.desk not in (None, desk):
            raise TakenByAnother

    def _move(
        self, known: HandOff, state: State, desk: str | None, *, by_human: bool = False
    ) -> None:
        now = self._clock()
        self._db.execute(
            "UPDATE hand_offs SET state = ?, desk = ?, changed = ?, "
            "human_at = CASE WHEN ? THEN ? ELSE human_at END WHERE id = ?",
            (state, desk, now, int(by_human), now, known.id),
        )

    def _message(self, hand_off_id: str, sender: str, key: str) -> Message | None:
        row = self._db.execute(
            "SELECT number, sender, desk, text, at FROM messages "
            "WHERE hand_off_id = ? AND sender = ? AND key = ?",
            (hand_off_id, sender, key),
        ).fetchone()
        return Message(*row) if row else None

    def _write(self, known: HandOff, sender: str, key: str, desk: str | None, text: str) -> Message:
        self._db.execute(
            "INSERT INTO messages SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ?, ? "
            "FROM messages WHERE conversation_id = ?",
            (known.conversation_id, known.id, sender, key, desk, text, self._clock(),
             known.conversation_id),
        )  # fmt: skip
        written = self._message(known.id, sender, key)
        assert written is not None
        return written

    def _messages(self, where: str, *values: Any) -> list[Message]:
        with self._reading():
            rows = self._db.execute(
                f"SELECT number, sender, desk, text, at FROM messages WHERE {where} "  # noqa: S608
                "ORDER BY number",
                values,
            ).fetchall()
        return [Message(*row) for row in rows]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._reading(), transaction(self._db):
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:  # full, locked for long, read-only
                raise QueueUnavailable from error


def _hand_off(row: tuple[Any, ...]) -> HandOff:
    key, conversation, message, state, reason, danger, packet, desk, created, changed = row
    return HandOff(
        key,
        conversation,
        message,
        state,
        reason,
        bool(danger),
        json.loads(packet) if packet else None,
        desk,
        created,
        changed,
    )
