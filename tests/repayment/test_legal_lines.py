from datetime import date
from decimal import Decimal

import pytest

from zhihuan.repayment import (
    AnnualRate,
    InvalidTerms,
    Money,
    cap_amount,
    check_lines,
    four_times_lpr,
    lines,
    lpr_one_year,
)


# second check 4.09: the fourfold of the one-year LPR by the day the contract was made
@pytest.mark.parametrize(
    ("contract", "fourfold"),
    [
        (date(2020, 4, 20), "15.4"),
        (date(2021, 12, 20), "15.2"),
        (date(2022, 1, 20), "14.8"),
        (date(2022, 8, 22), "14.6"),
        (date(2023, 6, 20), "14.2"),
        (date(2023, 8, 21), "13.8"),
        (date(2024, 7, 22), "13.4"),
        (date(2024, 10, 21), "12.4"),
        (date(2025, 5, 20), "12.0"),
        (date(2025, 5, 19), "12.4"),
        (date(2026, 9, 20), "12.0"),
    ],
)
def test_four_times_lpr_by_the_day_of_the_contract(contract: date, fourfold: str) -> None:
    assert four_times_lpr(contract) * 100 == Decimal(fourfold)


def test_steps_nobody_confirmed_say_so() -> None:
    # second check 4.08, 4.09: two steps are background knowledge, October 2026 was not seen
    assert not lpr_one_year(date(2021, 12, 20)).confirmed
    assert not lpr_one_year(date(2022, 8, 21)).confirmed
    assert lpr_one_year(date(2022, 8, 22)).confirmed
    assert lpr_one_year(date(2026, 9, 20)).confirmed
    assert not lpr_one_year(date(2026, 11, 21)).confirmed


def test_before_the_table_begins_nothing_is_guessed() -> None:
    with pytest.raises(InvalidTerms):
        lpr_one_year(date(2020, 4, 19))


def test_each_line_says_whom_it_binds() -> None:
    found = {each.id: each for each in lines(date(2026, 11, 21))}
    assert found["court-24"].rate == Decimal("0.24")
    assert "主动提出" in found["court-24"].how
    assert "不适用于银行、消费金融公司和小额贷款公司" in found["private-4lpr"].binds
    assert "2027 年底" in found["small-loan-4lpr"].binds


def test_an_old_contract_is_not_measured_with_newer_lines() -> None:
    assert [each.id for each in lines(date(2025, 9, 30))] == ["court-24", "private-4lpr"]
    assert [each.id for each in lines(date(2020, 8, 19))] == ["court-24"]


def test_a_contract_older_than_the_table_still_meets_the_court_s_line() -> None:
    assert [each.id for each in lines(date(2019, 1, 1))] == ["court-24"]


def test_between_simple_and_compound_a_rate_may_stand_on_both_sides_of_a_line() -> None:
    # dossier, product §2A: 12 periods at 1.0% are 21.4572% simple and 23.6984% compound; at 1.2%
    # 3 periods are 21.4731% and 23.7177%, 6 periods 24.2805% and 27.1734%
    below = check_lines(AnnualRate.from_monthly(Decimal("0.01788099")), date(2026, 1, 1))
    above = check_lines(AnnualRate.from_monthly(Decimal("0.02023375")), date(2026, 1, 1))
    between = check_lines(AnnualRate.from_monthly(Decimal("0.0190")), date(2026, 1, 1))
    assert not below.against[0].effective_above
    assert above.against[0].simple_above
    assert (between.against[0].simple_above, between.against[0].effective_above) == (False, True)


@pytest.mark.parametrize(
    ("rate", "days_in_year", "amount"),
    # dossier, product §2A: 5,000 yuan, 180 days
    [("0.24", 365, "591.78"), ("0.24", 360, "600.00"), ("0.12", 365, "295.89")],
)
def test_the_most_a_line_allows(rate: str, days_in_year: int, amount: str) -> None:
    found = cap_amount(
        principal=Money.of(5000), days=180, rate=Decimal(rate), days_in_year=days_in_year
    )
    assert found.calculation.result["amount"] == amount
