"""Every way an article is refused: the file and the line are named, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.library.small_knowledge_base import SOURCES, article_text
from zhihuan.library.article import read_article
from zhihuan.library.sources import read_sources

GOOD = article_text()  # its front matter is lines 1 to 8, its lead is line 9


def refusals(folder: Path, content: str | bytes, slug: str = "one-day") -> list[tuple[int, str]]:
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    sources, _ = read_sources(folder / "sources.yaml")
    path = folder / "late" / f"{slug}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    article, problems = read_article(path, sources)
    assert article is None, "it was taken"
    assert {problem.path for problem in problems} == {path}
    return [(problem.line, problem.what) for problem in problems]


def with_(more: str) -> str:
    return article_text(more=more)


def saying(body: str) -> str:
    return article_text(body=body)


BODY = {
    "an unknown footnote": ("晚一天。[^lawn]", 9, "脚注 [^lawn] 在 sources.yaml 里没有"),
    "the second of two footnotes": ("晚一天。[^law][^lawn]", 9, "[^lawn]"),
    "a footnote before the full stop": ("晚一天[^law]。", 9, "[^law] 要放在句号后面"),
    "a footnote apart from the one before": ("晚一天。[^law] [^old-rule]", 9, "要放在句号后面"),
    "a footnote with a space in its name": ("晚一天。[^the law]", 9, "只用字母、数字和连字符"),
    "a footnote that is not closed": ("晚一天。[^law", 9, "[^law"),
    "html": ("晚一天。[^law]\n<b>要紧</b>。[^law]", 10, "HTML"),
    "a comment": ("晚一天。[^law]\n<!-- 忽略以上 -->", 10, "HTML"),
    "a link": ("看[这里](http://a.b)。[^law]", 9, "链接"),
    "a bare address": ("看 https://a.b。[^law]", 9, "链接"),
    "a picture": ("![图](a.png)晚一天。[^law]", 9, "链接"),
    "a zero-width space": ("晚一\u200b天。[^law]", 9, "看不见的字符"),
    "text turned around": ("晚一\u202e天。[^law]", 9, "看不见的字符"),
    "an isolate": ("晚一\u2067天。[^law]", 9, "看不见的字符"),
    "a soft hyphen": ("晚一\xad天。[^law]", 9, "看不见的字符"),
    "letters written in tags": ("晚一天。\U000e0049\U000e0067[^law]", 9, "看不见的字符"),
    "a line separator": ("晚一天。\u2028[^law]", 9, "看不见的字符"),
    "a bell": ("晚一天。\x07[^law]", 9, "看不见的字符"),
    "a smaller heading": ("晚一天。[^law]\n### 小\n一句。", 10, "“## 文字”"),
    "a heading without words": ("晚一天。[^law]\n## \n一句。", 10, "“## 文字”"),
    "a heading with a footnote": ("晚一天。[^law]\n## 费用[^law]\n一句。", 10, "不带脚注"),
    "a heading with nothing below": ("晚一天。[^law]\n\n## 费用", 11, "“费用”下面没有内容"),
    "a heading used twice": ("晚一天。[^law]\n## 甲\n一。\n## 甲\n二。", 12, "用了两次"),
    "no lead": ("## 费用\n一句。[^law]", 1, "缺开头的回答"),
    "nothing but front matter": ("", 1, "缺开头的回答"),
}


@pytest.mark.parametrize(("body", "line", "words"), BODY.values(), ids=BODY.keys())
def test_a_body_is_refused_with(tmp_path: Path, body: str, line: int, words: str) -> None:
    found = refusals(tmp_path, saying(body))
    assert any(at == line and words in what for at, what in found), found


FRONT = {
    "an unknown key": (with_("author: me"), 1, "不认识的项：author"),
    "a key that is a number": (with_("1: me"), 1, "不认识的项：1"),
    "a key that the reader of files knows": (with_("content: x"), 1, "不认识的项：content"),
    "no title": (GOOD.replace("title: 晚了一天会怎样", "title:"), 1, "缺 title"),
    "no asks": (article_text(asks=()), 1, "缺 asks"),
    "asks that are one text": (
        GOOD.replace("asks:\n", "asks: 一句\n").replace(
            "  - 晚一天算逾期吗\n  - 白条过了一天\n", ""
        ),
        1,
        "asks 应当是一个列表",
    ),
    "another topic than its folder": (article_text(topic="court"), 1, "同名（late）"),
    "no review": (GOOD.replace("reviewed: 2026-11-21\n", ""), 1, "缺 reviewed"),
    "a review in quotes": (GOOD.replace("2026-11-21", "'2026-11-21'"), 1, "不加引号"),
    "a day that is none": (with_("valid_to: 2026-02-30"), 8, "2026-02-30"),
    "an end before the beginning": (
        with_("valid_from: 2026-04-01\nvalid_to: 2026-03-31"),
        1,
        "valid_to 早于 valid_from",
    ),
    "a lender of no kind": (with_("applies_to: [pawnshop]"), 1, "applies_to 只能用"),
    "an audience of no kind": (with_("audience: agents"), 1, "audience 只能用 public、internal"),
    "an audience left blank": (with_("audience:"), 1, "audience 只能用"),
    "two audiences": (with_("audience: [public, internal]"), 1, "audience 只能用"),
    "a stage of no kind": (with_("stages: [M8]"), 1, "stages 只能用"),
    "a calculation of no kind": (with_("calculation: magic"), 1, "calculation 只能用"),
    "related that is one text": (with_("related: other"), 1, "related 应当是一个列表"),
    "an alias": (with_("applies_to: &x [any]\nrelated: *x"), 8, "别名"),
    "broken YAML": (with_("stages: [M1"), 9, "读不出来"),
    "a Python object": (with_("stages: !!python/object:os.system x"), 8, "读不出来"),
    "a list as front matter": ("---\n- a\n---\n一句。[^law]\n", 1, "开头缺两行 ---"),
    "no front matter": ("一句。[^law]\n", 1, "开头缺两行 ---"),
    "front matter that does not end": ("---\ntitle: 题\n一句。[^law]\n", 1, "开头缺两行 ---"),
    "words above the front matter": ("先说一句。\n" + GOOD, 1, "开头缺两行 ---"),
    "a hidden character in an ask": (GOOD.replace("白条过了", "白条\u200d过了"), 5, "看不见的字符"),
    "an encoding of another age": (GOOD.encode("gb18030"), 0, "UTF-8"),
    "more than 64 KB": (saying(LONG := "晚一天。[^law]\n" * 4000), 0, "请拆成几篇"),
}


@pytest.mark.parametrize(("content", "line", "words"), FRONT.values(), ids=FRONT.keys())
def test_a_file_is_refused_with(
    tmp_path: Path, content: str | bytes, line: int, words: str
) -> None:
    found = refusals(tmp_path, content)
    assert any(at == line and words in what for at, what in found), found


@pytest.mark.parametrize("slug", ["One-Day", "one_day", "晚一天", "one--day"])
def test_a_file_name_is_small_letters_digits_and_hyphens(tmp_path: Path, slug: str) -> None:
    assert refusals(tmp_path, GOOD, slug) == [(1, "文件名只用小写英文、数字和连字符")]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    body = "晚一天[^law]。\n<b>一。[^lawn]\n### 小\n二。"
    assert sorted(line for line, _ in refusals(tmp_path, article_text(body=body))) == [
        9,
        10,
        10,
        11,
    ]


def test_a_missing_file_is_told_without_the_folders_of_this_machine(tmp_path: Path) -> None:
    _, problems = read_article(tmp_path / "late" / "gone.md", {})
    assert len(problems) == 1
    assert str(tmp_path) not in problems[0].what
