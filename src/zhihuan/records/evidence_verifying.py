"""Going through the chain of evidence, link by link: is it what was written?

Every row of the file is looked at, so a change anywhere is found; what the chain cannot show by
itself stands in `evidence_chain`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhihuan.records.evidence import Content
from zhihuan.records.evidence_chain import GENESIS, Link, commitment, runs_in

_KINDS = frozenset({"answer", "draft", "reply"})
_ERASURES = frozenset({"erased:asked", "erased:retention"})
_MOST_FINDINGS = 100
_CUT_OFF = "记下的那个校验值不在里面：后面的被截掉了，或者整个换过"


@dataclass(frozen=True, slots=True)
class Verified:
    """What going through the chain found. `links`, `kept` and `erased` are counts.

    `head` is the hash of the last link; `findings` are Chinese sentences, none where all is well.
    """

    links: int
    kept: int
    erased: int
    head: str
    findings: tuple[str, ...]


def verified(db: sqlite3.Connection | None, expected: str | None) -> Verified:
    """The chain in `db`; None where there is no file yet. `expected`: a hash to be in it.

    Raises sqlite3.DatabaseError where the file cannot be read to its end.
    """
    walk = _Walk(expected)
    findings: list[str] = []
    if db is None:
        return Verified(0, 0, 0, GENESIS, () if walk.seen else (_CUT_OFF,))
    with _snapshot(db):
        findings += _broken_file(db)
        for finding in walk.of(db):
            findings.append(finding)
            if len(findings) >= _MOST_FINDINGS:
                findings.append("还有更多，只列到这里")
                break
    return Verified(walk.links, walk.kept, walk.erased, walk.head, tuple(findings))


def unreadable(error: sqlite3.DatabaseError) -> Verified:
    """What is said of a file that cannot be read."""
    return Verified(0, 0, 0, "", (f"文件坏了，读不下去（{type(error).__name__}）",))


class _snapshot:  # noqa: N801 - reads as the statement it opens
    """One state of the file, while others go on adding to it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN")

    def __exit__(self, *_: object) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")


def _broken_file(db: sqlite3.Connection) -> list[str]:
    (said,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    return [] if said == "ok" else ["文件的结构坏了"]


class _Walk:
    """One way through the chain, and what was counted on it."""

    def __init__(self, expected: str | None) -> None:
        self.links = self.kept = self.erased = 0
        self.head = GENESIS
        self._expected = expected
        self.seen = expected is None or expected == GENESIS

    def of(self, db: sqlite3.Connection) -> Iterator[str]:
        """What is wrong, in order."""
        missing: set[int] = set()
        gone: set[int] = set()
        present: set[int] = set()
        rows = db.execute(
            "SELECT l.number, id, at, kind, commitment, erased, previous, hash, "
            "conversation_id, message_id, salt, content "
            "FROM links l LEFT JOIN contents USING (number) ORDER BY l.number"
        )
        for number, key, at, kind, to, erased, previous, said, *content in rows:
            self.links += 1
            if number != self.links:
                yield f"第 {self.links} 条不见了"
                self.links = number
            try:
                link = Link(number, key, at, kind, to, runs_in(erased), previous)
            except ValueError:
                yield f"第 {number} 条被改过"
                continue
            if (
                link.hash != said
                or previous != self.head
                or kind not in (_KINDS if to else _ERASURES)
            ):
                yield f"第 {number} 条被改过，或者和前一条接不上"
            self.head = said
            self.seen = self.seen or said == self._expected
            for first, last in link.erased:
                gone.update(range(first, min(last, number - 1) + 1))
            if content[2] is not None:
                present.add(number)
                self.kept += 1
                yield from _altered(db, number, to, content)
            elif to:
                missing.add(number)
        self.erased = len(missing & gone)
        yield from (
            f"第 {number} 条的内容不见了，没有清除的记录" for number in sorted(missing - gone)
        )
        yield from (f"第 {number} 条记着已经清除，内容却还在" for number in sorted(present & gone))
        yield from _without_link(db)
        if not self.seen:
            yield _CUT_OFF


def _altered(db: sqlite3.Connection, number: int, to: str, content: list[Any]) -> Iterator[str]:
    conversation_id, message_id, salt, text = content
    if commitment(salt, text) != to:
        yield f"第 {number} 条的内容被改过"
        return
    # What it is found by stands beside the text, and must say the same.
    read = Content.from_text(text)
    cited = {row[0] for row in db.execute("SELECT slug FROM cited WHERE number = ?", (number,))}
    beside = (conversation_id, message_id, cited)
    if beside != (read.conversation_id, read.message_id, set(read.cited)):
        yield f"第 {number} 条的索引被改过"


def _without_link(db: sqlite3.Connection) -> Iterator[str]:
    for table in ("contents", "cited"):
        rows = db.execute(
            f"SELECT DISTINCT number FROM {table} WHERE number NOT IN "  # noqa: S608
            "(SELECT number FROM links WHERE commitment != '')"
        ).fetchall()
        for (number,) in rows:
            yield f"多出一条不在链上的内容（{number}）"
    orphans = db.execute(
        "SELECT DISTINCT number FROM cited WHERE number NOT IN (SELECT number FROM contents)"
    ).fetchall()
    for (number,) in orphans:
        yield f"第 {number} 条没有内容，索引里却还有"
