"""Interest for a time. Every figure by hand; the daily rates by the table of the product dossier."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhihuan.repayment import InvalidTerms, Money, interest_for_time, rate_in_a_year

M = Money.of
D = Decimal


@pytest.mark.parametrize(
    ("amount", "rate", "months", "interest"),
    [
        (4000, "0.24", 2, "160"),  # 4000 × 24 % × 2/12
        (10000, "0.18", 6, "900"),
        (20000, "0.1825", 12, "3650"),
        (1000, "0.10", 1, "8.33"),  # 8.3333…
    ],
)
def test_a_month_is_a_twelfth_of_a_year_at_a_yearly_rate(
    amount: int, rate: str, months: int, interest: str
) -> None:
    found = interest_for_time(M(amount), annual_rate=D(rate), months=months)
    assert found.interest == M(interest)
    assert found.total == M(amount) + M(interest)


# product dossier, 2A: 5,000 yuan, 180 days, 365 days a year
@pytest.mark.parametrize(("rate", "interest"), [("0.24", "591.78"), ("0.12", "295.89")])
def test_days_at_a_yearly_rate_are_of_365(rate: str, interest: str) -> None:
    assert interest_for_time(M(5000), annual_rate=D(rate), days=180).interest == M(interest)


# product dossier, 2A: 1,000 yuan
@pytest.mark.parametrize(
    ("rate", "days", "interest"),
    [("0.0005", 1, "0.50"), ("0.0005", 30, "15"), ("0.0007", 90, "63"), ("0.00065", 365, "237.25")],
)
def test_a_daily_rate_counts_the_days(rate: str, days: int, interest: str) -> None:
    assert interest_for_time(M(1000), daily_rate=D(rate), days=days).interest == M(interest)


def test_months_at_a_daily_rate_have_thirty_days_and_a_year_has_365() -> None:
    def of(months: int) -> Money:
        return interest_for_time(M(1000), daily_rate=D("0.0005"), months=months).interest

    assert (of(1), of(6), of(12), of(18)) == (M(15), M(90), M("182.50"), M("272.50"))


def test_one_day_is_told_unrounded() -> None:
    assert interest_for_time(M(20000), daily_rate=D("0.0005"), days=1).per_day == 10
    # 3650 × 18 % ÷ 365
    assert interest_for_time(M(3650), annual_rate=D("0.18"), months=6).per_day == D("1.8")


def test_how_the_time_was_counted_is_said() -> None:
    by_day = interest_for_time(M(1000), annual_rate=D("0.18"), days=30).calculation
    assert "一年按 365 天算" in "".join(by_day.assumptions)
    by_month = interest_for_time(M(1000), daily_rate=D("0.0005"), months=2).calculation
    assert "一个月按 30 天" in "".join(by_month.assumptions)


# product dossier, 1.24 and 2A: ×365 and ×360
@pytest.mark.parametrize(
    ("daily", "yearly", "short"),
    [("0.0005", "0.1825", "0.18"), ("0.0007", "0.2555", "0.252"), ("0.00065", "0.23725", "0.234")],
)
def test_a_daily_rate_in_a_year(daily: str, yearly: str, short: str) -> None:
    found = rate_in_a_year(D(daily))
    assert (found.yearly, found.short) == (D(yearly), D(short))


@pytest.mark.parametrize(
    "given",
    [
        {"annual_rate": D("0.18")},
        {"months": 3},
        {"annual_rate": D("0.18"), "daily_rate": D("0.0005"), "days": 3},
        {"annual_rate": D("0.18"), "days": 3, "months": 3},
        {"annual_rate": D(18), "months": 3},
        {"annual_rate": D("0.18"), "days": -1},
        {"daily_rate": D(1), "days": 1},
        {"annual_rate": D("0.18"), "months": 0},
    ],
)
def test_one_rate_and_one_time_are_needed(given: dict[str, Decimal | int]) -> None:
    with pytest.raises(InvalidTerms):
        interest_for_time(M(1000), **given)  # type: ignore[arg-type]
