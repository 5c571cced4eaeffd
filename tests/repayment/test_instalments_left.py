"""What is left of instalments. Every figure by hand; the implied rate by the product dossier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.repayment import InvalidTerms, Money, instalments_left

M = Money.of


@pytest.mark.parametrize(
    ("payment", "periods", "paid", "left", "to_pay"),
    [(900, 6, 2, 4, 3600), (520, 12, 4, 8, 4160), (300, 12, 0, 12, 3600), (300, 12, 11, 1, 300)],
)
def test_the_payments_to_come(
    payment: int, periods: int, paid: int, left: int, to_pay: int
) -> None:
    found = instalments_left(M(payment), periods, paid)
    assert (found.periods_left, found.to_pay, found.principal) == (left, M(to_pay), None)


def test_the_principal_left_both_ways() -> None:
    # dossier 2A: equal payments of 12,000 at 1 % a month, 12 periods: 1,066.19 each.
    # After 11 of them one is left: 1,066.19 ÷ 1.01 = 1,055.63
    found = instalments_left(M("1066.19"), 12, 11, M(12000)).principal
    assert found is not None
    assert (found.flat, found.by_rate) == (M(1000), M("1055.63"))
    assert abs(found.rate.simple * 100 - 12) < 0.01
    # what is saved at most: 1,066.19 − 1,000
    assert (found.least, found.saved) == (M(1000), M("66.19"))


def test_the_same_principal_each_period_as_white_slips_book_it() -> None:
    # dossier 5.08: 12,000 in 12 periods at 0.6 %, after 3: 9,000 left, and 648 of fees
    found = instalments_left(M(1072), 12, 3, M(12000))
    assert found.to_pay == M(9648)
    assert found.principal is not None
    assert (found.principal.flat, found.principal.saved) == (M(9000), M(648))


def test_without_any_fee_there_is_nothing_to_save() -> None:
    found = instalments_left(M(500), 6, 2, M(3000)).principal
    assert found is not None
    assert (found.flat, found.by_rate, found.saved) == (M(2000), M(2000), M(0))


@given(
    st.integers(2, 36).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))),
    st.integers(100_00, 50_000_00),
    st.integers(1, 30),
)
def test_the_principal_left_is_never_more_than_what_is_still_to_pay(
    of: tuple[int, int], fen: int, dearer: int
) -> None:
    periods, paid = of
    payment = Money(-(-fen // periods) * (100 + dearer) // 100 + 1)
    found = instalments_left(payment, periods, paid, Money(fen))
    assert found.principal is not None
    assert found.principal.least <= found.principal.by_rate <= found.to_pay


@pytest.mark.parametrize(
    ("payment", "periods", "paid", "principal"),
    [(900, 6, 6, None), (900, 6, -1, None), (0, 6, 1, None), (800, 6, 2, 5000), (900, 0, 0, None)],
)
def test_what_cannot_be_is_refused(
    payment: int, periods: int, paid: int, principal: int | None
) -> None:
    with pytest.raises(InvalidTerms):
        instalments_left(M(payment), periods, paid, None if principal is None else M(principal))
