from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_amounts, ordinary_fees
from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import (
    Comparison,
    EqualPayment,
    FlatFee,
    InterestFree,
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


def test_every_number_of_a_comparison_is_named() -> None:
    # the field notes: 552.53 and 285.87; by hand: the last sixth is 533.35 + 19.20 = 552.55, the
    # last twelfth 266.63 + 19.20; 552.55 − 400, 400 − 285.87; fees of 115.20 and 230.40
    found = compare_plans(Money.of(3200), [(6, FEE), (12, FEE)], Money.of(400)).calculation
    assert inputs_of(found) == lines("""
        amount 本金 3200.00 元 user
        budget 每月能还 400.00 元 user
        periods_1 期数：6 期 6 期 user
        fee_rate_1 每期费率：6 期 0.6 % user
        periods_2 期数：12 期 12 期 user
        fee_rate_2 每期费率：12 期 0.6 % user
    """)
    figures = figures_of(found)
    assert {"6 期：每期还款 552.53 yuan", "6 期：每期还款 552.55 yuan",
            "12 期：总费用 230.4 yuan"} <= set(figures)  # fmt: skip
    at = figures.index("6 期和12 期总费用相差 115.2 yuan")
    assert figures[at + 1 : at + 4] == lines("""
        每月能还 400 yuan
        6 期：每月超出 152.55 yuan
        12 期：每月还能留下 114.13 yuan
    """)
    told = dict(found.result)
    options = [dict(each) for each in told.pop("options")]
    rates = [each.pop("rate_percent") for each in options]
    assert [set(each) for each in rates] == [{"monthly", "simple", "effective"}] * 2
    assert rates[1]["simple"].startswith("13.03")  # dossier, product §2A
    assert options == [
        {"label": "6 期", "periods": 6, "first_payment": "552.53", "largest_payment": "552.55",
         "total_cost": "115.20", "total_payment": "3315.20", "fits": False},
        {"label": "12 期", "periods": 12, "first_payment": "285.87", "largest_payment": "285.87",
         "total_cost": "230.40", "total_payment": "3430.40", "fits": True},
    ]  # fmt: skip
    assert told == {
        "principal": "3200.00", "budget": "400.00", "picked": 1, "longest": 1, "request": None,
        "prepare": [],
    }  # fmt: skip


def test_a_request_is_told_with_its_months() -> None:
    found = options(8200, 300).calculation
    assert found.result["picked"] is None
    assert found.result["request"] == {"per_month": "300.00", "periods": 28}
    assert "协商可以提的期数 28 periods" in figures_of(found)
    assert "只按本金算，没有算费用" in "".join(found.assumptions)
    assert found.result["longest"] == 2
    # dossier, product 3.11
    for words in (
        "身份证",
        "失业登记",
        "近 3–6 个月的银行流水",
        "低保证明",
        "信用报告",
        "每月能还多少",
    ):
        assert any(words in each for each in found.result["prepare"])
        assert words in "".join(found.assumptions)


def test_without_a_budget_nothing_is_said_about_it() -> None:
    found = options(3200, None).calculation
    assert found.result["budget"] is None
    assert found.result["picked"] is None
    assert not any(each.name == "budget" for each in found.inputs)
    assert not any("每月" in line for line in figures_of(found))
    assert "只推荐" not in "".join(found.assumptions)
    assert "只推荐" in "".join(options(3200, 400).calculation.assumptions)


def test_a_payment_of_exactly_the_budget_fits() -> None:
    found = compare_plans(Money.of(3200), [(12, FEE)], Money.of("285.87"))
    assert found.picked is found.options[0]
    assert "12 期：每月还能留下 0 yuan" in figures_of(found.calculation)
    a_fen_less = compare_plans(Money.of(3200), [(12, FEE)], Money.of("285.86")).calculation
    assert "12 期：每月超出 0.01 yuan" in figures_of(a_fen_less)
    assert not compare_plans(Money.of(3200), [(12, FEE)], Money.of("285.86")).options[0].fits


def test_of_two_as_short_the_cheaper_is_picked_and_the_first_longest_shown() -> None:
    found = compare_plans(
        Money.of(3200), [(12, Decimal("0.007")), (12, FEE), (6, FEE)], Money.of(400)
    )
    assert found.picked is found.options[1]
    assert found.calculation.result["longest"] == 0


def test_a_fee_up_front_must_fit_the_budget_too() -> None:
    # by hand: 3,200 × 0.6% × 24 = 460.80 on the first day, 133.33 a month
    front = FlatFee(principal=Money.of(3200), periods=24, fee_rate=FEE, fee_timing="up_front")
    assert compare([Offer("先", front)], Money.of("460.80")).options[0].fits
    assert not compare([Offer("先", front)], Money.of("460.79")).options[0].fits


def test_what_costs_nothing_has_no_rate_and_interest_names_no_fee() -> None:
    free = Offer("免", InterestFree(principal=Money.of(1200), periods=12))
    loan = EqualPayment(principal=Money.of(1200), periods=12, annual_rate=Decimal("0.12"))
    found = compare([free, Offer("息", loan)]).calculation
    assert found.result["options"][0]["rate_percent"] is None
    assert [each.name for each in found.inputs] == [
        "amount",
        "periods_1",
        "periods_2",
        "annual_rate_2",
    ]


def test_whose_an_input_is_comes_from_the_caller() -> None:
    example = ("default", "baitiao-installment-fee-2016")
    found = compare_plans(Money.of(3200), [(12, FEE)], origins={"fee_rate": example})
    fee = next(each for each in found.calculation.inputs if each.name == "fee_rate_1")
    assert (fee.origin, fee.source) == example


def test_at_most_twelve_offers_are_compared() -> None:
    assert len(compare_plans(Money.of(100), [(3, FEE)] * 12).options) == 12
    for wrong in ([], [(3, FEE)] * 13):
        with pytest.raises(InvalidTerms, match="1 到 12 个方案"):
            compare_plans(Money.of(100), wrong)
    with pytest.raises(InvalidTerms, match="每月能还的金额"):
        compare_plans(Money.of(100), [(3, FEE)], Money(0))


def test_a_request_of_exactly_360_months_is_still_made() -> None:
    # by hand: 36,000 ÷ 100 = 360; one fen more makes 361
    assert compare_plans(Money.of(36_000), [(3, FEE)], Money.of(100)).request is not None
    assert compare_plans(Money.of("36000.01"), [(3, FEE)], Money.of(100)).request is None
