"""Turns the dataset into TriG: one block of Turtle for each named graph."""

from typing import IO

from graphbuild.dataset import Dataset
from graphbuild.exporters import DatasetFormat
from graphbuild.exporters.turtle import Terms, blocks


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write prefixes, then every graph with its subjects."""
    terms = Terms(dataset.new_base)
    out.write(terms.head().encode())
    for graph in dataset.graphs():
        out.write(f"\n{terms.short(f'<{graph}>')} {{\n".encode())
        out.writelines(block.encode() for block in blocks(dataset.graph(graph), terms))
        out.write(b"}\n")


FORMAT = DatasetFormat("trig", ".trig", "application/trig", write)
