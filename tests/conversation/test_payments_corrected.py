"""A payment told again or corrected replaces the one told before; another one is added to it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conversation.test_situation import figure, told

LATE = "白条欠3000 逾期35天"


@pytest.mark.parametrize(
    "text",
    [
        "前天还了1000 不是昨天", "不是昨天，是前天还了1000", "说错了 前天还的1000", "说错了 是前天还的",
        "不是昨天 是前天", "是前天还的不是昨天", "前天还的", "记错了，前天还了1000",
    ],
)  # fmt: skip
def test_another_day_is_the_same_payment(text: str) -> None:
    situation = told(LATE, "昨天还了1000", text)
    assert figure(situation.amount) == ("2000", "2000")
    assert len(situation.paid) == 1
    said_on = situation.paid[0].amount.said_on
    on = situation.paid[0].on
    assert on is not None and (said_on - on[0]).days == 2
    assert situation.settled_on is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("昨天还了1200 不是1000", "1800"),
        ("不是1000 是1200", "1800"),
        ("记错了 是1200", "1800"),
        ("昨天还了1000", "2000"),
        ("我还了1000 还剩多少", "2000"),
        # others, which are made besides
        ("今天又还了1000", "1000"),
        ("今天再还了1000", "1000"),
        ("上周还了1000", "1000"),
        ("刚还了500", "1500"),
    ],
)
def test_a_payment_is_replaced_only_where_it_is_the_same(text: str, left: str) -> None:
    assert figure(told(LATE, "昨天还了1000", text).amount) == (left, left)


@pytest.mark.parametrize(
    "text",
    [
        "还了3次 每次500", "期间还过3次 每次500", "还了三回，一回500", "分3次还的 每次500", "每次还500 还了3次",
        "已经还了3次，每次都是500",
    ],
)  # fmt: skip
def test_a_sum_paid_several_times_is_multiplied(text: str) -> None:
    situation = told("白条欠1万", text)
    assert figure(situation.amount) == ("8500", "8500")
    assert figure(told("白条欠1万", text, "不是3次是4次").amount) == ("8000", "8000")
    assert figure(told("白条欠1万", text, "说错了 是2次").amount) == ("9000", "9000")
    assert figure(told("白条欠1万", text, "每次不是500 是600").amount) == ("8200", "8200")


@pytest.mark.parametrize(
    "text", ["打算还3次 每次500", "催了3次 每次骂我500字", "每次还500行吗", "想分3次还 每次500"]
)
def test_what_is_only_planned_is_not_multiplied(text: str) -> None:
    situation = told("白条欠1万", text)
    assert figure(situation.amount) == ("10000", "10000")


def test_what_is_left_being_paid_settles_the_debt() -> None:
    situation = told(LATE, "昨天还了1000", "剩下的今天还清了")
    assert situation.settled_on is not None
    assert isinstance(situation.settled_on.value, date)


@pytest.mark.parametrize(
    "text", ["11月15号该还3260", "11月15号应还3260", "这个月15号该还的3260", "15号该还款3260"]
)
def test_what_was_due_on_a_past_day_is_owed_and_not_paid(text: str) -> None:
    situation = told(text)
    assert figure(situation.amount) == ("3260", "3260")
    assert situation.paid == ()
    assert situation.due is not None
