"""Turns the dataset into N-Quads, graph by graph, sorted within each."""

from typing import IO

from graphbuild.dataset import Dataset
from graphbuild.exporters import DatasetFormat


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write every statement with the graph it stands in."""
    for graph in dataset.graphs():
        out.writelines(f"{line[:-1]}<{graph}> .\n".encode() for line in dataset.graph(graph))


FORMAT = DatasetFormat("nquads", ".nq", "application/n-quads", write)
