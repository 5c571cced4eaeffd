"""A chain that shows whether anything in it was changed, without holding anything personal.

    commitment = HMAC-SHA256(salt, content)                    one salt of 32 random bytes each
    hash       = SHA-256(number, id, at, kind, commitment, erased, hash of the link before)

Content and salt lie apart. Where both are erased, the commitment says nothing of what it stood
for and the chain still holds; that it was erased is a link of its own, so that content which is
gone without such a link was taken away.

What a chain alone cannot show is that its end was cut off, or that all of it was written anew:
for that, the hash of its last link is noted down elsewhere and asked for (`verify`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = "0" * 64
SALT_BYTES = 32

#: First and last number of a run of links.
Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `at` is in milliseconds since 1970, so that it has one way to be written.

    kind         what was kept ("answer", "draft", "reply"), or why something was erased
                 ("erased:asked", "erased:retention")
    commitment   to the content; "" in a link that erases
    erased       the numbers that it erases, in runs; none in a link that keeps
    """

    number: int
    id: str
    at: int
    kind: str
    commitment: str
    erased: tuple[Run, ...]
    previous: str

    @property
    def hash(self) -> str:
        """Hex digits, of everything in it."""
        parts = [
            self.number, self.id, self.at, self.kind, self.commitment,
            runs_text(self.erased), self.previous,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def commitment(salt: bytes, content: str) -> str:
    """Hex digits that stand for a content, and tell nothing of it to who lacks the salt."""
    return hmac.new(salt, content.encode(), hashlib.sha256).hexdigest()


def runs_of(numbers: Iterable[int]) -> tuple[Run, ...]:
    """Numbers as runs: 1, 2, 3, 7 are (1, 3), (7, 7)."""
    runs: list[Run] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


def runs_text(runs: Iterable[Run]) -> str:
    """Runs as they are kept: "1-3,7-7"."""
    return ",".join(f"{first}-{last}" for first, last in runs)


def runs_in(text: str) -> tuple[Run, ...]:
    """The runs that a text says. Raises ValueError where it says none."""
    found = []
    for part in text.split(",") if text else ():
        first, last = part.split("-")
        found.append((int(first), int(last)))
    return tuple(found)
