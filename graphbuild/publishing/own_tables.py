"""Turns a thing into the tables that stand on its page: who took part, what was decided, as rows.

On the site they lie beside the page, as `PLACE.meetings.csv` and `PLACE.meetings.json`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graphbuild.publishing.tables import Row, columns_of, named, of_item, of_meeting, row_of
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import Walks

_Select = Callable[[Thing, Walks], Iterable[Thing]]


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table of a page: its name, its columns, and its rows in the order of the page."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def own_tables(thing: Thing, walks: Walks) -> Iterator[OwnTable]:
    """Give the tables of a thing's page; those that would be empty are left out."""
    for name in _TABLES.get(thing.kind, ()):
        table = own_table(thing, name, walks)
        if table is not None:
            yield table


def own_table(thing: Thing, name: str, walks: Walks) -> OwnTable | None:
    """Give one table of a thing's page; None where it has none of that name, or no rows for it."""
    if name not in _TABLES.get(thing.kind, {}):
        return None
    found = list(_TABLES[thing.kind][name](thing, walks))
    if name == "people":
        rows = [_person(person, of, walks) for person, of in walks.by(found, "gov:person")]
        return OwnTable(name, _PEOPLE, tuple(rows)) if rows else None
    if name == "participants" or (name, thing.kind) == ("meetings", "person"):
        return OwnTable(name, _PARTICIPANTS, tuple(map(_participation, found))) if found else None
    if name == "items":
        return OwnTable(name, _ITEMS, tuple(map(_item, found))) if found else None
    listed = tuple(row_of(name, each, walks) for each in found)
    return OwnTable(name, columns_of(name), listed) if listed else None


def _participation(each: Thing) -> Row:
    attendance = each.thing("gov:attendance")
    people, organisations = each.things("gov:person"), each.things("org:organization")
    return of_meeting(each.thing("gov:meeting")) | {
        "person": named(people),
        "organisation": named(organisations),
        "party": each.text("gov:party"),
        "role": "; ".join(each.texts("gov:role")),
        "attendance": attendance.fragment if attendance else "",
        "items": each.text("gov:itemsAttended"),
        "replaces": named(each.things("gov:replaces")),
        "person_iri": " ".join(person.iri for person in people),
        "organisation_iri": " ".join(organisation.iri for organisation in organisations),
        "participation_iri": each.iri,
    }


def _person(person: Thing, found: list[Thing], walks: Walks) -> Row:
    return {
        "person": person.label,
        "organisations": named(walks.reached(found, "org:organization")),
        "parties": "; ".join(walks.written(found, "gov:party")),
        "roles": "; ".join(walks.written(found, "gov:role")),
        "meetings": len(walks.reached(walks.present(found), "gov:meeting")),
        "person_iri": person.iri,
    }


def _item(item: Thing) -> Row:
    outcome, case = item.thing("gov:outcome"), item.thing("gov:case")
    return of_item(item) | {
        "outcome": outcome.fragment if outcome else "",
        "case": case.label if case else "",
    }


_PEOPLE = ("person", "organisations", "parties", "roles", "meetings", "person_iri")
_PARTICIPANTS = (
    "date", "body", "person", "organisation", "party", "role", "attendance", "items", "replaces",
    "meeting_iri", "body_iri", "person_iri", "organisation_iri", "participation_iri",
)  # fmt: skip
_ITEMS = (
    "date", "body", "item", "item_title", "outcome", "focus_area", "case",
    "item_iri", "meeting_iri", "body_iri",
)  # fmt: skip


def _assigned(thing: Thing, walks: Walks) -> Iterable[Thing]:
    return walks.newest(thing.incoming("gov:assignee"))


def _on_agenda(thing: Thing, walks: Walks) -> list[Thing]:
    return walks.newest(thing.incoming("gov:focusArea") or thing.incoming("gov:case"))


_OF_TOPIC: dict[str, _Select] = {
    "items": _on_agenda,
    "decisions": lambda thing, walks: walks.newest(walks.decisions_of(_on_agenda(thing, walks))),
    "assignments": lambda thing, walks: walks.newest(walks.assignments_of(_on_agenda(thing, walks))),
}
_TABLES: dict[str, dict[str, _Select]] = {
    "body": {
        "meetings": lambda body, walks: walks.newest(body.incoming("gov:heldBy")),
        "assignments": _assigned,
        "people": lambda body, walks: walks.participations_of(body),
    },
    "meeting": {
        "participants": lambda meeting, walks: walks.as_read(
            meeting.incoming("gov:meeting", "gov:Participation")
        )
    },
    "item": {"assignments": lambda item, _: item.incoming("gov:item", "gov:Assignment")},
    "person": {
        "meetings": lambda person, walks: walks.newest(person.incoming("gov:person", "gov:Participation")),
        "assignments": _assigned,
        "decisions": lambda person, walks: walks.newest(person.incoming("gov:decidedBy")),
    },
    "organisation": {
        "people": lambda thing, _: thing.incoming("org:organization", "gov:Participation"),
        "assignments": _assigned,
    },
    "focus-area": _OF_TOPIC,
    "case": _OF_TOPIC,
}
