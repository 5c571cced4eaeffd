from datetime import date

import pytest

from zhihuan.repayment import InvalidTerms, Money, relief


def test_a_covered_debt_is_told_by_when_it_no_longer_shows() -> None:
    # law C12a: settled in January, hidden by the end of February
    found = relief(arisen=date(2024, 5, 10), amount=Money.of(8000), settled=date(2026, 1, 15))
    assert (found.covered, found.hidden_by) == (True, date(2026, 2, 28))


def test_the_condition_that_failed_is_named() -> None:
    # law C12d: settled after the window
    found = relief(arisen=date(2024, 5, 10), amount=Money.of(8000), settled=date(2026, 4, 1))
    assert not found.covered
    assert found.hidden_by is None
    assert [each["met"] for each in found.calculation.result["conditions"]] == [True, True, False]
    assert found.calculation.result["leaves_report_on"] == "2031-04-01"


def test_while_anything_is_owed_nothing_is_covered() -> None:
    found = relief(arisen=date(2024, 5, 10), amount=Money.of(8000))
    assert not found.covered
    assert found.calculation.result["leaves_report_on"] is None


def test_settled_before_it_arose_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        relief(arisen=date(2024, 5, 10), amount=Money.of(1), settled=date(2024, 5, 9))
