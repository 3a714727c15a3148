"""`govgraph changes`: what was learned when, and what was said before."""

from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import (
    FormatOption,
    IrisOption,
    StoreOption,
    language,
    output_format,
    store_place,
)

if TYPE_CHECKING:
    from graphbuild.table import Cell, Table

_TABLE = ("date", "body", "thing", "what", "before", "after", "change_iri", "thing_iri")
_CONCEPTS = ("attendance", "outcome", "decisionType", "status")
_MINUTE = len("2026-01-31T12:00")


def changes(
    since: Annotated[str | None, typer.Option(help="Learned from this day, month, quarter or year.")] = None,
    until: Annotated[str | None, typer.Option(help="Learned until this day, month, quarter or year.")] = None,
    body: Annotated[str | None, typer.Option(help="The body's name.")] = None,
    person: Annotated[str | None, typer.Option(help="A name in what is said, before or now.")] = None,
    meeting: Annotated[str | None, typer.Option(help="The meeting's date.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="added, corrected, reread, superseded or withdrawn.")
    ] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    iris: IrisOption = False,
) -> None:
    """Tell which documents came, changed and went, newest first, and which facts of them.

    Days are those of the builds (UTC), not of the meetings. A document that is new or gone is one row with
    how many facts it has; one that was corrected, or read in another way, has a row for each fact.
    """
    from graphbuild import catalogue
    from graphbuild.commands.printing import say, show
    from graphbuild.store import open_store

    told = {"since": since, "until": until, "body": body, "person": person, "meeting": meeting, "kind": kind}
    parameters = {name: value for name, value in told.items() if value is not None}
    query = catalogue.load("changes", "changes")
    catalogue.bind(query, parameters)  # a wrong parameter is told before a store is opened
    chosen = output_format(form)
    with open_store(store_place(store)) as opened:
        table = catalogue.run(opened, query, parameters)
    if not table.rows:
        filters = " ".join(f"--{name} {value}" for name, value in parameters.items())
        say("no-rows-filtered" if filters else "no-rows", title=query.title[language()], filters=filters)
    show(_for_people(table) if chosen == "table" else table, chosen, iris=iris)


def _for_people(table: "Table") -> "Table":
    """Lay changes out in the user's language: a line of when, what kind and which meeting, rows below it."""
    from itertools import groupby

    from graphbuild.table import Table

    words = _ontology_words()
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    shown: list[dict[str, Cell]] = []
    for _, group in groupby(rows, key=lambda row: row["change_iri"]):
        facts = list(group)
        whole = facts[0]["property"] is None
        shown.append(_document(facts[0], whole=whole))
        if not whole:
            for _, thing in groupby(facts, key=lambda row: row["thing_iri"]):
                shown += [_heading(facts[0]) | row for row in _facts(list(thing), words)]
    return Table(_TABLE, tuple(tuple(row[column] for column in _TABLE) for row in shown))


def _heading(row: "dict[str, Cell]", *, whole: bool = False) -> "dict[str, Cell]":
    """When and what kind, and the meeting where the rows below say what became of its facts."""
    from graphbuild import messages

    learned = str(row["learned"])[:_MINUTE].replace("T", " ")
    kind = messages.text(f"value-{row['kind']}", language())
    return {
        "date": f"{learned} · {kind}",
        "body": None if whole else _meeting(row),
        "change_iri": row["change_iri"],
        "thing_iri": row["thing_iri"] or row["meeting_iri"],
    }


def _meeting(row: "dict[str, Cell]") -> str:
    return " ".join(str(row[column]) for column in ("body", "date") if row[column] is not None)


def _document(row: "dict[str, Cell]", *, whole: bool) -> "dict[str, Cell]":
    """A row for the document: its file, and how many facts it had and has of what is told."""
    told = _heading(row, whole=whole)
    told |= (
        {"thing": _meeting(row), "what": row["source"]} if whole else {"thing": row["source"], "what": None}
    )
    return told | {"before": _counted(row["facts_withdrawn"]), "after": _counted(row["facts_added"])}


def _counted(count: "Cell") -> str | None:
    from graphbuild import messages
    from graphbuild.commands.printing import number

    assert isinstance(count, int)
    one = "changes-fact" if count == 1 else "changes-facts"
    return messages.text(one, language(), count=number(count)) if count else None


def _facts(rows: "list[dict[str, Cell]]", words: dict[str, str]) -> "list[dict[str, Cell]]":
    """The facts of one thing: one row each, or one for all where all of them came, or all of them went."""
    kind = words.get(str(rows[0]["class"]), rows[0]["class"])
    named = [
        (_property(str(row["property"]), words), _value(row, "before"), _value(row, "after")) for row in rows
    ]
    told: dict[str, Cell] = {"thing": rows[0]["thing"], "thing_iri": rows[0]["thing_iri"]}
    came, went = (all(row[end] is None for row in named) for end in (1, 2))
    if len(named) == 1 or not (came or went):
        return [told | {"what": f"{kind}: {name}", "before": one, "after": two} for name, one, two in named]
    # Whose participation it is stands beside it.
    joined = "; ".join(
        f"{name}: {one or two}" for name, one, two in named if (one or two) != rows[0]["thing"]
    )
    return [told | {"what": kind, "before": None if came else joined, "after": joined if came else None}]


def _value(row: "dict[str, Cell]", column: str) -> str | None:
    """What was or is said; concepts in the user's language."""
    from graphbuild import messages

    value = row[column]
    if value is None or row["property"] not in _CONCEPTS:
        return None if value is None else str(value)
    return messages.text(f"value-{value}", language())


def _property(name: str, words: dict[str, str]) -> str:
    """Name a property: those of other vocabularies have their words among the messages."""
    from graphbuild import messages

    return words.get(name) or messages.text(f"property-{name}", language())


def _ontology_words() -> dict[str, str]:
    """The labels of the ontology's classes and properties, by local name, in the user's language."""
    import pyoxigraph as ox

    from graphbuild.resources import resource
    from graphbuild.vocabulary import GOV, RDFS

    found: dict[str, str] = {}
    for quad in ox.parse(path=resource("ontology") / "govgraph.ttl", format=ox.RdfFormat.TURTLE):
        thing, text = quad.subject, quad.object
        if quad.predicate.value != f"{RDFS}label" or not isinstance(thing, ox.NamedNode):
            continue
        if isinstance(text, ox.Literal) and text.language == language():
            found[thing.value.removeprefix(GOV)] = text.value
    return found
