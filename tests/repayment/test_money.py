from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts
from zhihuan.repayment import InvalidAmount, InvalidTerms, Money


def test_money_is_exact_and_prints_two_decimals() -> None:
    assert str(Money.of("3200") + Money.of("0.05")) == "3200.05"
    assert Money.of(3200).text() == "3,200.00"
    assert Money.of("-0.05").yuan == Decimal("-0.05")


def test_half_a_fen_rounds_up_not_to_even() -> None:
    # 四舍五入: 1.005 is 1.01, where banker's rounding says 1.00
    assert Money.rounded(Decimal("1.005")) == Money.of("1.01")
    assert Money.of("0.10").scaled(Decimal("0.05")) == Money.of("0.01")


def test_rounding_does_not_depend_on_the_caller_s_decimal_context() -> None:
    with localcontext(prec=3):
        assert Money.of("1234567.89").scaled(Decimal("0.5")) == Money.of("617283.95")


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("3200", 320000),
        ("3,200.50", 320050),
        (" ¥3200.5 元 ", 320050),
        ("３２００．５", 320050),
        ("10000000", 10_000_000_00),
        ("0.01", 1),
    ],
)
def test_what_people_type_is_understood(typed: str, fen: int) -> None:
    assert Money.parse(typed).fen == fen


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  ", "0", "0.00", "-1", "1e3", "NaN", "Infinity", "1.001", "32,00", "10000000.01"),
        *("三千", "0x10", "1_000", "9" * 500, "3200" + " " * 90, "=1+1", "٣٢٠٠", "∞"),
    ],
)
def test_what_is_no_amount_is_refused_in_chinese(typed: str) -> None:
    with pytest.raises(InvalidAmount) as refused:
        Money.parse(typed)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in str(refused.value))


@pytest.mark.parametrize("value", [True, 1.5, None, float("nan"), "1e308", "1e999999", "NaN", "x"])
def test_money_of_nonsense_is_refused(value: object) -> None:
    with pytest.raises(InvalidTerms):
        Money.of(value)  # type: ignore[arg-type]


@settings(deadline=None)
@given(amounts, amounts)
def test_adding_and_taking_away_invert(one: Money, other: Money) -> None:
    assert one + other - other == one


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12).map(Money))
def test_what_is_printed_reads_back(amount: Money) -> None:
    assert Money.of(str(amount)) == amount
