"""The assertions of a document: each sentence, list item and table row, with what it belongs to.

Questions assert nothing and are left out. A heading asserts something only where it makes a
claim that is never to be told (修复信用记录), which `verdicts` looks for; so headings are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhihuan.library.importing.block import Block, UnreadableDocument

MOST = 2_000
_SENTENCE = re.compile(r".+?(?:[。！？!?；;]+[”’」）)]*|$)", re.S)
_QUESTION = re.compile(r"[？?][”’」）)]*$")
_UNSEEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]"
)
_HALF_WIDTH = str.maketrans(
    {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"}
)
_CLOCK_OR_NUMBER = re.compile(r"(?<=\d)[，：](?=\d)")
_STRAIGHT_QUOTES = re.compile(r'"([^"]{1,60})"')
_FEWEST_CHARACTERS = 6


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that the document says.

    `following` is the sentence after it, which may take it back; `heading` is what it stands
    under; a heading itself has `is_heading`.
    """

    text: str
    place: str
    heading: str
    following: str
    is_heading: bool


def assertions_of(blocks: Sequence[Block]) -> list[Assertion]:
    """Every assertion, in order. Raises UnreadableDocument where there are too many."""
    found: list[Assertion] = []
    heading = ""
    for block in blocks:
        parts = list(_parts(block))
        if block.kind == "heading":
            heading = parts[0] if parts else ""
        for text, following in zip(parts, [*parts[1:], ""], strict=True):
            if len(text) >= _FEWEST_CHARACTERS and not _QUESTION.search(text):
                under = "" if block.kind == "heading" else heading
                found.append(
                    Assertion(text, block.place, under, following, block.kind == "heading")
                )
    if len(found) > MOST:
        raise UnreadableDocument(f"有 {len(found)} 句话，一次最多 {MOST} 句，请拆开")
    return found


def _parts(block: Block) -> Iterator[str]:
    text = plain(block.text)
    if block.kind in ("heading", "row"):
        if text:
            yield text
        return
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match[0].strip()


def plain(text: str) -> str:
    """One spelling of punctuation, nothing unseen: full-width marks between Chinese words."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace("\u3000", " ")
    wide = text.translate(_HALF_WIDTH)
    kept = _CLOCK_OR_NUMBER.sub(lambda m: text[m.start()], wide)
    return _STRAIGHT_QUOTES.sub(r"“\1”", kept).strip()
