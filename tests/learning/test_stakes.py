"""What is at stake for whoever asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from zhihuan.learning.stakes import WEIGHTS, highest, stake_of

if TYPE_CHECKING:
    from zhihuan.composition import Services


@pytest.mark.parametrize(
    ("text", "stake"),
    [
        ("欠了八千块我不想活了怎么办", "danger"),
        ("法院寄来传票，不去开庭会怎样", "papers"),
        ("收到律师函说要起诉我", "papers"),
        ("对方让我先交解冻费才放款", "papers"),
        ("说是客服，叫我把验证码报过去", "papers"),
        ("欠花呗八千块能不能只还一半", "money"),
        ("账单日能改到月底吗", "other"),
        ("这个额度怎么老是激活不了", "other"),
    ],
)
def test_the_highest_stake_of_a_question_is_seen(services: Services, text: str, stake: str) -> None:
    base = services.toolbox.library.knowledge_base
    assert stake_of(text, date(2026, 11, 21), base) == stake


def test_danger_counts_more_than_papers_more_than_money_more_than_the_rest() -> None:
    assert sorted(WEIGHTS, key=lambda stake: -WEIGHTS[stake]) == [
        "danger", "papers", "money", "other",
    ]  # fmt: skip
    assert highest(["other", "papers", "money"]) == "papers"
