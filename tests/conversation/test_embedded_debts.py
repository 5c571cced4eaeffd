"""Which sums over several debts the embedded brain hears called for, and with what figures."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.conversation.test_embedded_sums import calls
from tests.conversation.test_situation import told
from tests.conversation.test_what_is_asked import view
from zhihuan.conversation.debts_told import rates_known
from zhihuan.conversation.embedded import debt_sentences
from zhihuan.conversation.embedded.debt_sentences import listed, months, payoffs
from zhihuan.conversation.embedded.tool_choice import worth_asking
from zhihuan.conversation.found import Computed, sum_artifact
from zhihuan.conversation.instructions import recognise
from zhihuan.repayment import Calculation, Debt, Money, Owed, compare_payoffs, debts_together

LIST = "白条3200 花呗5000"
M = Money.of


def computed(calculation: Calculation) -> Computed:
    artifact = sum_artifact("C1", calculation)
    return Computed(
        "C1",
        artifact["kind"],
        artifact["result"],
        {given["name"]: given for given in artifact["inputs"]},
        artifact["formula"],
        tuple(artifact["assumptions"]),
    )


def test_a_list_is_added_up_with_what_is_late() -> None:
    text = "白条3200逾期40天 金条9000逾期12天 花呗1500 一个月1800 帮我排一下"
    assert calls(text) == {
        "add_up_debts": {"debts": "京东白条,3200,40;京东金条,9000,12;花呗,1500", "monthly": "1800"}
    }


@pytest.mark.parametrize(
    "text", ["每月2000", "如果月还2000", "2000一个月呢", "那每月2000要多久", "改成每月2000够吗"]
)
def test_another_budget_is_worked_out_for_all(text: str) -> None:
    after = calls(f"{LIST} 每月1000", text, done=("debts_together",))
    assert after == {"add_up_debts": {"debts": "京东白条,3200;花呗,5000", "monthly": "2000"}}


@pytest.mark.parametrize(
    ("text", "debts"),
    [
        ("花呗其实是1万2", "京东白条,3200;花呗,12000"),
        ("哦对了还有个借呗5000", "京东白条,3200;花呗,5000;借呗,5000"),
        ("一共欠多少", "京东白条,3200;花呗,5000"),
        ("几个月能还清", "京东白条,3200;花呗,5000"),
    ],
)
def test_the_whole_list_is_added_up_again(text: str, debts: str) -> None:
    assert calls(LIST, text)["add_up_debts"] == {"debts": debts}


def test_with_every_rate_the_orders_are_compared_and_compared_again() -> None:
    text = "1.5w白条 0.8w花呗 2w借呗 18% 15% 14.6% 月还3000"
    debts = "京东白条,15000,18,0;花呗,8000,15,0;借呗,20000,14.6,0"
    assert calls(text)["pay_off_debts"] == {"debts": debts, "budget": "3000"}
    again = calls(text, "如果月还4000", done=("debts_together", "compare_payoffs"))
    assert again["pay_off_debts"]["budget"] == "4000"


def test_a_rate_that_is_missing_is_asked_for_and_never_supposed() -> None:
    seen = view("白条3000年化18% 花呗5000 每月1000")
    assert "pay_off_debts" not in calls("白条3000年化18% 花呗5000 每月1000")
    assert worth_asking(seen, [], {"debts_together"}) == "annual_rates"
    assert worth_asking(view(LIST), [], {"debts_together"}) == "budget"


def test_what_is_left_is_worked_out_before_what_it_is_for() -> None:
    assert set(calls(f"{LIST} 工资5000 房租1500")) == {"afford"}


@pytest.mark.parametrize("text", ["会坐牢吗", "白条会上征信吗", "能不能协商", "花呗会起诉吗"])
def test_another_question_makes_no_sum(text: str) -> None:
    assert calls(LIST, text) == {}


@pytest.mark.parametrize("text", ["想两年还完", "争取24个月还清", "两年内还清", "分24期每期多少"])
def test_a_wish_for_a_number_of_months(text: str) -> None:
    assert calls(LIST, text)["add_up_debts"]["within"] == "24"


@pytest.mark.parametrize("text", ["逾期两年还完了", "两年没还清", "借了两年才还完"])
def test_a_time_that_has_passed_is_no_wish(text: str) -> None:
    assert "within" not in calls(LIST, text).get("add_up_debts", {})


@pytest.mark.parametrize("text", ["分12期每期多少", "每月能还500分几期", "一天多少钱"])
def test_no_product_s_fee_is_used_for_all(text: str) -> None:
    assert not {"plan_installments", "compare_plans", "overdue_cost"} & set(calls(LIST, text))


@pytest.mark.parametrize("text", [LIST, "6张信用卡15万", "白条加金条四万二 还不上了"])
def test_what_is_owed_is_not_asked_for_again(text: str) -> None:
    for done in (set[str](), {"affordability"}, {"debts_together"}):
        assert not (worth_asking(view(text), [], done) or "").startswith("amount")


def test_the_sentences_of_a_list() -> None:
    owed = [Owed("金条", M(20000)), Owed("白条", M(3500), (40, 40)), Owed("花呗", M(8000))]
    first, late, *_ = listed(computed(debts_together(owed).calculation))
    assert first == "按您说的：金条 20,000 元、白条 3,500 元、花呗 8,000 元，一共 31,500 元。[C1]"
    assert late == "白条逾期 40 天，按天数是 M2。[C1]"
    reach, without, *_ = months(computed(debts_together(owed, M(1000)).calculation))
    assert reach == "每月还 1,000 元，只算本金最少要 32 个月。[C1]"
    assert "利息和费用没有算在里头" in without
    assert months(computed(debts_together(owed).calculation)) == []


def test_a_wish_is_held_against_what_can_be_paid() -> None:
    owed = [Owed("白条", M(10000)), Owed("花呗", M(5000))]
    wish = months(computed(debts_together(owed, M(3000), 24).calculation))[0]
    assert "每月至少要还 625 元，在您每月能拿的 3,000 元以内" in wish
    too_much = months(computed(debts_together(owed, M(500), 24).calculation))
    assert "超出了您每月能拿的 500 元" in too_much[0]
    assert "最少要 30 个月" in too_much[1]


def test_the_orders_are_told_without_a_minimum_that_nobody_named() -> None:
    debts = [Debt("白条", M(3000), Decimal("0.18"), M(0))]
    first = payoffs(computed(compare_payoffs(debts, M(1000)).calculation))[0]
    assert "最低" not in first


@pytest.mark.parametrize("text", ["还有个网贷2000", "还有一笔网贷欠两千", "还有网贷1万"])
def test_one_more_debt_is_no_wish_to_borrow(text: str) -> None:
    assert recognise(text).kind == "none"


@pytest.mark.parametrize("text", ["还有哪家网贷容易下款", "还有网贷能借吗，推荐几个"])
def test_a_wish_to_borrow_is_still_heard(text: str) -> None:
    assert recognise(text).kind != "none"


def test_with_every_rate_told_the_dearest_is_named_first() -> None:
    debts = [
        {"name": "花呗", "balance": "5000"},
        {"name": "京东白条", "balance": "8000"},
        {"name": "美团月付", "balance": "3000"},
    ]
    computed = SimpleNamespace(result={"debts": debts}, handle="C1")
    _, order = debt_sentences.by_rate(computed, ("15", "18", "20"))  # type: ignore[arg-type]
    assert [order.index(debt["name"]) for debt in debts[::-1]] == sorted(
        order.index(debt["name"]) for debt in debts
    )
    assert debt_sentences.by_rate(computed, ("15", "18")) == []  # type: ignore[arg-type]


def test_a_rate_told_of_meituan_is_that_of_its_pay_later() -> None:
    situation = told("花呗5000 白条8000 美团3000", "花呗年化15% 白条18% 美团20%")
    assert rates_known(situation)
    assert told("我在美团送外卖").product is None
