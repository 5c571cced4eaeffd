"""What a brain may do, as plain methods: look things up, do sums, write letters, read notices.

The same methods stand behind the HTTP API, the command line and a brain's tools. None writes
anything, so any may run twice. The day is an argument and comes from us, never from a model.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from zhihuan.conversation.calculators import Calculators
from zhihuan.conversation.letters import Letter, write_letter
from zhihuan.conversation.notices import Reading, read_notice
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.timeline import Timeline, timeline
from zhihuan.library.letters import UnknownLetter
from zhihuan.library.search import Audience, Hit, Library
from zhihuan.repayment import Money


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
        self,
        query: str,
        *,
        as_of: date,
        stages: Collection[str] = (),
        limit: int = 4,
        audience: Audience = "public",
        asked: str | None = None,
    ) -> list[Hit]:
        """The articles in force on `as_of` that answer `query`. Empty: nothing to say.

        `asked`: see `Library.search`.
        """
        return self._library.search(
            query, as_of=as_of, stages=stages, limit=limit, audience=audience, asked=asked
        )

    def search_or_near(
        self,
        query: str,
        *,
        as_of: date,
        stages: Collection[str] = (),
        audience: Audience = "public",
        asked: str | None = None,
    ) -> tuple[list[Hit], list[Hit]]:
        """What `search` finds, or else what may have been meant: to be asked about, not told."""
        return self._library.search_or_near(
            query, as_of=as_of, stages=stages, limit=4, audience=audience, asked=asked
        )

    def write_letter(
        self,
        letter: str,
        *,
        as_of: date,
        situation: Situation | None = None,
        added: Mapping[str, str] | None = None,
        said: Sequence[str] = (),
    ) -> Letter:
        """The letter with this id, as far as it can be filled in. Raises UnknownLetter."""
        base = self._library.knowledge_base
        if letter not in base.letters:
            raise UnknownLetter(base.letters)
        return write_letter(
            base.letters[letter],
            as_of=as_of,
            sources=base.sources,
            contacts=base.contacts,
            situation=situation,
            added=added,
            said=said,
        )

    def read_notice(self, text: str, *, as_of: date) -> Reading:
        """What somebody received, held against known marks. Never says that it is genuine."""
        base = self._library.knowledge_base
        return read_notice(text, as_of=as_of, sources=base.sources, contacts=base.contacts)

    def timeline(
        self,
        *,
        due: date,
        as_of: date,
        amount: Money | None = None,
        product: str | None = None,
        settled: date | None = None,
        events: Sequence[tuple[str, date]] = (),
    ) -> Timeline:
        """From the due date to what may follow. `events`: a key of `timeline.EVENTS`, the day."""
        return timeline(
            self,
            due=due,
            as_of=as_of,
            sources=self._library.knowledge_base.sources,
            amount=amount,
            product=product,
            settled=settled,
            events=events,
        )
