"""What a case is worked out from: the customer's words, and what the draft tells where they tell nothing.

A desk writes 您欠3200元、逾期45天，费用大约…… to somebody who has said nothing yet: the sum is then
held against what the draft itself starts from. Where anybody has named figures before, a draft
may suppose only what a plan is worked out with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from zhihuan.assist.checking.basis import Basis
from zhihuan.assist.checking.set_aside import is_phone
from zhihuan.assist.transcript import Transcript
from zhihuan.conversation.quantities import Quantity, find_quantities
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Situation, Utterance

_ASSUMPTIONS = ("periods", "fee_rate", "product")  # that a plan is worked out with
_PREMISES = (*_ASSUMPTIONS, "amount", "due", "days_late", "budget", "settled_on")
# What makes a number of days how late somebody is, and no deadline.
_LATE = re.compile(r"(?:逾期|晚|拖|过期)[^，。；]{0,6}$")

# Amounts that the draft tells back, which the customer may have said elsewhere.
_TOLD_BACK = re.compile(
    r"(?:您(?:之前|刚才|上次|是|前面)?(?:说|提到|讲)(?:的)?|按您(?:说|算|给|报)的|您账单上原来是)[^。！？\n，费率倍数]{0,10}$"
)
# … but for what the case knows: how much is owed, how much can be paid.
_KNOWN_OF_CASE = re.compile(r"欠(?:款|了|着)?[^，。]{0,4}$|能(?:还|拿出?|出|付)[^，。]{0,4}$")


def basis_of(
    draft: str, transcript: Transcript | None, day: date
) -> tuple[Basis, tuple[Quantity, ...]]:
    """What the sums of the case are made from; and the figures that our side has named before."""
    messages = transcript.messages if transcript else ()
    said = _quantities((m.text for m in messages if m.role == "customer"), day)
    shown = _quantities((m.text for m in messages if m.role != "customer"), day)
    situation, premises = _supposing(_situation(transcript, day), (*said, *shown), draft, day)
    words = draft + "".join(transcript.customer_texts if transcript else ())
    drafted = tuple(find_quantities(draft, today=day))
    return Basis(situation, drafted, (*said, *premises), words, day), shown


def _situation(transcript: Transcript | None, day: date) -> Situation:
    messages = transcript.messages if transcript else ()
    return read_situation(
        [
            Utterance(m.text, min(m.at.date(), day) if m.at else day)
            for m in messages
            if m.role == "customer"
        ]
    )


def _supposing(
    situation: Situation, said: Sequence[Quantity], draft: str, day: date
) -> tuple[Situation, tuple[Quantity, ...]]:
    """The case with what the draft tells of it and nobody else has, and the figures of that."""
    drafted = read_situation([Utterance(draft.replace("您", "我"), day)])
    late = situation.days_on(day) is not None
    new = {
        name: known
        for name in (_ASSUMPTIONS if said else _PREMISES)
        if getattr(situation, name) is None
        and (known := getattr(drafted, name)) is not None
        and not (late and name in ("due", "days_late"))
        and (name != "days_late" or _LATE.search(draft[: max(draft.find(known.words), 0)]))
    }
    words = [known.words for known in new.values()]
    amounts = [q for q in find_quantities(draft, today=day) if q.unit in ("yuan", "number")]
    known = {q.low for q in amounts if _KNOWN_OF_CASE.search(draft[: q.start])}
    told_back = tuple(
        q for q in amounts if _TOLD_BACK.search(draft[: q.start]) and q.low not in known
    )
    premises = tuple(
        q
        for q in find_quantities(draft, today=day)
        if q.unit != "percent"
        and not is_phone(draft, q)
        and (q.unit != "days" or _LATE.search(draft[: q.start]))
        and any(q.text in each for each in words)
    )
    return replace(situation, **new), tuple(dict.fromkeys((*premises, *told_back)))


def _quantities(texts: Iterable[str], day: date) -> tuple[Quantity, ...]:
    return tuple(q for text in texts for q in find_quantities(text, today=day))
