"""Turns a network into Cytoscape JSON (CYJS), which Cytoscape and cytoscape.js open."""

from collections.abc import Iterator
from typing import IO

import networkx as nx

from graphbuild.exporters import NetworkFormat
from graphbuild.exporters._arrays import array, stated, text


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the network, one node or edge a line; `value` repeats the id for networkx' reader."""
    out.writelines(part.encode() for part in _parts(network))


def _parts(network: nx.Graph) -> Iterator[str]:
    head = {
        "format_version": "1.0",
        "generated_by": "govgraph",
        "target_cytoscapejs_version": "~3.0",
        "data": {"name": network.name, "shared_name": network.name},
        "directed": network.is_directed(),
        "multigraph": False,
    }
    yield text(head)[:-1] + ', "elements": {"nodes": '
    yield from array(
        {"data": {"id": node, "value": node, "name": values.get("label") or node} | stated(values)}
        for node, values in network.nodes(data=True)
    )
    yield ', "edges": '
    yield from array(
        {"data": {"id": f"e{number}", "source": source, "target": target} | stated(values)}
        for number, (source, target, values) in enumerate(network.edges(data=True))
    )
    yield "}}\n"


FORMAT = NetworkFormat("cytoscape", ".cyjs", "application/json", write)
