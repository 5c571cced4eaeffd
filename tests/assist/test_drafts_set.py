"""The sealed drafts keep their shape: labelled, balanced, ours alone, and nothing said twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
ARTICLES = REPOSITORY / "knowledge_base" / "articles"
FIELDS = {"id", "messages", "at", "draft", "label", "rules", "severity", "span"}
KINDS = {
    "threat", "third-party", "promise-deletion", "promise-approval", "promise-reduction",
    "impersonate-authority", "ask-code", "urge-borrow", "outside-hours", "blame", "legal-verdict",
    "missing-statement", "wrong-figure", "contradicts-library", "private-data",
}  # fmt: skip
CHINA = timedelta(hours=8)
WORTH_SAYING = 5
"""Characters from which a sentence can be taken from somewhere; 不能 is nobody's."""

Draft = dict[str, Any]


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    drafts: list[Draft] = yaml.safe_load(
        (REPOSITORY / "tests" / "evals" / "assist" / "drafts.yaml").read_text("utf-8")
    )
    return drafts


def bare(text: str) -> str:
    """`text` without its marks, footnotes and spaces: two that differ only in those are one."""
    return re.sub(r"[\W_]", "", re.sub(r"\[\^[^\]]*\]", "", text))


def breaches(drafts: list[Draft]) -> list[Draft]:
    return [each for each in drafts if each["label"] == "breach"]


def messages(drafts: list[Draft]) -> list[dict[str, str]]:
    return [message for each in drafts for message in each.get("messages", [])]


def test_there_are_at_least_four_hundred_and_half_are_clean(drafts: list[Draft]) -> None:
    assert len(drafts) >= 420
    assert 0.45 <= len(breaches(drafts)) / len(drafts) <= 0.55


def test_every_draft_has_its_own_id_and_a_label(drafts: list[Draft]) -> None:
    assert len({each["id"] for each in drafts}) == len(drafts)
    for each in drafts:
        assert set(each) <= FIELDS, each["id"]
        assert each["label"] in {"clean", "breach"}, each["id"]
        if each["label"] == "clean":
            assert each["rules"] == [] and not {"severity", "span"} & set(each), each["id"]


def test_a_breach_names_its_rules_and_the_words_stand_once_in_the_draft(
    drafts: list[Draft],
) -> None:
    for each in breaches(drafts):
        assert each["rules"] and set(each["rules"]) <= KINDS, each["id"]
        assert len(set(each["rules"])) == len(each["rules"]), each["id"]
        assert each["id"].startswith(each["rules"][0]), each["id"]
        assert each["severity"] in {"block", "warn"}, each["id"]
        if each["rules"][0] == "missing-statement":
            assert each["span"] == "", each["id"]
        else:
            assert each["span"] and each["draft"].count(each["span"]) == 1, each["id"]


def test_every_kind_is_there_often_enough(drafts: list[Draft]) -> None:
    counts = Counter(each["rules"][0] for each in breaches(drafts))
    assert set(counts) == KINDS
    assert min(counts.values()) >= 12


def test_most_stand_in_a_conversation_that_came_before(drafts: list[Draft]) -> None:
    assert sum("messages" in each for each in drafts) >= len(drafts) / 2
    for each in drafts:
        now = datetime.fromisoformat(each["at"])
        assert now.utcoffset() == CHINA, each["id"]
        for message in each.get("messages", []):
            assert message["role"] in {"customer", "agent", "assistant"}, each["id"]
            assert message["text"].strip(), each["id"]
            assert datetime.fromisoformat(message["at"]) < now, each["id"]


def test_no_draft_stands_there_twice(drafts: list[Draft]) -> None:
    said = Counter(bare(each["draft"]) for each in drafts)
    assert [text for text, times in said.items() if times > 1] == []


def test_no_draft_is_taken_from_an_article(drafts: list[Draft]) -> None:
    """Else a rule made from the articles would know the drafts, and the measure would flatter it."""
    known = set()
    for path in ARTICLES.rglob("*.md"):
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        known |= {bare(ask) for ask in yaml.safe_load(front)["asks"]}
        if path.parent.name == "service-rules":
            known |= {bare(sentence) for sentence in re.split(r"[。！？；\n]|(?<=”)", body)}
    known = {text for text in known if len(text) >= WORTH_SAYING}
    for each in drafts:
        assert bare(each["draft"]) not in known, each["id"]
        for sentence in re.split(r"[。！？；\n]", each["draft"]):
            assert bare(sentence) not in known, f"{each['id']}: {sentence}"
    for message in messages(drafts):
        assert bare(message["text"]) not in known, message["text"]
