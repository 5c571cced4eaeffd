"""Whose conversation is whose."""

from __future__ import annotations

import threading
from pathlib import Path

from zhihuan.records.owners import Owner, Owners


def test_a_conversation_stays_with_whoever_came_first(tmp_path: Path) -> None:
    owners = Owners(tmp_path / "owners.sqlite")
    ann, bob = Owner("shop", "ann"), Owner("shop", "bob")
    assert owners.of("c") is None
    assert owners.claim("c", ann) == ann
    assert owners.claim("c", bob) == ann
    assert owners.of("c") == ann


def test_of_many_who_claim_at_once_one_gets_it(tmp_path: Path) -> None:
    everyone = [Owner("shop", f"user-{n}") for n in range(12)]
    stores = [Owners(tmp_path / "owners.sqlite") for _ in everyone]  # as processes would
    stores[0].claim("before", everyone[0])
    got: list[Owner] = []
    threads = [
        threading.Thread(target=lambda s=s, o=o: got.append(s.claim("c", o)))  # type: ignore[misc]
        for s, o in zip(stores, everyone, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 12 and len(set(got)) == 1


def test_what_is_forgotten_is_nobodys_and_in_no_file(tmp_path: Path) -> None:
    owners = Owners(tmp_path / "owners.sqlite")
    owners.forget("c")
    assert list(tmp_path.iterdir()) == []
    owners.claim("c-of-ann", Owner("shop", "ann-the-one"))
    owners.forget("c-of-ann")
    assert owners.of("c-of-ann") is None
    for path in tmp_path.iterdir():
        assert b"ann-the-one" not in path.read_bytes()
