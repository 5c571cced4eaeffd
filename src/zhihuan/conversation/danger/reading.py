"""A message as danger is looked for in it: disguises off, pauses kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from zhihuan.conversation.danger.data import yaml_of

# More than anybody types; beyond it only the beginning and the end are read.
_LONGEST = 4_000
_CJK = "㐀-䶿一-鿿"
# What may stand between two characters without meaning a pause.
_INSERTED = re.compile(rf"(?<=[{_CJK}])(?:[^\w，。！？；：、,!?;:.]|_|[.。]{{2,}})+(?=[{_CJK}a-z])")
# A pause, between characters that each stand alone: 不，想，活，了 is no list.
_SPELT_OUT = re.compile(
    rf"(?<![{_CJK}\w])[{_CJK}](?:[，。！？；：、,!?;:.][{_CJK}])+(?![{_CJK}\w])"
)
_PAUSE = re.compile(r"[，。！？；：、,!?;:.]")
_TWO_PAUSES = str.maketrans(",:：、!！?？;；", "，，，，。。。。。。")


def reading(text: str) -> str:
    """A message as it is read here, with two pauses: ，and 。. Never shown to anybody."""
    # Twice, since one character may turn into eighteen.
    text = _cut(unicodedata.normalize("NFKC", _cut(text)).lower())
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn", "Me"))
    text = text.translate(_simplified())
    text = _INSERTED.sub("", text)
    text = _SPELT_OUT.sub(lambda spelt: _PAUSE.sub("", spelt.group()), text)
    return re.sub(r"\s*\n\s*", "。", text).translate(_TWO_PAUSES)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    pairs = yaml_of("lexicon.yaml")["traditional"]
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST // 2] + "\n" + text[-_LONGEST // 2 :]
