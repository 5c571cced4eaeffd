"""Several debts, read out of what people say: each with its amount, and what is said of all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhihuan.conversation.debts_told import debts_of, is_several
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Situation, Utterance

DAY = date(2026, 11, 21)
LIST = "白条3200 花呗5000"


def told(*lines: str, asked: str | None = None) -> Situation:
    """The situation after these lines; the last answers what was asked."""
    said = [Utterance(line, DAY) for line in lines[:-1]]
    return read_situation([*said, Utterance(lines[-1], DAY, asked)])


def owed(situation: Situation) -> dict[str, int]:
    return {debt.name: int(debt.amount.high) for debt in debts_of(situation, DAY)}


def rates(situation: Situation) -> list[Decimal | None]:
    return [debt.annual_rate for debt in debts_of(situation, DAY)]


@pytest.mark.parametrize(
    ("text", "debts"),
    [
        ("金条2万 白条3500 花呗8000 工资5000 房租1500", {"京东金条": 20000, "京东白条": 3500, "花呗": 8000}),
        ("1.5w白条 0.8w花呗 2w借呗", {"京东白条": 15000, "花呗": 8000, "借呗": 20000}),
        ("白条3000花呗5000", {"京东白条": 3000, "花呗": 5000}),
        ("5000借呗和3000花呗", {"借呗": 5000, "花呗": 3000}),
        ("白条2000 花呗2000 借呗2000", {"京东白条": 2000, "花呗": 2000, "借呗": 2000}),
        ("白条和金条各欠5000", {"京东白条": 5000, "京东金条": 5000}),
        ("工资6000 房贷3000 白条1万 花呗5千", {"京东白条": 10000, "花呗": 5000}),
        ("白条加金条四万二 还不上了", {"京东白条加京东金条": 42000}),
        ("白条花呗都欠 一共一万二", {"京东白条加花呗": 12000}),
        ("白条和金条一共欠了2万多", {"京东白条加京东金条": 30000}),
        ("6张信用卡15万", {"6 笔信用卡": 150000}),
        ("三张信用卡一共8万", {"3 笔信用卡": 80000}),
        ("5个平台欠了6万", {"5 笔欠款": 60000}),
        ("欠三家 一共8万", {"3 笔欠款": 80000}),
        ("2张信用卡，一张3万一张2万", {"2 笔信用卡": 50000}),
        ("两笔金条 一笔3000 一笔5000", {"2 笔京东金条": 8000}),
        ("欠了三家网贷，一共8万，还有白条3000", {"3 笔网贷": 80000, "京东白条": 3000}),
        ("欠了三家 白条3000 借呗8000 微粒贷5000", {"京东白条": 3000, "借呗": 8000, "微粒贷": 5000}),
        ("有两家 花呗5000 借呗6000", {"花呗": 5000, "借呗": 6000}),
        ("白条3000 三张信用卡一共2万", {"3 笔信用卡": 20000, "京东白条": 3000}),
        ("白条2000 还有3家网贷一共1万5", {"3 笔网贷": 15000, "京东白条": 2000}),
        ("三家网贷2万 白条3000", {"3 笔网贷": 20000, "京东白条": 3000}),
        ("借呗5万 网商贷3万 信用卡4万", {"借呗": 50000, "网商贷": 30000, "信用卡": 40000}),
        ("分期乐欠8000 拍拍贷5000 白条3000", {"分期乐": 8000, "拍拍贷": 5000, "京东白条": 3000}),
        ("马上消费欠4000 360借条6000", {"马上消费": 4000, "360借条": 6000}),
    ],
)  # fmt: skip
def test_every_debt_of_a_message_is_kept(text: str, debts: dict[str, int]) -> None:
    assert owed(told(text)) == debts
    assert is_several(told(text))


@pytest.mark.parametrize(
    "text",
    [
        "我有白条、花呗，花呗欠5000",
        "花呗和借呗都逾期了，白条欠3000能分期吗",
        "白条欠3200，两家催收给我打电话",
        "房贷50万 白条1万",
        "白条3200分12期",
        "第2家打电话说白条欠3200",
        "我想马上消费一笔 白条欠3200",
        "滴滴司机 白条欠3200",
    ],
)
def test_one_debt_is_one(text: str) -> None:
    assert not is_several(told(text))
    assert len(owed(told(text))) == 1


@pytest.mark.parametrize(
    ("said", "debts"),
    [
        ("花呗其实是1万2", {"京东白条": 3200, "花呗": 12000}),
        ("记错了 白条是2600", {"京东白条": 2600, "花呗": 5000}),
        ("说错了，是5500", {"京东白条": 3200, "花呗": 5500}),
        ("说错了，是3300", {"京东白条": 3300, "花呗": 5000}),
        ("不是5000，是6000", {"京东白条": 3200, "花呗": 6000}),
        ("哦对了还有个借呗5000", {"京东白条": 3200, "花呗": 5000, "借呗": 5000}),
        ("还有信用卡2万", {"京东白条": 3200, "花呗": 5000, "信用卡": 20000}),
        ("还有一笔800", {"京东白条": 3200, "花呗": 5000, "另一笔": 800}),
        ("白条还有2000没还", {"京东白条": 2000, "花呗": 5000}),
        ("利息一个月300", {"京东白条": 3200, "花呗": 5000}),
    ],
)
def test_a_correction_replaces_the_debt_it_means_and_an_addition_adds(
    said: str, debts: dict[str, int]
) -> None:
    assert owed(told(LIST, said)) == debts


def test_a_sum_that_is_told_apart_later_is_not_counted_twice() -> None:
    assert owed(told("白条加金条四万二", "其中白条2万 金条2万2")) == {
        "京东白条": 20000,
        "京东金条": 22000,
    }
    assert owed(told("白条加金条四万二", "还有花呗3000")) == {
        "京东白条加京东金条": 42000,
        "花呗": 3000,
    }


@pytest.mark.parametrize(
    "text",
    ["每月2000", "如果月还2000", "一个月2000", "2000一个月呢", "那每月2000要多久", "每月能还2000"],
)
def test_what_can_be_paid_is_for_all_of_them(text: str) -> None:
    situation = told(f"{LIST} 每月能还1000", text)
    assert situation.budget is not None
    assert situation.budget.value.low == 2000
    assert owed(situation) == {"京东白条": 3200, "花呗": 5000}


@pytest.mark.parametrize(
    "text", ["白条每月还500 花呗每月还300", "房租一个月1800", "利息一个月300", "工资一个月5000"]
)
def test_what_one_of_them_takes_or_is_spent_is_no_budget(text: str) -> None:
    assert told(LIST, text).budget is None


def test_income_and_spending_without_a_unit() -> None:
    situation = told("我跑外卖的 欠白条6000 花呗3000 美团月付2000", "跑了4000 吃住2000")
    assert situation.income and situation.income.value.low == 4000
    assert situation.spending and situation.spending.value.low == 2000


def test_how_late_each_is_stays_with_it() -> None:
    debts = debts_of(told("白条3200逾期40天 金条9000逾期12天 花呗1500"), DAY)
    assert [debt.days_late and int(debt.days_late.low) for debt in debts] == [40, 12, None]
    every = debts_of(told("金条2万 花呗3000 都逾期20天了"), DAY)
    assert [debt.days_late and int(debt.days_late.low) for debt in every] == [20, 20]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5w白条 0.8w花呗 2w借呗 18% 15% 14.6% 月还3000", ["0.18", "0.15", "0.146"]),
        ("白条3000年化18%，信用卡1.2万年化20%", ["0.18", "0.2"]),
        ("白条3000花呗5000 年化都是18%", ["0.18", "0.18"]),
        ("白条3000年化18% 花呗5000", ["0.18", None]),
        ("白条3200 分12期 每期0.6%，花呗也欠着2000", [None, None]),
    ],
)
def test_each_rate_goes_to_its_debt(text: str, expected: list[str | None]) -> None:
    assert rates(told(text)) == [each and Decimal(each) for each in expected]


@pytest.mark.parametrize("text", ["18% 15%", "白条18 花呗15", "白条18%，花呗15%", "18和15"])
def test_rates_that_were_asked_for_need_no_unit(text: str) -> None:
    situation = told(LIST, text, asked="annual_rates")
    assert rates(situation) == [Decimal("0.18"), Decimal("0.15")]
    assert owed(situation) == {"京东白条": 3200, "花呗": 5000}


def test_what_is_known_is_described_in_words() -> None:
    lines = dict(told("白条3000年化18%，信用卡1.2万年化20%最低600").describe())
    assert lines["信用卡欠款"] == "12,000 元"
    assert lines["信用卡年利率"] == "20%"
    assert lines["信用卡最低"] == "每月 600 元"
