"""The line before an answer: what the person is going through, or what the answer will do.

Said once in a conversation, in the turn in which the person first tells of it; never for the
sake of saying something.
"""

from __future__ import annotations

from zhihuan.conversation.embedded.composer import bare
from zhihuan.conversation.embedded.view import View
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.talk import is_angry

# What is told about oneself, and the line for it; the first that fits is said.
_FOR = (
    ("deceased-debtor", "open-bereaved"),
    ("ill", "open-ill"),
    ("pregnant", "open-ill"),
    ("unemployed", "open-unemployed"),
)


def openings_of(view: View, *, several: bool) -> tuple[str, ...]:
    """Keys of `phrases.yaml`, in order."""
    found: list[str] = []
    if view.request.explain:
        return ("open-explain",)
    feeling = _feeling(view)
    if feeling and bare(phrase(feeling)) not in view.shown:
        found.append(feeling)
    if view.request.corrected and view.request.sums:
        found.append("recomputed")
    elif several:
        found.append("more-questions")
    return tuple(found)


def _feeling(view: View) -> str | None:
    if is_angry(view.text):
        return "open-angry"
    if "about" not in view.told:
        return None
    before = {known.value for known in view.before.about}
    new = {known.value for known in view.situation.about} - before
    return next((key for about, key in _FOR if about in new), None)
