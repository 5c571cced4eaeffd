"""Pinyin in questions, written in the characters that the knowledge base uses."""

from __future__ import annotations

import pytest

from zhihuan.library.pinyin import PinyinWords

WORDS = PinyinWords(
    [
        "白条逾期了怎么办",
        "逾期会上征信吗",
        "分期还款",
        "催收上门怎么办",
        "怎么办",
        "还不上了会怎么样",
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("baitiao yuqi了zenmeban", "白条逾期了怎么办"),
        ("zhengxin", "征信"),
        ("cuishou说要shangmen", "催收说要上门"),
        ("逾期hui上征信吗", "逾期会上征信吗"),
    ],
)
def test_pinyin_is_written_in_characters(typed: str, meant: str) -> None:
    assert WORDS.written(typed) == meant


@pytest.mark.parametrize(
    "text", ["app打不开", "lpr是多少", "我的vip", "iphone分期", "m2", "逾期45天", "a", "", "x" * 60]
)
def test_what_is_no_pinyin_stays(text: str) -> None:
    assert WORDS.written(text) == text


def test_of_words_that_are_spelt_alike_the_commoner_is_meant() -> None:
    words = PinyinWords(["还款", "还款", "换款"])
    assert words.written("huankuan") == "还款"
