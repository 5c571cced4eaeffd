"""What was told once, under which later questions are judged."""

from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from zhihuan.conversation.embedded.lookups import Lookup, chosen, lookups_of
from zhihuan.conversation.embedded.openings import openings_of
from zhihuan.conversation.embedded.view import View, view_of
from zhihuan.conversation.found import Answer


def talk(*lines: str) -> View:
    """The view of the last line, after the others and their answers."""
    said = [HumanMessage(line, additional_kwargs={"as_of": "2026-11-21"}) for line in lines]
    history = [message for line in said[:-1] for message in (line, AIMessage("好。"))]
    return view_of(history, said[-1])


def lookup_of(*lines: str) -> Lookup:
    (lookup,) = lookups_of(talk(*lines))
    return lookup


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        ("我被强制执行了", "法院强制执行以后"),
        ("案子已经到执行局了", "法院强制执行以后"),
        ("卡被法院冻了", "法院强制执行以后"),
        ("我被列失信了", "被列失信名单以后"),
        ("成老赖了", "被列失信名单以后"),
        ("收到限高令 我被限高了", "被限制消费以后"),
    ],
)
def test_a_later_question_is_judged_under_what_the_court_has_done(told: str, stage: str) -> None:
    lookup = lookup_of(told, "能不能坐高铁")
    assert f"{stage}，能不能坐高铁" in lookup.queries
    assert ("court", 2.0) in lookup.leans


@pytest.mark.parametrize(
    "told", ["会不会被强制执行", "怕以后被限高", "逾期四十天了", "网上说会上老赖名单吗"]
)
def test_what_a_court_may_do_some_day_judges_nothing(told: str) -> None:
    lookup = lookup_of(told, "能不能坐高铁")
    assert lookup.leans == ()
    assert not any("以后，" in query for query in lookup.queries)


def test_a_question_that_names_the_court_itself_is_looked_up_as_it_stands() -> None:
    assert lookup_of("卡被法院冻了", "没去开庭还能上诉吗").queries == ("没去开庭还能上诉吗",)


def test_a_folder_or_an_article_can_be_leant_towards() -> None:
    near = Answer("automatic-deduction", "会扣微信吗", 0.99, None, (), "being-late")
    court = Answer("account-frozen", "卡冻了", 0.98, None, (), "court")
    found = {"微信里的钱呢": [near, court]}
    assert Lookup("微信里的钱呢").best(found)[0] is near
    assert Lookup("微信里的钱呢", leans=(("court", 2.0),)).best(found)[0] is court
    assert Lookup("微信里的钱呢", leans=(("account-frozen", 2.0),)).best(found)[0] is court


@pytest.mark.parametrize(
    "told", ["老婆不知道我欠了7万", "我借了网贷 瞒着家里", "白条欠8000 逾期20天", "我自己欠的"]
)
def test_who_owes_it_himself_is_not_answered_as_the_spouse(told: str) -> None:
    lookup = lookup_of(told, "她的工资卡会被冻吗")
    assert any(query.startswith("我自己欠的钱，") for query in lookup.queries)
    assert dict(lookup.leans) == {"spouse-debt": -3.0, "spouse-and-parents": 2.5}


@pytest.mark.parametrize(
    "told", ["我老公在外面欠了网贷", "老婆瞒着我借了八万", "前夫的花呗逾期了", "我给朋友担保的"]
)
def test_the_debt_of_somebody_else_stays_theirs(told: str) -> None:
    lookup = lookup_of(told, "我的工资卡会被冻吗")
    assert lookup.leans == ()
    assert not talk(told, "我的工资卡会被冻吗").is_debtor


@pytest.mark.parametrize("text", ["我妈给我当的担保人", "家里人替我签的担保"])
def test_who_guarantees_for_the_debtor_is_told_from_the_debtor(text: str) -> None:
    leans = dict(lookup_of(text).leans)
    assert leans["spouse-and-parents"] > 0 > leans["emergency-contact-guarantor"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("QQ上的客服说交500保证金就给分期", "open-pay-nothing"),
        ("他要我把验证码报给他", "open-give-nothing"),
        ("验证码给他了", "open-stop-the-card"),
        ("提前还要交手续费吗", None),
    ],
)
def test_the_warning_comes_before_anything_else(text: str, line: str | None) -> None:
    assert openings_of(talk(text), several=False)[:1] == ((line,) if line else ())


def test_something_is_found_however_odd_the_story_of_a_thief_is() -> None:
    told = "快递丢了 理赔的叫我开借呗把钱转过去"
    assert "客服来电让我转钱，是真的吗" in lookup_of(told).queries
    assert "客服来电让我转钱，是真的吗" not in lookup_of("快递丢了 怎么理赔").queries


def test_what_was_kept_from_a_thief_is_praised_and_looked_up_with_what_he_wanted() -> None:
    told = "客服叫我先转500保证金"
    assert openings_of(talk(told, "没转"), several=False) == ("open-kept-it",)
    assert lookup_of(told, "没转").alone == told


def test_after_a_code_was_given_nothing_lost_is_about_the_card() -> None:
    assert "验证码给了" in lookup_of("验证码给客服了", "没扣钱呢还").alone
    assert lookup_of("白条自动还款没成", "没扣钱呢还").alone == "没扣钱呢还"


def test_a_product_that_a_thief_names_does_not_bring_its_article_first() -> None:
    told = "抖音月付客服要我报卡号和密码"
    lookup = lookup_of(told)
    warning = Answer("screen-sharing-code", "白条客服要验证码", 0.95, None, (), "scams")
    late = Answer("douyin-late", "抖音月付逾期会怎样", 0.9, "overdue_cost", (), "look-alikes")
    found = {query: [warning, late] for query in lookup.queries}
    assert [each.slug for each in chosen([lookup], found, (), least=0.0)] == [warning.slug]
