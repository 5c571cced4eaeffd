from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import whole_yuan
from zhihuan.repayment import BudgetTooSmall, Debt, InvalidTerms, Money, compare_payoffs, pay_off
from zhihuan.repayment.several_debts import Strategy

M = Money.of


def debt(name: str, balance: int, percent: str, minimum: int, consequence: int = 1) -> Debt:
    return Debt(name, M(balance), Decimal(percent) / 100, M(minimum), consequence)


EXAMPLE_A = [debt("A", 3000, "18.25", 300), debt("B", 12000, "18", 600), debt("C", 8000, "24", 500)]
EXAMPLE_B = [debt("A", 3000, "10", 100), debt("B", 20000, "24", 600), debt("C", 8000, "15", 300)]


@pytest.mark.parametrize(
    ("debts", "budget", "strategy", "months", "interest"),
    [
        # dossier, product 5.03
        (EXAMPLE_A, 2500, "avalanche", 11, "2084.59"),
        (EXAMPLE_A, 2500, "snowball", 11, "2135.80"),
        # dossier, product 5.04 as corrected in the second check (half up, not half even)
        (EXAMPLE_B, 2000, "avalanche", 18, "4899.85"),
        (EXAMPLE_B, 2000, "snowball", 19, "5915.15"),
    ],
)
def test_the_dossier_s_two_examples(
    debts: list[Debt], budget: int, strategy: Strategy, months: int, interest: str
) -> None:
    found = pay_off(debts, M(budget), strategy)
    assert len(found.months) == months
    assert str(found.interest) == interest


def test_the_two_orders_stand_side_by_side_with_their_difference() -> None:
    # second check: 1,015.30
    found = compare_payoffs(EXAMPLE_B, M(2000))
    assert Decimal("1015.30") in [figure.value for figure in found.calculation.figures]


def test_the_snowball_ends_the_smallest_first_and_the_avalanche_the_dearest() -> None:
    assert pay_off(EXAMPLE_B, M(2000), "snowball").paid_off[0][0] == "A"
    assert pay_off(EXAMPLE_B, M(2000), "avalanche").paid_off[0][0] == "B"


def test_by_consequence_the_worst_ends_first() -> None:
    debts = [debt("轻", 3000, "24", 100, 2), debt("重", 3000, "10", 100, 1)]
    assert pay_off(debts, M(1000), "consequence").paid_off[0][0] == "重"
    with pytest.raises(InvalidTerms):
        pay_off([Debt("x", M(1), Decimal(0), M(1))], M(1), "consequence")


def test_a_budget_under_the_minimums_is_told_what_they_are() -> None:
    with pytest.raises(BudgetTooSmall, match=r"1,400\.00"):
        pay_off(EXAMPLE_A, M(1399), "avalanche")


def test_a_budget_that_never_catches_up_is_refused_and_not_run_forever() -> None:
    with pytest.raises(BudgetTooSmall):
        pay_off([debt("x", 10_000, "900", 10)], M(100), "avalanche")
    with pytest.raises(BudgetTooSmall):
        pay_off([debt("x", 10_000, "12", 100)], M(100), "avalanche")


debt_lists = st.lists(
    st.builds(
        Debt,
        name=st.just("x"),
        balance=whole_yuan,
        annual_rate=st.decimals(0, "0.36", places=4),
        minimum=st.integers(0, 200).map(Money.of),
        consequence=st.integers(1, 5),
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=60)
@given(
    debt_lists,
    st.integers(3000, 20_000).map(Money.of),
    st.sampled_from(["snowball", "consequence"]),
)
def test_every_order_repays_every_fen_and_none_beats_the_avalanche(
    debts: list[Debt], budget: Money, strategy: Strategy
) -> None:
    owed = sum(each.balance.fen for each in debts)
    assume(budget.fen * 20 > owed)
    best = pay_off(debts, budget, "avalanche")
    other = pay_off(debts, budget, strategy)
    for found in (best, other):
        paid = sum(each.fen for month in found.months for each in month.paid)
        assert paid == owed + found.interest.fen
        assert all(sum(p.fen for p in month.paid) <= budget.fen for month in found.months)
        assert len(found.paid_off) == len(debts)
    slack = len(other.months) * len(debts)  # rounding each month's interest to the fen
    assert best.interest.fen <= other.interest.fen + slack
