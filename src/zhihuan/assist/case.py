"""A case: the transcript read once, for everything that is made of it.

transcript ──▶ exchanges ──▶ Situation        what the customer told, each with their words
           └─▶ risks                          what raised an alarm, and in which message
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from zhihuan.assist.risks import Risk, risks_of
from zhihuan.assist.transcript import Message, Transcript
from zhihuan.conversation.danger import Likeness, Script
from zhihuan.conversation.danger.script import first_line
from zhihuan.conversation.hand_off.risks import Notice
from zhihuan.conversation.retold import Exchange, situation_of
from zhihuan.conversation.situation import Situation

# What an agent asks in words of their own, and the field that an answer to it fills.
_ASKED = (
    ("budget", re.compile("每个?月.{0,10}(拿|还|付|承担|凑).{0,8}(多少|几|吗|呢)")),
    ("days", re.compile("(逾期|晚).{0,6}(多少|几)天|还款日.{0,4}(哪|几)|哪天.{0,4}(到期|该还)")),
    ("amount", re.compile("(一共|总共|现在|目前|还).{0,4}欠.{0,4}多少|欠款.{0,6}多少|多少欠款")),
    ("periods", re.compile("分(成|几)?.{0,4}几期|多少期")),
    ("fee_rate", re.compile("每期.{0,4}费率.{0,8}(多少|几|告诉)")),
    ("settled_on", re.compile("(哪天|几号|什么时候).{0,6}(还清|结清)")),
    ("product", re.compile("(哪个|什么|哪款)(产品|平台|App)", re.I)),
)


@dataclass(frozen=True, slots=True)
class Case:
    """`places[n]` is where the customer's message of `exchanges[n]` stands in the transcript."""

    transcript: Transcript
    at: datetime
    exchanges: tuple[Exchange, ...]
    places: tuple[int, ...]
    situation: Situation
    risks: tuple[Risk, ...]

    @property
    def as_of(self) -> date:
        """The day that is spoken about."""
        return self.at.date()

    @property
    def is_late(self) -> bool:
        """Whether the customer told how late they are; what was only supposed tells nothing."""
        told = self.situation
        known = [each for each in (told.due, told.days_late, told.stage) if each is not None]
        return any(not each.hypothetical for each in known)

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The exchanges that nobody has answered: what the customer wrote last."""
        return tuple(n for n, each in enumerate(self.exchanges) if each.answer is None)

    def said_by(self, *roles: str) -> list[tuple[int, Message]]:
        """What these wrote, each with its place."""
        return [(n, m) for n, m in enumerate(self.transcript.messages) if m.role in roles]

    def has_risk(self, *kinds: str) -> bool:
        """Whether one of these was raised."""
        return any(risk.kind in kinds for risk in self.risks)


def read_case(
    transcript: Transcript, at: datetime, notice: Notice, likeness: Likeness | None = None
) -> Case:
    """Everything that the transcript tells, seen from the moment `at` (China's time)."""
    exchanges, places = _exchanges(transcript, at.date())
    situation = situation_of(exchanges)
    risks = risks_of(transcript, places, situation, notice, likeness)
    return Case(transcript, at, exchanges, places, situation, risks)


def _exchanges(transcript: Transcript, as_of: date) -> tuple[tuple[Exchange, ...], tuple[int, ...]]:
    exchanges: list[Exchange] = []
    places: list[int] = []
    replies: list[int] = []
    for place, message in enumerate(transcript.messages):
        if message.role != "customer":
            replies.append(place)
            continue
        _answered(exchanges, transcript, replies)
        said_on = min(message.at.date(), as_of) if message.at else as_of
        exchanges.append(Exchange(message.text, said_on))
        places.append(place)
    _answered(exchanges, transcript, replies)
    return _all_but_the_last_run_answered(exchanges), tuple(places)


def _answered(exchanges: list[Exchange], transcript: Transcript, replies: list[int]) -> None:
    """Put what was replied behind the customer's message before it."""
    if replies and exchanges:
        last = exchanges[-1]
        answer = _one_answer([_reply(transcript, place) for place in replies])
        exchanges[-1] = Exchange(last.text, last.said_on, answer)
    replies.clear()


def _all_but_the_last_run_answered(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Of several messages in a row the last carries the answer; those before it have had one too."""
    answered = False
    settled: list[Exchange] = []
    for each in reversed(exchanges):
        answered = answered or each.answer is not None
        nothing: Mapping[str, Any] = {"text": "", "kind": "answer"}
        settled.append(
            Exchange(each.text, each.said_on, nothing) if answered and not each.answer else each
        )
    return tuple(reversed(settled))


def _reply(transcript: Transcript, place: int) -> Mapping[str, Any]:
    whole = transcript.answer_at(place) if transcript.messages[place].role == "assistant" else None
    text = transcript.messages[place].text
    if whole is not None:
        return whole
    # Somebody typed it, or says that we said it: no figure rests on it. That our fixed words about
    # safety were said is believed, for nobody gains by saying so.
    fixed = "".join(first_line(s) for s in get_args(Script) if first_line(s) in text)
    kind = "crisis" if fixed else "answer"
    return {"text": fixed, "as_told": text, "kind": kind, "asked": _asked_in(text)}


def _one_answer(replies: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    if len(replies) == 1:
        return replies[0]
    lists = ("citations", "calculations", "sentences")
    return {
        "text": "\n\n".join(str(each["text"]) for each in replies if each.get("text")),
        "as_told": "\n\n".join(str(each.get("as_told") or each["text"]) for each in replies),
        "kind": replies[-1].get("kind"),
        "asked": replies[-1].get("asked"),
        **{name: [one for each in replies for one in each.get(name, ())] for name in lists},
    }


def _asked_in(text: str) -> str | None:
    """The field that the last question of a reply asks for."""
    last = text.rstrip("。 \n")[-60:]
    return next((field for field, pattern in _ASKED if pattern.search(last)), None)
