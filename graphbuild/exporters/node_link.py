"""Turns a network into node-link JSON, as networkx and D3 read it."""

from collections.abc import Iterator
from typing import IO

import networkx as nx

from graphbuild.exporters import NetworkFormat
from graphbuild.exporters._arrays import array, stated, text


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the network, one node or edge a line."""
    out.writelines(part.encode() for part in _parts(network))


def _parts(network: nx.Graph) -> Iterator[str]:
    head = {"directed": network.is_directed(), "multigraph": False, "graph": {"name": network.name}}
    yield text(head)[:-1] + ', "nodes": '
    yield from array({"id": node} | stated(values) for node, values in network.nodes(data=True))
    yield ', "edges": '
    yield from array(
        {"source": source, "target": target} | stated(values)
        for source, target, values in network.edges(data=True)
    )
    yield "}\n"


FORMAT = NetworkFormat("node-link", ".json", "application/json", write)
