"""Turns a snapshot into look-ups on disk: what is said of a thing, who points to it, what is of a class.

A page asks for some fifty things. Each takes some ten microseconds here, and some hundred as a query.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from graphbuild.dataset import Dataset, parts, sorted_once
from graphbuild.vocabulary import IS_PART_OF, IS_REPLACED_BY, A

_TABLES = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
CREATE TABLE about (iri TEXT PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE pointing (iri TEXT PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE typed (class TEXT, iri TEXT, PRIMARY KEY (class, iri)) WITHOUT ROWID;
"""


class Lookup:
    """Look-ups by IRI. Lines are N-Triples, sorted; use it in a `with` block."""

    def __init__(self, dataset: Dataset, path: Path, log: Iterable[str] = ()) -> None:
        """Go through the dataset once for each table; only things under its base are looked up.

        `log` are the lines of the change log: changes are found, and point to nothing but changes.
        """
        self._rows = sqlite3.connect(path, isolation_level=None)
        self._rows.executescript(_TABLES)
        self._rows.execute("BEGIN")
        pairs = ((parts(line)[0], line) for line in dataset.triples())
        self._fill("about", pairs)
        self._fill("pointing", _by_object(dataset))
        self._rows.executemany("INSERT INTO typed VALUES (?, ?)", _classes(dataset))
        self._fill_log(sorted(log))
        self._rows.execute("COMMIT")
        self._rows.execute("CREATE INDEX paged ON typed (iri)")

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    def _fill(self, table: str, pairs: Iterable[tuple[str, str]]) -> None:
        rows = (
            (token[1:-1], "\n".join(line for _, line in group))
            for token, group in groupby(pairs, key=lambda pair: pair[0])
        )
        self._rows.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)

    def _fill_log(self, lines: list[str]) -> None:
        told = [parts(line) for line in lines]
        self._fill("about", zip((subject for subject, _, _ in told), lines, strict=True))
        facts = sorted(
            (value, line)
            for (_, predicate, value), line in zip(told, lines, strict=True)
            if predicate == IS_PART_OF
        )
        self._fill("pointing", facts)
        kinds = [(value[1:-1], subject[1:-1]) for subject, predicate, value in told if predicate == A]
        self._rows.executemany("INSERT INTO typed VALUES (?, ?)", kinds)

    def about(self, iri: str) -> list[str]:
        """Give the triples that a thing is the subject of."""
        return self._lines("SELECT lines FROM about WHERE iri=?", iri)

    def pointing(self, iri: str) -> list[str]:
        """Give the triples that a thing is the object of, its classes left out."""
        return self._lines("SELECT lines FROM pointing WHERE iri=?", iri)

    def of_class(self, iri: str) -> list[str]:
        """Name the things of a class that have a page of their own, sorted."""
        return [
            row[0] for row in self._rows.execute("SELECT iri FROM typed WHERE class=? ORDER BY iri", [iri])
        ]

    def each(self) -> Iterator[str]:
        """Name all things that have a page of their own, sorted, without holding them."""
        for row in self._rows.execute("SELECT DISTINCT iri FROM typed ORDER BY iri"):
            yield row[0]

    def count(self) -> int:
        """Count the things that have a page of their own."""
        return int(self._rows.execute("SELECT COUNT(DISTINCT iri) FROM typed").fetchone()[0])

    def _lines(self, query: str, iri: str) -> list[str]:
        row = self._rows.execute(query, [iri]).fetchone()
        return row[0].split("\n") if row else []


def _by_object(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Give the lines whose object is a thing under the base, sorted by it."""
    start = f"<{dataset.new_base}"
    pointing = (
        f"{value} {line}" for line in dataset.triples() if (value := parts(line)[2]).startswith(start)
    )
    for both in sorted_once(pointing):
        value, _, line = both.partition(" ")
        yield value, line


def _classes(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Give the class and IRI of each thing under the base that is no part of another's page.

    An IRI that was replaced has no class, and a page that leads to its successor.
    """
    start = f"<{dataset.new_base}"
    for line in dataset.triples():
        subject, predicate, value = parts(line)
        if predicate in (A, IS_REPLACED_BY) and subject.startswith(start) and "#" not in subject:
            yield value[1:-1], subject[1:-1]
