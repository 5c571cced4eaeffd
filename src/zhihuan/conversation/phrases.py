"""The lines of `phrases.yaml`: what the assistant says in its own voice."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    text = files("zhihuan.conversation").joinpath("phrases.yaml").read_text(encoding="utf-8")
    return {key: tuple(lines) for key, lines in yaml.safe_load(text).items()}


@cache
def _lines() -> frozenset[str]:
    return frozenset(line for lines in _phrases().values() for line in lines)


def own_lines() -> frozenset[str]:
    """Every line that the assistant may say in its own voice."""
    return _lines()


def phrase(key: str) -> str:
    """The lines under `key`, as one paragraph."""
    return "".join(_phrases()[key])


def has_phrase(key: str) -> bool:
    """Whether there are lines under `key`."""
    return key in _phrases()


def is_ours(sentence: str) -> bool:
    """Whether a sentence is one of our own lines (or one sentence of one)."""
    return sentence in _lines() or any(sentence in line for line in _lines() if len(sentence) > 3)


def declines(sentence: str) -> bool:
    """Whether a sentence of ours says that we have no answer."""
    return any(sentence in _phrases()[key] for key in ("out-of-scope", "not-known", "held-back"))
