"""What may be said in a turn: the passages that were found and the sums that were done.

A brain is given each under a short handle (P1, P2 … for passages, C1, C2 … for sums) and puts
the handle behind every sentence that rests on it: 「还清后再保存五年。[P1]」. Only what lies
here can be cited. What earlier turns of the same conversation showed may be spoken of again,
but not cited anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhihuan.library.article import Passage
from zhihuan.library.search import Hit
from zhihuan.repayment import Calculation


@dataclass(slots=True)
class Evidence:
    """Grows while a turn runs. `said` is what the person wrote, this turn and before."""

    as_of: date
    said: tuple[str, ...] = ()
    earlier: tuple[Mapping[str, Any], ...] = ()
    passages: dict[str, Passage] = field(default_factory=dict)
    calculations: dict[str, Calculation] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # our own words: why a sum cannot be done
    lock: Any = field(default_factory=threading.Lock, repr=False, compare=False)

    def add_hits(self, hits: Iterable[Hit]) -> list[tuple[Hit, list[tuple[str, Passage]]]]:
        """Give the passages of `hits` their handles; one already here keeps the one it has."""
        numbered = []
        for hit in hits:
            if all(hit.article.slug != known.article.slug for known in self.hits):
                self.hits.append(hit)
            numbered.append((hit, [(self._passage(p), p) for p in hit.passages]))
        return numbered

    def add_calculation(self, calculation: Calculation) -> str:
        """Give a sum its handle."""
        for handle, known in self.calculations.items():
            if known.id == calculation.id:
                return handle
        handle = f"C{len(self.calculations) + 1}"
        self.calculations[handle] = calculation
        return handle

    def _passage(self, passage: Passage) -> str:
        for handle, known in self.passages.items():
            if known.id == passage.id:
                return handle
        handle = f"P{len(self.passages) + 1}"
        self.passages[handle] = passage
        return handle
