"""Measures networks: pairs from rows, the graph, and its files beside networkx' writers.

python -m benchmarks.network_files --store STORE
"""

# ruff: noqa: E501 - what stands in the results is read best in one line
import argparse
import io
import random
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

import networkx as nx

from benchmarks.sections import put_section
from graphbuild import catalogue, networks
from graphbuild.exporters import NetworkFormat, formats
from graphbuild.store import EmbeddedStore
from graphbuild.table import Table

HEADING = "## Networks"
PICTURES = ("svg", "png", "html")
"""Formats that choose what to show of a large network."""
Found = TypeVar("Found")


def timed(do: Callable[[], Found]) -> tuple[float, Found]:
    """Do something; give the processor time that it took, in seconds, and what was found."""
    start = time.process_time()
    found = do()
    return time.process_time() - start, found


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


def main() -> None:
    """Measure a made-up network, and that of a store, and write the section of the results."""
    parser = argparse.ArgumentParser(description="Measures networks and their files.")
    parser.add_argument("--people", type=int, default=36_000)
    parser.add_argument("--meetings", type=int, default=16_000)
    parser.add_argument("--store", type=Path, nargs="*", default=[], help="stores that were built before")
    asked = parser.parse_args()
    lines = [HEADING, ""]
    told = [made_up(attendance(asked.people, asked.meetings)), *(of_store(path) for path in asked.store)]
    for number, part in enumerate(told):
        for line in part if number == 0 else chain([""], part):
            print(line, flush=True)
            lines.append(line)
    put_section("\n".join(lines))


def made_up(rows: Table) -> Iterator[str]:
    """Time what is done with many rows: pairs, the graph, its files beside networkx' own writers."""
    taken, edges = timed(lambda: networks.edges(rows))
    graphed, graph = timed(lambda: networks.graph(edges, "benchmark"))
    theirs = {
        "gexf": timed(lambda: nx.write_gexf(graph, io.BytesIO()))[0],
        "graphml": timed(lambda: nx.write_graphml_xml(graph, io.BytesIO()))[0],
    }
    yield f"A made-up network of {len(edges.rows):,} edges from {len(rows.rows):,} rows, by `python -m benchmarks.network_files`."
    yield f"Seconds of processor time: {taken:.2f} for the pairs of the rows, {graphed:.2f} for the graph of them. Files,"
    yield "streamed, beside networkx' own writers:"
    yield ""
    yield "| format | s | networkx, s | govgraph : networkx |"
    yield "|---|---|---|---|"
    for each in formats().values():
        if isinstance(each, NetworkFormat) and each.name not in PICTURES:
            own, _ = timed(lambda each=each: each.write(graph, io.BytesIO()))  # type: ignore[misc]
            other = theirs.get(each.name)
            told = f"{other:.2f} | {own / other:.2f}" if other else " | "
            yield f"| {each.name} | {own:.2f} | {told} |"


def of_store(path: Path) -> Iterator[str]:
    """Time who was present with whom: the rows alone, and the network with them."""
    query = catalogue.load("co-attendance", "networks")
    with EmbeddedStore.read(path) as store:
        fetched, whole = [], []
        for _ in range(2):
            fetched.append(timed(lambda: store.select(query.text)))
            whole.append(timed(lambda: networks.graph(networks.read(store, query, {}))))
        one, other = min(taken for taken, _ in fetched), min(taken for taken, _ in whole)
        yield (
            f"Who was present with whom in a store of {len(store):,} quads: {len(fetched[0][1].rows):,} rows "
            f"fetched in {one:.2f} s,"
        )
        yield (
            f"the network of {whole[0][1].number_of_edges():,} edges, rows and all, in {other:.2f} s: "
            f"{other / one:.2f} times."
        )


if __name__ == "__main__":
    main()
