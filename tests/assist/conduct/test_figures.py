"""Figures of a draft, against the case's sums done anew, the library and the customer's words.

The sums are those of `zhihuan.repayment`, which has tests of its own.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assist.conduct.checking import NOON, checker, kinds, quotes, said
from zhihuan.assist.transcript import told
from zhihuan.repayment import Money

SAID = "我白条欠了3200，逾期45天了"
BILL = "，以账单为准。"


def test_the_figures_of_the_case_may_be_sent() -> None:
    # README: 74 到 101 元, 1.65 到 2.24 元 a day; zhihuan plan overdue 3200 --days 45
    draft = "您欠3200元、逾期45天，费用大约74到101元，往后每天多1.65到2.24元" + BILL
    assert kinds(draft, SAID) == set()


@pytest.mark.parametrize(
    ("draft", "wrong"),
    [
        ("您逾期45天，费用大约320元" + BILL, "320元"),
        ("您逾期54天了" + BILL, "54天"),
        ("逾期45天在M3" + BILL, "M3"),
        ("您欠的是2300元，逾期45天" + BILL, "2300元"),
        ("往后每天多3.20元" + BILL, "3.20元"),
        ("征信上的记录要留8年" + BILL, "8年"),
        ("投诉可以打12388" + BILL, "12388"),
    ],
)
def test_a_figure_planted_wrong_is_found(draft: str, wrong: str) -> None:
    assert wrong in quotes(draft, SAID, kind="wrong-figure")


def test_the_instalment_of_another_plan_does_not_pass() -> None:
    # zhihuan plan compare 3200: 285.87 is of 12 periods, 152.61 of 24
    case = "白条欠3200，想分12期"
    assert "wrong-figure" not in kinds("12期每期285.87元" + BILL, case)
    assert quotes("12期每期152.61元" + BILL, case, kind="wrong-figure") == ["152.61元"]


def test_a_finding_tells_the_figure_of_the_case() -> None:
    draft = "您逾期45天，费用大约320元" + BILL
    found = checker().check(draft, NOON, said(SAID)).findings
    assert [f.rewrite for f in found if f.kind == "wrong-figure"] == ["74.16元到100.80元"]


def test_what_the_assistant_has_shown_may_be_told_again() -> None:
    transcript = told(
        [
            {"role": "customer", "text": "帮我算算"},
            {"role": "assistant", "text": "大约要多付231.57元，以账单为准。"},
        ]
    )
    again = checker().check("刚才算的231.57元，以账单为准。", NOON, transcript)
    other = checker().check("刚才算的321.57元，以账单为准。", NOON, transcript)
    assert "wrong-figure" not in {f.kind for f in again.findings}
    assert "wrong-figure" in {f.kind for f in other.findings}


@pytest.mark.parametrize(
    "draft",
    [
        "我明天上午10点给您回电，您看可以吗？",
        "工单号是20261121008，三个工作日内给您答复。",
        "请稍等5分钟，我查一下。",
        "第1步打开App，第2步点还款。",
        "官方客服是95118。",
        "身边有危险就打120或110，也可以打12356。",
    ],
)
def test_an_agents_own_arrangements_are_held_against_nothing(draft: str) -> None:
    assert "wrong-figure" not in kinds(draft)


@settings(max_examples=25)
@given(
    amount=st.integers(min_value=500, max_value=50_000),
    days=st.integers(min_value=20, max_value=170),
    off=st.sampled_from(["0.6", "1.4", "3"]),
)
def test_a_cost_passes_where_it_is_right_and_not_where_it_is_far_off(
    amount: int, days: int, off: str
) -> None:
    # The oracle is the calculator that the command line uses; what is tested is the checking.
    toolbox = checker()._toolbox
    cost = toolbox.overdue_cost(amount=Money.of(amount), days=days, as_of=NOON.date())
    case = f"我白条欠了{amount}元，逾期{days}天了"

    def telling(value: Decimal) -> str:
        shown = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return f"您逾期{days}天，费用最多{shown}元" + BILL

    assert "wrong-figure" not in kinds(telling(cost.high), case)
    assert "wrong-figure" in kinds(telling(cost.high * Decimal(off)), case)


@pytest.mark.parametrize(
    ("draft", "customer"),
    [
        ("1. 打开App；2. 点账单；3. 选期数。", "怎么分期"),
        ("一般1到3个工作日会有短信通知结果。", "多久有结果"),
        ("需要联系就安排在19:00到20:00。", "白天不能接电话"),
        ("人工客服每天9:00到21:00都在。", "你们几点上班"),
        ("按您说的每月800，12000元本金大概要15个月" + BILL, "借呗欠1.2万，一个月能拿800"),
        ("好的，每月800元，一年下来就是9600元" + BILL, "每个月能还800"),
        ("您说总共4200，还了1500的话本金大概还剩2700" + BILL, "我还了1500了"),
        ("1500元的三分之一是500元，本金还剩1000元" + BILL, "1500块先还三分之一"),
        ("4000元分4个月，每月本金是1000元" + BILL, "4000分4个月还"),
        ("离您25号发工资还有4天。", "我25号发工资"),
        ("12月24日上午我们发短信提醒您。", "我12月25日能还"),
        ("按页面试算，大概每期在290元左右，以合同和账单为准。", "分12期每期多少"),
        ("一分钱都不用给中介。", "中介要收钱"),
        ("不急这一两天，您先休息。", "我爸刚走"),
    ],
)
def test_what_claims_nothing_of_the_case_or_follows_from_it_may_be_sent(
    draft: str, customer: str
) -> None:
    assert "wrong-figure" not in kinds(draft, customer)


@pytest.mark.parametrize(
    ("draft", "customer", "wrong"),
    [
        ("您先还1800，剩下的3400元再安排" + BILL, "一共欠5000，我先还1800行吗", "3400元"),
        ("6000元分3个月的话，每个月本金3000元" + BILL, "6000块想分3个月还", "3000元"),
        ("离您25号发工资还有8天。", "我25号发工资", "8天"),
        ("12期里还了3期，还剩8期" + BILL, "还了三期，一共12期", "8期"),
        ("三期费用合计18元" + BILL, "3600元分3期，费率每期0.5%", "18元"),
        ("每期1,060元" + BILL, "白条12000想分12期，每期费率0.6%", "1,060元"),
        ("每月能还1800元" + BILL, "月收入6000，必要开支4200，别的债每月要还600", "1800元"),
        ("书面答复最晚是12月12日。", "我11月12日提的征信异议", "12月12日"),
    ],
)
def test_what_does_not_follow_from_the_customers_figures_is_found(
    draft: str, customer: str, wrong: str
) -> None:
    assert wrong in quotes(draft, customer, kind="wrong-figure")
