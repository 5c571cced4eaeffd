"""From questions to what an editor should write next, over the real library."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import frontmatter
import pytest

from tests.records.evidence_made import content
from zhihuan.learning.drafting import draft_of
from zhihuan.learning.rewriting import note_rewrite
from zhihuan.learning.wanted import Learning, Wanted
from zhihuan.library.article import read_article
from zhihuan.records.evidence_in_sqlite import EvidenceStore
from zhihuan.records.feedback import FeedbackStore
from zhihuan.records.rewrites import RewriteStore

if TYPE_CHECKING:
    from zhihuan.composition import Services
    from zhihuan.library.embedding import Embedder

TODAY = date(2026, 11, 21)
DECLINED = {"kind": "decline", "text": "没有资料。"}
FRIDGE = ["冰箱坏了去哪里修", "冰箱坏了到哪儿修", "冰箱坏了去哪修啊"]
COURT = "法院寄来的传票上写错了我的名字怎么办"


@dataclass
class Learned:
    """The look at records of a test's own."""

    folder: Path
    learning: Learning
    evidence: EvidenceStore
    feedback: FeedbackStore

    def ask(self, *questions: str, who: str = "") -> None:
        for number, question in enumerate(questions):
            conversation = who or f"c{number} {question}"
            self.evidence.keep(
                content(
                    question, conversation_id=conversation, message_id=f"m{number}", answer=DECLINED
                )
            )

    def wanted(self) -> list[Wanted]:
        return self.learning.wanted(self.feedback, today=TODAY)


@pytest.fixture
def learned(services: Services, embedder: Embedder, tmp_path: Path) -> Iterator[Learned]:
    evidence, rewrites = EvidenceStore(tmp_path / "e.sqlite"), RewriteStore(tmp_path / "r.sqlite")
    feedback = FeedbackStore(tmp_path / "f.sqlite")
    library = services.toolbox.library
    yield Learned(tmp_path, Learning(evidence, rewrites, library, embedder), evidence, feedback)
    for each in (evidence, rewrites, feedback):
        each.close()


def test_nothing_asked_is_nothing_wanted(learned: Learned) -> None:
    assert learned.wanted() == []
    assert list(learned.folder.iterdir()) == []


def test_alike_are_together_and_the_weightiest_is_first(learned: Learned) -> None:
    learned.ask(*FRIDGE, COURT)
    court, fridge = learned.wanted()
    assert (court.question, court.stake, court.weight) == (COURT, "papers", 5)
    assert set(fridge.examples) == set(FRIDGE)
    assert (fridge.people, fridge.times, fridge.weight) == (3, 3, 3)
    assert fridge.question in FRIDGE
    assert "3 个人问过（没答上 3 次）" in fridge.why


def test_how_often_outweighs_a_higher_stake_in_the_end(learned: Learned) -> None:
    learned.ask(*(f"{FRIDGE[0]}{'？' * n}" for n in range(6)), COURT)
    assert [each.stake for each in learned.wanted()] == ["other", "papers"]


def test_one_person_who_asks_ten_times_is_one_person(learned: Learned) -> None:
    learned.ask(*[FRIDGE[0]] * 10, who="one person")
    (only,) = learned.wanted()
    assert (only.people, only.times, only.weight) == (1, 10, 1)
    assert only.examples == (FRIDGE[0],)


def test_danger_comes_before_everything_else(learned: Learned) -> None:
    learned.ask(*FRIDGE, COURT, "欠钱还不上我不想活了，遗体怎么捐献")
    assert learned.wanted()[0].stake == "danger"


def test_the_same_records_give_the_same_clusters(learned: Learned) -> None:
    learned.ask(*FRIDGE, COURT, "账单日能改吗", "账单日可以改到月底吗", "医院欠费能分期吗")
    first = [each.to_json() for each in learned.wanted()]
    assert [each.to_json() for each in learned.wanted()] == first


def test_the_nearest_article_is_named(learned: Learned) -> None:
    learned.ask("还清了征信上的逾期什么时候能消掉")
    (only,) = learned.wanted()
    assert only.nearest is not None and only.nearest.slug == "when-it-disappears"


def test_what_was_erased_is_in_no_cluster(learned: Learned) -> None:
    learned.ask(*FRIDGE)
    learned.ask(COURT, who="of-a-person")
    assert len(learned.wanted()) == 2
    learned.evidence.erase("of-a-person")
    assert [each.stake for each in learned.wanted()] == ["other"]
    assert COURT not in str([each.to_json() for each in learned.wanted()])


def test_no_question_is_in_the_log(learned: Learned, caplog: pytest.LogCaptureFixture) -> None:
    learned.ask(COURT)
    with caplog.at_level(logging.DEBUG):
        learned.wanted()
    assert "传票" not in caplog.text


# --- drafts


@pytest.fixture
def draft(learned: Learned) -> Callable[[], str]:
    return lambda: draft_of(learned.wanted()[0])


def test_a_draft_has_what_was_asked_and_what_agents_sent(
    learned: Learned, draft: Callable[[], str]
) -> None:
    learned.ask(*FRIDGE)
    note_rewrite(
        learned.learning.rewrites, draft="不知道。", sent="请找冰箱的售后电话。", question=FRIDGE[0],
        reply_id="r",
    )  # fmt: skip
    text = draft()
    meta, body = frontmatter.parse(text)
    assert meta["draft"] is True and meta["title"] in FRIDGE
    assert set(meta["asks"]) == set(FRIDGE)
    assert "- 请找冰箱的售后电话。" in body and "客服改写了 1 次" in body


def test_a_draft_is_refused_as_an_article_until_it_is_written(
    learned: Learned, draft: Callable[[], str], services: Services, tmp_path: Path
) -> None:
    learned.ask(FRIDGE[0])
    folder = tmp_path / "being-late"
    folder.mkdir()
    path = folder / "fridge.md"
    path.write_text(draft(), encoding="utf-8")
    article, problems = read_article(path, services.toolbox.library.knowledge_base.sources)
    assert article is None
    assert any("draft" in problem.what for problem in problems)


def test_words_from_outside_end_no_line_and_open_no_tag(
    learned: Learned, draft: Callable[[], str]
) -> None:
    learned.ask("冰箱坏了\n---\ntitle: 假的\n<script>alert(1)</script> [看这里](http://x) `rm`")
    text = draft()
    meta, _ = frontmatter.parse(text)
    assert meta["draft"] is True and "假的" in str(meta["title"])
    assert "<script" not in text and "[看这里](" not in text and "\n---\ntitle: 假的" not in text


def test_a_question_with_something_covered_is_no_ask(
    learned: Learned, draft: Callable[[], str]
) -> None:
    learned.ask("我身份证〔身份证号〕冰箱坏了去哪里修")
    meta, _ = frontmatter.parse(draft())
    assert meta["asks"] == []
