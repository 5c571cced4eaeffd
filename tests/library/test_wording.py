"""Wrong characters that sound right, in what people ask."""

import pytest

from zhihuan.library.wording import one_wording, right_characters


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("拜条还不上了", "白条还不上了"),
        ("百条能延期吗", "白条能延期吗"),
        ("白跳晚了两天", "白条晚了两天"),
        ("白条逾其三天", "白条逾期三天"),
        ("我预期了怎么办", "我逾期了怎么办"),
        ("已经预期3个月", "已经逾期3个月"),
        ("花呗预期会怎样", "花呗逾期会怎样"),
    ],
)
def test_what_sounds_like_our_words_is_read_as_them(typed: str, meant: str) -> None:
    assert right_characters(typed) == one_wording(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "一天几百条短信",
        "发了200百条",
        "白跳槽了",
        "我白调查了半天",
        "业绩超预期了",
        "白条预期利率",
        "预期还款日",
    ],
)
def test_what_means_something_else_stands(text: str) -> None:
    assert right_characters(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("天天打老子电话 老子没钱", "天天打我电话 我没钱"),
        ("我老子欠的钱", "我老子欠的钱"),
        ("他老子替他还", "他老子替他还"),
    ],
)
def test_who_swears_of_himself_is_no_father(text: str, read: str) -> None:
    assert one_wording(text) == read
