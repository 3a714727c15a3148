"""Fields of people become participants: who decided, who served for whom, who else came, who was absent."""

from dataclasses import replace

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language
from graphbuild.model import Attendance, Disqualification, Item, Notice, Participant
from graphbuild.parsing.front import Front
from graphbuild.parsing.groups import is_front
from graphbuild.parsing.likeness import names_office
from graphbuild.parsing.outline import Field
from graphbuild.parsing.people import Person, is_partisan, people_in, tidy_role
from graphbuild.parsing.presence import attended
from graphbuild.parsing.roll import is_told, told_among, told_in
from graphbuild.parsing.seats import Seat, seats_in, status_of


def read_people(
    front: Front, fields: list[Field], language: Language, gazetteer: Gazetteer, numbers: list[str]
) -> None:
    """Fill in the participants; `numbers` are the meeting's items, for presence at some of them."""
    _seat_by_office(fields, language)
    _recognise(fields, language, gazetteer)
    people = [entry for entry in fields if entry.kind == "people"]
    told = [
        entry for entry in people if not entry.table and (not entry.label or is_told(entry.values, language))
    ]
    people = [entry for entry in people if entry not in told]
    told += [beside for entry in people if entry.table for beside in told_among(entry.values, language)]
    partisan = is_partisan((row.text for entry in people for row in entry.values), language)
    lists = [
        (entry, *_persons_of(entry, language, gazetteer, partisan)) for entry in people if not entry.table
    ]
    seated = [seat for entry in people if entry.table for seat in seats_in(entry, language, gazetteer)]
    decides = any(
        entry.attendance == "deciding" and persons and not _is_bare(entry, language)
        for entry, persons, _ in lists
    )
    others = any(entry.attendance == "other" and persons for entry, persons, _ in lists)
    for entry, persons, issues in lists:
        attendance = Attendance(entry.attendance or "deciding")
        if attendance is Attendance.DECIDING and decides and not others and _is_bare(entry, language):
            attendance = Attendance.OTHER
        front.issues.extend(issues)
        members = _members(persons, language) if attendance is Attendance.DECIDING else {}
        for person in persons:
            if entry.office:
                person.roles.insert(0, tidy_role(entry.office, language))
            how = members.get(person.name, attendance)
            if attendance is Attendance.SUBSTITUTE and person.replaces is not None:
                how = Attendance.DECIDING
            how = Attendance(status_of(person, language) or how)
            _add(front.participants, _participant(person, how, numbers, language))
            _note_aside(front, person)
    _add_seated(front, seated, numbers, language)
    for entry in told:
        seats = told_in(entry.values, entry.attendance, language, gazetteer)
        _add_seated(front, seats, numbers, language)
    _chair_and_secretary(front, fields, language, gazetteer, numbers)
    called = [
        p for e in fields if e.kind == "called" for p in people_in(e.values, language, gazetteer).persons
    ]
    _absent_by_difference(front, called, numbers, language)


def _add_seated(front: Front, seats: list[Seat], numbers: list[str], language: Language) -> None:
    told = _members([s.person for s in seats if s.attendance == "deciding" and not s.told], language)
    for seat in seats:
        how = Attendance(seat.attendance)
        how = how if seat.told else told.get(seat.person.name, how)
        _add(front.participants, _participant(seat.person, how, numbers, language))
        _note_aside(front, seat.person)


def _note_aside(front: Front, person: Person) -> None:
    """A list says of somebody in which items they were disqualified ("jäv § 31")."""
    front.aside += [
        (person.name, told.numbers, person.span) for told in person.presence if told.mode == "aside"
    ]


def with_aside(items: list[Item], front: Front) -> list[Item]:
    """Items with those whom the front page calls disqualified in them, where the item itself does not."""
    read = list(items)
    for at, item in enumerate(read):
        known = {person.name for person in item.disqualified}
        new = [
            Disqualification(name, span)
            for name, numbers, span in front.aside
            if item.number in numbers and name not in known
        ]
        read[at] = replace(item, disqualified=(*item.disqualified, *new)) if new else item
    return read


def _recognise(fields: list[Field], language: Language, gazetteer: Gazetteer) -> None:
    """Labels that the language does not know head lists of people where people stand, beside such lists.

    One that is an organisation ("Polisen: Anna Ek") is one more row of the list above it.
    """
    above: Field | None = None
    for index, entry in enumerate(fields):
        if entry.kind == "people" and not entry.table:
            above = entry
        if entry.kind != "unknown" or entry.closing or not entry.values:
            continue
        persons = people_in(entry.values, language, gazetteer).persons
        if above is not None and persons and is_front(entry.label, language, gazetteer):
            above.values += [entry.label_row, *entry.values[1:]]
            entry.kind = "more_people"
            continue
        above = None
        near = fields[max(0, index - 1) : index] + fields[index + 1 : index + 2]
        if not any(other.kind in ("people", "unknown", "secretary", "chair") for other in near):
            continue
        known = [person for person in persons if person.name.split()[0] in language.first_names]
        if known and len(known) >= 0.6 * len(entry.values):
            label = f" {entry.label.lower()} "
            rules = language.attendance_rules
            told = next((how for needed, how in rules if f" {' '.join(needed)} " in label), "deciding")
            entry.kind, entry.attendance = "people", told


def _seat_by_office(fields: list[Field], language: Language) -> None:
    """Below a label that holds nobody ("Närvarande"), labels that are offices hold who was there as such."""
    heading: Field | None = None
    for entry in fields:
        if entry.kind == "people" and not entry.table and not entry.values:
            heading = entry
            continue
        office = entry.label.strip(" :*")
        beside = len(entry.values) == 1 and entry.values[0].number == entry.label_row.number
        if not beside or entry.closing or entry.table or not names_office(office, language):
            heading = None
        elif heading is not None and entry.kind in ("people", "unknown", "chair", "secretary"):
            if entry.kind != "people" or heading.attendance == "absent":
                entry.kind, entry.attendance = "people", heading.attendance
            entry.office = office


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


def _persons_of(
    entry: Field, language: Language, gazetteer: Gazetteer, partisan: bool
) -> tuple[list[Person], list[Notice]]:
    issues: list[Notice] = []
    text = " ".join(row.text for row in entry.values).strip(" .").lower()
    if text in language.words("names", "empty_values"):
        if text in language.words("names", "attached_list") and entry.values:
            issues.append(Notice("people-elsewhere", entry.values[0].span(), (("text", text),)))
        return [], issues
    found = people_in(entry.values, language, gazetteer, partisan=partisan)
    for words, span in found.leftovers:
        issues.append(Notice("words-in-people-list", span, (("text", words),)))
    if not found.persons and found.organisations:
        issues.append(Notice("organisations-without-people", entry.values[0].span(), (("text", text[:80]),)))
    return found.persons, issues


def _participant(
    person: Person, attendance: Attendance, numbers: list[str], language: Language
) -> Participant:
    items = attended(person.presence, numbers)
    if items is not None and numbers and set(numbers) <= set(items):
        items = None  # the range is the whole meeting's
    membership = language.words("roles", "membership")
    return Participant(
        name=person.name,
        span=person.span,
        attendance=attendance,
        roles=tuple(role for role in person.roles if role not in membership),
        organisation_as_written=person.organisation,
        party=person.party,
        items=items,
        items_as_written="; ".join(p.text for p in person.presence if p.mode != "aside") or None,
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
            offices = language.words("roles", entry.kind)
            label = entry.label.lower().strip(" :")
            role = label if label in offices else offices[0]
            if _known(front.participants, person.name, role, label):
                continue
            attendance = Attendance.DECIDING if entry.kind == "chair" else Attendance.OTHER
            person.roles = [role, *(r for r in person.roles if r != role)]
            front.participants.append(_participant(person, attendance, numbers, language))


def _known(participants: list[Participant], name: str, role: str, label: str) -> bool:
    """Whether a name, or a first name alone, is a participant's; who is named by first name gets the role."""
    for index, person in enumerate(participants):
        if person.name == name:
            if label == role and not any(held.endswith(role) for held in person.roles):
                participants[index] = replace(person, roles=(*person.roles, role))
            return True
    fits = [i for i, p in enumerate(participants) if " " not in name and p.name.split()[0] == name]
    if len(fits) != 1:
        return False
    person = participants[fits[0]]
    if role not in person.roles:
        participants[fits[0]] = replace(person, roles=(*person.roles, role))
    return True


def _absent_by_difference(front: Front, called: list[Person], numbers: list[str], language: Language) -> None:
    """Who was called and is in no list of those present was absent (inferred, rule `called-not-present`).

    Of a list that names hardly any of those present nobody was called: they are the guests ("Inbjudna").
    """
    if not called or not front.participants:
        return
    present = {participant.name for participant in front.participants}
    if 2 * sum(person.name in present for person in called) < len(called):
        for person in called:
            _add(front.participants, _participant(person, Attendance.OTHER, numbers, language))
        return
    for person in called:
        if person.name not in present:
            absent = _participant(person, Attendance.ABSENT, [], language)
            front.participants.append(replace(absent, rule="called-not-present"))
