"""The rules as data: each can be read, rests on something, and says what could be sent instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.assist.conduct.checking import KNOWLEDGE_BASE, checked
from zhihuan.assist import conduct
from zhihuan.assist.conduct.rules import InvalidRules, Rule, conduct_rules, rules_of
from zhihuan.library.sources import read_sources

RULES = conduct_rules().rules
FILE = Path(conduct.__file__).with_name("rules.yaml")


def _document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rewrite_could_be_sent_as_it_is(rule: Rule) -> None:
    assert [each.rule for each in checked(rule.rewrite).findings] == []


def test_every_rule_rests_on_a_source_of_the_knowledge_base() -> None:
    sources, problems = read_sources(KNOWLEDGE_BASE / "sources.yaml")
    assert problems == []
    conduct.check_sources(RULES, sources)
    with pytest.raises(InvalidRules, match="sources"):
        conduct.check_sources(RULES, {})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"severity": "grave"}, "severity"),
        ({"kind": "rudeness"}, "kind"),
        ({"id": "another-name"}, "开头"),
        ({"patterns": []}, "至少"),
        ({"rests_on": []}, "至少"),
        ({"patterns": ["(还"]}, "正则"),
        ({"patterns": ["<nobody>"]}, "nobody"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_rule_with_a_mistake_is_named(change: dict[str, Any], says: str) -> None:
    document = _document()
    document["rules"][0] |= change
    with pytest.raises(InvalidRules, match=says):
        rules_of(document)


def test_two_rules_of_one_name_are_refused() -> None:
    document = _document()
    document["rules"].append(document["rules"][0])
    with pytest.raises(InvalidRules, match="两次"):
        rules_of(document)
