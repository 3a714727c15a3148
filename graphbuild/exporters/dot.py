"""Turns a network into DOT, which Graphviz draws."""

from collections.abc import Iterator, Mapping
from typing import IO

import networkx as nx

from graphbuild.exporters import NetworkFormat

_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": " ", "\0": ""})

_KEYWORDS = {"node", "edge", "graph", "digraph", "subgraph", "strict"}


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the network, one node or edge a line, with all attributes."""
    out.writelines(line.encode() for line in _lines(network))


def _lines(network: nx.Graph) -> Iterator[str]:
    kind, arrow = ("digraph", "->") if network.is_directed() else ("graph", "--")
    yield f'{kind} {_quoted(network.name or "network")} {{\n  charset="UTF-8"\n'
    for node, values in network.nodes(data=True):
        yield f"  {_quoted(node)}{_attributes(values)}\n"
    for source, target, values in network.edges(data=True):
        yield f"  {_quoted(source)} {arrow} {_quoted(target)}{_attributes(values)}\n"
    yield "}\n"


def _attributes(values: Mapping[str, object]) -> str:
    stated = [f"{_key(name)}={_value(value)}" for name, value in sorted(values.items()) if value is not None]
    return f" [{', '.join(stated)}]" if stated else ""


def _key(name: str) -> str:
    """Quote a name that DOT would not take for one, or for a keyword."""
    return name if name.isidentifier() and name.isascii() and name.lower() not in _KEYWORDS else _quoted(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return _quoted("|".join(map(str, value)) if isinstance(value, list | tuple) else value)


def _quoted(value: object) -> str:
    return f'"{str(value).translate(_ESCAPES)}"'


FORMAT = NetworkFormat("dot", ".dot", "text/vnd.graphviz", write)
