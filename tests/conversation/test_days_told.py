"""How late, in other words: 第35天, 900块 20天, 3年前的白条, 15号该还 昨天还的."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conversation.test_situation import figure, told

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "白条欠4200 今天逾期第35天", "逾期第35天 欠4200", "白条逾期到今天第35天了", "白条4200 已经第35天了",
        "逾期今天是第 35 天", "days<今天第35天", "抖音月付 900块 35天", "抖音月付900 35天", "白条900块，35天",
        "花呗1200元 35天 要罚多少", "白条 900块 35天了",
    ],
)  # fmt: skip
def test_days_late_in_other_words(text: str) -> None:
    late = told(text).days_late
    assert figure(late) == ("35", "35")


@pytest.mark.parametrize(
    "text",
    [
        "逾期第3天就打电话了", "逾期第几天上征信", "催收第3天上门了 白条欠3000", "白条5000 30天免息",
        "白条5000 30天利息多少", "白条3000 12个月", "借5000 7天", "3年前开通的白条", "3年前的白条记录还在吗",
        "3年前的白条早还清了", "第35天",
    ],
)  # fmt: skip
def test_lengths_of_time_that_are_not_how_late_it_is_now(text: str) -> None:
    assert told(text).days_late is None


@pytest.mark.parametrize(
    "text", ["3年前的白条", "3年前的白条 欠5000", "3年前借的网贷", "3年前的花呗还没还"]
)
def test_an_old_debt_is_late_since_about_then(text: str) -> None:
    late = told(text).days_late
    assert late is not None
    assert late.value.approximate
    assert abs(late.value.high - 3 * 365) <= 1


@pytest.mark.parametrize(
    ("text", "due", "paid"),
    [
        ("白条上个月15号该还 昨天还的", date(2026, 10, 15), date(2026, 11, 20)),
        ("白条上个月15号该还 昨天才还上", date(2026, 10, 15), date(2026, 11, 20)),
        ("还款日是10号 今天还了", date(2026, 11, 10), DAY),
        ("10月15号该还的 11月20号还的", date(2026, 10, 15), date(2026, 11, 20)),
        ("白条3号到期 我5号还的", date(2026, 11, 3), date(2026, 11, 5)),
        ("昨天到期忘了 今早还了", date(2026, 11, 20), DAY),
    ],
)
def test_what_was_paid_late_is_settled(text: str, due: date, paid: date) -> None:
    situation = told(text)
    assert situation.due is not None and situation.due.value == due
    assert situation.settled_on is not None and situation.settled_on.value == paid


@pytest.mark.parametrize(
    "text",
    ["昨天还了一部分", "昨天没还", "昨天还的500", "昨天还了朋友的", "昨天还了 500", "能明天还吗", "昨天还在催"],
)  # fmt: skip
def test_what_was_paid_in_part_or_not_at_all_is_not_settled(text: str) -> None:
    assert told("欠3000 逾期20天", text).settled_on is None


def test_paid_in_a_later_message_is_settled_too() -> None:
    situation = told("欠3000 逾期20天", "昨天还了")
    assert situation.settled_on is not None
    assert situation.settled_on.value == date(2026, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        "欠4200 逾期35",
        "逾期35 欠4200",
        "欠4200，逾期了35",
        "白条4200 逾期大概35",
        "逾期 35，欠4200",
    ],
)
def test_a_number_behind_the_delay_is_one_of_days(text: str) -> None:
    situation = told(text)
    assert figure(situation.days_late) == ("35", "35")
    assert figure(situation.amount) == ("4200", "4200")


@pytest.mark.parametrize(
    "text",
    ["白条逾期3000", "逾期300", "逾期3期", "逾期500块", "逾期1.5万", "逾期10%", "晚8点打电话"],
)
def test_what_is_money_or_has_a_unit_of_its_own_is_no_number_of_days(text: str) -> None:
    assert told(text).days_late is None


@pytest.mark.parametrize(
    ("text", "amount", "days"),
    [
        ("3800 快一个月了", "3800", ("16", "30")),
        ("20天 3800", "3800", ("20", "20")),
        ("1800，二十天左右", "1800", ("20", "20")),
        ("35", None, ("35", "35")),
    ],
)
def test_asked_for_the_days_they_may_tell_the_amount_beside_them(
    text: str, amount: str | None, days: tuple[str, str]
) -> None:
    situation = told(f"days<{text}")
    assert figure(situation.days_late) == days
    assert figure(situation.amount) == (amount and (amount, amount))
