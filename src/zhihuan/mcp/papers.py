"""Papers to take along: letters with their gaps, and the timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from zhihuan.conversation.calculators.typed import amount_of, day_of
from zhihuan.conversation.situation import Known, Situation
from zhihuan.conversation.timeline import EVENTS, MAX_EVENTS
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.mcp.fields import LABEL, AsOf, Day, Product, Yuan, day, some_day
from zhihuan.repayment import DEADLINES

_EVENTS = "；".join(f"{key} {DEADLINES[rule].event}" for key, rule in EVENTS.items())


class LetterKind(BaseModel):
    """A letter that can be written, and what can be filled in. The rest is the writer's pen's."""

    id: str
    title: str
    purpose: str
    blanks: dict[str, str] = Field(description="能填的空：名字和意思")


class Letters(BaseModel):
    """All letters."""

    letters: list[LetterKind]


class Paper(BaseModel):
    """A letter or a timeline. Give it as it stands in `told`."""

    label: str
    told: str = Field(description="全文，照着给")
    paper: dict[str, Any] = Field(description="同一份的结构，带依据和 calculation 的 id")


class Event(BaseModel):
    """A paper that arrived, or another event that a deadline counts from."""

    kind: str = Field(max_length=40, description=_EVENTS, json_schema_extra={"enum": list(EVENTS)})
    on: Day


class Papers:
    """Tools over the letters and dates of `opened()`."""

    def __init__(self, opened: Callable[[], Toolbox]) -> None:
        self._opened = opened

    def list_letters(self) -> Letters:
        """能写哪几种信（协商分期、征信异议、投诉……），每种有哪些空可以填。"""
        known = self._opened().library.knowledge_base.letters.values()
        return Letters(
            letters=[
                LetterKind(
                    id=letter.id,
                    title=letter.title,
                    purpose=letter.purpose,
                    blanks={b.name: b.label for b in letter.blanks.values() if not b.by_hand},
                )
                for letter in known
            ]
        )

    def write_letter(
        self,
        letter: Annotated[str, Field(max_length=60, description="信的 id，见 list_letters")],
        fields: Annotated[
            dict[str, Annotated[str, Field(max_length=1_200)]],
            Field(max_length=40, description="空的名字和内容，只填对方自己说过的"),
        ] = {},  # noqa: B006 - pydantic copies it
        lender_kind: Annotated[
            Literal["small-loan-company", "bank", "consumer-finance-company"] | None,
            Field(description="放款的是哪一类机构；不知道就不写"),
        ] = None,
        as_of: AsOf = None,
    ) -> Paper:
        """把一封信填到能填的地方，没说过的留空。姓名、证件号、电话由本人手写，不要传进来。"""
        on = day(as_of)
        lender = Known[str](lender_kind, "", 0, on) if lender_kind else None
        written = self._opened().write_letter(
            letter, as_of=on, situation=Situation(lender_kind=lender), added=fields
        )
        return Paper(label=LABEL, told=written.text(), paper=written.to_json())

    def timeline(
        self,
        due: Annotated[Day, Field(description="还款日")],
        amount: Annotated[Yuan | None, Field(description="还欠多少元；不写就不算费用")] = None,
        product: Product = None,
        settled: Annotated[Day | None, Field(description="全部还清的那天；没还清就不写")] = None,
        events: Annotated[list[Event], Field(max_length=MAX_EVENTS)] = [],  # noqa: B006 - copied
        as_of: AsOf = None,
    ) -> Paper:
        """画时间线：从还款日到今天，再到以后可能发生的事，每一步是哪天、能做什么。"""
        sums = self._opened()
        drawn = sums.timeline(
            due=day_of(due, "due（还款日）"),
            as_of=day(as_of),
            amount=amount_of(amount, "amount（欠款金额）") if amount else None,
            product=sums.check_product(product),
            settled=some_day(settled, "settled（还清那天）"),
            events=[(each.kind, day_of(each.on, "on（哪天）")) for each in events],
        )
        return Paper(label=LABEL, told=drawn.text(), paper=drawn.to_json())
