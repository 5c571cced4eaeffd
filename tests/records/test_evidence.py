"""Evidence in its file: kept, found again, erased, and not to be altered unseen."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.records.evidence_made import cited, content
from zhihuan.records.evidence import AlteredEvidence, UnknownEvidence
from zhihuan.records.evidence_chain import GENESIS, Link
from zhihuan.records.evidence_in_sqlite import EvidenceStore

WORDS = "我姓欧阳住在紫藤路欠了三千二"
DAY = 86_400


class Clock:
    """A clock that a test sets."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evidence.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[EvidenceStore]:
    opened = EvidenceStore(path)
    yield opened
    opened.close()


def raw(path: Path) -> bytes:
    """Everything on the disk: the file, its log and whatever else lies beside them."""
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


def tampered(path: Path, *statements: str) -> tuple[str, ...]:
    """What going through the chain finds after somebody has run these."""
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()
    store = EvidenceStore(path)
    found = store.verify().findings
    store.close()
    return found


# --- kept


def test_nothing_is_written_before_something_is_kept(store: EvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(UnknownEvidence):
        store.get("x")
    assert (list(store.since()), store.citing("a"), store.erase("c")) == ([], [], 0)
    assert store.verify().findings == ()
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_is_found_again_whole(store: EvidenceStore) -> None:
    kept = content(
        private=("手机号",), answer={"text": "好。", "held": [{"rule": "3", "why": "数"}]}
    )
    found = store.get(store.keep(kept))
    assert (found.content, found.number, found.erased) == (kept, 1, None)
    assert abs(found.at - time.time()) < 60


def test_it_is_found_by_conversation_by_article_and_by_time(path: Path) -> None:
    clock = Clock()
    store = EvidenceStore(path, clock=clock)
    store.keep(content("一"))
    clock.now += DAY
    store.keep(content("二", message_id="m2", answer={"citations": [cited("a"), cited("a")]}))
    last = store.keep(content("三", conversation_id="d", answer={"citations": [cited("a")]}))
    asked = [k.content and k.content.question for k in store.citing("a")]
    assert asked == ["三", "二"]
    assert [k.number for k in store.of_message("c", "m2")] == [2]
    assert [k.number for k in store.before(store.of_message("c", "m2")[0])] == [1]
    assert store.before(store.get(last)) == []
    assert [k.number for k in store.since(clock.now)] == [2, 3]
    store.close()


# --- altered


def test_a_chain_that_nobody_touched_is_well(store: EvidenceStore) -> None:
    for number in range(5):
        store.keep(content(f"问题{number}"))
    store.erase_one(store.of_message("c", "m")[2].id)
    found = store.verify()
    assert (found.links, found.kept, found.erased, found.findings) == (6, 4, 1, ())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE links SET id = 'x' WHERE number = 2",
        "UPDATE links SET at = at + 1 WHERE number = 2",
        "UPDATE links SET kind = 'reply' WHERE number = 2",
        "UPDATE links SET commitment = 'x' WHERE number = 2",
        "UPDATE links SET erased = '1-1' WHERE number = 2",
        "UPDATE links SET previous = hash WHERE number = 2",
        "UPDATE links SET hash = previous WHERE number = 2",
        "UPDATE contents SET content = replace(content, '五年', '三年') WHERE number = 2",
        "UPDATE contents SET salt = zeroblob(32) WHERE number = 2",
        "UPDATE contents SET conversation_id = 'x' WHERE number = 2",
        "UPDATE contents SET message_id = 'x' WHERE number = 2",
        "UPDATE contents SET number = 99 WHERE number = 2",
        "UPDATE cited SET slug = 'x' WHERE number = 2",
        "DELETE FROM cited WHERE number = 2",
        "INSERT INTO cited VALUES ('x', 99)",
        "DELETE FROM contents WHERE number = 2",
        "DELETE FROM links WHERE number = 2",
        "DELETE FROM links WHERE number = 1",
        "DELETE FROM links WHERE number = 3",
        "INSERT INTO links SELECT 4, 'x', at, kind, commitment, erased, previous, 'x' "
        "FROM links WHERE number = 3",
    ],
)
def test_whatever_is_changed_in_a_row_is_found(
    store: EvidenceStore, path: Path, statement: str
) -> None:
    for number in range(3):
        store.keep(content(f"问题{number}"))
    store.close()
    assert tampered(path) == ()
    assert tampered(path, statement) != ()


def test_a_content_that_was_taken_away_is_not_an_erased_one(
    store: EvidenceStore, path: Path
) -> None:
    taken = store.keep(content())
    store.keep(content("二"))
    store.close()
    (finding,) = tampered(
        path, "DELETE FROM contents WHERE number = 1", "DELETE FROM cited WHERE number = 1"
    )
    assert "没有清除的记录" in finding
    with pytest.raises(AlteredEvidence):
        EvidenceStore(path).get(taken)


def test_an_altered_content_is_never_shown_and_the_others_still_are(
    store: EvidenceStore, path: Path
) -> None:
    first, second = store.keep(content("一")), store.keep(content("二"))
    store.close()
    tampered(
        path, "UPDATE contents SET content = replace(content, '五年', '三年') WHERE number = 1"
    )
    again = EvidenceStore(path)
    with pytest.raises(AlteredEvidence):
        again.get(first)
    assert [kept.id for kept in again.since()] == [second]
    again.close()


def test_a_link_made_to_fit_is_found_by_the_one_after_it(store: EvidenceStore, path: Path) -> None:
    for number in range(3):
        store.keep(content(f"问题{number}"))
    store.close()
    with sqlite3.connect(path) as db:
        _, key, at, kind, to, _, before, _ = db.execute(
            "SELECT * FROM links WHERE number = 2"
        ).fetchone()
    forged = Link(2, key, at + 1, kind, to, (), before)
    found = tampered(path, f"UPDATE links SET at = at + 1, hash = '{forged.hash}' WHERE number = 2")
    assert any("第 3 条" in finding for finding in found)


def test_an_end_that_was_cut_off_is_found_by_a_hash_noted_down_before(
    store: EvidenceStore, path: Path
) -> None:
    store.keep(content("一"))
    noted = store.verify().head
    store.keep(content("二"))
    last = store.verify().head
    assert store.verify(noted).findings == store.verify(last).findings == ()
    assert store.verify(GENESIS).findings == ()
    store.close()
    cut = [f"DELETE FROM {table} WHERE number = 2" for table in ("links", "contents", "cited")]
    assert tampered(path, *cut) == ()  # what a chain alone cannot show
    shorter = EvidenceStore(path)
    assert shorter.verify(noted).findings == ()
    assert shorter.verify(last).findings != ()
    shorter.close()
    path.unlink()
    assert EvidenceStore(path).verify(last).findings != ()


def test_any_byte_that_changes_what_is_read_is_found(store: EvidenceStore, path: Path) -> None:
    for number in range(3):
        store.keep(content(f"问题{number}", conversation_id=f"c{number}"))
    store.erase("c1")
    store.close()
    whole = path.read_bytes()
    before = _rows(path)
    places = {n for n in range(0, len(whole), 13) if whole[n]} | set(range(100))
    noticed = 0
    for place in sorted(places):
        changed = bytearray(whole)
        changed[place] ^= 0x41
        path.write_bytes(changed)
        rows = _rows(path)
        opened = EvidenceStore(path)
        findings = opened.verify().findings
        opened.close()
        for beside in path.parent.glob("*-*"):
            beside.unlink()
        assert findings or rows == before, f"byte {place}"
        noticed += bool(findings)
    assert noticed > 100


def _rows(path: Path) -> Any:
    """Every row of every table of ours; the error where it cannot be read."""
    db = sqlite3.connect(path)
    try:
        return [db.execute(f"SELECT * FROM {t}").fetchall() for t in ("links", "contents", "cited")]
    except sqlite3.DatabaseError as error:
        return type(error)
    finally:
        db.close()


# --- erased


def test_what_is_erased_is_in_no_file_and_the_chain_still_holds(
    store: EvidenceStore, path: Path
) -> None:
    for number in range(20):
        store.keep(content(f"{WORDS}{number}", conversation_id=f"of-a-person-{number % 2}"))
    assert WORDS.encode() in raw(path)
    gone = [k.id for k in store.since() if k.content and k.content.conversation_id[-1] == "0"]
    assert store.erase("of-a-person-0") == 10
    assert b"of-a-person-0" not in raw(path) and b"of-a-person-1" in raw(path)
    store.erase("of-a-person-1")
    assert WORDS.encode() not in raw(path)
    found = store.verify()
    assert (found.links, found.kept, found.erased, found.findings) == (22, 0, 20, ())
    kept = store.get(gone[0])
    assert kept.content is None and kept.erased is not None and kept.erased.why == "asked"
    assert store.citing("when-it-disappears") == []


def test_erasing_what_is_not_there_adds_nothing(store: EvidenceStore) -> None:
    store.keep(content())
    assert store.erase("nobody") == 0
    assert store.verify().links == 1
    with pytest.raises(UnknownEvidence):
        store.erase_one("nothing")


def test_nothing_of_what_was_erased_can_be_told_from_the_chain(
    store: EvidenceStore, path: Path
) -> None:
    names = {"conversation_id": "a-conversation", "message_id": "a-message"}
    store.keep(content(WORDS, **names))
    for word in (*names.values(), "when-it-disappears", WORDS):
        assert word.encode() in raw(path)
    store.erase("a-conversation")
    for word in (*names.values(), "when-it-disappears", WORDS):
        assert word.encode() not in raw(path)


def test_what_is_too_old_is_erased_and_what_is_not_stays(path: Path) -> None:
    clock = Clock()
    store = EvidenceStore(path, keep_days=30, clock=clock)
    old = store.keep(content(WORDS))
    clock.now += 29 * DAY
    young = store.keep(content("二", conversation_id="d"))
    assert store.get(old).content is not None
    clock.now += 2 * DAY
    store.keep(content("三", conversation_id="e"))
    kept = store.get(old)
    assert kept.content is None and kept.erased is not None and kept.erased.why == "retention"
    assert store.get(young).content is not None
    assert WORDS.encode() not in raw(path)
    assert store.verify().findings == ()
    store.close()


def test_all_is_kept_where_no_days_were_set(path: Path) -> None:
    clock = Clock()
    store = EvidenceStore(path, clock=clock)
    kept = store.keep(content())
    clock.now += 36_500 * DAY
    store.erase_old()
    assert store.get(kept).content is not None
    store.close()


# --- several processes, and crashes

APPENDS = """
import sys
from pathlib import Path
from tests.records.evidence_made import content
from zhihuan.records.evidence_in_sqlite import EvidenceStore
store = EvidenceStore(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    store.keep(content(f"{sys.argv[2]}{number}", conversation_id=sys.argv[2] * 20))
    print(number, flush=True)
"""


def appending(path: Path, name: str, times: int) -> subprocess.Popen[str]:
    """A process of its own that keeps one answer after another."""
    return subprocess.Popen(
        [sys.executable, "-c", APPENDS, str(path), name, str(times)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_add_to_one_chain(path: Path, store: EvidenceStore) -> None:
    store.keep(content())
    both = [appending(path, name, 40) for name in ("a", "b")]
    erased = 0
    while any(each.poll() is None for each in both):
        erased += store.erase("c")
        store.keep(content())
        time.sleep(0.02)
    for each in both:
        each.communicate()
        assert each.returncode == 0
    found = store.verify()
    assert found.findings == ()
    asked = [k.content.question for k in store.since() if k.content]
    assert {f"{name}{n}" for name in "ab" for n in range(40)} <= set(asked)
    assert erased > 0 and found.kept == len(asked)


def test_a_process_that_is_killed_in_the_middle_leaves_a_whole_chain(path: Path) -> None:
    said = 0
    for _ in range(3):
        process = appending(path, "k", 10_000)
        assert process.stdout is not None
        said += sum(1 for _ in zip(process.stdout, range(15), strict=False))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    store = EvidenceStore(path)
    found = store.verify()
    assert found.findings == ()
    assert found.kept >= said >= 45  # what had been kept is still there
    store.erase("k" * 20)
    assert b"k" * 20 not in raw(path)
    store.close()


def test_a_failed_write_leaves_neither_link_nor_content(store: EvidenceStore, path: Path) -> None:
    store.keep(content())
    with sqlite3.connect(path) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON cited BEGIN SELECT RAISE(FAIL, 'x'); END")
    db.close()
    with pytest.raises(sqlite3.DatabaseError):
        store.keep(content(WORDS))
    found = store.verify()
    assert (found.links, found.kept, found.findings) == (1, 1, ())
