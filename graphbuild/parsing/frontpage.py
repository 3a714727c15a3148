"""Labelled fields of the front page (and of the closing block) become the facts of the meeting."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language, any_of
from graphbuild.model import Approval, Notice, Period, Said, Span
from graphbuild.parsing.attendance import read_people
from graphbuild.parsing.dates import Day, days_in, times_in
from graphbuild.parsing.front import Front
from graphbuild.parsing.outline import Field, Outline
from graphbuild.parsing.presence import expand
from graphbuild.parsing.roll import told_above
from graphbuild.parsing.rows import Passage
from graphbuild.parsing.signatories import read_signatories

_DATE_FIELDS = ("place_time", "date", "time", "start", "body", "title")


def read_front(found: Outline, language: Language, gazetteer: Gazetteer) -> Front:
    """Read all fields; item numbers of the headings serve where the front page claims none."""
    front = Front()
    fields = _usable(found.fields)
    _when(front, found, fields, language)
    _where(front, fields, language)
    _items(front, found, fields, language)
    near = date.fromisoformat(front.date.value) if front.date else None
    _next_meeting(front, fields, language, near)
    _approval(front, fields, language, near)
    numbers = list(front.items_covered.value) if front.items_covered else []
    told = list(dict.fromkeys(n for r in found.regions if (n := r.candidate.number)))
    numbers = [*numbers, *_next_in(told, numbers[-1])] if numbers else told
    read_people(front, [*fields, *told_above(found, language)], language, gazetteer, numbers)
    read_signatories(front, fields, language, gazetteer, numbers)
    _doubts(front, fields)
    return front


def _next_in(told: list[str], last: str) -> list[str]:
    """The items that came up behind the last one that the front page claims, counted on."""
    more: list[str] = []
    while last.isdigit() and (last := str(int(last) + 1)) in told:
        more.append(last)
    return more


def _usable(fields: list[Field]) -> list[Field]:
    """Fields up to a notice of posting: that block repeats dates and bodies, and signs for others."""
    usable: list[Field] = []
    in_notice = False
    for entry in fields:
        if entry.kind in ("notice", "notice_detail"):
            in_notice = True
        elif entry.kind in ("people", "place_time", "items", "next_meeting"):
            in_notice = False
        if not in_notice:
            usable.append(entry)
    return usable


def _passage(entry: Field) -> Passage:
    """A field's value; that of a place ends at a blank line."""
    rows = entry.values
    edge = entry.label_row.indent
    ends = [i for i, row in enumerate(rows) if i and row.blanks and row.indent <= edge]
    return Passage(rows[: ends[0]] if ends and entry.kind == "place" else rows)


def _of(fields: list[Field], *kinds: str) -> Iterator[tuple[Field, Passage]]:
    for kind in kinds:
        for entry in fields:
            if entry.kind == kind and entry.values:
                yield entry, _passage(entry)


def _when(front: Front, found: Outline, fields: list[Field], language: Language) -> None:
    front_fields = [entry for entry in fields if not entry.closing] or fields
    passages = [passage for _, passage in _of(front_fields, *_DATE_FIELDS)]
    passages += [Passage([row]) for row in found.titles]
    passages += [Passage([row]) for row in found.heads[:12]]
    passages += [Passage([row]) for row in found.unclaimed[:6]]
    chosen: tuple[Day, Passage] | None = None
    for passage in passages:
        days = [day for day in days_in(passage.text, language) if day.dated]
        if days:
            chosen = _begun_before(_whole(days), passage.text, language), passage
            break
    if chosen is None:
        chosen = _yearless(passages, found, language)
    if chosen is not None:
        day, passage = chosen
        span = passage.span(day.start, day.end)
        front.date = Said(day.first.isoformat(), span)
        if day.last > day.first:
            front.end_date = Said(day.last.isoformat(), span)
    _clock_times(front, found, front_fields, language)


def _whole(days: list[Day]) -> Day:
    """Two dated days in one value ("16 juni 2025 … och 17 juni 2025") are a meeting over both."""
    first = days[0]
    later = [day for day in days[1:] if 0 < (day.last - first.first).days <= _LONGEST_MEETING]
    return Day(first.first, later[-1].last, first.start, later[-1].end, True) if later else first


def _begun_before(day: Day, text: str, language: Language) -> Day:
    """The first of two days of which only the last has its year ("13 maj kl. 12 – fredag 14 maj 2025")."""
    for first in days_in(text[: day.start], language, day.first - timedelta(days=_LONGEST_MEETING)):
        between = text[first.end : day.start]
        to = _until(language).search(between)
        if 0 < (day.first - first.first).days <= _LONGEST_MEETING and to and len(between) <= _BETWEEN:
            return Day(first.first, day.last, first.start, day.end, True)
    return day


@cache
def _until(language: Language) -> re.Pattern[str]:
    words = any_of([*language.words("text", "range_words"), *language.words("text", "and")])
    return re.compile(rf"\s[–-]\s|\s{words}\s")


_LONGEST_MEETING = 10
"""A meeting goes on for so many days at most."""
_BETWEEN = 40


def _yearless(passages: list[Passage], found: Outline, language: Language) -> tuple[Day, Passage] | None:
    """A day and month without a year takes the only year that the document's head states."""
    years: set[int] = set()
    for row in [*found.titles, *found.heads[:6]]:
        years.update(int(year) for year in re.findall(r"\b(20\d\d)\b", row.text))
    if len(years) != 1:
        return None
    near = date(years.pop(), 1, 1)
    for passage in passages:
        for day in days_in(passage.text, language, near):
            return day, passage
    return None


def _clock_times(front: Front, found: Outline, fields: list[Field], language: Language) -> None:
    for kind, name in (("start", "start"), ("end", "end")):
        for _, passage in _of(fields, kind):
            times = times_in(passage.text, language)
            if times:
                setattr(front, name, Said(times[0][0], passage.span(times[0][1], times[0][2])))
    for _entry, passage in _of(fields, "place_time", "time", "date"):
        times = _meeting_times(passage.text, language) or _whole_hours(_entry, passage.text)
        if times and front.start is None:
            front.start = Said(times[0][0], passage.span(times[0][1], times[0][2]))
        if len(times) > 1 and front.end is None:
            last = times[-1] if len(times) % 2 == 0 else times[1]
            front.end = Said(last[0], passage.span(last[1], last[2]))
        if times:
            return
    titles = [Passage([row]) for row in (*found.titles, *found.unclaimed[:4])]
    for passage in titles if front.start is None else ():
        times = _meeting_times(passage.text, language)
        runs_on = bool(times) and times[0][1] == 0  # "… och slutade" / "18.45. Protokollet …"
        if times and not runs_on and any(day.dated for day in days_in(passage.text, language)):
            front.start = Said(times[0][0], passage.span(times[0][1], times[0][2]))
            if len(times) > 1 and front.end is None:
                front.end = Said(times[1][0], passage.span(times[1][1], times[1][2]))
            _place_behind(front, passage, times[-1][2], language)
            return


def _place_behind(front: Front, passage: Passage, end: int, language: Language) -> None:
    """The place that a title names behind the time ("… kl. 18.30–20.10 i föreningslokalen")."""
    rest = _place_glue(language)[0].match(passage.text[end:])
    if front.place is None and rest is not None and any(char.isalpha() for char in rest[0]):
        text = passage.text[end + rest.end() :].rstrip(" .,;:")
        if sum(char.isalpha() for char in text) >= 3:
            start = end + rest.end()
            front.place = Said(" ".join(text.split()), passage.span(start, start + len(text)))


def _whole_hours(entry: Field, text: str) -> list[tuple[str, int, int]]:
    """ "13-15" under a label that says time: hours without minutes."""
    match = (
        re.fullmatch(r"\D{0,12}(\d{1,2})\s*[-–]\s*(\d{1,2})\D{0,5}", text) if entry.kind == "time" else None
    )
    if match is None or int(match[1]) > 23 or int(match[2]) > 24:
        return []
    return [(f"{int(match[i]):02d}:00", match.start(i), match.end(i)) for i in (1, 2)]


_LONGEST_APPROVAL = 120
"""Minutes are approved so many days after the meeting at most."""
_BRACKETED = re.compile(r"\([^()]*\)")


@cache
def _pauses(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\(?\b{any_of(language.words('names', 'time_words'))}\b[^)]*\)?", re.IGNORECASE)


def _meeting_times(text: str, language: Language) -> list[tuple[str, int, int]]:
    """Clock times without those of an adjournment, beside its word, or of a remark in brackets."""
    taken = [(m.start(), m.end()) for m in _pauses(language).finditer(text)]
    times = [t for t in times_in(text, language) if not any(a <= t[1] < b for a, b in taken)]
    remarks = [(m.start(), m.end()) for m in _BRACKETED.finditer(text)]
    plain = [t for t in times if not any(a <= t[1] < b for a, b in remarks)]
    return plain if len(plain) >= 2 else times


@cache
def online_words(language: Language) -> re.Pattern[str]:
    """The words that say that people meet, or sign, online."""
    return re.compile(rf"(?<![^\W\d_]){any_of(language.words('names', 'online'))}(?![^\W\d_])", re.IGNORECASE)


def _where(front: Front, fields: list[Field], language: Language) -> None:
    fields = [entry for entry in fields if not entry.closing] or fields
    for _entry, passage in _of(fields, "place", "place_time", "date"):
        remains = _without_times(passage.text, language)
        online = online_words(language).search(passage.text)
        if online and front.online is None:
            front.online = Said(True, passage.span(online.start(), online.end()))
        found = _place_in(remains, language)
        if found and front.place is None:
            start, end = found
            front.place = Said(" ".join(passage.text[start:end].split()), passage.span(start, end))
        if front.place:
            return


def _without_times(text: str, language: Language) -> str:
    """The text with dates, times and the words that belong to them blanked out, of the same length."""
    chars = list(text)
    near = date(2000, 1, 1)
    spans = [(day.start, day.end) for day in days_in(text, language, near)]
    spans += [(start, end) for _, start, end in times_in(text, language)]
    spans += [(m.start(), m.end()) for m in _time_words(language).finditer(text)]
    spans += [(m.start(), len(text)) for m in _paused(language).finditer(text)]
    for start, end in spans:
        chars[start:end] = "\x00" * (end - start)
    return "".join(chars)


@cache
def _time_words(language: Language) -> re.Pattern[str]:
    days = [
        day + s
        for day in language.words("dates", "weekdays")
        for s in ("", *language.words("dates", "weekday_suffixes"))
    ]
    words = [*language.words("dates", "clock"), *language.words("dates", "day_prefix"), *days]
    pauses = any_of(language.words("names", "time_words"))
    return re.compile(
        rf"\(\s*{pauses}[^)]*\)|(?<![^\W\d_])(?:{any_of(words)}\.?|{pauses})(?![^\W\d_])|\(\s*\)",
        re.IGNORECASE,
    )


@cache
def _paused(language: Language) -> re.Pattern[str]:
    """A sentence of its own on a pause ("Sammanträdet ajourneras kl. 12–13."), and all behind it."""
    pauses = any_of(language.words("names", "time_words"))
    return re.compile(rf"(?<=[.\n])\s*(?:[^\W\d_]+\s){{0,3}}{pauses}(?![^\W\d_])", re.IGNORECASE)


@cache
def _place_glue(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Small words and signs before a place, and between a place and the words for "online"."""
    before, after = (any_of(language.words("text", key)) for key in ("before_place", "after_place"))
    return (
        re.compile(rf"^(?:\s|[,.;:–-]|{before}\b)+", re.IGNORECASE),
        re.compile(rf"[\s,;(–-]*(?:\b{after}\b[\s,]*)*$", re.IGNORECASE),
    )


def _place_in(remains: str, language: Language) -> tuple[int, int] | None:
    """Where in a text, with its times blanked, a place stands; None where only "online" words are left."""
    online, (glue, ties) = online_words(language), _place_glue(language)
    best: tuple[int, int] | None = None
    for match in re.finditer(r"[^\x00]+", remains):
        start, end = match.start(), match.end()
        lead = glue.match(remains[start:end])
        start += lead.end() if lead else 0
        cut = online.search(remains, start, end)
        if cut:
            before = remains[start : cut.start()]
            tail = ties.search(before)
            end = start + (tail.start() if tail else len(before))
        text = remains[start:end].rstrip(" ,.;:–-\v\t(+&")
        if sum(char.isalpha() for char in text) >= 3 and (best is None or len(text) > best[1] - best[0]):
            best = (start, start + len(text))
    return best


def _items(front: Front, found: Outline, fields: list[Field], language: Language) -> None:
    for _, passage in _of(fields, "items"):
        numbers = expand(passage.text, language)
        if numbers:
            front.items_covered = Said(numbers, passage.span())
            return
    heading = found.regions[0].heading.number if found.regions else 0
    for row in found.rows:  # a label of its own behind the value of another
        match = _items_beside(language).search(row.text) if row.number < heading else None
        if match:
            front.items_covered = Said(expand(match["range"], language), row.span(*match.span("range")))
            return


@cache
def _items_beside(language: Language) -> re.Pattern[str]:
    labels = any_of(
        label for label, kind in language.labels.items() if kind == "items" and label[0].isalpha()
    )
    return re.compile(
        rf"(?:\s{{2,}}|\t|\|\s*){labels}\s*:?\s*(?P<range>(?:§+\s*)?\d+\s*[-–]\s*(?:§+\s*)?\d+)\s*$",
        re.IGNORECASE,
    )


def _next_meeting(front: Front, fields: list[Field], language: Language, near: date | None) -> None:
    for _, passage in _of(fields, "next_meeting"):
        for day in days_in(passage.text, language, near):
            front.next_meeting = Said(
                Period(day.first.isoformat(), day.last.isoformat()), passage.span(day.start, day.end)
            )
            return


def _approval(front: Front, fields: list[Field], language: Language, near: date | None) -> None:
    for entry, passage in _of(fields, "approval"):
        day = next(iter(days_in(passage.text, language, near)), None)
        online = bool(online_words(language).search(f"{entry.label} {passage.text}"))
        if day is not None or online:
            value = Approval(day.last.isoformat() if day else None, online)
            front.approval = Said(value, passage.span())
            return
    _signed_days(front, fields, language, near)


def _signed_days(front: Front, fields: list[Field], language: Language, near: date | None) -> None:
    """The last of the days that stand with those who sign ("Justeras: digitalt den 25 mars")."""
    found: tuple[date, bool, Span] | None = None
    for entry, passage in _of(fields, "signatures", "adjusters"):
        online = bool(online_words(language).search(f"{entry.label} {passage.text}"))
        for day in days_in(passage.text, language, near):
            after = near is None or 0 <= (day.last - near).days <= _LONGEST_APPROVAL
            if after and (found is None or day.last > found[0]):
                found = day.last, online, passage.span(day.start, day.end)
    if found is not None:
        front.approval = Said(Approval(found[0].isoformat(), found[1]), found[2])


def _doubts(front: Front, fields: list[Field]) -> None:
    for entry in fields:
        if entry.kind == "unknown":
            span = entry.label_row.span()
            front.issues.append(Notice("unknown-label", span, (("label", entry.label[:60]),)))
    if front.date is None:
        front.issues.append(Notice("no-date", Span(0, 0)))
    if not front.participants:
        front.issues.append(Notice("no-participants", Span(0, 0)))
