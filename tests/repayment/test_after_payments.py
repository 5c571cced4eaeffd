"""What is left once payments are taken off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.repayment import InvalidTerms, Money, after_payments

FEN = st.integers(min_value=1, max_value=10**8)


def test_what_was_paid_and_what_is_planned_are_both_taken_off() -> None:
    # 4200 − 500 = 3700; 3700 − 2000 = 1700
    found = after_payments(amount=Money.of(4200), paid=[Money.of(500)], planned=[Money.of(2000)])
    assert found.left_now == Money.of(3700)
    assert found.left == Money.of(1700)
    assert found.calculation.result["left"] == "1700.00"


@given(st.lists(FEN, min_size=1, max_size=20), FEN)
def test_what_is_paid_and_what_is_left_make_what_was_owed(paid: list[int], left: int) -> None:
    owed = Money(sum(paid) + left)
    if owed.yuan > 10**8:
        return
    found = after_payments(amount=owed, paid=[Money(each) for each in paid])
    assert found.left == Money(left)


def test_more_than_is_owed_is_refused() -> None:
    with pytest.raises(InvalidTerms, match="比欠的还多"):
        after_payments(amount=Money.of(1000), paid=[Money.of(1200)])


def test_no_payment_at_all_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        after_payments(amount=Money.of(1000))


def test_it_says_what_is_not_in_it() -> None:
    said = after_payments(amount=Money.of(1000), paid=[Money.of(200)]).calculation.assumptions
    assert any("费用要另外加上去" in each for each in said)
    assert any("要看合同" in each for each in said)
