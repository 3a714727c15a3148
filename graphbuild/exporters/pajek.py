"""Turns a network into Pajek's format: numbered vertices with names, and lines with weights.

Pajek takes a file for UTF-8 only where it begins with a byte order mark. It knows no escapes, so that
quotation marks in names become apostrophes, and no attributes; kinds and dates are in other formats.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import IO

import networkx as nx

from graphbuild.exporters import NetworkFormat
from graphbuild.exporters._names import unique_names


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the network; nodes are numbered from 1 in their order."""
    out.write(BOM_UTF8)
    out.writelines(line.encode() for line in _lines(network))


def _lines(network: nx.Graph) -> Iterator[str]:
    names = unique_names(network)
    numbers = {node: number for number, node in enumerate(network, 1)}
    yield f"*Vertices {len(numbers)}\n"
    for node, number in numbers.items():
        plain = names[node].replace('"', "'").replace("\\", "/")
        yield f'{number} "{plain}"\n'
    yield "*Arcs\n" if network.is_directed() else "*Edges\n"
    for source, target, weight in network.edges(data="weight", default=1):
        yield f"{numbers[source]} {numbers[target]} {weight}\n"


FORMAT = NetworkFormat("pajek", ".net", "text/plain", write)
