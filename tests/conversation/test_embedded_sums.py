"""Which sums the embedded brain hears called for, and with what figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from langchain_core.messages import HumanMessage

from tests.conversation.test_what_is_asked import DAY, view
from zhihuan.conversation.embedded.supplied import supplied_by
from zhihuan.conversation.embedded.tool_choice import first_calls
from zhihuan.conversation.embedded.view import view_of
from zhihuan.conversation.situation import Utterance

LATE = "我白条欠了3200，逾期45天了"


def calls(*lines: str, done: tuple[str, ...] = ()) -> dict[str, dict[str, str]]:
    """The sums called for by the last line, by tool."""
    return {
        name: arguments
        for name, arguments in first_calls(view(*lines, done=done))
        if name != "search_library"
    }


@pytest.mark.parametrize(
    "text", ["先还1000有用吗", "我手里只有1000，还上会好点吗", "先交1000行不行"]
)
def test_a_part_paid_now_is_worked_out(text: str) -> None:
    (call,) = calls(LATE, text, done=("overdue_cost",)).items()
    assert call[0] == "what_if_paid"
    assert (call[1]["amount"], call[1]["payment"], call[1]["on_day"]) == ("3200", "1000", "45")


def test_what_is_paid_each_month_is_no_part_paid_now() -> None:
    assert "what_if_paid" not in calls(LATE, "我每月先还400行不行", done=("overdue_cost",))


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("那要是我下个月15号才还呢", "2026-12-15"),
        ("再拖一个月呢", "2026-12-21"),
        ("拖到年底是多少", "2026-12-31"),
        ("再过10天还要多少", "2026-12-01"),
    ],
)
def test_a_later_day_is_worked_out_from_today(text: str, until: str) -> None:
    arguments = calls(LATE, text, done=("overdue_cost",))["overdue_cost"]
    assert (arguments["days"], arguments["until"]) == ("45", until)


def test_income_and_spending_give_what_can_be_paid() -> None:
    arguments = calls(LATE, "工资6500，房租1500 吃饭1200，还有花呗每月600")["afford"]
    assert arguments == {"income": "6500", "spending": "2700", "other_debts": "600"}


def test_the_payment_that_this_very_debt_asks_for_is_no_other_payment() -> None:
    arguments = calls(LATE, "工资6500，吃住要4000，白条每月要还600")["afford"]
    assert "other_debts" not in arguments


def test_debts_with_rates_are_put_in_order() -> None:
    text = "白条欠3000 年化18，每月最低300，信用卡欠12000 年化20 最低600，我每月能拿2500先还哪个"
    assert calls(text)["pay_off_debts"] == {
        "debts": "京东白条,3000,18,300;信用卡,12000,20,600",
        "budget": "2500",
    }


def test_debts_without_rates_are_not_put_in_order_by_guess() -> None:
    assert "pay_off_debts" not in calls("白条欠3000，信用卡欠12000，我每月能拿2500先还哪个")


def test_only_the_minimum() -> None:
    assert calls("白条欠1万，一直只还最低还款行不行")["minimum_payment"]["balance"] == "10000"


def test_settling_early_wants_to_know_what_was_paid() -> None:
    told = "白条8000分12期，每期0.6%，我已经还了3期，想提前结清划算吗"
    arguments = calls(told)["early_settlement"]
    assert (arguments["periods"], arguments["paid_periods"]) == ("12", "3")
    assert Decimal(arguments["fee_rate"]) == Decimal("0.6")
    assert calls("白条8000分12期，想提前结清划算吗") == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11月16号收到的判决，上诉到什么时候", "appeal"),
        ("11月16号收到支付令，异议最晚哪天交", "payment_order_objection"),
        ("11月16号收到起诉状，答辩来得及吗", "defence"),
    ],
)
def test_a_paper_with_its_day_gives_the_last_day(text: str, kind: str) -> None:
    assert calls(text)["deadline"] == {"kind": kind, "event": "2026-11-16"}


def test_another_fee_does_not_work_out_being_late_again() -> None:
    after = calls(LATE, "分12期", "每期手续费0.75", done=("overdue_cost", "installment_plan"))
    assert set(after) == {"plan_installments"}
    assert Decimal(after["plan_installments"]["fee_rate"]) == Decimal("0.75")


@pytest.mark.parametrize("text", ["提前还划算吗", "一次性还清划算吗"])
def test_settling_is_no_question_about_splitting_up(text: str) -> None:
    assert calls(LATE, "分12期", text, done=("installment_plan",)) == {}


def test_a_figure_without_a_unit_is_owed_where_the_rest_says_so() -> None:
    assert calls("逾期45天 3200，会怎么样")["overdue_cost"]["amount"] == "3200"


def test_a_year_is_no_debt() -> None:
    assert supplied_by(Utterance("逾期 2026 年的", DAY)).payment is None
    assert "overdue_cost" not in calls("逾期45天 2025，会怎么样")


def test_yearly_tenths() -> None:
    from zhihuan.conversation.quantities import find_quantities

    (rate,) = find_quantities("年化三成", today=date(2026, 11, 21))
    assert (rate.unit, rate.low) == ("percent", Decimal(30))


def test_the_next_new_year_is_meant_and_not_the_last() -> None:
    assert supplied_by(Utterance("要是拖到过年呢", DAY)).later == date(2027, 2, 6)


@pytest.mark.parametrize("text", ["白条欠1500逾期100天会起诉吗", "欠5000逾期20天能借网贷还吗"])
def test_figures_told_on_the_way_to_another_question_make_no_sum(text: str) -> None:
    assert "overdue_cost" not in calls(text)


@pytest.mark.parametrize("text", ["利息能减吗", "利息低的也不行吗", "费用是谁收的"])
def test_a_question_about_a_fee_is_not_a_question_for_its_amount(text: str) -> None:
    assert "overdue_cost" not in calls(LATE, text, done=("overdue_cost",))


@pytest.mark.parametrize("text", ["利息多少了", "违约金怎么算", "一天多少钱"])
def test_the_amount_of_a_fee_is_worked_out_when_asked_for(text: str) -> None:
    assert "overdue_cost" in calls(LATE, text, done=("overdue_cost",))


def test_several_numbers_of_periods_are_put_side_by_side() -> None:
    arguments = calls("12000分期，3期6期12期24期分别多少")["compare_plans"]
    assert arguments["periods"] == "3,6,12,24"


@pytest.mark.parametrize("text", ["能不能晚两个月再还白条", "可以下个月15号再还吗"])
def test_asking_leave_to_pay_later_is_no_question_for_a_sum(text: str) -> None:
    assert "overdue_cost" not in calls(LATE, text, done=("overdue_cost",))


@pytest.mark.parametrize("text", ["先还一半2000呢", "要是年底多发2000先还上呢"])
def test_a_part_paid_is_heard_before_and_behind_its_amount(text: str) -> None:
    assert calls(LATE, text, done=("overdue_cost",))["what_if_paid"]["payment"] == "2000"


def test_settling_today_is_supposed_and_not_told() -> None:
    arguments = calls(LATE, "那要是今天还清呢", done=("overdue_cost",))["credit_record"]
    assert arguments == {"settled": "2026-11-21"}


def test_how_a_deadline_came_about_is_told_from_the_message_that_named_the_day() -> None:
    line = "11月10号收到支付令，异议最晚哪天"
    seen = view(line, "为什么是这天", done=("deadline",))
    assert not seen.request.explain  # nothing is known of the last answer
    last = HumanMessage(
        "为什么是这天", additional_kwargs={"as_of": "2026-11-21", "last_done": ["deadline"]}
    )
    first = HumanMessage(line, additional_kwargs={"as_of": "2026-11-21"})
    wanted = dict(first_calls(view_of([first], last)))
    assert wanted["deadline"] == {"kind": "payment_order_objection", "event": "2026-11-10"}


@pytest.mark.parametrize("text", ["金条2万3 年化18% 分12期", "金条2万3 年利率18% 分12期每期多少"])
def test_a_yearly_rate_that_was_told_is_used(text: str) -> None:
    arguments = calls(text)["plan_installments"]
    assert (Decimal(arguments["annual_rate"]), arguments["method"]) == (18, "equal_payment")
    assert "fee_rate" not in arguments


def test_a_yearly_rate_that_was_told_is_used_to_compare() -> None:
    arguments = calls("金条欠2万3 年化18%", "每月2000")["compare_plans"]
    assert (Decimal(arguments["annual_rate"]), arguments["budget"]) == (18, "2000")


OWED = "白条欠9000"


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("错了 是1500", "1500"),
        ("应该是每月1500", "1500"),
        ("如果每月1000呢", "1000"),
        ("那500呢", "500"),
        ("要是每月2000", "2000"),
        ("1500呢", "1500"),
    ],
)
def test_another_budget_does_the_comparison_again_and_nothing_else(text: str, budget: str) -> None:
    after = calls(LATE, OWED, "每月800", text, done=("overdue_cost", "compare_plans"))
    assert set(after) == {"compare_plans"}
    assert after["compare_plans"]["budget"] == budget


@pytest.mark.parametrize("text", ["20天呢", "不对，是20天"])
def test_another_delay_does_the_cost_again_and_nothing_else(text: str) -> None:
    after = calls(LATE, "每月400", text, done=("overdue_cost", "compare_plans"))
    assert set(after) == {"overdue_cost"}
    assert after["overdue_cost"]["days"] == "20"


def test_the_end_of_december_is_the_one_to_come() -> None:
    arguments = calls(LATE, "要是12月底还呢", done=("overdue_cost",))["overdue_cost"]
    assert arguments["until"] == "2026-12-31"


@pytest.mark.parametrize(
    "text", ["那分几期", "几个月", "能提前几个月", "要多久", "年化多少", "利息呢"]
)
def test_how_long_and_how_dear_are_asked_of_the_plan_just_told(text: str) -> None:
    after = calls(OWED, "每月800", text, done=("compare_plans",))
    assert set(after) == {"compare_plans"}


@pytest.mark.parametrize("text", ["几个月能还清", "多久还完", "那得还多久", "多少个月能还完"])
def test_in_how_many_months_all_is_paid_is_answered_by_what_is_paid_a_month(text: str) -> None:
    after = calls(OWED, "每月800", text, done=("compare_plans",))
    assert after["add_up_debts"]["monthly"] == "800"


@pytest.mark.parametrize("text", ["几个月上征信", "几年没还会怎样", "多久会起诉"])
def test_another_length_of_time_is_not_that_of_the_plan(text: str) -> None:
    assert "compare_plans" not in calls(OWED, "每月800", text, done=("compare_plans",))


def test_settling_some_periods_early_leaves_so_many_unpaid() -> None:
    arguments = calls("白条9000分24期，每期0.6%", "提前8期结清省多少")["early_settlement"]
    assert (arguments["periods"], arguments["paid_periods"]) == ("24", "16")


def test_a_length_is_compared_with_the_one_that_was_planned() -> None:
    arguments = calls("白条欠9000分24期，每期0.6%", "比12期贵多少", done=("installment_plan",))[
        "compare_plans"
    ]
    assert arguments["periods"] == "12,24"
    assert "budget" not in arguments


def test_whoever_has_more_than_is_owed_is_told_what_is_owed() -> None:
    assert set(calls("白条逾期40天欠3000 手里有5000")) == {"overdue_cost"}


def test_a_due_day_ahead_is_no_day_to_put_off_to() -> None:
    after = calls("白条欠1800，下个月8号还款 还不上咋办")
    assert "until" not in after["overdue_cost"]


def test_a_bill_is_not_late_and_what_is_settled_is_asked_nothing_more() -> None:
    asked = [arguments for name, arguments in first_calls(view("账单是3000")) if name == "ask_for"]
    assert asked == [{"field": "budget"}]
    settled = view("我昨天忘还了 今天还上了", "欠1200")
    assert "ask_for" not in [name for name, _ in first_calls(settled)]


@pytest.mark.parametrize("text", ["我欠白条3000 昨天刚还清", "我昨天忘还了 今天还上了"])
def test_no_record_is_dated_of_a_debt_that_was_hardly_late(text: str) -> None:
    assert "credit_record" not in calls(text)


def test_the_record_of_a_delay_is_dated_when_it_is_settled() -> None:
    assert calls("白条逾期45天了", "昨天还清了")["credit_record"] == {"settled": "2026-11-20"}


@pytest.mark.parametrize(
    ("lines", "owed", "days"),
    [
        (["欠了1万8 下个月5号还款日 手里就6000"], "12000", "1"),
        (["白条欠4200 明天到期 手里1300 其他月底发工资"], "2900", "8"),
        (["白条欠4200 明天到期 手里1300", "月底是30号 我要多交多少"], "2900", "8"),
        (["白条欠4200 明天到期 手里1300", "30号发工资 晚几天还要多交多少"], "2900", "8"),
        (["白条欠4200 下个月1号到期 我今天先还2000"], "2200", "1"),
        (["白条3000 今天到期 晚3天要多交多少"], "3000", "3"),
    ],
)
def test_before_its_day_only_what_stays_unpaid_after_it_costs_anything(
    lines: list[str], owed: str, days: str
) -> None:
    found = calls(*lines)
    late = found["overdue_cost"]
    assert (late["amount"], late["days"]) == (owed, days)
    assert "what_if_paid" not in found


@pytest.mark.parametrize(
    "text", ["白条欠4200 上个月1号到期 我今天先还2000", "白条欠4200 逾期20天 我今天先还2000"]
)
def test_what_is_past_its_day_is_late_as_before(text: str) -> None:
    assert calls(text)["what_if_paid"]["payment"] == "2000"
