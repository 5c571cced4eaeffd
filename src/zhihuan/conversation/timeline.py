"""From the due date to today to what may follow, each step with its day, if a rule fixes one.

    dated      due · M1 … M7 · today · papers that arrived and their last days · record · limitation
    undated    what no rule puts a day to: collection, a lawyer's letter, assignment, court

Every figure is a calculation's; every sentence is one of timeline.yaml, with its sources. It
takes for granted that nothing is paid from here on, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import yaml

from zhihuan.conversation.calculators import DEFAULT_PRODUCT, Calculators
from zhihuan.library.sources import Source
from zhihuan.library.statements import Statement, prose, sources_json, statements_of
from zhihuan.repayment import (
    AI_LABEL,
    DEADLINES,
    Calculation,
    Figure,
    InvalidTerms,
    Money,
    OverdueCost,
)
from zhihuan.repayment.calculation import (
    InputList,
    calculation,
    count_figure,
    date_figure,
    yuan_figure,
)

Certainty = Literal["certain", "possible", "unfixed"]
State = Literal["past", "now", "future", "open"]
CERTAINTY: Mapping[Certainty, str] = {
    "certain": "算得出日子",
    "possible": "可能",
    "unfixed": "没有规定哪天",
}
EVENTS: Mapping[str, str] = {
    "summons": "defence",
    "payment_order": "payment_order_objection",
    "judgment": "appeal",
    "ruling": "appeal_ruling",
    "effective": "retrial",
    "performance_due": "enforcement",
    "mediation_agreement": "settlement_confirmation",
    "arbitration_award": "arbitration_set_aside",
    "public_notice": "public_service",
    "objection_sent": "credit_objection",
    "complaint_accepted": "credit_complaint",
}
"""What may have arrived, and the deadline that runs from it."""

MAX_EVENTS = 20
_UNDATED = (
    "restricted", "reported", "collected", "lawyers-letter", "assigned", "sued", "enforced",
)  # fmt: skip
_UNPAID = "当作从现在起一直没有还；还了一部分，后面的日子和费用都会变。"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `figures` is what was worked out for it, in a sentence; "" where nothing was.

    `on` is None where no rule fixes a day; `until` is the last day of a period that began `on`.
    """

    id: str
    title: str
    certainty: Certainty
    on: date | None
    until: date | None
    figures: str
    means: tuple[Statement, ...]
    do: tuple[Statement, ...]

    def state(self, as_of: date) -> State:
        """Where it lies, seen from `as_of`."""
        if self.on is None:
            return "open"
        if (self.until or self.on) < as_of:
            return "past"
        return "now" if self.on <= as_of else "future"

    @property
    def when(self) -> str:
        """For people."""
        if self.on is None:
            return CERTAINTY["unfixed"]
        period = f"{self.on} 到 {self.until}" if self.until else str(self.on)
        return f"{period}（可能）" if self.certainty == "possible" else period

    @property
    def text(self) -> str:
        """The step in one paragraph."""
        do = f"可以做的：{prose(self.do)}" if self.do else ""
        return f"{self.when}　{self.title}：{self.figures}{prose(self.means)}{do}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The steps, dated ones first and in order."""

    as_of: date
    steps: tuple[Step, ...]
    sources: tuple[Mapping[str, Any], ...]
    calculation: Calculation

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every sentence that rests on a source."""
        return tuple(s for step in self.steps for s in (*step.means, *step.do))

    def text(self) -> str:
        """The whole timeline as plain text."""
        lines = [f"- {step.text}" for step in self.steps]
        return "\n".join([f"【{AI_LABEL}】", *lines, *self.calculation.result["notes"]])

    def to_json(self) -> dict[str, Any]:
        """Everything, and the calculation behind it."""
        return {
            **self.calculation.result,
            "fallback": self.text(),
            "sources": [dict(each) for each in self.sources],
            "calculation": self.calculation.to_json(),
        }


@dataclass(slots=True)
class _Drawing:
    """What a timeline is drawn with, and what the sums left behind."""

    sums: Calculators
    sources: Mapping[str, Source]
    due: date
    as_of: date
    amount: Money | None
    product: str | None
    settled: date | None
    figures: list[Figure] = field(default_factory=list)
    calculations: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def step(
        self,
        key: str,
        on: date | None = None,
        until: date | None = None,
        figures: str = "",
    ) -> Iterator[Step]:
        """The step `key`, unless it is for other products, or its rules do not hold on the day."""
        entry = _steps()[key]
        products = entry.get("products")
        if products and (self.product or DEFAULT_PRODUCT) not in products:
            return
        means = statements_of(entry["means"])
        do = statements_of(entry["do"])
        if not all(each.holds_on(self.as_of, self.sources) for each in (*means, *do)):
            return
        certainty = cast(Certainty, entry["certainty"])
        # At what lies behind, nothing can be done any more.
        over = on is not None and (until or on) < self.as_of
        yield Step(key, entry["title"], certainty, on, until, figures, means, () if over else do)

    def keep(self, done: Calculation) -> None:
        """A sum that was done for this timeline."""
        self.calculations.append(done.id)
        self.figures += done.figures

    def cost(self, on: date) -> OverdueCost | None:
        """What being late has cost by `on`; None where there is no amount, or nothing is published."""
        if self.amount is None or on <= self.due:
            return None
        try:
            found = self.sums.overdue_cost(
                amount=self.amount, due=self.due, as_of=on, product=self.product
            )
        except InvalidTerms as error:
            self.notes = list(dict.fromkeys([*self.notes, str(error)]))
            return None
        self.calculations.append(found.calculation.id)
        self.notes = list(dict.fromkeys([*self.notes, *found.calculation.assumptions]))
        return found

    def late(self, on: date) -> str:
        """逾期31天，费用约 37.20–50.59 元。"""
        days = (on - self.due).days
        self.figures.append(count_figure(days, "days", f"到 {on} 逾期"))
        cost = self.cost(on)
        if cost is None:
            return f"到这天逾期{days}天。"
        low, high = Money.rounded(cost.low), Money.rounded(cost.high)
        self.figures += [
            yuan_figure(cost.low, f"到 {on} 的费用（低）"),
            yuan_figure(cost.high, f"到 {on} 的费用（高）"),
        ]
        fee = f"{low.text()}" if low == high else f"{low.text()}–{high.text()}"
        return f"到这天逾期{days}天，费用约 {fee} 元。"


def timeline(
    sums: Calculators,
    *,
    due: date,
    as_of: date,
    sources: Mapping[str, Source],
    amount: Money | None = None,
    product: str | None = None,
    settled: date | None = None,
    events: Sequence[tuple[str, date]] = (),
) -> Timeline:
    """Draw it. `events` are (a key of `EVENTS`, the day). Raises InvalidTerms."""
    if settled is not None and settled < due:
        raise InvalidTerms("还清那天不能早于还款日，请核对日期")
    if len(events) > MAX_EVENTS:
        raise InvalidTerms(f"最多列 {MAX_EVENTS} 件事")
    drawing = _Drawing(sums, sources, due, as_of, amount, product, settled)
    dated = [*_late_steps(drawing), *_event_steps(drawing, events), *_record_steps(drawing)]
    dated.sort(key=lambda step: (step.on or due, step.until or step.on or due))
    open_steps = [] if settled else [s for key in _UNDATED for s in drawing.step(key)]
    steps = (*dated, *open_steps)
    said = [s for step in steps for s in (*step.means, *step.do)]
    return Timeline(
        as_of,
        steps,
        tuple(sources_json(said, as_of, sources)),
        _calculation(drawing, steps, events),
    )


def _late_steps(d: _Drawing) -> Iterator[Step]:
    yield from list(d.step("due-baitiao", d.due)) or d.step("due", d.due)
    reached = d.sums.marks(due=d.due, as_of=d.as_of)
    d.keep(reached.calculation)
    for stage, begins in reached.begins:
        if d.settled is None or begins <= d.settled:
            yield from d.step(f"stage-{stage.lower()}", begins, None, d.late(begins))
    if d.settled is None and d.as_of > d.due:
        yield from d.step("today", d.as_of, None, d.late(d.as_of))


def _event_steps(d: _Drawing, events: Sequence[tuple[str, date]]) -> Iterator[Step]:
    for kind, on in events:
        if kind not in EVENTS:
            known = "、".join(f"{key}（{DEADLINES[rule].event}）" for key, rule in EVENTS.items())
            raise InvalidTerms(f"不认识这件事，能写的有：{known}")
        found = d.sums.deadline(kind=EVENTS[kind], event=on, as_of=d.as_of)
        d.keep(found.calculation)
        left = found.days_left or 0
        rest = f"还剩{left}天" if left >= 0 else f"已经过了{-left}天"
        rule = found.rule
        told = f"从{rule.event}那天算，最后一天是 {found.last_day}，{rest}，由{rule.whose}来做。"
        yield from d.step(f"event-{kind}", on, found.last_day, told)


def _record_steps(d: _Drawing) -> Iterator[Step]:
    if d.settled is None:
        limited = d.sums.limitation(last_due=d.due)
        d.keep(limited.calculation)
        yield from d.step("limitation", limited.runs_out)
    if d.settled is not None and d.amount is not None:
        relieved = d.sums.relief(arisen=d.due, amount=d.amount, settled=d.settled)
        if relieved.hidden_by is not None:
            d.keep(relieved.calculation)
            yield from d.step("settled-relief", relieved.hidden_by)
            return
    settled = d.settled or d.as_of
    if settled > d.due:
        record = d.sums.credit_record(settled=settled, as_of=d.as_of)
        d.keep(record.calculation)
        yield from d.step("settled" if d.settled else "paid-today", record.leaves_on)


def _calculation(
    d: _Drawing, steps: Sequence[Step], events: Sequence[tuple[str, date]]
) -> Calculation:
    inputs = InputList({})
    inputs.add("due", "还款日", d.due, "日期")
    inputs.add("as_of", "今天", d.as_of, "日期", fallback="default")
    if d.amount is not None:
        inputs.add("amount", "未还金额", d.amount, "元")
    if d.product is not None:
        inputs.add("product", "产品", d.product)
    if d.settled is not None:
        inputs.add("settled", "全部还清的日期", d.settled, "日期")
    for number, (kind, on) in enumerate(events, start=1):
        inputs.add("event", DEADLINES[EVENTS[kind]].event, on, "日期", number=number)
    notes = [*d.notes] if d.settled else [_UNPAID, *d.notes]
    days = [date_figure(day, step.title) for step in steps for day in (step.on, step.until) if day]
    return calculation(
        name="我的时间线",
        kind="timeline",
        inputs=inputs.items,
        formula="每一步的日子 = 还款日、今天或者收到文书那天 + 规定的天数、月数或年数；没有规定的不写日子",
        assumptions=[*(step.text for step in steps), *notes],
        result={
            "as_of": d.as_of.isoformat(),
            "due": d.due.isoformat(),
            "days_late": max((min(d.settled or d.as_of, d.as_of) - d.due).days, 0),
            "steps": [_json(step, d.as_of) for step in steps],
            "notes": notes,
            "calculations": list(dict.fromkeys(d.calculations)),
        },
        figures=[*d.figures, *days],
    )


def _json(step: Step, as_of: date) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "certainty": step.certainty,
        "on": step.on.isoformat() if step.on else None,
        "until": step.until.isoformat() if step.until else None,
        "state": step.state(as_of),
        "figures": step.figures,
        "means": [each.to_json() for each in step.means],
        "do": [each.to_json() for each in step.do],
    }


@cache
def _steps() -> Mapping[str, Mapping[str, Any]]:
    text = files("zhihuan.conversation").joinpath("timeline.yaml").read_text("utf-8")
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return found
