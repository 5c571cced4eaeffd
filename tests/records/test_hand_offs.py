"""The queue of hand-offs: who may do what when, once and in order, and what is forgotten."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.records.hand_offs import (
    OPEN,
    Act,
    HandOff,
    HandOffOver,
    HandOffWaiting,
    NewHandOff,
    QueueUnavailable,
    TakenByAnother,
    UnknownHandOff,
    after,
)
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs
from zhihuan.records.ledger import DifferentMessage

ACTS: tuple[Act, ...] = ("take", "release", "reply", "close", "withdraw", "fail")


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> SqliteHandOffs:
    return SqliteHandOffs(tmp_path / "hand_offs.sqlite", tells=True, clock=clock)


def new(conversation: str = "c", message: str = "m", **more: object) -> NewHandOff:
    values = {"content": "x", "reason": "asked", "danger": False, "packet": {"secret": "卡路里"}}
    return NewHandOff(conversation, message, **{**values, **more})  # type: ignore[arg-type]


# --- what may follow what


@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_what_is_over_stays_over_and_nothing_answers_without_being_open(acts: list[Act]) -> None:
    state, path = after("queued", "take"), ["taken"]
    for act in acts:
        try:
            state = after(state, act)
        except HandOffOver:
            continue
        path.append(state)
    over = [n for n, each in enumerate(path) if each not in OPEN]
    assert over in ([], [len(path) - 1])
    assert all(path[n] != "answered" or path[n - 1] in OPEN for n in range(1, len(path)))


@given(
    st.lists(
        st.tuples(st.sampled_from(("take", "release", "reply", "close")), st.sampled_from("AB")),
        max_size=10,
    )
)
def test_only_the_desk_that_holds_it_can_do_anything(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Act, str]]
) -> None:
    queue = SqliteHandOffs(tmp_path_factory.mktemp("q") / "q.sqlite")
    made = queue.open(new())
    for number, (act, desk) in enumerate(steps):
        before = queue.get(made.id)
        try:
            if act == "reply":
                queue.reply(made.id, f"r{number}", desk, "好")
            else:
                queue.act(made.id, act, desk)
        except (HandOffOver, TakenByAnother):
            assert queue.get(made.id) == before
            continue
        assert before.is_open and before.desk in (None, desk)
        now = queue.get(made.id)
        if now.state in ("taken", "answered"):
            assert now.desk == desk
        if now.state == "queued":
            assert now.desk is None
    queue.close()


def test_two_who_take_it_at_once_are_one_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "q.sqlite"
    made = SqliteHandOffs(path).open(new())
    won: list[str] = []
    lost: list[str] = []
    together = threading.Barrier(8)

    def take(desk: str, queue: SqliteHandOffs) -> None:
        together.wait()
        try:
            queue.act(made.id, "take", desk)
            won.append(desk)
        except TakenByAnother:
            lost.append(desk)

    queues = [SqliteHandOffs(path) for _ in range(4)]  # as four processes would open it
    threads = [threading.Thread(target=take, args=(f"desk {n}", queues[n % 4])) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1 and len(lost) == 7
    assert SqliteHandOffs(path).get(made.id).desk == won[0]


def test_taking_twice_is_taking_once(queue: SqliteHandOffs) -> None:
    made = queue.open(new())
    assert queue.act(made.id, "take", "A") == queue.act(made.id, "take", "A")


def test_what_nobody_took_cannot_be_put_back(queue: SqliteHandOffs) -> None:
    made = queue.open(new())
    with pytest.raises(HandOffOver):
        queue.act(made.id, "release", "A")


def test_an_operator_may_close_what_another_holds(queue: SqliteHandOffs) -> None:
    made = queue.open(new())
    queue.act(made.id, "take", "A")
    assert queue.act(made.id, "close", None).state == "closed"


def test_who_answers_without_taking_has_taken_it(queue: SqliteHandOffs) -> None:
    made = queue.open(new())
    queue.reply(made.id, "r", "A", "您好")
    assert (queue.get(made.id).state, queue.get(made.id).desk) == ("answered", "A")
    with pytest.raises(TakenByAnother):
        queue.reply(made.id, "r2", "B", "我也来")


# --- once


def test_the_same_message_is_the_same_hand_off_whatever_became_of_it(
    queue: SqliteHandOffs,
) -> None:
    made = queue.open(new())
    assert queue.open(new()).id == made.id
    queue.withdraw("c")
    assert queue.open(new()).state == "withdrawn"
    with pytest.raises(DifferentMessage):
        queue.open(new(content="y"))


def test_many_retries_at_once_are_one_hand_off(tmp_path: Path) -> None:
    path = tmp_path / "q.sqlite"
    queues = [SqliteHandOffs(path) for _ in range(3)]
    made: list[HandOff] = []
    threads = [
        threading.Thread(target=lambda q=queues[n % 3]: made.append(q.open(new())))
        for n in range(9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 9 and len({each.id for each in made}) == 1
    assert len(queues[0].waiting()) == 1


def test_a_conversation_waits_once(queue: SqliteHandOffs) -> None:
    made = queue.open(new())
    with pytest.raises(HandOffWaiting):
        queue.open(new(message="m2"))
    queue.act(made.id, "close", None)
    assert queue.open(new(message="m2")).state == "queued"


def test_a_reply_that_was_sent_twice_is_read_once(queue: SqliteHandOffs) -> None:
    made = queue.open(new())
    first = queue.reply(made.id, "r", "A", "您好")
    queue.act(made.id, "close", "A")
    assert queue.reply(made.id, "r", "A", "您好") == first
    with pytest.raises(DifferentMessage):
        queue.reply(made.id, "r", "A", "再见")
    with pytest.raises(HandOffOver):
        queue.reply(made.id, "r2", "A", "再见")
    assert [m.text for m in queue.answers("c", 0)] == ["您好"]
    assert queue.answers("c", first.number) == []


def test_what_the_person_writes_is_passed_on_once_and_raises_the_alarm(
    queue: SqliteHandOffs,
) -> None:
    assert queue.hear("c", "m1", "在吗", danger=False) is None
    made = queue.open(new())
    queue.hear("c", "m1", "在吗", danger=False)
    heard = queue.hear("c", "m1", "在吗", danger=True)
    assert heard is not None and heard.danger and heard.reason == "danger"
    assert [(m.sender, m.text) for m in queue.thread(made.id)] == [("person", "在吗")]


# --- in order


def test_danger_comes_first_and_then_whoever_has_waited_longest(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    ids = {}
    for name, danger in (("a", False), ("b", False), ("c", True), ("d", True)):
        clock.now += 1
        ids[name] = queue.open(new(name, danger=danger)).id
    assert [each.conversation_id for each in queue.waiting()] == ["c", "d", "a", "b"]
    queue.act(ids["c"], "take", "A")
    places = {name: queue.position(queue.get(key)) for name, key in ids.items()}
    assert places == {"c": None, "d": 1, "a": 2, "b": 3}
    queue.act(ids["c"], "release", "A")
    assert queue.position(queue.get(ids["c"])) == 1


def told(queue: SqliteHandOffs, clock: Clock, *, arrives: bool = True) -> list[str]:
    events = []
    while (delivery := queue.claim(clock.now, 60)) is not None:
        events.append(f"{delivery.event}:{delivery.hand_off_id[:4]}")
        if arrives:
            queue.delivered(delivery)
    return events


def test_what_happens_to_one_person_is_told_in_order(queue: SqliteHandOffs, clock: Clock) -> None:
    queue.open(new())
    queue.hear("c", "m1", "在吗", danger=False)
    first = queue.claim(clock.now, 60)
    assert first is not None and first.event == "queued"
    assert first.data["packet"] == {"secret": "卡路里"}
    assert queue.claim(clock.now, 60) is None, "the message waits for the packet"
    queue.delivered(first)
    second = queue.claim(clock.now, 60)
    assert second is not None and second.event == "message" and second.data["text"] == "在吗"


def test_what_was_claimed_by_a_process_that_died_is_claimed_again(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "q.sqlite"
    SqliteHandOffs(path, tells=True, clock=clock).open(new())
    first = SqliteHandOffs(path, tells=True, clock=clock).claim(clock.now, 60)
    after_restart = SqliteHandOffs(path, tells=True, clock=clock)
    assert after_restart.claim(clock.now + 59, 60) is None
    again = after_restart.claim(clock.now + 61, 60)
    assert first is not None and again is not None
    assert (again.id, first.attempts, again.attempts) == (first.id, 1, 2)


def test_without_a_webhook_nothing_is_kept_to_be_told(tmp_path: Path, clock: Clock) -> None:
    queue = SqliteHandOffs(tmp_path / "q.sqlite", clock=clock)
    queue.open(new())
    assert queue.claim(clock.now, 60) is None


# --- failing, and being forgotten


def test_a_packet_that_never_arrives_is_a_hand_off_that_failed(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    made = queue.open(new())
    queue.hear("c", "m1", "在吗", danger=False)
    delivery = queue.claim(clock.now, 60)
    assert delivery is not None
    queue.give_up(delivery)
    assert queue.get(made.id).state == "failed"
    assert told(queue, clock) == [], "nothing more is told of it"
    assert queue.hear("c", "m2", "还在吗", danger=False) is None


def test_it_has_not_failed_where_a_human_took_it_some_other_way(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    made = queue.open(new())
    delivery = queue.claim(clock.now, 60)
    assert delivery is not None
    clock.now += 5
    queue.act(made.id, "take", "A")
    queue.give_up(delivery)
    assert queue.get(made.id).state == "taken"


def test_what_was_withdrawn_is_forgotten_and_a_desk_that_was_told_is_told_so(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    made = queue.open(new())
    told(queue, clock)
    queue.hear("c", "m1", "在吗", danger=False)
    queue.withdraw("c")
    known = queue.get(made.id)
    assert (known.state, known.packet) == ("withdrawn", None)
    assert queue.thread(made.id) == []
    assert told(queue, clock) == [f"withdrawn:{made.id[:4]}"]
    assert queue.withdraw("c") is None


def test_a_desk_that_was_never_told_is_not_told_of_the_end(
    queue: SqliteHandOffs, clock: Clock
) -> None:
    queue.open(new())
    queue.erase("c")
    assert told(queue, clock) == []


@pytest.mark.parametrize("arrived", [True, False])
def test_what_was_erased_is_nowhere_in_the_files_and_the_desk_is_told(
    tmp_path: Path, queue: SqliteHandOffs, clock: Clock, arrived: bool
) -> None:
    made = queue.open(new())
    queue.open(new("another", packet={"secret": "别人的"}))
    told(queue, clock, arrives=arrived)
    queue.hear("c", "m1", "只有我知道", danger=False)
    queue.reply(made.id, "r", "A", "只对您说")
    queue.erase("c")
    with pytest.raises(UnknownHandOff):
        queue.get(made.id)
    assert queue.latest("c") is None and queue.thread(made.id) == [] == queue.answers("c", 0)
    erased = f"erased:{made.id[:4]}"
    assert [each for each in told(queue, clock) if made.id[:4] in each] == [erased]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for words in ("卡路里", "只有我知道", "只对您说"):
        assert words.encode() not in kept
    assert "别人的".encode() in kept


def test_a_queue_that_cannot_be_written_says_so(tmp_path: Path, clock: Clock) -> None:
    queue = SqliteHandOffs(tmp_path / "q.sqlite", clock=clock)
    other = SqliteHandOffs(tmp_path / "q.sqlite", clock=clock)
    queue._db.execute("PRAGMA busy_timeout = 50")
    other._db.execute("BEGIN IMMEDIATE")
    with pytest.raises(QueueUnavailable):
        queue.open(new())
    other._db.execute("ROLLBACK")
    assert queue.open(new()).state == "queued"


def test_whoever_is_in_danger_is_queued_however_many_wait(
    queue: SqliteHandOffs, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhihuan.records import hand_offs_in_sqlite
    from zhihuan.records.hand_offs import QueueFull

    monkeypatch.setattr(hand_offs_in_sqlite, "MOST_OPEN", 1)
    queue.open(new("a"))
    with pytest.raises(QueueFull):
        queue.open(new("b"))
    assert queue.open(new("b", danger=True)).state == "queued"
