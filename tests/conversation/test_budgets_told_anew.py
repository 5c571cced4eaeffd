"""What can be paid each month, told anew: denied, so much more, so much less, up to."""

from __future__ import annotations

import pytest

from tests.conversation.test_situation import figure, told


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("每月也不是1000 只有700", "700"),
        ("拿不出1000 只有700", "700"),
        ("没有1000 就700", "700"),
        ("不是1000是700", "700"),
        ("不到1000 大概700", "700"),
        ("那如果每月多拿500", "1500"),
        ("再多拿500呢", "1500"),
        ("每个月多还500呢", "1500"),
        ("每月加500", "1500"),
        ("每月少还300", "700"),
        ("提高到1500", "1500"),
        ("降到700", "700"),
    ],
)
def test_what_can_be_paid_is_told_anew(text: str, budget: str) -> None:
    situation = told("欠5000", "每月能还1000", text)
    assert figure(situation.budget) == (budget, budget)
    assert figure(situation.amount) == ("5000", "5000")


@pytest.mark.parametrize(
    "text", ["差不多500利息", "多还500利息", "额度降到500", "催收说先交500", "要多付500手续费"]
)
def test_what_says_nothing_about_it(text: str) -> None:
    assert figure(told("欠5000", "每月能还1000", text).budget) == ("1000", "1000")


def test_more_is_counted_from_what_is_left_where_no_budget_was_told() -> None:
    # 5000 − 2500 + 500
    situation = told("工资5000 房租1500 吃饭1000 欠6000", "那如果每月多拿500")
    assert figure(situation.budget) == ("3000", "3000")


def test_so_much_more_of_nothing_known_is_no_budget() -> None:
    assert told("欠6000", "多还200呢").budget is None


def test_a_debt_named_with_its_days_is_no_answer_about_the_budget() -> None:
    situation = told("抖音月付1500 逾期一个月", "budget<美团月付800 10天")
    assert situation.budget is None
    assert [figure(debt.amount) for debt in situation.other_debts] == [("800", "800")]
