"""Whom to reach: what a contact becomes, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhihuan.library.contacts import read_contacts

POLICE = """\
police:
  name: 公安报警
  number: "110"
  url: null
  hours: null
  for: 有危险时求助
  not_for: null
  verified: 2026-11-21
"""


def test_a_contact_says_what_it_is_good_for_and_when_it_was_verified(tmp_path: Path) -> None:
    path = tmp_path / "contacts.yaml"
    path.write_text(POLICE, encoding="utf-8")
    contacts, problems = read_contacts(path)
    assert problems == []
    assert contacts["police"].to_json() == {
        "id": "police",
        "name": "公安报警",
        "number": "110",
        "url": None,
        "hours": None,
        "for": "有危险时求助",
        "not_for": None,
        "verified": "2026-11-21",
    }


ENTRIES = {
    "neither number nor address": (POLICE.replace('"110"', "null"), "number 和 url 至少要有一个"),
    "a number without quotes": (POLICE.replace('"110"', "0110"), "number 要加引号"),
    "no day of verification": (POLICE.replace("2026-11-21", "null"), "缺 verified"),
    "no name": (POLICE.replace("公安报警", ""), "缺 name"),
    "nothing that it is for": (POLICE.replace("有危险时求助", ""), "缺 for"),
}


@pytest.mark.parametrize(("content", "words"), ENTRIES.values(), ids=ENTRIES.keys())
def test_a_contact_is_refused_with(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "contacts.yaml"
    path.write_text(content, encoding="utf-8")
    contacts, problems = read_contacts(path)
    assert contacts == {}
    assert [(problem.path, problem.line) for problem in problems] == [(path, 1)]
    assert "police" in problems[0].what
    assert words in problems[0].what
