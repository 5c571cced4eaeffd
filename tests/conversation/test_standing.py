"""What was told once, under which later questions are judged."""

from __future__ import annotations

from datetime import date

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
    leans = dict(lookup_of(told, "我的工资卡会被冻吗").leans)
    assert not leans.keys() & {"spouse-debt"}
    assert leans.get("spouse-and-parents", 0) <= 0
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


GIVEN = "已经把钱转给骗子、信息给出去了，先做什么"
REPORTED = "已经报了警、立了案，接下来做什么"


@pytest.mark.parametrize(
    "said",
    [
        ("客服让我共享屏幕", "我共享了 还把钱转到了一个安全账户 一万二"),
        ("客服要我交保证金", "我已经转了600 能追回来不"),
        ("他让我先交500解冻费", "钱付给他了怎么办"),
    ],
)
def test_money_that_a_thief_has_got_comes_before_the_warning(said: tuple[str, ...]) -> None:
    view = talk(*said)
    assert lookup_of(*said).queries == (GIVEN,)
    assert "open-pay-nothing" not in openings_of(view, several=False)


def test_the_warning_stays_while_nothing_was_paid() -> None:
    assert "open-pay-nothing" in openings_of(talk("客服说交500保证金就给办"), several=False)


@pytest.mark.parametrize("text", ["警察立案了", "我已经报警了", "派出所受理了", "报过警了"])
def test_who_was_at_the_police_is_not_sent_there_again(text: str) -> None:
    assert lookup_of("刷单被骗了八千", text).queries == (REPORTED,)


@pytest.mark.parametrize("text", ["要不要报警", "报警有用吗", "警察不立案怎么办"])
def test_who_asks_about_the_police_has_not_been_there(text: str) -> None:
    assert REPORTED not in lookup_of("刷单被骗了八千", text).queries


def test_a_case_of_the_court_is_no_case_of_the_police() -> None:
    assert REPORTED not in lookup_of("白条逾期半年了", "法院立案了").queries


@pytest.mark.parametrize(
    "told",
    [
        "前夫用我身份证开的白条",
        "我妈被人用她手机开了白条",
        "我被人冒名贷款",
        "不是我本人办的白条",
        "字也不是我签的",
    ],
)
def test_whose_name_was_misused_is_answered_about_that(told: str) -> None:
    leans = dict(lookup_of(told, "先还了再说还是先报警").leans)
    assert leans["used-in-my-name"] > 0 > leans["spouse-debt"]


@pytest.mark.parametrize(
    "told", ["我用我妈的手机借的", "帮朋友用我的身份证借的", "怕被冒用", "催收冒用公安的名义"]
)
def test_what_one_did_oneself_and_what_is_feared_is_no_misuse(told: str) -> None:
    assert "used-in-my-name" not in dict(lookup_of(told, "先还了再说还是先报警").leans)


@pytest.mark.parametrize(
    "told", ["我给朋友当担保人 银行找我要5万", "我替同事担保了", "我是他的担保人"]
)
def test_a_guarantor_is_answered_as_one(told: str) -> None:
    assert dict(lookup_of(told, "我还了能找他要吗").leans)["emergency-contact-guarantor"] > 0


@pytest.mark.parametrize("told", ["贷款要找担保人吗", "我爸给我担保的", "要交担保费"])
def test_who_only_needs_a_guarantor_is_none(told: str) -> None:
    assert dict(lookup_of(told, "能不还吗").leans).get("emergency-contact-guarantor", 0) <= 0


@pytest.mark.parametrize("asked", ["哪天前要交", "最晚几号交", "还来得及吗"])
def test_the_last_day_is_counted_from_the_day_told_before(asked: str) -> None:
    view = talk("支付令收到了", "昨天收到的", asked)
    assert (view.supplied.event, view.request.sums) == (date(2026, 11, 20), ("deadline",))


def test_the_day_on_which_it_came_is_enough() -> None:
    assert talk("支付令收到了", "昨天收到的").request.sums == ("deadline",)


@pytest.mark.parametrize("text", ["昨天收到短信了", "理由写啥", "昨天发的工资"])
def test_another_day_starts_no_deadline(text: str) -> None:
    assert "deadline" not in talk("支付令收到了", text).request.sums


def test_grounds_are_those_of_the_paper_that_was_told() -> None:
    (query,) = lookup_of("支付令收到了", "昨天收到的", "理由写啥").queries
    assert "支付令" in query and "理由" in query
