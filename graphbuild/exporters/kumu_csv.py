"""Turns a network into the two spreadsheets that Kumu imports: elements and connections.

Kumu ties connections to elements by label, so that labels which several nodes share are told apart.
"""

from pathlib import Path

import networkx as nx

from graphbuild.exporters import FolderFormat
from graphbuild.exporters._names import unique_names
from graphbuild.exporters._tables import attribute_names, write_csv


def write(network: nx.Graph, folder: Path) -> None:
    """Write elements.csv (Label, Type, Description, Tags, …) and connections.csv (From, To, Type, …)."""
    names = unique_names(network)
    own = {"label", "kind", "text", "organisation"}
    more = attribute_names((values for _, values in network.nodes(data=True)), own)
    write_csv(
        folder / "elements.csv",
        ("Label", "Type", "Description", "Tags", "IRI", *more),
        (
            (
                names[node],
                values.get("kind"),
                values.get("text"),
                values.get("organisation"),
                node,
                *(values.get(name) for name in more),
            )
            for node, values in network.nodes(data=True)
        ),
    )
    direction = "directed" if network.is_directed() else "undirected"
    more = attribute_names((values for _, _, values in network.edges(data=True)), ())
    write_csv(
        folder / "connections.csv",
        ("From", "To", "Type", "Direction", *more),
        (
            (names[source], names[target], network.name, direction, *(values.get(name) for name in more))
            for source, target, values in network.edges(data=True)
        ),
    )


FORMAT = FolderFormat("kumu-csv", ".csv", "text/csv", "network", write)
