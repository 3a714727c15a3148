"""Turns a network into the two spreadsheets that Gephi's data laboratory imports: nodes and edges."""

from pathlib import Path

import networkx as nx

from graphbuild.exporters import FolderFormat
from graphbuild.exporters._tables import attribute_names, write_csv


def write(network: nx.Graph, folder: Path) -> None:
    """Write nodes.csv (Id, Label, …) and edges.csv (Source, Target, Type, Weight, …)."""
    more = attribute_names((values for _, values in network.nodes(data=True)), {"label"})
    write_csv(
        folder / "nodes.csv",
        ("Id", "Label", *more),
        (
            (node, values.get("label") or node, *(values.get(name) for name in more))
            for node, values in network.nodes(data=True)
        ),
    )
    kind = "Directed" if network.is_directed() else "Undirected"
    more = attribute_names((values for _, _, values in network.edges(data=True)), {"weight"})
    write_csv(
        folder / "edges.csv",
        ("Source", "Target", "Type", "Weight", *(_heading(name) for name in more)),
        (
            (source, target, kind, values.get("weight", 1), *(values.get(name) for name in more))
            for source, target, values in network.edges(data=True)
        ),
    )


def _heading(name: str) -> str:
    """Keep an attribute apart from Gephi's own columns, which it finds whatever their case."""
    return f"edge_{name}" if name.lower() in ("source", "target", "type", "id", "label") else name


FORMAT = FolderFormat("gephi-csv", ".csv", "text/csv", "network", write)
