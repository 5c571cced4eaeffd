"""Three articles, and questions about them, for tests of measuring."""

from __future__ import annotations

from pathlib import Path

from tests.library.small_knowledge_base import article_text, write_knowledge_base

LATE = article_text(
    "晚了一天会怎样",
    ["晚一天算逾期吗"],
    "晚一天也算逾期。[^law]\n\n## 会打电话吗\n催收可能来电。[^law]",
)
LOCKED = article_text("白条被锁定了怎么办", ["白条锁了"], "先还清欠款再申请解锁。[^law]")
ENDED = article_text(
    "修复怎么申请", ["修复还开着吗"], "申请窗口还开着。[^old-rule]", more="valid_to: 2026-03-31"
)
NOT_OURS = "everyday:\n  asks:\n    - 今天天气怎么样\n"


def small_base(folder: Path) -> Path:
    """A knowledge base of late, locked and ended (until March 2026)."""
    base = write_knowledge_base(folder, {"late": LATE, "locked": LOCKED, "ended": ENDED})
    (base / "not_ours.yaml").write_text(NOT_OURS, encoding="utf-8")
    return base
