"""Overrides, and what is left of them when the conversation is erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from zhihuan.records.overrides import FILE, Override, OverrideStore, digest_of

REPLY = "我们会去您单位聊聊"
ONE = Override(
    hand_off_id="h-青瓷",
    reply_id="r-白瓷",
    desk="小李",
    key_id="k-1",
    reason="客户陈先生自己要求的",
    rules=("threat-visit",),
    digest=digest_of(REPLY),
    at=1_800_000_000.0,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OverrideStore]:
    opened = OverrideStore(tmp_path / FILE)
    yield opened
    opened.close()


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_of_an_erased_conversation_only_stays_that_something_was_let_out(
    store: OverrideStore, tmp_path: Path
) -> None:
    store.keep(ONE, "c-紫砂")
    store.keep(replace(ONE, reply_id="r-2", digest=digest_of("另一句")), "c-紫砂")
    store.erase("c-紫砂")
    left = store.newest()
    assert [(one.key_id, one.rules, one.at) for one in left] == [
        (ONE.key_id, ONE.rules, ONE.at)
    ] * 2
    assert {one.reason + one.digest + one.reply_id for one in left} == {""}
    store.close()
    kept = on_disk(tmp_path)
    for words in ("陈先生", "h-青瓷", "r-白瓷", "c-紫砂", ONE.digest):
        assert words.encode() not in kept


def test_another_conversations_override_stays_whole(store: OverrideStore) -> None:
    store.keep(ONE, "c-1")
    other = replace(ONE, hand_off_id="h-2")
    store.keep(other, "c-2")
    store.erase("c-1")
    assert other in store.newest()


def test_where_there_is_no_file_erasing_makes_none(store: OverrideStore, tmp_path: Path) -> None:
    store.erase("c-1")
    assert list(tmp_path.iterdir()) == []


def test_the_same_reply_sent_again_is_the_same_override(store: OverrideStore) -> None:
    for _ in range(2):
        store.keep(ONE, "c-1")
    assert store.newest() == [ONE]
