"""The packet: facts of the conversation, each with where it comes from, less what was struck."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.conversation import privacy
from zhihuan.conversation.hand_off.packet import InvalidHandOff, Packet, packet_of
from zhihuan.conversation.message import InvalidMessage
from zhihuan.conversation.notices import Reading, read_notice
from zhihuan.library.knowledge_base import read_knowledge_base
from zhihuan.records.ledger import Turn

TODAY = date(2026, 11, 21)
KNOWLEDGE_BASE = Path(__file__).parents[3] / "knowledge_base"
ANSWER = {
    "kind": "answer",
    "sentences": [
        {"text": "不会坐牢。", "citations": ["a#0"], "calculations": []},
        {"text": "到现在大约 74 元。", "citations": [], "calculations": ["calc-1"]},
        {"text": "打95118登记困难。", "citations": ["a#9"], "calculations": []},
    ],
    "citations": [
        {"id": "a#0", "title": "会坐牢吗", "heading": None,
         "sources": [{"name": "刑法", "article": "第一条"}, {"name": "刑法", "article": "第一条"}]},
        {"id": "a#9", "title": "会坐牢吗", "heading": "现在可以做什么",
         "sources": [{"name": "客服", "article": None}]},
    ],
    "calculations": [
        {"id": "calc-1", "name": "逾期费用", "kind": "overdue_cost", "formula": "f",
         "assumptions": [], "result": {"points": [1, 2]},
         "inputs": [{"name": "amount", "label": "未还金额", "value": "3200.00", "unit": "元",
                     "origin": "user", "source": None}],
         "figures": [{"value": "74.16", "unit": "yuan", "label": "费用（低）"}]},
    ],
    "asked": "budget",
}  # fmt: skip

Notice = Callable[[str], Reading]


@pytest.fixture(scope="module")
def notice() -> Notice:
    base, _ = read_knowledge_base(KNOWLEDGE_BASE)
    return lambda text: read_notice(text, as_of=TODAY, sources=base.sources, contacts=base.contacts)


def turns(*said: str | tuple[str, Mapping[str, Any]]) -> list[Turn]:
    """As the ledger has them: masked before they were stored."""
    pairs = [(each, ANSWER) if isinstance(each, str) else each for each in said]
    return [
        Turn("c", n, f"m{n}", privacy.mask(text).text, TODAY, "done", answer)
        for n, (text, answer) in enumerate(pairs)
    ]


def of(packet: Packet, section: str) -> Sequence[Mapping[str, Any]]:
    return packet.sections[section]


def test_every_value_of_the_situation_carries_the_words_it_came_from(notice: Notice) -> None:
    packet = packet_of(turns("我白条欠了三千二，拖了45天了", "每月最多拿400"), notice, TODAY)
    told = {each["label"]: each for each in of(packet, "situation")}
    assert told["欠款"]["text"] == "3,200 元" and told["欠款"]["words"] == "三千二"
    assert told["产品"]["words"] == "白条"
    assert "400" in told["能还"]["words"]
    assert told["逾期"]["said_on"] == "2026-11-21"
    assert {each["id"] for each in of(packet, "unknown")} == {"unknown/lender"}


def test_a_bare_answer_to_our_question_is_read_as_in_the_conversation(notice: Notice) -> None:
    # The last answer had asked for the budget.
    packet = packet_of(turns("我白条欠了3200", "400"), notice, TODAY)
    told = {each["label"]: each["text"] for each in of(packet, "situation")}
    assert told["欠款"] == "3,200 元" and "400" in told["能还"]


def test_what_is_only_supposed_says_so(notice: Notice) -> None:
    packet = packet_of(turns("如果我欠5000逾期10天会怎么样"), notice, TODAY)
    assert of(packet, "situation")
    assert all(each["supposed"] for each in of(packet, "situation"))
    assert "（假设）" in packet.to_json()["fallback"]


def test_answers_sums_and_next_steps_are_those_that_were_shown(notice: Notice) -> None:
    packet = packet_of(turns("会坐牢吗", "再说一遍", "转人工"), notice, TODAY)
    first = of(packet, "answered")[0]
    assert first["titles"] == ["会坐牢吗"]
    assert first["sentences"][0] == {"text": "不会坐牢。", "sources": ["《刑法》第一条"]}
    (computed,) = of(packet, "computed")
    assert computed["calculation"] == "calc-1"
    assert computed["figures"] == [{"value": "74.16", "unit": "yuan", "label": "费用（低）"}]
    assert computed["inputs"][0]["value"] == "3200.00"
    (step,) = of(packet, "next_steps")
    assert step == {"id": "next_steps/0", "text": "打95118登记困难。", "sources": ["《客服》"]}
    assert [each["text"] for each in of(packet, "asked")] == ["会坐牢吗", "再说一遍"]


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("我不想活了", "danger", "不想活"),
        ("他们把我堵在楼道里，拿着刀不让我走", "danger", ""),
        ("有人让我共享屏幕，说能帮我洗白征信", "fraud", "共享屏幕"),
        ("我是大二学生，白条逾期了", "vulnerable", "大二"),
        ("我爸70岁了，白条还不上", "vulnerable", ""),
    ],
)
def test_a_risk_is_told_with_the_words_that_raised_it(
    notice: Notice, said: str, kind: str, words: str
) -> None:
    packet = packet_of(turns(said), notice, TODAY)
    found = [each["words"] for each in of(packet, "risks") if each["kind"] == kind]
    assert all(found) and any(words in each for each in found)
    assert packet.danger is (kind == "danger")
    assert packet.reason == ("danger" if kind == "danger" else "asked")


@pytest.mark.parametrize(
    "said", ["我白条欠了3200，逾期45天了，会怎么样", "分12期每期多少", "累死了，想死你们了"]
)
def test_an_ordinary_question_raises_no_alarm(notice: Notice, said: str) -> None:
    packet = packet_of(turns(said), notice, TODAY)
    assert of(packet, "risks") == () and not packet.danger


def test_two_answers_that_did_not_help_are_the_reason(notice: Notice) -> None:
    declined = {**ANSWER, "kind": "decline"}
    offered = {**ANSWER, "kind": "handoff"}
    said = [("今天天气", declined), ("股票呢", declined), ("转人工", offered)]
    assert packet_of(turns(*said), notice, TODAY).reason == "unhelped"
    assert packet_of(turns(said[0], "白条呢", said[2]), notice, TODAY).reason == "asked"


def test_no_private_data_is_in_a_packet_however_it_was_put(notice: Notice) -> None:
    # 11010519491231002X is the example of GB 11643; the card number passes Luhn.
    private = ["11010519491231002X", "6222021234567890128", "13800138000", "张三丰", "583921"]
    packet = packet_of(
        turns(
            "我叫张三丰，身份证11010519491231002X，白条欠3200",
            "卡号6222021234567890128，手机13800138000，验证码583921",
        ),
        notice,
        TODAY,
    ).edited([], "我叫张三丰，打我手机13800138000")
    sent = json.dumps(packet.to_json(), ensure_ascii=False)
    assert [each for each in private if each in sent] == []
    assert "〔手机号〕" in of(packet, "added")[0]["text"]


def test_what_is_struck_out_is_not_sent_and_only_that_it_was(notice: Notice) -> None:
    packet = packet_of(turns("我白条欠了三千二", "我不想活了"), notice, TODAY)
    struck = [
        each["id"]
        for section in ("situation", "asked", "risks")
        for each in of(packet, section)
        if "三千二" in str(each) or "不想活" in str(each)
    ]
    edited = packet.edited(struck, "")
    sent = json.dumps(edited.to_json(), ensure_ascii=False)
    assert "三千二" not in sent and "不想活" not in sent
    assert edited.struck == len(struck) >= 4
    assert f"删去了 {len(struck)} 项" in edited.to_json()["fallback"]
    assert edited.danger, "they still come first in the queue"


@given(data=st.data())
def test_striking_takes_exactly_what_was_struck(notice: Notice, data: st.DataObject) -> None:
    packet = packet_of(
        turns("我白条欠了3200，逾期45天", "我是学生，收到律师函", "每月400"), notice, TODAY
    )
    ids = [each["id"] for items in packet.sections.values() for each in items]
    assert len(ids) == len(set(ids))
    struck = data.draw(st.sets(st.sampled_from(ids)))
    left = packet.edited(struck, "").sections
    assert [e["id"] for items in left.values() for e in items] == [
        each for each in ids if each not in struck
    ]


def test_what_is_not_in_the_packet_cannot_be_struck_out(notice: Notice) -> None:
    packet = packet_of(turns("我白条欠了3200"), notice, TODAY)
    with pytest.raises(InvalidHandOff):
        packet.edited(["asked/99"], "")


def test_what_is_added_is_bounded_read_and_masked(notice: Notice) -> None:
    packet = packet_of(turns("我白条欠了3200"), notice, TODAY)
    with pytest.raises(InvalidHandOff):
        packet.edited([], "好" * 1_001)
    with pytest.raises(InvalidMessage):
        packet.edited([], "\u200b\u200b")
    assert of(packet.edited([], "  "), "added") == ()
    raised = packet.edited([], "其实我不想活了")
    assert raised.danger and raised.reason == "danger"


def test_the_same_packet_is_known_again_and_another_is_not(notice: Notice) -> None:
    one = packet_of(turns("我白条欠了3200"), notice, TODAY)
    assert one.seen == packet_of(turns("我白条欠了3200"), notice, TODAY).seen
    assert one.seen != packet_of(turns("我白条欠了3201"), notice, TODAY).seen


def test_the_plain_text_says_everything_that_a_reader_needs(notice: Notice) -> None:
    packet = packet_of(turns("我白条欠了3200，会坐牢吗", "我不想活了"), notice, TODAY)
    text = packet.edited([], "希望下午联系").to_json()["fallback"]
    for words in (
        "内容由AI生成", "人可能有危险", "2026-11-21", "3,200 元（原话：“3200”）", "会坐牢吗",
        "不会坐牢。", "《刑法》第一条", "calc-1", "74.16 元", "打95118登记困难。", "希望下午联系",
        "放款机构",
    ):  # fmt: skip
        assert words in text, words


def test_a_long_conversation_makes_a_packet_of_bounded_length(notice: Notice) -> None:
    packet = packet_of(turns(*[f"第{n}个问题" for n in range(200)]), notice, TODAY)
    assert len(of(packet, "asked")) == 40
    assert of(packet, "asked")[-1]["text"] == "第199个问题"
