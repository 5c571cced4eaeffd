"""The agent's own lines state nothing and promise no result."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import pytest

from zhihuan.assist.procedures import procedures
from zhihuan.assist.voice import as_agent, own_lines, sends_to_the_desk
from zhihuan.conversation import danger
from zhihuan.conversation.danger import Script
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.rules import rules

LINES = (*own_lines(), *(p.offer for p in procedures().values() if p.offer))
NUMBERS = {
    "ambulance": "120", "police": "110", "psychological-aid": "12356", "youth": "12355",
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_no_figure_and_no_promise_of_a_result_stands_in_a_line_of_ours(line: str) -> None:
    found = find_quantities(line, today=date(2026, 11, 22))
    assert [q for q in found if q.unit != "date" and q.high > 1] == []
    assert not any(character.isdigit() for character in line)
    assert not any(rule.broken_by(line) for rule in rules())
    assert not re.search("保证|一定|肯定|减免|免除|删除|通过审批", line)


@pytest.mark.parametrize("script", get_args(Script))
def test_a_human_does_not_offer_to_call_a_human(script: str) -> None:
    for line in danger.crisis_text(script, NUMBERS):
        for said in as_agent(line):
            assert "转人工" not in said and "找到真人" not in said and "想找真人" not in said
            assert said.endswith(("。", "？", "！"))


def test_what_a_fixed_line_says_beside_calling_a_human_is_kept() -> None:
    last = danger.crisis_text("self", NUMBERS)[-1]
    (said,) = as_agent(last)
    assert said == "钱的事可以以后再说，债务有法律上的底线，不用拿命去还。"


def test_the_gentle_line_keeps_its_sense_without_the_way_to_a_human() -> None:
    (said,) = as_agent("".join(danger.crisis_text("distress", NUMBERS)))
    assert said.endswith("要是哪一刻觉得撑不住，随时告诉我。")


@pytest.mark.parametrize("key", ["who-are-you", "hand-off", "hand-off-unknown", "out-of-scope"])
def test_what_only_an_assistant_says_is_said_otherwise_or_not_at_all(key: str) -> None:
    for sentence in re.findall("[^。]+。", phrase(key)):
        assert sentence not in as_agent(sentence)


@pytest.mark.parametrize(
    ("sentence", "sends"),
    [
        ("打放款平台的官方客服（白条是95118），说明困难。", True),
        ("拿不准的，打95118核实有没有这回事。", False),
        ("先找官方客服要工单号，再投诉。", False),
        ("打开App看账单里还欠多少。", False),
    ],
)
def test_nobody_is_sent_to_the_desk_they_are_talking_to(sentence: str, sends: bool) -> None:
    assert sends_to_the_desk(sentence) == sends
