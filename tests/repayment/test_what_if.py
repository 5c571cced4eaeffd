from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_amounts, readings
from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import InvalidTerms, LateReading, Money, WhatIf, what_if_paid

RULE = LateReading("r", "r", Decimal("0.0005"), Decimal(0), None, "medium")


def paid(amount: Money, payment: Money, on: int, until: int, rules: list[LateReading]) -> WhatIf:
    return what_if_paid(amount=amount, payment=payment, on_day=on, until_day=until, readings=rules)


def test_1000_of_3200_paid_on_day_45() -> None:
    # by hand at 0.05%: 72.00 until day 45; principal first: 2,200 × 0.05% × 30 = 33.00;
    # fees first: 1,000 − 72 = 928 off, 2,272 × 0.05% × 30 = 34.08; without paying 120.00
    found = paid(Money.of(3200), Money.of(1000), 45, 75, [RULE])
    assert (found.cost_low, found.cost_high) == (Decimal("105"), Decimal("106.08"))
    assert (found.saved_low, found.saved_high) == (Decimal("13.92"), Decimal("15"))
    assert found.left_low == Decimal("2305")
    assert found.left_high == Decimal("2306.08")


def test_paying_everything_ends_the_charges() -> None:
    found = paid(Money.of(3200), Money.of(3300), 45, 400, [RULE])
    assert found.cost_high == 72
    assert found.left_high == 0


def test_a_payment_after_the_day_looked_at_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        paid(Money.of(3200), Money.of(100), 46, 45, [RULE])


@settings(deadline=None, max_examples=80)
@given(
    ordinary_amounts,
    ordinary_amounts,
    ordinary_amounts,
    st.integers(0, 300),
    st.integers(0, 300),
    readings,
)
def test_more_or_sooner_never_costs_more(
    amount: Money, one: Money, other: Money, on: int, then: int, rules: list[LateReading]
) -> None:
    less, more = sorted((one, other))
    sooner, later = sorted((on, then))
    base = paid(amount, less, later, 700, rules)
    assert paid(amount, more, later, 700, rules).cost_high <= base.cost_high
    assert paid(amount, less, sooner, 700, rules).cost_high <= base.cost_high
    assert base.saved_low >= 0


def test_every_number_is_named_and_says_whose_it_is() -> None:
    # by hand, as above: 1.10 and 1.136 a day on what is left
    found = paid(Money.of(3200), Money.of(1000), 45, 75, [RULE]).calculation
    assert inputs_of(found) == lines("""
        amount 未还金额 3200.00 元 user
        payment 打算还 1000.00 元 user
        on_day 逾期第几天还 45 天 user
        until_day 看到逾期第几天 75 天 default
        minimum_share 最低还款比例 10 % product
        reading_r r（每天） 0.05 + 0 % product
    """)
    expected = lines("""
        费用（低） 105 yuan
        费用（高） 106.08 yuan
        省下（低） 13.92 yuan
        省下（高） 15 yuan
        还欠（低） 2305 yuan
        还欠（高） 2306.08 yuan
        还款后每天费用（低） 1.1 yuan
        还款后每天费用（高） 1.136 yuan
    """)
    told = figures_of(found)
    assert [line for line in told if line in expected] == expected
    days = {line.split()[1] for line in told if line.endswith(" days")}
    assert days == {"45", "75"}
    assert sum(line.endswith(" days") for line in told) == 4
    assert "打算还 1000 yuan" in told
    assert found.result == {
        "cost_low": "105.00",
        "cost_high": "106.08",
        "saved_low": "13.92",
        "saved_high": "15.00",
        "left_low": "2305.00",
        "left_high": "2306.08",
        "per_day_after_low": "1.1",
        "per_day_after_high": "1.136",
    }


def test_what_is_paid_lowers_what_the_minimum_lacks() -> None:
    # by hand: 10% of 3,200 is 320; 0.1% a day of it is 0.32, and after 120 were paid 0.1% of 200
    rule = LateReading("s", "s", Decimal(0), Decimal("0.001"), None, "low")
    found = paid(Money.of(3200), Money.of(120), 10, 20, [rule])
    assert [each.per_day_after for each in found.outcomes] == [Decimal("0.2")] * 2
    assert (found.cost_low, found.cost_high) == (Decimal("5.2"), Decimal("5.2"))
    whole = paid(Money.of(3200), Money.of(321), 10, 20, [rule])
    assert whole.outcomes[0].per_day_after == 0


def test_no_more_can_be_missing_of_the_minimum_than_is_owed() -> None:
    # by hand: half of 100 is the minimum; 95 paid leave 5, of which 1% a day is 0.05
    rule = LateReading("s", "s", Decimal(0), Decimal("0.01"), None, "low")
    found = what_if_paid(
        amount=Money.of(100), payment=Money.of(95), on_day=0, until_day=1, readings=[rule],
        minimum_share=Decimal("0.99"),
    )  # fmt: skip
    # 99 − 95 = 4 is missing, and 5 is owed
    assert [each.per_day_after for each in found.outcomes] == [Decimal("0.04")] * 2
    assert [each.fees_first for each in found.outcomes] == [True, False]


def test_paying_less_than_has_accrued_leaves_the_debt_whole_when_fees_come_first() -> None:
    # by hand: 72 accrued by day 45; 50 paid: 3,200 × 0.05% a day still, or 3,150 × 0.05%
    found = paid(Money.of(3200), Money.of(50), 45, 55, [RULE])
    assert [each.per_day_after for each in found.outcomes] == [Decimal("1.6"), Decimal("1.575")]
    assert found.outcomes[0].left == Decimal(3200) + 72 + 16 - 50


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": Money(0)}, "欠款金额"),
        ({"payment": Money(0)}, "打算还的金额"),
        ({"on_day": -1}, "还款时的逾期天数"),
        ({"until_day": 36_501}, "看到第几天"),
        ({"minimum_share": Decimal(1)}, "最低还款比例"),
        ({"on_day": 3}, "要在看的那天之前"),
        ({"readings": []}, "1 到 20 种收费说法"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, object], words: str) -> None:
    good = {
        "amount": Money.of(1), "payment": Money.of(1), "on_day": 2, "until_day": 2,
        "readings": [RULE],
    }  # fmt: skip
    assert what_if_paid(**good).saved_high == 0  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match=words):
        what_if_paid(**{**good, **wrong})  # type: ignore[arg-type]
