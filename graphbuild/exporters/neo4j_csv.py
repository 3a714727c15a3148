"""Turns the dataset into the two CSV files that `neo4j-admin database import full` reads.

Things become nodes, their literals properties, the rest relationships. The files are for a program: a
cell is what the graph says, and nothing is put before what a spreadsheet would run.
"""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from graphbuild.dataset import Dataset, parts, sorted_once
from graphbuild.exporters import FolderFormat
from graphbuild.exporters._tables import write_csv
from graphbuild.exporters._things import literal, local_name
from graphbuild.vocabulary import XSD, A

_TYPES = {f"{XSD}integer": "long", f"{XSD}boolean": "boolean", f"{XSD}date": "date"}


def write(dataset: Dataset, folder: Path) -> None:
    """Write nodes.csv (iri:ID, :LABEL, a column for each property) and relationships.csv."""
    properties = _properties(dataset.triples())
    head = [name if kind == "string" else f"{name}:{kind}" for name, kind in properties.items()]
    write_csv(
        folder / "nodes.csv", ("iri:ID", ":LABEL", *head), _nodes(dataset, list(properties)), guarded=False
    )
    write_csv(
        folder / "relationships.csv",
        (":START_ID", ":END_ID", ":TYPE"),
        (
            (subject[1:-1], value[1:-1], local_name(predicate[1:-1]))
            for subject, predicate, value in map(parts, dataset.triples())
            if value.startswith("<") and predicate != A
        ),
        guarded=False,
    )


def _properties(lines: Iterable[str]) -> dict[str, str]:
    """Name the properties with literals, sorted, each with the type that all its values have."""
    found: dict[str, set[str]] = {}
    several: set[str] = set()
    before: tuple[str, str] = ("", "")
    for line in lines:
        subject, predicate, value = parts(line)
        if not value.startswith('"'):
            continue
        name = local_name(predicate[1:-1])
        found.setdefault(name, set()).add(_TYPES.get(literal(value)[2], "string"))
        if (subject, name) == before:
            several.add(name)
        before = (subject, name)
    return {
        name: next(iter(types)) if len(types) == 1 and name not in several else "string"
        for name, types in sorted(found.items())
    }


def _nodes(dataset: Dataset, properties: list[str]) -> Iterator[list[str]]:
    """Give a row for each thing, and for each that is only named: an import fails on unknown ends."""
    named = sorted_once(
        value
        for _, predicate, value in map(parts, dataset.triples())
        if value.startswith("<") and predicate != A
    )
    said = ((subject, (predicate, value)) for subject, predicate, value in map(parts, dataset.triples()))
    both = heapq.merge(said, ((name, None) for name in named), key=lambda pair: pair[0])
    for subject, group in groupby(both, key=lambda pair: pair[0]):
        labels: list[str] = []
        values: dict[str, list[str]] = {}
        for _, pair in group:
            if pair is None:
                continue
            predicate, value = pair
            if predicate == A:
                labels.append(local_name(value[1:-1]))
            elif value.startswith('"'):
                values.setdefault(local_name(predicate[1:-1]), []).append(literal(value)[0])
        row = (" | ".join(values.get(name, ())) for name in properties)
        yield [subject[1:-1], ";".join(labels or ["Resource"]), *row]


FORMAT = FolderFormat("neo4j-csv", ".csv", "text/csv", "graph", write)
