"""What a good article becomes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.library.small_knowledge_base import SOURCES, TODAY, article_text
from zhihuan.library.article import Article, Passage, Sentence, join, read_article
from zhihuan.library.sources import Source, read_sources

BODY = """\
晚一天也算逾期。[^law] 规则到三月为止。[^old-rule]

## 会多出多少
- 每天0.05%。[^law][^old-rule]
- 比如1000元，一天5角。
账单上写得最准。[^law]

## 现在可以做什么
您先还上最低还款额。[^law]
"""


def sources(folder: Path) -> dict[str, Source]:
    path = folder / "sources.yaml"
    path.write_text(SOURCES, encoding="utf-8")
    found, problems = read_sources(path)
    assert not problems
    return found


def read(folder: Path, text: str, slug: str = "one-day") -> Article:
    path = folder / "late" / f"{slug}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    article, problems = read_article(path, sources(folder))
    assert problems == []
    assert article is not None
    return article


def test_the_lead_and_every_section_become_passages(tmp_path: Path) -> None:
    article = read(tmp_path, article_text(body=BODY))
    assert [passage.heading for passage in article.passages] == ["", "会多出多少", "现在可以做什么"]
    assert article.lead.text == "晚一天也算逾期。规则到三月为止。"
    assert article.lead.id == "one-day#lead"
    assert article.next_step is article.passages[-1]
    assert {passage.title for passage in article.passages} == {"晚了一天会怎样"}


def test_a_sentence_keeps_all_its_footnotes_and_shows_none(tmp_path: Path) -> None:
    rates = read(tmp_path, article_text(body=BODY)).passages[1]
    assert [[s.id for s in sentence.sources] for sentence in rates.sentences] == [
        ["law", "old-rule"],
        [],
        ["law"],
    ]
    assert [source.id for source in rates.sources] == ["law", "old-rule"]
    assert "[^" not in rates.text


def test_list_items_stand_on_lines_of_their_own_and_prose_below_them_too(tmp_path: Path) -> None:
    rates = read(tmp_path, article_text(body=BODY)).passages[1]
    assert rates.text == "- 每天0.05%。\n- 比如1000元，一天5角。\n账单上写得最准。"


def test_further_sentences_of_a_list_item_stay_with_it(tmp_path: Path) -> None:
    body = f"{LEAD_AND}- 先还最低。再谈分期。\n1. 打电话。\n2、 留工单号。"
    passage = read(tmp_path, article_text(body=body)).passages[1]
    assert passage.text == "- 先还最低。再谈分期。\n- 打电话。\n- 留工单号。"


LEAD_AND = "晚一天也算逾期。[^law]\n\n## 怎么办\n"


def test_a_sentence_knows_its_line_in_the_file(tmp_path: Path) -> None:
    text = article_text(body="\n\n" + BODY)
    article = read(tmp_path, text)
    lines = text.splitlines()
    for passage in article.passages:
        for sentence in passage.sentences:
            assert sentence.text in lines[sentence.line - 1]


def test_a_closing_quote_belongs_to_the_sentence_before_it(tmp_path: Path) -> None:
    body = "客服说“可以分期。”[^law] 也可以问：能不能少还？！[^law]"
    sentences = read(tmp_path, article_text(body=body)).lead.sentences
    assert [s.text for s in sentences] == ["客服说“可以分期。”", "也可以问：能不能少还？！"]


def test_a_passage_keeps_its_id_when_it_moves_or_is_rewritten(tmp_path: Path) -> None:
    one = "## 第一节\n这是一。[^law]\n"
    two = "## 第二节\n这是二。[^law]\n"
    head = "开头。[^law]\n\n"
    before = read(tmp_path, article_text(body=head + one + two))
    after = read(tmp_path, article_text(body="\n\n" + head + two.replace("二。", "两。") + one))
    ids = {passage.heading: passage.id for passage in before.passages}
    assert {passage.heading: passage.id for passage in after.passages} == ids
    assert len(set(ids.values())) == 3


def test_front_matter_that_is_left_out_has_plain_defaults(tmp_path: Path) -> None:
    article = read(tmp_path, article_text())
    assert (article.applies_to, article.stages, article.related) == (("any",), (), ())
    assert (article.valid_from, article.valid_to, article.calculation) == (None, None, None)
    assert (article.slug, article.topic, article.reviewed) == ("one-day", "late", TODAY)
    assert not article.internal


def test_an_article_says_whether_it_is_for_agents_alone(tmp_path: Path) -> None:
    assert read(tmp_path, article_text(more="audience: internal")).internal
    assert not read(tmp_path, article_text(more="audience: public")).internal


def test_a_byte_order_mark_of_a_windows_editor_does_no_harm(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + article_text()).title == "晚了一天会怎样"


def test_a_sentence_whose_source_is_not_in_force_that_day_is_not_told(tmp_path: Path) -> None:
    lead = read(tmp_path, article_text(body=BODY)).lead
    in_force, ended = lead.on(date(2026, 3, 31)), lead.on(date(2026, 4, 1))
    assert in_force is lead
    assert ended is not None
    assert ended.text == "晚一天也算逾期。"
    assert ended.id == lead.id


def test_a_sentence_needs_every_one_of_its_sources(tmp_path: Path) -> None:
    rates = read(tmp_path, article_text(body=BODY)).passages[1]
    told = rates.on(TODAY)
    assert told is not None
    assert "0.05%" not in told.text  # the law holds; the rule beside it has ended


def test_a_passage_of_which_nothing_holds_is_not_told_at_all(tmp_path: Path) -> None:
    body = "晚一天也算逾期。[^law]\n\n## 限时的\n规则到三月为止。[^old-rule]"
    passage = read(tmp_path, article_text(body=body)).passages[1]
    assert passage.on(date(2025, 12, 21)) is None
    assert passage.on(date(2025, 12, 22)) is passage
    assert passage.on(TODAY) is None


def test_an_article_holds_from_its_first_day_to_its_last_both_included(tmp_path: Path) -> None:
    more = "valid_from: 2026-01-01\nvalid_to: 2026-03-31"
    article = read(tmp_path, article_text(more=more))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [article.status(day) for day in days] == ["future", "current", "current", "ended"]


def test_an_article_whose_lead_cannot_be_told_does_not_hold(tmp_path: Path) -> None:
    ended = read(tmp_path, article_text(body="到三月为止。[^old-rule]"))
    coming = read(tmp_path, article_text(body="明年开始。[^new-rule]"))
    assert (ended.status(TODAY), coming.status(TODAY)) == ("ended", "future")
    assert coming.status(date(2027, 1, 1)) == "current"


_RULE = st.builds(
    lambda first, last: Source(
        "rule", "规则", None, None, None, "rule", first, last, ("any",), None, "high", TODAY, "说"
    ),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
_SENTENCES = st.lists(
    st.builds(
        Sentence,
        st.text("还款日甲乙丙。", min_size=1),
        st.lists(_RULE, max_size=3).map(tuple),
        st.integers(1, 9),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


@given(_SENTENCES, st.dates())
def test_on_any_day_exactly_the_sentences_that_hold_are_told(
    sentences: tuple[Sentence, ...], day: date
) -> None:
    passage = Passage("a#lead", "a", "题", "", sentences, 1)
    told = passage.on(day)
    holding = tuple(s for s in sentences if all(r.status(day) == "current" for r in s.sources))
    assert (told.sentences if told else ()) == holding


@given(_SENTENCES)
def test_joining_loses_no_word(sentences: tuple[Sentence, ...]) -> None:
    kept = join(sentences).replace("\n- ", "").replace("\n", "").removeprefix("- ")
    assert kept == "".join(sentence.text for sentence in sentences)
