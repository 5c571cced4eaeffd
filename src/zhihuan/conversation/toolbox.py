"""What a brain may do, as plain methods: look things up, and do sums.

The same methods stand behind the HTTP API, the command line and a brain's tools. None writes
anything, so any may run twice. The day is an argument and comes from us, never from a model.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from zhihuan.conversation.calculators import Calculators
from zhihuan.library.search import Hit, Library


class Toolbox(Calculators):
    """The tools over one library."""

    def __init__(self, library: Library) -> None:
        super().__init__(lambda: library.knowledge_base.products)
        self._library = library

    @property
    def library(self) -> Library:
        """Where facts are found."""
        return self._library

    def search(
        self, query: str, *, as_of: date, stages: Collection[str] = (), limit: int = 4
    ) -> list[Hit]:
        """The articles in force on `as_of` that answer `query`. Empty: nothing to say."""
        return self._library.search(query, as_of=as_of, stages=stages, limit=limit)
