from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhihuan.repayment import (
    DEADLINES,
    InvalidTerms,
    Money,
    Restart,
    court_costs,
    deadline,
    delay_interest,
    limitation,
)


@pytest.mark.parametrize(
    ("rule", "event", "last"),
    [
        # dossier, law E12: 15 days from the day after service; rulings 10
        ("appeal", date(2026, 11, 2), date(2026, 11, 17)),
        ("appeal_ruling", date(2026, 11, 2), date(2026, 11, 12)),
        # E11, E9: 15 days after receipt
        ("defence", date(2026, 12, 25), date(2027, 1, 9)),
        ("payment_order_objection", date(2026, 11, 2), date(2026, 11, 17)),
        # E15: two years from the last day to perform
        ("enforcement", date(2026, 11, 30), date(2028, 11, 30)),
        # second check, 2.5 and E10: six months; three months
        ("retrial", date(2026, 8, 31), date(2027, 2, 28)),
        ("arbitration_set_aside", date(2026, 11, 30), date(2027, 2, 28)),
        # C10, C11: 20 days, 30 days
        ("credit_objection", date(2026, 11, 1), date(2026, 11, 21)),
        ("credit_complaint", date(2026, 11, 1), date(2026, 12, 1)),
    ],
)
def test_a_deadline_is_counted_from_the_event_it_names(rule: str, event: date, last: date) -> None:
    found = deadline(rule, event)
    assert found.last_day == last
    assert found.calculation.result["counts_from"] == DEADLINES[rule].event


def test_a_last_day_on_a_saturday_stays_and_the_doubt_is_told() -> None:
    found = deadline("appeal", date(2026, 11, 6))
    assert found.last_day == date(2026, 11, 21)
    assert found.last_day.weekday() == 5
    said = "".join(found.calculation.assumptions)
    assert "顺延，这里没有核到" in said
    assert "法院判断" in said
    assert "律师" in said


def test_what_has_passed_is_told_as_passed() -> None:
    found = deadline("appeal", date(2026, 11, 1), as_of=date(2026, 11, 21))
    assert found.days_left == -5


def test_an_unknown_deadline_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        deadline("sell_the_house", date(2026, 11, 1))


def test_a_suit_may_come_three_years_after_the_last_instalment_was_due() -> None:
    # dossier, law E6: 民法典 188, 189
    assert limitation(date(2024, 5, 10)).runs_out == date(2027, 5, 10)


def test_a_demand_starts_the_three_years_anew() -> None:
    # dossier, law E7: 民法典 195
    found = limitation(
        date(2022, 5, 10),
        [Restart(date(2025, 5, 10), "demand"), Restart(date(2023, 1, 1), "debit")],
    )
    assert found.runs_out == date(2028, 5, 10)


def test_what_comes_after_the_three_years_does_not_restart_them() -> None:
    # dossier, law E8
    late = Restart(date(2025, 5, 11), "demand")
    found = limitation(date(2022, 5, 10), [late])
    assert found.runs_out == date(2025, 5, 10)
    assert found.too_late == (late,)
    assert "不能再反悔" in "".join(found.calculation.assumptions)


def test_no_restart_goes_beyond_twenty_years() -> None:
    # dossier, law E6: 民法典 188
    restarts = [Restart(date(2000 + 2 * k, 1, 1), "demand") for k in range(1, 12)]
    assert limitation(date(2000, 1, 1), restarts).runs_out == date(2020, 1, 1)


@settings(deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=6),
)
def test_one_more_demand_never_shortens_the_time(due: date, demands: list[date]) -> None:
    restarts = [Restart(day, "demand") for day in demands]
    assert limitation(due, restarts[1:]).runs_out <= limitation(due, restarts).runs_out


@pytest.mark.parametrize(
    ("claim", "filing", "simplified", "order", "enforcement"),
    [
        # dossier, law E14; 20,000 by hand: 50 + 10,000 × 2.5% = 300; 50 + 10,000 × 1.5% = 200
        ("8200", "50.00", "25.00", "16.67", "50.00"),
        ("10000", "50.00", "25.00", "16.67", "50.00"),
        ("20000", "300.00", "150.00", "100.00", "200.00"),
    ],
)
def test_court_fees(claim: str, filing: str, simplified: str, order: str, enforcement: str) -> None:
    assert court_costs(Money.of(claim)).calculation.result == {
        "filing": filing,
        "simplified": simplified,
        "payment_order": order,
        "enforcement": enforcement,
    }


def test_court_fees_above_what_the_dossier_holds_are_refused() -> None:
    with pytest.raises(InvalidTerms):
        court_costs(Money.of("100000.01"))


def test_lateness_after_a_judgment_costs_0_0175_percent_a_day() -> None:
    # dossier, law E19, second check: about 6.39% a year; by hand 10,000 × 0.0175% × 100 = 175
    found = delay_interest(unpaid=Money.of(10_000), days=100)
    assert found.amount == 175
    assert Decimal("6.3875") in [figure.value for figure in found.calculation.figures]
