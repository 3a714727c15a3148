"""`govgraph export`: the whole graph, or a network, as a file for other tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.network import (
    Asked,
    BodyOption,
    OutputOption,
    SinceOption,
    UntilOption,
    write_network,
)
from graphbuild.commands.settings import StoreOption, language, store_place
from graphbuild.commands.writing import write_as
from graphbuild.errors import UsageError

if TYPE_CHECKING:
    from graphbuild.exporters import Format


def export(
    form: Annotated[
        str | None,
        typer.Argument(
            metavar="FORMAT", help="The format's name or file suffix; without one they are listed."
        ),
    ] = None,
    output: OutputOption = None,
    network: Annotated[
        str | None, typer.Option(help="For the formats of networks: which one (govgraph network lists them).")
    ] = None,
    measures: Annotated[
        bool, typer.Option("--measures", help="For networks: measure the nodes, too.")
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(help="For the whole graph: what its IRIs begin with, if not as in the store."),
    ] = None,
    body: BodyOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    store: StoreOption = None,
) -> None:
    """Write the whole graph as RDF, tables or in other systems' dialects, or a network for other tools.

    The same graph gives the same bytes.
    """
    if form is None:
        _list()
        return
    from graphbuild.exporters import find, is_of_networks

    exporter = find(form)
    filters = {key: value for key, value in (("body", body), ("since", since), ("until", until)) if value}
    if is_of_networks(exporter):
        if network is None:
            raise UsageError(
                f"{exporter.name} is a format for networks: name one with --network people-bodies"
            )
        if base is not None:
            raise UsageError("--base is for the formats of the whole graph")
        write_network(exporter, Asked(network, filters, store, measures), output)
        return
    if network is not None or measures or filters:
        raise UsageError(
            f"{exporter.name} holds the whole graph: it takes no --network, --measures or filters"
        )
    _export_dataset(exporter, output, base, store)


def _export_dataset(exporter: "Format", output: Path | None, base: str | None, store: str | None) -> None:
    from graphbuild.commands.settings import base_iri
    from graphbuild.dataset import Dataset
    from graphbuild.store import open_store

    new_base = base_iri(base) if base else None
    with open_store(store_place(store)) as opened:
        dataset = Dataset(opened, opened.base, new_base)
        dataset.language = language()
        write_as(exporter, dataset, output)


def _list() -> None:
    """Print the formats there are."""
    from graphbuild.commands.printing import show
    from graphbuild.commands.settings import output_format
    from graphbuild.exporters import formats, is_of_networks
    from graphbuild.table import Table

    rows = tuple(
        (each.name, each.suffix, "network" if is_of_networks(each) else "graph")
        for each in formats().values()
    )
    show(Table(("name", "suffix", "kind"), rows), output_format(None))
