"""Two questions that are one in nearly the same characters."""

from __future__ import annotations

import pytest

from zhihuan.evaluation.near_duplicate import NearDuplicates, one_edit_apart, skeleton


def finds(known: str, asked: str) -> bool:
    taken = NearDuplicates()
    taken.add(known, "known")
    return taken.find(asked) == "known"


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("逾期一天会上征信吗", "逾期一天会上征信吗"),
        ("逾期一天会上征信吗", " 逾期一天，会上征信吗？"),  # punctuation
        ("逾期一天会上征信吗", "逾期一天會上徵信嗎"),  # traditional characters
        ("M3是什么", "ｍ３是什么"),  # full width and case
        ("白条逾期了会有什么后果", "白条预期了会有什么后果"),  # one character replaced
        ("白条逾期了会有什么后果", "白条逾期会有什么后果"),  # one taken out
        ("白条逾期了会有什么后果", "白条逾期了会有什么后果啊"),  # one put in
        ("？", "？"),
    ],
)
def test_the_same_question_is_found(known: str, asked: str) -> None:
    assert finds(known, asked)


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("逾期一天会上征信吗", "晚还了一天，征信上看得到不"),
        ("M3是什么", "M4是什么"),  # short: one character is the whole question
        ("白条逾期了会有什么后果", "白条逾期了会有什么好处呢"),
        ("能分期吗", "不能"),
        ("abc", ""),
    ],
)
def test_another_question_is_not(known: str, asked: str) -> None:
    assert not finds(known, asked)


def test_four_fifths_of_the_pairs_are_enough_and_less_is_not() -> None:
    # Ten pairs and eight of them: 8/10. Eleven and eight: 8/11.
    known = "一二三四五六七八九十百"
    assert finds(known, known[:9])
    assert not finds(known + "千", known[:9])


def test_a_pair_that_comes_twice_counts_once() -> None:
    # 哈哈 哈啊 against 哈哈 哈啊 啊啊: 2 of 3; six characters are too short for an edit to decide.
    assert not finds("哈哈哈哈啊", "哈哈哈哈啊啊")
    assert finds("哈哈哈哈啊", "哈哈啊")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("abc", "abc", True),
        ("abc", "abd", True),
        ("abc", "xbc", True),
        ("abc", "ac", True),
        ("abc", "abcd", True),
        ("", "a", True),
        ("abc", "acb", False),
        ("abc", "a", False),
        ("abc", "abde", False),
    ],
)
def test_one_edit(one: str, other: str, near: bool) -> None:
    assert one_edit_apart(one, other) == near
    assert one_edit_apart(other, one) == near


def test_the_nearest_of_several_is_named() -> None:
    taken = NearDuplicates()
    taken.add("白条逾期了会有什么后果呢", "the one with an ending")
    taken.add("白条逾期了会有什么后果", "the same")
    assert taken.find("白条逾期了会有什么后果？") == "the same"


def test_the_skeleton_keeps_letters_and_digits() -> None:
    assert skeleton("白条，逾期 45 天！") == "白条逾期45天"
    assert skeleton("……") != ""
