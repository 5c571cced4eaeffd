"""What is paid each period is told apart from what could be paid, and gives the yearly rate."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.conversation.test_embedded_sums import calls
from tests.conversation.test_situation import figure, told
from tests.conversation.test_what_is_asked import DAY
from zhihuan.conversation.embedded.supplied import supplied_by
from zhihuan.conversation.situation import Utterance


@pytest.mark.parametrize(
    ("text", "payment", "periods"),
    [
        ("我借了1万到手8500 每月还1100还12个月 合法不", 1100, 12),
        ("借1万 每月还1000 12期 年化多少", 1000, 12),
        ("我借了1万 分12期 每期还980", 980, 12),
        ("借了2万 3年 每月还750", 750, 36),
        ("贷款5万 月供2100 24期 利率多少", 2100, 24),
        ("借1万 980*12期 年化多少", 980, 12),
        ("借一万到手九千 一个月还一千 还一年", 1000, 12),
        ("每月还750 还3年", 750, 36),
        ("合同上借五千，一期要还480，一共12期，是不是高利贷", 480, 12),
    ],
)
def test_instalments_that_are_being_paid_are_heard(text: str, payment: int, periods: int) -> None:
    heard = supplied_by(Utterance(text, DAY)).instalments
    assert heard == (Decimal(payment), periods)
    assert told(text).budget is None


@pytest.mark.parametrize(
    "text",
    [
        "借1万 每月能还1000 分12期",
        "白条3200 想每月还300分12期",
        "白条欠9000 每月还800 分12期",
        "我逾期3期了 每期980 借了1万",
        "借了8000 每月还500",
        "能不能每月还300 分24期",
        "到手工资5000 借了1万",
    ],
)
def test_what_is_wished_for_or_has_no_end_are_no_instalments(text: str) -> None:
    assert supplied_by(Utterance(text, DAY)).instalments is None


def test_the_rate_is_worked_out_on_what_was_received() -> None:
    assert calls("我借了1万到手8500 每月还1100还12个月 合法不")["yearly_cost"] == {
        "received": "8500",
        "payment": "1100",
        "periods": "12",
    }
    assert calls("我借了1万 分12期 每期还980")["yearly_cost"]["received"] == "10000"


def test_what_was_told_in_another_message_is_remembered() -> None:
    after = calls("我借了1万 到手8500", "每月还1100 还12个月")
    assert after["yearly_cost"]["received"] == "8500"
    again = calls("我借了1万 分12期 每期还980", "年化多少", done=("yearly_cost",))
    assert set(again) == {"yearly_cost"}


def test_a_budget_told_later_is_no_question_about_the_rate() -> None:
    after = calls("我借了1万 分12期 每期还980", "我每月最多能拿500", done=("yearly_cost",))
    assert set(after) == {"compare_plans"}


def test_the_principal_stays_what_is_owed_and_not_what_arrived() -> None:
    situation = told("我借了1万到手8500 每月还1100还12个月 合法不")
    assert figure(situation.amount) == ("10000", "10000")
