from datetime import date
from decimal import Decimal

import numpy_financial
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_amounts, readings
from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import (
    EqualPayment,
    FlatFee,
    InterestFree,
    InvalidTerms,
    LateReading,
    Money,
    Offer,
    PayMinimum,
    PayNow,
    SideBySide,
    Wait,
    Way,
    minimum_only,
    overdue_cost,
    side_by_side,
)

TODAY = date(2026, 11, 21)
DAILY = LateReading("r", "一种说法", Decimal("0.0005"), Decimal(0), None, "medium")


def beside(*ways: Way, days_late: int = 0, budget: Money | None = None) -> SideBySide:
    return side_by_side(
        amount=Money.of(1000), ways=ways, as_of=TODAY, days_late=days_late, budget=budget,
        readings=[DAILY],
    )  # fmt: skip


def twelve(principal: int = 1000) -> Offer:
    return Offer(
        "12 期", FlatFee(principal=Money.of(principal), periods=12, fee_rate=Decimal("0.006"))
    )


def test_paying_now_costs_nothing_more_and_ends_today() -> None:
    found = beside(PayNow(), days_late=30)
    # by hand: 1,000 × 0.05% × 30
    assert (found.owed_low, found.owed_high) == (Decimal(1015), Decimal(1015))
    assert (found.ways[0].cost_high, found.ways[0].free_on) == (0, TODAY)


def test_waiting_costs_each_day_and_is_told_by_the_year() -> None:
    # by hand: 0.05% × 365 = 18.25%; law F1: day 120 is M4
    way = beside(Wait(90), days_late=30).ways[0]
    assert (way.cost_low, way.simple_low) == (Decimal(45), Decimal("0.1825"))
    assert "逾期 120 天" in way.late_status
    assert "M4" in way.late_status


def test_only_the_minimum_ends_with_its_last_payment() -> None:
    # minimum_only is tested against the dossier's own figures
    alone = minimum_only(Money.of(1000))
    way = beside(PayMinimum()).ways[0]
    assert (way.payments, way.cost_low) == (len(alone.months), alone.total_fee)
    # by hand: 30 days at 0.05% a month is 1.5%, 18% a year, but for the rounding of fen
    assert way.simple_low == pytest.approx(Decimal("0.18"), abs=Decimal("0.0002"))


def test_an_instalment_fits_when_its_largest_payment_does() -> None:
    # by hand: 83.33 + 6.00; the last month takes 83.37 + 6.00
    assert beside(twelve(), PayNow(), budget=Money.of("89.37")).fits == (True, None)
    assert beside(twelve(), PayNow(), budget=Money.of("89.36")).fits == (False, None)


@pytest.mark.parametrize("ways", [[], [PayNow()] * 13, [twelve(999)]], ids=["none", "13", "999"])
def test_ways_that_cannot_be_compared_are_refused(ways: list[Way]) -> None:
    with pytest.raises(InvalidTerms):
        beside(*ways)


def test_a_wait_of_no_days_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        Wait(0)


@settings(deadline=None, max_examples=60)
@given(ordinary_amounts, st.integers(0, 400), st.integers(1, 400), readings)
def test_a_wait_costs_what_the_later_day_costs_more(
    amount: Money, late: int, days: int, rules: list[LateReading]
) -> None:
    found = side_by_side(
        amount=amount, ways=[Wait(days)], as_of=TODAY, days_late=late, readings=rules
    )
    then = overdue_cost(amount=amount, days=late + days, readings=rules, as_of=TODAY)
    assert found.owed_high + found.ways[0].cost_high == amount.yuan + then.high


HALF = PayMinimum(share=Decimal("0.5"))


def all_four(days_late: int) -> SideBySide:
    return beside(twelve(), PayNow(), HALF, Wait(90), days_late=days_late, budget=Money.of(400))


def test_every_input_says_whose_it_is() -> None:
    assert inputs_of(all_four(30).calculation) == lines("""
        amount 欠款金额 1000.00 元 user
        days_late 已经逾期 30 天 default
        as_of 今天 2026-11-21 日期 default
        budget 每月能还 400.00 元 user
        periods_1 期数：12 期 12 期 user
        fee_rate_1 每期费率：12 期 0.6 % user
        minimum_daily_rate 日服务费率 0.05 % product
        share 最低还款比例 50 % product
        wait_days_4 再等 90 天：天数 90 天 user
        minimum_share 违约金按的最低还款比例 10 % product
        reading_r 一种说法（每天） 0.05 + 0 % product
    """)


def test_every_way_is_told_with_all_its_numbers() -> None:
    # by hand, at 0.05% a day: 15 so far, 0.50 a day, 45 in 90 days, to 19 February 2027; half a
    # month: 500 today, 257.50, 253.75, which is 1.5% a month; 12 instalments cost 72
    found = all_four(30)
    told = dict(found.calculation.result)
    ways = [dict(each) for each in told.pop("ways")]
    assert told == {
        "amount": "1000.00",
        "days_late": 30,
        "as_of": "2026-11-21",
        "budget": "400.00",
        "accrued_low": "15.00",
        "accrued_high": "15.00",
        "owed_today_low": "1015.00",
        "owed_today_high": "1015.00",
    }
    monthly = numpy_financial.irr([-1000, *[89.33] * 11, 89.37])
    rates = [
        (1200 * monthly, 1200 * monthly, 100 * ((1 + monthly) ** 12 - 1)),
        (None, None, None),
        (18.0, 18.0, 100 * (1.015**12 - 1)),
        (18.25, 18.25, None),
    ]
    keys = ("simple_low_percent", "simple_high_percent", "effective_percent")
    for way, expected in zip(ways, rates, strict=True):
        for key, rate in zip(keys, expected, strict=True):
            value = way.pop(key)
            assert value is None if rate is None else float(value) == pytest.approx(rate, rel=1e-9)
    statuses = [way.pop("late_status") for way in ways]
    assert [tuple(way.values()) for way in ways] == [
        ("12 期", "instalment", "89.37", 12, "72.00", "72.00", "2027-11-21", True),
        ("今天一次还清", "pay_now", None, 1, "0.00", "0.00", "2026-11-21", None),
        ("每月只还最低", "minimum", "500.00", 3, "11.25", "11.25", "2027-01-21", False),
        ("再等 90 天", "wait", None, 1, "45.00", "45.00", "2027-02-19", None),
    ]
    assert list(ways[0]) == [
        "label", "kind", "monthly", "payments", "cost_low", "cost_high", "free_on", "fits",
    ]  # fmt: skip
    assert "能不能从此不算逾期，要看放款方" in statuses[0]
    assert "从还清那天起保存 5 年" in statuses[1]  # law C1
    assert "已经逾期的" in statuses[2]
    assert "到那天逾期 120 天，行业里叫 M4，信用报告上可能标“4”" in statuses[3]  # law F1, C14
    assert found.ways[2].effective is not None
    assert abs(found.ways[2].effective - (Decimal("1.015") ** 12 - 1)) < Decimal("1E-25")
    assert found.fits == (True, None, False, None)


def test_every_figure_that_may_be_said() -> None:
    figures = figures_of(all_four(30).calculation)
    assert figures[:6] == lines("""
        到今天的费用（低） 15 yuan
        到今天的费用（高） 15 yuan
        今天要还（低） 1015 yuan
        今天要还（高） 1015 yuan
        每天费用（低） 0.5 yuan
        每天费用（高） 0.5 yuan
    """)
    expected = lines("""
        12 期：费用（低） 72 yuan
        12 期：费用（高） 72 yuan
        12 期：还几次 12 periods
        12 期：还清那天 20271121 date
        12 期：每月最多 89.37 yuan
        12 期：和每月能还的相差 310.63 yuan
        今天一次还清：费用（低） 0 yuan
        今天一次还清：费用（高） 0 yuan
        今天一次还清：还几次 1 periods
        今天一次还清：还清那天 20261121 date
        每月只还最低：费用（低） 11.25 yuan
        每月只还最低：费用（高） 11.25 yuan
        每月只还最低：还几次 3 periods
        每月只还最低：还清那天 20270121 date
        每月只还最低：每月最多 500 yuan
        每月只还最低：和每月能还的相差 100 yuan
        每月只还最低：真实年化（单利，低） 18 percent
        每月只还最低：真实年化（单利，高） 18 percent
        再等 90 天：费用（低） 45 yuan
        再等 90 天：费用（高） 45 yuan
        再等 90 天：还几次 1 periods
        再等 90 天：还清那天 20270219 date
        再等 90 天：真实年化（单利，低） 18.25 percent
        再等 90 天：真实年化（单利，高） 18.25 percent
        再等 90 天：那天逾期 120 days
        再等 90 天：那天的阶段 4 stage
    """)
    assert [line for line in figures if line in expected] == expected
    assert [
        line.split()[1] for line in figures if "真实年化" in line and line.startswith("12 期")
    ] == [
        "12 期：真实年化（单利，低）".split()[1],
        "12 期：真实年化（单利，高）".split()[1],
        "12 期：真实年化（复利）".split()[1],
    ]
    assert not any("真实年化" in line for line in figures if line.startswith("今天"))


def test_a_range_of_rules_is_a_range_of_costs() -> None:
    # by hand: 0.05% and 0.07% of 1,000 a day; in 30 days 15 and 21, in 90 more 45 and 63
    dear = LateReading("d", "另一种", Decimal("0.0007"), Decimal(0), None, "low")
    found = side_by_side(
        amount=Money.of(1000), ways=[Wait(90)], as_of=TODAY, days_late=30, readings=[DAILY, dear]
    )
    assert (found.owed_low, found.owed_high) == (1015, 1021)
    way = found.ways[0]
    assert (way.cost_low, way.cost_high) == (45, 63)
    assert (way.simple_low, way.simple_high) == (Decimal("0.1825"), Decimal("0.2555"))
    result = found.calculation.result
    assert (result["accrued_low"], result["accrued_high"]) == ("15.00", "21.00")
    assert (result["owed_today_low"], result["owed_today_high"]) == ("1015.00", "1021.00")
    assert {
        "到今天的费用（高） 21 yuan",
        "今天要还（高） 1021 yuan",
        "每天费用（高） 0.7 yuan",
    } <= set(figures_of(found.calculation))


def test_the_rules_that_were_said_are_the_ones_that_are_used() -> None:
    # by hand: half of 1,000 is missing, 0.1% a day of it is 0.50; 10 so far and 45 in 90 days
    lacking = LateReading("s", "s", Decimal(0), Decimal("0.001"), None, "low")
    found = side_by_side(
        amount=Money.of(1000), ways=[Wait(90)], as_of=TODAY, days_late=20, readings=[lacking],
        minimum_share=Decimal("0.5"),
    )  # fmt: skip
    assert (found.owed_low, found.ways[0].cost_low) == (1010, 45)
    # by hand: what is left, 500, is below 600, so it is paid at once with 7.50
    at_once = PayMinimum(share=Decimal("0.5"), pay_all_under=Money.of(600))
    assert (beside(at_once).ways[0].payments, beside(at_once).ways[0].cost_low) == (
        2,
        Decimal("7.5"),
    )
    assert "每月余额 × 日服务费率 × 30 之和" in found.calculation.formula


def test_what_is_not_yet_late_is_told_so() -> None:
    found = beside(twelve(), PayNow(), HALF)
    statuses = [each.late_status for each in found.ways]
    assert statuses == [
        "按期还就不逾期；晚一期，那一期就算逾期",
        "没有逾期，也就不会有逾期记录",
        "每期在还款日前还够最低就不算逾期，没还的部分照样收费",
    ]
    calculation = found.calculation
    assert "把今天当作还款日" in "".join(calculation.assumptions)
    assert "哪种办法都要付" not in "".join(calculation.assumptions)
    assert "等不是建议" not in "".join(calculation.assumptions)
    assert not any(each.name.startswith("reading") for each in calculation.inputs)
    assert not any("到今天" in line or "相差" in line for line in figures_of(calculation))
    assert (found.owed_low, calculation.result["budget"]) == (1000, None)
    assert calculation.result["accrued_high"] == "0.00"
    late = all_four(30).calculation.assumptions
    assert {"到今天已经产生的费用，哪种办法都要付，另外列出，没有算进各自的费用。",
            "等不是建议，列出来是为了看见它的代价。"} <= set(late)  # fmt: skip
    assert any(each.startswith("只还最低的，今天先还第一次") for each in late)
    assert not any("只还最低的" in each for each in beside(PayNow()).calculation.assumptions)


def test_a_wait_from_today_needs_a_rule_and_counts_from_today() -> None:
    way = beside(Wait(30)).ways[0]
    assert "到那天逾期 30 天，行业里叫 M1" in way.late_status
    with pytest.raises(InvalidTerms, match="收费说法"):
        side_by_side(amount=Money.of(1000), ways=[Wait(30)], as_of=TODAY)
    with pytest.raises(InvalidTerms, match="收费说法"):
        side_by_side(amount=Money.of(1000), ways=[PayNow()], as_of=TODAY, days_late=1)
    assert side_by_side(amount=Money.of(1000), ways=[PayNow()], as_of=TODAY).owed_high == 1000


def test_interest_is_named_and_what_is_free_names_no_rate() -> None:
    loan = EqualPayment(principal=Money.of(1000), periods=12, annual_rate=Decimal("0.12"))
    free = InterestFree(principal=Money.of(1000), periods=4)
    found = beside(Offer("息", loan), Offer("免", free), twelve())
    assert inputs_of(found.calculation)[3:] == lines("""
        periods_1 期数：息 12 期 user
        annual_rate_1 年利率：息 12 % user
        periods_2 期数：免 4 期 user
        periods_3 期数：12 期 12 期 user
        fee_rate_3 每期费率：12 期 0.6 % user
    """)
    assert (found.ways[1].simple_low, found.ways[1].effective) == (None, None)


def test_an_offer_with_dates_ends_on_its_last_one() -> None:
    dated = InterestFree(principal=Money.of(1000), periods=3, first_due=date(2026, 12, 31))
    assert beside(Offer("免", dated)).ways[0].free_on == date(2027, 2, 28)


def test_only_the_minimum_of_a_debt_that_costs_nothing_has_no_rate() -> None:
    way = beside(PayMinimum(daily_rate=Decimal(0))).ways[0]
    assert (way.cost_high, way.simple_high, way.effective) == (0, None, None)


def test_a_way_has_its_own_name_when_it_is_given_one() -> None:
    assert Wait(7).label == "再等 7 天"
    assert Wait(7, "拖到发工资").label == "拖到发工资"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": Money(0)}, "欠款金额"),
        ({"days_late": -1}, "逾期天数"),
        ({"as_of": "2026-11-21"}, "今天的日期"),
        ({"ways": []}, "1 到 12 种办法"),
        ({"ways": [PayNow()] * 13}, "1 到 12 种办法"),
        ({"budget": Money(0)}, "每月能还的金额"),
        ({"ways": [twelve(999)]}, "本金要和欠款一样"),
        ({"ways": [Wait(36_500)], "days_late": 1}, "一共逾期的天数"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, object], words: str) -> None:
    good = {"amount": Money.of(1000), "ways": [PayNow()] * 12, "as_of": TODAY, "readings": [DAILY]}
    assert len(side_by_side(**good).ways) == 12  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match=words):
        side_by_side(**{**good, **wrong})  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="再等的天数至少写 1 天"):
        Wait(0)
    with pytest.raises(InvalidTerms, match="再等的天数要在"):
        Wait(-1)
