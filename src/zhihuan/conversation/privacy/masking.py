"""What to cover in a message, and how the person is told.

finders, the surest first ──▶ spans that do not overlap ──▶ 〔kind〕 in their place
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhihuan.conversation.privacy.addresses import addresses
from zhihuan.conversation.privacy.cued import after_cues, codes
from zhihuan.conversation.privacy.folding import fold
from zhihuan.conversation.privacy.halves import first_halves, second_half
from zhihuan.conversation.privacy.kinds import CODE, PASSWORD, Span
from zhihuan.conversation.privacy.mail_and_plates import emails, plates
from zhihuan.conversation.privacy.names import names
from zhihuan.conversation.privacy.numbers import numbers

_FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    emails, codes, after_cues, numbers, plates, first_halves, addresses, names,
)  # fmt: skip
# By this an answer is known that told of it.
_COVERED = "我已经遮住了"
_AGAIN = (
    "这次的{kinds}也遮住了，同样没有保存。",
    "{kinds}又替您遮住了，没有留下来，真的不用发。",
    "这里的{kinds}照样遮住了，没有保存。",
)
_PLACEHOLDER = re.compile(r"〔[^〔〕]{1,8}〕")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may be kept, and the kinds of private data that were covered in it."""

    text: str
    found: tuple[str, ...]


def mask(text: str, before: str = "") -> Masked:
    """Cover private data with its kind in brackets. `mask(mask(x).text)` changes nothing.

    `before` is the message before, as it was kept: a number may have begun in it.
    """
    found: list[str] = []
    # Covering one thing can set another free, such as a number that had been part of a longer
    # run; a few rounds settle it, and each round covers something or is the last.
    for _ in range(4):
        spans = _chosen(fold(text), before)
        if not spans:
            break
        for _, _, kind in spans:
            if kind not in found:
                found.append(kind)
        text = _covered(text, spans)
    return Masked(text, tuple(found))


def notice(found: Sequence[str], earlier: Iterable[str] = ()) -> str | None:
    """One sentence that says what was covered; None where there was nothing.

    Whoever was told once, in `earlier` answers, is told in fewer words.
    """
    if not found:
        return None
    kinds = "、".join(dict.fromkeys(found))
    told = list(earlier)
    if any(_COVERED in answer for answer in told):
        again = [line.format(kinds=kinds) for line in _AGAIN]
        return next((line for line in again if not any(line in each for each in told)), again[0])
    if CODE in found or PASSWORD in found:
        return f"您发来的{kinds}{_COVERED}，没有保存；验证码和密码谁来要都别给，我们也不需要。"
    return f"您发来的{kinds}{_COVERED}，没有保存；我们用不到这些，之后不用再发。"


def _chosen(text: str, before: str) -> list[Span]:
    """What to cover, in order and without overlaps; the earlier finder has the first word."""
    taken = bytearray(len(text))
    for placeholder in _PLACEHOLDER.finditer(text):
        _take(taken, placeholder.start(), placeholder.end())
    chosen: list[Span] = []
    for spans in (*(finder(text) for finder in _FINDERS), second_half(text, before)):
        for start, end, kind in spans:
            if start < end and not any(taken[start:end]):
                _take(taken, start, end)
                chosen.append((start, end, kind))
    return sorted(chosen)


def _covered(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for start, end, kind in spans:
        parts += [text[at:start], f"〔{kind}〕"]
        at = end
    return "".join([*parts, text[at:]])


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)
