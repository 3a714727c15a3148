"""Turns a network into GEXF 1.3 with a time line, for Gephi and Gephi Lite.

Dates stand twice: as `start` and `end`, which Gephi's time line reads, and as the plain attributes
`first` and `last`, because Gephi Lite drops the others. No edge attribute may be called `type`:
Gephi Lite takes that for the edge's direction and fails.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

import networkx as nx

from graphbuild.exporters import NetworkFormat
from graphbuild.exporters._attributes import columns, text

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
"""
_TIME = 'mode="dynamic" timeformat="date" timerepresentation="interval"'
_OWN_PLACE = {"label", "weight"}  # written as XML attributes of the node or the edge itself
_RENAMED = {"type": "edge_type"}


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the network; nodes keep their order, edges are numbered in theirs."""
    out.writelines(line.encode() for line in _lines(network))


def _lines(network: nx.Graph) -> Iterator[str]:
    node_columns = _columns(values for _, values in network.nodes(data=True))
    edge_columns = _columns(values for _, _, values in network.edges(data=True))
    direction = "directed" if network.is_directed() else "undirected"
    yield _HEAD
    yield f"  <meta>\n    <creator>govgraph</creator>\n    <title>{text(network.name)}</title>\n  </meta>\n"
    yield f'  <graph defaultedgetype="{direction}" {_TIME}>\n'
    yield from _declared("node", node_columns)
    yield from _declared("edge", edge_columns)
    yield f'    <nodes count="{network.number_of_nodes()}">\n'
    openings = _openings(node_columns)
    for node, values in network.nodes(data=True):
        own = f'id="{text(node)}" label="{text(values.get("label") or node)}"'
        yield f"      <node {own}{_inside(values, openings)}</node>\n"
    yield f'    </nodes>\n    <edges count="{network.number_of_edges()}">\n'
    openings = _openings(edge_columns)
    for number, (source, target, values) in enumerate(network.edges(data=True)):
        ends = f'id="{number}" source="{text(source)}" target="{text(target)}"'
        inside = _inside(values, openings)
        yield f'      <edge {ends} weight="{values.get("weight", 1)}"{inside}</edge>\n'
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _columns(attributes: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Name the attributes that are not XML attributes of the node or the edge, with their types."""
    return {name: kind for name, kind in columns(attributes).items() if name not in _OWN_PLACE}


def _declared(owner: str, typed: Mapping[str, str]) -> Iterator[str]:
    yield f'    <attributes class="{owner}" mode="static">\n'
    for name, kind in typed.items():
        title = text(_RENAMED.get(name, name))
        yield f'      <attribute id="{title}" title="{title}" type="{kind}"/>\n'
    yield "    </attributes>\n"


def _openings(typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give what stands before the value of each attribute."""
    return [(name, f'<attvalue for="{text(_RENAMED.get(name, name))}" value="') for name in typed]


def _inside(values: Mapping[str, object], openings: Sequence[tuple[str, str]]) -> str:
    """Write the interval in which a node or an edge is there, as far as it is known, and its attributes."""
    first, last = values.get("first"), values.get("last")
    start = f' start="{text(first)}"' if first else ""
    end = f' end="{text(last)}"' if last else ""
    written = [
        f'{opening}{text(value)}"/>' for name, opening in openings if (value := values.get(name)) is not None
    ]
    if not written:
        return f"{start}{end}>"
    return f"{start}{end}><attvalues>{''.join(written)}</attvalues>"


FORMAT = NetworkFormat("gexf", ".gexf", "application/gexf+xml", write)
