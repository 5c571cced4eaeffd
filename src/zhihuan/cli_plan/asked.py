"""What the commands take: the options that several share, and the calculators behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from zhihuan.clock import today
from zhihuan.conversation.calculators.typed import (
    amount_of,
    amount_or_zero_of,
    day_of,
    parts_of,
    percent_of,
    whole_of,
)
from zhihuan.repayment import Money

if TYPE_CHECKING:
    from zhihuan.conversation.calculators import Calculators

Amount = Annotated[str, typer.Argument(metavar="金额", help="元，如 3200 或 3200.50")]
Fee = Annotated[str | None, typer.Option("--fee-rate", metavar="百分数", help="每期费率，如 0.6%")]
DailyRate = Annotated[
    str | None, typer.Option("--daily-rate", metavar="百分数", help="账单上的日费率，如 0.05%")
]
Product = Annotated[
    str | None, typer.Option("--product", metavar="代号", help="产品，默认 baitiao（京东白条）")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="按哪一天，默认今天（中国时间）")
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序读")]


def calculators() -> Calculators:
    """The sums, over the published terms in the knowledge base."""
    from zhihuan.conversation.calculators import Calculators
    from zhihuan.library.knowledge_base import open_products
    from zhihuan.settings import Settings

    products = open_products(Settings().knowledge_base)
    return Calculators(lambda: products)


def amount(text: str | None, label: str) -> Money | None:
    """An amount, where one was given."""
    return None if text is None else amount_of(text, label)


def amount_or_zero(text: str | None, label: str) -> Money | None:
    """An amount that may be nothing, where one was given."""
    return None if text is None else amount_or_zero_of(text, label)


def percent(text: str | None, label: str = "费率") -> Decimal | None:
    """A percentage as a fraction, where one was given."""
    return None if text is None else percent_of(text, label)


def day(text: str | None, label: str = "日期") -> date | None:
    """A day, where one was given."""
    return None if text is None else day_of(text, label)


def day_or_today(text: str | None) -> date:
    """The day that was named, or today in China."""
    return day(text) or today()


def whole_numbers(text: str | None, label: str = "期数") -> list[int]:
    """Whole numbers between commas."""
    return [whole_of(part, label) for part in parts_of(text or "")]
