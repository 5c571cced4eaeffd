"""One thing to change: where, how bad, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from zhihuan.library.problems import Problem

Severity = Literal["error", "warning"]
SHOWN = {"error": "错误", "warning": "提醒"}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A finding; `line` counts from 1, 0 where it is about the whole file.

    An error must be changed before the base is published; a warning is for the editor to judge.
    """

    path: Path
    line: int
    severity: Severity
    rule: str
    what: str

    def text(self, root: Path | None = None) -> str:
        """`articles/x/y.md:12: 错误：…`, the path relative to `root` where it lies under it."""
        said = f"{SHOWN[self.severity]}：{self.what}"
        return Problem(self.path, self.line, said).text(root)

    def to_json(self, root: Path) -> dict[str, Any]:
        """For a program: the path is relative to `root` where it lies under it."""
        under = self.path.is_relative_to(root)
        return {
            "path": str(self.path.relative_to(root) if under else self.path),
            "line": self.line,
            "severity": self.severity,
            "rule": self.rule,
            "what": self.what,
        }


def line_of(path: Path, words: str) -> int:
    """The first line that begins with `words` (list dashes apart), for what was read without one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lstrip("- ").startswith(words)), 1)


def shortened(words: str, length: int = 20) -> str:
    """The beginning of a sentence, to find it by."""
    return words if len(words) <= length else words[:length] + "……"
