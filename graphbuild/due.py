"""Turns a date, month, quarter, half-year or year into its first and its last day."""

import calendar
import re

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12]))?",
    re.IGNORECASE,
)


def first_day(period: str) -> str | None:
    """Turn `2025-11-03`, `2025-11`, `2025-Q4`, `2025-H2` or `2025` into an ISO date; None for other text."""
    months = _months(period)
    if months is None:
        return None
    return period if len(period) == len("2025-11-03") else f"{months[0]}-{months[1]:02}-01"


def last_day(period: str) -> str | None:
    """Turn the same into the last day it can mean."""
    months = _months(period)
    if months is None:
        return None
    year, _, last = months
    days = calendar.monthrange(int(year), last)[1]
    return period if len(period) == len("2025-11-03") else f"{year}-{last:02}-{days:02}"


def _months(period: str) -> tuple[str, int, int] | None:
    """Give a period's year, first and last month; None where it is none, or no day of the calendar."""
    found = _PERIOD.fullmatch(period)
    if found is None or found["year"] == "0000":
        return None
    year, month = found["year"], int(found["month"] or 0)
    if found["day"] and int(found["day"]) > calendar.monthrange(int(year), month)[1]:
        return None
    if month:
        return year, month, month
    for span, part in ((3, found["quarter"]), (6, found["half"])):
        if part:
            return year, span * (int(part) - 1) + 1, span * int(part)
    return year, 1, 12
