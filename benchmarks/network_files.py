"""How long networks take: pairs from rows, the graph, its measures, and files beside networkx' writers.

Run: python benchmarks/network_files.py [people] [meetings]
"""

import io
import random
import sys
import time
from collections.abc import Callable

import networkx as nx

from graphbuild import measures, networks
from graphbuild.exporters import NetworkFormat, formats
from graphbuild.table import Table


def timed(what: str, do: Callable[[], object]) -> object:
    """Do something, and print how long it took."""
    start = time.perf_counter()
    found = do()
    print(f"{what:40} {time.perf_counter() - start:8.2f} s")
    return found


def attendance(people: int, meetings: int) -> Table:
    """Make up who was at which meeting: bodies of some twenty people, who meet some twelve at a time."""
    choose = random.Random(1)
    bodies = [choose.sample(range(people), 20) for _ in range(max(1, people // 12))]
    rows = []
    for meeting in range(meetings):
        date = f"20{10 + meeting % 15}-0{1 + meeting % 9}-1{meeting % 10}"
        for person in choose.sample(choose.choice(bodies), 12):
            rows.append((f"http://x/id/person/{person}", f"Person {person}", "person", f"m{meeting}", date))
    return Table(("source", "source_label", "source_kind", "via", "date"), tuple(rows))


def main(people: int = 20_000, meetings: int = 8_000) -> None:
    """Print the times."""
    rows = attendance(people, meetings)
    print(f"{people} people, {meetings} meetings, {len(rows.rows)} rows")
    edges = timed("pairs from rows", lambda: networks.edges(rows))
    assert isinstance(edges, Table)
    graph = timed(f"graph of {len(edges.rows)} edges", lambda: networks.graph(edges, "benchmark"))
    for each in formats().values():
        if isinstance(each, NetworkFormat):
            timed(f"write {each.name}", lambda each=each: each.write(graph, io.BytesIO()))  # type: ignore[misc]
    timed("networkx: write_gexf", lambda: nx.write_gexf(graph, io.BytesIO()))
    timed("networkx: write_graphml (no lxml)", lambda: nx.write_graphml_xml(graph, io.BytesIO()))
    timed("measures", lambda: measures.measure(graph))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
