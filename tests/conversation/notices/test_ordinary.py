"""Harmless look-alikes: bank reminders, codes, platform notices, courts as the facts describe them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conversation.papers import DAY, contacts, sources
from zhihuan.conversation.notices import Reading, read_notice

GROUPS = yaml.safe_load((Path(__file__).parent / "ordinary.yaml").read_text(encoding="utf-8"))
TEXTS = [text for texts in GROUPS.values() for text in texts]


def reading(text: str) -> Reading:
    return read_notice(text, as_of=DAY, sources=sources(), contacts=contacts())


def test_there_are_enough_of_them() -> None:
    assert len(set(TEXTS)) >= 60


@pytest.mark.parametrize("text", TEXTS)
def test_a_harmless_text_is_neither_called_fraud_nor_a_breach(text: str) -> None:
    found = reading(text)
    assert [each.mark.id for each in found.found if each.mark.group != "fact"] == []
    assert found.verdict == "nothing-concluded"


@pytest.mark.parametrize("text", TEXTS)
def test_and_is_never_called_genuine(text: str) -> None:
    told = reading(text).text_of()
    assert "不等于它是真的" in told
    for word in ("是真实的", "确实是官方", "可以放心", "没有问题", "可信"):
        assert word not in told
