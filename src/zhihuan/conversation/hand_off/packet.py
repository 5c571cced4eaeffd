"""The packet that a human gets: facts, each with where it comes from; no prose, no guess.

    the ledger's turns ──▶ Packet ──▶ without what the person struck out ──▶ with what they added

Everything in it was masked before it was stored. Every entry has an `id` by which the person can
strike it out, and what is struck out is not sent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhihuan.conversation import privacy
from zhihuan.conversation.hand_off.packet_text import packet_text
from zhihuan.conversation.hand_off.risks import VULNERABLE, Item, Notice, is_danger, risks_in
from zhihuan.conversation.message import clean
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Known, OtherDebt, Situation, Utterance
from zhihuan.conversation.situation_words import LINES, other_debt, told_of
from zhihuan.conversation.talk import talk_of
from zhihuan.errors import ZhihuanError
from zhihuan.records.hand_offs import Reason
from zhihuan.records.ledger import Turn

MOST_TURNS = 40
MAX_ADDED = 1_000
_STEP = "现在可以做什么"  # the heading under which every article says what to do next
_ANSWERS = ("answer", "ask", "decline", "crisis")
_UNKNOWN = {
    "product": "哪个产品",
    "lender": "放款机构是哪一家",
    "amount": "一共欠多少",
    "days_late": "逾期多少天，或者还款日是哪天",
    "budget": "每月能还多少",
}

Sections = Mapping[str, tuple[Item, ...]]


class InvalidHandOff(ZhihuanError):
    """What was struck out or added cannot be used."""


class PacketChanged(ZhihuanError):
    """The conversation went on since the person looked at the packet."""

    def __init__(self) -> None:
        super().__init__("交接单的内容已经变了，请再看一遍再交")


@dataclass(frozen=True, slots=True)
class Packet:
    """What is handed over. `danger` orders the queue and stays, whatever is struck out."""

    as_of: date
    reason: Reason
    danger: bool
    sections: Sections
    struck: int = 0

    @property
    def seen(self) -> str:
        """The same for the same packet: shows that what is sent is what was looked at."""
        return hashlib.sha256(json.dumps(self._facts(), sort_keys=True).encode()).hexdigest()[:16]

    def edited(self, struck: Collection[str], added: str) -> Packet:
        """Without the entries `struck` and with what the person `added`, masked.

        Raises InvalidHandOff for an entry that is not here, InvalidMessage for unreadable words.
        """
        known = {item["id"] for items in self.sections.values() for item in items}
        if not set(struck) <= known:
            raise InvalidHandOff("要删掉的内容不在交接单里，请刷新后再试")
        sections = {
            name: tuple(item for item in items if item["id"] not in struck)
            for name, items in self.sections.items()
        }
        danger = self.danger
        if added.strip():
            if len(added) > MAX_ADDED:
                raise InvalidHandOff(f"补充的话最多 {MAX_ADDED} 个字")
            text = privacy.mask(clean(added)).text
            danger = danger or is_danger(text)
            sections["added"] = ({"id": "added/0", "text": text},)
        reason: Reason = "danger" if danger else self.reason
        return replace(
            self, sections=sections, struck=len(set(struck)), danger=danger, reason=reason
        )

    def to_json(self) -> dict[str, Any]:
        """As it is kept and sent; `fallback` is the same in plain text."""
        facts = self._facts()
        return {**facts, "fallback": packet_text(facts)}

    def _facts(self) -> dict[str, Any]:
        return {
            "version": 1,
            "language": "zh-CN",
            "as_of": self.as_of.isoformat(),
            "reason": self.reason,
            "danger": self.danger,
            "struck": self.struck,
            **{name: [dict(item) for item in items] for name, items in self.sections.items()},
        }


def packet_of(turns: Sequence[Turn], notice: Notice, as_of: date) -> Packet:
    """The packet of a conversation. `turns` are those that were answered, oldest first."""
    situation = situation_of(turns)
    recent = turns[-MOST_TURNS:]
    texts = [turn.text for turn in recent]
    in_danger = any(is_danger(text) for text in texts)
    return Packet(
        as_of=as_of,
        reason="danger" if in_danger else _reason(turns),
        danger=in_danger,
        sections={
            "risks": tuple(risks_in(texts, situation, notice)),
            "situation": tuple(_told(situation)),
            "unknown": tuple(_unknown(situation, as_of)),
            "asked": tuple(_asked(turn) for turn in recent if talk_of(turn.text) != "human"),
            "answered": tuple(_answered(turn) for turn in recent if _kind(turn) in _ANSWERS),
            "computed": tuple(_computed(recent)),
            "next_steps": tuple(_next_steps(recent)),
            "added": (),
        },
    )


def situation_of(turns: Sequence[Turn]) -> Situation:
    """What the person has told over all turns."""
    asked: list[str | None] = [None]
    asked += [turn.answer.get("asked") if turn.answer else None for turn in turns]
    return read_situation(
        [Utterance(turn.text, turn.as_of, field) for turn, field in zip(turns, asked, strict=False)]
    )


def _reason(turns: Sequence[Turn]) -> Reason:
    kinds = [_kind(turn) for turn in turns]
    before = [kind for kind in kinds if kind != "handoff"][-2:]
    return "unhelped" if before == ["decline", "decline"] else "asked"


def _kind(turn: Turn) -> str | None:
    return turn.answer.get("kind") if turn.answer else None


def _told(situation: Situation) -> Iterator[Item]:
    for name, label, show in LINES:
        told = getattr(situation, name)
        for number, known in enumerate(told if isinstance(told, tuple) else (told,)):
            if isinstance(known, OtherDebt):
                shown = other_debt(known)
                values = [each for each in told_of(known) if each is not None]
                for part, ((title, text), value) in enumerate(zip(shown, values, strict=True)):
                    yield _entry(f"situation/{name}-{number}-{part}", title, text, value)
            elif known is not None and not (name == "about" and known.value in VULNERABLE):
                yield _entry(f"situation/{name}-{number}", label, show(known), known)


def _entry(key: str, label: str, text: str, known: Known[Any]) -> Item:
    return {
        "id": key,
        "label": label,
        "text": text,
        "words": known.words,
        "said_on": known.said_on.isoformat(),
        "supposed": known.hypothetical,
    }


def _unknown(situation: Situation, as_of: date) -> Iterator[Item]:
    for name, label in _UNKNOWN.items():
        known = situation.days_on(as_of) if name == "days_late" else getattr(situation, name)
        if known is None:
            yield {"id": f"unknown/{name}", "label": label}


def _asked(turn: Turn) -> Item:
    return {
        "id": f"asked/{turn.number}",
        "text": turn.text,
        "as_of": turn.as_of.isoformat(),
    }


def _answered(turn: Turn) -> Item:
    answer = turn.answer or {}
    return {
        "id": f"answered/{turn.number}",
        "kind": answer.get("kind"),
        "titles": list(dict.fromkeys(c["title"] for c in answer.get("citations", ()))),
        "sentences": [
            {"text": each["text"], "sources": sources_of(answer, each["citations"])}
            for each in answer.get("sentences", ())
        ],
    }


def sources_of(answer: Mapping[str, Any], cited: Collection[str]) -> list[str]:
    """The names of what a sentence rests on, as 《征信业管理条例》第十六条."""
    names = (
        f"《{source['name']}》{source.get('article') or ''}"
        for citation in answer.get("citations", ())
        if citation["id"] in cited
        for source in citation.get("sources", ())
    )
    return list(dict.fromkeys(names))


def _computed(turns: Sequence[Turn]) -> Iterator[Item]:
    """Each sum once, the last time it was shown standing for all."""
    sums = {c["id"]: c for turn in turns for c in (turn.answer or {}).get("calculations", ())}
    for key, each in sums.items():
        yield {
            "id": f"computed/{key}",
            "calculation": key,
            "name": each["name"],
            "inputs": [
                {name: given[name] for name in ("label", "value", "unit", "origin")}
                for given in each["inputs"]
            ],
            "figures": list(each["figures"]),
        }


def _next_steps(turns: Sequence[Turn]) -> Iterator[Item]:
    """What the person was shown as the thing to do, the newest first, each once."""
    shown: dict[str, list[str]] = {}
    for turn in reversed(turns):
        answer = turn.answer or {}
        steps = {c["id"] for c in answer.get("citations", ()) if c.get("heading") == _STEP}
        for each in answer.get("sentences", ()):
            if steps & set(each["citations"]):
                shown.setdefault(each["text"], sources_of(answer, each["citations"]))
    for number, (text, sources) in enumerate(shown.items()):
        yield {"id": f"next_steps/{number}", "text": text, "sources": sources}
