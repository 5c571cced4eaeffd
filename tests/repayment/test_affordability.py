import pytest
from hypothesis import given, settings

from tests.repayment.strategies import amounts
from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import InvalidTerms, Money, affordable

M = Money.of


def test_what_is_left_is_income_less_living_debts_and_cushion() -> None:
    found = affordable(income=M(5000), spending=M(3000), other_debts=M(800), cushion=M(200))
    assert found.budget == M(1000)
    assert found.calculation.result["burden_percent"] == "36"


def test_a_burden_over_forty_percent_is_named_as_experience_not_law() -> None:
    # dossier, product 5.11
    found = affordable(income=M(5000), spending=M(2500), other_debts=M(500))
    assert found.calculation.result["above_line"] is True
    assert found.within_line == M(1500)
    assert "不是法规" in "".join(found.calculation.assumptions)


def test_when_nothing_is_left_there_is_no_budget_and_no_borrowing() -> None:
    found = affordable(income=M(3000), spending=M(3200))
    assert found.budget is None
    assert found.left == M(-200)
    assert "不要借新还旧" in "".join(found.calculation.assumptions)


def test_no_income_is_asked_for_again() -> None:
    with pytest.raises(InvalidTerms):
        affordable(income=Money(0), spending=M(1))


@settings(deadline=None)
@given(amounts, amounts, amounts)
def test_what_is_left_and_what_goes_out_make_the_income(
    income: Money, spending: Money, debts: Money
) -> None:
    found = affordable(income=income, spending=spending, other_debts=debts)
    assert found.left + spending + debts == income


def test_every_number_is_named_and_says_whose_it_is() -> None:
    # by hand: 5,000 − 3,000 − 800 − 200; (800 + 1,000) ÷ 5,000; 800 ÷ 5,000; 5,000 × 40% − 800
    found = affordable(income=M(5000), spending=M(3000), other_debts=M(800), cushion=M(200))
    assert found.calculation.result == {
        "left": "1000.00",
        "budget": "1000.00",
        "burden_percent": "36",
        "within_line": "1200.00",
        "above_line": False,
    }
    assert inputs_of(found.calculation) == lines("""
        income 每月收入 5000.00 元 user
        spending 每月必要支出 3000.00 元 user
        other_debts 其他欠款每月要还 800.00 元 user
        cushion 每月留作应急 200.00 元 default
        line 经验线 40 % default debt-ratio-40
    """)
    assert figures_of(found.calculation) == lines("""
        每月能还 1000 yuan
        还款占收入 36 percent
        其他欠款占收入 16 percent
        经验线以内还能还 1200 yuan
        每月收入 5000 yuan
        每月必要支出 3000 yuan
        其他欠款每月要还 800 yuan
        每月留作应急 200 yuan
        经验线 40 percent
    """)


def test_what_is_missing_is_told_as_missing() -> None:
    found = affordable(income=M(3000), spending=M(3200), other_debts=M(1500))
    assert found.calculation.result["budget"] is None
    told = figures_of(found.calculation)
    assert "每月还差 1700 yuan" in told
    # by hand: 1,500 is already more than 40% of 3,000, and half of it
    assert {"经验线以内还能还 0 yuan", "还款占收入 50 percent"} <= set(told)


def test_nothing_left_to_the_fen_is_no_budget() -> None:
    found = affordable(income=M(3000), spending=M(3000))
    assert (found.left, found.budget) == (Money(0), None)
    assert "每月能还 0 yuan" in figures_of(found.calculation)
    assert affordable(income=M(3000), spending=M("2999.99")).budget == Money(1)


def test_exactly_forty_percent_is_not_above_the_line() -> None:
    found = affordable(income=M(5000), spending=M(3000)).calculation
    assert (found.result["burden_percent"], found.result["above_line"]) == ("40", False)
    assert "40%" in found.assumptions[1]
    assert not any("没有余钱" in each for each in found.assumptions)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"income": Money(0)}, "每月收入"),
        ({"spending": Money(-1)}, "每月必要支出"),
        ({"other_debts": Money(-1)}, "其他欠款每月要还"),
        ({"cushion": Money(-1)}, "每月留作应急"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, Money], words: str) -> None:
    with pytest.raises(InvalidTerms, match=words):
        affordable(**{"income": M(5000), "spending": M(3000), **wrong})
