"""What every reader of files makes of a file: blocks of text in the order they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhihuan.errors import ZhihuanError

Kind = Literal["heading", "paragraph", "item", "row"]


class UnreadableDocument(ZhihuanError):
    """The file cannot be imported; the message says why and what to do, and is safe to show."""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row.

    `place` says where it stands, as a reader would look for it: 第12行, 第3页. A row's cells are
    joined with “，”, each after the heading of its column where the table has one.
    """

    kind: Kind
    text: str
    place: str


def rows_of(cells: list[list[str]], place: str) -> list[Block]:
    """The rows of a table, each cell named by the first row where that row is a heading."""
    filled = [[" ".join(cell.split()) for cell in row] for row in cells]
    filled = [row for row in filled if any(row)]
    if len(filled) < 2:
        return [Block("row", "，".join(filter(None, row)), place) for row in filled]
    names = filled[0]
    return [
        Block(
            "row",
            "，".join(
                f"{name}：{cell}" if name and number else cell
                for number, (name, cell) in enumerate(
                    zip([*names, *[""] * len(row)], row, strict=False)
                )
                if cell
            ),
            place,
        )
        for row in filled[1:]
    ]
