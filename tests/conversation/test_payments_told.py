"""Payments made and planned: what is owed is less by them, unless what is left was told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.conversation.test_embedded_sums import calls
from tests.conversation.test_situation import figure, told
from tests.conversation.test_sum_tools import PRODUCTS
from zhihuan.conversation.calculators import Calculators
from zhihuan.conversation.embedded import late_sentences, payment_sentences
from zhihuan.conversation.embedded.payments_wanted import is_unsure
from zhihuan.conversation.found import Computed, sum_artifact
from zhihuan.repayment import Calculation, Money, after_payments

LATE = "白条欠4200 逾期35天"


@pytest.mark.parametrize(
    "text",
    [
        "上周还了500", "还过500", "昨天还了500块", "我已经还500了", "500我已经还了", "前天还500",
        "刚还了500元", "上个月15号还了500", "后来又还了500", "还进去500了", "已还500", "我妈替我还了500",
        "自动扣款了500", "还的500",
    ],
)  # fmt: skip
def test_what_was_paid_is_taken_off(text: str) -> None:
    situation = told(LATE, text)
    assert figure(situation.amount) == ("3700", "3700")
    assert figure(situation.told_amount) == ("4200", "4200")


@pytest.mark.parametrize(
    "text",
    [
        "每月还了500", "还了500利息", "还了500的违约金", "还了朋友500", "答应还500", "上个月还500",
        "没还500呢", "帮我妈还了500", "先还500行吗", "如果还500呢", "budget<最多还500", "利息就还了500",
        "还了5期",
    ],
)  # fmt: skip
def test_what_is_no_payment_on_the_debt_leaves_it(text: str) -> None:
    situation = told("白条欠9000", text)
    assert situation.told_amount is None
    assert not (situation.amount and figure(situation.amount) == ("8500", "8500"))


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["花呗还了1300 还剩1300"], "1300"),
        (["还欠4200", "上周还了500"], "4200"),
        (["还了2000 现在欠5600"], "5600"),
        (["我还了500，还剩2700"], "2700"),
        (["还欠4200", "今天又还了500"], "3700"),
        (["原来欠5600 还了2000"], "3600"),
        (["还了2000 原来欠5600"], "3600"),
        (["白条一共借了9000 已经还了4500"], "4500"),
        (["白条5600 先还了2000 逾期15天 还剩多少"], "3600"),
        (["欠5000 还了800 又还了400"], "3800"),
        (["欠5000", "上周还了800", "昨天还了400"], "3800"),
        (["欠5000", "上周还了800", "查了下还欠4300"], "4300"),
    ],
)
def test_the_words_say_whether_it_was_told_before_or_after(lines: list[str], left: str) -> None:
    assert figure(told(*lines).amount) == (left, left)


@pytest.mark.parametrize(
    ("text", "owed", "paid"),
    [
        ("记错了 是300", "3900", "300"),
        ("不对 昨天还的是1000", "3200", "1000"),
        ("还的不是500 是600", "3600", "600"),
        ("不对 我记错了 是4800", "4300", "500"),
        ("说错了 欠的是5200", "4700", "500"),
    ],
)
def test_a_correction_is_of_the_figure_it_is_near_to(text: str, owed: str, paid: str) -> None:
    situation = told(LATE, "昨天还了500", text)
    assert figure(situation.amount) == (owed, owed)
    assert [figure(each.amount) for each in situation.paid] == [(paid, paid)]


def test_a_payment_belongs_to_the_debt_that_is_named() -> None:
    situation = told("白条5000 花呗2000", "花呗还了500")
    assert figure(situation.amount) == ("5000", "5000")
    assert [figure(debt.amount) for debt in situation.other_debts] == [("1500", "1500")]


def test_what_is_left_and_what_it_costs_follow_a_payment() -> None:
    found = calls(LATE, "上周还了500", done=("overdue_cost",))
    assert found["after_payments"] == {"amount": "4200", "paid": "500"}
    # At most as if nothing had been paid: the last call is for what was owed before.
    assert found["overdue_cost"]["amount"] == "4200"


@pytest.mark.parametrize(
    "text",
    ["现在还欠多少", "还剩多少", "还剩多少没还", "那还欠多少", "现在一共多少", "还要还多少", "剩多少了"],
)  # fmt: skip
def test_what_is_left_is_worked_out_when_it_is_asked_for(text: str) -> None:
    found = calls(LATE, "上周还了500", text, done=("overdue_cost",))
    assert found["after_payments"] == {"amount": "4200", "paid": "500"}
    assert "overdue_cost" in found


@pytest.mark.parametrize("text", ["会起诉我吗", "征信会怎样", "还欠多少天", "还能分几期"])
def test_another_question_does_not_ask_for_what_is_left(text: str) -> None:
    assert "after_payments" not in calls(LATE, "上周还了500", text, done=("overdue_cost",))


def test_nothing_is_taken_off_where_nobody_paid() -> None:
    assert "after_payments" not in calls(LATE, "现在还欠多少", done=("overdue_cost",))


@pytest.mark.parametrize(
    "text", ["剩下的分3期", "剩下的分3期每期多少", "余下的分3期呢", "剩的分成3期"]
)
def test_a_plan_for_the_rest_is_for_what_is_left_once_all_is_paid(text: str) -> None:
    found = calls(LATE, "上周还了500", "下个月再还2000", text, done=("overdue_cost",))
    assert found["plan_installments"]["principal"] == "1700"  # 4200 − 500 − 2000
    assert found["after_payments"] == {"amount": "4200", "paid": "500", "planned": "2000"}


def test_a_plan_for_all_of_it_is_for_what_is_owed_now() -> None:
    found = calls(LATE, "上周还了500", "下个月再还2000", "分3期每期多少", done=("overdue_cost",))
    assert found["plan_installments"]["principal"] == "3700"


@pytest.mark.parametrize(
    "text", ["再还1000呢", "下个月再还1000", "那再还1000之后呢", "我妈再帮我还1000呢"]
)
def test_a_payment_to_come_is_worked_out_on_what_is_left(text: str) -> None:
    found = calls(LATE, "上周还了500", text, done=("overdue_cost",))
    assert (found["what_if_paid"]["amount"], found["what_if_paid"]["payment"]) == ("3700", "1000")


def _computed(calculation: Calculation, handle: str = "C1") -> Computed:
    made = sum_artifact(handle, calculation)
    inputs = {each["name"]: each for each in made["inputs"]}
    return Computed(
        handle, made["kind"], made["result"], inputs, made["formula"], tuple(made["assumptions"])
    )


def test_what_is_taken_off_is_said_and_that_it_may_be_otherwise() -> None:
    found = after_payments(amount=Money.of(4200), paid=[Money.of(500)], planned=[Money.of(2000)])
    sure, unsure = (
        "".join(payment_sentences.left(_computed(found.calculation), unsure=each))
        for each in (False, True)
    )
    assert "减去已还的 500 元，再减去打算还的 2,000 元，还剩 1,700 元" in sure
    assert "要看合同" in sure
    assert "已经是还过以后的数" in unsure
    assert "已经是还过以后的数" not in sure


@pytest.mark.parametrize(
    ("lines", "unsure"),
    [
        ([LATE, "上周还了500"], True),
        ([LATE, "刚还了500"], False),
        (["白条5600 先还了2000 逾期15天 还剩多少"], False),
        (["借了2万 还了8000"], False),
        (["还欠4200", "上周还了500"], False),
        ([LATE], False),
    ],
)
def test_it_is_known_whether_the_words_settle_it(lines: list[str], unsure: bool) -> None:
    assert is_unsure(told(*lines)) is unsure


def test_being_late_after_a_payment_costs_between_both_sums() -> None:
    sums = Calculators(lambda: PRODUCTS)
    left, before = (
        _computed(
            sums.overdue_cost(
                amount=Money.of(amount),
                days=100,
                as_of=date(2026, 11, 21),
                daily_rate=Decimal("0.0005"),
            ).calculation,
            handle,
        )
        for amount, handle in ((3700, "C1"), (4200, "C2"))
    )
    said = "".join(late_sentences.overdue_part_paid([left, before]))
    # 3700 × 0.05% × 100 = 185; 4200 × 0.05% × 100 = 210; 3700 × 0.05% = 1.85 a day
    assert "按剩 3,700 元、逾期 100 天算，到现在的费用大约 185 到 210 元" in said
    assert "1.85 元" in said
    assert "实际在两头之间" in said
