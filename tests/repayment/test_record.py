from datetime import date

import pytest

from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import (
    InvalidTerms,
    Money,
    credit_record,
    leaves_report_on,
    relief_covered,
    relief_hidden_by,
)


def test_a_record_falls_off_five_years_after_it_was_settled_not_after_it_began() -> None:
    # 征信业管理条例 art. 16 (dossier, law C1)
    assert leaves_report_on(settled=date(2026, 3, 5)) == date(2031, 3, 5)
    found = credit_record(date(2026, 3, 5)).calculation
    assert found.result["leaves_report_on"] == "2031-03-05"
    assert 20310305 in [int(figure.value) for figure in found.figures]


def test_settled_on_a_leap_day_it_leaves_on_the_last_of_february() -> None:
    # our decision: the fifth year has no 29 February
    assert leaves_report_on(date(2028, 2, 29)) == date(2033, 2, 28)


# dossier, law C12: arisen 2020-01-01 to 2025-12-31, at most 10,000, settled by 2026-03-31
@pytest.mark.parametrize(
    ("arisen", "amount", "settled", "covered"),
    [
        (date(2020, 1, 1), "10000.00", date(2026, 3, 31), True),
        (date(2025, 12, 31), "0.01", date(2026, 1, 1), True),
        (date(2019, 12, 31), "500", date(2025, 1, 1), False),
        (date(2026, 1, 1), "500", date(2026, 2, 1), False),
        (date(2024, 5, 1), "10000.01", date(2025, 1, 1), False),
        (date(2024, 5, 1), "8000", date(2026, 4, 1), False),
        (date(2024, 5, 1), "8000", None, False),
    ],
)
def test_the_one_off_relief_covers_only_what_it_covered(
    arisen: date, amount: str, settled: date | None, covered: bool
) -> None:
    assert relief_covered(arisen=arisen, amount=Money.of(amount), settled=settled) is covered


# dossier, law C12a; its own example is settled in January, hidden by the end of February
@pytest.mark.parametrize(
    ("settled", "hidden"),
    [
        (date(2025, 11, 30), date(2026, 1, 1)),
        (date(2025, 12, 1), date(2026, 1, 31)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ],
)
def test_a_covered_record_is_hidden_by_the_end_of_the_next_month(
    settled: date, hidden: date
) -> None:
    assert relief_hidden_by(settled) == hidden


def test_settling_after_the_window_hides_nothing() -> None:
    with pytest.raises(InvalidTerms):
        relief_hidden_by(date(2026, 4, 1))


def test_a_debt_cannot_be_settled_before_it_arose() -> None:
    with pytest.raises(InvalidTerms):
        relief_covered(arisen=date(2025, 1, 2), amount=Money.of(1), settled=date(2025, 1, 1))


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1), "2026-01-01", None])
def test_a_day_that_cannot_be_is_refused(day: date) -> None:
    with pytest.raises(InvalidTerms):
        leaves_report_on(day)


def test_every_day_of_a_record_is_named() -> None:
    # law C1
    found = credit_record(date(2026, 3, 5))
    assert (found.settled, found.leaves_on) == (date(2026, 3, 5), date(2031, 3, 5))
    assert inputs_of(found.calculation) == lines("""
        settled 全部还清的日期 2026-03-05 日期 user
        kept 保存年数 5 年 default credit-reporting-16
    """)
    assert figures_of(found.calculation) == lines("""
        保存到 20310305 date
        全部还清的日期 20260305 date
        保存年数 5 year
    """)
    assert found.calculation.result == {
        "settled": "2026-03-05", "kept_years": 5, "leaves_report_on": "2031-03-05",
    }  # fmt: skip
    assert found.calculation.formula == "保存到 = 全部还清的日期 + 5 年"
    assert "2 月 29 日结清" in found.calculation.assumptions[1]


def test_what_is_wrong_is_named() -> None:
    day = date(2025, 1, 2)
    with pytest.raises(InvalidTerms, match="结清日期要写成"):
        leaves_report_on("2026-01-01")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="结清日期要写成"):
        relief_hidden_by("2026-01-01")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="2026-03-31 前"):
        relief_hidden_by(date(2026, 4, 1))
    with pytest.raises(InvalidTerms, match="逾期发生日"):
        relief_covered(arisen="x", amount=Money(1), settled=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="单笔逾期金额"):
        relief_covered(arisen=day, amount=Money(0), settled=None)
    with pytest.raises(InvalidTerms, match="结清日期要写成"):
        relief_covered(arisen=day, amount=Money(1), settled="x")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="不能早于逾期发生"):
        relief_covered(arisen=day, amount=Money(1), settled=date(2025, 1, 1))


def test_what_fell_behind_and_was_settled_on_one_day_is_covered() -> None:
    day = date(2025, 1, 2)
    assert relief_covered(arisen=day, amount=Money(1), settled=day)
