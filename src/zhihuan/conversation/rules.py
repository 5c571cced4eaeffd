"""What is never said, whoever writes it: `rules.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from zhihuan.conversation.clauses import CLAUSE

# What follows may show that a sentence warns of what it names.
_DISOWNED = re.compile("骗|违规|投诉|不可信|别信|假的|不是办法|不可能|谁也|没有人")


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that is never said."""

    id: str
    says: re.Pattern[str]
    unless: re.Pattern[str]
    why: str

    def broken_by(self, text: str) -> bool:
        """Whether `text` says it. A 「别急」 in a clause before does not take it back."""
        for found in self.says.finditer(text):
            start = max((mark.end() for mark in CLAUSE.finditer(text, 0, found.start())), default=0)
            after = CLAUSE.search(text, found.end())
            clauses = text[start : after.start() if after else len(text)]
            if not (self.unless.search(clauses) or _DISOWNED.search(text, found.end())):
                return True
        return False


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of `rules.yaml`."""
    text = files("zhihuan.conversation").joinpath("rules.yaml").read_text(encoding="utf-8")
    return tuple(
        Rule(key, re.compile(entry["says"]), re.compile(entry["unless"]), entry["why"])
        for key, entry in yaml.safe_load(text).items()
    )
