"""A sentence of a draft, and which of them may be put into the reply as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhihuan.conversation.events import Said, prose
from zhihuan.conversation.sentences import Break
from zhihuan.conversation.support import runs

# So many characters in a row are no coincidence: they were copied.
_COPIED = 12


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """`citations` and `calculations` are ids. Not `insertable`: advice to the agent alone."""

    text: str
    breaks: Break = ""
    citations: tuple[str, ...] = ()
    calculations: tuple[str, ...] = ()
    insertable: bool = True

    def to_json(self) -> dict[str, Any]:
        """One entry of `sentences`."""
        return {**self._said().to_json(), "insertable": self.insertable}

    def _said(self) -> Said:
        return Said(self.text, self.breaks, self.citations, self.calculations)


def sentences_in(
    answer: Mapping[str, Any], internal: frozenset[str], secret: str
) -> list[DraftSentence]:
    """The sentences of an answer. `internal` are the ids of internal passages that it cites.

    A sentence that rests on one is advice to the agent; so is one that copies out of `secret`, the
    text of what was found inside, and cites something else for it.
    """
    hidden = runs(secret, _COPIED) if secret else set()
    quoted = {c["id"]: str(c["quote"]) for c in answer["citations"] if c["id"] not in internal}
    found = []
    for each in answer["sentences"]:
        cited = tuple(each["citations"])
        public = runs("".join(quoted.get(c, "") for c in cited), _COPIED)
        copied = (runs(each["text"], _COPIED) & hidden) - public
        insertable = internal.isdisjoint(cited) and not copied
        found.append(
            DraftSentence(
                each["text"], each["break"], cited, tuple(each["calculations"]), insertable
            )
        )
    return found


def text_of(sentences: Sequence[DraftSentence]) -> str:
    """What would be put into the reply."""
    return prose([each._said() for each in sentences if each.insertable])
