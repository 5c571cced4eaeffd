"""What the embedded brain makes of a message, before anything is looked up."""

from __future__ import annotations

from datetime import date

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from zhihuan.conversation.embedded.questions import goes_on, picked, questions_of
from zhihuan.conversation.embedded.unanswered import is_only_private, says_nothing
from zhihuan.conversation.embedded.view import View, view_of
from zhihuan.conversation.talk import (
    asks_us_to_lend,
    is_angry,
    takes_us_for_the_lender,
    talk_of,
    without_whose,
)

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
        ("你是京东的吗", "whose"),
        ("你不是京东的吧", "whose"),
        ("你们是京东的吗", "whose"),
        ("你是不是京东客服", "whose"),
        ("你是白条客服吗", "whose"),
        ("您是京东金融的吗？", "whose"),
        ("你们是平台的吧", "whose"),
        ("你是催收吗", "whose"),
        ("你们到底是不是官方", "whose"),
        ("你会干嘛", "abilities"),
        ("你能做什么", "abilities"),
        ("你会啥", "abilities"),
        ("你可以帮我什么", "abilities"),
        ("你有什么功能", "abilities"),
        ("你能帮我干啥", "abilities"),
        ("你们能干什么呀", "abilities"),
        ("这个怎么用", "abilities"),
        ("你说的都是废话", "useless"),
        ("那你有啥用", "useless"),
        ("全是废话", "useless"),
        ("问你有什么用", "useless"),
        ("你这等于白说", "useless"),
        ("要你有什么用", "useless"),
        ("说了等于没说", "useless"),
        ("靠谱吗", "doubt"),
        ("骗子吧", "doubt"),
        ("多谢啦 不过你靠谱吗", "doubt"),
        ("你们不会是骗子吧", "doubt"),
        ("你可信吗", "doubt"),
        ("这个靠谱不", "doubt"),
        ("那你们靠谱吗", "doubt"),
        ("你确定？", "certain"),
        ("你说的是真的吗 我不太信", "certain"),
        ("确定吗", "certain"),
        ("你没骗我吧", "certain"),
        ("你说的准吗", "certain"),
        ("真的假的", "certain"),
        ("不太信", "certain"),
        ("你别告诉别人哈", "secret"),
        ("别告诉我老婆", "secret"),
        ("你会告诉别人吗", "secret"),
        ("千万别跟我家里说", "secret"),
        ("你能保密吗", "secret"),
        ("我说的这些会有人知道吗", "secret"),
        ("聊天记录别人能看到吗", "secret"),
        ("不要告诉我爸妈啊", "secret"),
        ("还清了 谢谢", "settled"),
        ("终于还完了，太好了", "settled"),
        ("我已经结清了 谢谢你", "settled"),
        ("都还清了 多谢", "settled"),
        ("行吧 谢了", "thanks"),
        ("好的谢谢", "thanks"),
        ("知道了 谢谢啊", "thanks"),
        ("嗯 谢谢", "thanks"),
        ("晚安", "good-night"),
        ("我先睡了", "good-night"),
        ("好 晚安", "good-night"),
        ("明天再说吧", "good-night"),
        ("那先睡觉了", "good-night"),
        ("我想问下", "go-ahead"),
        ("我想问个事", "go-ahead"),
        ("想咨询一下", "go-ahead"),
        ("那个…我有点事想问 不知道该不该说", "go-ahead"),
        ("有个问题请教", "go-ahead"),
        ("能问你个问题吗", "go-ahead"),
        ("问一下", "go-ahead"),
        ("我有点事", "go-ahead"),
        ("想了解一下", "go-ahead"),
        ("急！！！", "urgent"),
        ("很急", "urgent"),
        ("急急急", "urgent"),
        ("在线等 急", "urgent"),
        ("我很着急", "urgent"),
        ("在不", "greeting"),
        ("在嘛", "greeting"),
        ("在吗在吗", "greeting"),
        ("下午好", "greeting"),
        ("逾期", "topic-alone"),
        ("逾期了", "topic-alone"),
        ("我逾期了", "topic-alone"),
        ("欠钱的事", "topic-alone"),
        ("就是欠钱的事", "topic-alone"),
        ("网贷", "topic-alone"),
        ("我没逾期啊", "denial"),
        ("我没同意啊", "denial"),
        ("可我没答应", "denial"),
        ("没逾期", "denial"),
        ("我从来没逾期过", "denial"),
        ("我没签字", "denial"),
        ("了解一下你们这个 多少钱收费吗", "charges"),
        ("你们收费吗", "charges"),
        ("你这多少钱", "charges"),
        ("问一下你们怎么收费", "charges"),
        ("逾期了怎么办", "none"),
        ("我想问下逾期三天上征信吗", "none"),
        ("你确定不会坐牢吗", "none"),
        ("真的不上征信吗", "none"),
        ("京东的客服电话多少", "none"),
        ("你能帮我把征信消了吗", "none"),
        ("你们能帮我协商吗", "none"),
        ("别告诉我家里人催收会打电话吗", "none"),
        ("催收会告诉我老婆吗", "none"),
        ("我老婆会知道吗", "none"),
        ("没钱", "none"),
        ("没工作", "none"),
        ("协商靠谱吗", "none"),
        ("停息挂账靠谱吗", "none"),
        ("我没逾期为什么上征信", "none"),
        ("急用钱怎么办", "none"),
        ("有没有用", "none"),
        ("投诉没用怎么办", "none"),
        ("你是京东白条的还款链接吗 为什么要我点", "none"),
        ("还清了征信多久更新", "none"),
        ("还清了 谢谢 那证明怎么开", "none"),
        ("我有点事 下个月还不上", "none"),
        ("急 明天开庭", "none"),
        ("问下征信", "none"),
        ("我没同意他们给我分期怎么办", "none"),
        ("他们说是京东的 是真的吗", "none"),
        ("说了没用", "none"),
        ("明天再还行吗", "none"),
        ("我没签字的担保算吗", "none"),
        ("我有事想问 法院传票是真的吗", "none"),
        ("你们为什么给我家里打电话", "none"),
        ("白条", "none"),
        ("你能保证不上征信吗", "none"),
        ("没借过", "none"),
        ("报警还是找客服", "none"),
        ("找客服有没有用", "none"),
        ("先打110还是先找官方客服", "none"),
        ("我要找客服", "human"),
        ("算了", "goodbye"),
        ("算了 谢谢", "goodbye"),
        ("那算了吧", "goodbye"),
        ("好吧 不问了", "goodbye"),
        ("算了 我自己想办法", "goodbye"),
        ("好的 明白了", "assent"),
        ("嗯嗯 知道了", "assent"),
        ("我大概清楚了", "assent"),
        ("你们就是一伙的吧 骗子", "doubt"),
        ("你们是不是一伙的", "doubt"),
        ("算了还是先还白条", "none"),
        ("利息能算了吗", "none"),
        ("再还5000就算了 靠谱吗", "none"),
        ("知道了 那征信呢", "none"),
        ("明白了怎么还", "none"),
        ("他们和中介是一伙的吗", "none"),
    ],
)
def test_small_talk_is_told_from_questions(text: str, talk: str) -> None:
    assert talk_of(text) == talk


@pytest.mark.parametrize(
    ("before", "talk"),
    [
        (None, "doubt"),
        ("白条欠了3000", "doubt"),
        ("有个中介说能洗白征信", "none"),
        ("加了个老师微信，他说能停息", "none"),
    ],
)
def test_who_is_doubted_is_whoever_was_just_spoken_of(before: str | None, talk: str) -> None:
    assert talk_of("靠谱吗", before) == talk
    assert talk_of("你靠谱吗", before) == "doubt"


def test_one_word_in_the_middle_of_a_talk_belongs_to_it() -> None:
    assert talk_of("逾期了", "花呗的钱还不上会怎样") == "none"


def test_what_is_asked_after_whose_we_are_is_asked_alone() -> None:
    assert without_whose("你们是京东的吗 帮我消征信") == "帮我消征信"
    assert without_whose("你们是京东的吗") == "你们是京东的吗"


@pytest.mark.parametrize("text", ["你们别打我家人电话了", "你们这帮吸血鬼", "你们利息太高了"])
def test_who_takes_us_for_the_lender_is_told(text: str) -> None:
    assert takes_us_for_the_lender(text)


@pytest.mark.parametrize("text", ["他们这帮人天天打电话", "你们说的利息减免怎么弄", "白条利息高"])
def test_who_speaks_of_the_lender_is_not(text: str) -> None:
    assert not takes_us_for_the_lender(text)


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("没有", True),
        ("没啊", True),
        ("不知道", True),
        ("没工作", False),
        ("没钱", False),
        ("没逾期", False),
    ],
)
def test_what_is_missing_says_something(text: str, nothing: bool) -> None:
    assert says_nothing(text) == nothing


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


@pytest.mark.parametrize(
    "text", ["你挺好的", "你真好", "您太贴心了", "你人真好"]
)  # fmt: skip
def test_a_kind_word_is_thanked_for(text: str) -> None:
    assert talk_of(text) == "thanks"


@pytest.mark.parametrize(
    "text", ["我还是不懂", "没听明白", "你说的我没太懂", "绕晕了", "还是不明白啊"]
)
def test_who_does_not_understand_is_asked_what(text: str) -> None:
    assert talk_of(text) == "unclear"


@pytest.mark.parametrize(
    "text", ["利息我看不懂", "你好的话我就问", "不懂法怎么应诉", "账单看不明白"]
)
def test_what_names_the_thing_not_understood_is_a_question(text: str) -> None:
    assert talk_of(text) == "none"


@pytest.mark.parametrize(
    "text", ["你能给我借点钱吗", "能不能借我两千块", "你们这里能借钱吗", "跟你借500行不行"]
)
def test_who_asks_us_for_money_is_told_that_we_lend_none(text: str) -> None:
    assert asks_us_to_lend(text)


@pytest.mark.parametrize(
    "text",
    [
        "我借给朋友的钱要不回来",
        "能不能借我女儿的名义分期",
        "借网贷来还白条行吗",
        "你能告诉我欠多少吗",
    ],
)
def test_who_speaks_of_other_loans_does_not_ask_us_for_one(text: str) -> None:
    assert not asks_us_to_lend(text)


@pytest.mark.parametrize("text", ["怕他气死", "我妈会气死的", "用了我妈的白条", "我爸妈的卡被扣了"])
def test_the_anger_and_the_things_of_others_are_no_swearing(text: str) -> None:
    assert not is_angry(text)


@pytest.mark.parametrize("text", ["气死我了 又扣一次", "真是气死", "妈的 什么破利息", "他妈的白条"])
def test_ones_own_anger_is_heard(text: str) -> None:
    assert is_angry(text)
