"""Pages of a list: an opaque cursor says where the next one begins, and of which list."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Query

from zhihuan.errors import ZhihuanError

Cursor = Annotated[str | None, Query(max_length=100, description="上一页答复里的 next；第一页不填")]
Item = TypeVar("Item")
_FURTHEST = 10_000


class InvalidCursor(ZhihuanError):
    """The cursor is not one of ours, or belongs to another list."""

    def __init__(self) -> None:
        super().__init__("cursor 要原样用上一页答复里的 next，别的条件也要和上一页一样")


def page(
    items: Sequence[Item], *, limit: int, cursor: str | None, of: Sequence[object]
) -> tuple[Sequence[Item], str | None]:
    """The page at `cursor`, and the cursor of the next one; None after the last.

    `of` is what makes the list this one and no other. Raises InvalidCursor.
    """
    mark = hashlib.sha256(repr(tuple(of)).encode()).hexdigest()[:12]
    start = _start(cursor, mark) if cursor else 0
    end = start + limit
    following = base64.urlsafe_b64encode(f"{mark}.{end}".encode()).decode().rstrip("=")
    return items[start:end], following if end < len(items) else None


def _start(cursor: str, mark: str) -> int:
    try:
        written = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        known, _, start = written.decode("ascii").partition(".")
    except (binascii.Error, ValueError):
        raise InvalidCursor from None
    if known != mark or not (start.isascii() and start.isdecimal()) or len(start) > 5:
        raise InvalidCursor
    if not 0 < int(start) <= _FURTHEST:
        raise InvalidCursor
    return int(start)
