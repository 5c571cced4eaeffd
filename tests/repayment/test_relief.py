from datetime import date

import pytest

from tests.repayment.told import figures_of, inputs_of, lines
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


def test_every_condition_and_every_day_is_named() -> None:
    # law C12, C12a, C1
    found = relief(
        arisen=date(2024, 5, 10), amount=Money.of(8000), settled=date(2026, 1, 15)
    ).calculation
    assert inputs_of(found) == lines("""
        arisen 逾期发生日 2024-05-10 日期 user
        amount 单月展示的最大逾期金额 8000.00 元 user
        settled 全部还清的日期 2026-01-15 日期 user
        rule 一次性信用修复 2025 年 12 月 22 日公布 default one-off-relief
    """)
    assert figures_of(found)[:6] == lines("""
        单笔上限 10000 yuan
        逾期从哪天起 20200101 date
        逾期到哪天止 20251231 date
        最晚还清日 20260331 date
        最晚到哪天不再展示 20260228 date
        按五年算保存到 20310115 date
    """)
    assert found.result == {
        "covered": True,
        "conditions": [
            {"text": "逾期发生在 2020-01-01 到 2025-12-31 之间", "met": True},
            {"text": "单笔单月展示的逾期金额不超过 1 万元", "met": True},
            {"text": "2026-03-31（含）以前全部还清", "met": True},
        ],
        "hidden_by": "2026-02-28",
        "leaves_report_on": "2031-01-15",
        "source": "one-off-relief",
    }
    assert all(each["text"] in found.formula for each in found.result["conditions"])


# law C12: the first and last day and yuan that are inside, and the next that are not
@pytest.mark.parametrize(
    ("arisen", "amount", "settled", "met"),
    [
        (date(2020, 1, 1), "10000", date(2026, 3, 31), [True, True, True]),
        (date(2025, 12, 31), "10000", date(2026, 3, 31), [True, True, True]),
        (date(2019, 12, 31), "10000", date(2026, 3, 31), [False, True, True]),
        (date(2026, 1, 1), "10000", date(2026, 3, 31), [False, True, True]),
        (date(2020, 1, 1), "10000.01", date(2026, 3, 31), [True, False, True]),
        (date(2020, 1, 1), "10000", date(2026, 4, 1), [True, True, False]),
        (date(2020, 1, 1), "10000", None, [True, True, False]),
    ],
)
def test_each_condition_is_met_up_to_its_bound(
    arisen: date, amount: str, settled: date | None, met: list[bool]
) -> None:
    found = relief(arisen=arisen, amount=Money.of(amount), settled=settled)
    assert [each["met"] for each in found.calculation.result["conditions"]] == met
    assert found.covered is all(met)
    assert (found.hidden_by is not None) is all(met)


def test_while_anything_is_owed_no_day_is_promised() -> None:
    found = relief(arisen=date(2024, 5, 10), amount=Money.of(8000)).calculation
    assert found.result["hidden_by"] is None
    assert [each.name for each in found.inputs] == ["arisen", "amount", "rule"]
    assert len(figures_of(found)) == 4 + 2  # the rule's own, and the two that were said
