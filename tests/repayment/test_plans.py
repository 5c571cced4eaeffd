from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_amounts, ordinary_fees
from zhihuan.repayment import (
    Comparison,
    EqualPayment,
    FlatFee,
    InvalidTerms,
    Money,
    Offer,
    compare,
    compare_plans,
)

FEE = Decimal("0.006")


def options(principal: int, budget: int | None) -> Comparison:
    return compare_plans(
        Money.of(principal),
        [(6, FEE), (12, FEE), (24, FEE)],
        None if budget is None else Money.of(budget),
    )


def test_of_3200_within_400_a_month_twelve_months_fit_and_six_do_not() -> None:
    # the conversation in the field notes: 552.53 is too much, 285.87 fits
    found = options(3200, 400)
    assert [each.fits for each in found.options] == [False, True, True]
    assert found.picked is found.options[1]
    assert str(found.picked.first_payment) == "285.87"


def test_of_8200_within_400_a_month_only_twenty_four_fit() -> None:
    # the same conversation: 390.87 fits, 732.53 does not
    found = options(8200, 400)
    assert [each.fits for each in found.options] == [False, False, True]
    assert found.picked is not None
    assert found.picked.periods == 24
    assert str(found.picked.total_cost) == "1180.80"


def test_when_nothing_fits_the_request_is_the_budget_for_as_long_as_it_takes() -> None:
    # by hand: 8,200 ÷ 300 = 27.33… → 28 months
    found = options(8200, 300)
    assert found.picked is None
    assert found.request is not None
    assert (found.request.per_month, found.request.periods) == (Money.of(300), 28)
    longest = found.calculation.result["options"][found.calculation.result["longest"]]
    assert longest["first_payment"] == "390.87"


def test_a_budget_that_would_take_more_than_360_months_makes_no_request() -> None:
    found = options(200_000, 1)
    assert found.picked is None
    assert found.request is None


def test_without_a_budget_nothing_is_picked() -> None:
    found = options(3200, None)
    assert found.picked is None
    assert [each.fits for each in found.options] == [None, None, None]


def test_offers_of_any_kind_stand_side_by_side() -> None:
    # dossier, product §2A: 1,066.19 level against 1,120.00 flat, at 1% a month
    found = compare(
        [
            Offer("费", FlatFee(principal=Money.of(12000), periods=12, fee_rate=Decimal("0.01"))),
            Offer(
                "息",
                EqualPayment(principal=Money.of(12000), periods=12, annual_rate=Decimal("0.12")),
            ),
        ],
        Money.of(1100),
    )
    assert found.picked is not None
    assert found.picked.offer.label == "息"


def test_offers_for_different_sums_are_not_compared() -> None:
    offers = [
        Offer(str(yuan), FlatFee(principal=Money.of(yuan), periods=3, fee_rate=FEE))
        for yuan in (100, 200)
    ]
    with pytest.raises(InvalidTerms):
        compare(offers)
    with pytest.raises(InvalidTerms):
        compare([])


@settings(deadline=None, max_examples=60)
@given(
    ordinary_amounts,
    st.lists(st.tuples(st.integers(1, 60), ordinary_fees), min_size=1, max_size=5),
    ordinary_amounts,
)
def test_nothing_above_the_budget_is_ever_picked(
    principal: Money, offered: list[tuple[int, Decimal]], budget: Money
) -> None:
    found = compare_plans(principal, offered, budget)
    fitting = [each for each in found.options if each.largest_payment <= budget]
    if found.picked is None:
        assert not fitting
    else:
        assert found.picked in fitting
        assert found.picked.periods == min(each.periods for each in fitting)
        assert found.request is None
