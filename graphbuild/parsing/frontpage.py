"""Labelled fields of the front page (and of the closing block) become the facts of the meeting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language, any_of
from graphbuild.model import Approval, Attendance, Notice, Participant, Period, Said, Signatory, Span
from graphbuild.parsing.cast import splitter
from graphbuild.parsing.dates import Day, days_in, times_in
from graphbuild.parsing.outline import Field, Outline
from graphbuild.parsing.people import Person, attended, expand, people_in, presence_of, tidy_role
from graphbuild.parsing.rows import Passage, Row

_DATE_FIELDS = ("place_time", "date", "time", "start", "body", "title")
_SIGNING = {"chair": "chair", "secretary": "secretary", "adjusters": "adjuster"}


@dataclass(slots=True)
class Front:
    """What the front page says, as written; see `model.Minutes` for the meaning of each."""

    date: Said[str] | None = None
    end_date: Said[str] | None = None
    start: Said[str] | None = None
    end: Said[str] | None = None
    place: Said[str] | None = None
    online: Said[bool] | None = None
    items_covered: Said[tuple[str, ...]] | None = None
    next_meeting: Said[Period] | None = None
    approval: Said[Approval] | None = None
    participants: list[Participant] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    issues: list[Notice] = field(default_factory=list)


def read_front(found: Outline, language: Language, gazetteer: Gazetteer) -> Front:
    """Read all fields; item numbers of the headings serve where the front page claims none."""
    front = Front()
    fields = _usable(found.fields)
    _when(front, found, fields, language)
    _where(front, fields, language)
    _items(front, fields, language)
    near = date.fromisoformat(front.date.value) if front.date else None
    _next_meeting(front, fields, language, near)
    _approval(front, fields, language, near)
    numbers = list(front.items_covered.value) if front.items_covered else []
    numbers = numbers or [n for r in found.regions if (n := r.candidate.number) and "." not in n]
    _people(front, fields, language, gazetteer, numbers)
    _signatories(front, fields, language, gazetteer, numbers)
    _doubts(front, fields)
    return front


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
    return Passage(entry.values)


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
            chosen = _whole(days), passage
            break
    if chosen is None:
        chosen = _yearless(passages, found, language)
    if chosen is not None:
        day, passage = chosen
        span = passage.span(day.start, day.end)
        front.date = Said(day.first.isoformat(), span)
        if day.last > day.first:
            front.end_date = Said(day.last.isoformat(), span)
    _clock_times(front, front_fields, language)


def _whole(days: list[Day]) -> Day:
    """Two dated days in one value ("16 juni 2025 … och 17 juni 2025") are a meeting over both."""
    first = days[0]
    later = [day for day in days[1:] if 0 < (day.last - first.first).days <= 10]
    return Day(first.first, later[-1].last, first.start, later[-1].end, True) if later else first


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


def _clock_times(front: Front, fields: list[Field], language: Language) -> None:
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


def _whole_hours(entry: Field, text: str) -> list[tuple[str, int, int]]:
    """ "13-15" under a label that says time: hours without minutes."""
    match = (
        re.fullmatch(r"\D{0,12}(\d{1,2})\s*[-–]\s*(\d{1,2})\D{0,5}", text) if entry.kind == "time" else None
    )
    if match is None or int(match[1]) > 23 or int(match[2]) > 24:
        return []
    return [(f"{int(match[i]):02d}:00", match.start(i), match.end(i)) for i in (1, 2)]


def _meeting_times(text: str, language: Language) -> list[tuple[str, int, int]]:
    """Clock times without those of an adjournment, which stand beside its word."""
    pauses = re.compile(rf"\(?\b{any_of(language.words('names', 'time_words'))}\b[^)]*\)?", re.IGNORECASE)
    taken = [(m.start(), m.end()) for m in pauses.finditer(text)]
    return [t for t in times_in(text, language) if not any(a <= t[1] < b for a, b in taken)]


@cache
def _online(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_]){any_of(language.words('names', 'online'))}(?![^\W\d_])", re.IGNORECASE)


def _where(front: Front, fields: list[Field], language: Language) -> None:
    fields = [entry for entry in fields if not entry.closing] or fields
    for _entry, passage in _of(fields, "place", "place_time", "date"):
        remains = _without_times(passage.text, language)
        online = _online(language).search(passage.text)
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


def _place_in(remains: str, language: Language) -> tuple[int, int] | None:
    """Where in a text, with its times blanked, a place stands; None where only "online" words are left."""
    online = _online(language)
    glue = re.compile(
        rf"^(?:\s|[,.;:–-]|(?:{any_of(language.words('text', 'before_place'))})\b)+",
        re.IGNORECASE,
    )
    best: tuple[int, int] | None = None
    for match in re.finditer(r"[^\x00]+", remains):
        start, end = match.start(), match.end()
        lead = glue.match(remains[start:end])
        start += lead.end() if lead else 0
        cut = online.search(remains, start, end)
        if cut:
            before = remains[start : cut.start()]
            tail = re.search(
                rf"[\s,;(–-]*(?:\b(?:{any_of(language.words('text', 'after_place'))})\b[\s,]*)*$",
                before,
                re.I,
            )
            end = start + (tail.start() if tail else len(before))
        text = remains[start:end].rstrip(" ,.;:–-\v\t(")
        if sum(char.isalpha() for char in text) >= 3 and (best is None or len(text) > best[1] - best[0]):
            best = (start, start + len(text))
    return best


def _items(front: Front, fields: list[Field], language: Language) -> None:
    for _, passage in _of(fields, "items"):
        numbers = expand(passage.text, language)
        if numbers:
            front.items_covered = Said(numbers, passage.span())
            return


def _next_meeting(front: Front, fields: list[Field], language: Language, near: date | None) -> None:
    for _, passage in _of(fields, "next_meeting"):
        for day in days_in(passage.text, language, near):
            front.next_meeting = Said(
                Period(day.first.isoformat(), day.last.isoformat()), passage.span(day.start, day.end)
            )
            return


def _approval(front: Front, fields: list[Field], language: Language, near: date | None) -> None:
    for _, passage in _of(fields, "approval"):
        day = next(iter(days_in(passage.text, language, near)), None)
        online = bool(_online(language).search(passage.text))
        if day is not None or online:
            value = Approval(day.last.isoformat() if day else None, online)
            front.approval = Said(value, passage.span())
            return


def _people(
    front: Front, fields: list[Field], language: Language, gazetteer: Gazetteer, numbers: list[str]
) -> None:
    lists = [(entry, *_persons_of(entry, language, gazetteer)) for entry in fields if entry.kind == "people"]
    decides = any(
        entry.attendance == "deciding" and persons and not _is_bare(entry, language)
        for entry, persons, _ in lists
    )
    for entry, persons, issues in lists:
        attendance = Attendance(entry.attendance or "deciding")
        if attendance is Attendance.DECIDING and decides and _is_bare(entry, language):
            attendance = Attendance.OTHER
        front.issues.extend(issues)
        members = _members(persons, language) if attendance is Attendance.DECIDING else {}
        for person in persons:
            how = members.get(person.name, attendance)
            if attendance is Attendance.SUBSTITUTE and person.replaces is not None:
                how = Attendance.DECIDING
            _add(front.participants, _participant(person, how, numbers))
    _chair_and_secretary(front, fields, language, gazetteer, numbers)
    called = [
        p for e in fields if e.kind == "called" for p in people_in(e.values, language, gazetteer).persons
    ]
    _absent_by_difference(front, called)


def _members(persons: list[Person], language: Language) -> dict[str, Attendance]:
    """In one list of all who were there, roles tell substitutes who do not serve, and staff, from members."""
    roles = language.data["roles"]
    substitutes, members = set(roles["substitute"]), set(roles["member"])
    told: dict[str, Attendance] = {}
    listed = sum(bool({r.split()[-1] for r in p.roles} & set(roles["plain_member"])) for p in persons)
    for person in persons:
        words = {role.split()[-1] for role in person.roles}
        if words & substitutes and not person.replaces and not any(len(r.split()) > 1 for r in person.roles):
            told[person.name] = Attendance.SUBSTITUTE
        elif listed >= 2 and not words & members and not person.replaces:
            told[person.name] = Attendance.OTHER
    return told


def _is_bare(entry: Field, language: Language) -> bool:
    words = entry.label.lower().strip(" :()").split()
    return len(words) == 1 and words[0] in language.data["front"]["attendance"]["bare"]


def _persons_of(entry: Field, language: Language, gazetteer: Gazetteer) -> tuple[list[Person], list[Notice]]:
    issues: list[Notice] = []
    if entry.table:
        return [
            p for cells in entry.table if (p := _from_cells(cells, entry.columns, language, gazetteer))
        ], issues
    text = " ".join(row.text for row in entry.values).strip(" .").lower()
    if text in language.words("names", "empty_values"):
        if text in language.words("names", "attached_list") and entry.values:
            issues.append(Notice("people-elsewhere", entry.values[0].span(), (("text", text),)))
        return [], issues
    found = people_in(entry.values, language, gazetteer)
    for words, span in found.leftovers:
        issues.append(Notice("words-in-people-list", span, (("text", words),)))
    if not found.persons and found.organisations:
        issues.append(Notice("organisations-without-people", entry.values[0].span(), (("text", text[:80]),)))
    return found.persons, issues


def _from_cells(
    cells: tuple[Row, ...], columns: tuple[str, ...], language: Language, gazetteer: Gazetteer
) -> Person | None:
    """A row of a people table; the column heads say what each cell is."""
    person: Person | None = None
    for kind, cell in zip(columns, cells, strict=False):
        if kind == "name" and cell.text:
            read = people_in([cell], language, gazetteer).persons
            person = read[0] if read else Person(cell.text, cell.span())
    if person is None:
        return None
    for kind, cell in zip(columns, cells, strict=False):
        text = cell.text.strip()
        if not text or text in language.words("names", "empty_values"):
            continue
        if kind == "organisation":
            person.organisation = text.split("(")[0].strip()
        elif kind == "role":
            person.roles.extend(tidy_role(part, language) for part in splitter(language).split(text) if part)
        elif kind == "party":
            person.party = text.strip("()")
        elif kind == "items":
            _noted(person, text, language)
        elif kind == "substitute":
            person.notes.append(text)
    return person


def _noted(person: Person, text: str, language: Language) -> None:
    """A remark in a table: for which items somebody was there, or whom they replace."""
    replaces = re.match(
        rf"(?:{any_of(language.words('people', 'replaces'))})\s+(?P<name>[A-ZÅÄÖ][^,(]+)", text, re.I
    )
    if replaces:
        person.replaces = replaces["name"].strip()
    elif any(char.isdigit() for char in text):
        person.presence.append(presence_of(text, language))
    else:
        person.notes.append(text)


def _participant(person: Person, attendance: Attendance, numbers: list[str]) -> Participant:
    items = attended(person.presence, numbers)
    return Participant(
        name=person.name,
        span=person.span,
        attendance=attendance,
        roles=tuple(person.roles),
        organisation_as_written=person.organisation,
        party=person.party,
        items=items,
        items_as_written="; ".join(p.text for p in person.presence) or None,
        replaces=person.replaces,
        note="; ".join(person.notes) or None,
    )


def _add(participants: list[Participant], new: Participant) -> None:
    """The same person twice in one kind of list is one participation."""
    for index, old in enumerate(participants):
        if old.name == new.name and old.attendance == new.attendance:
            roles = (*old.roles, *(role for role in new.roles if role not in old.roles))
            participants[index] = replace(
                old,
                roles=roles,
                organisation_as_written=old.organisation_as_written or new.organisation_as_written,
                party=old.party or new.party,
                items=old.items if old.items is not None else new.items,
                items_as_written=old.items_as_written or new.items_as_written,
                replaces=old.replaces or new.replaces,
                note=old.note or new.note,
            )
            return
    participants.append(new)


def _chair_and_secretary(
    front: Front, fields: list[Field], language: Language, gazetteer: Gazetteer, numbers: list[str]
) -> None:
    """Officers whom a front-page label of their own names, and no list."""
    if not front.participants:
        return
    for entry in fields:
        if entry.kind not in ("chair", "secretary") or entry.closing or not entry.values:
            continue
        first_people = next((e for e in fields if e.kind == "people"), None)
        if first_people is not None and fields.index(entry) > fields.index(first_people) + 6:
            continue
        for person in people_in(entry.values, language, gazetteer).persons[:2]:
            role = language.words("roles", entry.kind)[0]
            if _known(front.participants, person.name, role):
                continue
            attendance = Attendance.DECIDING if entry.kind == "chair" else Attendance.OTHER
            person.roles = [role, *(r for r in person.roles if r != role)]
            front.participants.append(_participant(person, attendance, numbers))


def _known(participants: list[Participant], name: str, role: str) -> bool:
    """Whether a name, or a first name alone, is a participant's; who is named by first name gets the role."""
    if any(p.name == name for p in participants):
        return True
    fits = [i for i, p in enumerate(participants) if " " not in name and p.name.split()[0] == name]
    if len(fits) != 1:
        return False
    person = participants[fits[0]]
    if role not in person.roles:
        participants[fits[0]] = replace(person, roles=(*person.roles, role))
    return True


def _absent_by_difference(front: Front, called: list[Person]) -> None:
    """Who was called and is in no list of those present was absent (inferred, rule `called-not-present`)."""
    if not called or not front.participants:
        return
    present = {participant.name for participant in front.participants}
    for person in called:
        if person.name not in present:
            absent = _participant(person, Attendance.ABSENT, [])
            front.participants.append(replace(absent, rule="called-not-present"))


def _signatories(
    front: Front, fields: list[Field], language: Language, gazetteer: Gazetteer, numbers: list[str]
) -> None:
    signs = any(entry.kind in ("signatures", "adjusters") for entry in fields)
    if not signs:
        return
    for entry in fields:
        role = _SIGNING.get(entry.kind)
        if (entry.kind != "signatures" and role is None) or not entry.values:
            continue
        written = re.sub(r"\s*§.*$", "", entry.label).strip(" :").lower()
        offices = language.words("roles", role) if role else ()
        default = (written if written in offices else offices[0]) if role else None
        for person in people_in(entry.values, language, gazetteer).persons:
            own = [r for r in person.roles if _signing_role(r, language)]
            person.name = _full_name(front.participants, person.name)
            roles = own or ([default] if default else _by_office(front.participants, person, language))
            items = attended(person.presence, numbers)
            _add_signatory(front.signatories, Signatory(person.name, person.span, tuple(roles), items))


def _full_name(participants: list[Participant], name: str) -> str:
    fits = [p.name for p in participants if " " not in name and p.name.split()[0] == name]
    return fits[0] if len(fits) == 1 else name


def _by_office(participants: list[Participant], person: Person, language: Language) -> list[str]:
    """Who only "approves" the minutes does so as the chair that they are, else as adjuster."""
    chairs = language.words("roles", "chair")
    offices = [role for p in participants if p.name == person.name for role in p.roles if role in chairs]
    return person.roles or [offices[0] if offices else language.words("roles", "adjuster")[0]]


def _signing_role(role: str, language: Language) -> bool:
    words = {word for kind in ("chair", "secretary", "adjuster") for word in language.words("roles", kind)}
    return role in words or role.rsplit(maxsplit=1)[-1] in words


def _add_signatory(signatories: list[Signatory], new: Signatory) -> None:
    for index, old in enumerate(signatories):
        if old.name == new.name:
            roles = (*old.roles, *(role for role in new.roles if role not in old.roles))
            items = old.items if old.items is not None else new.items
            signatories[index] = Signatory(old.name, old.span, roles, items)
            return
    signatories.append(new)


def _doubts(front: Front, fields: list[Field]) -> None:
    for entry in fields:
        if entry.kind == "unknown":
            span = entry.label_row.span()
            front.issues.append(Notice("unknown-label", span, (("label", entry.label[:60]),)))
    if front.date is None:
        front.issues.append(Notice("no-date", Span(0, 0)))
    if not front.participants:
        front.issues.append(Notice("no-participants", Span(0, 0)))
