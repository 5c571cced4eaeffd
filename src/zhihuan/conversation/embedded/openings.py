"""The line before an answer: what the person is going through, or what the answer will do.

Said once in a conversation, in the turn in which the person first tells of it; never for the
sake of saying something.
"""

from __future__ import annotations

import re

from zhihuan.conversation.danger.script import first_line
from zhihuan.conversation.demands import demands_in, gave_code, kept_it
from zhihuan.conversation.embedded.composer import bare
from zhihuan.conversation.embedded.standing import was_asked_for_money
from zhihuan.conversation.embedded.telling import CRISES
from zhihuan.conversation.embedded.thieves import is_given
from zhihuan.conversation.embedded.view import View
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.talk import asks_us_to_lend, is_angry, takes_us_for_the_lender

# What is told about oneself, and the line for it; the first that fits is said.
_FOR = (
    ("deceased-debtor", "open-bereaved"),
    ("ill", "open-ill"),
    ("pregnant", "open-ill"),
    ("unemployed", "open-unemployed"),
)

# What cannot wait is not told to take its time.
_PRESSING = re.compile(
    "明天|今天|今晚|后天|马上|急|来不及|几点|高铁|飞机|火车|开庭|传票|上门|到期|期限|最后一天"
)
_TAKES_ITS_TIME = ("open-ill", "open-bereaved")


def openings_of(view: View, *, several: bool) -> tuple[str, ...]:
    """Keys of `phrases.yaml`, in order."""
    found: list[str] = []
    if view.request.explain:
        return ("open-explain",)
    for kind in (_warning(view), _after_a_crisis(view), _feeling(view), _not_the_lender(view)):
        if kind and bare(phrase(kind)) not in view.shown:
            found.append(kind)
            break
    if view.request.corrected and view.request.sums:
        found.append("recomputed")
    elif view.goes_on_asking:
        found.append("noted")
    elif several:
        found.append("more-questions")
    return tuple(found)


def _warning(view: View) -> str | None:
    """To somebody whom a thief may be asking: first of all, do not."""
    if is_given(view):
        return None  # the answer begins with what can still be stopped
    if gave_code(view.text):
        return "open-stop-the-card"
    asked = [name for name, _ in demands_in(view.text)]
    if asked:
        return "open-pay-nothing" if "money-demand" in asked else "open-give-nothing"
    return "open-kept-it" if was_asked_for_money(view.before) and kept_it(view.text) else None


def _feeling(view: View) -> str | None:
    if is_angry(view.text):
        return "open-angry"
    if "about" not in view.told:
        return None
    before = {known.value for known in view.before.about}
    new = {known.value for known in view.situation.about} - before
    feeling = next((key for about, key in _FOR if about in new), None)
    if feeling in _TAKES_ITS_TIME and _PRESSING.search(view.text):
        return None
    return feeling


def _after_a_crisis(view: View) -> str | None:
    said = any(bare(first_line(script)) in view.shown for script in CRISES)
    return "open-after-crisis" if said else None


def _not_the_lender(view: View) -> str | None:
    if asks_us_to_lend(view.text):
        return "open-lends-nothing"
    return "open-not-lender" if takes_us_for_the_lender(view.text) else None
