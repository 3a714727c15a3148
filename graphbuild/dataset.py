"""Turns a store into sorted N-Triples lines: graph by graph, or all graphs together.

Everything that leaves the house as RDF passes here, so that the same facts give the same bytes.
Lines are text without a line end: `<subject> <predicate> object .`
"""

import heapq
import re
import weakref
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol

from graphbuild.identity import Namespace
from graphbuild.table import Table

RUN = 500_000  # lines sorted in memory at a time, some 100 MB; more are merged from disk

_LITERAL_OR_IRI = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>')


class Graphs(Protocol):
    """What holds named graphs: the store."""

    def graphs(self) -> list[str]:
        """Name the documents' graphs."""
        ...

    def statements(self, graph: str) -> bytes:
        """Give one graph as N-Triples."""
        ...

    def select(self, query: str) -> Table:
        """Run a SELECT query over all graphs together."""
        ...


class Dataset:
    """The documents' graphs of a store, with every IRI moved from its `base` to `new_base`."""

    language = "en"
    """The language of the words that an export adds to what the graph says."""

    def __init__(self, store: Graphs, base: str, new_base: str | None = None) -> None:
        """Hold the store; nothing is read but the names of its graphs."""
        self.store = store
        self.base = base
        self.new_base = new_base or base
        # The change log tells of this store, not of the minutes: the same minutes give the same dataset.
        log = Namespace(base).changes_graph()
        self._origins = dict(sorted((self._move_iri(name), name) for name in store.graphs() if name != log))

    def graphs(self) -> list[str]:
        """Name the graphs, sorted, as they are called after the move."""
        return list(self._origins)

    def graph(self, name: str) -> list[str]:
        """Give the sorted lines of one graph."""
        return sorted(set(self._lines(name)))

    def triples(self) -> Iterator[str]:
        """Give the sorted lines of all graphs together, each once."""
        return sorted_once(line for name in self._origins for line in self._lines(name))

    def move(self, line: str) -> str:
        """Move the IRIs of one line; a text that happens to hold the base stays as it is."""
        if self.base == self.new_base or f"<{self.base}" not in line:
            return line
        return _LITERAL_OR_IRI.sub(lambda term: self._move_term(term[0]), line)

    def _lines(self, name: str) -> Iterator[str]:
        # Only a line feed ends a line: literals hold other line separators as they are.
        lines = self.store.statements(self._origins[name]).decode().split("\n")
        return (self.move(line) for line in lines if line)

    def _move_term(self, term: str) -> str:
        return f"<{self._move_iri(term[1:])}" if term.startswith("<") else term

    def _move_iri(self, iri: str) -> str:
        return self.new_base + iri.removeprefix(self.base) if iri.startswith(self.base) else iri


class Snapshot(Dataset):
    """A dataset read once and kept in two files of a folder, for those who go through it again and again."""

    def __init__(self, dataset: Dataset, folder: Path) -> None:
        """Read the store."""
        super().__init__(dataset.store, dataset.base, dataset.new_base)
        self._by_graph, self._together = folder / "graphs.nt", folder / "together.nt"
        self._places: dict[str, tuple[int, int]] = {}
        with self._by_graph.open("wb") as file:
            for name in self.graphs():
                start = file.tell()
                file.writelines(f"{line}\n".encode() for line in dataset.graph(name))
                self._places[name] = (start, file.tell())
        with self._by_graph.open(encoding="utf-8", newline="\n") as file, self._together.open("wb") as out:
            out.writelines(f"{line}\n".encode() for line in sorted_once(line[:-1] for line in file))

    def graph(self, name: str) -> list[str]:
        """Give the sorted lines of one graph."""
        start, end = self._places[name]
        with self._by_graph.open("rb") as file:
            file.seek(start)
            return file.read(end - start).decode().split("\n")[:-1]

    def triples(self) -> Iterator[str]:
        """Give the sorted lines of all graphs together, each once."""
        with self._together.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line[:-1]


def sorted_once(lines: Iterable[str], run: int = RUN) -> Iterator[str]:
    """Sort lines and drop repeated ones, in bounded memory."""
    source = iter(lines)
    first = sorted(set(islice(source, run)))
    following = list(islice(source, run))
    if not following:
        yield from first
        return
    runs: list[Iterator[str]] = [_spilled(first)]
    while following:
        runs.append(_spilled(sorted(set(following))))
        following = list(islice(source, run))
    for line, _ in groupby(heapq.merge(*runs)):
        yield line


class Collected:
    """Lines that are taken in one by one and given back sorted, each once, as often as asked."""

    def __init__(self) -> None:
        """Open a nameless file, which is gone with this."""
        self._file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - lives as long as this
        weakref.finalize(self, self._file.close)

    def add(self, line: str) -> None:
        """Take in a line; it holds no line feed."""
        self._file.write(f"{line}\n")

    def __iter__(self) -> Iterator[str]:
        """Give the lines that are there by now."""
        self._file.seek(0)
        kept = sorted_once(line[:-1] for line in self._file)
        first = list(islice(kept, 1))  # by then all lines have been read, and more may be taken in
        self._file.seek(0, 2)
        yield from chain(first, kept)


def _spilled(lines: list[str]) -> Iterator[str]:
    """Write one sorted run to a nameless file, and give it back line by line."""
    file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - lives as long as the iterator
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)

    def read() -> Iterator[str]:
        with file:
            for line in file:
                yield line[:-1]

    return read()


def parts(line: str) -> tuple[str, str, str]:
    """Split a line into the N-Triples tokens of subject, predicate and object."""
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest[:-2]
