"""Whether a message wants a letter, a notice read, or a timeline; and how these are told."""

from __future__ import annotations

from datetime import date

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from tests.conversation.test_what_is_asked import DAY, view
from zhihuan.conversation.embedded.paper_sentences import told_papers
from zhihuan.conversation.embedded.papers_wanted import (
    due_day,
    letter_wanted,
    pasted,
    wants_timeline,
)
from zhihuan.conversation.embedded.tool_choice import first_calls


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("帮我写个协商分期的申请", "negotiate-instalments"),
        ("帮我写一份征信异议", "credit-objection"),
        ("再写个本人声明", "credit-statement"),
        ("支付令的异议也给我写一份", "payment-order-objection"),
        ("帮我写个投诉", "complaint"),
    ],
)
def test_a_letter_is_known_by_what_it_is_for(text: str, letter: str) -> None:
    assert letter_wanted(text) == letter


@pytest.mark.parametrize(
    "text", ["异议书怎么写自己写行吗", "投诉找哪", "帮我写个结清证明", "帮我算算", "协商要写什么"]
)
def test_a_question_about_letters_is_no_letter(text: str) -> None:
    assert letter_wanted(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "收到短信：【法院】您已被立案，请于今日18点前点击链接缴费撤诉。这是真的吗",
            "【法院】您已被立案，请于今日18点前点击链接缴费撤诉",
        ),
        (
            "催收给我发的：“你再不还钱，我们今晚就把你的欠款发到你家人和单位群里”，怎么办",
            "你再不还钱，我们今晚就把你的欠款发到你家人和单位群里",
        ),
    ],
)
def test_what_was_pasted_is_read_without_the_question_behind_it(text: str, read: str) -> None:
    assert pasted(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "收到短信说法院要起诉我，怎么办",
        "白条欠了3200：逾期45天",
        "我想问问：今天天气怎么样，适不适合出去跑步散心呢",
    ],
)
def test_what_is_only_told_of_is_not_pasted(text: str) -> None:
    assert pasted(text) is None


def test_a_pasted_notice_is_the_only_thing_looked_at() -> None:
    text = "收到短信：【法院】您已被立案，请于今日18点前点击链接缴费撤诉。这是真的吗"
    assert [name for name, _ in first_calls(view(text))] == ["read_notice"]


@pytest.mark.parametrize("text", ["接下来会怎样", "给我个时间线", "后面会怎么走"])
def test_a_timeline_is_asked_for(text: str) -> None:
    assert wants_timeline(text)


def test_a_timeline_needs_a_day_that_is_known() -> None:
    assert due_day(view("白条欠3200，逾期45天").situation, DAY) == date(2026, 10, 7)
    assert due_day(view("白条欠3200，逾期一个多月").situation, DAY) is None
    named = [name for name, _ in first_calls(view("白条还不上", "接下来会怎样"))]
    assert "timeline" not in named


def test_the_quoted_words_of_a_notice_end_before_a_full_stop() -> None:
    quote = "马上还。否则抓你"
    found = {
        "verdict": "breaches",
        "said": [{"text": "里面有越线的话。"}],
        "marks": [{"label": "威胁", "spans": [{"quote": quote}], "why": [{"text": "不得威胁。"}]}],
        "not_known": [],
        "checks": [],
        "next_step": [{"text": "截图留好。"}],
        "if_lost": [],
    }
    message = ToolMessage(
        "", tool_call_id="1", artifact={"tool": "notice", "handle": "C1", "notice": found}
    )
    told = told_papers([HumanMessage("x"), message], frozenset())
    assert told is not None
    assert "威胁：“马上还”。[C1]不得威胁。[C1]" in told
    assert "否则抓你" not in told
