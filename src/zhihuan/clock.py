"""Today, in China: the same day for everyone, whatever the machine's own time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# China keeps one time and no daylight saving, so no time-zone data is needed.
CHINA = timezone(timedelta(hours=8))


def today() -> date:
    """The day it is now in China."""
    return datetime.now(CHINA).date()
