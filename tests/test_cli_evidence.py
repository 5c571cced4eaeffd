"""`zhihuan evidence`, `zhihuan impact` and `zhihuan questions`."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.records.evidence_made import content
from zhihuan.cli import main
from zhihuan.conversation.agent import Memory
from zhihuan.records.evidence_in_sqlite import EvidenceStore
from zhihuan.records.feedback import Feedback, FeedbackStore
from zhihuan.records.ledger import Ledger
from zhihuan.records.owners import Owner, Owners
from zhihuan.records.rewrites import Rewrite, RewriteStore

REPOSITORY = Path(__file__).parents[1]
WORDS = "紫藤路的法院会抓我吗"
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(
    tmp_path: Path,
    model_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Typed:
    """Run a command in this process; its exit code, and what it printed."""
    monkeypatch.setenv("ZHIHUAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHIHUAN_CACHE", str(model_cache))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["zhihuan", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def store(data: Path) -> EvidenceStore:
    return EvidenceStore(data / "evidence.sqlite")


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_was_kept_is_shown_without_running_it_again(
    typed: Typed, store: EvidenceStore
) -> None:
    key = store.keep(content("还清了多久消"))
    code, out, _ = typed("evidence", key, "--no-rerun")
    assert code == 0
    assert key in out and "还清了多久消" in out and "五年。" in out and "版本 v1" in out
    assert typed("evidence", "show", key, "--no-rerun")[1] == out
    shown = json.loads(typed("evidence", key, "--no-rerun", "--json")[1])
    assert (shown["question"], shown["replay"]) == ("还清了多久消", None)


def test_what_a_human_wrote_is_shown_and_not_made_again(typed: Typed, store: EvidenceStore) -> None:
    key = store.keep(content("问", kind="reply", answer={"text": "您好。"}))
    code, out, _ = typed("evidence", key)
    assert code == 0 and "客服的回复" in out and "不重答" in out


def test_an_unknown_id_is_said(typed: Typed, store: EvidenceStore) -> None:
    store.keep(content())
    code, _, err = typed("evidence", "nothing")
    assert code == 2 and "没有这个留痕编号" in err


def test_a_chain_is_verified_and_the_exit_code_says_how_it_went(
    typed: Typed, store: EvidenceStore, data: Path
) -> None:
    assert typed("evidence", "verify")[0] == 0
    store.keep(content())
    code, out, _ = typed("evidence", "verify")
    assert code == 0 and "没有发现改动" in out
    head = json.loads(typed("evidence", "verify", "--json")[1])["head"]
    assert head in out
    store.keep(content())
    assert typed("evidence", "verify", "--expect", head)[0] == 0
    with sqlite3.connect(data / "evidence.sqlite") as db:
        db.execute("UPDATE contents SET content = replace(content, '五年', '三年')")
    db.close()
    code, out, _ = typed("evidence", "verify")
    assert code == 1 and "第 1 条的内容被改过" in out and "有问题" in out


def test_one_answer_is_erased_and_the_chain_holds(
    typed: Typed, store: EvidenceStore, data: Path
) -> None:
    key = store.keep(content(WORDS))
    assert typed("evidence", "erase", key)[0] == 0
    assert WORDS.encode() not in raw(data)
    _, out, _ = typed("evidence", key)
    assert "内容已经清除：本人或者运营清除的" in out
    assert typed("evidence", "verify")[0] == 0


def test_a_person_is_erased_from_every_file(typed: Typed, data: Path) -> None:
    everything_of(data, "a-conversation", "ann")
    everything_of(data, "another-one", "ann")
    everything_of(data, "of-another", "bob")
    assert raw(data).count("紫藤路".encode()) >= 15
    code, out, _ = typed("evidence", "erase", "--application", "shop", "--user", "ann")
    assert (code, out.strip()) == (0, "清除了 2 段对话")
    left = raw(data)
    assert b"a-conversation" not in left and b"another-one" not in left
    assert b"of-another" in left
    assert typed("evidence", "erase", "--conversation", "of-another")[0] == 0
    assert "紫藤路".encode() not in raw(data)
    assert typed("evidence", "verify")[0] == 0
    again = typed("evidence", "erase", "--conversation", "of-another")
    assert (again[0], again[1].strip()) == (0, "没有这样的对话，可能已经清除过")


def everything_of(data: Path, conversation: str, user: str) -> None:
    """A conversation in every file in which one leaves something."""
    from langchain_core.messages import HumanMessage

    kept = content(WORDS, conversation_id=conversation)
    ledger, memory = Ledger(data / "ledger.sqlite"), Memory(data / "memory.sqlite")
    ledger.finish(ledger.begin(conversation, "m", WORDS, kept.as_of), {"text": "好。"})
    memory.remember(conversation, [HumanMessage(WORDS)])
    evidence = EvidenceStore(data / "evidence.sqlite")
    evidence.keep(kept)
    feedback = FeedbackStore(data / "feedback.sqlite")
    feedback.keep(Feedback("down", None, WORDS, "m", conversation))
    rewrites = RewriteStore(data / "rewrites.sqlite")
    rewrites.add(Rewrite(conversation, "r", WORDS, "草稿", "紫藤路没有法院"))
    owners = Owners(data / "owners.sqlite")
    owners.claim(conversation, Owner("shop", user))
    for each in (ledger, evidence, feedback, rewrites, owners):
        each.close()
    memory.saver.conn.close()


@pytest.mark.parametrize(
    "arguments",
    [[], ["x", "--conversation", "c"], ["--user", "u"], ["--application", "a"],
     ["--conversation", "c", "--application", "a", "--user", "u"]],
)  # fmt: skip
def test_what_to_erase_is_said_in_one_way(
    typed: Typed, store: EvidenceStore, arguments: list[str]
) -> None:
    store.keep(content())
    code, _, err = typed("evidence", "erase", *arguments)
    assert code == 2 and "只写一种" in err
    assert store.verify().erased == 0


# --- impact, over a knowledge base that was edited


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the knowledge base, as an editor has it open."""
    copy = tmp_path / "knowledge_base"
    shutil.copytree(REPOSITORY / "knowledge_base", copy)
    monkeypatch.setenv("ZHIHUAN_KNOWLEDGE_BASE", str(copy))
    return copy


def test_the_answers_that_an_edit_touches_are_named(
    typed: Typed, store: EvidenceStore, base: Path
) -> None:
    slug = "when-it-disappears"
    (path,) = base.rglob(f"{slug}.md")
    quote = lead_of(base, slug)
    citation = {
        "id": f"{slug}#lead",
        "n": 1,
        "slug": slug,
        "title": "t",
        "heading": "",
        "quote": quote,
    }
    key = store.keep(content("多久消", answer={"text": quote, "citations": [citation]}))
    assert f"✓ {key}" in typed("impact", slug)[1]
    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition("---\n")[2].partition("---\n")
    path.write_text(f"---\n{before}---\n先说结论。{after}", encoding="utf-8")
    (touched,) = json.loads(typed("impact", slug, "--json")[1])
    assert (touched["evidence_id"], touched["touched"]) == (key, True)
    assert [passage["state"] for passage in touched["passages"]] == ["changed"]
    code, _, err = typed("impact", "no-such-article")
    assert code == 2 and "没有这篇文章" in err
    assert "还没有回答引用过" in typed("impact", "late-m2")[1]


def lead_of(base: Path, slug: str) -> str:
    from zhihuan.library.knowledge_base import open_knowledge_base

    day = content().as_of
    told = open_knowledge_base(base).article(slug).lead.on(day)
    assert told is not None
    return told.text


# --- with the model, the index and all


def test_from_an_answer_to_the_article_that_is_wanted(
    typed: Typed, data: Path, built_index: Path
) -> None:
    name = (built_index / "CURRENT").read_text(encoding="utf-8").strip()
    shutil.copytree(built_index / name, data / "index" / name)
    shutil.copy(built_index / "CURRENT", data / "index" / "CURRENT")
    answer: Any = json.loads(typed("ask", "逾期会坐牢吗", "--json")[1])
    code, out, _ = typed("evidence", answer["evidence_id"])
    assert code == 0 and "今天会答得一字不差" in out
    typed("ask", "冰箱坏了去哪里修")
    code, out, _ = typed("questions")
    assert code == 0 and "冰箱坏了去哪里修" in out and "一共 1 组" in out
    (listed,) = json.loads(typed("questions", "--json")[1])
    assert listed["question"] == "冰箱坏了去哪里修"
    assert typed("questions", "--since", "2100-01-01")[1].strip() == "没有要写的"
    assert typed("questions", "--draft", "1")[1].startswith("---\ndraft: true\n")
    code, _, err = typed("questions", "--draft", "2")
    assert code == 2 and "没有这么多组" in err
    assert "2026-11-21 这样" in typed("questions", "--since", "昨天")[2]
