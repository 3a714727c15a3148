"""`govgraph export`: the whole graph, or a network, as a file for other tools."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.network import BodyOption, OutputOption, SinceOption, UntilOption, network_of
from graphbuild.commands.settings import StoreOption, store_path
from graphbuild.errors import UsageError

if TYPE_CHECKING:
    from graphbuild.exporters import DatasetFormat


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
    """Write the whole graph as RDF, or a network for Gephi, Cytoscape, networkx, …

    The same graph gives the same bytes.
    """
    if form is None:
        _list()
        return
    from graphbuild.exporters import NetworkFormat, find

    exporter = find(form)
    filters = {key: value for key, value in (("body", body), ("since", since), ("until", until)) if value}
    if isinstance(exporter, NetworkFormat):
        if network is None:
            raise UsageError(
                f"{exporter.name} is a format for networks: name one with --network people-bodies"
            )
        if base is not None:
            raise UsageError("--base is for the formats of the whole graph")
        graph = network_of(network, filters, store, measures=measures)
        with written(output) as out:
            exporter.write(graph, out)
        return
    if network is not None or measures or filters:
        raise UsageError(
            f"{exporter.name} holds the whole graph: it takes no --network, --measures or filters"
        )
    _export_dataset(exporter, output, base, store)


def _export_dataset(
    exporter: "DatasetFormat", output: Path | None, base: str | None, store: Path | None
) -> None:
    from graphbuild.commands.settings import base_iri
    from graphbuild.dataset import Dataset
    from graphbuild.store import EmbeddedStore

    new_base = base_iri(base) if base else None
    with EmbeddedStore.read(store_path(store)) as opened, written(output) as out:
        exporter.write(Dataset(opened, opened.base, new_base), out)


@contextmanager
def written(output: Path | None) -> Iterator[IO[bytes]]:
    """Open a file that appears whole when all is written, or stdout."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _list() -> None:
    """Print the formats there are."""
    from graphbuild.commands.printing import show
    from graphbuild.commands.settings import output_format
    from graphbuild.exporters import NetworkFormat, formats
    from graphbuild.table import Table

    rows = tuple(
        (each.name, each.suffix, "network" if isinstance(each, NetworkFormat) else "graph")
        for each in formats().values()
    )
    show(Table(("name", "suffix", "kind"), rows), output_format(None))
