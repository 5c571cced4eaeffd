"""Reading the templates: what is wrong with one is named, and it is not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhihuan.library.letters import LetterTemplate, open_letters, read_letters
from zhihuan.library.problems import InvalidKnowledgeBase
from zhihuan.library.statements import statements_of

RIGHT = """---
title: 申请
for: 试一试
send_to:
  - contact: court
    says: 交给法院。[^rule]
by:
  says: 十五日内。[^rule]
  deadline: appeal
  event: received_on
blanks:
  received_on: {label: 收到的日期, kind: date}
  name: {label: 姓名, by_hand: true}
reviewed: 2026-11-21
---
# 申请
我于{received_on}收到。[^rule]
> {name}
"""


def read(tmp_path: Path, text: str) -> tuple[dict[str, LetterTemplate], list[str]]:
    (tmp_path / "try-it.md").write_text(text, encoding="utf-8")
    letters, problems = read_letters(tmp_path, {"rule"}, {"court"})
    return letters, [problem.what for problem in problems]


def test_a_right_one_is_read(tmp_path: Path) -> None:
    letters, problems = read(tmp_path, RIGHT)
    assert problems == []
    letter = letters["try-it"]
    assert [line.kind for line in letter.lines] == ["title", "text", "right"]
    assert letter.lines[1].parts == ("我于", "received_on", "收到。")
    assert letter.rests_on == statements_of("我于{received_on}收到。[^rule]")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("我于{received_on}", "我于{when}", "空格 {when} 没有在 blanks 里说明"),
        ("收到。[^rule]\n> {name}", "收到。[^rule]", "blanks 里的 name 信里没有用到"),
        ("交给法院。[^rule]", "交给法院。", "没有脚注"),
        ("十五日内。[^rule]", "十五日内。[^gone]", "[^gone] 在 sources.yaml 里没有"),
        ("contact: court", "contact: nobody", "nobody 在 contacts.yaml 里没有"),
        ("# 申请\n", "", "缺标题"),
        ("  event: received_on\n", "", "要么都写，要么都不写"),
        ("event: received_on", "event: name", "应当是一个 kind 为 date 的空格"),
        ("kind: date", "kind: moon", "kind 只能用"),
        ("kind: date", "kind: choice", "kind 是 choice 的才写 choices"),
        ("kind: date", "kind: date, from: horoscope", "没有人会填"),
        ("by_hand: true", "by_hand: true, from: lender", "不能既手写又代填"),
        ("title: 申请\n", "", "缺 title"),
        ("reviewed: 2026-11-21\n", "", "缺 reviewed"),
        ("reviewed: 2026-11-21", "reviewed: 2026-11-21\nauthor: 我", "不认识的项：author"),
        ("我于{received_on}收到。[^rule]", "我于[^rule]{received_on}收到。", "脚注要放在句号后面"),
        ("blanks:", "blanks: [", "读不出来"),
    ],
)
def test_what_is_wrong_is_named_and_the_letter_not_used(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in RIGHT
    letters, problems = read(tmp_path, RIGHT.replace(old, new))
    assert letters == {}
    assert any(said in problem for problem in problems), problems


def test_no_folder_is_no_letters(tmp_path: Path) -> None:
    assert read_letters(tmp_path / "none", set(), set()) == ({}, [])


def test_opening_names_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "x.md").write_text("没有开头", encoding="utf-8")
    with pytest.raises(InvalidKnowledgeBase, match=r"x\.md"):
        open_letters(tmp_path)
