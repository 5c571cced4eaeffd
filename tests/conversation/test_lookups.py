"""What the embedded brain looks up for a message, in the middle of a conversation."""

from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from zhihuan.conversation.embedded.lookups import Lookup, lookups_of
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
def test_a_question_is_also_looked_up_with_a_word_for_what_it_may_leave_out(text: str) -> None:
    (lookup,) = lookups_of(after("催收骂人", text, field="collectors"))
    assert lookup.queries == (text, f"催收 {text}")


def test_a_question_that_goes_on_is_looked_up_behind_the_last_topic() -> None:
    (lookup,) = lookups_of(after("没还清", "为什么", topic="记录什么时候消失"))
    assert lookup.queries == ("记录什么时候消失 为什么",)


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


def test_the_better_of_the_two_counts_unless_the_first_is_good() -> None:
    lookup = Lookup("怎么录音", "催收 怎么录音")
    weak, good, other = answer("a", 0.65), answer("a", 0.9), answer("b", 0.7)
    assert lookup.best({"怎么录音": [weak], "催收 怎么录音": [other]}) == [other]
    assert lookup.best({"怎么录音": [good], "催收 怎么录音": [answer("b", 0.95)]}) == [good]
    assert lookup.best({"怎么录音": [], "催收 怎么录音": [other]}) == [other]
    assert lookup.best({"怎么录音": [weak], "催收 怎么录音": []}) == [weak]
