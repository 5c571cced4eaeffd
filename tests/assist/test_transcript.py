"""What an agent may look at: bounded, masked, and never what the person struck out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assist.speaking import spoken
from zhihuan.assist.transcript import MOST_MESSAGES, handed, kept, told
from zhihuan.conversation.message import InvalidMessage
from zhihuan.records.hand_offs import HandOff, Message
from zhihuan.records.ledger import Turn


def turn(number: int, text: str, answer: str = "好，记下了。") -> Turn:
    shown = {
        "kind": "answer",
        "text": answer,
        "sentences": [],
        "citations": [],
        "calculations": [{"id": f"sum-{number}", "name": "逾期费用"}],
    }
    return Turn("c-1", number, f"m-{number}", text, date(2026, 11, 20), "done", shown)


def hand_off(*entries: str, added: str = "") -> HandOff:
    packet = {
        "asked": [{"id": entry} for entry in entries if entry.startswith("asked")],
        "answered": [{"id": entry} for entry in entries if entry.startswith("answered")],
        "computed": [{"id": entry} for entry in entries if entry.startswith("computed")],
        "added": [{"id": "added/0", "text": added}] if added else [],
        "reason": "asked",
    }
    return HandOff("h-1", "c-1", "m", "taken", "asked", False, packet, "小李", 0.0, 0.0)


def test_private_data_is_covered_whoever_wrote_it() -> None:
    said = spoken("客：我手机13800138000", "服：您的卡号6222020200112233440对吗")
    assert "13800138000" not in said.messages[0].text
    assert "6222020200112233440" not in said.messages[1].text


def test_a_number_in_two_messages_is_covered_across_what_stands_between_them() -> None:
    said = spoken("客：我的手机号是1380013", "服：您继续说", "客：8000")
    assert "8000" not in said.messages[2].text


@pytest.mark.parametrize("count", [0, MOST_MESSAGES + 1])
def test_no_messages_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(InvalidMessage):
        told([{"role": "customer", "text": "在吗"}] * count)


def test_a_message_without_words_is_refused() -> None:
    with pytest.raises(InvalidMessage):
        told([{"role": "customer", "text": " \u200b "}])


def test_another_word_is_another_version_and_the_same_words_are_the_same() -> None:
    one = spoken("客：白条逾期了")
    assert one.version == spoken("客：白条逾期了").version
    assert one.version != spoken("客：白条逾期了", "客：在吗").version
    assert one.version != spoken("服：白条逾期了").version


def test_a_conversation_of_ours_keeps_the_answers_as_they_were_shown() -> None:
    said = kept([turn(0, "我白条欠了3200")])
    assert [m.role for m in said.messages] == ["customer", "assistant"]
    answer = said.answer_at(1)
    assert answer is not None
    assert answer["calculations"][0]["id"] == "sum-0"


def test_what_was_struck_out_of_the_packet_is_not_looked_at() -> None:
    turns = [turn(0, "我欠了3200", "第一句。"), turn(1, "我得了抑郁症", "第二句。")]
    known = hand_off("asked/0", "answered/0", "computed/sum-0", "answered/1")
    said = handed(known, [], turns, frozenset())
    assert [m.text for m in said.messages] == ["我欠了3200", "第一句。", "第二句。"]
    sums = [[c["id"] for c in answer["calculations"]] for answer in said.answers]
    assert sums == [["sum-0"], []]


def test_what_was_added_and_written_since_comes_after_the_packet() -> None:
    thread = [
        Message(1, "person", None, "在吗", 1_795_000_000.0),
        Message(2, "human", "小李", "您好，我在。", 1_795_000_060.0),
    ]
    said = handed(
        hand_off("asked/0", added="希望下午联系"), thread, [turn(0, "欠了3200")], frozenset()
    )
    assert [(m.role, m.text) for m in said.messages] == [
        ("customer", "欠了3200"),
        ("customer", "希望下午联系"),
        ("customer", "在吗"),
        ("agent", "您好，我在。"),
    ]
    assert said.messages[3].at is not None
