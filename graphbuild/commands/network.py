"""`govgraph network`: who is tied to whom, as a table or as a file for a network tool."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.commands.settings import StoreOption, language, output_format, setting, store_path
from graphbuild.errors import UsageError

if TYPE_CHECKING:
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
    from graphbuild.exporters import find, is_of_networks
    from graphbuild.reports import FORMATS

    wanted = setting("format", form)
    filters = {key: value for key, value in (("body", body), ("since", since), ("until", until)) if value}
    if wanted is None or wanted in FORMATS:
        _show(name, output_format(form), filters, store, output, measures=measures)
        return
    exporter = find(wanted)
    if not is_of_networks(exporter):
        raise UsageError(
            f"--format {wanted}: that is a format for the whole graph; use govgraph export {wanted}"
        )
    graph = network_of(name, filters, store, measures=measures)
    from graphbuild.commands.writing import write_as

    write_as(exporter, graph, output)


def network_of(name: str, filters: dict[str, str], store: Path | None, *, measures: bool) -> Any:  # noqa: ANN401 - networkx has no types
    """Read a network from a store as a networkx graph."""
    from graphbuild import networks

    graph = networks.graph(_edges(name, filters, store), name)
    if measures:
        networks.measure(graph)
    return graph


def _edges(name: str, filters: dict[str, str], store: Path | None) -> "Table":
    from graphbuild import catalogue, networks
    from graphbuild.commands.printing import say
    from graphbuild.store import EmbeddedStore

    query = catalogue.load(name, FAMILY)
    catalogue.bind(query, filters)  # a wrong filter is told before a store is opened
    with EmbeddedStore.read(store_path(store)) as opened:
        edges = networks.edges(catalogue.run(opened, query, filters))
    if not edges.rows:
        told = " ".join(f"--{key} {value}" for key, value in filters.items())
        say("no-rows-filtered" if told else "no-rows", title=query.title[language()], filters=told)
    return edges


def _show(
    name: str, form: str, filters: dict[str, str], store: Path | None, output: Path | None, *, measures: bool
) -> None:
    from graphbuild import networks
    from graphbuild.commands.printing import show

    table = _edges(name, filters, store)
    if measures:
        graph = networks.graph(table, name)
        networks.measure(graph)
        table = networks.measures_table(graph)
    for_people = form in ("table", "md")
    if for_people:
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
