"""What is wrong with a file of the knowledge base: where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhihuan.errors import ZhihuanError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding; `line` counts from 1, 0 where it is about the whole file."""

    path: Path
    line: int
    what: str

    def text(self, root: Path | None = None) -> str:
        """`articles/x/y.md:12: …`, the path relative to `root` where it lies under it."""
        path = self.path
        if root is not None and path.is_relative_to(root):
            path = path.relative_to(root)
        return f"{path}:{self.line}: {self.what}" if self.line else f"{path}: {self.what}"


class InvalidKnowledgeBase(ZhihuanError):
    """The knowledge base has mistakes; nothing was changed. `problems` names each."""

    def __init__(self, problems: Sequence[Problem], root: Path | None = None) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(problem.text(root) for problem in self.problems[:20])
        more = len(self.problems) - 20
        tail = f"\n……还有 {more} 处，用 zhihuan check 看全部" if more > 0 else ""
        super().__init__(f"知识库有 {len(self.problems)} 处要改，索引没有动：\n{shown}{tail}")
