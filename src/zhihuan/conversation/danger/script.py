"""The fixed words for somebody in danger, written and reviewed by people: crisis_script.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from zhihuan.conversation.danger.data import yaml_of
from zhihuan.errors import ZhihuanError


class MissingContact(ZhihuanError):
    """A number that a crisis answer needs is not in contacts.yaml."""


def crisis_text(kind: str, contacts: Mapping[str, str]) -> list[str]:
    """The fixed answer of a `Script`, sentence by sentence, with numbers filled in.

    `contacts` maps ids of contacts.yaml to numbers. Raises MissingContact.
    """
    sentences: list[str] = yaml_of("crisis_script.yaml")[kind]
    try:
        return [sentence.format_map(contacts) for sentence in sentences]
    except KeyError as error:
        missing = error.args[0]
        raise MissingContact(
            f"危机答复要用到联系方式 {missing}，请在 contacts.yaml 里补上"
        ) from error


def first_line(kind: str) -> str:
    """The line that a fixed answer is known by; no number stands in it."""
    return str(yaml_of("crisis_script.yaml")[kind][0])


def crisis_lines(contacts: Mapping[str, str]) -> list[str]:
    """Every sentence of every fixed answer that can be said with these numbers."""
    lines: list[str] = []
    for kind in yaml_of("crisis_script.yaml"):
        with suppress(MissingContact):
            lines += crisis_text(kind, contacts)
    return lines
