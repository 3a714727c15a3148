"""Turns a network into measures of its nodes: the same graph gives the same numbers on every machine."""

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

from graphbuild.table import Table

MEASURES = (
    *("degree", "strength", "betweenness", "eigenvector", "pagerank", "core", "community"),
    "brokerage",
)
CHANGE = ("strength_change", "turnover")  # of slices only: see `slices.mark_changes`
SEED = 1
STEPS = 8_000_000  # edges that betweenness may walk, some ten seconds: larger networks are sampled
ROUNDS = 1_000  # of a power iteration: what has not settled by then hardly moves

Numbers = Mapping[str, float]
Links = list[list[tuple[int, float]]]


def measure(network: nx.Graph, *, backend: str | None = None) -> None:
    """Write the measures of each node into its attributes.

    `backend` names a networkx backend for those algorithms that have one. Eigenvector centrality and PageRank
    are our own without it, because networkx' PageRank needs SciPy.
    """
    undirected = nx.Graph(network)
    undirected.remove_edges_from(list(nx.selfloop_edges(undirected)))
    measures: dict[str, Numbers] = {
        "degree": dict(network.degree()),
        "strength": dict(network.degree(weight="weight")),
        "betweenness": _betweenness(network, backend),
        "eigenvector": _eigenvector(undirected, backend),
        "pagerank": nx.pagerank(network, backend=backend) if backend else pagerank(network),
        "core": nx.core_number(undirected, backend=backend),
        "community": _communities(undirected, backend),
        "brokerage": brokerage(undirected),
    }
    for name in MEASURES:
        for node, value in measures[name].items():
            network.nodes[node][name] = round(value, 6) if isinstance(value, float) else value


def measures_table(network: nx.Graph) -> Table:
    """Turn a measured graph into a table of its nodes, the best connected first."""
    change = CHANGE if any(CHANGE[0] in values for _, values in network.nodes(data=True)) else ()
    columns = ("node", "label", "kind", *MEASURES, *change, "first", "last")
    rows = [
        (node, *(values.get(column) for column in columns[1:])) for node, values in network.nodes(data=True)
    ]
    rows.sort(key=lambda row: (-row[4], -row[3], row[0]))
    return Table(columns, tuple(rows))


def brokerage(network: nx.Graph, group: str = "organisation") -> dict[str, int]:
    """Count the pairs of other nodes that each node ties: of different groups, and not tied to each other.

    These are the gatekeeper, representative and liaison roles of Gould and Fernandez (1989) together, in an
    undirected network. A node whose group is not stated is in no such pair, but can tie others.
    """
    groups: dict[str, object] = {
        node: value for node, value in network.nodes(data=group) if value is not None
    }
    near = {node: {other for other in network[node] if other in groups} for node in network}
    by_group: dict[str, dict[object, set[str]]] = {}
    for node, others in near.items():
        sorted_out: dict[object, set[str]] = {}
        for other in others:
            sorted_out.setdefault(groups[other], set()).add(other)
        by_group[node] = sorted_out
    found: dict[str, int] = {}
    for node, others in near.items():
        twice = len(others) ** 2 - sum(len(alike) ** 2 for alike in by_group[node].values())
        for other in others:
            own = groups[other]
            alike = by_group[node].get(own, set()) & by_group[other].get(own, set())
            twice -= len(others & near[other]) - len(alike)
        found[node] = twice // 2
    return found


def _betweenness(network: nx.Graph, backend: str | None) -> Numbers:
    """Give the betweenness of each node, from a sample of nodes where all would take too long."""
    size = network.number_of_nodes() + 2 * network.number_of_edges()
    sources = max(20, STEPS // max(size, 1))
    sample = sources if sources < network.number_of_nodes() else None
    found: Numbers = nx.betweenness_centrality(network, k=sample, seed=SEED, backend=backend)
    return found


def _communities(network: nx.Graph, backend: str | None) -> Numbers:
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


def _eigenvector(network: nx.Graph, backend: str | None) -> Numbers:
    """Give each node's eigenvector centrality by weight, of length 1.

    In a network of several components it is that of the strongest one; the others are near 0.
    """
    if backend:
        found: Numbers = nx.eigenvector_centrality(network, max_iter=ROUNDS, weight="weight", backend=backend)
        return found
    names, links = _links(network)

    def following(before: list[float]) -> list[float]:
        # Adding what was there keeps two-sided networks (people and bodies) from swinging for ever.
        after = list(before)
        for value, targets in zip(before, links, strict=True):
            for other, weight in targets:
                after[other] += value * weight
        length = sum(value * value for value in after) ** 0.5 or 1.0
        return [value / length for value in after]

    return (
        dict(zip(names, _settled([len(names) ** -0.5] * len(names), following), strict=True)) if names else {}
    )


def pagerank(network: nx.Graph, damping: float = 0.85) -> dict[Any, float]:
    """Give each node's PageRank by weight: power iteration over plain lists."""
    names, links = _links(network)
    if not names:
        return {}
    totals = [sum(weight for _, weight in targets) or 1.0 for targets in links]
    shares = [
        [(other, damping * weight / total) for other, weight in targets]
        for targets, total in zip(links, totals, strict=True)
    ]
    size = len(names)

    def following(before: list[float]) -> list[float]:
        loose = damping * sum(before[number] for number in range(size) if not shares[number])
        after = [(1 - damping + loose) / size] * size
        for value, targets in zip(before, shares, strict=True):
            for other, share in targets:
                after[other] += value * share
        return after

    return dict(zip(names, _settled([1 / size] * size, following), strict=True))


def _links(network: nx.Graph) -> tuple[list[Any], Links]:
    """Give the nodes, and by number those that each leads to, with the weight."""
    names = list(network.nodes)
    place = {name: number for number, name in enumerate(names)}
    return names, [
        [(place[other], float(values.get("weight", 1))) for other, values in network[name].items()]
        for name in names
    ]


def _settled(
    start: list[float], following: Callable[[list[float]], list[float]], tolerance: float = 1e-8
) -> list[float]:
    """Repeat a step until it changes nothing any more."""
    before = start
    for _ in range(ROUNDS):
        after = following(before)
        if sum(abs(new - old) for new, old in zip(after, before, strict=True)) < tolerance:
            return after
        before = after
    return before
