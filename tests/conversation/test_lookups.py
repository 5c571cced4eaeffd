"""What the embedded brain looks up for a message, in the middle of a conversation."""

from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from zhihuan.conversation.embedded.lookups import Lookup, chosen, lookups_of
from zhihuan.conversation.embedded.view import View, view_of
from zhihuan.conversation.found import Answer


def after(before: str, text: str, **carried: object) -> View:
    """The view of `text` after one message and its answer."""
    asked = HumanMessage(before, additional_kwargs={"as_of": "2026-11-21"})
    now = HumanMessage(text, additional_kwargs={"as_of": "2026-11-21", **carried})
    return view_of([asked, AIMessage("好。")], now)


def answer(slug: str, score: float) -> Answer:
    return Answer(slug, slug, score, None, ())


@pytest.mark.parametrize("text", ["怎么录音", "能不能找人洗掉", "投诉了有用吗"])
def test_a_question_is_also_looked_up_behind_what_was_spoken_of_before(text: str) -> None:
    (lookup,) = lookups_of(after("催收天天骂人", text, topic="催收骂人怎么办"))
    assert lookup.queries == (text, f"催收骂人怎么办 {text}", f"催收天天骂人 {text}")


def test_small_talk_and_bare_replies_are_no_context() -> None:
    lines = [HumanMessage(each) for each in ("白条会上征信吗", "谢谢", "花呗呢")]
    now = HumanMessage("几年能消")
    (lookup,) = lookups_of(view_of(lines, now))
    assert lookup.queries == ("几年能消", "白条会上征信吗 几年能消")


def test_a_question_that_goes_on_is_looked_up_behind_the_last_topic() -> None:
    (lookup,) = lookups_of(after("我没还清呢", "为什么", topic="记录什么时候消失"))
    assert lookup.queries == ("记录什么时候消失 为什么", "我没还清呢 为什么")


@pytest.mark.parametrize("text", ["花呗也一样吗", "那花呗呢", "花呗呢？"])
def test_another_product_alone_repeats_the_question_for_it(text: str) -> None:
    (lookup,) = lookups_of(after("白条逾期一天会上征信吗", text))
    assert lookup == Lookup("花呗逾期一天会上征信吗")


def test_a_product_with_a_question_of_its_own_is_that_question() -> None:
    (lookup,) = lookups_of(after("白条逾期一天会上征信吗", "花呗能延期吗"))
    assert lookup.alone == "花呗能延期吗"


@pytest.mark.parametrize("text", ["还有别的办法吗", "不行 太多了", "就没别的路了吗"])
def test_ways_out_are_looked_up_for_someone_who_owes(text: str) -> None:
    assert len(lookups_of(after("白条欠3200", text))) > 3


def test_no_ways_of_paying_are_offered_to_someone_who_asks_about_a_record() -> None:
    found = lookups_of(after("记录怎么消", "还有别的办法吗", field="credit-record"))
    assert len(found) == 1


def test_an_article_that_is_near_in_every_list_is_the_best() -> None:
    lookup = Lookup("怎么录音", (("催收 怎么录音", 1.0), ("骂人 怎么录音", 1.0)))
    found = {
        "怎么录音": [answer("one", 0.99), answer("two", 0.98)],
        "催收 怎么录音": [answer("three", 0.99), answer("two", 0.98)],
        "骂人 怎么录音": [answer("two", 0.99), answer("three", 0.98)],
    }
    assert [each.slug for each in lookup.best(found)] == ["two", "three", "one"]
    one = answer("one", 0.9)
    assert lookup.best({"怎么录音": [], "催收 怎么录音": [one], "骂人 怎么录音": []}) == [one]


def test_sections_are_chosen_by_the_message_and_not_by_what_it_stands_behind() -> None:
    lookup = Lookup("怎么录音", (("催收 怎么录音", 1.0), ("一个故事", 1.0)))
    assert lookup.searches == (
        {"query": "怎么录音"},
        {"query": "催收 怎么录音", "asked": "怎么录音"},
        {"query": "一个故事"},
    )
    why = Lookup("为什么", (("催收 为什么", 1.0),), follows=True)  # says nothing by itself
    assert why.searches == ({"query": "催收 为什么"},)


def test_what_was_told_last_gives_way_to_what_is_about_as_near() -> None:
    found = {"怎么投诉": [answer("told", 0.99), answer("other", 0.987)]}
    assert Lookup("怎么投诉").best(found)[0].slug == "told"
    assert Lookup("怎么投诉", told_last="told").best(found)[0].slug == "other"


def test_a_question_without_a_product_is_about_the_product_that_is_owed() -> None:
    (lookup,) = lookups_of(after("花呗欠3000逾期20天", "会上征信吗"))
    assert lookup.alone == "花呗会上征信吗"
    (lookup,) = lookups_of(after("白条欠3000逾期20天", "会上征信吗"))
    assert lookup.alone == "会上征信吗"


def test_another_product_repeats_the_last_question_that_was_one() -> None:
    lines = [HumanMessage("白条逾期一天会上征信吗"), HumanMessage("那花呗呢")]
    (lookup,) = lookups_of(view_of(lines, HumanMessage("借呗呢")))
    assert lookup.alone == "借呗逾期一天会上征信吗"


def test_the_article_on_the_product_comes_before_one_on_being_late() -> None:
    late = Answer("late-m1", "逾期1到30天", 0.9, "overdue_cost", ())
    own, other = answer("huabei-late", 0.9), answer("when-will-they-sue", 0.9)
    lookups = [Lookup("花呗欠逾期20天")]
    (best,) = chosen(lookups, {"花呗欠逾期20天": [late, own]}, (), least=0)
    assert best is own
    (best,) = chosen(lookups, {"花呗欠逾期20天": [other, own]}, (), least=0)
    assert best is other


@pytest.mark.parametrize(
    "text", ["我已经转给他500了", "刚才念了两个验证码了", "链接里填了身份证号了"]
)
def test_what_a_thief_was_given_is_looked_up_before_anything_else(text: str) -> None:
    (lookup,) = lookups_of(after("说是客服要我共享屏幕", text, field="scams"))
    assert "先做什么" in lookup.alone
    (lookup,) = lookups_of(after("怎么协商", text, field="negotiation"))
    assert lookup.alone != "已经把钱转给骗子、信息给出去了，先做什么"


@pytest.mark.parametrize("text", ["他要我寄手机卡过去", "还让我转给他", "他说利息只要3个点"])
def test_what_a_thief_only_asks_for_is_a_question_like_any_other(text: str) -> None:
    (lookup,) = lookups_of(after("有人说能帮我停息", text, field="scams"))
    assert text in lookup.queries


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("不记得多少了", "amount", "怎么查自己欠多少"),
        ("没有", "budget", "一分钱也拿不出来，怎么办"),
        ("不知道", "budget", "每月拿多少钱还债才撑得住"),
    ],
)
def test_someone_who_does_not_know_is_told_where_it_stands(
    text: str, asked: str, wanted: str
) -> None:
    before = HumanMessage("白条逾期一个月了")
    now = HumanMessage(text, additional_kwargs={"asked": asked})
    (lookup,) = lookups_of(view_of([before], now))
    assert lookup.alone == wanted


@pytest.mark.parametrize(
    "text",
    [
        "昨天到期忘了 今早还了 征信会有记录吗",
        "还款日是昨天 今天还清了 会上征信不",
        "昨天该还 忘了 今天还上了 会上报吗",
    ],
)
def test_whoever_paid_a_day_late_is_not_told_of_five_years(text: str) -> None:
    (lookup,) = lookups_of(view_of([], HumanMessage(text)))
    assert "逾期一天" in lookup.alone


@pytest.mark.parametrize(
    "text",
    [
        "昨天到期 今天还清了 记录多久消",
        "白条逾期3个月 今天还清了 征信会有记录吗",
        "昨天到期 还没还 会上征信吗",
    ],
)
def test_whoever_was_late_for_long_or_asks_how_long_is_told_what_was_asked(text: str) -> None:
    (lookup,) = lookups_of(view_of([], HumanMessage(text)))
    assert "逾期一天" not in lookup.alone


def test_what_came_is_doubted_and_not_our_answer() -> None:
    for field, text in (("scams", "真的假的"), ("scams", "是真的吗"), ("scams", "这是不是真的？")):
        assert after("收到短信让我加QQ协商", text, field=field).request.talk == "none"
    assert (
        after("白条逾期一天上征信吗", "真的假的", field="credit-record").request.talk == "certain"
    )
