"""What the tools' arguments are made of, and what each of their results carries.

Amounts, rates and days travel as text. A number is taken too, because models write them; it is
read as it was written. Percentages are percentages: "0.6" is 0.6%.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from zhihuan.clock import today
from zhihuan.conversation.calculators.typed import day_of
from zhihuan.conversation.message import MAX_CHARACTERS, check_day
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.repayment import AI_LABEL, AS_BILLED, Calculation

LABEL = f"{AI_LABEL}。{AS_BILLED}"


def _as_written(value: object) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else value


_Text = Annotated[str, BeforeValidator(_as_written)]
Words = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Yuan = Annotated[_Text, Field(max_length=40, description='元，只写数字，如 "3200.00"')]
Percent = Annotated[_Text, Field(max_length=20, description='百分数，如 "0.6" 就是 0.6%')]
Day = Annotated[str, Field(max_length=10, description="日期，如 2026-11-21")]
AsOf = Annotated[Day | None, Field(description="按哪一天的规则；不写就是今天（中国时间）")]
Days = Annotated[int, Field(ge=0, le=36_500, description="天数")]
Periods = Annotated[int, Field(ge=1, le=360, description="期数，一期是一个月")]
Product = Annotated[
    str | None, Field(max_length=40, description="产品代号，如 baitiao；不写就按京东白条")
]


class Sum(BaseModel):
    """Something worked out. Say the figures as they stand in `told`, with the label."""

    label: str = Field(description="跟着每个数一起说")
    told: str = Field(description="数字、公式和前提，照着说")
    calculation: dict[str, Any] = Field(description="id、输入是谁说的、公式、前提、结果")
    sources: list[dict[str, Any]] = Field(description="依据的规定或者公开资料，和施行、结束的日期")


def told(
    calculation: Calculation, base: KnowledgeBase, as_of: date, rules: Iterable[str] = ()
) -> Sum:
    """A sum as a tool gives it. `rules` are ids of sources beside those of its inputs."""
    figures = "；".join(f"{each.label} {each.value:f}" for each in calculation.figures[:60])
    named = dict.fromkeys([*rules, *(each.source for each in calculation.inputs)])
    return Sum(
        label=LABEL,
        told=f"{calculation.name}：{figures}\n公式：{calculation.formula}\n"
        f"前提：{''.join(calculation.assumptions)}\n{LABEL}",
        calculation=calculation.to_json(),
        sources=[base.sources[key].to_json(as_of) for key in named if key in base.sources],
    )


def day(text: str | None) -> date:
    """The day asked about; today in China where none was named. Raises InvalidTerms."""
    return check_day(day_of(text) if text else today())


def some_day(text: str | None, label: str) -> date | None:
    """A day, or None where none was named."""
    return day_of(text, label) if text else None
