"""Finding by words and by pairs of characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.library.lexical import LexicalIndex, normalise, tokens

TEXTS = [
    "停息挂账是什么意思",
    "收到法院的支付令怎么办",
    "最低还款额是怎么算的",
    "信用报告去哪里查",
    "M2是逾期多少天",
    "催收打电话给家里人",
]


def best(query: str) -> str | None:
    scores = LexicalIndex(TEXTS).scores(normalise(query))
    return TEXTS[int(scores.argmax())] if scores.max() > 0 else None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("停息挂账", "停息挂账是什么意思"),
        ("我想申请停息挂帐", "停息挂账是什么意思"),  # a typo: 帐
        ("支付令", "收到法院的支付令怎么办"),
        ("法院寄来一张支付今", "收到法院的支付令怎么办"),  # a typo: 今
        ("收到支付令怎麼辦", "收到法院的支付令怎么办"),
        ("信用報告去哪裡查", "信用报告去哪里查"),
        ("最低還款額", "最低还款额是怎么算的"),
        ("ｍ２", "M2是逾期多少天"),
        ("m2", "M2是逾期多少天"),
        ("催收给我家里打电话", "催收打电话给家里人"),
    ],
)
def test_the_words_of_a_question_find_the_text(query: str, found: str) -> None:
    assert best(query) == found


@pytest.mark.parametrize("query", ["", "  ", "？？？", "的了吗", "zzz", "🙂"])
def test_words_that_mean_nothing_find_nothing(query: str) -> None:
    assert best(query) is None


def test_a_text_without_words_is_indexed_and_never_found() -> None:
    assert LexicalIndex(["？", "支付令"]).scores("支付令").argmax() == 1


@given(st.text())
def test_one_spelling_is_its_own_spelling(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="的了逾期还款利息abc12%。 \n", max_size=30))
def test_every_text_finds_itself_where_it_has_words(text: str) -> None:
    text = normalise(text)
    if tokens(text):
        scores = LexicalIndex([*TEXTS, text]).scores(text)
        assert scores[-1] == scores.max() > 0
