"""Reading a message: one character for one, so that places in the text stay the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Also the digits as they are called over a radio, and letters that stand in for digits; all of
# them only inside a long run of digits.
_DIGIT_WORDS = str.maketrans(
    "零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖洞两拐勾oOlI",
    "0011234567891234567890279" + "0011",
)
_WORD = "零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖洞两拐勾"
_SPELT_RUN = re.compile(rf"[{_WORD}0-9](?:[ \-、,，.]?[{_WORD}0-9]){{10,}}")
_LETTERED_RUN = re.compile(
    r"(?<![A-Za-z0-9])(?=(?:[^0-9]{0,3}[0-9]){6})[0-9oOlI]{11,19}(?![A-Za-z0-9])"
)
_SILENT = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\u20e3"
_DASHES = "—–‐‑‒−－·•"


def fold(text: str) -> str:
    """Full-width, circled, keycap and spelt-out digits as digits; the length stays the same."""
    if not text.isascii():
        text = "".join(_fold_one(char) for char in text)
        text = _SPELT_RUN.sub(_as_digits, text)
    return _LETTERED_RUN.sub(lambda run: run.group().translate(_DIGIT_WORDS), text)


def _as_digits(run: re.Match[str]) -> str:
    spelt = run.group()
    if spelt.isascii():
        return spelt
    return re.sub("[、,，]", " ", spelt.translate(_DIGIT_WORDS))


@lru_cache(maxsize=4096)
def _fold_one(char: str) -> str:
    if char.isascii() or "一" <= char <= "鿿" or char in "〔〕：，。":
        return char
    if char in _SILENT or char in _DASHES:
        return "-"
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1:
        return " " if folded.isspace() and folded != "\n" else folded
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)
