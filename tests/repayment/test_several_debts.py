from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import whole_yuan
from tests.repayment.told import figures_of, inputs_of, lines
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


# By hand, 600 a month. Avalanche: 10.00 and 6.00 are charged; B takes 50 + 256, A 100 + 194;
# then 7.16 on 716, and 1.23 on 123.16: 24.39 in 3 months. A first: 10.00 and 6.00, A takes
# 550, B 50; 4.60 and 5.12, A 464.60, B 135.40; 2.51 on 125.72: 28.23 in 3 months.
TWO = [debt("A", 1000, "12", 100, 1), debt("B", 300, "24", 50, 2)]


def test_every_number_of_two_orders_is_named() -> None:
    found = compare_payoffs(TWO, M(600), ("avalanche", "consequence")).calculation
    assert inputs_of(found) == lines("""
        budget 每月一共能还 600.00 元 user
        balance_1 A余额 1000.00 元 user
        annual_rate_1 A年利率 12 % user
        minimum_1 A每月最低 100.00 元 user
        balance_2 B余额 300.00 元 user
        annual_rate_2 B年利率 24 % user
        minimum_2 B每月最低 50.00 元 user
    """)
    assert figures_of(found)[:10] == lines("""
        利息相差 3.84 yuan
        一共欠 1300 yuan
        先还年化最高的（雪崩法） 3 periods
        先还年化最高的（雪崩法）：利息 24.39 yuan
        B 还清 1 periods
        A 还清 3 periods
        先还不还后果最重的 3 periods
        先还不还后果最重的：利息 28.23 yuan
        A 还清 2 periods
        B 还清 3 periods
    """)
    assert "余额 × 年利率 ÷ 12，四舍五入到分" in found.formula
    assert found.result == {
        "payoffs": [
            {
                "strategy": "avalanche",
                "label": "先还年化最高的（雪崩法）",
                "months": 3,
                "interest": "24.39",
                "paid_off": [{"name": "B", "month": 1}, {"name": "A", "month": 3}],
                "rows": [
                    {"month": 1, "paid": ["294.00", "306.00"], "balances": ["716.00", "0.00"]},
                    {"month": 2, "paid": ["600.00", "0.00"], "balances": ["123.16", "0.00"]},
                    {"month": 3, "paid": ["124.39", "0.00"], "balances": ["0.00", "0.00"]},
                ],
                "names": ["A", "B"],
            },
            {
                "strategy": "consequence",
                "label": "先还不还后果最重的",
                "months": 3,
                "interest": "28.23",
                "paid_off": [{"name": "A", "month": 2}, {"name": "B", "month": 3}],
                "rows": [
                    {"month": 1, "paid": ["550.00", "50.00"], "balances": ["460.00", "256.00"]},
                    {"month": 2, "paid": ["464.60", "135.40"], "balances": ["0.00", "125.72"]},
                    {"month": 3, "paid": ["0.00", "128.23"], "balances": ["0.00", "0.00"]},
                ],
                "names": ["A", "B"],
            },
        ]
    }


def test_each_month_keeps_what_was_charged() -> None:
    found = pay_off(TWO, M(600), "avalanche")
    assert [[str(each) for each in month.interest] for month in found.months] == [
        ["10.00", "6.00"], ["7.16", "0.00"], ["1.23", "0.00"],
    ]  # fmt: skip
    assert found.strategy == "avalanche"
    assert "余额最小的（雪球法）" in str(compare_payoffs(TWO, M(600)).calculation.result)


def test_the_smallest_balance_is_the_smallest_of_that_month() -> None:
    # by hand: A is smaller at first, but B after the first minimums: 500 − 10 against 520 − 400
    debts = [debt("A", 500, "0", 10), debt("B", 520, "0", 400)]
    assert pay_off(debts, M(420), "snowball").paid_off == (("B", 2), ("A", 3))


def test_debts_that_are_alike_keep_their_order() -> None:
    debts = [debt("后写", 100, "0", 0), debt("先写", 100, "0", 0)]
    for strategy in ("avalanche", "snowball", "consequence"):
        assert pay_off(debts, M(100), strategy).paid_off == (("后写", 1), ("先写", 2))  # type: ignore[arg-type]


def test_exactly_the_minimums_are_enough_and_a_small_debt_asks_no_more_than_it_is() -> None:
    assert len(pay_off([debt("x", 50, "0", 100)], M(50), "avalanche").months) == 1
    with pytest.raises(BudgetTooSmall, match=r"50\.00 元"):
        pay_off([debt("x", 50, "0", 100)], M("49.99"), "avalanche")


def test_fifty_years_are_the_most() -> None:
    # by hand: 600 yuan at 1 a month
    assert len(pay_off([debt("x", 600, "0", 1)], M(1), "avalanche").months) == 600
    with pytest.raises(BudgetTooSmall, match="一直还不清"):
        pay_off([debt("x", 601, "0", 1)], M(1), "avalanche")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "40 字以内的名字"),
        ({"name": "长" * 41}, "40 字以内的名字"),
        ({"name": 5}, "40 字以内的名字"),
        ({"balance": Money(0)}, "欠款余额"),
        ({"annual_rate": Decimal(11)}, "年利率"),
        ({"minimum": Money(-1)}, "每月最低还款"),
        ({"consequence": 0}, "后果轻重"),
    ],
)
def test_a_debt_is_checked_at_birth(wrong: dict[str, object], words: str) -> None:
    good = {"name": "长" * 40, "balance": M(1), "annual_rate": Decimal(0), "minimum": M(1)}
    assert Debt(**good).consequence is None  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match=words):
        Debt(**{**good, **wrong})  # type: ignore[arg-type]


def test_what_is_wrong_with_the_list_is_named() -> None:
    twenty = [debt("x", 1, "0", 1)] * 20
    assert len(pay_off(twenty, M(20), "avalanche").paid_off) == 20
    for debts in ([], [*twenty, twenty[0]]):
        with pytest.raises(InvalidTerms, match="1 到 20 笔"):
            pay_off(debts, M(100), "avalanche")
    with pytest.raises(InvalidTerms, match="年化最高、余额最小、后果最重"):
        pay_off(twenty, M(100), "dice")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="1 是最重"):
        pay_off([Debt("x", M(1), Decimal(0), M(1))], M(1), "consequence")
    with pytest.raises(InvalidTerms, match="1 是最重"):
        mixed = [Debt("x", M(1), Decimal(0), M(1)), twenty[0]]
        pay_off(mixed, M(2), "consequence")
    with pytest.raises(InvalidTerms, match="每月一共能还的金额"):
        pay_off(twenty, Money(0), "avalanche")
    with pytest.raises(InvalidTerms, match="至少选一种"):
        compare_payoffs(twenty, M(100), ())
