"""Evidence as it is shown: to a supervisor over HTTP, and on the command line.

Which conversation it was is not told: its id would open the whole of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhihuan.clock import CHINA
from zhihuan.records.evidence import Content, Kept

KINDS = {"answer": "回答", "draft": "给客服的草稿", "reply": "客服的回复"}
WHYS = {"asked": "本人或者运营清除的", "retention": "过了保存期"}
BRAINS = {"embedded": "内置大脑", "model": "语言模型"}


def moment(at: float) -> str:
    """Seconds since 1970 as a moment in China, to the second."""
    return datetime.fromtimestamp(at, CHINA).isoformat(timespec="seconds")


def evidence_json(kept: Kept) -> dict[str, Any]:
    """Everything that is kept of an answer; of an erased one, when and why it was erased."""
    shown: dict[str, Any] = {
        "evidence_id": kept.id,
        "number": kept.number,
        "at": moment(kept.at),
        "erased": kept.erased and {"at": moment(kept.erased.at), "why": kept.erased.why},
    }
    return shown if kept.content is None else shown | _content(kept.content)


def _content(content: Content) -> dict[str, Any]:
    answer, made = content.answer, content.made
    return {
        "kind": content.kind,
        "question": content.question,
        "as_of": content.as_of.isoformat(),
        "private": list(content.private),
        "answer": {k: v for k, v in answer.items() if k not in ("held", "asked")},
        "articles": [
            {"slug": slug, "version": content.versions.get(slug)} for slug in content.cited
        ],
        "held": list(answer.get("held", ())),
        "made": {
            "brains": list(made.brains),
            "model": made.model or None,
            "prompt": made.prompt or None,
            "library": made.library,
            "version": made.version,
        },
    }


def evidence_text(kept: Kept) -> str:
    """The same for people to read."""
    content = kept.content
    head = f"留痕 {kept.id}（第 {kept.number} 条，{_short(kept.at)}）"
    if content is None:
        assert kept.erased is not None
        return f"{head}\n内容已经清除：{WHYS[kept.erased.why]}，{_short(kept.erased.at)}"
    lines = [head, f"{KINDS[content.kind]}，按 {content.as_of} 的规则"]
    if content.question:
        lines.append(f"\n问：{content.question}")
    lines.append(f"\n答：{content.answer.get('text', '')}\n")
    for citation in content.answer.get("citations", ()):
        heading = f" · {citation['heading']}" if citation["heading"] else ""
        version = content.versions.get(citation["slug"], "不明")
        title = f"{citation['slug']}《{citation['title']}》{heading}"
        lines.append(f"[{citation['n']}] {title}，版本 {version}")
    for each in content.answer.get("calculations", ()):
        given = "，".join(map(_input, each["inputs"]))
        lines.append(f"〔测算〕{each['name']}（{each['id']}）：{given}")
    lines += [f"拦下一句：{held['why']}（规则 {held['rule']}）" for held in content.answer.get("held", ())]  # fmt: skip
    lines.append(_made(content))
    return "\n".join(lines)


def _input(given: Mapping[str, Any]) -> str:
    unit = "" if given["unit"] == "日期" else given["unit"]
    return f"{given['label']} {given['value']}{unit}"


def _made(content: Content) -> str:
    made = content.made
    who = "，然后".join(BRAINS.get(each, each) for each in made.brains) or "固定的话"
    model = f" {made.model}（提示词 {made.prompt[:16]}）" if made.model else ""
    return f"由{who}{model}写；资料库 {made.library}；知还 {made.version}"


def _short(at: float) -> str:
    return moment(at)[:16].replace("T", " ")
