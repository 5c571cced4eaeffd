"""A draft as it is read for breaches: one spelling, and every place of it known in the draft.

    你 不 还，  →  您不还，      with the offset of each character kept

What is put between characters so that nobody finds them (征 信, 征*信) is not read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# One character for one: what is written in another way is read as the same.
_SAME = str.maketrans({"你": "您", "妳": "您", "?": "？", "!": "！", ";": "；"})
_CJK = "㐀-䶿一-鿿"
_BETWEEN = re.compile(rf"(?<=[{_CJK}])[ \t\u3000*·_|/\\-]+(?=[{_CJK}])")
_COMMA = re.compile(rf"(?<=[{_CJK}0-9a-zA-Z”」%]),(?!\d{{3}})")
_COLON = re.compile(r":(?!\d)")
_SENTENCE = re.compile(r"[^。！？\n]+(?:[。！？]+[”’」』）)]*)?|\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a reading: `start:end` are places in it. `text` has its full stop."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is what is read; `places[n]` is where its character n stands in the draft."""

    text: str
    places: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `start:end` of the reading stands in the draft."""
        return self.places[start], self.places[end - 1] + 1

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds a place of the reading."""
        found = (n for n, each in enumerate(self.sentences) if place < each.end)
        return next(found, len(self.sentences) - 1)


def read_draft(draft: str) -> Reading:
    """The draft as it is read."""
    kept: list[str] = []
    places: list[int] = []
    hidden = {
        place for found in _BETWEEN.finditer(draft) for place in range(found.start(), found.end())
    }
    for place, char in enumerate(draft):
        if place in hidden or unicodedata.category(char) in ("Cf", "Mn", "Me"):
            continue
        folded = unicodedata.normalize("NFKC", char) if "！" <= char <= "～" else char
        kept.append((folded if len(folded) == 1 else char).translate(_SAME))
        places.append(place)
    text = _COLON.sub("：", _COMMA.sub("，", "".join(kept)))
    sentences = tuple(
        Sentence(found[0], found.start(), found.end())
        for found in _SENTENCE.finditer(text)
        if found[0].strip()
    )
    return Reading(text, tuple(places), sentences)
