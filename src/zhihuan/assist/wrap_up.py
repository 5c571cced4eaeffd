"""The record of a contact: what was told and by whom, what was agreed, what comes next.

In the third person and in short sentences, put together from what stands in the transcript; what
was promised is written down as it was said, and nothing is added to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from zhihuan.assist.case import Case
from zhihuan.assist.glance import computed_in, said_in, stage_of, told_in
from zhihuan.assist.procedures import Procedure, procedures_for
from zhihuan.assist.promises import due_in, promises_of
from zhihuan.assist.steps import steps_of
from zhihuan.assist.voice import is_of_a_machine
from zhihuan.conversation import privacy
from zhihuan.conversation.embedded.questions import asks_something, goes_on, questions_of
from zhihuan.conversation.message import clean
from zhihuan.conversation.talk import talk_of
from zhihuan.library.knowledge_base import KnowledgeBase

MAX_AGREED = 1_000
_PIECE = re.compile(r"[^。！？!?；;\n]+")
_SHORT = 60
_MOST_ASKED, _MOST_FIGURES = 4, 4
_UNITS = {"yuan": " 元", "percent": "%", "days": " 天", "periods": " 期", "count": ""}
_IN_DANGER = "danger"
# Of somebody else's account nothing is written down: not even what they told themselves.
_NOT_THE_OWNER = "third-party"

Finds = Callable[[str], bool]


def wrap_up(case: Case, base: KnowledgeBase, finds: Finds, agreed: str = "") -> dict[str, Any]:
    """The record. `finds` says whether the library answers a question; `agreed` is the agent's own.

    Raises InvalidMessage where `agreed` cannot be read.
    """
    procedures = procedures_for(case)
    settled = _agreed(case, agreed)
    follow_up = _follow_up(case, base, settled)
    asked = _asked(case)
    lacked = [text for text in asked if not goes_on(text) and not finds(text)]
    return {
        "summary": _summary(case, procedures, asked, settled, follow_up),
        "facts": [] if procedures[0].id == _NOT_THE_OWNER else _facts(case),
        "agreed": [each for each, _ in settled],
        "follow_up": follow_up,
        "disposition": {"code": procedures[0].id, "label": procedures[0].label},
        "lacked": lacked,
        "version": case.transcript.version,
    }


def _facts(case: Case) -> list[dict[str, str]]:
    """What is known, and who said so."""
    told = [
        {"text": f"{each['label']}：{each['value']}", "by": "customer", "quote": each["quote"]}
        for each in told_in(case)
    ]
    raised = [
        {"text": risk.label, "by": "customer", "quote": risk.words}
        for risk in case.risks
        if risk.kind not in ("vulnerable", "third-party")  # the situation tells these already
    ]
    computed = [
        {"text": f"{each['name']}：{_figures(each)}", "by": "computed", "quote": ""}
        for each in computed_in(case)
    ]
    return [*told, *raised, *computed]


def _figures(calculation: dict[str, Any]) -> str:
    shown = calculation["figures"][:_MOST_FIGURES]
    return "，".join(f"{f['label']} {f['value']}{_UNITS.get(f['unit'], '')}" for f in shown)


def _asked(case: Case) -> list[str]:
    """What the customer asked, each question once, the last ones where there are many."""
    texts = [each.text for each in case.exchanges if talk_of(each.text) == "none"]
    asked = dict.fromkeys(text for text in texts if asks_something(text))
    return list(asked)[-_MOST_ASKED:]


def _agreed(case: Case, own: str) -> list[tuple[str, date | None]]:
    """What was agreed: the agent's own words, else what was promised in the conversation."""
    if own.strip():
        text = privacy.mask(clean(own)).text
        pieces = [piece.strip(" ，,") for piece in _PIECE.findall(text)]
        return [(piece, due_in(piece, case.as_of)) for piece in pieces if piece]
    made = (p for p in promises_of(case) if p.by == "agent")
    return [(_third_person(p.text), p.due) for p in made]


def _follow_up(
    case: Case, base: KnowledgeBase, settled: Sequence[tuple[str, date | None]]
) -> dict[str, str] | None:
    """The day that was agreed on; else the nearest day that a rule gives."""
    named = [(day, text) for text, day in settled if day is not None and day >= case.as_of]
    if named:
        day, why = min(named)
        return {"date": day.isoformat(), "why": why}
    due = [(s.due, s) for s in steps_of(case, base) if s.due and s.due >= case.as_of]
    if not due:
        return None
    day, step = min(due, key=lambda each: each[0])
    assert step.rule.due is not None
    why = f"{step.rule.due.last}的最后一天（从{step.counted_from}起算）"
    return {"date": day.isoformat(), "why": why}


def _summary(
    case: Case,
    procedures: Sequence[Procedure],
    asked: Sequence[str],
    settled: Sequence[tuple[str, date | None]],
    follow_up: dict[str, str] | None,
) -> str:
    who = "来询人（不是本人）" if case.has_risk("third-party") else "客户"
    kept_out = procedures[0].id == _NOT_THE_OWNER
    lines = [f"{case.as_of} 联系，事由：{'、'.join(each.label for each in procedures)}。"]
    lines += [] if kept_out else _told(case, who)
    if case.has_risk(_IN_DANGER):
        words = next(risk.words for risk in case.risks if risk.kind == _IN_DANGER)
        lines.append(f"{who}说过“{words}”，按可能有危险处理。")
    if asked:
        questions = dict.fromkeys(_cut(questions_of(text)[-1]) for text in asked)
        lines.append(f"{who}问：{'；'.join(questions)}。")
    elif case.exchanges:
        lines.append(f"{who}说：{_cut(case.exchanges[-1].text)}。")
    said = [s["text"] for s in said_in(case) if not is_of_a_machine(s["text"])]
    if said and not case.has_risk(_IN_DANGER):
        told = "；".join(_third_person(_cut(text)) for text in said[-3:])
        lines.append(f"已经告诉{who}：{told}。")
    if settled:
        lines.append(f"说定：{'；'.join(text for text, _ in settled)}。")
    else:
        lines.append("没有说定具体安排。")
    if follow_up:
        lines.append(f"下一次：{follow_up['date']}，{follow_up['why']}。")
    return "".join(lines)


def _told(case: Case, who: str) -> list[str]:
    told = [f"{each['label']}：{each['value']}" for each in told_in(case)]
    lines = [f"{who}说的情况：{'；'.join(told)}。"] if told else []
    if (stage := stage_of(case)) is not None and case.situation.stage is None:
        lines.append(f"按这个算，当天处在 {stage['label']}。")
    return lines


def _third_person(text: str) -> str:
    """What was said to the customer, as a record tells it."""
    return re.sub("我们|我", "客服", re.sub("您|你", "客户", text)).rstrip("。")


def _cut(text: str) -> str:
    one_line = " ".join(text.split()).rstrip("。？?！!")
    return one_line if len(one_line) <= _SHORT else f"{one_line[:_SHORT]}……"
