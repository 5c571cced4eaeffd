from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts, rates
from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import (
    InvalidTerms,
    Money,
    Purchase,
    bill_late_cost,
    card_late_fee,
    contract_late_fee,
    daily_late_fee,
    order_late_fee,
)

M = Money.of


def test_a_card_s_late_fee_is_five_percent_of_what_the_minimum_lacks_once() -> None:
    # dossier, product §6: minimum 1,000, paid 300: 35.00
    assert card_late_fee(minimum=M(1000), paid=M(300)).low == 35


def test_a_card_whose_minimum_was_met_owes_no_late_fee() -> None:
    assert card_late_fee(minimum=M(1000), paid=M(1000), at_least=M(10)).high == 0


def test_a_card_s_late_fee_keeps_within_the_contract_s_bounds() -> None:
    assert card_late_fee(minimum=M(100), at_least=M(10)).low == 10
    assert card_late_fee(minimum=M(100_000), at_most=M(500)).low == 500
    with pytest.raises(InvalidTerms):
        card_late_fee(minimum=M(100), at_least=M(10), at_most=M(5))


def test_an_order_is_charged_on_all_that_is_left_of_it() -> None:
    # second check 3: 1,000 in 3 at 0.5%, 5 days late: (1000 + 15) × 0.07% × 5 = 3.5525 → 3.55
    fee = order_late_fee(
        principal_left=M(1000), fees_left=M(15), daily_rate=Decimal("0.0007"), days=5
    )
    assert fee.low == Decimal("3.5525")
    assert fee.calculation.result["low"] == "3.55"


def test_an_order_without_instalments_is_charged_on_its_principal() -> None:
    # second check 3: 3.50
    fee = order_late_fee(principal_left=M(1000), daily_rate=Decimal("0.0007"), days=5)
    assert fee.low == Decimal("3.5")


def test_a_contract_s_penalty_is_1_3_to_1_5_times_its_rate() -> None:
    # by hand: 10,000 × 18.25% ÷ 365 × 10 = 50.00; × 1.3 = 65.00, × 1.5 = 75.00
    fee = contract_late_fee(unpaid=M(10_000), annual_rate=Decimal("0.1825"), days=10)
    assert (fee.low, fee.high) == (Decimal(65), Decimal(75))
    with pytest.raises(InvalidTerms):
        contract_late_fee(unpaid=M(1), annual_rate=Decimal("0.1"), days=1, multiples=[Decimal(5)])


@settings(deadline=None)
@given(amounts, rates, st.integers(0, 2000), st.integers(0, 2000))
def test_any_daily_rate_costs_no_less_later(
    unpaid: Money, rate: Decimal, one: int, other: int
) -> None:
    sooner, later = sorted((one, other))
    assert (
        daily_late_fee(unpaid=unpaid, daily_rate=rate, days=sooner).low
        <= daily_late_fee(unpaid=unpaid, daily_rate=rate, days=later).low
    )


# dossier, product §2A: a bill of 2,000 = 1,200 bought 35 days and 800 bought 20 days before it is due
BILL = [Purchase(M(1200), 35), Purchase(M(800), 20)]


@pytest.mark.parametrize(
    ("days", "paid", "counted_back"),
    [
        (10, 0, {"unpaid": "42.00", "shortfall": "39.30"}),
        (30, 0, {"unpaid": "68.00", "shortfall": "59.90"}),
        (30, 200, {None: "56.00"}),
    ],
)
def test_the_dossier_s_bill_counted_back_to_the_purchases(
    days: int, paid: int, counted_back: dict[str | None, str]
) -> None:
    found = bill_late_cost(purchases=BILL, days=days, paid=M(paid))
    totals = {each.base: each.total for each in found.lines if each.counts_back}
    assert totals == {base: Decimal(total) for base, total in counted_back.items()}


def test_with_the_minimum_paid_the_old_reading_is_27_and_nothing_is_late() -> None:
    # second check 3: only what is unpaid, only after the due date
    found = bill_late_cost(purchases=BILL, days=30, paid=M(200))
    assert [each.total for each in found.lines if not each.counts_back] == [27]
    assert not found.overdue
    assert all(each.penalty == 0 for each in found.lines)


def test_two_days_after_paying_a_tenth_of_1000() -> None:
    # second check 3, old reading: 900 × 0.05% × 2 = 0.90
    found = bill_late_cost(purchases=[Purchase(M(1000), 10)], days=2, paid=M(100))
    assert found.low == Decimal("0.9")


def test_a_bill_paid_in_full_costs_nothing() -> None:
    found = bill_late_cost(purchases=BILL, days=30, paid=M(2000))
    assert found.high == 0
    assert not found.overdue


def test_more_paid_than_billed_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        bill_late_cost(purchases=BILL, days=1, paid=M("2000.01"))
    with pytest.raises(InvalidTerms):
        bill_late_cost(purchases=BILL, days=1, minimum=M(3000))
    with pytest.raises(InvalidTerms):
        bill_late_cost(purchases=[], days=1)


def test_every_number_of_the_dossier_s_bill_is_named_and_says_whose_it_is() -> None:
    # dossier, product §2A, 10 days late: 29.00 before, 10.00 after, 3.00 or 0.30 as a penalty
    found = bill_late_cost(purchases=BILL, days=10)
    assert (found.low, found.high, found.overdue) == (Decimal("10.3"), Decimal(42), True)
    calculation = found.calculation
    assert inputs_of(calculation) == lines("""
        purchase_1 消费金额 1200.00 元 user
        days_before_due_1 到还款日 35 天 user
        purchase_2 消费金额 800.00 元 user
        days_before_due_2 到还款日 20 天 user
        days 还款日之后 10 天 user
        paid 还款日前已还 0.00 元 user
        minimum 最低还款额 200.00 元 derived
        service_daily 日服务费率 0.05 % product
        penalty_daily 日违约金率 0.015 % product
    """)
    back, after = "服务费从消费日算起", "服务费从还款日后算起"
    everything, lacking = "违约金按全部未还算", "违约金按最低还款缺口算"
    readings = [
        # label, before, after, penalty, total, counts back, base
        (f"{back}，{everything}", "29", "10", "3", "42", True, "unpaid"),
        (f"{back}，{lacking}", "29", "10", "0.3", "39.3", True, "shortfall"),
        (f"{after}，{everything}", "0", "10", "3", "13", False, "unpaid"),
        (f"{after}，{lacking}", "0", "10", "0.3", "10.3", False, "shortfall"),
    ]
    assert figures_of(calculation)[:7] == lines("""
        账单金额 2000 yuan
        未还金额 2000 yuan
        最低还款缺口 200 yuan
        费用（低） 10.3 yuan
        费用（高） 42 yuan
        未还加费用（低） 2010.3 yuan
        未还加费用（高） 2042 yuan
    """)
    assert figures_of(calculation)[7:23] == [
        f"{what}：{label} {value} yuan"
        for label, before, late, penalty, total, _, _ in readings
        for what, value in (
            ("还款日前服务费", before),
            ("还款日后服务费", late),
            ("违约金", penalty),
            ("合计", total),
        )
    ]
    assert calculation.result == {
        "bill": "2000.00",
        "unpaid": "2000.00",
        "shortfall": "200.00",
        "low": "10.30",
        "high": "42.00",
        "readings": [
            {
                "label": label,
                "counts_back": counts_back,
                "base": base,
                "before_due": before,
                "after_due": late,
                "penalty": penalty,
                "total": f"{Decimal(total):.2f}",
            }
            for label, before, late, penalty, total, counts_back, base in readings
        ],
    }


def test_what_was_paid_is_told_and_not_owed_again() -> None:
    # by hand: 2,000 − 150 = 1,850; 200 − 150 = 50; 10 days: 9.25 and 0.015% of 50 a day, 0.075
    found = bill_late_cost(purchases=BILL, days=10, paid=M(150))
    result = found.calculation.result
    assert (result["unpaid"], result["shortfall"]) == ("1850.00", "50.00")
    assert found.low == Decimal("9.325")
    assert "未还加费用（低） 1859.325 yuan" in figures_of(found.calculation)
    # 29 + 9.25 + 1,850 × 0.015% × 10
    assert found.high == Decimal("41.025")
    assert "未还加费用（高） 1891.025 yuan" in figures_of(found.calculation)


def test_a_minimum_that_was_said_is_the_person_s() -> None:
    found = bill_late_cost(purchases=BILL, days=10, minimum=M(500)).calculation
    assert "minimum 最低还款额 500.00 元 user" in inputs_of(found)
    assert found.result["shortfall"] == "500.00"


def test_with_the_minimum_met_no_penalty_is_named() -> None:
    found = bill_late_cost(purchases=BILL, days=30, paid=M(200))
    assert [each.label for each in found.lines] == ["服务费从消费日算起", "服务费从还款日后算起"]
    assert [each.base for each in found.lines] == [None, None]


def test_on_the_due_date_a_bill_is_not_yet_late() -> None:
    assert not bill_late_cost(purchases=BILL, days=0).overdue
    assert bill_late_cost(purchases=BILL, days=1).overdue


def test_the_most_that_can_be_is_taken_and_one_more_is_refused() -> None:
    whole = bill_late_cost(purchases=BILL, days=1, paid=M(2000), minimum=M(2000))
    assert whole.calculation.result["unpaid"] == "0.00"
    many = [Purchase(M(1), 0)] * 200
    assert bill_late_cost(purchases=many, days=1).calculation.result["bill"] == "200.00"
    with pytest.raises(InvalidTerms, match="1 到 200 笔"):
        bill_late_cost(purchases=[*many, *many[:1]], days=1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": -1}, "还款日之后的天数"),
        ({"service_daily": Decimal(1)}, "日服务费率"),
        ({"penalty_daily": Decimal(1)}, "日违约金率"),
        ({"paid": Money(-1)}, "已还金额"),
        ({"minimum": Money(-1)}, "最低还款额"),
        ({"paid": M("2000.01")}, "不能超过账单"),
        ({"minimum": M("2000.01")}, "不能超过账单"),
        ({"purchases": [Purchase(M(10_000_000), 1)] * 2}, "账单金额"),
    ],
)
def test_what_is_wrong_with_a_bill_is_named(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidTerms, match=words):
        bill_late_cost(**{"purchases": BILL, "days": 1, **wrong})  # type: ignore[arg-type]


def test_a_purchase_is_checked_at_birth() -> None:
    with pytest.raises(InvalidTerms, match="消费金额"):
        Purchase(Money(0), 1)
    with pytest.raises(InvalidTerms, match="消费到还款日的天数"):
        Purchase(M(1), -1)


def test_the_numbers_of_a_card_s_fee() -> None:
    # dossier, product §6: 35.00
    found = card_late_fee(minimum=M(1000), paid=M(300), at_least=M(10), at_most=M(500)).calculation
    assert inputs_of(found) == lines("""
        minimum 最低还款额 1000.00 元 user
        paid 到期前已还 300.00 元 user
        rate 违约金比例 5 % default
        at_least 违约金下限 10.00 元 user
        at_most 违约金上限 500.00 元 user
    """)
    assert figures_of(found)[:3] == lines("""
        费用（低） 35 yuan
        费用（高） 35 yuan
        最低还款缺口 700 yuan
    """)
    assert found.result == {"low": "35.00", "high": "35.00", "shortfall": "700.00"}
    assert len(card_late_fee(minimum=M(1000)).calculation.inputs) == 3


def test_bounds_of_a_card_s_fee_that_are_equal_leave_no_room() -> None:
    assert card_late_fee(minimum=M(100), at_least=M(7), at_most=M(7)).low == 7


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"minimum": Money(0)}, "最低还款额"),
        ({"paid": Money(-1)}, "已还金额"),
        ({"rate": Decimal(1)}, "违约金比例"),
        ({"at_least": Money(0)}, "违约金上下限"),
        ({"at_most": Money(0)}, "违约金上下限"),
        ({"at_least": M(2), "at_most": M(1)}, "下限不能高于上限"),
    ],
)
def test_what_is_wrong_with_a_card_s_fee_is_named(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidTerms, match=words):
        card_late_fee(**{"minimum": M(100), **wrong})  # type: ignore[arg-type]


def test_the_numbers_of_a_contract_s_penalty() -> None:
    # by hand: 18.25% × 1.3 = 23.725%, × 1.5 = 27.375%; 10,000 ÷ 365 × 10 days: 65 and 75
    found = contract_late_fee(unpaid=M(10_000), annual_rate=Decimal("0.1825"), days=10).calculation
    assert inputs_of(found) == lines("""
        amount 未还金额 10000.00 元 user
        annual_rate 合同年利率 18.25 % user
        days 逾期天数 10 天 user
        multiples 罚息倍数 1.3 – 1.5 倍 default
        days_in_year 一年按多少天 365 天 default
    """)
    assert figures_of(found)[:6] == lines("""
        费用（低） 65 yuan
        费用（高） 75 yuan
        罚息年利率（低） 23.725 percent
        罚息年利率（高） 27.375 percent
        罚息倍数（低） 1.3 ratio
        罚息倍数（高） 1.5 ratio
    """)
    assert found.result == {"low": "65.00", "high": "75.00"}


def test_a_year_of_360_days_and_one_multiple() -> None:
    # by hand: 10,000 × 18% ÷ 360 × 10 = 50; × 2 = 100; × 1 = 50
    def fee(multiple: str) -> list[Decimal]:
        found = contract_late_fee(
            unpaid=M(10_000), annual_rate=Decimal("0.18"), days=10, days_in_year=360,
            multiples=[Decimal(multiple)],
        )  # fmt: skip
        assert f"multiples 罚息倍数 {multiple} 倍 default" in inputs_of(found.calculation)
        return [found.low, found.high]

    assert fee("1") == [50, 50]
    assert fee("2") == [100, 100]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"unpaid": Money(0)}, "未还金额"),
        ({"annual_rate": Decimal(11)}, "合同年利率"),
        ({"days": -1}, "逾期天数"),
        ({"multiples": []}, "1 到 2 倍"),
        ({"multiples": [Decimal("0.9")]}, "1 到 2 倍"),
        ({"multiples": [Decimal("1.3"), Decimal("2.1")]}, "1 到 2 倍"),
        ({"days_in_year": 366}, "360 天或 365 天"),
    ],
)
def test_what_is_wrong_with_a_penalty_is_named(wrong: dict[str, object], words: str) -> None:
    good = {"unpaid": M(1), "annual_rate": Decimal("0.1"), "days": 1}
    with pytest.raises(InvalidTerms, match=words):
        contract_late_fee(**{**good, **wrong})  # type: ignore[arg-type]


def test_the_numbers_of_an_order_s_fee() -> None:
    # second check 3: 1,015 × 0.07% = 0.7105 a day, 3.5525 in 5; × 365 = 25.55%
    found = order_late_fee(
        principal_left=M(1000), fees_left=M(15), daily_rate=Decimal("0.0007"), days=5
    ).calculation
    assert inputs_of(found) == lines("""
        principal_left 未还本金 1000.00 元 user
        fees_left 未还分期费 15.00 元 user
        daily_rate 日费率 0.07 % user
        days 逾期天数 5 天 user
    """)
    assert figures_of(found)[:5] == lines("""
        费用（低） 3.5525 yuan
        费用（高） 3.5525 yuan
        计费基数 1015 yuan
        每天费用 0.7105 yuan
        日费率折年 25.55 percent
    """)
    assert found.result == {"low": "3.55", "high": "3.55", "base": "1015.00", "per_day": "0.7105"}


def test_the_numbers_of_a_daily_rate() -> None:
    # dossier, product §2A, daily table: 1,000 at 0.05% is 15.00 in 30 days, 18.25% a year
    found = daily_late_fee(unpaid=M(1000), daily_rate=Decimal("0.0005"), days=30).calculation
    assert inputs_of(found) == lines("""
        amount 未还金额 1000.00 元 user
        daily_rate 日费率 0.05 % user
        days 逾期天数 30 天 user
    """)
    assert "日费率折年 18.25 percent" in figures_of(found)
    assert found.result == {
        "low": "15.00", "high": "15.00", "base": "1000.00", "per_day": "0.5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"principal_left": Money(0)}, "未还本金"),
        ({"fees_left": Money(-1)}, "未还分期费"),
        ({"daily_rate": Decimal(1)}, "日违约金率"),
        ({"days": -1}, "逾期天数"),
    ],
)
def test_what_is_wrong_with_an_order_is_named(wrong: dict[str, object], words: str) -> None:
    good = {"principal_left": M(1), "daily_rate": Decimal("0.0007"), "days": 1}
    with pytest.raises(InvalidTerms, match=words):
        order_late_fee(**{**good, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"unpaid": Money(0)}, "未还金额"),
        ({"daily_rate": Decimal(1)}, "日费率"),
        ({"days": -1}, "逾期天数"),
    ],
)
def test_what_is_wrong_with_a_daily_rate_is_named(wrong: dict[str, object], words: str) -> None:
    good = {"unpaid": M(1), "daily_rate": Decimal("0.0007"), "days": 1}
    with pytest.raises(InvalidTerms, match=words):
        daily_late_fee(**{**good, **wrong})  # type: ignore[arg-type]
