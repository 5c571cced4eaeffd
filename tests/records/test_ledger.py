"""What is kept of conversations: once, in order, and not after it was erased."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhihuan.records.ledger import (
    STALE_AFTER_SECONDS,
    DifferentMessage,
    Ledger,
    Turn,
    TurnInProgress,
    UnknownConversation,
)

TODAY = date(2026, 11, 21)
ANSWER = {"kind": "answer", "sentences": [{"text": "晚一天也算逾期。"}]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    opened = Ledger(path)
    yield opened
    opened.close()


def begin(
    ledger: Ledger, message: str = "m1", text: str = "晚一天算逾期吗", *, of: str = "c1"
) -> Turn:
    return ledger.begin(of, message, text, TODAY)


def test_a_turn_begins_running_and_without_an_answer(ledger: Ledger) -> None:
    turn = begin(ledger)
    assert turn == Turn("c1", 0, "m1", "晚一天算逾期吗", TODAY, "running", None)


def test_a_retry_of_an_answered_message_is_the_same_turn_with_its_answer(ledger: Ledger) -> None:
    turn = begin(ledger)
    ledger.finish(turn, ANSWER)
    again = begin(ledger)
    assert (again.number, again.status, again.answer) == (0, "done", ANSWER)
    assert len(ledger.turns("c1")) == 1


def test_a_retry_on_another_day_keeps_the_day_of_the_answer(ledger: Ledger) -> None:
    ledger.finish(begin(ledger), ANSWER)
    assert ledger.begin("c1", "m1", "晚一天算逾期吗", date(2027, 1, 1)).as_of == TODAY


def test_a_retry_while_it_is_answered_has_to_wait(ledger: Ledger) -> None:
    begin(ledger)
    with pytest.raises(TurnInProgress):
        begin(ledger)


@pytest.mark.parametrize("status", ["running", "done", "abandoned"])
def test_another_text_under_the_same_id_is_refused(ledger: Ledger, status: str) -> None:
    turn = begin(ledger)
    if status == "done":
        ledger.finish(turn, ANSWER)
    if status == "abandoned":
        ledger.abandon(turn)
    with pytest.raises(DifferentMessage):
        begin(ledger, text="另一句")


def test_a_conversation_answers_one_message_at_a_time(ledger: Ledger) -> None:
    turn = begin(ledger)
    with pytest.raises(TurnInProgress):
        begin(ledger, "m2", "再问一句")
    begin(ledger, of="c2")  # another conversation is not kept waiting
    ledger.finish(turn, ANSWER)
    assert begin(ledger, "m2", "再问一句").number == 1


def test_an_earlier_answer_can_be_had_again_while_a_turn_runs(ledger: Ledger) -> None:
    ledger.finish(begin(ledger), ANSWER)
    begin(ledger, "m2")
    assert begin(ledger, "m1").answer == ANSWER


@pytest.mark.parametrize("second", ["m1", "m2"])
@pytest.mark.parametrize("openings", [1, 2])
def test_of_two_that_race_exactly_one_begins(path: Path, second: str, openings: int) -> None:
    ledgers = [Ledger(path) for _ in range(openings)]
    for round_ in range(20):
        outcomes: list[str] = []
        ready = threading.Barrier(2)

        def race(ledger: Ledger, message: str, of=f"c{round_}", go=ready, seen=outcomes) -> None:
            go.wait()
            try:
                seen.append(begin(ledger, message, of=of).status)
            except TurnInProgress:
                seen.append("waits")

        threads = [
            threading.Thread(target=race, args=racer)
            for racer in ((ledgers[0], "m1"), (ledgers[-1], second))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["running", "waits"]
    for ledger in ledgers:
        ledger.close()


def test_two_openings_of_one_file_keep_to_one_turn_at_a_time(ledger: Ledger, path: Path) -> None:
    other = Ledger(path)
    turn = begin(ledger)
    with pytest.raises(TurnInProgress):
        begin(other)
    ledger.finish(turn, ANSWER)
    assert begin(other).answer == ANSWER
    other.close()


def test_an_abandoned_turn_can_be_begun_again_under_its_number(ledger: Ledger) -> None:
    ledger.abandon(begin(ledger))
    assert (begin(ledger).number, begin(ledger, of="c2").number) == (0, 0)


def test_an_answered_turn_cannot_be_abandoned(ledger: Ledger) -> None:
    turn = begin(ledger)
    ledger.finish(turn, ANSWER)
    ledger.abandon(turn)
    assert begin(ledger).answer == ANSWER


def time_passes(path: Path, seconds: float) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE turns SET started = started - ?", (seconds,))


def test_a_turn_left_by_a_process_that_died_can_be_begun_again(ledger: Ledger, path: Path) -> None:
    begin(ledger)
    time_passes(path, STALE_AFTER_SECONDS - 30)
    with pytest.raises(TurnInProgress):
        begin(ledger)
    time_passes(path, 31)
    assert begin(ledger).status == "running"
    with pytest.raises(TurnInProgress):  # its time begins anew
        begin(ledger)


def test_a_turn_left_behind_does_not_block_the_next_message(ledger: Ledger, path: Path) -> None:
    begin(ledger)
    time_passes(path, STALE_AFTER_SECONDS + 1)
    assert begin(ledger, "m2").number == 1


def test_numbers_follow_each_other_from_nought(ledger: Ledger) -> None:
    for number in range(5):
        turn = begin(ledger, f"m{number}")
        assert turn.number == number
        ledger.finish(turn, ANSWER)
    assert [turn.number for turn in ledger.turns("c1")] == [0, 1, 2, 3, 4]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["finish", "abandon"]))))
def test_whatever_is_sent_again_no_turn_is_doubled(sent: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder, closing(Ledger(Path(folder) / "l.sqlite")) as ledger:
        send_all(ledger, sent)


def send_all(ledger: Ledger, sent: list[tuple[str, str]]) -> None:
    answered: dict[str, int] = {}
    for message, end in sent:
        turn = begin(ledger, message)
        assert (turn.status == "done") == (message in answered)
        if turn.status == "running" and end == "finish":
            ledger.finish(turn, {"of": message})
            answered[message] = turn.number
        elif turn.status == "running":
            ledger.abandon(turn)
        else:
            assert turn.answer == {"of": message}
    if sent:
        turns = ledger.turns("c1")
        assert {turn.message_id: turn.number for turn in turns} == answered
        assert [turn.number for turn in turns] == sorted(answered.values())


def test_turns_that_were_not_answered_are_not_told(ledger: Ledger) -> None:
    ledger.abandon(begin(ledger))
    assert ledger.turns("c1") == []
    begin(ledger, "m2")
    assert ledger.turns("c1") == []


def test_events_come_back_in_order_and_from_where_one_left_off(ledger: Ledger) -> None:
    turn = begin(ledger)
    for seq in (2, 1, 3, 10):
        ledger.add_event(turn, seq, {"type": "text", "说": f"第{seq}句"})
    assert [seq for seq, _ in ledger.events("c1", "m1")] == [1, 2, 3, 10]
    assert ledger.events("c1", "m1", after=3) == [(10, {"type": "text", "说": "第10句"})]
    assert ledger.events("c1", "other") == []


def test_what_a_given_up_turn_had_shown_is_not_mixed_with_what_follows(ledger: Ledger) -> None:
    turn = begin(ledger)
    ledger.add_event(turn, 1, {"text": "半句"})
    ledger.abandon(turn)
    begin(ledger)
    assert ledger.events("c1", "m1") == []


def test_everything_is_there_after_opening_it_again(path: Path) -> None:
    before = Ledger(path)
    turn = begin(before)
    before.add_event(turn, 1, {"text": "一"})
    before.finish(turn, ANSWER)
    before.close()
    after = Ledger(path)
    assert begin(after).answer == ANSWER
    assert after.events("c1", "m1") == [(1, {"text": "一"})]
    assert begin(after, "m2").number == 1
    after.close()


SECRET = "我叫王小明欠了八千三百二十一元"


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if "-shm" not in file.name)


def keep_a_secret(ledger: Ledger) -> Turn:
    for number in range(40):  # enough for several pages, some of them freed and used again
        turn = begin(ledger, f"m{number}", f"{SECRET}，第{number}次", of="secret")
        ledger.add_event(turn, 1, {"text": SECRET * 20})
        ledger.finish(turn, {"text": SECRET * 50})
    return turn


def test_what_is_erased_is_gone_from_the_disk_at_once(ledger: Ledger, path: Path) -> None:
    ledger.finish(begin(ledger), ANSWER)
    keep_a_secret(ledger)
    assert SECRET.encode() in bytes_on_disk(path)
    ledger.erase("secret")
    assert SECRET.encode() not in bytes_on_disk(path)  # while the server still runs
    ledger.close()
    assert SECRET.encode() not in bytes_on_disk(path)
    reopened = Ledger(path)
    assert reopened.turns("c1")[0].answer == ANSWER  # and nothing else is
    reopened.close()


def test_a_conversation_that_was_erased_is_unknown(ledger: Ledger) -> None:
    keep_a_secret(ledger)
    ledger.erase("secret")
    with pytest.raises(UnknownConversation):
        ledger.turns("secret")
    with pytest.raises(UnknownConversation):
        ledger.erase("secret")
    assert ledger.events("secret", "m0") == []
    assert begin(ledger, of="secret").number == 0


def test_an_answer_that_comes_after_the_erasing_is_not_kept(ledger: Ledger, path: Path) -> None:
    turn = begin(ledger, text=SECRET)
    ledger.erase("c1")
    ledger.add_event(turn, 1, {"text": SECRET})
    ledger.finish(turn, {"text": SECRET})
    ledger.abandon(turn)
    assert ledger.events("c1", "m1") == []
    with pytest.raises(UnknownConversation):
        ledger.turns("c1")
    assert SECRET.encode() not in bytes_on_disk(path)


def test_nobody_else_on_the_machine_can_read_it(ledger: Ledger, path: Path) -> None:
    begin(ledger)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert "ledger.sqlite-wal" in modes
    assert set(modes.values()) == {0o600}


def test_an_unknown_conversation_is_an_error_and_not_an_empty_list(ledger: Ledger) -> None:
    with pytest.raises(UnknownConversation):
        ledger.turns("nobody")


FULL_DISK = """
import resource, signal, sqlite3, sys
from datetime import date
from pathlib import Path
from zhihuan.records.ledger import Ledger

day = date(2026, 11, 21)
ledger = Ledger(Path(sys.argv[1]))
ledger.finish(ledger.begin("c", "m1", "一", day), {"text": "一"})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    ledger.begin("c", "m2", "长" * 1_000_000, day)
except sqlite3.OperationalError as error:
    print("refused:", error)
print(ledger.begin("c", "m1", "一", day).answer)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(ledger.begin("c", "m2", "长" * 1_000_000, day).number)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_full_disk_refuses_the_turn_and_heals_by_itself(path: Path) -> None:
    path.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    refused, kept, later = done.stdout.splitlines()
    assert refused.startswith("refused: ")
    assert (kept, later) == ("{'text': '一'}", "1")
