"""Hotlines and official channels, each with the day it was last verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhihuan.library.problems import Problem
from zhihuan.library.yaml_file import load_mapping, take_date, take_text


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach: by telephone, or at an address on the web."""

    id: str
    name: str
    number: str | None
    url: str | None
    hours: str | None
    good_for: str
    not_for: str | None
    verified: date

    def to_json(self) -> dict[str, Any]:
        """What a card shows."""
        return {
            "id": self.id,
            "name": self.name,
            "number": self.number,
            "url": self.url,
            "hours": self.hours,
            "for": self.good_for,
            "not_for": self.not_for,
            "verified": self.verified.isoformat(),
        }


def read_contacts(path: Path) -> tuple[dict[str, Contact], list[Problem]]:
    """All contacts by id, and what is wrong with the file."""
    entries, problems = load_mapping(path)
    contacts: dict[str, Contact] = {}
    for key, (line, entry) in entries.items():
        try:
            contacts[key] = _read_contact(key, entry)
        except ValueError as error:
            problems.append(Problem(path, line, f"联系方式 {key}：{error}"))
    return contacts, problems


def _read_contact(key: str, entry: Mapping[str, Any]) -> Contact:
    number, url = entry.get("number"), entry.get("url")
    if number is None and url is None:
        raise ValueError("number 和 url 至少要有一个")
    if number is not None and not isinstance(number, str):
        raise ValueError("number 要加引号，写成文字")
    verified = take_date(entry, "verified")
    if verified is None:
        raise ValueError("缺 verified：写上最后核实的日期")
    return Contact(
        id=key,
        name=take_text(entry, "name"),
        number=number,
        url=url,
        hours=entry.get("hours"),
        good_for=take_text(entry, "for"),
        not_for=entry.get("not_for"),
        verified=verified,
    )
