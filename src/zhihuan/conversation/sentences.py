"""Cutting a stream of text into whole sentences, each with the handles behind it.

    「还清后再保存五年。[P1][C1]\n- 下一句」  →  「还清后再保存五年。」 P1 C1 ;  「下一句」 item

A sentence is let go only when what follows shows that no handle can still be coming.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Break = Literal["", "line", "paragraph", "item"]

# What stands before a sentence in running text.
JOINTS: Mapping[str, str] = {"": "", "line": "\n", "paragraph": "\n\n", "item": "\n- "}

_HANDLES = re.compile(r"[\[【〔]\s*((?:[PC]\d{1,3}\s*[,，、]?\s*)+)[\]】〕]")
_HANDLE = re.compile(r"[PC]\d{1,3}")
# Anything else in brackets that looks like a citation is a citation of nothing.
_STRAY = re.compile(
    r"[\[【〔]\s*(?:\^[^\]】〕\n]{0,40}|\d{1,3}(?:[\s,，、;；–-]+\d{1,3})*(?:†[^\]】〕\n]{0,40})?"
    r"|[A-Za-z]{1,12}[\s_-]?\d{1,6}(?:[\s,，、;；–-]+[A-Za-z]{0,12}\d{1,6})*"
    r"|(?:来源|引用|依据|出处|参考)[^\]】〕\n]{0,20})\s*[\]】〕]"
    r"|[(（]\s*[PC]\d{1,3}(?:\s*[,，、]\s*[PC]\d{1,3})*\s*[)）]"
)
_END = re.compile(r"[。！？!?]+[”’」』）)]*|\n")
_AFTER = re.compile(r"(?:\s*[\[【〔][^\]】〕\n]{0,40}[\]】〕])*[ \t]*")
_MARK = re.compile(r"^\s*(?:(?:[-*•]|\d{1,2}[.)）])\s+|\d{1,2}、(?!\s*\d))")
_HANDLE_ON_NEXT_LINE = re.compile(r"\s*\n\s*(?=[\[【〔]\s*[PC]\d)")
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class RawSentence:
    """A sentence as a brain wrote it, taken apart."""

    text: str
    handles: tuple[str, ...]
    breaks: Break
    strays: bool = False


class SentenceStream:
    """Feed it text as it comes; it gives whole sentences back."""

    def __init__(self) -> None:
        self._buffer = ""
        self._breaks: Break = ""

    def feed(self, text: str) -> Iterator[RawSentence]:
        """The sentences that `text` completes."""
        self._buffer += text
        while (cut := self._cut()) is not None:
            piece, self._buffer = self._buffer[:cut], self._buffer[cut:]
            yield from self._take(piece)

    def flush(self) -> Iterator[RawSentence]:
        """What is left when the stream has ended."""
        piece, self._buffer = self._buffer, ""
        yield from self._take(piece)

    def _cut(self) -> int | None:
        end = _END.search(self._buffer)
        if end is None or end.start() >= _LONGEST:
            return _LONGEST if len(self._buffer) > _LONGEST else None
        after = _AFTER.match(self._buffer, end.end())
        stop = after.end() if after else end.end()
        rest = self._buffer[stop:].lstrip()
        if not rest or rest[0] in "[【〔":
            # A handle, or the rest of one, may still come.
            return None if len(self._buffer) - end.end() < 60 else stop
        return stop

    def _take(self, piece: str) -> Iterator[RawSentence]:
        lines = _HANDLE_ON_NEXT_LINE.sub("", piece).split("\n")
        for number, line in enumerate(lines):
            if number:
                self._breaks = "paragraph" if self._breaks in ("line", "paragraph") else "line"
            sentence = self._sentence(line)
            if sentence.text:
                yield sentence
                self._breaks = ""

    def _sentence(self, line: str) -> RawSentence:
        item = bool(_MARK.match(line))
        line = _MARK.sub("", line)
        handles = tuple(
            dict.fromkeys(h for group in _HANDLES.findall(line) for h in _HANDLE.findall(group))
        )
        bare = _HANDLES.sub("", line)
        text = _STRAY.sub("", bare).replace("**", "").replace("`", "").strip()
        return RawSentence(text, handles, "item" if item else self._breaks, text != bare.strip())
