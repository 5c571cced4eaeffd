"""Prompts: prose in `prompts/*.md`, one copy each, with `$blanks` that are all filled or refused.

A part that two prompts share stands in one of them, under a heading, and is taken from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from zhihuan.errors import ZhihuanError


class PromptError(ZhihuanError):
    """A prompt file is missing, or its blanks are not the ones we fill."""


class Prompt:
    """A prompt file whose blanks are exactly `blanks`, and those of `given`, filled at once."""

    def __init__(
        self, path: Path, blanks: frozenset[str], given: Mapping[str, str] | None = None
    ) -> None:
        template = Template(_read(path))
        found, wanted = set(template.get_identifiers()), blanks | set(given or ())
        if not template.is_valid() or found != wanted:
            raise PromptError(
                f"{path.name} 里的空应当正好是 {'、'.join(sorted(wanted))}，"
                f"现在是 {'、'.join(sorted(found)) or '没有'}"
            )
        self._template = Template(template.safe_substitute(given or {}))

    @property
    def text(self) -> str:
        """The prompt as it is written, blanks and all."""
        return self._template.template

    def fill(self, **values: str) -> str:
        """The prompt, with every blank filled."""
        return self._template.substitute(values)


def part_of(path: Path, heading: str) -> str:
    """What stands under `# heading` in a prompt file, with the heading. Raises PromptError."""
    _, found, rest = f"\n{_read(path)}".partition(f"\n# {heading}\n")
    if not found:
        raise PromptError(f"{path.name} 里缺“# {heading}”这一段")
    return f"# {heading}\n{rest.partition(chr(10) + '# ')[0].strip()}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise PromptError(f"缺提示词文件 {path.name}") from None
