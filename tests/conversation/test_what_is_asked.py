"""What the embedded brain makes of a message, before anything is looked up."""

from __future__ import annotations

from datetime import date

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from zhihuan.conversation.embedded.questions import goes_on, picked, questions_of
from zhihuan.conversation.embedded.unanswered import is_only_private
from zhihuan.conversation.embedded.view import View, view_of
from zhihuan.conversation.talk import talk_of

DAY = date(2026, 11, 21)


def view(*lines: str, done: tuple[str, ...] = ()) -> View:
    """The view after these lines of a person, each answered with a word."""
    history = []
    for line in lines[:-1]:
        history += [
            HumanMessage(line, additional_kwargs={"as_of": "2026-11-21"}),
            AIMessage("好。"),
        ]
    last = HumanMessage(lines[-1], additional_kwargs={"as_of": "2026-11-21", "done": list(done)})
    return view_of(history, last)


@pytest.mark.parametrize("text", ["白条突然用不了了", "白条被锁了", "花呗冻结了", "收到律师函了"])
def test_a_complaint_that_names_a_product_is_a_question_and_no_mere_telling(text: str) -> None:
    assert not view(text).only_tells


@pytest.mark.parametrize("text", ["欠了白条两千", "欠了6800"])
def test_an_amount_alone_is_told_and_more_is_asked_for(text: str) -> None:
    assert view(text).only_tells


def test_a_correction_calls_again_for_every_sum_that_used_the_figure() -> None:
    after = view(
        "我白条欠了3200，逾期45天了，会怎么样",
        "我每月最多拿400",
        "说错了，欠的是8200",
        done=("overdue_cost", "compare_plans"),
    )
    assert after.request.corrected
    assert set(after.request.sums) == {"overdue_cost", "compare_plans"}


def test_another_number_of_periods_is_no_correction() -> None:
    after = view("白条欠了3200，分12期每期多少", "那24期呢", done=("installment_plan",))
    assert not after.request.corrected
    assert after.request.sums == ("installment_plan",)


def test_each_question_of_a_message_is_found() -> None:
    assert questions_of("我没工作，能不能分期，会不会被起诉") == ("能不能分期", "会不会被起诉")


def test_a_question_that_points_back_keeps_what_it_points_to() -> None:
    assert (
        questions_of("催收天天骂我，他们这样合法吗，我能不能报警")[0]
        == "催收天天骂我，他们这样合法吗"
    )


@pytest.mark.parametrize("text", ["为什么", "那怎么办", "还有别的办法吗"])
def test_a_short_message_without_a_subject_goes_on_with_the_last_one(text: str) -> None:
    assert goes_on(text)


@pytest.mark.parametrize("text", ["那我要是一直不还呢", "今天天气怎么样", "催收打我妈电话"])
def test_a_short_message_with_a_subject_stands_for_itself(text: str) -> None:
    assert not goes_on(text)


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("你好", "greeting"),
        ("谢谢你啊", "thanks"),
        ("转人工", "human"),
        ("你是机器人吗", "who-are-you"),
        ("你们是骗子吧", "doubt"),
        ("好的", "assent"),
        ("什么垃圾玩意", "anger"),
        ("我是不是遇到骗子了", "none"),
        ("你好，我白条逾期了", "none"),
    ],
)
def test_small_talk_is_told_from_questions(text: str, talk: str) -> None:
    assert talk_of(text) == talk


OFFERED = ("白条被锁定了怎么办", "还清以后，额度什么时候恢复")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("第一个", OFFERED[0]), ("是第二件吧", OFFERED[1]), ("2", OFFERED[1]), ("二", OFFERED[1])],
)
def test_a_title_that_was_offered_is_picked_by_its_number(said: str, meant: str) -> None:
    assert picked(said, OFFERED) == meant


@pytest.mark.parametrize("said", ["第三个", "对", "第一个月还多少", "都不是", ""])
def test_what_picks_nothing_is_read_as_it_stands(said: str) -> None:
    assert picked(said, OFFERED) is None


def test_yes_picks_the_only_title() -> None:
    assert picked("对", OFFERED[:1]) == OFFERED[0]
    assert picked("对", ()) is None


@pytest.mark.parametrize(
    "said", ["我身份证前面是〔号码的一部分〕", "后面〔号码的一部分〕", "〔手机号〕"]
)
def test_a_message_of_private_numbers_alone_asks_nothing(said: str) -> None:
    assert is_only_private(said)


@pytest.mark.parametrize(
    "said", ["后面〔号码的一部分〕，会上征信吗", "我叫〔姓名〕，欠了三千", "剩下的钱怎么还"]
)
def test_a_message_that_asks_something_as_well_is_answered(said: str) -> None:
    assert not is_only_private(said)
