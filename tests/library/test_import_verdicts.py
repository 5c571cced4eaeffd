"""Outside assertions are supported, contradicted or unknown; both values are told where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.library.small_knowledge_base import TODAY, article_text, write_knowledge_base
from tests.library.test_claims_we_never_make import HONEST, MADE
from zhihuan.library.article import read_article
from zhihuan.library.claims.never_say import read_never_say
from zhihuan.library.importing.assertions import assertions_of
from zhihuan.library.importing.block import Block
from zhihuan.library.importing.document import Document
from zhihuan.library.importing.draft import DraftExists, draft_text, write_draft
from zhihuan.library.importing.evidence import Evidence, Near
from zhihuan.library.importing.importer import Importer, imported_text
from zhihuan.library.importing.verdicts import Judgement, judge
from zhihuan.library.index import build_index
from zhihuan.library.knowledge_base import open_knowledge_base, read_knowledge_base
from zhihuan.library.search import Library

if TYPE_CHECKING:
    from zhihuan.library.embedding import Embedder

OURS = Path(__file__).parents[2] / "knowledge_base"
CLAIMS, _ = read_never_say(OURS / "never_say.yaml", open_knowledge_base(OURS).sources)

ARTICLES = {
    "record": article_text(
        "记录留多久", ["几年能消", "五年"], "逾期记录从还清那天起再保存5年，到期就会删掉。[^law]"
    ),
    "objection": article_text(
        "记录有错", ["记错了"], "征信里如果记错了，可以提异议，对方要在20日内答复。[^law]"
    ),
    "letter": article_text(
        "收到律师函", ["律师函"], "律师函不是法院文书，没有强制力。[^law]"
    ),
    "prison": article_text(
        "会不会坐牢", ["坐牢"], "这是欠款纠纷，不会因为还不上就坐牢。[^law]"
    ),
    "hours": article_text(
        "几点能打电话", ["半夜催收"], "晚上22:00到早上8:00不应该催收。[^law]"
    ),
    "relief": article_text("一次性修复", ["修复"], "结清以后，可以领一张结清证明。[^old-rule]"),
}  # fmt: skip


@pytest.fixture(scope="module")
def library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("imports")
    build_index(write_knowledge_base(folder / "base", ARTICLES), folder / "data", embedder)
    opened = Library(folder / "data", embedder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def held(library: Library, embedder: Embedder) -> Callable[..., Judgement]:
    def hold(text: str, day: date = TODAY) -> Judgement:
        (assertion,) = assertions_of([Block("paragraph", text, "第1行")])
        (judgement,) = judge([assertion], Evidence(library, embedder, day), CLAIMS)
        return judgement

    return hold


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("还清之后，逾期记录从那天起保存五年，到期删除。", "record"),
        ("对征信记录有异议的，应当在20日内得到答复。", "objection"),
        ("律师函不是法院的文书，并没有强制力。", "letter"),
        ("还不上钱只是欠款纠纷，不会因此坐牢。", "prison"),
    ],
)
def test_what_we_say_too_is_supported_with_the_passage_and_its_source(
    held: Callable[..., Judgement], text: str, slug: str
) -> None:
    judgement = held(text)
    assert (judgement.verdict, judgement.near[0].passage.slug) == ("supported", slug)
    assert judgement.sources == ("law",)


@pytest.mark.parametrize(
    ("text", "theirs", "ours"),
    [
        ("还清之后，逾期记录从那天起保存三年，到期删除。", "三年", "5年"),
        ("对征信记录有异议的，应当在15日内得到答复。", "15日", "20日"),
        ("晚上21:00到早上6:00不应该催收。", "21:00", "22:00"),
    ],
)
def test_another_figure_for_the_same_thing_is_contradicted_with_both_values_told(
    held: Callable[..., Judgement], text: str, theirs: str, ours: str
) -> None:
    judgement = held(text)
    assert judgement.verdict == "contradicted"
    assert theirs in judgement.why
    assert ours in judgement.why


@pytest.mark.parametrize("text", ["律师函是法院文书，有强制力。", "欠款还不上就会坐牢。"])
def test_saying_what_we_deny_is_contradicted(held: Callable[..., Judgement], text: str) -> None:
    judgement = held(text)
    assert judgement.verdict == "contradicted"
    assert "正相反" in judgement.why


@pytest.mark.parametrize(
    "text",
    [
        "今天天气很好，适合出门走一走。",
        "平台应当不断提升用户的购物体验。",
        "合理安排收入和支出，有助于减轻压力。",
        "商家要在7日内发货。",
    ],
)
def test_what_we_say_nothing_of_is_unknown(held: Callable[..., Judgement], text: str) -> None:
    assert held(text).verdict == "unknown"


def test_a_rule_that_has_ended_supports_nothing(held: Callable[..., Judgement]) -> None:
    text = "结清以后，可以领一张结清证明。"
    assert held(text, date(2026, 3, 31)).verdict == "supported"
    assert held(text, TODAY).verdict == "unknown"


class NothingFound(Evidence):
    """An empty knowledge base."""

    def __init__(self) -> None:
        """Hold nothing."""

    def nearest(self, text: str, count: int = 5) -> list[Near]:
        return []


def judged(blocks: list[Block]) -> list[Judgement]:
    return judge(assertions_of(blocks), NothingFound(), CLAIMS)


def test_an_article_full_of_circulating_claims_has_each_of_them_flagged() -> None:
    sentences = [(claim, text) for claim, texts in MADE.items() for text in texts]
    judgements = judged([Block("paragraph", text, str(n)) for n, (_, text) in enumerate(sentences)])
    flagged = {
        (judgement.assertion.text, claim.id)
        for judgement in judgements
        for claim in judgement.claims
    }
    assert [(text, claim) for claim, text in sentences if (text, claim) not in flagged] == []


def test_an_article_that_refutes_them_has_none_flagged() -> None:
    blocks = [Block("item", text, "第1行") for texts in HONEST.values() for text in texts]
    assert [j.assertion.text for j in judged(blocks) if j.verdict == "contradicted"] == []


def test_one_sentence_may_make_several_claims_and_a_heading_may_make_one() -> None:
    blocks = [
        Block("heading", "二、如何修复信用记录的第一步", "第1行"),
        Block("paragraph", "逾期会产生滞纳金，还会列入黑名单。", "第2行"),
        Block("heading", "三、其他", "第3行"),
    ]
    heading, sentence = judged(blocks)
    assert [claim.id for claim in heading.claims] == ["paying-repairs-the-record"]
    assert {claim.id for claim in sentence.claims} == {
        "late-fee-called-by-another-name",
        "credit-blacklist",
    }
    assert set(sentence.sources) >= {"credit-reporting", "baitiao-bill-fee-2021"}


DOCUMENT = Document("外面 的.txt", "逾期 <b>以后</b>", (), "ab" * 32)


def test_a_draft_is_refused_by_the_reader_of_articles(tmp_path: Path) -> None:
    judgements = judged([Block("paragraph", "逾期会进黑名单。", "第1行")])
    folder = write_knowledge_base(tmp_path, {"one": article_text()})
    path = write_draft(folder / "drafts", DOCUMENT, judgements, TODAY)
    base, problems = read_knowledge_base(folder)
    assert ([article.slug for article in base.articles], problems) == (["one"], [])
    moved = path.rename(folder / "articles" / "late" / "draft.md")
    article, problems = read_article(moved, base.sources)
    assert article is None
    assert any("不认识的项" in problem.what and "draft" in problem.what for problem in problems)


def test_a_draft_has_the_verdict_beside_each_assertion_and_what_holds_instead() -> None:
    blocks = [Block("heading", "一、后果", "第1行"), Block("item", "逾期会进黑名单。", "第2行")]
    text = draft_text(DOCUMENT, judged(blocks), TODAY)
    assert "draft: true" in text
    assert "contradicted: 1" in text
    assert "## 一、后果" in text
    assert "- **✗ 不符**（第2行）逾期会进黑名单。" in text
    assert "[^credit-reporting][^dishonest-list-1]" in text


def test_words_from_outside_cannot_act_in_a_draft() -> None:
    nasty = "看[这里](javascript:alert(1))<img src=x onerror=1>，再看`代码`和[^law]，就这样。"
    text = draft_text(DOCUMENT, judged([Block("paragraph", nasty, "第1行")]), TODAY)
    body = text.split("---\n", 2)[2]
    assert [part for part in ("<", "`", "](", "[^law]") if part in body] == []


def test_a_draft_is_never_overwritten(tmp_path: Path) -> None:
    path = write_draft(tmp_path, DOCUMENT, [], TODAY)
    path.write_text("改过了", encoding="utf-8")
    with pytest.raises(DraftExists):
        write_draft(tmp_path, DOCUMENT, [], TODAY)
    assert path.read_text(encoding="utf-8") == "改过了"


def test_a_file_becomes_a_draft_and_a_report(
    library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    base = write_knowledge_base(tmp_path / "base", ARTICLES)
    file = tmp_path / "outside.txt"
    file.write_text("律师函是法院文书，有强制力。\n今天天气很好，适合出门。\n", encoding="utf-8")
    imported = Importer(library, embedder, base, TODAY).imported(file, tmp_path / "drafts")
    assert imported.counts == {"supported": 0, "contradicted": 1, "unknown": 1}
    assert imported.draft.read_text(encoding="utf-8").count("- **") == 2
    assert "可以说的是：律师函不是法院文书，没有强制力。（law）" in imported_text(imported)
    assert imported.to_json()["assertions"][0]["verdict"] == "contradicted"
