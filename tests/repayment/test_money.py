from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts
from zhihuan.repayment import InvalidAmount, InvalidTerms, Money
from zhihuan.repayment.money import check_amount, check_amount_or_zero


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


def test_the_other_sign_and_how_it_shows_itself() -> None:
    assert -Money(5) == Money(-5)
    assert repr(Money.of("3200.05")) == "Money('3200.05')"
    assert Money.of("-1234.5").text() == "-1,234.50"
    assert not Money(0)
    assert Money(-1)


@pytest.mark.parametrize("fen", [10**16, -(10**16)])
def test_sums_reach_ten_thousand_times_ten_billion_yuan_and_no_further(fen: int) -> None:
    assert Money(fen).fen == fen
    with pytest.raises(InvalidAmount, match="太大了"):
        Money(fen + (1 if fen > 0 else -1))


@pytest.mark.parametrize("fen", [True, 1.0, "1", None, Decimal(1)])
def test_fen_are_whole_numbers(fen: object) -> None:
    with pytest.raises(InvalidAmount, match="整数的分"):
        Money(fen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请写上金额"),
        (" 　 ", "请写上金额"),
        ("三千", "请只写数字"),
        ("1234,567", "请只写数字"),
        ("1,0000", "请只写数字"),
        ("1,2345", "请只写数字"),
        ("¥¥1", "请只写数字"),
        ("1.001", "最多写到分，也就是两位小数"),
        ("0", "金额要大于 0 元"),
        ("10000000.01", "最多 10,000,000 元"),
        (" " * 41, "太长了"),
        ("3200" + " " * 37, "太长了"),
        (3200, "太长了"),
    ],
)
def test_the_refusal_says_what_is_wrong(typed: str, words: str) -> None:
    with pytest.raises(InvalidAmount, match=words):
        Money.parse(typed)


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("12,345", 12_345), ("1,234,567", 1_234_567), ("￥90元", 90), ("7.", 7), ("10.8", "10.8"),
     ("3200" + " " * 36, 3200)],
)  # fmt: skip
def test_what_people_type_in_other_ways_is_understood(typed: str, yuan: int | str) -> None:
    assert Money.parse(typed) == Money.of(yuan)


def test_an_amount_somebody_names_is_above_nothing_and_at_most_ten_million() -> None:
    for good in (Money(1), Money.of(10_000_000)):
        check_amount(good)
    for wrong, words in (
        (Money(0), "月供要大于 0 元"),
        (Money(-1), "月供要大于 0 元"),
        (Money.of("10000000.01"), "月供最多 10,000,000 元"),
        (3200, "月供要写成金额"),
    ):
        with pytest.raises(InvalidAmount, match=words):
            check_amount(wrong, "月供")  # type: ignore[arg-type]
    check_amount_or_zero(Money(0))
    with pytest.raises(InvalidAmount, match="月供要大于 0 元"):
        check_amount_or_zero(Money(-1), "月供")
    with pytest.raises(InvalidAmount, match="金额要大于"):
        check_amount(Money(0))
    with pytest.raises(InvalidAmount, match="金额要大于"):
        check_amount_or_zero(Money(-1))
