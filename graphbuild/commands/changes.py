"""`govgraph changes`: what was learned when, and what was said before."""

from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import (
    FormatOption,
    IrisOption,
    StoreOption,
    language,
    output_format,
    store_path,
)

if TYPE_CHECKING:
    from graphbuild.table import Cell, Table

_TABLE = ("learned", "kind", "body", "date", "thing", "what", "before", "after", "source")
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
    from graphbuild.store import EmbeddedStore

    told = {"since": since, "until": until, "body": body, "person": person, "meeting": meeting, "kind": kind}
    parameters = {name: value for name, value in told.items() if value is not None}
    query = catalogue.load("changes", "changes")
    catalogue.bind(query, parameters)  # a wrong parameter is told before a store is opened
    chosen = output_format(form)
    with EmbeddedStore.read(store_path(store)) as opened:
        table = catalogue.run(opened, query, parameters)
    if not table.rows:
        filters = " ".join(f"--{name} {value}" for name, value in parameters.items())
        say("no-rows-filtered" if filters else "no-rows", title=query.title[language()], filters=filters)
    show(_for_people(table) if chosen == "table" else table, chosen, iris=iris)


def _for_people(table: "Table") -> "Table":
    """Put the rows into words of the user's language; what repeats the row above is left out."""
    from graphbuild.table import Table

    words = _ontology_words()
    iris = tuple(column for column in table.columns if column.endswith("_iri"))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    shown = [_row(row, words) | {iri: row[iri] for iri in iris} for row in rows]
    columns = (*_TABLE, *iris)
    return Table(columns, tuple(tuple(row[column] for column in columns) for row in shown))


def _row(row: "dict[str, Cell]", words: dict[str, str]) -> "dict[str, Cell]":
    from graphbuild import messages
    from graphbuild.commands.printing import number

    spoken = language()
    told = dict(row)
    told["learned"] = str(row["learned"])[:_MINUTE].replace("T", " ")
    if row["property"] is None:
        for column, count in (("before", row["facts_withdrawn"]), ("after", row["facts_added"])):
            assert isinstance(count, int)
            one = "changes-fact" if count == 1 else "changes-facts"
            told[column] = messages.text(one, spoken, count=number(count)) if count else None
        if told["before"] is None and told["after"] is None:
            told["after"] = messages.text("changes-no-facts", spoken)
        return told | {"what": None}
    told["what"] = f"{words.get(str(row['class']), row['class'])}: {_property(str(row['property']), words)}"
    if row["property"] in ("attendance", "outcome", "decisionType", "status"):
        for column in ("before", "after"):
            value = row[column]
            told[column] = None if value is None else messages.text(f"value-{value}", spoken)
    return told


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
