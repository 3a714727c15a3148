"""Turns a network into GraphML, element by element."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import networkx as nx

from graphbuild.exporters import NetworkFormat
from graphbuild.exporters._attributes import columns, text

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the network; nodes keep their order, an attribute that is None is left out."""
    out.writelines(line.encode() for line in _lines(network))


def _lines(network: nx.Graph) -> Iterator[str]:
    node_keys = _keys("n", (values for _, values in network.nodes(data=True)))
    edge_keys = _keys("e", (values for _, _, values in network.edges(data=True)))
    yield _HEAD
    for domain, keys in (("node", node_keys), ("edge", edge_keys)):
        for name, (key, kind) in keys.items():
            yield f'  <key id="{key}" for="{domain}" attr.name="{text(name)}" attr.type="{kind}"/>\n'
    direction = "directed" if network.is_directed() else "undirected"
    yield f'  <graph id="{text(network.name or "network")}" edgedefault="{direction}">\n'
    for node, values in network.nodes(data=True):
        yield f'    <node id="{text(node)}">{_data(values, node_keys)}</node>\n'
    for source, target, values in network.edges(data=True):
        yield f'    <edge source="{text(source)}" target="{text(target)}">{_data(values, edge_keys)}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def _keys(prefix: str, attributes: Iterable[Mapping[str, object]]) -> dict[str, tuple[str, str]]:
    """Give each attribute the id of its key, and its type."""
    typed = columns(attributes)
    return {name: (f"{prefix}{number}", kind) for number, (name, kind) in enumerate(typed.items())}


def _data(values: Mapping[str, object], keys: Mapping[str, tuple[str, str]]) -> str:
    written = [
        f'<data key="{key}">{text(value)}</data>'
        for name, (key, _) in keys.items()
        if (value := values.get(name)) is not None
    ]
    return "".join(written)


FORMAT = NetworkFormat("graphml", ".graphml", "application/graphml+xml", write)
