"""Sources, and the YAML they are read from: what they become, and how they are refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.small_knowledge_base import SOURCES, TODAY
from zhihuan.library.sources import read_sources, status_on


def refusals(folder: Path, content: str | bytes) -> list[tuple[int, str]]:
    path = folder / "sources.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    _, problems = read_sources(path)
    assert {problem.path for problem in problems} == {path}, "it was taken"
    return [(problem.line, problem.what) for problem in problems]


def test_a_source_says_where_it_comes_from_and_whether_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCES, encoding="utf-8")
    sources, problems = read_sources(path)
    assert problems == []
    shown = sources["law"].to_json(TODAY)
    assert shown["issuer"] == "国务院"
    assert (shown["in_force"], shown["ended"], shown["status"]) == ("2013-03-15", None, "current")
    assert sources["old-rule"].status(date(2026, 3, 31)) == "current"
    assert sources["old-rule"].status(date(2026, 4, 1)) == "ended"
    assert sources["new-rule"].status(TODAY) == "future"


@given(st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_every_day_is_before_within_or_after(
    day: date, first: date | None, last: date | None
) -> None:
    status = status_on(day, first, last)
    assert (status == "future") == (first is not None and day < first)
    if status == "current":
        assert (first or day) <= day <= (last or day)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_the_last_day_is_the_last(last: date) -> None:
    assert status_on(last, None, last) == "current"
    assert status_on(last + timedelta(days=1), None, last) == "ended"


LAW = SOURCES.split("old-rule:")[0]  # its `kind` is line 6

FILES = {
    "no name": (LAW.replace("  name: 一部法律\n", ""), 1, "依据 law：缺 name"),
    "nothing that it says": (LAW.replace("  says: 一句话。\n", ""), 1, "依据 law：缺 says"),
    "a kind of no kind": (LAW.replace("kind: law", "kind: rumour"), 1, "kind 写的是 rumour"),
    "a confidence of no kind": (LAW.replace("high", "sure"), 1, "应当是 high、medium、low 之一"),
    "no check": (LAW.replace("  checked: 2026-11-21\n", ""), 1, "缺 checked"),
    "an end before it was in force": (LAW.replace("ended: null", "ended: 2012-01-01"), 1, "早于"),
    "a time for a date": (LAW.replace("2013-03-15", "2013-03-15 08:00:00"), 1, "2026-11-21 这样"),
    "a day that is none": (LAW.replace("2013-03-15", "2013-02-30"), 7, "2013-02-30"),
    "binds that is one word": (LAW.replace("[any]", "any"), 1, "binds 应当是一个列表"),
    "an entry that is a text": ("law: 一部法律\n", 1, "law 下面应当是“名字: 内容”"),
    "one name twice": (LAW + LAW, 14, "law 出现了两次"),
    "a list": ("- law\n", 0, "应当是一层"),
    "nothing": ("", 0, "应当是一层"),
    "an alias": ("a: &x {name: 一}\nb: *x\n", 1, "别名"),
    "an alias to itself": ("a: &x [*x]\n", 1, "别名"),
    "broken YAML": ("law: {name: 一\n", 2, "读不出来"),
    "a Python object": ("law: !!python/object:os.system x\n", 1, "读不出来"),
    "an encoding of another age": (LAW.encode("gb18030"), 0, "UTF-8"),
    "more than 2 MB": ("# " + "一" * 700_000, 0, "文件超过 2 MB"),
}


@pytest.mark.parametrize(("content", "line", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_is_refused_with(
    tmp_path: Path, content: str | bytes, line: int, words: str
) -> None:
    found = refusals(tmp_path, content)
    assert any(at == line and words in what for at, what in found), found


def test_a_missing_file_is_told_without_the_folders_of_this_machine(tmp_path: Path) -> None:
    sources, problems = read_sources(tmp_path / "sources.yaml")
    assert sources == {}
    assert [str(tmp_path) in problem.what for problem in problems] == [False]


def test_a_billion_laughs_are_refused_before_anybody_laughs(tmp_path: Path) -> None:
    rows = ["a0: &a0 {name: 哈}"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert any("别名" in what for _, what in refusals(tmp_path, "\n".join(rows)))


def test_a_wrong_entry_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCES.replace("kind: notice", "kind: rumour"), encoding="utf-8")
    sources, problems = read_sources(path)
    assert set(sources) == {"law", "new-rule"}
    assert [(p.line, "old-rule" in p.what) for p in problems] == [(14, True)]
