"""What adds up over the turns, and what is said to our question about safety.

One tired sentence is a tired sentence. Having given up, being a burden to all and putting one's
affairs in order are warnings that professionals add together: two of them, and we ask; three,
and we need not ask. The words are in `course.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from zhihuan.conversation.danger.data import yaml_of
from zhihuan.conversation.danger.finding import Danger, Script
from zhihuan.conversation.danger.reading import reading
from zhihuan.conversation.danger.script import first_line

_ASK_AT, _SURE_AT = 2, 3
_ASKING: tuple[Script, ...] = (
    "self", "minor", "someone-else", "threatened", "harm-others", "unsure",
)  # fmt: skip


def with_earlier(read: str, found: Danger, earlier: Sequence[str]) -> Danger:
    """`found`, made graver where this `reading` adds a warning to those of `earlier` ones."""
    now = _warnings(read)
    if not now:
        return found
    before = {name for each in earlier for name in _warnings(each)}
    count = len(now.keys() | before)
    words = next(iter(now.values()))
    if count >= _SURE_AT and before:
        return Danger("crisis", "self", words, "course")
    if count >= _ASK_AT and found.level != "unsure":
        return Danger("unsure", "self", words, "course")
    return found


def fixed_answer(found: Danger, text: str, earlier: Sequence[Mapping[str, Any]]) -> Script | None:
    """Which fixed words answer a message; None where an ordinary answer may go out.

    `earlier` are the answers shown before, oldest first. Whoever was just asked whether they
    are safe is heard out: yes and no are short words, and mean nothing elsewhere. The question
    of `unsure` is asked once in a conversation; after that there is the gentle line.
    """
    last: Mapping[str, Any] = earlier[-1] if earlier else {}
    asked = any(_says(last, script) for script in _ASKING)
    if asked and found.level != "crisis" and (reply := _reply(text)) is not None:
        return reply
    if _says(last, "still-there") and (found.level != "none" or _reply(text) == "still-there"):
        return "minor" if found.minor else "self"
    if found.level == "crisis" or (found.level == "unsure" and asked):
        return "still-there" if asked else found.script
    if found.level == "unsure" and not any(_says(answer, "unsure") for answer in earlier):
        return "unsure"
    return None


def _reply(text: str) -> Script | None:
    """What a short message says to the question whether somebody is safe."""
    read = reading(text).strip("，。 ")
    replies: Mapping[str, str] = yaml_of("course.yaml")["replies"]
    return next(
        (cast(Script, script) for script, said in replies.items() if re.fullmatch(said, read)), None
    )


def _says(answer: Mapping[str, Any], script: Script) -> bool:
    """Whether an answer consisted of these fixed words; no number stands in the first line."""
    return first_line(script) in str(answer.get("text", ""))


def _warnings(read: str) -> dict[str, str]:
    """Which warnings a reading holds, each with the words."""
    found = {name: pattern.search(read) for name, pattern in _warning_patterns().items()}
    return {name: hit.group() for name, hit in found.items() if hit}


@lru_cache(maxsize=1)
def _warning_patterns() -> dict[str, re.Pattern[str]]:
    warnings: Mapping[str, Sequence[str]] = yaml_of("course.yaml")["warnings"]
    return {name: re.compile("|".join(parts)) for name, parts in warnings.items()}
