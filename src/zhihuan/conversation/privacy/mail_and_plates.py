"""What shows by its form alone: e-mail addresses and licence plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhihuan.conversation.privacy.kinds import EMAIL, PLATE, Span

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?@ ?"
    r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ -]?"
    r"(?=(?:[A-HJ-NP-Z]{0,4}[0-9]){2})[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses."""
    return ((found.start(), found.end(), EMAIL) for found in _EMAIL.finditer(text))


def plates(text: str) -> Iterator[Span]:
    """Licence plates."""
    return ((found.start(), found.end(), PLATE) for found in _PLATE.finditer(text))
