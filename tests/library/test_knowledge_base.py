"""The knowledge base as a whole: what no single file can see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.library.small_knowledge_base import article_text, write_article, write_knowledge_base
from zhihuan.library.knowledge_base import (
    UnknownArticle,
    open_knowledge_base,
    open_products,
    read_knowledge_base,
)
from zhihuan.library.problems import InvalidKnowledgeBase, Problem

ONE = article_text()
TWO = article_text("分期怎么算", ["分期手续费"])
FOR_AGENTS = article_text("几点可以催", ["催收时间"], more="audience: internal")


def problems_of(folder: Path) -> list[Problem]:
    _, problems = read_knowledge_base(folder)
    return problems


def test_a_good_one_opens_and_finds_by_name(tmp_path: Path) -> None:
    base = open_knowledge_base(write_knowledge_base(tmp_path, {"one": ONE, "two": TWO}))
    assert [article.slug for article in base.articles] == ["one", "two"]
    assert base.article("two").title == "分期怎么算"
    assert base.passages["one#lead"] is base.article("one").lead
    with pytest.raises(UnknownArticle):
        base.article("three")


def test_one_name_is_for_one_article_over_all_topics(tmp_path: Path) -> None:
    write_knowledge_base(tmp_path, {"one": ONE})
    path = write_article(
        tmp_path, "one", article_text("另一问", ["另一句"], topic="court"), topic="court"
    )
    problems = problems_of(tmp_path)
    assert path in {problem.path for problem in problems}
    assert {problem.what for problem in problems} == {"one 这个名字有两篇文章用"}


def test_one_ask_belongs_to_one_article(tmp_path: Path) -> None:
    again = article_text("分期怎么算", ["晚一天算逾期吗"])
    write_knowledge_base(tmp_path, {"one": ONE, "two": again})
    assert [(p.path.name, p.what) for p in problems_of(tmp_path)] == [
        ("two.md", "问法“晚一天算逾期吗”和 one 重复，留一处")
    ]


def test_a_title_counts_as_an_ask(tmp_path: Path) -> None:
    again = article_text("分期怎么算", ["晚了一天会怎样"])
    write_knowledge_base(tmp_path, {"one": ONE, "two": again})
    assert ["晚了一天会怎样" in problem.what for problem in problems_of(tmp_path)] == [True]


def test_articles_that_never_hold_on_one_day_may_share_an_ask(tmp_path: Path) -> None:
    before = article_text(more="valid_to: 2026-03-31")
    after = article_text(more="valid_from: 2026-04-01")
    write_knowledge_base(tmp_path, {"before": before, "after": after})
    assert problems_of(tmp_path) == []
    write_article(tmp_path, "after", article_text(more="valid_from: 2026-03-31"))
    assert problems_of(tmp_path) != []


@pytest.mark.parametrize(
    ("related", "what"),
    [("gone", "related 里的 gone 没有这篇文章"), ("one", "related 里写了自己")],
)
def test_related_leads_to_another_article(tmp_path: Path, related: str, what: str) -> None:
    write_knowledge_base(tmp_path, {"one": article_text(more=f"related: [{related}]")})
    assert [problem.what for problem in problems_of(tmp_path)] == [what]


def test_a_public_article_does_not_lead_to_an_internal_one(tmp_path: Path) -> None:
    to_agents = article_text(more="related: [for-agents]")
    write_knowledge_base(tmp_path, {"one": to_agents, "for-agents": FOR_AGENTS})
    assert [(p.path.name, p.what) for p in problems_of(tmp_path)] == [
        ("one.md", "related 里的 for-agents 是内部文章，客户看不到，请删掉这一项")
    ]


def test_an_internal_article_may_lead_to_any(tmp_path: Path) -> None:
    more = "audience: internal\nrelated: [one, for-agents]"
    leading = article_text("分期怎么谈", ["客户要分期"], more=more)
    write_knowledge_base(tmp_path, {"one": ONE, "for-agents": FOR_AGENTS, "lead": leading})
    assert problems_of(tmp_path) == []


def test_what_customers_may_see_holds_nothing_internal(tmp_path: Path) -> None:
    articles = {"one": ONE, "two": TWO, "for-agents": FOR_AGENTS}
    base = open_knowledge_base(write_knowledge_base(tmp_path, articles))
    assert {article.slug for article in base.articles} == {"one", "two", "for-agents"}
    assert set(base.public.by_slug) == {"one", "two"}
    assert set(base.internal.by_slug) == {"for-agents"}
    assert "for-agents#lead" in base.passages
    assert "for-agents#lead" not in base.public.passages
    with pytest.raises(UnknownArticle):
        base.public.article("for-agents")


def test_an_article_that_cannot_be_used_is_the_only_one_complained_about(tmp_path: Path) -> None:
    broken = article_text("分期怎么算", ["分期手续费"], "晚一天。[^lawn]")
    write_knowledge_base(tmp_path, {"one": article_text(more="related: [two]"), "two": broken})
    assert [problem.path.name for problem in problems_of(tmp_path)] == ["two.md"]


def test_every_contact_can_be_cited(tmp_path: Path) -> None:
    write_knowledge_base(tmp_path, {"one": ONE})
    (tmp_path / "contacts.yaml").write_text(
        'police: {name: 公安, number: "110", for: 求助, verified: 2026-11-21}\n', encoding="utf-8"
    )
    assert [p.what for p in problems_of(tmp_path)] == ["police 在 sources.yaml 里缺 contact-police"]


def test_no_article_at_all_is_a_mistake_and_not_an_empty_library(tmp_path: Path) -> None:
    assert [p.what for p in problems_of(write_knowledge_base(tmp_path, {}))] == ["一篇文章也没有"]


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InvalidKnowledgeBase, match=r"sources\.yaml"):
        open_knowledge_base(tmp_path / "nowhere")


def test_the_refusal_names_file_and_line_below_the_folder(tmp_path: Path) -> None:
    write_knowledge_base(tmp_path, {"one": article_text(body="晚一天。[^lawn]")})
    with pytest.raises(InvalidKnowledgeBase) as refused:
        open_knowledge_base(tmp_path)
    assert "articles/late/one.md:9: 脚注 [^lawn] 在 sources.yaml 里没有" in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_long_list_of_mistakes_is_cut_and_says_where_the_rest_is(tmp_path: Path) -> None:
    body = "\n".join(f"第{n}句。[^lawn]" for n in range(30))
    write_knowledge_base(tmp_path, {"one": article_text(body=body)})
    with pytest.raises(InvalidKnowledgeBase, match="zhihuan check") as refused:
        open_knowledge_base(tmp_path)
    assert len(refused.value.problems) == 30
    assert str(refused.value).count("lawn") == 20


def test_the_products_open_alone_and_are_refused_alone(tmp_path: Path) -> None:
    write_knowledge_base(tmp_path, {"one": "not an article"})
    assert open_products(tmp_path) == {}
    (tmp_path / "products" / "x.yaml").write_text("name: 某付\n", encoding="utf-8")
    with pytest.raises(InvalidKnowledgeBase, match=r"x\.yaml"):
        open_products(tmp_path)
