"""The rows of a table of people become persons with how they attended.

A column's head says what stands below it; what a cell itself shows (a range of items, whom somebody replaces,
that they were absent) counts for more, for tables hold all of that in one column of remarks.
"""

import re
from dataclasses import dataclass
from functools import cache

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language, any_of
from graphbuild.model import Span
from graphbuild.parsing.cast import splitter
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.likeness import names_office
from graphbuild.parsing.outline import Field
from graphbuild.parsing.people import Person, people_in, tidy_role
from graphbuild.parsing.presence import Presence, presence_of, untimed
from graphbuild.parsing.rows import Row

_NAMED = re.compile(r"[A-ZÀ-ÖØ-Þ][^,(;§\d]+")
_BRACKETS = str.maketrans("()", "  ")


@dataclass(slots=True)
class Seat:
    """A row's person, how they attended, and whether the row itself says so (and not the list's label)."""

    person: Person
    attendance: str
    told: bool = False


def seats_in(entry: Field, language: Language, gazetteer: Gazetteer) -> list[Seat]:
    """Read the rows of a people table; a row of one cell is the label of those below it."""
    seats: list[Seat] = []
    attendance, headed = entry.attendance or "deciding", False
    marked = _mark_column(entry, language)
    for cells in entry.table:
        filled = [cell for cell in cells if cell.text]
        label = _group(filled, language, gazetteer) if len(filled) == 1 else None
        if label is not None:
            attendance, headed = label, True
            continue
        several = _several(cells, entry.columns, language, gazetteer)
        if several:
            seats.extend(several)
            continue
        seat = _seat(cells, entry.columns, language, gazetteer)
        if seat is None:
            continue
        mark = cells[marked].lower.strip(" .") if marked is not None and marked < len(cells) else "x"
        if not mark or mark.replace(",", " ").split()[0] in language.words("people", "absent_marks"):
            seat.attendance, seat.told = "absent", True
        # A table that begins with the organisation names it once for all who come from it.
        if entry.columns[0] == "organisation" and not cells[0].text and seats:
            seat.person.organisation = seat.person.organisation or seats[-1].person.organisation
        if not seat.told:
            seat.attendance, seat.told = attendance, headed and attendance != "deciding"
        seats.append(seat)
    return seats


def _several(
    cells: tuple[Row, ...], columns: tuple[str, ...], language: Language, gazetteer: Gazetteer
) -> list[Seat]:
    """The people of a row that holds those of one organisation: members, and substitutes beside them.

    Where marks say how they voted, a row holds a member and who stood in.
    """
    held = {kind: cell for kind, cell in zip(columns, cells, strict=False) if kind and cell.text}
    members = _people(held.get("name"), language, gazetteer)
    substitutes = _people(held.get("substitute"), language, gazetteer) if "substitute" in columns else []
    if len(members) < 2 and not substitutes:
        return []
    seats = [Seat(person, "deciding") for person in members]
    seats += [Seat(person, "substitute", told=True) for person in substitutes]
    if "ballot" in columns and len(seats) == 2 and substitutes:  # one of the two voted: who stood in
        seats[0].attendance, seats[0].told = "absent", True
        seats[1].attendance, seats[1].person.replaces = "deciding", seats[0].person.name
    organisation = held["organisation"].text if "organisation" in held else None
    party = held["party"].text.strip("()") if "party" in held and len(seats) == 2 else None
    for seat in seats:
        seat.person.organisation = seat.person.organisation or organisation
        seat.person.party = seat.person.party or party
        told = status_of(seat.person, language) or ("deciding" if seat.person.replaces else None)
        if told is not None:
            seat.attendance, seat.told = told, True
    return seats


def _people(cell: Row | None, language: Language, gazetteer: Gazetteer) -> list[Person]:
    if cell is None:
        return []
    return [p for p in people_in([cell], language, gazetteer).persons if " " in p.name]


def _mark_column(entry: Field, language: Language) -> int | None:
    """The column in which a mark says that somebody was there, and an empty cell that they were not."""
    marks = language.words("people", "marks")
    for at, kind in enumerate(entry.columns):
        if kind != "items":
            continue
        held = [cells[at].lower.strip(" .") for cells in entry.table if at < len(cells)]
        if sum(text.replace(",", " ").split(" ")[0] in marks for text in held) > 0.5 * len(held):
            return at
    return None


def _group(filled: list[Row], language: Language, gazetteer: Gazetteer) -> str | None:
    """How those below a row of one cell attended ("Styrgruppens ledamöter"); None where it is a person."""
    text = filled[0].text.strip(" :*")
    kind, attendance = kind_of(text, language)
    if kind == "people" and attendance:
        return attendance
    last = text.rsplit(" ", 1)[-1].lower()
    kind, attendance = kind_of(last, language)
    if kind == "people" and attendance and " " in text:
        return attendance
    return None if people_in(filled, language, gazetteer).persons else "deciding"


def _seat(
    cells: tuple[Row, ...], columns: tuple[str, ...], language: Language, gazetteer: Gazetteer
) -> Seat | None:
    at = columns.index("name")
    named = cells[at] if at < len(cells) else None
    if named is None or not named.text or named.lower.strip(" .") in language.words("names", "empty_values"):
        return None
    read = people_in([named], language, gazetteer).persons
    person = read[0] if read else Person(named.text, named.span())
    filled = [cell.span() for cell in cells if cell.text]
    person.span = Span(filled[0].start, filled[-1].end)
    seat = Seat(person, "deciding")
    served: Presence | None = None
    for kind, cell in zip(columns, cells, strict=False):
        text = cell.text.strip()
        if cell is not named and text and text.lower() not in language.words("names", "empty_values"):
            _tell(seat, kind, text, language)
            if kind == "replaces":
                served = person.presence[-1] if person.presence else None
    if person.replaces and not seat.told:
        seat.attendance, seat.told = "deciding", True
    if _is_marked(cells, columns, language):
        person.presence = [told for told in person.presence if told is not served]
    return seat


def _is_marked(cells: tuple[Row, ...], columns: tuple[str, ...], language: Language) -> bool:
    """Whether a row says by a mark that somebody was there: what else limits it is what they served for."""
    marks = language.words("people", "marks")
    return any(
        kind == "items" and cell.lower.strip(" .") in marks
        for kind, cell in zip(columns, cells, strict=False)
    )


def status_of(person: Person, language: Language) -> str | None:
    """How somebody attended by what a list says behind their name ("suppleant, tjänstgör ej")."""
    found: str | None = None
    for at, role in enumerate(person.roles):
        kept = []
        for piece in role.split(", "):
            told = next((how for pattern, how in _statuses(language) if pattern.fullmatch(piece)), None)
            found = told or found
            if told is None:
                kept.append(piece)
        person.roles[at] = ", ".join(kept)
    person.roles = [role for role in person.roles if role]
    for note in person.notes:
        found = found or next((how for pattern, how in _statuses(language) if pattern.fullmatch(note)), None)
    return found if found in ("substitute", "absent", "other") else None


def _tell(seat: Seat, kind: str, text: str, language: Language) -> None:
    """What one cell says of a person: first what it shows by itself, the rest by its column's head."""
    person = seat.person
    replaces = _replaces(language).search(text)
    if replaces:
        person.replaces = replaces["name"].strip(" ,.")
        text = f"{text[: replaces.start()]} {text[replaces.end() :]}".strip(" ,;")
    elif kind == "replaces":
        named = _NAMED.match(text)
        person.replaces, text = (named[0].strip(" ,."), text[named.end() :]) if named else (None, text)
    for pattern, attendance in _statuses(language):
        match = pattern.search(text)
        if match:
            seat.attendance, seat.told = attendance, True
            text = f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;()")
    if kind == "votes":
        seat.attendance, seat.told = _voting(text, person, language), True
        return
    text = _whole(language).sub("", text).strip(" ,;()" if kind == "replaces" else " ,;")
    if not text:
        return
    if kind == "organisation":
        person.organisation = text.split("(")[0].strip()
    elif kind == "party":
        person.party = text.strip("()")
    elif (_ranges if kind == "items" else _signed_range)(language).search(text):
        _roles_and_range(person, text, language)
    elif _tells_office(kind, text, language):
        person.roles.extend(tidy_role(part, language) for part in splitter(language).split(text) if part)
    else:
        person.notes.append(text)


def _voting(text: str, person: Person, language: Language) -> str:
    """How somebody attended of whom a table says whether they vote."""
    if text.lower().strip(" .") in language.words("people", "marks"):
        return "deciding"
    words = {role.split()[-1] for role in person.roles}
    return "substitute" if words & set(language.words("roles", "substitute")) else "other"


def _tells_office(kind: str, text: str, language: Language) -> bool:
    """Whether a cell says what somebody is: by its column, or because no column says otherwise."""
    if kind == "role" or not (kind or any(char.isdigit() for char in text)):
        return True
    return _is_office(text, language) or (kind == "items" and names_office(text, language))


def _is_office(text: str, language: Language) -> bool:
    """Whether a remark is what somebody is at the meeting ("mötesordförande", "sekreterare")."""
    plain = text.lower()
    return any(plain.endswith(language.words("roles", key)) for key in ("chair", "secretary"))


def _roles_and_range(person: Person, text: str, language: Language) -> None:
    """ "Upphandlare, punkt 3": a role before the range of items."""
    text = untimed(text, language).translate(_BRACKETS)
    match = _ranges(language).search(text)
    start = match.start() if match else len(text)
    for before in splitter(language).split(text[:start].strip(" ,;(")):
        if before and before.lower() not in _silent(language):
            person.roles.append(tidy_role(before, language))
    person.presence.append(presence_of(text[start:].strip(" )"), language))


@cache
def _silent(language: Language) -> frozenset[str]:
    """Words of a remark that are no role: that somebody was there, and by which means."""
    return frozenset((*language.words("names", "online"), *language.words("people", "marks")))


@cache
def _replaces(language: Language) -> re.Pattern[str]:
    words = any_of(language.words("people", "replaces"))
    return re.compile(rf"(?<![^\W\d_])(?i:{words})\s+(?P<name>[A-ZÀ-ÖØ-Þ][^,(;]+)")


@cache
def _statuses(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Words of a remark that say how somebody attended; the first list that names one decides."""
    statuses = language.data["people"]["statuses"]
    return tuple(
        (re.compile(rf"(?<![^\W\d_]){any_of(words)}(?![^\W\d_])", re.IGNORECASE), attendance)
        for attendance, words in statuses.items()
    )


@cache
def _whole(language: Language) -> re.Pattern[str]:
    words = any_of(language.words("people", "whole"))
    return re.compile(rf"(?<![^\W\d_]){words}(?![^\W\d_])", re.IGNORECASE)


@cache
def _ranges(language: Language) -> re.Pattern[str]:
    """Where a range of items begins: words for it or a paragraph sign, and a number."""
    people = language.data["people"]
    before = any_of(
        [*people["except"], *people["aside"], *people["from"], *people["until"], *people["prefixes"]]
    )
    words = any_of(people["item_words"])
    return re.compile(
        rf"(?<![^\W\d_])(?:{before}\s+)*(?:§+\s*|(?:{words})\.?\s+)?\d(?!:[ea])|^\d[\d\s,–-]*$|§\s*\d",
        re.IGNORECASE,
    )


@cache
def _signed_range(language: Language) -> re.Pattern[str]:
    """A range that says so itself, in a column whose head is not known (shares, numbers of properties …)."""
    words = any_of(language.words("people", "item_words"))
    return re.compile(rf"§\s*\d|(?<![^\W\d_]){words}\.?\s+\d", re.IGNORECASE)
