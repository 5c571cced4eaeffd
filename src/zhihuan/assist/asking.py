"""What a draft answers: the customer's words that still wait for a human.

unanswered words       ──▶ those, in one question; greetings and 「转人工」 ask nothing
answered by the assistant alone, and handed over ──▶ the last thing asked, once more
answered by an agent   ──▶ nothing
"""

from __future__ import annotations

from dataclasses import dataclass

from zhihuan.assist.case import Case
from zhihuan.conversation.message import MAX_CHARACTERS
from zhihuan.conversation.retold import Exchange
from zhihuan.conversation.talk import talk_of

_EMPTY = ("human", "greeting", "thanks", "assent", "goodbye")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, and the exchanges before it. `again`: the assistant has answered it already."""

    text: str
    before: tuple[Exchange, ...]
    again: bool = False


def asked_in(case: Case) -> Asked | None:
    """What is to be answered; None where nothing is."""
    if (alarming := _unheard_danger(case)) is not None:
        return Asked(case.exchanges[alarming].text, case.exchanges[:alarming])
    waiting = case.unanswered
    said = [n for n in waiting if talk_of(case.exchanges[n].text) not in _EMPTY]
    if said:
        text = "\n".join(case.exchanges[n].text for n in said)[-MAX_CHARACTERS:]
        return Asked(text, case.exchanges[: waiting[0]])
    if any(talk_of(case.exchanges[n].text) != "human" for n in waiting):
        last = case.exchanges[waiting[-1]]
        return Asked(last.text, case.exchanges[: waiting[-1]])
    if _last_human_reply(case) > (case.places[-1] if case.places else -1):
        return None
    for n in range(len(case.exchanges) - 1, -1, -1):
        if case.places[n] < _last_human_reply(case):
            break
        if talk_of(case.exchanges[n].text) == "none":
            return Asked(case.exchanges[n].text, case.exchanges[: n + 1], again=True)
    return None


def is_in_danger(case: Case) -> bool:
    """Whether the customer spoke of danger, and no agent has answered since."""
    return _unheard_danger(case) is not None


def _unheard_danger(case: Case) -> int | None:
    heard = _last_human_reply(case)
    places = [r.message for r in case.risks if r.kind == "danger" and r.message > heard]
    return case.places.index(max(places)) if places else None


def _last_human_reply(case: Case) -> int:
    return max((place for place, _ in case.said_by("agent")), default=-1)
