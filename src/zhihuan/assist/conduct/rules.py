"""The rules as data: `rules.yaml`, read and held against the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast, get_args

import yaml

from zhihuan.assist.conduct.kinds import KINDS, Kind, Severity
from zhihuan.errors import ZhihuanError

# What … stands for: characters of the same sentence, never over a denial.
_GAP = (
    r"(?:(?!不会|不能|不得|不可|不应|不要|不许|不用|不是|不等于|没有|并非|无权|禁止|别给|别把)"
    r"[^。！？\n]){0,%s}?"
)
_MARK = re.compile(r"…(\d*)")
_PIECE = re.compile(r"<([a-z]+)>")
_ENTRY = {
    "id", "kind", "severity", "rests_on", "patterns", "after", "after_not", "unless", "why",
    "rewrite",
}  # fmt: skip
_EXCEPTIONS = {"denied_before", "no_denial", "taken_back", "told_by", "told", "telling", "handled"}


class InvalidRules(ZhihuanError):
    """`rules.yaml` has a mistake. The message names the rule and what to change."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is not to be sent; see `rules.yaml` for the fields."""

    id: str
    kind: Kind
    severity: Severity
    sources: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    after: re.Pattern[str] | None
    after_not: re.Pattern[str] | None
    why: str
    rewrite: str

    def holds_after(self, customer: str) -> bool:
        """Whether the rule holds after what the customer said."""
        if self.after is not None and not self.after.search(customer):
            return False
        return self.after_not is None or not self.after_not.search(customer)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """When the words of a breach are none; see `rules.yaml`."""

    denied_before: re.Pattern[str]
    no_denial: re.Pattern[str]
    taken_back: re.Pattern[str]
    told: re.Pattern[str]
    told_by: re.Pattern[str]
    handled: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, and what excuses a draft from any of them."""

    rules: tuple[Rule, ...]
    exceptions: Exceptions


@cache
def conduct_rules() -> Rules:
    """Those of `rules.yaml`. Raises InvalidRules."""
    path = files("zhihuan.assist.conduct").joinpath("rules.yaml")
    return rules_of(yaml.safe_load(path.read_text(encoding="utf-8")))


def rules_of(document: Any) -> Rules:
    """The rules of a document that was read from YAML. Raises InvalidRules."""
    if not isinstance(document, dict) or set(document) != {"pieces", "exceptions", "rules"}:
        raise InvalidRules("规则文件要有 pieces、exceptions、rules 三部分")
    pieces: dict[str, str] = {}
    for name, piece in document["pieces"].items():
        pieces[name] = f"(?:{_filled(name, piece, pieces)})"
    excuses = document["exceptions"]
    if set(excuses) != _EXCEPTIONS:
        raise InvalidRules(f"exceptions 要正好有 {'、'.join(sorted(_EXCEPTIONS))}")
    compiled = {key: _compiled(key, text, pieces) for key, text in excuses.items()}
    told = (
        f"(?:{excuses['told_by']})"
        f"|(?:{excuses['told']})[^。！？\n]{{0,12}}?(?:{excuses['telling']})"
    )
    exceptions = Exceptions(
        denied_before=compiled["denied_before"],
        no_denial=compiled["no_denial"],
        taken_back=compiled["taken_back"],
        told=_compiled("told", told, pieces),
        told_by=compiled["told_by"],
        handled=compiled["handled"],
    )
    rules = tuple(_rule(entry, pieces) for entry in document["rules"])
    ids = [rule.id for rule in rules]
    if twice := {each for each in ids if ids.count(each) > 1}:
        raise InvalidRules(f"{'、'.join(sorted(twice))} 写了两次")
    return Rules(rules, exceptions)


def check_sources(rules: Iterable[Rule], sources: Mapping[str, object]) -> None:
    """Raises InvalidRules where a rule rests on a source that is not there."""
    for rule in rules:
        for source in rule.sources:
            if source not in sources:
                raise InvalidRules(f"{rule.id}：依据 {source} 在 sources.yaml 里没有")


def _rule(entry: Any, pieces: Mapping[str, str]) -> Rule:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise InvalidRules("每条规则要有 id")
    key = entry["id"]
    if unknown := set(entry) - _ENTRY:
        raise InvalidRules(f"{key}：不认识 {'、'.join(sorted(unknown))}")
    if missing := {"kind", "severity", "rests_on", "patterns", "why", "rewrite"} - set(entry):
        raise InvalidRules(f"{key}：缺 {'、'.join(sorted(missing))}")
    if entry["kind"] not in KINDS or not key.startswith(entry["kind"]):
        raise InvalidRules(f"{key}：kind 不对，或者 id 不是用它开头的")
    if entry["severity"] not in get_args(Severity):
        raise InvalidRules(f"{key}：severity 应当是 block 或 warn")
    if not entry["rests_on"] or not (entry["patterns"] or key == f"{entry['kind']}-likeness"):
        raise InvalidRules(f"{key}：rests_on 和 patterns 至少各写一项")

    def optional(name: str) -> re.Pattern[str] | None:
        return _compiled(key, entry[name], pieces) if name in entry else None

    return Rule(
        id=key,
        kind=cast(Kind, entry["kind"]),
        severity=cast(Severity, entry["severity"]),
        sources=tuple(entry["rests_on"]),
        patterns=tuple(_compiled(key, text, pieces) for text in entry["patterns"]),
        unless=optional("unless"),
        after=optional("after"),
        after_not=optional("after_not"),
        why=entry["why"],
        rewrite=entry["rewrite"],
    )


def _compiled(key: str, text: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    filled = _MARK.sub(lambda mark: _GAP % (mark[1] or "10"), _filled(key, text, pieces))
    try:
        return re.compile(filled)
    except re.error as error:
        raise InvalidRules(f"{key}：正则表达式不对，{error}") from None


def _filled(key: str, text: str, pieces: Mapping[str, str]) -> str:
    try:
        return _PIECE.sub(lambda name: pieces[name[1]], text)
    except KeyError as error:
        raise InvalidRules(f"{key}：没有 {error} 这一块") from None
