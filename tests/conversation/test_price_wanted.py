"""Which sums about the price of a loan are heard called for, and with what figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from tests.conversation.test_situation import told as situation_told
from tests.conversation.test_what_is_asked import view
from zhihuan.conversation.embedded.price_wanted import asks_how_dear
from zhihuan.conversation.embedded.tool_choice import first_calls, worth_asking
from zhihuan.conversation.embedded.view import View, view_of


def after(*lines: str, last: tuple[str, ...] = (), asked: str = "") -> View:
    """The view where the answer just before had worked out `last`, and asked for `asked`."""
    history = []
    for line in lines[:-1]:
        history += [
            HumanMessage(line, additional_kwargs={"as_of": "2026-11-21"}),
            AIMessage("好。"),
        ]
    known = {"as_of": "2026-11-21", "done": list(last), "last_done": list(last)}
    known |= {"asked": asked} if asked else {}
    return view_of(history, HumanMessage(lines[-1], additional_kwargs=known))


def calls(*lines: str, last: tuple[str, ...] = (), asked: str = "") -> dict[str, dict[str, str]]:
    seen = after(*lines, last=last, asked=asked)
    return {name: arguments for name, arguments in first_calls(seen) if name != "search_library"}


@pytest.mark.parametrize(
    ("text", "amount", "rate", "time"),
    [
        ("4000元 年化24% 两个月 利息多少", "4000", ("annual_rate", "24"), ("months", "2")),
        ("4000块年利率24%借两个月要多少利息", "4000", ("annual_rate", "24"), ("months", "2")),
        ("金条年化18% 借了1万 借了半年 一共要还多少", "10000", ("annual_rate", "18"), ("months", "6")),
        ("金条2万 日息0.05% 一天多少", "20000", ("daily_rate", "0.05"), ("days", "1")),
        ("借呗8000 日利率万四 用15天利息多少", "8000", ("daily_rate", "0.04"), ("days", "15")),
        ("金条欠2万 日息万五 每天利息多少", "20000", ("daily_rate", "0.05"), ("days", "1")),
        ("20000块按年利率18.25%借100天多少利息", "20000", ("annual_rate", "18.25"), ("days", "100")),
        ("网贷5000块 月息2分 借3个月利息", "5000", ("annual_rate", "24"), ("months", "3")),
        ("微粒贷借了1.2万 年化14.6 用一年利息一共多少", "12000", ("annual_rate", "14.6"), ("months", "12")),
        ("借了6000 年化12% 一个半月后还 连本带息多少", "6000", ("annual_rate", "12"), ("days", "45")),
    ],
)  # fmt: skip
def test_interest_for_a_time_at_a_told_rate(
    text: str, amount: str, rate: tuple[str, str], time: tuple[str, str]
) -> None:
    call = calls(text)["interest_for_time"]
    assert call["amount"] == amount
    assert Decimal(call[rate[0]]) == Decimal(rate[1])
    assert call[time[0]] == time[1]


@pytest.mark.parametrize(
    "text",
    [
        "白条4000分6期 年化18% 每期多少",  # a plan
        "4000元 年化24% 每月还多少",  # paid by the month, and no time told
        "白条欠4000 逾期两个月 日息0.05% 利息多少",  # late
        "年化24%是什么意思",
        "我借了两个月 对方说年化24%",  # told, and nothing asked
    ],
)
def test_what_is_no_question_for_interest(text: str) -> None:
    assert "interest_for_time" not in calls(text)


def test_for_months_the_instalments_stand_beside_it() -> None:
    both = calls("金条年化18% 借了1万 借了半年 一共要还多少")
    plan = both["plan_installments"]
    assert (plan["principal"], plan["periods"], plan["method"]) == ("10000", "6", "equal_payment")
    assert set(calls("金条2万 日息0.05% 30天多少")) == {"interest_for_time"}


def test_another_time_is_worked_out_with_what_was_told() -> None:
    told = "金条2万 日息0.05% 一天多少"
    for text, time in (("30天多少", ("days", "30")), ("那一个月呢", ("months", "1"))):
        call = calls(told, text, last=("interest_for_time",))["interest_for_time"]
        assert (call["amount"], call[time[0]]) == ("20000", time[1])


@pytest.mark.parametrize(
    "text", ["剩下2700 最低还过了 一个月利息多少", "白条还了最低 剩2700 一个月的利息要多少"]
)
def test_what_is_carried_on_by_the_minimum_has_a_published_fee(text: str) -> None:
    call = calls(text)["interest_for_time"]
    assert (call["amount"], call["months"]) == ("2700", "1")
    assert not {"annual_rate", "daily_rate"} & set(call)


@pytest.mark.parametrize(
    "text", ["日息万五 年化多少", "万分之五一天 折一年是多少", "日利率0.05%折合年化多少",
             "每天0.05% 相当于年化多少", "日息0.05%年利率是几"]
)  # fmt: skip
def test_a_daily_rate_in_a_year(text: str) -> None:
    assert Decimal(calls(text)["rate_in_a_year"]["daily_rate"]) == Decimal("0.05")


# --- is it dear -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["算高吗", "这算高吗", "贵不贵", "24%算高吗", "白条24%高不高", "这利息合法吗", "年化36%是不是高利贷",
     "太高了吧", "利率合理吗", "金条年化18%贵吗", "算不算高利贷", "服务费高吗"],
)  # fmt: skip
def test_whether_it_is_dear(text: str) -> None:
    assert asks_how_dear(text)


@pytest.mark.parametrize(
    "text",
    ["为什么利息这么高", "我额度高吗", "催收天天打电话合法吗", "通过率高吗", "起诉的概率高吗", "套现合法吗",
     "利息太高了", "能不能少收点", "你们是不是骗子", "这个超24%了吗"],
)  # fmt: skip
def test_what_is_not_about_the_price(text: str) -> None:
    assert not asks_how_dear(text)


def test_a_rate_is_held_against_the_lines() -> None:
    assert Decimal(calls("白条24%算高吗")["check_lines"]["yearly"]) == 24
    told = calls("金条2万 日息0.05% 一天多少", "算高吗", last=("interest_for_time",))
    assert Decimal(told["check_lines"]["yearly"]) == Decimal("18.25")


def test_what_being_late_costs_is_held_against_the_lines_as_well() -> None:
    told = calls("白条欠3200逾期45天", "算高吗", last=("overdue_cost",))
    assert told["overdue_cost"]["days"] == "45"


def test_where_no_price_was_told_nothing_is_compared() -> None:
    assert not calls("白条逾期了", "合法吗")


# --- what is left ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "payment", "periods", "paid"),
    [
        ("借了5000分6期 每期还900 已经还了2期 还剩多少要还", "900", "6", "2"),
        ("分6期每期900 还了2期 还剩多少", "900", "6", "2"),
        ("我白条分12期 每期还520 还了4期了 剩下的能一次还完吗", "520", "12", "4"),
        ("白条分12期 还剩5期 每期300 还有多少没还", "300", "12", "7"),
        ("24期还了10期了 每个月还456 还欠多少", "456", "24", "10"),
        ("手机分期 12期 还剩7期 每期329.5 一共还要还多少", "329.5", "12", "5"),
        ("每期418 还了5期 还剩7期 想提前结清", "418", "12", "5"),
        ("分12期的 每月520 已还4期 剩下的全还掉要多少", "520", "12", "4"),
        ("月供800 一共36期 交了20期 一次性还清要多少", "800", "36", "20"),
        ("白条12期 前面3期都还了 每期600 剩多少没还", "600", "12", "3"),
    ],
)  # fmt: skip
def test_what_is_left_of_instalments(text: str, payment: str, periods: str, paid: str) -> None:
    call = calls(text)["instalments_left"]
    assert (call["payment"], call["periods"], call["paid_periods"]) == (payment, periods, paid)


@pytest.mark.parametrize(
    "text",
    [
        "白条欠6000 想每期还500 分12期",  # a wish
        "白条分12期 每期520 逾期3期了怎么办",
        "还剩多少天还款",
        "每月还900 多久能还完",
        "还了2期 后面还不上了怎么办",
    ],
)
def test_what_is_no_question_for_the_rest(text: str) -> None:
    assert "instalments_left" not in calls(text)


def test_what_was_borrowed_goes_in_where_it_is_known() -> None:
    told = "借了5000分6期 每期还900 已经还了2期 还剩多少要还"
    assert calls(told)["instalments_left"]["principal"] == "5000"
    first = "白条分24期 一个月还310 已经还了9期了 还欠多少"
    assert "principal" not in calls(first)["instalments_left"]
    later = calls(first, "当时买的6000", last=("instalments_left",))
    assert later["instalments_left"]["principal"] == "6000"


def test_what_is_missing_is_asked_for_and_then_worked_out() -> None:
    told = "白条分12期还了4期 还剩多少"
    assert first_calls(after(told)) == [("ask_for", {"field": "payment"})]
    assert calls(told, "520", asked="payment")["instalments_left"]["payment"] == "520"
    seen = view("白条12000分12期每期0.6%", "提前还能省多少", done=("installment_plan",))
    assert worth_asking(seen, [], set()) == "paid_periods"
    lines = ("白条12000分12期每期0.6%", "提前还能省多少", "3期")
    assert calls(*lines, asked="paid_periods")["early_settlement"]["paid_periods"] == "3"


# --- sums to come ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lumps"),
    [
        ("白条3000 借呗8000 我下个月发年终奖1万 再下个月还能还3000", "10000,3000"),
        ("白条3000 借呗8000 年终奖能拿8000", "8000"),
        ("白条3000 借呗8000 月底能拿到5000 过年再凑4000", "5000,4000"),
        ("白条3000 借呗8000 下个月公积金能取3000 够不够还", "3000"),
        ("白条3000 借呗8000 12月退税2000 还差多少", "2000"),
        ("白条3000 借呗8000 卖电动车2000块能还多少", "2000"),
        ("白条3000 借呗8000 年底奖金6000够吗", "6000"),
        ("白条3000 借呗8000 下周有笔回款7000", "7000"),
        ("白条3000 借呗8000 春节前能还5000", "5000"),
        ("白条3000 借呗8000 明年押金退2400", "2400"),
    ],
)
def test_sums_that_come_once_are_taken_off(text: str, lumps: str) -> None:
    assert calls(text)["add_up_debts"]["lumps"] == lumps


@pytest.mark.parametrize(
    "text",
    [
        "白条3000 借呗8000 每个月能还1000",
        "白条3000 借呗8000 下个月发工资5000",
        "白条3000 借呗8000 下个月要还2000",
        "白条3000 借呗8000 12月到期1500",
        "白条3000 下个月借呗8000到期",
    ],
)
def test_what_comes_each_month_or_is_owed_is_no_such_sum(text: str) -> None:
    assert "lumps" not in calls(text).get("add_up_debts", {})


def test_they_stand_in_the_next_message() -> None:
    told = "白条3000 借呗8000 年终奖1万 下个月能还500"
    again = calls(told, "那剩下的能还完吗", last=("debts_together",))
    assert again["add_up_debts"]["lumps"] == "10000,500"


# --- being late --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [("白条1500 6天要多交多少", "6"), ("白条1500 拖一个月多多少钱", "30"), ("白条1500 晚还3天罚多少", "3"),
     ("白条1500 一天不还罚多少", "1"), ("白条1500 不还呢半年", "181")],
)  # fmt: skip
def test_a_supposed_delay_is_worked_out(text: str, days: str) -> None:
    assert calls(text)["overdue_cost"]["days"] == days


@pytest.mark.parametrize(
    "text", ["白条1500 有3天宽限吗", "白条1500 分6个月", "白条1500 每个月还300 半年", "白条1500 最低还款一年"]
)  # fmt: skip
def test_what_is_no_delay(text: str) -> None:
    assert "overdue_cost" not in calls(text)


def test_the_rate_of_a_cash_loan_is_not_what_lateness_costs() -> None:
    late = calls("金条欠2万 日息0.04% 逾期30天了 罚息多少")["overdue_cost"]
    assert "daily_rate" not in late
    of_a_bill = calls("白条欠2万 账单写每天0.05% 逾期30天了 罚息多少")["overdue_cost"]
    assert Decimal(of_a_bill["daily_rate"]) == Decimal("0.05")


def test_of_a_card_no_minimum_and_no_plan_of_another_product_is_worked_out() -> None:
    assert "minimum_payment" not in calls("信用卡欠了2万 可以只还最低吗")
    assert set(calls("信用卡欠了2万", "一个月还1500")) == {"add_up_debts"}
    assert "minimum_payment" in calls("白条欠了2万 可以只还最低吗")


def test_somebody_who_pays_the_minimum_is_not_asked_how_late_it_is() -> None:
    assert worth_asking(view("信用卡欠了2万 可以只还最低吗"), [], set()) != "days"


# --- minimums ----------------------------------------------------------------------------------


def test_the_minimum_of_each_is_asked_for_and_held() -> None:
    told = ("花呗5000年化18% 微粒贷1万年化15% 每月能还1500",)
    assert worth_asking(view(*told), [], {"debts_together", "compare_payoffs"}) == "minimums"
    for answer in ("300 500", "花呗300 微粒贷500", "花呗最低300，微粒贷最低500"):
        debts = calls(*told, answer, asked="minimums")["pay_off_debts"]["debts"]
        assert debts == "花呗,5000,18,300;微粒贷,10000,15,500"


def test_rates_in_a_row_behind_one_word() -> None:
    text = "白条1.5w 花呗8k 信用卡3万2 年化18/15/18.25 每月还2500"
    debts = calls(text)["pay_off_debts"]["debts"]
    assert debts == "京东白条,15000,18,0;花呗,8000,15,0;信用卡,32000,18.25,0"


def test_a_day_to_come_is_no_delay() -> None:
    told = "白条5000，下个月5号到期，怕还不上"
    late = calls(told, "要是晚10天还要多少费用")["overdue_cost"]
    assert (late["amount"], late["days"]) == ("5000", "10")


@pytest.mark.parametrize(
    ("text", "days"),
    [("90天呢", "90"), ("那半个月呢", "15"), ("两周呢", "14"), ("要是90天呢", "90")],
)
def test_another_number_of_days_does_the_same_sum_again(text: str, days: str) -> None:
    situation = situation_told("白条1500 晚3天要多少", text)
    assert situation.days_late is not None and situation.days_late.hypothetical
    assert str(situation.days_late.value.low) == days


@pytest.mark.parametrize("text", ["年化都36%了 合法吗", "年化已经36%了合理吗", "利息达到36%合法吗"])
def test_a_rate_told_with_the_question_is_held_against_the_lines(text: str) -> None:
    assert calls(text)["check_lines"]["yearly"].startswith("36")
