"""Numbers that prove themselves: resident IDs (GB 11643) and bank cards (Luhn)."""

from __future__ import annotations

import re
from datetime import date

_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|91")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_resident_id(digits: str) -> bool:
    """Eighteen characters: a province, a day of birth, and a check digit that is right."""
    if not _PROVINCE.match(digits) or not is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def is_old_id(digits: str) -> bool:
    """Fifteen digits, as they were given out until 1999: without century and check digit."""
    return bool(_PROVINCE.match(digits)) and is_day("19" + digits[6:12])


def is_day(digits: str) -> bool:
    """Eight digits that are a day, such as 19900307."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2099


def begins_like_an_id(digits: str) -> bool:
    """Twelve to seventeen digits that begin with a province and a month of birth."""
    if not (12 <= len(digits) <= 17 and digits[:12].isdigit() and _PROVINCE.match(digits)):
        return False
    year, month = int(digits[6:10]), int(digits[10:12])
    return 1930 <= year <= 2029 and 1 <= month <= 12


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for at, char in enumerate(reversed(digits)):
        digit = int(char)
        if at % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
