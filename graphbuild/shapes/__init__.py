"""Turns a store into what in it breaks a shape of `ontology/shapes.ttl`.

The shapes are SHACL Core (https://www.w3.org/TR/shacl/). Each constraint becomes one SPARQL query over
the union of the store's graphs (`compiling`), which takes seconds where an engine that walks from node
to node takes minutes. What is used of SHACL is in the table of `compiling`; a shape that asks for more
is refused when it is read (`reading`). `tests/test_shapes.py` holds that the results are pySHACL's.

Classes are asked for as they are stated: no graph of ours says `rdfs:subClassOf`.
"""

from collections.abc import Iterator
from typing import Protocol

from graphbuild.shapes.compiling import query_of
from graphbuild.shapes.reading import Constraint, NodeShape, PropertyShape, read_shapes
from graphbuild.shapes.results import Result
from graphbuild.table import Table

__all__ = ["Constraint", "NodeShape", "PropertyShape", "Result", "read_shapes", "results"]


class Store(Protocol):
    """What answers queries."""

    def select(self, query: str) -> Table:
        """Run a SELECT query over the union of all graphs."""
        ...


def results(store: Store, shapes: tuple[NodeShape, ...]) -> Iterator[Result]:
    """Give what breaks a shape: shape by shape as they stand in the file, by node and value in each."""
    for shape in shapes:
        if not store.select(f"SELECT ?node WHERE {{ ?node a {shape.target} }} LIMIT 1").rows:
            continue
        for asked in shape.properties:
            for constraint in asked.constraints:
                rows = store.select(query_of(shape, asked, constraint)).rows
                for node, *values in sorted({(str(row[0]), *map(str, row[1:])) for row in rows}):
                    yield Result(shape, asked, constraint, node, values[0] if values else None)
