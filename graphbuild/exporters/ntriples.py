"""Turns the dataset into N-Triples: all graphs together, each statement once."""

from typing import IO

from graphbuild.dataset import Dataset
from graphbuild.exporters import DatasetFormat


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write every statement, sorted."""
    out.writelines(f"{line}\n".encode() for line in dataset.triples())


FORMAT = DatasetFormat("ntriples", ".nt", "application/n-triples", write)
