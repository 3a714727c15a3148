"""Turns tables with source, target and weight into networkx graphs, and into what people read.

A table with `target` holds edges. A table with `via` instead (source, via) holds who took part in
what, and is folded into edges: each two sources of one via are a pair.

`source_X` and `target_X` columns become the attribute X of that node; other columns, of the edge.
"""

from collections.abc import Mapping

import networkx as nx

from graphbuild.catalogue import Query, Store, run
from graphbuild.collation import swedish
from graphbuild.errors import NotANetworkError
from graphbuild.pairs import pairs
from graphbuild.table import Cell, Table

_ENDS = ("source", "target", "source_label", "target_label", "source_kind", "target_kind")
_FOR_PEOPLE = ("degree", "strength", "betweenness", "community", "brokerage", "strength_change")
EDGE_COLUMNS = (*_ENDS, "weight", "first", "last")


def edges(table: Table, *, sides: str = "") -> Table:
    """Turn a query's table into sorted edges, folding who-took-part-in-what into pairs (see `pairs`)."""
    if "target" in table.columns:
        missing = [column for column in EDGE_COLUMNS if column not in table.columns]
        if missing:
            raise NotANetworkError(f"the query's result has no column {', '.join(missing)}")
        more = tuple(c for c in table.columns if c not in EDGE_COLUMNS and c != "period")
        columns = EDGE_COLUMNS + more
        pick = [table.columns.index(column) for column in columns]
        found = [tuple(row[number] for number in pick) for row in table.rows]
    elif "via" in table.columns:
        described = tuple(c for c in table.columns if c.startswith("source_") and c not in EDGE_COLUMNS)
        columns = (*EDGE_COLUMNS, *described, *(f"target_{c.removeprefix('source_')}" for c in described))
        found = pairs(table, columns, sides)
    else:
        raise NotANetworkError("the query's result has neither a column target nor a column via")
    return Table(columns, tuple(sorted(found, key=lambda row: (str(row[0]), str(row[1])))))


def read(store: Store, query: Query, filters: Mapping[str, str]) -> Table:
    """Ask a store for a network, and give its edges."""
    return edges(run(store, query, filters), sides=query.pairs)


def graph(table: Table, name: str = "", *, directed: bool = False) -> nx.Graph:
    """Turn a table of edges into a networkx graph; first and last of a node span its edges'."""
    columns = table.columns
    first, last = columns.index("first"), columns.index("last")
    ends = [_attributes_of(columns, end) for end in ("source", "target")]
    own = [(column, number) for number, column in enumerate(columns) if not column.startswith(_ENDS[:2])]
    nodes: dict[str, dict[str, Cell]] = {}
    links = []
    for row in table.rows:
        for number, named in ends:
            node = str(row[number])
            known = nodes.get(node)
            if known is None:
                known = nodes[node] = {key: row[at] for key, at in named if row[at] is not None}
            _widen(known, row[first], row[last])
        attributes = {key: row[at] for key, at in own if row[at] is not None}
        links.append((str(row[ends[0][0]]), str(row[ends[1][0]]), attributes))
    network: nx.Graph = (nx.DiGraph if directed else nx.Graph)(name=name)
    network.add_nodes_from((node, nodes[node]) for node in sorted(nodes))
    network.add_edges_from(links)
    return network


def _attributes_of(columns: tuple[str, ...], end: str) -> tuple[int, list[tuple[str, int]]]:
    """Find the column of one end, and those that describe it, by the attribute's name."""
    named = [
        (column.removeprefix(f"{end}_"), number)
        for number, column in enumerate(columns)
        if column.startswith(f"{end}_")
    ]
    return columns.index(end), named


def _widen(known: dict[str, Cell], first: Cell, last: Cell) -> None:
    """Stretch a node's dates over those of one of its edges."""
    if first is not None and str(first) < str(known.get("first", "~")):
        known["first"] = first
    if last is not None and str(last) > str(known.get("last", "")):
        known["last"] = last


def readable(table: Table) -> Table:
    """Turn edges, or measured nodes, into what people read: names, the strongest ties first."""
    place = {column: number for number, column in enumerate(table.columns)}
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    if "source" not in place and "node" not in place:
        return table
    cut = ("slice",) if "slice" in place else ()
    if "node" in place:
        kind = ("kind",) if len({row[place["kind"]] for row in table.rows}) > 1 else ()
        shown = [column for column in _FOR_PEOPLE if column in place]
        columns = (*cut, "label", *kind, *shown, "node")
        heads = (*cut, "name", *kind, *shown, "node_iri")
        rows = list(table.rows)
    else:
        columns = (*cut, "source_label", "target_label", "weight", "first", "last", "source", "target")
        heads = (*cut, *_kinds(table, place), *("weight", "first", "last"), "source_iri", "target_iri")
        rows = sorted(table.rows, key=lambda row: _strongest_first(row, place))
        if cut:
            rows.sort(key=lambda row: str(row[place["slice"]]))
    return Table(heads, tuple(tuple(_short(row[place[column]]) for column in columns) for row in rows))


def _short(cell: Cell) -> Cell:
    """Round to what people compare; the files have six decimals."""
    return round(cell, 3) if isinstance(cell, float) else cell


def _strongest_first(row: tuple[Cell, ...], place: Mapping[str, int]) -> tuple[object, ...]:
    weight, source, target = (row[place[column]] for column in ("weight", "source_label", "target_label"))
    number = weight if isinstance(weight, int | float) else 0
    return -number, swedish(str(source)), swedish(str(target)), row[place["source"]], row[place["target"]]


def _kinds(table: Table, place: Mapping[str, int]) -> tuple[str, str]:
    """Name the two columns of ends by what stands in them, where that is one kind."""
    found = []
    for end in ("source", "target"):
        kinds = {str(row[place[f"{end}_kind"]]).replace("-", "_") for row in table.rows}
        found.append(kinds.pop() if len(kinds) == 1 else end)
    return found[0], "with" if found[1] == found[0] else found[1]
