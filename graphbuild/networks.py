"""Turns tables with source, target and weight into networkx graphs, and graphs into measures.

A table with `target` holds edges. A table with `via` instead (source, via) holds who took part in
what, and is folded into edges here: each two sources of one via are a pair. The same pairs written
in SPARQL take some twenty times as long.

`source_X` and `target_X` columns become the attribute X of that node; other columns, of the edge.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import networkx as nx

from graphbuild.collation import swedish
from graphbuild.errors import NotANetworkError
from graphbuild.table import Cell, Table

_ENDS = ("source", "target", "source_label", "target_label", "source_kind", "target_kind")
EDGE_COLUMNS = (*_ENDS, "weight", "first", "last")
MEASURES = ("degree", "strength", "betweenness", "pagerank", "core", "community")
SEED = 1
STEPS = 8_000_000  # edges that betweenness may walk, some ten seconds: larger networks are sampled


def edges(table: Table) -> Table:
    """Turn a query's table into sorted edges, folding who-took-part-in-what into pairs."""
    if "target" in table.columns:
        missing = [column for column in EDGE_COLUMNS if column not in table.columns]
        if missing:
            raise NotANetworkError(f"the query's result has no column {', '.join(missing)}")
        columns = EDGE_COLUMNS + tuple(c for c in table.columns if c not in EDGE_COLUMNS)
        pick = [table.columns.index(column) for column in columns]
        found = [tuple(row[number] for number in pick) for row in table.rows]
    elif "via" in table.columns:
        described = tuple(c for c in table.columns if c.startswith("source_") and c not in EDGE_COLUMNS)
        columns = (*EDGE_COLUMNS, *described, *(f"target_{c.removeprefix('source_')}" for c in described))
        found = _pairs(table, described)
    else:
        raise NotANetworkError("the query's result has neither a column target nor a column via")
    return Table(columns, tuple(sorted(found, key=lambda row: (str(row[0]), str(row[1])))))


def _pairs(table: Table, described: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    """Turn (source, via, date) rows into one row for each two sources that share a via."""
    place = {column: number for number, column in enumerate(table.columns)}
    source, via, date = place["source"], place["via"], place.get("date")
    nodes: dict[str, tuple[Cell, ...]] = {}
    taking_part: dict[tuple[str, str], set[str]] = {}
    for row in table.rows:
        name = str(row[source])
        nodes[name] = _known(nodes.get(name), row)
        day = str(row[date]) if date is not None and row[date] is not None else ""
        taking_part.setdefault((day, str(row[via])), set()).add(name)
    shared: dict[tuple[str, str], list[Cell]] = {}
    for day, event in sorted(taking_part):
        for pair in combinations(sorted(taking_part[day, event]), 2):
            known = shared.setdefault(pair, [0, day or None, None])
            known[0] = int(known[0] or 0) + 1
            known[1] = known[1] or day or None
            known[2] = day or None
    label, kind = place["source_label"], place["source_kind"]
    more = [place[column] for column in described]
    found = []
    for (one, other), counted in shared.items():
        a, b = nodes[one], nodes[other]
        extra = (*(a[number] for number in more), *(b[number] for number in more))
        found.append((one, other, a[label], b[label], a[kind], b[kind], *counted, *extra))
    return found


def _known(before: tuple[Cell, ...] | None, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Keep the latest that is said of a source, and what an earlier row said where this one is silent."""
    if before is None or None not in row:
        return row
    return tuple(old if new is None else new for old, new in zip(before, row, strict=True))


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


def measure(network: nx.Graph, *, backend: str | None = None) -> None:
    """Write the measures of each node into its attributes; the same graph gives the same numbers.

    `backend` names a networkx backend for those algorithms that have one. PageRank is our own
    without it, because networkx' needs SciPy.
    """
    undirected = nx.Graph(network)
    undirected.remove_edges_from(list(nx.selfloop_edges(undirected)))
    measures: dict[str, Mapping[str, float]] = {
        "degree": dict(network.degree()),
        "strength": dict(network.degree(weight="weight")),
        "betweenness": _betweenness(network, backend),
        "pagerank": nx.pagerank(network, backend=backend) if backend else _pagerank(network),
        "core": nx.core_number(undirected, backend=backend),
        "community": _communities(undirected, backend),
    }
    for name in MEASURES:
        for node, value in measures[name].items():
            network.nodes[node][name] = round(value, 6) if isinstance(value, float) else value


def measures_table(network: nx.Graph) -> Table:
    """Turn a measured graph into a table of its nodes, the best connected first."""
    columns = ("node", "label", "kind", *MEASURES, "first", "last")
    rows = [
        (node, *(values.get(column) for column in columns[1:])) for node, values in network.nodes(data=True)
    ]
    rows.sort(key=lambda row: (-row[4], -row[3], row[0]))
    return Table(columns, tuple(rows))


def readable(table: Table) -> Table:
    """Turn edges, or measured nodes, into what people read: names, the strongest ties first."""
    place = {column: number for number, column in enumerate(table.columns)}
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    if "node" in place:
        columns = ("label", "kind", *MEASURES, "node")
        heads = ("name", "kind", *MEASURES, "node_iri")
        rows = list(table.rows)
    else:
        columns = ("source_label", "target_label", "weight", "first", "last", "source", "target")
        heads = (*_kinds(table, place), *columns[2:5], "source_iri", "target_iri")
        rows = sorted(table.rows, key=lambda row: _strongest_first(row, place))
    return Table(heads, tuple(tuple(row[place[column]] for column in columns) for row in rows))


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


def _betweenness(network: nx.Graph, backend: str | None) -> dict[str, float]:
    """Give the betweenness of each node, from a sample of nodes where all would take too long."""
    size = network.number_of_nodes() + 2 * network.number_of_edges()
    sources = max(20, STEPS // max(size, 1))
    sample = sources if sources < network.number_of_nodes() else None
    found: dict[str, float] = nx.betweenness_centrality(network, k=sample, seed=SEED, backend=backend)
    return found


def _communities(network: nx.Graph, backend: str | None) -> dict[str, int]:
    """Number the communities by size; nodes are integers meanwhile, so that sets iterate alike."""
    names = sorted(network.nodes)
    numbers = {name: number for number, name in enumerate(names)}
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(names)))
    numbered.add_weighted_edges_from(
        sorted(
            (numbers[one], numbers[other], weight)
            for one, other, weight in network.edges(data="weight", default=1)
        )
    )
    found = nx.community.louvain_communities(numbered, weight="weight", seed=SEED, backend=backend)
    by_size = sorted(found, key=lambda members: (-len(members), min(members)))
    return {names[member]: rank for rank, members in enumerate(by_size, 1) for member in sorted(members)}


def _pagerank(network: nx.Graph, damping: float = 0.85, tolerance: float = 1e-8) -> dict[Any, float]:
    """Give each node's PageRank by weight: power iteration over plain lists."""
    names = list(network.nodes)
    if not names:
        return {}
    place = {name: number for number, name in enumerate(names)}
    links: list[list[tuple[int, float]]] = []
    for name in names:
        weights = [(place[other], float(values.get("weight", 1))) for other, values in network[name].items()]
        total = sum(weight for _, weight in weights) or 1.0
        links.append([(other, damping * weight / total) for other, weight in weights])
    size = len(names)
    rank = [1 / size] * size
    while True:
        loose = damping * sum(rank[number] for number in range(size) if not links[number])
        following = [(1 - damping + loose) / size] * size
        for value, targets in zip(rank, links, strict=True):
            for other, share in targets:
                following[other] += value * share
        change = sum(abs(new - old) for new, old in zip(following, rank, strict=True))
        rank = following
        if change < tolerance:
            return dict(zip(names, rank, strict=True))
