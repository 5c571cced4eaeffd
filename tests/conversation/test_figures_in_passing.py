"""Figures told in passing: a monthly sum, a length of time alone, a debt's own days, a lump."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.conversation.test_embedded_sums import calls
from tests.conversation.test_several_debts_told import rates
from tests.conversation.test_situation import figure, told
from tests.conversation.test_what_is_asked import view
from zhihuan.conversation.embedded.lookups import lookups_of
from zhihuan.conversation.embedded.telling import tells_more
from zhihuan.conversation.embedded.tool_choice import first_calls
from zhihuan.conversation.embedded.view import LastAnswer, View

DAY = date(2026, 11, 21)
FOUR = "白条3万 花呗1万2 信用卡2万 美团1万 一个月能还3000"


def after(*lines: str, topic: str | None = None, sums: tuple[str, ...] = ()) -> View:
    """The view of the last line, with what was answered before it."""
    return replace(view(*lines), last=LastAnswer(topic, sums))


@pytest.mark.parametrize(
    "text",
    [
        "1200块一个月能还", "1200一个月能还", "一个月1200能还", "1200块每个月能还", "1200左右一个月可以",
        "1200元一个月行不行", "一个月1200", "每月1200", "1200一个月没问题", "1200每月还得起",
        "days<1200块一个月能还",
    ],
)  # fmt: skip
def test_a_sum_by_the_month_is_a_budget_and_no_new_debt(text: str) -> None:
    situation = told("欠8700", text)
    assert figure(situation.amount) == ("8700", "8700")
    assert figure(situation.budget) == ("1200", "1200")
    assert situation.days_late is None


@pytest.mark.parametrize(
    "text",
    ["工资5000一个月", "一个月利息300", "1200一个月还不起", "房租1200一个月", "days<逾期一个月"],
)
def test_what_is_said_of_a_month_and_is_no_budget(text: str) -> None:
    situation = told("欠8700", text)
    assert situation.budget is None
    assert figure(situation.amount) == ("8700", "8700")


@pytest.mark.parametrize(
    "text", ["两个月", "俩月", "2个月了", "大概两个月吧", "amount<两个月", "差不多两个月"]
)
def test_a_length_of_time_alone_is_how_late(text: str) -> None:
    late = told("逾期两个月").days_late
    assert late is not None
    assert figure(told("没工作", text).days_late) == figure(late)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("欠3000", "12个月"),
        ("白条3000分12期", "两个月"),
        ("欠3000", "几个月"),
        ("欠3000", "两个月后发工资"),
        ("欠3000", "periods<两个月"),
    ],
)
def test_a_length_of_time_that_is_not_how_late(before: str, text: str) -> None:
    assert told(before, text).days_late is None


@pytest.mark.parametrize("text", ["抖音那个已经逾期40天了", "抖音逾期40天", "抖音的那笔逾期40天了"])
def test_days_belong_to_the_debt_that_is_named(text: str) -> None:
    situation = told("白条欠5000逾期20天 抖音月付欠3000 借呗2000", text)
    assert figure(situation.days_late) == ("20", "20")
    late = {debt.product: figure(debt.days_late) for debt in situation.other_debts}
    assert late["douyin-pay-later"] == ("40", "40")


@pytest.mark.parametrize("text", ["跑美团5000一个月", "在抖音花了3000", "美团外卖吃了300"])
def test_a_company_is_no_debt_where_none_is_spoken_of(text: str) -> None:
    situation = told("白条欠5000", text)
    named = {debt.product for debt in situation.other_debts}
    assert not named & {"douyin-pay-later", "meituan-pay-later"}


@pytest.mark.parametrize(
    "text", ["按18%", "那多久还清 按18%", "按年化18%算", "18%来算", "假如18%呢"]
)
def test_a_rate_that_is_supposed_is_of_every_debt(text: str) -> None:
    assert rates(told(FOUR, text)) == [Decimal("0.18")] * 4


def test_a_rate_that_is_supposed_leaves_what_was_told() -> None:
    assert rates(told("白条3000年化12% 花呗2000", "按18%")) == [Decimal("0.12"), Decimal("0.18")]


def test_a_rate_that_is_supposed_stands_for_another_budget() -> None:
    done = ("debts_together", "compare_payoffs")
    found = calls(FOUR, "那多久还清 按18%", "4000呢", done=done)
    assert found["pay_off_debts"]["budget"] == "4000"
    assert found["pay_off_debts"]["debts"].count(",18,") == 4


def test_settling_early_is_looked_up_after_a_plan() -> None:
    for text in ("提前还划算吗", "那提前结清合适吗", "要是提前还的话划算不"):
        seen = after("白条6000 分12期 0.6%", text, sums=("installment_plan",))
        assert [lookup.alone for lookup in lookups_of(seen)] == ["提前结清划算吗，要先问什么"]


def test_nothing_is_asked_after_distress() -> None:
    hopeless = "压力太大、睡不着，撑不住了怎么办"
    assert first_calls(after("睡不着 感觉没意思", "欠了十一万", topic=hopeless)) == []
    assert first_calls(after("欠款怎么查", "欠了十一万", topic="怎么查自己欠多少"))


def test_a_figure_goes_on_with_the_question_it_belongs_to() -> None:
    topic = "利息和违约金能不能减免"
    assert after("能不能只还本金", "本金4800", topic=topic).goes_on_asking
    assert not after("会上征信吗", "欠3000", topic=topic).goes_on_asking


@pytest.mark.parametrize("text", ["手里就2000", "手上有2000", "手头只有2000", "手里现在2000"])
def test_a_lump_at_hand_is_paid_once(text: str) -> None:
    found = calls("白条欠8000逾期50天", text)
    assert found["what_if_paid"]["payment"] == "2000"
    assert told("白条欠8000逾期50天", f"budget<{text}").budget is None


@pytest.mark.parametrize(
    "text",
    [
        "有人拿我身份证开的白条 欠了6200",
        "老公偷偷用我手机借的 欠2万",
        "前男友骗我贷的 一共3万",
        "帮朋友担保的 5000",
    ],
)
def test_what_happened_is_told_beside_a_figure(text: str) -> None:
    assert tells_more(text, DAY)


@pytest.mark.parametrize(
    "text",
    ["欠3200", "白条大概欠了3200吧", "账单是3000", "本金4800", "每个月能还500", "逾期快两个月了"],
)
def test_a_figure_and_nothing_else(text: str) -> None:
    assert not tells_more(text, DAY)


@pytest.mark.parametrize("text", ["还了5期 剩多少", "还了5期还剩多少", "还了5期还欠多少"])
def test_what_is_left_of_told_instalments_is_no_plan_at_an_example_rate(text: str) -> None:
    found = calls("金条15000 12期 每月还1395", text, done=("yearly_cost",))
    assert "plan_installments" not in found


@pytest.mark.parametrize("text", ["算高吗", "这个高吗", "算贵吗", "是不是太高"])
def test_whether_told_instalments_are_dear_is_held_against_the_line(text: str) -> None:
    found = calls("金条15000 12期 每月还1395", text, done=("yearly_cost",))
    assert "yearly_cost" in found
