"""Several debts added up, and what that means a month. Every figure by hand."""

from __future__ import annotations

import pytest

from zhihuan.repayment import InvalidTerms, Money, Owed, debts_together

M = Money.of
THREE = (Owed("金条", M(20000)), Owed("白条", M(3500), (40, 40)), Owed("花呗", M(8000)))


def test_the_total_alone() -> None:
    found = debts_together(THREE)
    assert found.owed == M(31500)
    assert (found.months, found.each_month) == (None, None)


def test_a_month_begun_is_a_month() -> None:
    # 31,500 = 31 × 1,000 + 500
    found = debts_together(THREE, M(1000))
    assert (found.months, found.last) == (32, M(500))
    # and 31,500 = 9 × 3,500
    assert debts_together(THREE, M(3500)).months == 9


def test_what_a_wish_asks_for_each_month_is_rounded_up() -> None:
    # 31,500 ÷ 24 = 1,312.50; ÷ 36 = 875; ÷ 11 = 2,863.636…
    assert debts_together(THREE, within=24).each_month == M("1312.50")
    assert debts_together(THREE, within=11).each_month == M("2863.64")
    assert debts_together(THREE, M(2000), 24).calculation.result["fits"] is True
    assert debts_together(THREE, M(1000), 24).calculation.result["fits"] is False


def test_how_late_each_is_goes_by_its_days() -> None:
    late = (Owed("白条", M(100), (40, 40)), Owed("金条", M(100), (25, 35)), Owed("花呗", M(100)))
    found = debts_together(late).calculation
    assert [each["stages"] for each in found.result["debts"]] == [["M2", "M2"], ["M1", "M2"], None]
    assert {f.value for f in found.figures if f.unit == "stage"} == {1, 2}


def test_that_no_interest_is_in_it_is_said() -> None:
    found = debts_together(THREE, M(1000)).calculation
    assert "利息和费用没有算在里头" in "".join(found.assumptions)


@pytest.mark.parametrize(
    ("debts", "monthly", "within"),
    [((), None, None), (THREE, M(0), None), (THREE, M(1), None), (THREE, None, 0)],
)
def test_what_cannot_be_is_refused(
    debts: tuple[Owed, ...], monthly: Money | None, within: int | None
) -> None:
    with pytest.raises(InvalidTerms):
        debts_together(debts, monthly, within)


@pytest.mark.parametrize("days", [(-1, 3), (9, 3)])
def test_days_go_from_few_to_many(days: tuple[int, int]) -> None:
    with pytest.raises(InvalidTerms):
        Owed("白条", M(1), days)


def test_sums_to_come_are_taken_off_first() -> None:
    # 31,500 − 10,000 − 3,000 = 18,500 = 18 × 1,000 + 500
    found = debts_together(THREE, M(1000), lumps=(M(10000), M(3000)))
    assert (found.owed, found.left) == (M(31500), M(18500))
    assert (found.months, found.last) == (19, M(500))
    # 18,500 ÷ 12 = 1,541.666…
    assert debts_together(THREE, within=12, lumps=(M(13000),)).each_month == M("1541.67")


def test_sums_to_come_that_are_enough_leave_nothing() -> None:
    found = debts_together(THREE, M(1000), lumps=(M(40000),))
    assert (found.left, found.months) == (M(0), 0)
    assert found.calculation.result["enough"] is True


def test_a_sum_to_come_is_above_nothing() -> None:
    with pytest.raises(InvalidTerms):
        debts_together(THREE, lumps=(M(0),))
