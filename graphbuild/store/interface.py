"""What a store is to the rest of govgraph, wherever its quads are."""

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Protocol, Self

import pyoxigraph as ox

from graphbuild.identity import Namespace
from graphbuild.store.answers import Answer
from graphbuild.store.folder import StoreFolder
from graphbuild.table import Table


class Store(Protocol):
    """Quads in named graphs, and the texts they were read from. Close when done, or use as a context.

    Graphs and things are named by IRI, properties by token (`<IRI>`), documents by their short names.
    """

    base: str
    names: Namespace
    atomic: bool
    """Whether `replace` is one step, for readers and for a server that is killed."""

    @property
    def folder(self) -> StoreFolder:
        """What a store has beside its quads; raises StoreError where that is not on this machine."""

    def close(self) -> None:
        """Let go of the store."""

    def __enter__(self) -> Self:
        """Give the store itself; it is closed at the end of the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""

    def select(self, query: str) -> Table:
        """Run a SELECT query over the union of all graphs."""

    def ask(self, query: str) -> bool:
        """Run an ASK query over the union of all graphs."""

    def construct(self, query: str) -> bytes:
        """Run a CONSTRUCT or DESCRIBE query over the union of all graphs, and give N-Triples."""

    def query(self, query: str) -> Answer:
        """Run any read query over the union of all graphs, or those it names; an update is refused."""

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Give what one graph says, in no order."""

    def graphs(self) -> list[str]:
        """Name the graphs, sorted."""

    def documents(self) -> set[str]:
        """Name the documents that have a graph."""

    def holds(self, graph: str) -> bool:
        """Tell whether a graph is there."""

    def statements(self, graph: str) -> bytes:
        """Give one graph as N-Triples, in no order."""

    def quads(self) -> bytes:
        """Give all graphs as N-Quads, in no order."""

    def graphs_naming(self, iri: str) -> Iterator[str]:
        """Name the graphs that have a thing as an object, each as often as they do or once."""

    def subjects(self, term: str, iri: str, graph: str) -> set[str]:
        """Name the things of a graph that have a thing as the value of a property."""

    def values(self, term: str, graph: str) -> set[str]:
        """Give the texts and IRIs that are values of a property in a graph."""

    def source(self, document: str) -> bytes | None:
        """Give the stored text of a document, as bytes; None where it is gone."""

    def __len__(self) -> int:
        """Count the quads, one by one: it takes longer the more there are."""

    def size(self, counted: int) -> int:
        """Count the quads, which were so many when the store was opened."""

    def replace(
        self, drop: Iterable[str] = (), insert: Mapping[str, str] = {}, delete: Mapping[str, str] = {}
    ) -> None:
        """Drop graphs, delete quads and insert others: in one step where the store is `atomic`.

        `insert` and `delete` hold the N-Quads of one graph under its name; no quad is in both. What is done
        twice is done once. In a store that is not atomic the first graph of `insert` comes last.
        """
