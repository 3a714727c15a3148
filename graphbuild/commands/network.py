"""`govgraph network`: who is tied to whom, as a table or as a file for a network tool."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.commands.settings import StoreOption, language, output_format, setting, store_place
from graphbuild.errors import UsageError

if TYPE_CHECKING:
    from graphbuild.catalogue import Query
    from graphbuild.exporters import Format
    from graphbuild.slices import Slice
    from graphbuild.store import Store
    from graphbuild.table import Table

FAMILY = "networks"
_FILTER = "Only meetings {which}."

OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.", show_default=False)
]
BodyOption = Annotated[str | None, typer.Option(help="Only meetings of this body: its name, or its IRI.")]
SinceOption = Annotated[str | None, typer.Option(help="Only meetings from this day, month, quarter or year.")]
UntilOption = Annotated[
    str | None, typer.Option(help="Only meetings up to this day, month, quarter or year.")
]


SliceOption = Annotated[
    str | None,
    typer.Option(
        "--slice", metavar="STEP", help="Cut into slices of time: year, half-year, quarter or month."
    ),
]
WindowOption = Annotated[int, typer.Option(help="How many steps each slice spans; windows overlap.")]


def network(
    name: Annotated[
        str | None, typer.Argument(help="The network's name; without one they are listed.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table, csv, tsv, json, jsonl or md, or a format that govgraph export lists for networks "
            "[default: table on a terminal, else csv].",
        ),
    ] = None,
    measures: Annotated[
        bool,
        typer.Option("--measures", help="Measure the nodes: a table of them, or more attributes in a file."),
    ] = False,
    step: SliceOption = None,
    window: WindowOption = 1,
    changes: Annotated[
        bool, typer.Option("--changes", help="With --slice: what is new and gone from one to the next.")
    ] = False,
    output: OutputOption = None,
    body: BodyOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    store: StoreOption = None,
) -> None:
    """Give a network: people and bodies, who met whom, who decided what, …

    `govgraph network` lists them. Weights count meetings, items or decisions; first and last are days.
    """
    if name is None:
        _list(form)
        return
    if step is None and (changes or window != 1):
        raise UsageError("--changes and --window are for slices of time: add --slice year")
    from graphbuild.exporters import find, is_of_networks
    from graphbuild.reports import FORMATS

    filters = {key: value for key, value in (("body", body), ("since", since), ("until", until)) if value}
    asked = Asked(name, filters, store, measures, step, window)
    wanted = setting("format", form)
    if wanted is None or wanted in FORMATS:
        _show(_table(asked, changes=changes), output_format(form), output)
        return
    exporter = find(wanted)
    if changes:
        raise UsageError(f"--changes is a table: leave out --format {wanted}")
    if not is_of_networks(exporter):
        raise UsageError(
            f"--format {wanted}: that is a format for the whole graph; use govgraph export {wanted}"
        )
    write_network(exporter, asked, output)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which network is wanted, from which store, and how."""

    name: str
    filters: dict[str, str]
    store: str | None
    measures: bool = False
    step: str | None = None
    window: int = 1


def write_network(exporter: "Format", asked: Asked, output: Path | None) -> None:
    """Write a network as a file, or as one file a slice in a folder."""
    from graphbuild.commands.writing import write_as, written_folder

    if asked.step is None:
        graph = _graph(asked)
        if exporter.name == "html":
            from graphbuild.quotes import quotes

            with _asking(asked) as (store, _):
                graph.graph["quotes"] = quotes(store, graph)
        write_as(exporter, graph, output)
        return
    with written_folder(f"a network in slices as {exporter.name}", output) as folder:
        for name, graph in _slices(asked).items():
            write_as(exporter, graph, folder / f"{name.replace('/', '_')}{exporter.suffix}")


def _graph(asked: Asked) -> Any:  # noqa: ANN401 - networkx has no types
    """Read a network from a store as a networkx graph."""
    from graphbuild import catalogue, measures, networks

    query = catalogue.load(asked.name, FAMILY)
    graph = networks.graph(_edges(asked), asked.name, directed=query.directed)
    _describe(graph, query)
    if asked.measures:
        measures.measure(graph)
    return graph


def _edges(asked: Asked) -> "Table":
    from graphbuild import networks

    with _asking(asked) as (store, query):
        edges = networks.read(store, query, asked.filters)
    _tell_of_nothing(asked, query, found=bool(edges.rows))
    return edges


def _cut(asked: Asked) -> "list[Slice]":
    """Read a network in slices of time."""
    from graphbuild import slices

    with _asking(asked) as (store, query):
        cut = slices.read(store, query, asked.filters, asked.step or "year", asked.window)
    _tell_of_nothing(asked, query, found=bool(cut))
    return cut


def _slices(asked: Asked) -> dict[str, Any]:
    """Read a network from a store as one networkx graph a slice."""
    from graphbuild import catalogue, measures, slices

    query = catalogue.load(asked.name, FAMILY)
    found = slices.graphs(_cut(asked), query)
    for name, graph in found.items():
        _describe(graph, query, name)
        if asked.measures:
            measures.measure(graph)
    return found


def _describe(graph: Any, query: "Query", part: str = "") -> None:  # noqa: ANN401 - networkx has no types
    """Give a graph the words that stand on a picture of it."""
    spoken = language()
    graph.graph["language"] = spoken
    graph.graph["title"] = f"{query.title[spoken]} {part}".strip()
    graph.graph["description"] = query.description[spoken]


@contextmanager
def _asking(asked: Asked) -> "Iterator[tuple[Store, Query]]":
    """Open the store; a wrong name or filter is told before that."""
    from graphbuild import catalogue
    from graphbuild.store import open_store

    query = catalogue.load(asked.name, FAMILY)
    catalogue.bind(query, asked.filters)
    with open_store(store_place(asked.store)) as store:
        yield store, query


def _tell_of_nothing(asked: Asked, query: "Query", *, found: bool) -> None:
    from graphbuild.commands.printing import say

    if not found:
        told = " ".join(f"--{key} {value}" for key, value in asked.filters.items())
        say("no-rows-filtered" if told else "no-rows", title=query.title[language()], filters=told)


def _table(asked: Asked, *, changes: bool) -> "Table":
    """Give the edges of a network, its measured nodes, or what changed."""
    from graphbuild import measures, slices
    from graphbuild.table import Table

    if asked.step is None:
        return measures.measures_table(_graph(asked)) if asked.measures else _edges(asked)
    if changes:
        return slices.changes(_slices(asked))
    tables = (
        [(name, measures.measures_table(graph)) for name, graph in _slices(asked).items()]
        if asked.measures
        else [(each.name, each.edges) for each in _cut(asked)]
    )
    columns = tables[0][1].columns if tables else ()
    return Table(("slice", *columns), tuple((name, *row) for name, table in tables for row in table.rows))


def _show(table: "Table", form: str, output: Path | None) -> None:
    from graphbuild import networks
    from graphbuild.commands.printing import show

    if form in ("table", "md"):
        table = networks.readable(table)
    if output is None:
        show(table, form)
        return
    from graphbuild.commands.writing import written
    from graphbuild.reports import Style, render

    with written(output) as out:
        out.write(render(table, form, Style(language=language())).encode())


def _list(form: str | None) -> None:
    """Print the networks there are."""
    from graphbuild import catalogue
    from graphbuild.commands.printing import say, show
    from graphbuild.table import Table

    queries = [catalogue.load(name, FAMILY) for name in catalogue.names(FAMILY)]
    show(
        Table(("name", "description"), tuple((q.name, q.description[language()]) for q in queries)),
        output_format(form),
    )
    say("network-how")
