"""Dates, times and periods in a language's words become ISO values with the place they stand at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from graphbuild.languages import Cue, Language, any_of, spelled

_ISO = r"(?P<iso>(?:19|20)\d\d)[-.](?P<iso_m>0?[1-9]|1[0-2])[-.](?P<iso_d>0?[1-9]|[12]\d|3[01])(?!\d)"
_DAY, _MONTH = r"0?[1-9]|[12]\d|3[01]", r"0?[1-9]|1[0-2]"
_COMPACT = (
    r"(?<![\d.:])(?P<short>\d\d)(?P<dot>[-.])(?P<short_m>0[1-9]|1[0-2])(?P=dot)"
    r"(?P<short_d>0[1-9]|[12]\d|3[01])(?![\d-])"
)
_DOTTED = rf"(?<![\d.])(?P<dt_d>{_DAY})\.\s?(?P<dt_m>{_MONTH})\.\s?(?P<dt_y>(?:19|20)\d\d)(?!\d)"
_SLASH = (
    rf"(?<![\d/])(?P<sl_d>{_DAY})/(?P<sl_m>{_MONTH})"
    r"(?:[\s/-]+(?P<sl_y>(?:19|20)\d\d|\d\d(?![\d.:])))?(?![\d/])"
)
_TO_TIME = r"(?<![\d.:,/-])(?P<h0>[01]?\d|2[0-3])\s*[-–]\s*(?=(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d))"
_TIME = r"(?<![\d.:,])(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5]\d)(?!\d|\.\d)"


@dataclass(frozen=True, slots=True)
class Day:
    """A day or days found in a text: the first and the last, and whether the year stood there."""

    first: date
    last: date
    start: int
    end: int
    dated: bool


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A date from its first digit on, and the weekdays and small words that may lead to it."""
    month = any_of(language.months)
    days = any_of(
        day + suffix
        for day in language.words("dates", "weekdays")
        for suffix in ("", *language.words("dates", "weekday_suffixes"))
    )
    and_ = any_of([*language.words("dates", "and")])
    prefix = any_of(language.words("dates", "day_prefix"))
    number = r"(?:0?[1-9]|[12]\d|3[01])"
    lead = rf"(?<![^\W\d_])(?:{days}(?:\s*(?:[-–]|{and_})\s*{days})?,?\s+(?:{prefix}\s+)?|{prefix}\s+)$"
    return re.compile(
        rf"(?:(?P<d1>{number})(?::?e)?\.?"
        rf"(?:\s+(?P<mo0>{month}))?"
        rf"(?:\s*(?:[-–]|{and_})\s*(?:{days}\s+)?(?:{prefix}\s+)?(?P<d2>{number})(?::?e)?)?"
        rf"\s+(?P<mo>{month})\.?(?![^\W\d_])(?:,?\s+(?P<y>(?:19|20)\d\d)(?!\d))?)"
        rf"|{_ISO}|{_DOTTED}|{_COMPACT}|{_SLASH}",
        re.IGNORECASE,
    ), re.compile(lead, re.IGNORECASE)


_NUMBER = re.compile(r"\d+")
_BEFORE_DIGIT = 60
"""So many characters of a date stand before its first digit at most ("torsdagen den 7 maj")."""


def _dates_in(text: str, language: Language) -> Iterator[tuple[int, re.Match[str]]]:
    """Where dates begin, and each from its first digit on.

    Tried at numbers only: a pattern that may begin with many words is slow in a long text.
    """
    written, lead = _patterns(language)
    end = 0
    for number in _NUMBER.finditer(text):
        match = written.match(text, number.start()) if number.start() >= end else None
        if match is None:
            continue
        start = number.start()
        before = lead.search(text, max(end, start - _BEFORE_DIGIT), start) if match["d1"] else None
        end = match.end()
        yield (before.start() if before else start), match


def days_in(text: str, language: Language, near: date | None = None, after: bool = True) -> Iterator[Day]:
    """Every date in a text. One without a year takes it from `near`: the next such day (or the nearest)."""
    for start, match in _dates_in(text, language):
        found = _day(start, match, language, near, after)
        if found is not None:
            yield found


def _day(start: int, match: re.Match[str], language: Language, near: date | None, after: bool) -> Day | None:
    end = match.end()
    try:
        if match["iso"]:
            first = last = date(int(match["iso"]), int(match["iso_m"]), int(match["iso_d"]))
            return Day(first, last, start, end, True)
        if match["dt_d"]:
            first = date(int(match["dt_y"]), int(match["dt_m"]), int(match["dt_d"]))
            return Day(first, first, start, end, True)
        if match["short"]:
            parts = [int(match["short"]), int(match["short_d"])]
            short_year, day = reversed(parts) if language.data["dates"].get("day_first") else parts
            first = date(2000 + short_year, int(match["short_m"]), day)
            return Day(first, first, start, end, True)
        if match["sl_d"]:
            written = match["sl_y"]
            number = int(written) + (2000 if len(written) == 2 else 0) if written else None
            month = int(match["sl_m"])
            return _dated(number, (int(match["sl_d"]), None), (month, month), (start, end), near, after)
        month = language.months[match["mo"].lower()]
        first_month = language.months[match["mo0"].lower()] if match["mo0"] else month
        if match["mo0"] and not match["d2"]:
            return None
        year = int(match["y"]) if match["y"] else None
        d1, d2 = int(match["d1"]), int(match["d2"]) if match["d2"] else None
        return _dated(year, (d1, d2), (first_month, month), (start, end), near, after)
    except ValueError:
        return None


def _dated(
    year: int | None,
    days: tuple[int, int | None],
    months: tuple[int, int],
    place: tuple[int, int],
    near: date | None,
    after: bool,
) -> Day | None:
    (d1, d2), (month, last_month) = days, months
    dated = year is not None
    if year is None:
        if near is None:
            return None
        year = _nearest_year(near, month, d1, after)
    first = date(year, month, d1)
    last = date(year, last_month, d2) if d2 else first
    return Day(first, max(first, last), *place, dated)


def _nearest_year(near: date, month: int, day: int, after: bool) -> int:
    candidate = date(near.year, month, min(day, 28))
    if after:
        return near.year if candidate >= near - timedelta(days=7) else near.year + 1
    options = [date(near.year + step, month, min(day, 28)) for step in (-1, 0, 1)]
    return min(options, key=lambda option: abs((option - near).days)).year


@cache
def _clock(language: Language) -> re.Pattern[str]:
    clock = any_of(language.words("dates", "clock"))
    hour = r"[01]?\d|2[0-3]"
    bare = (
        rf"\b{clock}\.?:?\s*(?P<bare>{hour})(?![\d.:/]|\s*(?:§|%|{any_of(language.months)}))"
        rf"(?:\s*[-–]\s*(?P<bare2>{hour})(?![\d.:/]))?"
    )
    return re.compile(rf"{_TO_TIME}|{_TIME}|{bare}", re.IGNORECASE)


def times_in(text: str, language: Language) -> list[tuple[str, int, int]]:
    """Clock times in order, each `HH:MM` with its place; dates such as 24.12.06 are none."""
    if not _NUMBER.search(text):
        return []
    taken = [(start, match.end()) for start, match in _dates_in(text, language)]
    found: list[tuple[str, int, int]] = []
    for match in _clock(language).finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        if match["h0"] is not None:
            found.append((f"{int(match['h0']):02d}:00", match.start("h0"), match.end("h0")))
            continue
        if match["h"] is not None:
            found.append((f"{int(match['h']):02d}:{match['m']}", match.start(), match.end()))
            continue
        found.append((f"{int(match['bare']):02d}:00", match.start("bare"), match.end("bare")))
        if match["bare2"]:
            found.append((f"{int(match['bare2']):02d}:00", match.start("bare2"), match.end("bare2")))
    return found


@dataclass(frozen=True, slots=True)
class Clock:
    """What due times are reckoned from: the meeting's day, and the next meeting's (ISO) where announced."""

    meeting: date | None
    next_meeting: str | None


@cache
def _dues(language: Language) -> Cue:
    dates = language.data["dates"]
    month = spelled(language.months)
    quarter = spelled(dates["quarter"])
    year = r"(?P<{}>20\d\d)"
    by = spelled(dates["by"])
    prefix, word = spelled(dates["day_prefix"]), spelled(dates["month_word"])
    return Cue(
        rf"\b{quarter}\s?(?P<q>[1-4])(?:\s*,?\s*{year.format('qy')})?(?!\d)"
        rf"|\b(?P<q0>[1-4])\s?{quarter}\b"
        rf"|\b(?P<qw>{spelled(dates['ordinals'])})\s{quarter}\w*(?:\s+{year.format('qwy')})?"
        rf"|(?P<next>\b{spelled(dates['next_meeting'])})"
        rf"|\b(?P<held>{month})(?:{spelled(language.words('names', 'meeting_suffixes'))})\w{{0,2}}(?!\w)"
        rf"|\b(?P<yend>{spelled(dates['year_end'])})(?:\s+{year.format('yy')})?"
        rf"|\b(?:{spelled(dates['month_end'])}\s+|{by}\s+(?:{prefix}\s+)?)?(?P<mon>{month})(?:\s+(?:{word}\s+)?{year.format('my')})?(?![^\W\d_])",
        re.IGNORECASE,
    )


def due_in(
    text: str, language: Language, meeting: date | None, next_meeting: str | None
) -> tuple[str, int, int] | None:
    """The time by which something is due: an ISO date, a month `2025-03`, a quarter `2025-Q4`."""
    by = _by(language)
    for day in days_in(text, language, meeting):
        before = text[: day.start].rstrip().lower()
        if by.search(before) or day.start == 0 or not _reads_as_past(day, meeting):
            return day.last.isoformat(), day.start, day.end
    dues = _dues(language)
    for match in dues.pattern.finditer(text) if dues.may(text.lower()) else ():
        value = _due_value(match, text, language, meeting, next_meeting, by)
        if value:
            return value, match.start(), match.end()
    return None


def _reads_as_past(day: Day, meeting: date | None) -> bool:
    return meeting is not None and day.last <= meeting


@cache
def _by(language: Language) -> re.Pattern[str]:
    prefixes = any_of([*language.words("dates", "by"), *language.words("dates", "day_prefix")])
    return re.compile(rf"(?:^|\s|\(){prefixes}\s*$", re.IGNORECASE)


def _quarter(match: re.Match[str], language: Language, meeting: date | None) -> str | None:
    """The quarter that a match names, of the year that it names or of the meeting's."""
    number = match["q"] or match["q0"]
    if match["qw"]:
        number = language.data["dates"]["ordinals"][match["qw"].lower()]
    year = match["qy"] or match["qwy"] or (meeting.year if meeting else None)
    return f"{year}-Q{number}" if number and year else None


def _due_value(
    match: re.Match[str], text: str, language: Language, meeting: date | None, next_meeting: str | None,
    by: re.Pattern[str],
) -> str | None:  # fmt: skip
    if quarter := _quarter(match, language, meeting):
        return quarter
    if match["next"]:
        return next_meeting
    if match["yend"]:
        year = int(match["yy"]) if match["yy"] else (meeting.year if meeting else None)
        return f"{year}-12-31" if year else None
    if match["held"]:
        return _meeting_in(language.months[match["held"].lower()], meeting, next_meeting)
    month = language.months[match["mon"].lower()]
    stands = text[match.start("mon")].islower() or match["my"]
    introduced = match.start() != match.start("mon") or by.search(text[: match.start()].lower())
    if not stands or not (introduced or match["my"]):
        return None
    if match["my"]:
        return f"{match['my']}-{month:02d}"
    held = _meetings(language).search(text[: match.start("mon")].rstrip().lower())
    return _meeting_in(month, meeting, next_meeting if held else None)


@cache
def _meetings(language: Language) -> re.Pattern[str]:
    """How a text ends that speaks of a body's own meeting: "mötet", "nämndens sammanträde"."""
    meetings = any_of(language.words("names", "meeting_suffixes"))
    before = any_of(language.words("dates", "by"))
    return re.compile(rf"(?:{meetings}(?:t|et|n)|s\s{meetings})(?:\s{before})?$")


def _meeting_in(month: int, meeting: date | None, next_meeting: str | None) -> str | None:
    """The meeting of a month where it is the next one, whose day is known; else the month to come."""
    if meeting is None:
        return None
    year = meeting.year if month >= meeting.month else meeting.year + 1
    told = f"{year}-{month:02d}"
    return next_meeting if next_meeting is not None and next_meeting.startswith(told) else told
