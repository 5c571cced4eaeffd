"""A stream of text becomes whole sentences, however it was cut on the way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhihuan.conversation.sentences import RawSentence, SentenceStream

PIECES = (
    "还清后再保存五年", "每期还 285.87 元", "年化约 13.03%", "他说“不要怕。”", "（以合同为准）", "真的吗",
    "。", "！", "？", "?", "，", "；", "……", "\n", "\n\n", " ", "\n- ", "\n1. ", "\n2、",
    "[P1]", "[C12]", "[P1][C2]", "[P1, C2]", "【P3】", "〔C1〕", "[3]", "[^a-16]", "【来源1】", "**", "[", "]", "[P",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def cut(text: str, places: list[int]) -> list[str]:
    ends = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    return [text[start:end] for start, end in pairwise(ends)]


def sentences(*pieces: str) -> list[RawSentence]:
    stream = SentenceStream()
    fed = [sentence for piece in pieces for sentence in stream.feed(piece)]
    return [*fed, *stream.flush()]


def parts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.text, s.handles) for s in sentences(text)]


@given(texts, st.lists(st.integers(min_value=0), max_size=12))
@example("保存五年。[P1]下一句", [6])
@example("保存五年。\n[P1]\n下一句。", [6])
@example("保存五年。”[P12]", [5, 8, 9])
def test_however_a_text_is_cut_it_gives_the_same_sentences(text: str, places: list[int]) -> None:
    assert sentences(*cut(text, places)) == sentences(text)


@given(texts)
def test_a_text_fed_character_by_character_gives_the_same_sentences(text: str) -> None:
    assert sentences(*text) == sentences(text)


@given(st.integers(590, 1400), st.integers(1, 50))
def test_a_sentence_that_never_ends_is_cut_at_the_same_place_however_it_came(
    length: int, step: int
) -> None:
    text = "长" * length + "。完。"
    pieces = [text[at : at + step] for at in range(0, len(text), step)]
    assert sentences(*pieces) == sentences(text)


@given(texts)
def test_no_word_is_lost_or_added(text: str) -> None:
    kept = "".join(s.text for s in sentences(text))
    for word in ("五年", "285.87", "13.03%", "不要怕", "以合同为准"):
        assert kept.count(word) == text.count(word)


@given(texts)
def test_no_handle_is_left_in_what_is_read(text: str) -> None:
    for sentence in sentences(text):
        assert "[P1]" not in sentence.text
        assert "【P3】" not in sentence.text
        assert "[3]" not in sentence.text


@given(texts)
def test_every_sentence_says_something(text: str) -> None:
    for sentence in sentences(text):
        assert sentence.text


def test_a_handle_behind_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert parts("保存五年。[P1]到期删除。[P2][C1]") == [
        ("保存五年。", ("P1",)),
        ("到期删除。", ("P2", "C1")),
    ]


@pytest.mark.parametrize(
    "text",
    ["保存五年。\n[P1]\n到期删除。", "保存五年。 [P1]\n到期删除。", "保存五年[P1]。\n到期删除。"],
)
def test_a_handle_a_space_or_a_line_further_belongs_there_too(text: str) -> None:
    assert parts(text) == [("保存五年。", ("P1",)), ("到期删除。", ())]


@pytest.mark.parametrize(
    "written", ["[P1,C2]", "[P1、C2]", "[P1][C2]", "【P1】〔C2〕", "[P1 , C2]"]
)
def test_several_handles_are_read_however_they_are_written(written: str) -> None:
    assert parts(f"每期还 285.87 元。{written}") == [("每期还 285.87 元。", ("P1", "C2"))]


def test_a_handle_named_twice_counts_once() -> None:
    assert parts("保存五年[P1]，到期删除。[P1]") == [("保存五年，到期删除。", ("P1",))]


def test_a_decimal_point_ends_nothing() -> None:
    assert parts("每期 285.87 元，年化 13.03%。完。") == [
        ("每期 285.87 元，年化 13.03%。", ()),
        ("完。", ()),
    ]


@pytest.mark.parametrize("closing", ["。”", "。’", "！」", "。』", "？）", "。)", "。”）", "？！”"])
def test_what_closes_a_quotation_stays_with_it(closing: str) -> None:
    first, second = sentences(f"您可以说“我每月能还三百{closing}[P1]下一句。")
    assert first.text.endswith(closing[-1])
    assert first.handles == ("P1",)
    assert second.text == "下一句。"


def test_each_item_of_a_list_is_a_sentence_without_its_mark() -> None:
    found = sentences(
        "可以做三件事：\n- 打电话。[P1]\n• 记工单号。[P2]\n3. 留证据。[P3]\n4、等回复。"
    )
    assert [(s.text, s.breaks) for s in found] == [
        ("可以做三件事：", ""),
        ("打电话。", "item"),
        ("记工单号。", "item"),
        ("留证据。", "item"),
        ("等回复。", "item"),
    ]


def test_lines_and_paragraphs_are_remembered() -> None:
    found = sentences("一。二。\n三。\n\n四。")
    assert [s.breaks for s in found] == ["", "", "line", "paragraph"]


def test_marks_of_emphasis_are_dropped() -> None:
    assert parts("大约 **74 到 101 元**，见 `账单`。") == [("大约 74 到 101 元，见 账单。", ())]


@pytest.mark.parametrize(
    "stray", ["[3]", "[^x]", "[^credit-reporting-16]", "【来源1】", "[来源 2]", "【1】", "[p1]", "[P 1]", "〔引用3〕",
              "[1][2]", "[1,2]", "[1-3]", "[doc-2]", "【3†source】", "[依据：合同]", "[P1-P3]"],
)  # fmt: skip
def test_a_citation_that_is_not_a_handle_is_noticed(stray: str) -> None:
    (found,) = sentences(f"保存五年。{stray}")
    assert found.strays
    assert "[" not in found.text and "【" not in found.text


def test_a_handle_in_round_brackets_is_no_handle() -> None:
    (found,) = sentences("保存五年（P1）。")
    assert (found.text, found.handles, found.strays) == ("保存五年。", (), True)


@pytest.mark.parametrize(
    "text", ["逾期 31–60 天（M2）。", "请看【服务费】一栏。", "金额是[元]。", "第（3）项。"]
)
def test_an_ordinary_bracket_is_not_a_citation(text: str) -> None:
    (found,) = sentences(text)
    assert not found.strays
    assert found.text == text


def test_a_sentence_waits_until_no_handle_can_still_come() -> None:
    stream = SentenceStream()
    assert list(stream.feed("保存五年。")) == []
    assert list(stream.feed("[P")) == []
    assert list(stream.feed("1]")) == []
    assert [s.handles for s in stream.feed("下")] == [("P1",)]
