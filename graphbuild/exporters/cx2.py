"""Turns a network into CX2, the exchange format of Cytoscape and NDEx (version 2.0), aspect by aspect."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import networkx as nx

from graphbuild.exporters import NetworkFormat
from graphbuild.exporters._arrays import array, text
from graphbuild.exporters._attributes import columns

_OWN_NAMES = {"id", "x", "y", "z", "s", "t"}  # taken by the format itself
_TYPES = {"string": "string", "long": "long", "double": "double", "boolean": "boolean"}


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the network, one node or edge a line; CX2 numbers nodes, their IRIs are the attribute `iri`."""
    out.writelines(part.encode() for part in _parts(network))


def _parts(network: nx.Graph) -> Iterator[str]:
    numbers = {node: number for number, node in enumerate(network)}
    node_types = _types(values for _, values in network.nodes(data=True))
    edge_types = _types(values for _, _, values in network.edges(data=True))
    counts = {
        "attributeDeclarations": 1,
        "networkAttributes": 1,
        "nodes": len(numbers),
        "edges": network.number_of_edges(),
    }
    declared = {
        "networkAttributes": {"name": {"d": "string"}, "directed": {"d": "boolean"}},
        "nodes": {
            name: {"d": kind} for name, kind in {**node_types, "name": "string", "iri": "string"}.items()
        },
        "edges": {name: {"d": kind} for name, kind in edge_types.items()},
    }
    about = {"name": network.name, "directed": network.is_directed()}
    yield '[\n{"CXVersion": "2.0", "hasFragments": false},\n'
    yield (
        text({"metaData": [{"name": name, "elementCount": count} for name, count in counts.items()]}) + ",\n"
    )
    yield text({"attributeDeclarations": [declared]}) + ",\n"
    yield text({"networkAttributes": [about]}) + ',\n{"nodes": '
    yield from array(
        {
            "id": numbers[node],
            "v": _values(values, node_types) | {"name": values.get("label") or node, "iri": node},
        }
        for node, values in network.nodes(data=True)
    )
    yield '},\n{"edges": '
    yield from array(
        {"id": number, "s": numbers[source], "t": numbers[target], "v": _values(values, edge_types)}
        for number, (source, target, values) in enumerate(network.edges(data=True))
    )
    yield '},\n{"status": [{"error": "", "success": true}]}\n]\n'


def _types(attributes: Iterable[Mapping[str, object]]) -> dict[str, str]:
    return {_named(name): _TYPES[kind] for name, kind in columns(attributes).items()}


def _named(name: str) -> str:
    return f"{name}_" if name in _OWN_NAMES else name


def _values(values: Mapping[str, object], types: Mapping[str, str]) -> dict[str, object]:
    """Give what is stated, each value of the type that was declared for it."""
    return {
        _named(name): _as(types[_named(name)], value)
        for name, value in sorted(values.items())
        if value is not None
    }


def _as(kind: str, value: object) -> object:
    if isinstance(value, list | tuple):
        return "|".join(map(str, value))
    if kind == "string":
        return str(value)
    return float(value) if kind == "double" and isinstance(value, int | float) else value


FORMAT = NetworkFormat("cx2", ".cx2", "application/json", write)
