"""The ledger: every conversation, its turns, and what was shown, in SQLite.

A turn is asked for under the client's own `message_id`, so that a retry is the same turn and
not a second one. What is kept of a turn is what the person wrote (private data already masked)
and what they were shown; nothing that was generated and held back.

    running ──▶ done        the whole answer is kept
       └──────▶ abandoned   the process died, or failed; the same message may be sent again
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from zhihuan.errors import ZhihuanError
from zhihuan.records.sqlite_file import transaction

Status = Literal["running", "done", "abandoned"]

# A running turn older than this was left by a process that died.
STALE_AFTER_SECONDS = 120.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    conversation_id TEXT NOT NULL,
    number          INTEGER NOT NULL,
    message_id      TEXT NOT NULL,
    text            TEXT NOT NULL,
    as_of           TEXT NOT NULL,
    status          TEXT NOT NULL,
    started         REAL NOT NULL,
    answer          TEXT,
    PRIMARY KEY (conversation_id, number),
    UNIQUE (conversation_id, message_id)
) STRICT;
CREATE TABLE IF NOT EXISTS events (
    conversation_id TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    seq             INTEGER NOT NULL,
    event           TEXT NOT NULL,
    PRIMARY KEY (conversation_id, message_id, seq)
) STRICT;
"""


class TurnInProgress(ZhihuanError):
    """The conversation is still answering an earlier message."""

    def __init__(self) -> None:
        super().__init__("上一句还在回答，请稍等一下再发")


class UnknownConversation(ZhihuanError):
    """No conversation has this id."""

    def __init__(self) -> None:
        super().__init__("没有这段对话，可能已经被清除")


class DifferentMessage(ZhihuanError):
    """The same message id was used for another text."""

    def __init__(self) -> None:
        super().__init__("这个消息编号已经用过，请换一个 message_id 再发")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and, once done, its answer as it was shown."""

    conversation_id: str
    number: int
    message_id: str
    text: str
    as_of: date
    status: Status
    answer: Mapping[str, Any] | None


class Ledger:
    """One SQLite file in WAL mode, shared by the threads of one process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA busy_timeout = 5000")
        self._db.execute("PRAGMA secure_delete = ON")  # what a person erases is gone
        self._db.executescript(_SCHEMA)
        self._lock = threading.Lock()

    def begin(self, conversation_id: str, message_id: str, text: str, as_of: date) -> Turn:
        """Start a turn, or return the one that this message already started.

        A turn with status "done" is returned as it is: its answer is the answer. Raises
        TurnInProgress while any turn of the conversation runs, DifferentMessage where the id
        was used for another text.
        """
        with self._transaction():
            self._abandon_stale(conversation_id)
            earlier = self._turn(conversation_id, message_id)
            if earlier is not None:
                if earlier.text != text:
                    raise DifferentMessage
                if earlier.status == "done":
                    return earlier
            running = self._db.execute(
                "SELECT 1 FROM turns WHERE conversation_id = ? AND status = 'running'",
                (conversation_id,),
            ).fetchone()
            if running:
                raise TurnInProgress
            if earlier is not None:
                self._db.execute(
                    "UPDATE turns SET status = 'running', started = ?, as_of = ? "
                    "WHERE conversation_id = ? AND message_id = ?",
                    (time.time(), as_of.isoformat(), conversation_id, message_id),
                )
            else:
                self._db.execute(
                    "INSERT INTO turns SELECT ?, COALESCE(MAX(number), -1) + 1, ?, ?, ?, "
                    "'running', ?, NULL FROM turns WHERE conversation_id = ?",
                    (
                        conversation_id, message_id, text, as_of.isoformat(), time.time(),
                        conversation_id,
                    ),
                )  # fmt: skip
            self._drop_events(conversation_id, message_id)
            turn = self._turn(conversation_id, message_id)
            assert turn is not None
            return turn

    def finish(self, turn: Turn, answer: Mapping[str, Any]) -> bool:
        """Keep the whole answer; from now on a retry gets it again.

        False where the conversation was erased while it was being answered.
        """
        with self._transaction():
            done = self._db.execute(
                "UPDATE turns SET status = 'done', answer = ? "
                "WHERE conversation_id = ? AND message_id = ?",
                (
                    json.dumps(answer, ensure_ascii=False),
                    turn.conversation_id,
                    turn.message_id,
                ),
            )
            return done.rowcount > 0

    def abandon(self, turn: Turn) -> None:
        """Give the turn up, so that the same message may be sent again."""
        with self._transaction():
            self._db.execute(
                "UPDATE turns SET status = 'abandoned' "
                "WHERE conversation_id = ? AND message_id = ? AND status = 'running'",
                (turn.conversation_id, turn.message_id),
            )

    def add_event(self, turn: Turn, seq: int, event: Mapping[str, Any]) -> None:
        """Keep one event of the stream, unless the turn was erased; `seq` counts from 1."""
        with self._transaction():
            if self._turn(turn.conversation_id, turn.message_id) is None:
                return
            self._db.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?)",
                (turn.conversation_id, turn.message_id, seq, json.dumps(event, ensure_ascii=False)),
            )

    def events(
        self, conversation_id: str, message_id: str, after: int = 0
    ) -> list[tuple[int, dict[str, Any]]]:
        """The events after `after`, in order."""
        with self._lock:
            rows = self._db.execute(
                "SELECT seq, event FROM events WHERE conversation_id = ? AND message_id = ? "
                "AND seq > ? ORDER BY seq",
                (conversation_id, message_id, after),
            ).fetchall()
        return [(seq, json.loads(event)) for seq, event in rows]

    def turns(self, conversation_id: str) -> list[Turn]:
        """The turns that were answered, oldest first. Raises UnknownConversation."""
        with self._lock:
            rows = self._db.execute(
                "SELECT * FROM turns WHERE conversation_id = ? ORDER BY number",
                (conversation_id,),
            ).fetchall()
        if not rows:
            raise UnknownConversation
        return [turn for turn in map(_turn_of, rows) if turn.status == "done"]

    def erase(self, conversation_id: str) -> None:
        """Forget a conversation. Raises UnknownConversation."""
        with self._transaction():
            gone = self._db.execute(
                "DELETE FROM turns WHERE conversation_id = ?", (conversation_id,)
            ).rowcount
            self._db.execute("DELETE FROM events WHERE conversation_id = ?", (conversation_id,))
            if not gone:
                raise UnknownConversation
        with self._lock:  # the write-ahead log still holds what was written
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, transaction(self._db):
            yield

    def _turn(self, conversation_id: str, message_id: str) -> Turn | None:
        row = self._db.execute(
            "SELECT * FROM turns WHERE conversation_id = ? AND message_id = ?",
            (conversation_id, message_id),
        ).fetchone()
        return _turn_of(row) if row else None

    def _abandon_stale(self, conversation_id: str) -> None:
        self._db.execute(
            "UPDATE turns SET status = 'abandoned' WHERE conversation_id = ? "
            "AND status = 'running' AND started < ?",
            (conversation_id, time.time() - STALE_AFTER_SECONDS),
        )

    def _drop_events(self, conversation_id: str, message_id: str) -> None:
        self._db.execute(
            "DELETE FROM events WHERE conversation_id = ? AND message_id = ?",
            (conversation_id, message_id),
        )


def _turn_of(row: tuple[Any, ...]) -> Turn:
    conversation_id, number, message_id, text, as_of, status, _, answer = row
    return Turn(
        conversation_id,
        number,
        message_id,
        text,
        date.fromisoformat(as_of),
        status,
        json.loads(answer) if answer else None,
    )
