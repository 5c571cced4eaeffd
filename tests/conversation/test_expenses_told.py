"""What is spent each month: kinds are summed, a new one is added, the same one replaced."""

from __future__ import annotations

import pytest

from tests.conversation.test_embedded_sums import calls
from tests.conversation.test_situation import figure, told
from zhihuan.conversation.expenses_told import covers_living


@pytest.mark.parametrize(
    ("text", "spending"),
    [
        ("工资5000 房租1500 饭钱1000", "2500"),
        ("工资5000 1500房租 1000吃饭 水电200", "2700"),
        ("工资5000，房租吃饭4200", "4200"),
        ("月入6500 房贷3800 孩子学费800", "4600"),
        ("房租1500块钱，吃饭1000块左右，还有500交通", "3000"),
        ("房租1500吃饭1000车费300 工资6000", "2800"),
        ("话费100 交通200 饭钱800 房租1200 工资4500", "2300"),
        ("老大学费500 老二学费800", "1300"),
        ("工资4800 房租900 伙食费1200 给爸妈500", "2600"),
        ("吃饭每天30 房租900", "1800"),
        ("车贷1500 油费600 吃喝1000", "3100"),
    ],
)
def test_kinds_of_spending_told_at_once_are_summed(text: str, spending: str) -> None:
    assert figure(told(text).spending) == (spending, spending)


@pytest.mark.parametrize(
    ("text", "spending"),
    [
        ("孩子学费还要800", "3300"),
        ("电费网费再加300", "2800"),
        ("还有车贷1500", "4000"),
        ("房租不是1500 是1800", "2800"),
        ("饭钱是1200不是1000", "2700"),
        ("房租涨了 房租2000", "3000"),
        ("每月一共开销4000", "4000"),
        ("其他开销500", "3000"),
        ("给爸妈每个月1000", "3500"),
        ("孩子幼儿园一个月1000", "3500"),
    ],
)
def test_what_is_told_later_is_added_or_replaces_its_kind(text: str, spending: str) -> None:
    situation = told("欠6800 工资5200 房租1500 饭钱1000", text)
    assert figure(situation.spending) == (spending, spending)
    assert figure(situation.amount) == ("6800", "6800")


@pytest.mark.parametrize(
    "text",
    ["借了5000交学费 没还", "花呗交房租1500没还", "白条买手机花了3000 还没还", "生活费还剩300", "房租欠了3000"],
)  # fmt: skip
def test_what_was_borrowed_for_a_spending_is_owed(text: str) -> None:
    situation = told(text)
    assert situation.amount is not None
    assert situation.spending is None


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("工资5000 房租1500", False),
        ("月入6500 房贷3800 孩子学费800", False),
        ("工资5000 房租1500 饭钱1000", True),
        ("工资5000 每月开销3000", True),
        ("工资5000 房租800 公司包吃", True),
        ("工资5000 房租吃饭2500", True),
    ],
)
def test_it_is_known_whether_food_is_in_it(text: str, covers: bool) -> None:
    assert covers_living(told(text)) is covers


def test_another_kind_is_taken_off_what_can_be_paid() -> None:
    # 5200 − (1500 + 1000 + 800) = 1900
    arguments = calls("欠6800 工资5200 房租1500 饭钱1000", "孩子学费还要800")["afford"]
    assert arguments == {"income": "5200", "spending": "3300"}


def test_the_wages_of_another_of_the_family_are_added_only_where_they_count() -> None:
    assert figure(told("工资5000", "老婆工资6000也算上").income) == ("11000", "11000")
    assert figure(told("工资5000", "老公工资6000").income) == ("5000", "5000")


@pytest.mark.parametrize(
    "text",
    [
        "老公工资9000 我5500 房租3000", "我工资5500，老公9000，房租3000", "工资5500 老婆工资9000 房租3000",
        "我每月挣5500 媳妇挣9000 一共花3000",
    ],
)  # fmt: skip
def test_the_incomes_of_a_couple_told_together_add_up(text: str) -> None:
    assert figure(told(text).income) == ("14500", "14500")
    for only in ("老公不肯拿 就我的5500", "只能靠我自己的5500", "只有我工资5500"):
        assert figure(told(text, only).income) == ("5500", "5500")


@pytest.mark.parametrize(
    "text",
    [
        "我工资5500 老公工资9000 但他不给我", "我工资5500，爸妈退休金3000", "我工资5500 老公欠了9000",
        "我工资5500，同事9000",
    ],
)  # fmt: skip
def test_what_is_not_spent_together_does_not_add_up(text: str) -> None:
    assert figure(told(text).income) == ("5500", "5500")


@pytest.mark.parametrize(
    "text", ["寄家2000", "每月寄家里2000", "往家里寄2000", "给父母2000", "打给爸妈2000", "每月给老家寄2000"]
)  # fmt: skip
def test_what_is_sent_home_is_spent(text: str) -> None:
    assert figure(told(f"月入5800 {text} 房租900").spending) == ("2900", "2900")


@pytest.mark.parametrize(
    "text", ["一次性还1万2 我只能拿出8000", "打折结清 我最多拿8000", "我只能拿出8000", "手里能动的8000"]
)  # fmt: skip
def test_a_lump_is_nothing_paid_each_month(text: str) -> None:
    assert told("我欠京东15000", text).budget is None


@pytest.mark.parametrize("text", ["每月最多拿800", "我只能拿出800", "一个月只能拿出8000"])
def test_what_can_be_paid_each_month_stays_so(text: str) -> None:
    assert told("我欠京东15000", text).budget is not None
