import pytest
from hypothesis import given, settings

from tests.repayment.strategies import amounts
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
