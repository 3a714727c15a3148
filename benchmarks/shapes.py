"""Measures the shapes on generated minutes, beside pySHACL and over a growing store; prints what it finds.

    python -m benchmarks.shapes --documents 40

Processor time. The ratio of the two engines holds on any machine; pySHACL is given a loaded graph.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph

from benchmarks.generate import built
from graphbuild import checks, shapes
from graphbuild.resources import resource
from graphbuild.store import EmbeddedStore


def main() -> None:
    """Measure a store, and one of four times as many documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=40)
    documents = parser.parse_args().documents
    for line in measured(documents):
        print(line)


def measured(documents: int) -> Iterator[str]:
    """Tell seconds and ratios, a line each."""
    per_quad = []
    for count in (documents, 4 * documents):
        folder = tempfile.TemporaryDirectory(prefix="govgraph-bench-")
        with folder as name, _store(Path(name), count) as store:
            quads = len(store)
            ours = _timed(lambda store=store: list(shapes.results(store, shapes.read_shapes())))
            checked = _timed(lambda store=store: checks.findings(store, "sv"))
            per_quad.append(((ours + checked) / quads, quads))
            yield f"{count} documents, {quads:,} quads: shapes {ours:.2f} s, checks {checked:.2f} s"
            if count == documents:
                theirs = _pyshacl(store)
                yield f"pySHACL, without loading: {theirs:.1f} s; ours : pySHACL = 1 : {theirs / ours:.0f}"
    yield f"seconds a quad, four times as many documents : fewer {per_quad[1][0] / per_quad[0][0]:.2f}"


def _store(folder: Path, documents: int) -> EmbeddedStore:
    return EmbeddedStore.read(built(folder, documents, seed=7))


def _pyshacl(store: EmbeddedStore) -> float:
    from pyshacl import validate

    graph = Graph()
    for name in store.graphs():
        graph.parse(data=store.statements(name).decode(), format="nt")
    rules = Graph().parse(resource("ontology") / "shapes.ttl")
    return _timed(lambda: validate(graph, shacl_graph=rules, inplace=True))


def _timed(work: object) -> float:
    assert callable(work)
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
