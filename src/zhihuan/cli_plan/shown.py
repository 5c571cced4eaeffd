"""How a sum is shown: a table, a sentence, and in grey how it was computed; or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import typer
from rich.console import Console
from rich.table import Table

from zhihuan.repayment import AI_LABEL, Calculation

console = Console(highlight=False)
_CENT = Decimal("0.01")


def as_json(calculation: Calculation) -> None:
    """For programs."""
    typer.echo(json.dumps(calculation.to_json(), ensure_ascii=False, indent=2))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> None:
    """Rows under headings; all but the first `words` columns are numbers, set to the right."""
    shown = Table(*headings)
    for number, column in enumerate(shown.columns):
        column.overflow = "fold"  # a number must never lose its end
        if number >= words:
            column.justify = "right"
    for row in rows:
        shown.add_row(*row)
    console.print(shown)


def say(text: str) -> None:
    """One line."""
    console.print(text, markup=False)


def notes(calculation: Calculation) -> None:
    """How it was computed, what it took for granted, and that a machine wrote it."""
    console.print(f"怎么算的：{calculation.formula}", style="dim", markup=False)
    for assumption in calculation.assumptions:
        console.print(f"· {assumption}", style="dim", markup=False)
    console.print(f"{AI_LABEL}。测算编号 {calculation.id}", style="dim", markup=False)


def yuan(value: Decimal | str) -> str:
    """3,200.00: half up to the fen, for people."""
    return f"{Decimal(value).quantize(_CENT, rounding=ROUND_HALF_UP):,.2f}"


def span(low: Decimal | str, high: Decimal | str) -> str:
    """74.16–100.80, or one number where both are the same."""
    one, other = yuan(low), yuan(high)
    return one if one == other else f"{one}–{other}"


def percents(low: str | None, high: str | None) -> str:
    """13.03%, a range of them, or — where there is none."""
    if low is None or high is None:
        return "—"
    one, other = (
        f"{Decimal(each).quantize(_CENT, rounding=ROUND_HALF_UP)}%" for each in (low, high)
    )
    return one if one == other else f"{one}–{other}"


def fits(value: bool | None) -> str:
    """是 · 超出 · —"""
    return {None: "—", True: "是", False: "超出"}[value]
