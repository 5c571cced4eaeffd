"""A draft: an article that nobody is told, with the verdict beside each assertion.

It has `draft: true` in its front matter and lives outside `articles/`; even put there, it is
refused until an editor has rewritten it, because `draft` is no key of an article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import yaml

from zhihuan.errors import ZhihuanError
from zhihuan.library.importing.assertions import plain
from zhihuan.library.importing.document import Document
from zhihuan.library.importing.verdicts import Judgement, Verdict

MARKS: dict[Verdict, str] = {
    "supported": "✓ 有依据",
    "contradicted": "✗ 不符",
    "unknown": "？没有依据",
}
_NOTE = """\
> 草稿，没有发布，也不会被检索到。每一句后面是和资料核对的结果。
> ✗ 的不要写进文章；？的要先找到依据；✓ 的也要用自己的话重写，再带上脚注。
> 写好后按 knowledge_base/README.md 的格式放进 articles/，去掉 draft 等几项。
"""


class DraftExists(ZhihuanError):
    """This file was imported before; what an editor has done since is not overwritten."""

    def __init__(self, name: str) -> None:
        super().__init__(f"草稿 {name} 已经有了，没有覆盖；要重做请先把它移走")


def write_draft(
    folder: Path, document: Document, judgements: Sequence[Judgement], day: date
) -> Path:
    """The path of the new draft in `folder`. Raises DraftExists."""
    path = folder / f"{_slug(document)}.md"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(draft_text(document, judgements, day))
    except FileExistsError as error:
        raise DraftExists(path.name) from error
    return path


def draft_text(document: Document, judgements: Sequence[Judgement], day: date) -> str:
    """The draft as Markdown with front matter."""
    counts = Counter(judgement.verdict for judgement in judgements)
    meta: dict[str, object] = {
        "draft": True,
        "title": _safe(plain(document.title)),
        "asks": [],
        "imported_from": _safe(document.name),
        "imported_on": day,
        "sha256": document.digest,
    }
    meta.update((verdict, counts[verdict]) for verdict in MARKS)
    head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n{_NOTE}\n" + "\n".join(_body(judgements)) + "\n"


def _body(judgements: Sequence[Judgement]) -> Iterator[str]:
    heading = None
    for judgement in judgements:
        assertion = judgement.assertion
        if assertion.heading != heading and not assertion.is_heading:
            heading = assertion.heading
            yield f"\n## {_safe(heading) or '（开头）'}\n"
        yield f"- **{MARKS[judgement.verdict]}**（{assertion.place}）{_safe(assertion.text)}"
        if judgement.verdict != "unknown":
            yield f"  - {_safe(judgement.why)}"
        for claim in judgement.claims:
            notes = "".join(f"[^{source}]" for source in claim.sources)
            yield f"  - 可以说的是：{claim.instead}{notes}"
        for near in judgement.near:
            said = (
                "最接近的一句，但说的不一定是这件事" if judgement.verdict == "unknown" else "资料"
            )
            notes = "".join(f"[^{source.id}]" for source in near.sentence.sources)
            where = f"{near.passage.slug} · {near.passage.heading or '开头'}"
            yield f"  - {said}：{near.sentence.text}{notes}（{where}）"


def _safe(text: str) -> str:
    """Words from outside, without what Markdown or a browser would act on."""
    text = re.sub(r"\s+", " ", text).replace("<", "＜").replace("[", "［").replace("]", "］")
    return re.sub(r"^[#>|`~-]+\s*", "", text).replace("`", "'").strip()


def _slug(document: Document) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", Path(document.name).stem.lower()).strip("-")[:40]
    return f"{words or 'draft'}-{document.digest[:8]}"
