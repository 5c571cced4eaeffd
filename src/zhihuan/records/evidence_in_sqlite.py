"""Evidence in SQLite: links that are only ever added, and contents that may be erased.

    links       the chain: one row an answer, and one row an erasure
    contents    text and salt of an answer, while it is kept
    cited       which answers cite which article, while they are kept

A link and its content are written in one transaction that begins by taking the file, so that
several processes add to one chain. What is erased is overwritten, in the write-ahead log too.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hmac import compare_digest
from pathlib import Path
from typing import Any

from zhihuan.records.evidence import (
    AlteredEvidence,
    Content,
    Erased,
    Kept,
    UnknownEvidence,
    Why,
)
from zhihuan.records.evidence_chain import (
    GENESIS,
    SALT_BYTES,
    Link,
    commitment,
    runs_in,
    runs_of,
    runs_text,
)
from zhihuan.records.evidence_verifying import Verified, unreadable, verified
from zhihuan.records.sqlite_file import SqliteFile, transaction

log = logging.getLogger(__name__)

FILE = "evidence.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS links (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    commitment TEXT NOT NULL,
    erased     TEXT NOT NULL,
    previous   TEXT NOT NULL,
    hash       TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS contents (
    number          INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    salt            BLOB NOT NULL,
    content         TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS of_conversation ON contents (conversation_id, message_id);
CREATE TABLE IF NOT EXISTS cited (
    slug   TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (slug, number)
) STRICT, WITHOUT ROWID;
"""
_KEPT = "SELECT l.number, l.id, l.at, l.commitment, c.salt, c.content FROM links l "
_WITH_CONTENT = _KEPT + "JOIN contents c USING (number) "
_PORTION = 200
_DAY_MS = 86_400_000
# How often what is too old is looked for, in milliseconds.
_LOOK_EVERY = 3_600_000


class EvidenceStore:
    """All evidence of one machine, in one file, made when the first is kept."""

    def __init__(
        self,
        path: Path,
        keep_days: int | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`keep_days`: what is older is erased; None keeps everything."""
        self._path = path
        self._file = SqliteFile(path, _SCHEMA)
        self._keep_days = keep_days
        self._clock = clock
        self._looked = 0

    def keep(self, content: Content) -> str:
        """Add an answer to the chain; its id, which cannot be guessed."""
        text, salt = content.to_text(), secrets.token_bytes(SALT_BYTES)
        with self._adding() as db:
            link = self._add(db, content.kind, commitment(salt, text))
            db.execute(
                "INSERT INTO contents VALUES (?, ?, ?, ?, ?)",
                (link.number, content.conversation_id, content.message_id, salt, text),
            )
            db.executemany(
                "INSERT INTO cited VALUES (?, ?)", [(slug, link.number) for slug in content.cited]
            )
        self.erase_old()
        return link.id

    def get(self, evidence_id: str) -> Kept:
        """What is kept under an id. Raises UnknownEvidence, AlteredEvidence."""
        where = "LEFT JOIN contents c USING (number) WHERE l.id = ? AND l.commitment != ''"
        rows = self._file.read(_KEPT + where, evidence_id)
        if not rows:
            raise UnknownEvidence
        if rows[0][5] is not None:
            return _kept(rows[0])
        number, key, at, *_ = rows[0]
        erased = self._erasure_of(number)
        if erased is None:
            raise AlteredEvidence
        return Kept(key, number, at / 1000, None, erased)

    def of_message(self, conversation_id: str, message_id: str) -> list[Kept]:
        """What was shown in answer to a message, oldest first."""
        where = "WHERE c.conversation_id = ? AND c.message_id = ? ORDER BY l.number"
        return _unaltered(self._file.read(_WITH_CONTENT + where, conversation_id, message_id))

    def before(self, kept: Kept) -> list[Kept]:
        """What was shown in the same conversation before, oldest first. Raises AlteredEvidence."""
        if kept.content is None:
            return []
        where = "WHERE c.conversation_id = ? AND l.number < ? ORDER BY l.number"
        rows = self._file.read(_WITH_CONTENT + where, kept.content.conversation_id, kept.number)
        return [_kept(row) for row in rows]

    def citing(self, slug: str) -> list[Kept]:
        """The answers that cite an article, newest first."""
        where = "JOIN cited USING (number) WHERE cited.slug = ? ORDER BY l.number DESC"
        return _unaltered(self._file.read(_WITH_CONTENT + where, slug))

    def since(self, at: float = 0.0) -> Iterator[Kept]:
        """Everything that is kept since `at` (seconds since 1970), oldest first."""
        after = 0
        where = "WHERE l.at >= ? AND l.number > ? ORDER BY l.number LIMIT ?"
        while rows := self._file.read(_WITH_CONTENT + where, int(at * 1000), after, _PORTION):
            yield from _unaltered(rows)
            after = rows[-1][0]

    def erase(self, conversation_id: str) -> int:
        """Forget a conversation; how many answers that was. The chain still holds."""
        return self._erase("asked", "conversation_id = ?", conversation_id)

    def erase_one(self, evidence_id: str) -> int:
        """Forget one answer. Raises UnknownEvidence."""
        self.get(evidence_id)
        where = "number = (SELECT number FROM links WHERE id = ?)"
        return self._erase("asked", where, evidence_id)

    def erase_old(self) -> int:
        """Forget what is older than it may be kept; looked for once an hour at most."""
        now = self._now()
        if self._keep_days is None or now - self._looked < _LOOK_EVERY:
            return 0
        self._looked = now
        where = "number IN (SELECT number FROM links WHERE at < ?)"
        return self._erase("retention", where, now - self._keep_days * _DAY_MS)

    def verify(self, expected: str | None = None) -> Verified:
        """Go through the whole chain. `expected`: a hash noted down before, to be in it."""
        if not self._path.exists():
            return verified(None, expected)
        try:
            with self._file.writing() as db:
                return verified(db, expected)
        except sqlite3.DatabaseError as error:
            return unreadable(error)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _add(self, db: sqlite3.Connection, kind: str, to: str, erased: Any = ()) -> Link:
        last = db.execute("SELECT number, hash FROM links ORDER BY number DESC LIMIT 1").fetchone()
        number, previous = last or (0, GENESIS)
        link = Link(
            number + 1, secrets.token_hex(16), self._now(), kind, to, tuple(erased), previous
        )
        db.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (link.number, link.id, link.at, kind, to, runs_text(link.erased), previous, link.hash),
        )
        return link

    def _erase(self, why: Why, where: str, *values: Any) -> int:
        """`where` is a condition of ours on `contents`."""
        query = f"SELECT number FROM contents WHERE {where}"  # noqa: S608
        if not self._file.read(query, *values):
            return 0
        with self._adding() as db:
            numbers = [row[0] for row in db.execute(query, values)]
            for table in ("contents", "cited"):
                db.executemany(
                    f"DELETE FROM {table} WHERE number = ?",  # noqa: S608
                    [(number,) for number in numbers],
                )
            if numbers:
                self._add(db, f"erased:{why}", "", runs_of(numbers))
        self._empty_log()
        return len(numbers)

    def _empty_log(self) -> None:
        """The write-ahead log still holds what was written; a reader may keep it for a while."""
        with self._file.writing() as db:
            busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            log.warning("the log of %s is still being read; it is emptied later", FILE)

    def _erasure_of(self, number: int) -> Erased | None:
        rows = self._file.read(
            "SELECT at, kind, erased FROM links WHERE commitment = '' AND number > ?", number
        )
        for at, kind, erased in rows:
            if any(first <= number <= last for first, last in runs_in(erased)):
                return Erased(at / 1000, kind.removeprefix("erased:"))
        return None

    @contextmanager
    def _adding(self) -> Iterator[sqlite3.Connection]:
        with self._file.writing() as db, transaction(db):
            yield db


def _unaltered(rows: Iterable[tuple[Any, ...]]) -> list[Kept]:
    """A list leaves out what was altered: `verify` names it, and the rest is still good."""
    found = []
    for row in rows:
        try:
            found.append(_kept(row))
        except AlteredEvidence:
            log.warning("a content of %s was altered", FILE)
    return found


def _kept(row: tuple[Any, ...]) -> Kept:
    number, key, at, committed, salt, text = row
    if not compare_digest(commitment(salt, text), committed):
        raise AlteredEvidence
    return Kept(key, number, at / 1000, Content.from_text(text))
