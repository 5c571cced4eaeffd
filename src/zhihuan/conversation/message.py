"""What a person may send: read, bounded, and cleaned of what cannot be shown."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import date

from zhihuan.errors import ZhihuanError

MAX_CHARACTERS = 4_000
FIRST_DAY, LAST_DAY = date(2014, 2, 1), date(2100, 12, 31)

_LINE = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")


class InvalidMessage(ZhihuanError):
    """What was sent cannot be read as a message, or as a day."""


def new_id() -> str:
    """An id that cannot be guessed: 128 random bits."""
    return secrets.token_hex(16)


def clean(text: str) -> str:
    """The message without control characters. Raises InvalidMessage where nothing is left."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidMessage(f"一次最多 {MAX_CHARACTERS} 个字，请分成几段发，或者只发最要紧的部分")
    text = _LINE.sub("\n", text)
    kept = "".join(
        c
        for c in text
        if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")
    )
    kept = kept.strip()
    if not any(character.isprintable() and not character.isspace() for character in kept):
        raise InvalidMessage("没有收到文字，请把想问的写下来再发")
    return kept


def check_day(day: date) -> date:
    """A day that we can speak about. Raises InvalidMessage."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidMessage(f"日期要在 {FIRST_DAY} 到 {LAST_DAY} 之间")
    return day
