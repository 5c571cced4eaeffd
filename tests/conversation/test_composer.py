"""What is told of an article that was told before."""

from __future__ import annotations

from datetime import date

from zhihuan.conversation.embedded.composer import Draft, bare, compose
from zhihuan.conversation.found import Answer, Line, Part

LEAD = "被冻结了先打电话给法院。"
HOW = "写一页纸交上去。"
WHO = "问银行是哪家法院。"


def part(handle: str, heading: str, text: str, near: float) -> Part:
    return Part(handle, heading, (Line(text, bullet=False, number=1),), near)


def told(shown: tuple[str, ...], *, lead: float, how: float, who: float) -> str:
    parts = [
        part("P1", "", LEAD, lead),
        part("P2", "怎么申请", HOW, how),
        part("P3", "是谁冻的", WHO, who),
    ]
    answer = Answer("frozen", "卡被冻结了", 0.99, None, tuple(parts))
    heard = frozenset(bare(text) for text in shown)
    return compose(
        Draft(today=date(2026, 11, 21), answers=[answer], question="怎么申请", shown=heard)
    )


def test_of_an_article_told_before_the_section_that_is_asked_for_is_told() -> None:
    assert told((LEAD,), lead=0.3, how=0.5, who=0.1) == f"怎么申请：{HOW}[P2]"


def test_a_section_about_as_near_as_what_was_told_is_told_too() -> None:
    assert told((LEAD,), lead=0.5, how=0.45, who=0.1) == f"怎么申请：{HOW}[P2]"


def test_what_answers_best_is_said_again_where_the_rest_is_about_something_else() -> None:
    text = told((LEAD, HOW), lead=0.2, how=0.6, who=0.1)
    assert HOW in text
    assert "说过" in text
    assert WHO not in text
