"""Letters: filled from what was told and nothing else. Rules from the dossier (law C10, D18, E9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tests.conversation.papers import DAY, contacts, letters, sources, sums
from zhihuan.conversation.letters import Letter, write_letter
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Utterance
from zhihuan.library.letters import FILLED_FROM
from zhihuan.repayment import DEADLINES, InvalidTerms
from zhihuan.repayment.money import InvalidAmount

ID_NUMBER = "110101199003077758"
EVERY = sorted(letters())


def written(
    letter: str, *said: str, day: date = DAY, added: Mapping[str, str] | None = None
) -> Letter:
    return write_letter(
        letters()[letter],
        as_of=day,
        sources=sources(),
        contacts=contacts(),
        situation=read_situation([Utterance(text, DAY) for text in said]),
        added=added or {},
        said=said,
    )


def test_the_five_letters_are_there() -> None:
    assert set(EVERY) == {
        "negotiate-instalments", "credit-objection", "credit-statement", "complaint",
        "payment-order-objection",
    }  # fmt: skip


@pytest.mark.parametrize("letter", EVERY)
def test_with_nothing_told_every_blank_stays_visible_and_is_listed(letter: str) -> None:
    found = written(letter)
    assert found.filled == ()
    assert {gap.name for gap in found.gaps} == set(letters()[letter].blanks)
    for gap in found.gaps:
        assert f"［请填：{gap.label}］" in found.body
    assert "{" not in found.body and "[^" not in found.body


@pytest.mark.parametrize("letter", EVERY)
def test_where_to_send_it_and_by_when_are_told_with_sources(letter: str) -> None:
    found = written(letter)
    assert found.send_to and found.by
    for said in (*found.by, *(s for _, says in found.send_to for s in says)):
        assert said.sources
        assert all(sources()[key].status(DAY) == "current" for key in said.sources)
    known = {source["id"] for source in found.sources}
    assert all(set(said.sources) <= known for said in found.by)


@pytest.mark.parametrize("letter", EVERY)
def test_every_letter_carries_the_label(letter: str) -> None:
    assert "内容由AI生成" in written(letter).text()


def test_what_was_told_is_filled_in_with_the_words_it_came_from() -> None:
    found = written(
        "negotiate-instalments", "我白条欠了3200，上个月5号该还的，我失业了，每月能还400"
    )
    values = {each.blank.name: each for each in found.filled}
    assert values["amount"].value == "3200元"
    assert values["due"].value == "2026年10月5日"
    assert values["days_late"].value == "47天"  # 2026-10-05 to 2026-11-21
    assert values["hardship"].value == "失业"
    assert "3200" in values["amount"].words
    assert "现欠3200元" in found.body


def test_a_range_stays_a_range() -> None:
    found = written("negotiate-instalments", "白条大概欠三四千")
    amount = next(each for each in found.filled if each.blank.name == "amount")
    assert amount.value == "约3000至4000元"


@pytest.mark.parametrize("said", ["如果我失业了怎么办", "我儿子失业了，替他问"])
def test_what_is_only_supposed_or_about_another_is_not_told_as_a_fact(said: str) -> None:
    assert "失业" not in written("negotiate-instalments", said).body


@pytest.mark.parametrize("said", ["这笔是不是我借的", "要是我没借过呢", "怕催收骂我"])
def test_a_question_or_a_fear_chooses_nothing(said: str) -> None:
    for letter in ("credit-objection", "complaint", "payment-order-objection"):
        assert not [each for each in written(letter, said).filled if each.told == "said"]


def test_what_they_said_of_the_collector_chooses_the_conduct() -> None:
    found = written("complaint", "催收半夜打电话骂我，一天打二十个，还打给我妈")
    assert "在22:00至次日8:00之间催收" in found.body
    assert "一天内反复拨打电话" in found.body
    assert "联系与欠款无关的家人" in found.body


def test_private_data_is_never_filled_in() -> None:
    facts = f"我身份证{ID_NUMBER}，电话13800138000，2024年3月还清"
    found = written("credit-objection", facts, added={"facts": facts})
    told = str(found.to_json())
    assert ID_NUMBER not in told and "13800138000" not in told
    assert "［请填：身份证号］" in found.body and "2024年3月还清" in found.body
    assert any(gap.by_hand and gap.label == "手机号" for gap in found.gaps)


@pytest.mark.parametrize("letter", EVERY)
def test_names_and_numbers_are_left_to_the_pen(letter: str) -> None:
    by_hand = {name for name, blank in letters()[letter].blanks.items() if blank.by_hand}
    assert {"name", "id_number"} <= by_hand
    with pytest.raises(InvalidTerms, match="手写"):
        written(letter, added={"name": "张三"})


def test_a_payment_order_is_objected_to_within_fifteen_days_of_its_arrival() -> None:
    # 民事诉讼法 art. 227 (dossier, law E9): 12 November + 15 days
    found = written("payment-order-objection", added={"received_on": "2026-11-12"})
    assert found.last_day is not None
    assert found.last_day.last_day == date(2026, 11, 27)
    assert found.last_day.days_left == 6
    assert "2026年11月27日" in found.text()
    late = written("payment-order-objection", added={"received_on": "2026-10-01"})
    assert "已经过了" in late.text() and "12368" in late.text()


def test_it_says_that_having_no_money_is_no_objection() -> None:
    told = written("payment-order-objection", "我没钱还，想分期").text()
    assert "只说没钱、想缓期、想换个方式还，不影响支付令的效力" in told
    assert "［请填：对债务本身有什么不同意见］" in told


def test_who_lends_decides_where_a_complaint_goes() -> None:
    bank = written("complaint", "招商银行信用卡中心放的款")
    numbers = {contact.number for contact, _ in bank.send_to if contact}
    assert "12378" in numbers and "12345" not in numbers
    unknown = written("complaint")
    assert {"12378", "12345"} <= {c.number for c, _ in unknown.send_to if c}


def test_amounts_that_do_not_add_up_are_pointed_out() -> None:
    added = {"amount": "3200", "budget": "400", "periods": "3"}
    assert any("不到现欠" in s.text for s in written("negotiate-instalments", added=added).mind)
    added["periods"] = "8"
    assert not any("不到现欠" in s.text for s in written("negotiate-instalments", added=added).mind)


@pytest.mark.parametrize(
    ("letter", "added"),
    [
        ("negotiate-instalments", {"amount": "很多"}),
        ("negotiate-instalments", {"amount": "-1"}),
        ("negotiate-instalments", {"due": "下周"}),
        ("negotiate-instalments", {"periods": "十二"}),
        ("negotiate-instalments", {"nobody": "x"}),
        ("negotiate-instalments", {"lender": "长" * 81}),
        ("credit-objection", {"ground": "because"}),
        ("credit-objection", {"facts": "长" * 1001}),
        ("payment-order-objection", {"received_on": "2026-02-30"}),
    ],
)
def test_what_is_no_value_is_refused_in_chinese(letter: str, added: dict[str, str]) -> None:
    with pytest.raises((InvalidTerms, InvalidAmount)) as refused:
        written(letter, added=added)
    assert any("一" <= char <= "龥" for char in str(refused.value))
    assert "because" not in str(refused.value) and "nobody" not in str(refused.value)


def test_before_the_rule_was_in_force_the_letter_is_not_written() -> None:
    with pytest.raises(InvalidTerms, match="没有施行"):
        written("payment-order-objection", day=date(2020, 1, 1))


def test_templates_name_what_exists() -> None:
    for letter in letters().values():
        if letter.by.deadline is not None:
            assert letter.by.deadline in DEADLINES
        for blank in letter.blanks.values():
            assert blank.filled_from is None or blank.filled_from in FILLED_FROM
    products = {key for each in letters().values() for to in each.send_to for key in to.products}
    assert all(sums().check_product(key) == key for key in products)


def test_a_letter_is_evidence_with_an_id_of_its_own() -> None:
    found = written("negotiate-instalments", "我白条欠了3200")
    assert found.calculation.kind == "letter"
    assert found.calculation.id == written("negotiate-instalments", "我白条欠了3200").calculation.id
    assert found.calculation.id != written("negotiate-instalments").calculation.id
    assert found.to_json()["fallback"] == found.text()
