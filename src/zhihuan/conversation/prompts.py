"""Prompts: prose in `prompts/*.md`, one copy each, with `$blanks` that are all filled or refused."""

from __future__ import annotations

from pathlib import Path
from string import Template

from zhihuan.errors import ZhihuanError


class PromptError(ZhihuanError):
    """A prompt file is missing, or its blanks are not the ones we fill."""


class Prompt:
    """A prompt file whose blanks are exactly `blanks`."""

    def __init__(self, path: Path, blanks: frozenset[str]) -> None:
        try:
            self._template = Template(path.read_text(encoding="utf-8"))
        except OSError:
            raise PromptError(f"缺提示词文件 {path.name}") from None
        found = set(self._template.get_identifiers())
        if not self._template.is_valid() or found != blanks:
            raise PromptError(
                f"{path.name} 里的空应当正好是 {'、'.join(sorted(blanks))}，"
                f"现在是 {'、'.join(sorted(found)) or '没有'}"
            )

    @property
    def text(self) -> str:
        """The prompt as it is written, blanks and all."""
        return self._template.template

    def fill(self, **values: str) -> str:
        """The prompt, with every blank filled."""
        return self._template.substitute(values)
