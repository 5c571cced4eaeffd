"""A packet in plain text: for a reader without a screen for it, and for the person to check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhihuan.repayment import AI_LABEL

_REASONS = {
    "danger": "人可能有危险",
    "unhelped": "连着两次没有答上来",
    "asked": "本人要求找真人",
}
_UNITS = {"yuan": " 元", "percent": "%", "days": " 天", "periods": " 期"}
_MOST_FIGURES = 6


def packet_text(packet: Mapping[str, Any]) -> str:
    """The facts of a packet, section by section; an empty section is left out."""
    told = {
        "风险": [f"{r['label']}：“{r['words']}”" for r in packet["risks"]],
        "情况": [_told(each) for each in packet["situation"]],
        "还不知道": [each["label"] for each in packet["unknown"]],
        "问过": [each["text"] for each in packet["asked"]],
        "答过": [_answered(each) for each in packet["answered"]],
        "算过": [_computed(each) for each in packet["computed"]],
        "给过的下一步": [each["text"] for each in packet["next_steps"]],
        "本人补充": [each["text"] for each in packet["added"]],
    }
    lines = [
        f"【转人工交接单】{AI_LABEL}",
        f"原因：{_REASONS[packet['reason']]}",
        f"按哪一天整理：{packet['as_of']}",
    ]
    for heading, entries in told.items():
        if entries:
            lines += [f"\n■ {heading}", *(f"- {entry}" for entry in entries)]
    if packet["struck"]:
        lines.append(f"\n本人删去了 {packet['struck']} 项。")
    return "\n".join(lines)


def _told(entry: Mapping[str, Any]) -> str:
    supposed = "（假设）" if entry["supposed"] else ""
    return f"{entry['label']}：{entry['text']}{supposed}（原话：“{entry['words']}”）"


def _answered(entry: Mapping[str, Any]) -> str:
    """What was said in one answer, and what it rests on, each source once."""
    said = "".join(each["text"] for each in entry["sentences"])
    sources = dict.fromkeys(name for each in entry["sentences"] for name in each["sources"])
    return said + (f"（依据：{'；'.join(sources)}）" if sources else "")


def _computed(entry: Mapping[str, Any]) -> str:
    """What the person gave, and the first figures: the rest is in the facts."""
    given = "，".join(
        f"{i['label']} {i['value']}{i['unit'] if i['unit'] != '日期' else ''}"
        for i in entry["inputs"]
        if i["origin"] == "user"
    )
    figures = "，".join(_figure(f) for f in entry["figures"][:_MOST_FIGURES])
    return f"{entry['name']}（{entry['calculation']}）：{given} → {figures}"


def _figure(figure: Mapping[str, Any]) -> str:
    value = figure["value"]
    if figure["unit"] == "date" and len(value) == 8:
        value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return f"{figure['label']} {value}{_UNITS.get(figure['unit'], '')}"
