"""Presence is forgotten after seconds, agrees between processes, and keeps nothing else."""

from __future__ import annotations

from pathlib import Path

from zhihuan.records.inbox import Inbox
from zhihuan.records.presence import SECONDS, Presence, Present


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_desk_sees_the_others_and_never_itself(tmp_path: Path) -> None:
    presence = Presence(tmp_path / "p.sqlite", Clock())
    assert presence.show("h-1", "甲", typing=False) == []
    assert presence.show("h-1", "乙", typing=True) == [Present("甲", False)]
    assert presence.show("h-1", "甲", typing=True) == [Present("乙", True)]
    assert presence.show("h-2", "丙", typing=False) == []


def test_whoever_is_silent_for_as_long_is_gone(tmp_path: Path) -> None:
    clock = Clock()
    presence = Presence(tmp_path / "p.sqlite", clock)
    presence.show("h-1", "甲", typing=True)
    clock.now += SECONDS - 0.1
    assert presence.show("h-1", "乙", typing=False) == [Present("甲", True)]
    clock.now += 0.1
    assert presence.show("h-1", "乙", typing=False) == []


def test_two_processes_agree(tmp_path: Path) -> None:
    one, other = (Presence(tmp_path / "p.sqlite", Clock()) for _ in range(2))
    one.show("h-1", "甲", typing=True)
    assert other.show("h-1", "乙", typing=False) == [Present("甲", True)]


def test_a_signature_is_new_once_until_it_is_forgotten_or_old(tmp_path: Path) -> None:
    clock = Clock()
    one, other = (Inbox(tmp_path / "p.sqlite", 600, clock) for _ in range(2))
    assert one.is_new("a") and not other.is_new("a")
    one.forget("a")
    assert other.is_new("a")
    clock.now += 600
    assert one.is_new("a")
