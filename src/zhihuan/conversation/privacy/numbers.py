"""Numbers that belong to somebody, told from amounts, days, orders and hotlines by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhihuan.conversation.privacy.check_digits import is_day, is_old_id, is_resident_id, luhn
from zhihuan.conversation.privacy.kinds import CARD, ID, LANDLINE, MOBILE, Span

_DIGITS = re.compile(r"[0-9]+")
_JOIN = re.compile(r"[ \t\-.()/*]{1,3}")
_ORDER_CUE = re.compile(
    r"(?:订单|单号|流水|编号|交易|快递|运单|物流|案号|受理|合同|工单|凭证|借据|发票|商品|编码)"
    r"[^0-9，。\n]{0,6}$|(?:no|id|sn)[.:# ]{0,2}$",
    re.IGNORECASE,
)
_PHONE_CUE = re.compile(
    r"(?:电话|手机|号码|联系方式|联系|致电|座机|固话|打给我|tel|phone|mobile|call)[^0-9，。\n]{0,6}$",
    re.IGNORECASE,
)
_ISSUERS = re.compile(r"^(?:62|4|5[1-5]|35|3[47]|60|9[0-9]|6[0-9])")
_CHECK_X = re.compile(r"[ \-]{0,2}[xX](?![A-Za-z])")
_CAPITALS = re.compile(r"[A-Z]{2,}[0-9]*$")
_AREA = re.compile(r"^0(?:10|2[0-9]|[3-9][0-9]{2})$")


@dataclass(frozen=True, slots=True)
class _Run:
    """Groups of digits written as one number: 6222 0212 3456 7890."""

    start: int
    end: int
    sizes: tuple[int, ...]
    digits: str


def numbers(text: str) -> Iterator[Span]:
    """Resident IDs, bank cards and telephone numbers, with a cue or without."""
    tokens = [(found.start(), found.end()) for found in _DIGITS.finditer(text)]
    joined = [
        bool(_JOIN.fullmatch(text, tokens[at][1], tokens[at + 1][0]))
        for at in range(len(tokens) - 1)
    ]
    at = 0
    while at < len(tokens):
        best: tuple[int, int, str, int] | None = None
        cue = _cue(text[max(0, tokens[at][0] - 16) : tokens[at][0]])
        for last, run in _runs(text, tokens, joined, at):
            kind_end = _kind_of(text, run, cue)
            if kind_end is not None:
                kind, end = kind_end
                best = (_with_prefix(text, run.start, kind), end, kind, last)
        if best is None:
            at += 1
        else:
            yield best[:3]
            at = best[3] + 1


def _runs(
    text: str, tokens: list[tuple[int, int]], joined: list[bool], first: int
) -> Iterator[tuple[int, _Run]]:
    """The numbers that begin with token `first`: it alone, it and the next, and so on."""
    digits, sizes = "", []
    for last in range(first, min(first + 19, len(tokens))):
        if last > first and not joined[last - 1]:
            return
        start, end = tokens[last]
        digits += text[start:end]
        sizes.append(end - start)
        if len(digits) > 19:
            return
        if len(digits) < 7:
            continue
        yield last, _Run(tokens[first][0], end, tuple(sizes), digits)


@dataclass(frozen=True, slots=True)
class _Cue:
    """What stands right before a number."""

    order: bool
    phone: bool
    letters: bool


def _cue(before: str) -> _Cue:
    phone = bool(_PHONE_CUE.search(before))
    return _Cue(
        order=not phone and bool(_ORDER_CUE.search(before)),
        phone=phone,
        # Right behind capital letters, as in JDV0138…, an order number.
        letters=bool(_CAPITALS.search(before)),
    )


def _kind_of(text: str, run: _Run, cue: _Cue) -> tuple[str, int] | None:
    """The kind of a number and where it ends; None where it is nobody's."""
    many = len(run.digits)
    if many == 17 and (check := _CHECK_X.match(text, run.end)):
        return (ID, check.end()) if is_resident_id(run.digits + "X") else None
    if many == 18 and is_resident_id(run.digits):
        return ID, run.end
    kind = None if cue.order else _kind_by_digits(run, cue)
    if kind is None or _is_fraction(text, run):
        return None
    return kind, run.end


def _kind_by_digits(run: _Run, cue: _Cue) -> str | None:
    if len(run.digits) == 15 and run.sizes in {(15,), (6, 6, 3), (6, 9)} and is_old_id(run.digits):
        return ID
    if _is_mobile(run, cue):
        return MOBILE
    if _is_landline(run, cue):
        return LANDLINE
    if not cue.letters and _is_card(run):
        return CARD
    return None


def _is_fraction(text: str, run: _Run) -> bool:
    """The digits behind a decimal point, or an amount that has one: 13800138000.50 元."""
    behind = text[run.start - 2 : run.start] if run.start >= 2 else ""
    if len(run.sizes) == 1 and len(behind) == 2 and behind[0].isdigit() and behind[1] in ".,":
        return True
    return bool(re.match(r"\.[0-9]{1,2}(?![0-9.])", text[run.end : run.end + 4]))


def _is_mobile(run: _Run, cue: _Cue) -> bool:
    digits, sizes = run.digits, run.sizes
    for prefix in ("0086", "86", "0"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            digits = digits[len(prefix) :]
            sizes = (sizes[0] - len(prefix), *sizes[1:]) if sizes[0] > len(prefix) else sizes[1:]
            break
    if len(digits) != 11 or digits[0] != "1" or digits[1] not in "3456789":
        return False
    if cue.letters:
        return False
    if cue.phone or len(sizes) == 1:
        return True
    # Amounts side by side can make eleven digits; these are the ways a number is written.
    return sizes in {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (5, 6)} or max(sizes) <= 2


def _is_landline(run: _Run, cue: _Cue) -> bool:
    digits = run.digits
    if digits.startswith("86") and len(digits) > 10:
        digits = "0" + digits[2:]
    if len(run.sizes) <= 3 and 10 <= len(digits) <= 12 and digits[0] == "0":
        for size in (3, 4):
            area, local = digits[:size], digits[size:]
            if _AREA.match(area) and len(local) in (7, 8) and local[0] in "2345678":
                # 010-12345678 in groups: the area code stands alone, or all is one group.
                return len(run.sizes) == 1 or run.sizes[0] in (size, size + 1)
    is_local = len(digits) in (7, 8) and len(run.sizes) <= 2 and digits[0] in "2345678"
    a_day = len(digits) == 8 and is_day(digits)
    return bool(is_local and not a_day and cue.phone)


def _is_card(run: _Run) -> bool:
    digits = run.digits
    if not 13 <= len(digits) <= 19 or not _ISSUERS.match(digits) or not luhn(digits):
        return False
    if len(run.sizes) == 1:
        return len(digits) >= 15 or digits[0] == "4"
    written = all(size == 4 for size in run.sizes[:-1]) and run.sizes[-1] <= 4
    # Four round amounts side by side are no card.
    groups_end_in_zero = all(digits[at] == "0" for at in range(3, len(digits), 4))
    return (written or max(run.sizes) <= 2 or run.sizes in {(6, 13), (6, 10), (4, 6, 5)}) and not (
        groups_end_in_zero
    )


def _with_prefix(text: str, start: int, kind: str) -> int:
    """Take the +, +86 or ( in front of a telephone number along."""
    if kind not in (MOBILE, LANDLINE):
        return start
    prefix = re.search(
        r"(?:\+ ?(?:86)?[ -]?|\(\+?(?:86)?\)? ?|\()$", text[max(0, start - 6) : start]
    )
    return start - len(prefix.group()) if prefix else start
