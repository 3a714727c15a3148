"""Turns the dataset into the vocabulary of another system: a CONSTRUCT query, asked of each graph by itself.

Each graph is asked in memory, so that what this takes grows with the longest document and no faster
than their number.
"""

from collections.abc import Iterator
from itertools import chain
from typing import IO

import pyoxigraph as ox

from graphbuild import catalogue
from graphbuild.dataset import Dataset, sorted_once
from graphbuild.exporters.turtle import Terms, blocks
from graphbuild.vocabulary import PREFIXES

FAMILY = "dialects"


def write_dialect(name: str, prefixes: dict[str, str], dataset: Dataset, out: IO[bytes]) -> None:
    """Write what `queries/dialects/NAME.rq` makes of every graph as Turtle, all together and sorted."""
    query = catalogue.load(name, FAMILY).text
    lines = sorted_once(chain.from_iterable(_made(query, dataset.graph(graph)) for graph in dataset.graphs()))
    terms = Terms(dataset.new_base, PREFIXES | prefixes)
    out.write(f"{terms.head()}\n".encode())
    out.writelines(block.encode() for block in blocks(lines, terms))


def _made(query: str, lines: list[str]) -> Iterator[str]:
    """Ask one graph, and give N-Triples lines."""
    graph = ox.Store()
    graph.extend(
        ox.Quad(triple.subject, triple.predicate, triple.object)
        for triple in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    )
    made = graph.query(query)
    assert isinstance(made, ox.QueryTriples)
    yield from (f"{triple} ." for triple in made)
