"""The case at a glance: what the customer told, how late it is, what was said, done and promised.

Nothing here is worded anew: values carry the customer's words, dates the rule they follow from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from zhihuan.assist.asking import is_in_danger
from zhihuan.assist.case import Case
from zhihuan.assist.promises import is_promise, promises_of
from zhihuan.conversation.hand_off.packet import sources_of
from zhihuan.conversation.situation import Known, OtherDebt, Range
from zhihuan.conversation.situation_words import LINES, other_debt, told_of
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.repayment import InvalidTerms, Money, stage

_CLAUSE = re.compile(r"[^，,。！？!?；;\n]+")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_GREETING = re.compile(
    "您好|你好|好的|嗯|谢谢|不客气|请稍等|我(是|叫)[^，。]{0,12}(客服|小)|先核实|麻烦"
)
_SHORT = 48
_MOST_SAID = 12
_VERIFIED = re.compile("核实|确认.{0,6}(本人|身份)|是.{0,3}本人吗|后四位|尾号")
_SAFE = {
    "key": "safe",
    "label": "现在安不安全、在哪里、身边有没有人",
    "why": "先保人，钱的事都可以以后再说。",
}
_UNKNOWN = {
    "identity": ("是不是本人", "核实之前，欠款的事一个字也不说。"),
    "product": ("哪个产品", "不同产品的规则、能不能谈的分期都不一样。"),
    "lender": ("放款机构是哪一家", "小额贷款公司和银行，投诉去哪、能不能找别人、费用上限都不同。"),
    "amount": ("一共欠多少", "没有金额，费用和每期要还多少都算不了。"),
    "days_late": ("逾期多少天，或者还款日是哪天", "决定走到哪个阶段，征信上怎么标。"),
    "budget": ("每月能还多少", "方案超出他拿得出的数，很快又会断。"),
}


def at_a_glance(case: Case, toolbox: Toolbox) -> dict[str, Any]:
    """The case, as the console shows it."""
    return {
        "situation": list(told_in(case)),
        "stage": stage_of(case),
        "next_dates": list(_next_dates(case, toolbox)),
        "said": said_in(case),
        "computed": computed_in(case),
        "promised": [promise.to_json() for promise in promises_of(case)],
        "risks": [r.to_json() for r in case.risks],
        "unknown": list(unknown_in(case)),
        "last_customer": case.transcript.last_customer,
        "version": case.transcript.version,
    }


def told_in(case: Case) -> Iterator[dict[str, str]]:
    """What the customer told, each with the clause that tells it."""
    for name, label, show in LINES:
        told = getattr(case.situation, name)
        for number, known in enumerate(told if isinstance(told, tuple) else (told,)):
            key = name if not isinstance(told, tuple) else f"{name}-{number}"
            if f"situation/{name}-{number}" in case.transcript.withheld:
                continue
            if isinstance(known, OtherDebt):
                values = [each for each in told_of(known) if each is not None]
                for (title, text), value in zip(other_debt(known), values, strict=True):
                    yield _entry(key, title, text, value, case)
            elif known is not None:
                yield _entry(key, label, show(known), known, case)


def _entry(key: str, label: str, text: str, known: Known[Any], case: Case) -> dict[str, str]:
    supposed = "（假设）" if known.hypothetical else ""
    quote = _clause(case.exchanges[known.turn].text, known.words)
    return {"key": key, "label": label, "value": text + supposed, "quote": quote}


def _clause(text: str, words: str) -> str:
    """The clause that holds `words`; the words alone where they run over several."""
    found = next((c.strip() for c in _CLAUSE.findall(text) if words in c), words)
    return found if len(found) <= _SHORT else words


def stage_of(case: Case) -> dict[str, Any] | None:
    """The stage, the mark on a report, and the days late; None where that is not known."""
    days = case.situation.days_on(case.as_of)
    if days is None or not case.is_late:
        return None
    low, high = (stage(min(int(end), 36_500)) for end in (days.low, days.high))
    same = low == high
    return {
        "label": low.name if same else f"{low.name}–{high.name}",
        "mark": low.mark if same else f"{low.mark}–{high.mark}",
        "days": int(days.low) if days.low == days.high else _days(days),
    }


def _days(days: Range) -> str:
    return f"{int(days.low)}–{int(days.high)}"


def due_of(case: Case) -> date | None:
    """The day it was due, told or counted back from the days late; None where it is a range."""
    told = case.situation.due
    if told is not None and not told.hypothetical:
        return told.value
    days = case.situation.days_on(case.as_of)
    if days is None or days.low != days.high or days.approximate:
        return None
    return case.as_of - timedelta(int(days.low))


def _next_dates(case: Case, toolbox: Toolbox) -> Iterator[dict[str, Any]]:
    """The day it is due, the next stage, and how long a record stays if it were paid today."""
    due, settled = due_of(case), case.situation.settled_on
    if due is None or not (case.is_late or case.situation.due):
        return
    known = case.situation.amount
    try:
        line = toolbox.timeline(
            due=due,
            as_of=case.as_of,
            amount=Money.rounded(known.value.low) if known else None,
            product=case.situation.product.value if case.situation.product else None,
            settled=settled.value if settled and not settled.hypothetical else None,
        )
    except InvalidTerms:
        return  # a day that no timeline can be drawn from
    sources = {source["id"]: dict(source) for source in line.sources}
    ahead = [s for s in line.steps if s.id.startswith(("due", "stage-")) and s.on]
    ahead = [s for s in ahead if s.on is not None and s.on > case.as_of][:1]
    ends = [s for s in line.steps if s.id in ("paid-today", "settled", "settled-relief")]
    for step in (*ahead, *ends):
        assert step.on is not None
        yield {
            "date": step.on.isoformat(),
            "label": step.title,
            "what": "".join(each.text for each in step.means),
            "sources": [sources[key] for s in step.means for key in s.sources if key in sources],
        }


def said_in(case: Case) -> list[dict[str, Any]]:
    """What the assistant and agents told already, in short, with what it rested on."""
    told: dict[str, list[str]] = {}
    for place, message in case.said_by("assistant", "agent"):
        answer = case.transcript.answer_at(place) if message.role == "assistant" else None
        if answer is None:
            for sentence in _stated(message.text):
                told.setdefault(sentence, [])
            continue
        rests = [s for s in answer.get("sentences", ()) if s["citations"] or s["calculations"]]
        for sentence in rests[:3]:
            told.setdefault(sentence["text"], sources_of(answer, sentence["citations"]))
    return [{"text": text, "sources": names} for text, names in told.items()][-_MOST_SAID:]


def _stated(text: str) -> list[str]:
    """What somebody typed that tells something: no greeting, no question, no promise."""
    found = [s.strip() for s in _SENTENCE.findall(text)]
    kept = [s for s in found if not s.endswith(("？", "?")) and not _GREETING.match(s)]
    return [s for s in kept if not is_promise(s)][:3]


def computed_in(case: Case) -> list[dict[str, Any]]:
    """Every sum that was shown, once; the last time it was shown stands for all."""
    sums = {
        c["id"]: c for answer in case.transcript.answers for c in answer.get("calculations", ())
    }
    return [dict(each) for each in sums.values()]


def unknown_in(case: Case) -> Iterator[dict[str, str]]:
    """What is still missing, and what for. While somebody may be in danger, that alone."""
    if is_in_danger(case):
        yield dict(_SAFE)
        return
    asked = any(_VERIFIED.search(m.text) for _, m in case.said_by("agent"))
    known = {
        "identity": asked,
        "days_late": case.is_late or case.situation.due is not None,
        "lender": case.situation.lender is not None or case.situation.lender_kind is not None,
    }
    kin = case.has_risk("third-party")  # who is not the owner is asked for nothing else
    for key, (label, why) in list(_UNKNOWN.items())[: 1 if kin else None]:
        if not known.get(key, getattr(case.situation, key, None) is not None):
            yield {"key": key, "label": label, "why": why}
