"""Turns the things of a list into rows, and rows into the CSV and JSON files beside the list.

The columns are named as `govgraph ask` names them; each thing has its IRI in a column that ends in `_iri`.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

from graphbuild.publishing.folder import Folder, sha256
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import Walks
from graphbuild.spreadsheet import harmless
from graphbuild.table import Cell

Row = Mapping[str, Cell]


class Tables:
    """Writes tables as files; `scratch` is a folder for what is not yet in its place."""

    def __init__(self, folder: Folder, scratch: Path) -> None:
        """Hold where the tables go."""
        self._folder = folder
        self._scratch = scratch

    def write(self, place: str, columns: Iterable[str], rows: Iterable[Row]) -> str:
        """Write `place.csv` and `place.json`, row by row, and give the place."""
        names = list(columns)
        as_csv, as_json = self._scratch / "table.csv", self._scratch / "table.json"
        with as_csv.open("w", encoding="utf-8", newline="") as flat, as_json.open("wb") as listed:
            _write_rows(names, rows, flat, listed)
        for made, ending in ((as_csv, ".csv"), (as_json, ".json")):
            self._folder.move_in(made, f"{place}{ending}", sha256(made))
        return place


def rendered(columns: Iterable[str], rows: Iterable[Row]) -> dict[str, bytes]:
    """Write a small table in memory, by the endings of its files."""
    flat, listed = io.StringIO(newline=""), io.BytesIO()
    _write_rows(list(columns), rows, flat, listed)
    return {".csv": flat.getvalue().encode("utf-8", "replace"), ".json": listed.getvalue()}


def _write_rows(names: list[str], rows: Iterable[Row], flat: IO[str], listed: IO[bytes]) -> None:
    writer = csv.writer(flat, lineterminator="\n")
    writer.writerow(names)
    before = b"[\n"
    for row in rows:
        writer.writerow([_flat(row.get(name)) for name in names])
        told = {name: row[name] for name in names if row.get(name) not in (None, "")}
        listed.write(before + json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
        before = b",\n"
    listed.write(b"\n]\n" if before == b",\n" else b"[]\n")


def _flat(cell: Cell) -> str:
    """Write a cell of CSV; what is not stated is empty."""
    return "" if cell is None else harmless(cell) if isinstance(cell, str) else str(cell)


Extract = Callable[[Thing, Walks], Row]
_MEETING = ("date", "body")


def columns_of(name: str) -> tuple[str, ...]:
    """Name the columns of a list's table."""
    return _LISTS[name][0]


def row_of(name: str, thing: Thing, walks: Walks) -> Row:
    """Turn a thing of a list into its row."""
    return _LISTS[name][1](thing, walks)


def of_meeting(meeting: Thing | None) -> dict[str, Cell]:
    """Give the cells that say which meeting a row is of."""
    body = meeting.thing("gov:heldBy") if meeting else None
    return {
        "date": meeting.text("schema:startDate") if meeting else "",
        "body": body.label if body else "",
        "meeting_iri": meeting.iri if meeting else "",
        "body_iri": body.iri if body else "",
    }


def _meeting(thing: Thing, walks: Walks) -> Row:
    items = thing.incoming("gov:meeting", "gov:AgendaItem")
    return of_meeting(thing) | {
        "start": thing.text("gov:startTime"),
        "end": thing.text("gov:endTime"),
        "place": thing.text("schema:location"),
        "online": thing.text("gov:online"),
        "items": len(items),
        "decisions": len(walks.decisions_of(items)),
    }


def of_item(item: Thing | None) -> dict[str, Cell]:
    """Give the cells that say which item, of which meeting, a row is of."""
    area = item.thing("gov:focusArea") if item else None
    return of_meeting(item.thing("gov:meeting") if item else None) | {
        "item": item.text("gov:number") if item else "",
        "item_title": item.text("dcterms:title") if item else "",
        "focus_area": area.label if area else "",
        "item_iri": item.iri if item else "",
    }


def _decision(thing: Thing, _: Walks) -> Row:
    kind = thing.thing("gov:decisionType")
    return of_item(thing.thing("gov:item")) | {
        "label": thing.text("gov:designation"),
        "decision": thing.text("schema:text"),
        "type": kind.fragment if kind else "",
        "decision_iri": thing.iri,
    }


def _assignment(thing: Thing, walks: Walks) -> Row:
    to, status = thing.things("gov:assignee"), walks.standing(thing)
    return of_item(thing.thing("gov:item")) | {
        "assignment": thing.text("schema:text"),
        "assignee": "; ".join([*(each.label for each in to), *thing.texts("gov:assigneeAsWritten")]),
        "due": thing.text("gov:due"),
        "due_date": thing.text("gov:dueDate"),
        "status": status.fragment if status else "",
        "assignment_iri": thing.iri,
        "assignee_iri": " ".join(each.iri for each in to),
    }


def _person(thing: Thing, walks: Walks) -> Row:
    found = thing.incoming("gov:person", "gov:Participation")
    dates = sorted(meeting.text("schema:startDate") for meeting in walks.reached(found, "gov:meeting"))
    return {
        "person": thing.label,
        "organisations": named(walks.reached(found, "org:organization")),
        "parties": "; ".join(walks.written(found, "gov:party")),
        "bodies": named(thing.things("gov:knownIn")),
        "meetings": len(walks.reached(walks.present(found), "gov:meeting")),
        "first": next((date for date in dates if date), ""),
        "last": dates[-1] if dates else "",
        "person_iri": thing.iri,
    }


def _organisation(thing: Thing, walks: Walks) -> Row:
    kind = thing.thing("gov:organisationKind")
    return {
        "organisation": thing.label,
        "kind": kind.fragment if kind else "",
        "code": thing.text("dcterms:identifier"),
        "people": len(walks.reached(thing.incoming("org:organization"), "gov:person")),
        "organisation_iri": thing.iri,
    }


def _body(thing: Thing, walks: Walks) -> Row:
    held = walks.newest(thing.incoming("gov:heldBy"))
    return {
        "body": thing.label,
        "organisation": named(thing.things("org:unitOf")),
        "meetings": len(held),
        "last": held[0].text("schema:startDate") if held else "",
        "body_iri": thing.iri,
    }


def _topic(name: str, pointing: str) -> Extract:
    def row(thing: Thing, _: Walks) -> Row:
        return {name: thing.label, "items": len(thing.incoming(pointing)), f"{name}_iri": thing.iri}

    return row


def _source(thing: Thing, _: Walks) -> Row:
    minutes = thing.incoming("dcterms:source")
    return {
        "source": thing.label,
        "sha256": thing.text("gov:sha256"),
        "minutes": named(minutes),
        "minutes_iri": " ".join(each.iri for each in minutes),
        "source_iri": thing.iri,
    }


def named(found: Iterable[Thing]) -> str:
    """Write the names of things into one cell."""
    return "; ".join(each.label for each in found)


_ITEM = ("date", "body", "item", "item_title")
_ASSIGNMENT = (
    (*_ITEM, "assignment", "assignee", "due", "due_date", "status", "focus_area"),
    ("assignment_iri", "item_iri", "meeting_iri", "body_iri", "assignee_iri"),
)
_LISTS: dict[str, tuple[tuple[str, ...], Extract]] = {
    "meetings": (
        (*_MEETING, "start", "end", "place", "online", "items", "decisions", "meeting_iri", "body_iri"),
        _meeting,
    ),
    "decisions": (
        (
            *_ITEM,
            "label",
            "decision",
            "type",
            "focus_area",
            "decision_iri",
            "item_iri",
            "meeting_iri",
            "body_iri",
        ),
        _decision,
    ),
    "assignments": (_ASSIGNMENT[0] + _ASSIGNMENT[1], _assignment),
    "open-assignments": (_ASSIGNMENT[0] + _ASSIGNMENT[1], _assignment),
    "people": (
        ("person", "organisations", "parties", "bodies", "meetings", "first", "last", "person_iri"),
        _person,
    ),
    "organisations": (("organisation", "kind", "code", "people", "organisation_iri"), _organisation),
    "bodies": (("body", "organisation", "meetings", "last", "body_iri"), _body),
    "focus-areas": (("focus_area", "items", "focus_area_iri"), _topic("focus_area", "gov:focusArea")),
    "cases": (("case", "items", "case_iri"), _topic("case", "gov:case")),
    "sources": (("source", "sha256", "minutes", "minutes_iri", "source_iri"), _source),
}
