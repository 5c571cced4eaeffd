"""What a turn leaves behind as evidence, and what is made of it later."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from zhihuan.conversation.agent import Agent, Memory
from zhihuan.conversation.conversations import Conversations
from zhihuan.conversation.embedded.brain import EmbeddedBrain
from zhihuan.conversation.events import Finished
from zhihuan.conversation.evidence_book import EvidenceBook
from zhihuan.conversation.impact import impact
from zhihuan.conversation.message import new_id
from zhihuan.conversation.replaying import can_replay, replayed
from zhihuan.conversation.turn import TurnRunner
from zhihuan.library.article import Sentence
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.versions import version_of
from zhihuan.records.evidence import Kept
from zhihuan.records.evidence_in_sqlite import EvidenceStore
from zhihuan.records.ledger import Ledger

if TYPE_CHECKING:
    from zhihuan.composition import Services

TODAY = date(2026, 11, 21)
OVERDUE = "我白条欠了3200，逾期45天了，会怎么样"
ID_NUMBER = "110101199003077758"


@dataclass
class Site:
    """Conversations with a book, in a folder of their own."""

    folder: Path
    conversations: Conversations
    memory: Memory
    ledger: Ledger
    store: EvidenceStore
    base: KnowledgeBase

    def ask(self, text: str, conversation: str = "c", message: str = "") -> Any:
        *_, last = self.conversations.ask(
            text, as_of=TODAY, message_id=message or new_id(), conversation_id=conversation
        )
        assert isinstance(last, Finished)
        return last.answer

    def kept(self, answer: Any) -> Kept:
        return self.store.get(answer["evidence_id"])

    def again(self, answer: Any) -> Any:
        kept = self.kept(answer)
        return replayed(kept, self.store.before(kept), self.conversations, self.base)

    def bytes(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.iterdir())


@pytest.fixture
def site(services: Services, tmp_path: Path) -> Iterator[Site]:
    memory, ledger = Memory(tmp_path / "memory.sqlite"), Ledger(tmp_path / "ledger.sqlite")
    store = EvidenceStore(tmp_path / "evidence.sqlite")
    runner = TurnRunner(services.toolbox, Agent(EmbeddedBrain(), memory), None, 30)
    book = EvidenceBook(store, services.toolbox.library)
    conversations = Conversations(runner, ledger, memory, book=book)
    base = services.toolbox.library.knowledge_base
    yield Site(tmp_path, conversations, memory, ledger, store, base)
    store.close()
    ledger.close()
    memory.saver.conn.close()


def test_a_turn_leaves_all_that_is_needed_to_replay_it(site: Site) -> None:
    answer = site.ask(OVERDUE, "c", "m")
    content = site.kept(answer).content
    assert content is not None
    assert (content.kind, content.question, content.as_of) == ("answer", OVERDUE, TODAY)
    assert (content.conversation_id, content.message_id) == ("c", "m")
    assert content.answer["text"] == answer["text"]
    assert content.answer["citations"] == answer["citations"]
    slugs = {citation["slug"] for citation in answer["citations"]}
    assert dict(content.versions) == {s: version_of(site.base.article(s)) for s in slugs}
    (kept,), (shown,) = content.answer["calculations"], answer["calculations"]
    for key in ("id", "kind", "inputs", "figures", "formula"):
        assert kept[key] == shown[key]
    assert content.made.brains == ("embedded",)
    assert (content.made.model, content.made.prompt) == ("", "")


def test_a_retry_names_the_same_evidence_and_leaves_no_other(site: Site) -> None:
    first = site.ask(OVERDUE, "c", "m")
    assert site.ask(OVERDUE, "c", "m") == first
    assert len(list(site.store.since())) == 1


def test_fixed_words_were_written_by_no_brain(site: Site) -> None:
    content = site.kept(site.ask("我不想活了")).content
    assert content is not None and content.made.brains == ()
    assert content.answer["kind"] == "crisis"


def test_private_data_is_covered_before_it_is_evidence(site: Site) -> None:
    content = site.kept(site.ask(f"我身份证{ID_NUMBER}，逾期会坐牢吗")).content
    assert content is not None
    assert (content.question, content.private) == (
        "我身份证〔身份证号〕，逾期会坐牢吗",
        ("身份证号",),
    )
    assert ID_NUMBER.encode() not in site.bytes()


class HoldsBack:
    """A brain that says something that nothing bears, and then something that is true."""

    prompt = None

    def stream(self, *_: Any) -> Iterator[str]:
        yield "逾期三天就会坐牢十年。"
        yield "您好，我在。"


def test_what_was_held_back_is_kept_by_rule_and_without_the_sentence(
    services: Services, tmp_path: Path
) -> None:
    memory, ledger = Memory(tmp_path / "memory.sqlite"), Ledger(tmp_path / "ledger.sqlite")
    store = EvidenceStore(tmp_path / "evidence.sqlite")
    runner = TurnRunner(
        services.toolbox, Agent(EmbeddedBrain(), memory), cast(Any, HoldsBack()), 30
    )
    book = EvidenceBook(store, services.toolbox.library, "openai:some-model")
    conversations = Conversations(runner, ledger, memory, book=book)
    site = Site(
        tmp_path, conversations, memory, ledger, store, services.toolbox.library.knowledge_base
    )
    content = site.kept(site.ask("逾期会坐牢吗")).content
    assert content is not None
    assert content.answer["held"] and content.answer["held"][0]["rule"]
    assert content.made.brains == ("model", "embedded")
    assert content.made.model == "openai:some-model"
    assert "坐牢十年".encode() not in site.bytes()


# --- again


def test_an_unchanged_library_says_the_same_again_turn_by_turn(site: Site) -> None:
    answers = [
        site.ask(text)
        for text in (
            OVERDUE,
            "我每月最多拿400",
            "说错了，欠的是8200",
            f"身份证{ID_NUMBER}，会坐牢吗",
        )
    ]
    for answer in answers:
        replay = site.again(answer)
        assert replay.says_the_same, replay.diff
        assert {a.state for a in replay.articles} <= {"same"}
        assert all(a.again for a in replay.articles)
        assert {s.state for s in replay.sums} <= {"same"}
        assert (replay.new_articles, replay.new_sums) == ((), ())
    assert any(site.again(answer).sums for answer in answers)


def test_running_it_again_leaves_nothing_behind(site: Site) -> None:
    answer = site.ask("逾期会坐牢吗")
    turns, links = site.conversations.turns("c"), site.store.verify().links
    threads = site.memory.saver.conn.execute("SELECT COUNT(*) FROM checkpoints").fetchone()
    site.again(answer)
    assert site.conversations.turns("c") == turns
    assert site.store.verify().links == links
    assert site.memory.saver.conn.execute("SELECT COUNT(*) FROM checkpoints").fetchone() == threads


def test_a_changed_and_a_missing_article_are_told_apart(site: Site) -> None:
    answer = site.ask("逾期会坐牢吗")
    kept = site.kept(answer)
    slug = answer["citations"][0]["slug"]
    states = {}
    for name, base in (("changed", edited(site.base, slug)), ("gone", without(site.base, slug))):
        replay = replayed(kept, [], site.conversations, base)
        states[name] = next(a.state for a in replay.articles if a.slug == slug)
    assert states == {"changed": "changed", "gone": "gone"}


def test_a_later_day_can_be_asked_about(site: Site) -> None:
    answer = site.ask("2021年的逾期，2026年3月还清就能修复征信吗，一次性信用修复")
    kept = site.kept(answer)
    replay = replayed(kept, [], site.conversations, site.base, date(2026, 1, 5))
    assert replay.as_of == date(2026, 1, 5)
    assert not replay.says_the_same
    assert any(line.startswith("- ") for line in replay.diff)


def test_what_a_human_took_over_is_not_made_again(site: Site) -> None:
    content = site.kept(site.ask("逾期会坐牢吗")).content
    assert content is not None and can_replay(content)
    assert not can_replay(replace(content, kind="reply"))
    taken = {**content.answer, "hand_off": {"state": "taken", "desk": "x"}}
    assert not can_replay(replace(content, answer=taken))


def test_an_edit_touches_the_answers_that_quoted_what_was_edited(site: Site) -> None:
    answer = site.ask("逾期会坐牢吗")
    slug = answer["citations"][0]["slug"]
    cited_by = site.store.citing(slug)
    (same,) = impact(slug, cited_by, site.base)
    assert (same.article, same.is_touched) == ("same", False)
    (changed,) = impact(slug, cited_by, edited(site.base, slug))
    assert (changed.article, changed.is_touched) == ("changed", True)
    (gone,) = impact(slug, cited_by, without(site.base, slug))
    assert (gone.article, {p.state for p in gone.passages}) == ("gone", {"gone"})


def edited(base: KnowledgeBase, slug: str) -> KnowledgeBase:
    """The same knowledge base, with a word more in every passage of one article."""
    article = base.article(slug)
    more = Sentence("改过了。", (), 1)
    passages = tuple(replace(p, sentences=(*p.sentences, more)) for p in article.passages)
    return with_article(base, replace(article, passages=passages))


def without(base: KnowledgeBase, slug: str) -> KnowledgeBase:
    return replace(base, articles=tuple(a for a in base.articles if a.slug != slug))


def with_article(base: KnowledgeBase, article: Any) -> KnowledgeBase:
    return replace(
        base, articles=tuple(article if a.slug == article.slug else a for a in base.articles)
    )


# --- erased, and what goes wrong


def test_a_person_who_erases_a_conversation_is_in_no_file(site: Site) -> None:
    words = "我姓欧阳住在紫藤路，逾期会坐牢吗"
    answer = site.ask(words, "conversation-of-a-person")
    site.ask("那分期呢", "conversation-of-a-person")
    site.again(answer)
    assert "紫藤路".encode() in site.bytes()
    site.conversations.erase("conversation-of-a-person")
    for word in ("紫藤路", "欧阳", "conversation-of-a-person"):
        assert word.encode() not in site.bytes(), word
    assert site.kept(answer).erased is not None
    assert site.store.verify().findings == ()


def test_a_conversation_erased_while_it_is_answered_leaves_nothing(site: Site) -> None:
    events = site.conversations.ask(
        "紫藤路的法院会抓我吗", as_of=TODAY, message_id="m", conversation_id="c"
    )
    next(events)
    site.conversations.erase("c")
    list(events)
    assert "紫藤路".encode() not in site.bytes()
    assert site.store.verify().kept == 0


class Full:
    """A store on a full disk."""

    def keep(self, _: Any) -> str:
        raise sqlite3.OperationalError("database or disk is full")


def test_who_asks_is_answered_even_where_no_evidence_can_be_kept(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    book: Any = site.conversations._book
    book.store = Full()
    with caplog.at_level(logging.DEBUG):
        answer = site.ask("紫藤路的法院会抓我吗")
    assert answer["text"] and answer["evidence_id"] is None
    assert "OperationalError" in caplog.text
    assert "紫藤路" not in caplog.text


def test_no_word_of_a_person_is_in_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = site.ask("我姓欧阳住在紫藤路，逾期会坐牢吗")
        site.again(answer)
        site.conversations.erase("c")
    assert "紫藤路" not in caplog.text and "欧阳" not in caplog.text
