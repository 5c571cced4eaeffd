from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import (
    DEADLINES,
    InvalidTerms,
    Money,
    Restart,
    court_costs,
    deadline,
    delay_interest,
    limitation,
)
from zhihuan.repayment.limitation import RestartKind


@pytest.mark.parametrize(
    ("rule", "event", "last"),
    [
        # dossier, law E12: 15 days from the day after service; rulings 10
        ("appeal", date(2026, 11, 2), date(2026, 11, 17)),
        ("appeal_ruling", date(2026, 11, 2), date(2026, 11, 12)),
        # E11, E9: 15 days after receipt
        ("defence", date(2026, 12, 25), date(2027, 1, 9)),
        ("payment_order_objection", date(2026, 11, 2), date(2026, 11, 17)),
        # E15: two years from the last day to perform
        ("enforcement", date(2026, 11, 30), date(2028, 11, 30)),
        # second check, 2.5 and E10: six months; three months
        ("retrial", date(2026, 8, 31), date(2027, 2, 28)),
        ("arbitration_set_aside", date(2026, 11, 30), date(2027, 2, 28)),
        # C10, C11: 20 days, 30 days
        ("credit_objection", date(2026, 11, 1), date(2026, 11, 21)),
        ("credit_complaint", date(2026, 11, 1), date(2026, 12, 1)),
    ],
)
def test_a_deadline_is_counted_from_the_event_it_names(rule: str, event: date, last: date) -> None:
    found = deadline(rule, event)
    assert found.last_day == last
    assert found.calculation.result["counts_from"] == DEADLINES[rule].event


def test_a_last_day_on_a_saturday_stays_and_the_doubt_is_told() -> None:
    found = deadline("appeal", date(2026, 11, 6))
    assert found.last_day == date(2026, 11, 21)
    assert found.calculation.result["weekday"] == "星期六"
    days = [deadline("appeal", date(2026, 11, day)).calculation.result for day in range(1, 8)]
    # by hand: 16 November 2026 is a Monday
    assert "".join(each["weekday"][-1] for each in days) == "一二三四五六日"
    said = "".join(found.calculation.assumptions)
    assert "顺延，这里没有核到" in said
    assert "法院判断" in said
    assert "律师" in said


def test_what_has_passed_is_told_as_passed() -> None:
    found = deadline("appeal", date(2026, 11, 1), as_of=date(2026, 11, 21))
    assert found.days_left == -5


def test_an_unknown_deadline_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        deadline("sell_the_house", date(2026, 11, 1))


def test_a_suit_may_come_three_years_after_the_last_instalment_was_due() -> None:
    # dossier, law E6: 民法典 188, 189
    assert limitation(date(2024, 5, 10)).runs_out == date(2027, 5, 10)


def test_a_demand_starts_the_three_years_anew() -> None:
    # dossier, law E7: 民法典 195
    found = limitation(
        date(2022, 5, 10),
        [Restart(date(2025, 5, 10), "demand"), Restart(date(2023, 1, 1), "debit")],
    )
    assert found.runs_out == date(2028, 5, 10)


def test_what_comes_after_the_three_years_does_not_restart_them() -> None:
    # dossier, law E8
    late = Restart(date(2025, 5, 11), "demand")
    found = limitation(date(2022, 5, 10), [late])
    assert found.runs_out == date(2025, 5, 10)
    assert found.too_late == (late,)
    assert "不能再反悔" in "".join(found.calculation.assumptions)


def test_no_restart_goes_beyond_twenty_years() -> None:
    # dossier, law E6: 民法典 188
    restarts = [Restart(date(2000 + 2 * k, 1, 1), "demand") for k in range(1, 12)]
    assert limitation(date(2000, 1, 1), restarts).runs_out == date(2020, 1, 1)


@settings(deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=6),
)
def test_one_more_demand_never_shortens_the_time(due: date, demands: list[date]) -> None:
    restarts = [Restart(day, "demand") for day in demands]
    assert limitation(due, restarts[1:]).runs_out <= limitation(due, restarts).runs_out


@pytest.mark.parametrize(
    ("claim", "filing", "simplified", "order", "enforcement"),
    [
        # dossier, law E14; 20,000 by hand: 50 + 10,000 × 2.5% = 300; 50 + 10,000 × 1.5% = 200
        ("8200", "50.00", "25.00", "16.67", "50.00"),
        ("10000", "50.00", "25.00", "16.67", "50.00"),
        ("20000", "300.00", "150.00", "100.00", "200.00"),
    ],
)
def test_court_fees(claim: str, filing: str, simplified: str, order: str, enforcement: str) -> None:
    assert court_costs(Money.of(claim)).calculation.result == {
        "filing": filing,
        "simplified": simplified,
        "payment_order": order,
        "enforcement": enforcement,
    }


def test_court_fees_above_what_the_dossier_holds_are_refused() -> None:
    with pytest.raises(InvalidTerms):
        court_costs(Money.of("100000.01"))


def test_lateness_after_a_judgment_costs_0_0175_percent_a_day() -> None:
    # dossier, law E19, second check: about 6.39% a year; by hand 10,000 × 0.0175% × 100 = 175
    found = delay_interest(unpaid=Money.of(10_000), days=100)
    assert found.amount == 175
    assert Decimal("6.3875") in [figure.value for figure in found.calculation.figures]


# dossier, law: whose turn it is, how long, counted from what, and where it stands
RULES = {
    "defence": ("提交答辩状", "收到起诉状副本", "15 天", "您", "civil-procedure-128"),
    "appeal": ("上诉", "判决书送达", "15 天", "您", "civil-procedure-171"),
    "appeal_ruling": ("对裁定上诉", "裁定书送达", "10 天", "您", "civil-procedure-171"),
    "payment_order_objection": (
        "对支付令书面异议", "收到支付令", "15 天", "您", "civil-procedure-227",
    ),
    "retrial": ("申请再审", "判决或裁定生效", "6 个月", "您", "civil-procedure-216"),
    "enforcement": ("申请强制执行", "履行期最后一日", "2 年", "对方", "civil-procedure-250"),
    "arbitration_set_aside": (
        "申请撤销仲裁裁决", "收到裁决书", "3 个月", "您", "arbitration-law-72",
    ),
    "settlement_confirmation": (
        "共同申请司法确认", "调解协议生效", "30 天", "双方", "civil-procedure-205",
    ),
    "public_service": ("公告视为送达", "公告刊登", "30 天", "法院", "civil-procedure-95"),
    "credit_objection": (
        "答复征信异议", "收到异议", "20 天", "征信机构或放款机构", "credit-reporting-25",
    ),
    "credit_complaint": (
        "答复征信投诉", "受理投诉", "30 天", "当地人民银行", "credit-reporting-26",
    ),
}  # fmt: skip


def test_each_rule_says_what_it_counts_from_whose_turn_it_is_and_where_it_stands() -> None:
    assert {
        key: (rule.label, rule.event, rule.text, rule.whose, rule.source)
        for key, rule in DEADLINES.items()
    } == RULES
    assert all(rule.id == key for key, rule in DEADLINES.items())


def test_every_number_of_a_deadline_is_named() -> None:
    # E12: the judgment came on 2 November, so 17 November is the last day; 4 days from the 13th
    found = deadline("appeal", date(2026, 11, 2), as_of=date(2026, 11, 13))
    assert (found.event, found.rule.id) == (date(2026, 11, 2), "appeal")
    calculation = found.calculation
    assert calculation.name == "上诉的期限"
    assert calculation.formula == "最后一天 = 判决书送达的日期 + 15 天，当天不算"
    assert calculation.assumptions[0] == "从“判决书送达”那天算，这一步由您来做。"
    assert inputs_of(calculation) == lines("""
        event 判决书送达 2026-11-02 日期 user
        length 期限 15 天 default civil-procedure-171
        as_of 算到哪天 2026-11-13 日期 default
    """)
    assert figures_of(calculation) == lines("""
        最后一天 20261117 date
        期限 15 days
        还剩 4 days
        判决书送达 20261102 date
        算到哪天 20261113 date
    """)
    assert calculation.result == {
        "id": "appeal",
        "label": "上诉",
        "counts_from": "判决书送达",
        "event": "2026-11-02",
        "last_day": "2026-11-17",
        "weekday": "星期二",
        "whose": "您",
        "days_left": 4,
        "source": "civil-procedure-171",
    }


def test_on_the_last_day_none_are_left_and_the_day_after_one_has_passed() -> None:
    def told(as_of: date) -> list[str]:
        return figures_of(deadline("appeal", date(2026, 11, 2), as_of=as_of).calculation)

    assert "还剩 0 days" in told(date(2026, 11, 17))
    assert "已经过了 1 days" in told(date(2026, 11, 18))


def test_without_today_nothing_is_said_to_be_left() -> None:
    found = deadline("retrial", date(2026, 8, 31))
    assert found.days_left is None
    assert found.calculation.result["days_left"] is None
    assert figures_of(found.calculation)[:2] == ["最后一天 20270228 date", "期限 6 count"]
    years = deadline("enforcement", date(2026, 11, 30))
    assert "期限 2 year" in figures_of(years.calculation)


@pytest.mark.parametrize(
    ("rule", "event", "as_of", "words"),
    [
        ("appeal", "2026-11-02", None, "判决书送达要写成年月日"),
        ("appeal", date(2026, 11, 2), "2026-11-03", "今天的日期"),
        ("house", date(2026, 11, 2), None, "提交答辩状、上诉、对裁定上诉"),
    ],
)
def test_what_is_wrong_with_a_deadline_is_named(
    rule: str, event: date, as_of: date | None, words: str
) -> None:
    with pytest.raises(InvalidTerms, match=words):
        deadline(rule, event, as_of=as_of)


def test_every_day_of_a_limitation_is_named() -> None:
    # law E6, E7: a demand that arrived on 1 January 2023 starts the three years anew
    demand, late = Restart(date(2023, 1, 1), "demand"), Restart(date(2026, 6, 1), "promise")
    found = limitation(date(2022, 5, 10), [late, demand])
    assert (found.counted_from, found.too_late) == (date(2023, 1, 1), (late,))
    calculation = found.calculation
    assert inputs_of(calculation) == lines("""
        last_due 最后一期还款日 2022-05-10 日期 user
        restart_1 答应还款 2026-06-01 日期 user civil-code-195
        restart_2 催款信、短信等到达 2023-01-01 日期 user limitation-rules-8
        years 诉讼时效 3 年 default civil-code-188
    """)
    assert figures_of(calculation) == lines("""
        从哪天起算 20230101 date
        到期日 20260101 date
        最长 20 year
        最后一期还款日 20220510 date
        答应还款 20260601 date
        催款信、短信等到达 20230101 date
        诉讼时效 3 year
    """)
    assert calculation.result == {
        "last_due": "2022-05-10",
        "counted_from": "2023-01-01",
        "runs_out": "2026-01-01",
        "too_late": [{"on": "2026-06-01", "kind": "promise"}],
    }
    assert "3 年，最长 20 年" in calculation.formula


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("demand", "limitation-rules-8"),
        ("promise", "civil-code-195"),
        ("part_payment", "civil-code-195"),
        ("suit", "civil-code-195"),
        ("payment_order", "limitation-rules-11"),
        ("debit", "limitation-rules-8"),
        ("assignment", "limitation-rules-17"),
        ("mediation", "limitation-rules-12"),
    ],
)
def test_each_thing_that_restarts_it_has_its_rule(kind: RestartKind, source: str) -> None:
    # law E7, second check
    found = limitation(date(2024, 1, 1), [Restart(date(2025, 1, 1), kind)])
    assert found.calculation.inputs[1].source == source
    assert found.runs_out == date(2028, 1, 1)


def test_a_restart_before_the_last_instalment_is_due_changes_nothing() -> None:
    # law E6: 民法典 189, counted from the last instalment
    early = Restart(date(2023, 1, 1), "part_payment")
    found = limitation(date(2024, 5, 10), [early])
    assert (found.counted_from, found.too_late) == (date(2024, 5, 10), ())


def test_what_is_wrong_with_a_limitation_is_named() -> None:
    many = [Restart(date(2024, 1, 1), "demand")] * 100
    assert limitation(date(2024, 1, 1), many).runs_out == date(2027, 1, 1)
    with pytest.raises(InvalidTerms, match="最多列 100 件事"):
        limitation(date(2024, 1, 1), [*many, *many[:1]])
    with pytest.raises(InvalidTerms, match="最后一期还款日"):
        limitation("2024-01-01")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="重新起算的日期"):
        Restart("2024-01-01", "demand")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="答应还款、还了一部分"):
        Restart(date(2024, 1, 1), "weather")  # type: ignore[arg-type]


def test_every_number_of_the_court_s_costs_is_named() -> None:
    # law E14, by hand for 100,000: 50 + 90,000 × 2.5% = 2,300; half; a third, 766.67;
    # 50 + 90,000 × 1.5% = 1,400
    found = court_costs(Money.of(100_000))
    assert [found.filing, found.simplified, found.payment_order, found.enforcement] == [
        Money.of(each) for each in ("2300", "1150", "766.67", "1400")
    ]
    assert inputs_of(found.calculation) == ["claim 诉讼标的额 100000.00 元 user"]
    assert figures_of(found.calculation) == lines("""
        起步 50 yuan
        起步档上限 10000 yuan
        受理费比例 2.5 percent
        执行费比例 1.5 percent
        受理费 2300 yuan
        简易程序或调解结案，受理费减半 1150 yuan
        支付令申请费 766.67 yuan
        执行申请费 1400 yuan
        诉讼标的额 100000 yuan
    """)
    said = found.calculation.formula
    assert "受理费 = 50 元 + 超过 1 万元的部分 × 2.5%" in said
    assert "执行费 = 50 元 + 超过 1 万元的部分 × 1.5%" in said
    with pytest.raises(InvalidTerms, match="10 万元以内"):
        court_costs(Money.of("100000.01"))
    with pytest.raises(InvalidTerms, match="诉讼标的额"):
        court_costs(Money(0))


def test_every_number_of_the_interest_after_a_judgment_is_named() -> None:
    # law E19; by hand 10,000 × 0.0175% = 1.75 a day, × 100 = 175, × 365 = 6.3875%
    found = delay_interest(unpaid=Money.of(10_000), days=100).calculation
    assert inputs_of(found) == lines("""
        amount 还没付的金额（不含一般利息） 10000.00 元 user
        days 迟延天数 100 天 user
        daily_rate 每日加算 0.0175 % default delay-interest-1
    """)
    assert figures_of(found)[:3] == lines("""
        折年 6.3875 percent
        每天 1.75 yuan
        加倍部分利息 175 yuan
    """)
    assert found.result == {"amount": "175.00", "per_day": "1.75"}
    assert "× 0.0175% ×" in found.formula
    with pytest.raises(InvalidTerms, match="判决确定还没付的金额"):
        delay_interest(unpaid=Money(0), days=1)
    with pytest.raises(InvalidTerms, match="迟延天数"):
        delay_interest(unpaid=Money(1), days=-1)
