"""Reading the scored questions, and refusing what would flatter us."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation.small_questions import small_base
from zhihuan.evaluation.questions import (
    SLICES,
    InvalidQuestions,
    Question,
    digest_of,
    read_questions,
)
from zhihuan.library.knowledge_base import KnowledgeBase, open_knowledge_base

GOOD = """\
# A comment.
- {q: 昨天忘了还款要紧不, first: late, also: [locked], slice: colloquial}
- {q: 帮我订一张机票, slice: out-of-scope}
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return open_knowledge_base(small_base(tmp_path_factory.mktemp("base")))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.yaml"


def refused(file: Path, base: KnowledgeBase, text: str) -> list[tuple[int, str]]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidQuestions) as caught:
        read_questions(file, base)
    assert str(file.parent) not in str(caught.value)
    return [(problem.line, problem.what) for problem in caught.value.problems]


def test_questions_are_read(file: Path, base: KnowledgeBase) -> None:
    file.write_text(GOOD, encoding="utf-8")
    ours, other = read_questions(file, base)
    assert ours == Question("昨天忘了还款要紧不", "late", ("locked",), "colloquial")
    assert ours.gains == {"late": 2, "locked": 1}
    assert (other.first, other.gains) == (None, {})


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{q: 昨天忘还了, first: nothing-here, slice: short}", "nothing-here"),
        ("{q: 昨天忘还了, first: late, also: [gone], slice: short}", "gone"),
        ("{q: 昨天忘还了, first: late, slice: funny}", "funny"),
        ("{q: 昨天忘还了, first: late}", "slice"),
        ("{first: late, slice: short}", "q"),
        ("{q: 95118, first: late, slice: short}", "q"),
        ("{q: 昨天忘还了, first: late, also: locked, slice: short}", "also"),
        ("{q: 昨天忘还了, also: [late], slice: short}", "first"),
        ("{q: 昨天忘还了, first: late, also: [late], slice: short}", "两次"),
        ("{q: 昨天忘还了, first: late, slice: out-of-scope}", "out-of-scope"),
        ("{q: 昨天忘还了, first: late, slice: short, note: x}", "note"),
        ("只是一句话", "q"),
        # What the index searches as questions:
        ("{q: 晚一天算逾期吗, first: late, slice: short}", "late 的问法"),
        ("{q: 晚一天，算逾期嗎？, first: late, slice: traditional}", "late 的问法"),
        ("{q: 白条被锁定了怎么办呢, first: locked, slice: short}", "locked 的标题"),
        ("{q: 今天天气怎么样, slice: out-of-scope}", "everyday"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    file: Path, base: KnowledgeBase, entry: str, said: str
) -> None:
    ((line, what),) = refused(file, base, f"{GOOD}- {entry}\n")
    assert line == 4
    assert said in what


def test_another_way_to_ask_the_same_is_welcome(file: Path, base: KnowledgeBase) -> None:
    # 白条被锁定了怎么办: 6 of 9 pairs are shared, and it takes two edits.
    file.write_text("- {q: 白条被锁定了咋办, first: locked, slice: short}\n", encoding="utf-8")
    assert len(read_questions(file, base)) == 1


def test_the_same_question_twice_is_refused_where_it_comes_again(
    file: Path, base: KnowledgeBase
) -> None:
    again = "- {q: 昨天忘了还款要紧不？, first: late, slice: short}\n"
    ((line, what),) = refused(file, base, GOOD + again)
    assert line == 4
    assert "第 2 行" in what


def test_every_mistake_is_told_at_once(file: Path, base: KnowledgeBase) -> None:
    wrong = "- {q: 甲, slice: x}\n- {q: 乙, slice: y}\n"
    assert [line for line, _ in refused(file, base, wrong)] == [1, 2]


@pytest.mark.parametrize("text", ["", "[]", "a: 1", "- {q: [", "- &a {q: x}\n- *a"])
def test_a_file_that_is_no_list_of_questions_is_refused(
    file: Path, base: KnowledgeBase, text: str
) -> None:
    assert len(refused(file, base, text)) == 1


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, base: KnowledgeBase) -> None:
    with pytest.raises(InvalidQuestions):
        read_questions(tmp_path / "nothing.yaml", base)


def test_the_digest_tells_one_set_of_questions_from_another() -> None:
    one = Question("甲", "late", (), SLICES[0])
    other = Question("甲", "late", ("locked",), SLICES[0])
    assert digest_of([one, other]) == digest_of([other, one])
    assert digest_of([one]) != digest_of([other])
