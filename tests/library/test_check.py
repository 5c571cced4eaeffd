"""What a careful editor would change is found, and our own knowledge base has none of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.library.small_knowledge_base import TODAY, article_text, write_knowledge_base
from zhihuan.library.check import check_knowledge_base

OURS = Path(__file__).parents[2] / "knowledge_base"
ASKS = [f"第{n}种问法" for n in "一二三四五六七八"]
NEXT = "\n\n## 现在可以做什么\n您先看账单。"


def findings(
    folder: Path,
    lead: str = "晚一天也算逾期。[^law]",
    *,
    asks: list[str] = ASKS,
    rest: str = NEXT,
    more: str = "",
    day: date = TODAY,
) -> list[tuple[int, str]]:
    text = article_text(asks=asks, body=lead + rest, more=more)
    _, problems = check_knowledge_base(write_knowledge_base(folder, {"one": text}), day)
    assert {problem.path.name for problem in problems} <= {"one.md"}
    return [(problem.line, problem.what) for problem in problems]


def test_our_own_knowledge_base_is_clean() -> None:
    _, problems = check_knowledge_base(OURS, TODAY)
    assert [problem.text(OURS) for problem in problems] == []


def test_a_careful_article_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    "lead",
    ["每天收0.05%。", "要收５元。", "大约百分之五。", "最长三十天。", "分十二期。", "罚到两千元。"],
)
def test_a_figure_without_a_source_is_found(tmp_path: Path, lead: str) -> None:
    ((line, what),) = findings(tmp_path, lead)
    assert line == 15
    assert "加脚注" in what


@pytest.mark.parametrize(
    "lead", ["比如1000元，一天5角。", "先看第二期账单。", "一次也没还。", "最后一天也行。"]
)
def test_examples_and_ordinals_need_no_source(tmp_path: Path, lead: str) -> None:
    assert findings(tmp_path, lead) == []


@pytest.mark.parametrize(
    "lead",
    [
        "还清一定能恢复。[^law]",
        "我们保证会通过。[^law]",
        "绝对安全。[^law]",
        "还清马上恢复。[^law]",
    ],
)
def test_a_promise_is_found(tmp_path: Path, lead: str) -> None:
    ((line, what),) = findings(tmp_path, lead)
    assert line == 15
    assert "像是保证" in what


@pytest.mark.parametrize("lead", ["没有人能保证会通过。[^law]", "说一定能消除的是骗子。[^law]"])
def test_warning_of_a_promise_is_no_promise(tmp_path: Path, lead: str) -> None:
    assert findings(tmp_path, lead) == []


def test_a_source_that_has_ended_is_found(tmp_path: Path) -> None:
    lead = "到三月为止。[^law][^old-rule]"
    assert findings(tmp_path, lead) == [(15, "依据 old-rule 在 2026-03-31 已失效，换新的依据")]
    assert findings(tmp_path, lead, day=date(2026, 3, 31)) == []


def test_an_article_of_the_past_may_rest_on_what_held_then(tmp_path: Path) -> None:
    more = "valid_from: 2026-01-01\nvalid_to: 2026-03-31"
    assert findings(tmp_path, "到三月为止。[^old-rule]", more=more) == []


def test_few_asks_are_found(tmp_path: Path) -> None:
    assert findings(tmp_path, asks=ASKS[:7]) == [(1, "问法只有 7 条，至少写 8 条")]


def test_a_missing_next_step_is_found(tmp_path: Path) -> None:
    assert findings(tmp_path, rest="") == [(0, "缺“现在可以做什么”这一节")]


def test_an_article_is_read_again_once_a_year(tmp_path: Path) -> None:
    assert findings(tmp_path, day=date(2027, 11, 21)) == []
    ((_, what),) = findings(tmp_path, day=date(2027, 11, 22))
    assert "重新核对" in what


def test_what_makes_a_file_unusable_is_found_too(tmp_path: Path) -> None:
    assert any("[^lawn]" in what for _, what in findings(tmp_path, "晚一天。[^lawn]"))
