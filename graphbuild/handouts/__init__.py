"""Turns a store into what people take to the next meeting: assignments as values, a page, a calendar.

`tasks` asks the store; `page`, `calendar` and `as_table` write what it gives. Time comes in as an argument.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from graphbuild import catalogue
from graphbuild.collation import swedish
from graphbuild.table import Cell, Table

_COLUMNS = (
    *("body", "assignment", "assignee", "given", "item", "due", "overdue", "status", "silent_since"),
    *("last_said", "quote", "certainty", "assignment_iri"),
)
FOR_PEOPLE = ("assignment", "assignee", "given", "due", "overdue", "status", "last_said")
"""The columns that fit a terminal."""
_LANGUAGES = "SELECT ?task (LANG(?text) AS ?language) WHERE { VALUES ?task { %s } ?task schema:text ?text }"
_BODIES = """
SELECT ?iri (MIN(STR(?name)) AS ?body) (MIN(STR(?owner)) AS ?organisation) (MAX(?day) AS ?latest)
WHERE {
  ?iri a gov:Body ; rdfs:label ?name .
  OPTIONAL { ?iri org:unitOf ?unit . ?unit rdfs:label ?owner }
  OPTIONAL { ?iri gov:followedUntil ?day }
}
GROUP BY ?iri
"""


class Store(Protocol):
    """What answers queries."""

    def select(self, query: str) -> Table:
        """Run a SELECT query over the union of all graphs."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment as it stands on a day; days are ISO 8601, `certainty` is 0 to 1.

    `due` is the time in force as it was said ("2025-Q4"), `due_date` the last day of it, and `moved` how
    often it was told anew. `last_said` is the day of the latest words on it, and `quote` those.
    """

    iri: str
    body: str
    given: str
    item: str | None
    text: str
    assignees: tuple[str, ...]
    due: str | None
    due_date: str | None
    is_overdue: bool
    status: str
    silent_since: str | None
    last_said: str
    quote: str
    certainty: float | None
    moved: int
    language: str


def tasks(store: Store, as_of: str, filters: Mapping[str, str] | None = None) -> list[Task]:
    """Give assignments as they stood on a day; without `status` among the filters those that are open.

    The most pressing come first: the earliest time in force, then those without one by when they were given.
    Raises ParameterError for a filter that `ask assignments` does not know.
    """
    given = {"status": "open", **(filters or {}), "as-of": as_of}
    rows = _asked(store, "assignments", given)
    wanted = {name: given[name] for name in ("body", "person", "text", "as-of") if name in given}
    steps: dict[str, list[dict[str, Cell]]] = {}
    for step in _asked(store, "assignment-history", {k: v for k, v in wanted.items() if k != "text"}):
        steps.setdefault(str(step["assignment_iri"]), []).append(step)
    by_iri: dict[str, list[dict[str, Cell]]] = {}
    for row in rows:
        by_iri.setdefault(str(row["assignment_iri"]), []).append(row)
    spoken = _languages(store, by_iri)
    names = {iri: name for iri, name, _ in _bodies(store)}
    found = [_task(iri, same, steps.get(iri, []), spoken[iri], names) for iri, same in by_iri.items()]
    return sorted(found, key=_pressing)


def latest_meetings(store: Store) -> dict[str, str]:
    """Give, by a body's name, the day of the latest meeting through which its assignments were followed."""
    return {name: day for _, name, day in _bodies(store) if day is not None}


def _bodies(store: Store) -> list[tuple[str, str, str | None]]:
    """Give each body, its name with its organisation (many have a "Styrelsen"), and its latest day."""
    found = []
    for iri, body, owner, latest in store.select(_BODIES).rows:
        name = str(body) if owner is None or str(owner) in str(body) else f"{body}, {owner}"
        found.append((str(iri), name, None if latest is None else str(latest)))
    return found


def as_table(found: Iterable[Task]) -> Table:
    """Give tasks as rows, one each."""
    return Table(
        _COLUMNS,
        tuple(
            (
                *(task.body, task.text, ", ".join(task.assignees) or None, task.given, task.item, task.due),
                *(task.due_date if task.is_overdue else None, task.status, task.silent_since),
                *(task.last_said, task.quote, task.certainty, task.iri),
            )
            for task in found
        ),
    )


def _asked(store: Store, name: str, parameters: Mapping[str, str]) -> list[dict[str, Cell]]:
    table = catalogue.run(store, catalogue.load(name), parameters)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _languages(store: Store, iris: Iterable[str]) -> dict[str, str]:
    values = " ".join(f"<{iri}>" for iri in sorted(iris))
    return {str(iri): str(language) for iri, language in store.select(_LANGUAGES % values).rows}


def _task(
    iri: str,
    rows: list[dict[str, Cell]],
    steps: list[dict[str, Cell]],
    language: str,
    names: Mapping[str, str],
) -> Task:
    """Put together the rows of an assignment, one for each assignee, and the last words on it."""
    row = rows[0]
    said = [step for step in steps if step["step"] not in ("overdue", "silent")]
    last = said[-1] if said else {"date": row["date"], "quote": row["assignment"], "certainty": None}
    certainty = last["certainty"]
    return Task(
        iri=iri,
        body=names.get(str(row["body_iri"])) or _text(row["body"]) or "",
        given=str(row["date"]),
        item=_text(row["item"]),
        text=str(row["assignment"]),
        assignees=tuple(sorted({str(each["assignee"]) for each in rows if each["assignee"]}, key=swedish)),
        due=_text(row["new_due"]) or _text(row["due"]),
        due_date=_text(row["new_due_date"]) or _text(row["due_date"]),
        is_overdue=row["overdue"] is not None,
        status=str(row["status"]),
        silent_since=_text(row["silent_since"]),
        last_said=str(last["date"]),
        quote=" ".join(str(last["quote"]).split()),
        certainty=float(certainty) if isinstance(certainty, int | float | str) else None,
        moved=sum(step["step"] == "extended" for step in said),
        language=language,
    )


def _pressing(task: Task) -> tuple[object, ...]:
    return swedish(task.body), task.due_date is None, task.due_date or "", task.given, task.iri


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


__all__ = ["FOR_PEOPLE", "Store", "Task", "as_table", "latest_meetings", "tasks"]
