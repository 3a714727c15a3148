"""An embedded Oxigraph: reads for many processes at once, writes for one; every write is whole."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from graphbuild.errors import StoreError, StoreLockedError
from graphbuild.identity import Namespace
from graphbuild.store.answers import Answer, Answering, table_of
from graphbuild.store.folder import StoreFolder
from graphbuild.store.terminals import names_graphs
from graphbuild.vocabulary import PREFIXES

try:
    import fcntl
except ImportError:  # Windows: readers open the store as writers do, one at a time
    fcntl = None  # type: ignore[assignment]


class EmbeddedStore(Answering):
    """The quads of a store folder. Open with `read`, `write` or `create`; close when done."""

    atomic = True

    def __init__(self, folder: StoreFolder, base: str, graph: ox.Store, lock: BufferedReader | None) -> None:
        """Hold an opened graph; use `read`, `write` or `create` to get one."""
        self.folder = folder
        self.base = base
        self.names = Namespace(base)
        self.gained = 0  # quads, by `replace`
        self._told: tuple[str, int] | None = None  # the graph that was given last, and its quads
        self._graph: ox.Store | None = graph
        self._lock = lock

    @classmethod
    def create(cls, path: Path | str, base: str) -> Self:
        """Make a store with nothing in it, and open it for writing."""
        folder = StoreFolder(Path(path))
        folder.create(base)
        return cls.write(path)

    @classmethod
    def write(cls, path: Path | str) -> Self:
        """Open a store for reading and writing: no other process may have it open."""
        folder = StoreFolder(Path(path))
        base = folder.base()
        return cls(folder, base, open_graph(folder.graph), None)

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Open a store for reading, beside other readers."""
        folder = StoreFolder(Path(path))
        base = folder.base()
        if not folder.filled():
            raise StoreError(
                f"the store in {folder.path} was never filled: run `govgraph build` with its sources"
            )
        if fcntl is None:
            return cls(folder, base, open_graph(folder.graph), None)
        lock = share(folder)
        try:
            with _failures(folder.graph):
                graph = ox.Store.read_only(str(folder.graph))
        except StoreError:
            lock.close()
            raise
        return cls(folder, base, graph, lock)

    def close(self) -> None:
        """Let go of the store."""
        self._graph = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # Reading

    def query(self, query: str) -> Answer:
        """Run any read query over the union of all graphs, or those it names; an update is refused."""
        with _failures(self.folder.graph):
            results = self.results(query)
            # Rows are taken over as one text: far faster than one object per cell.
            if isinstance(results, ox.QuerySolutions):
                return Answer(table=table_of(_bytes(results.serialize(format=ox.QueryResultsFormat.JSON))))
            if isinstance(results, ox.QueryBoolean):
                return Answer(truth=bool(results))
            return Answer(triples=_bytes(results.serialize(format=ox.RdfFormat.N_TRIPLES)))

    def results(
        self,
        query: str,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
        base: str | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Start a read query, and give what the engine serialises; an update is refused, not run.

        `default` and `named` are the IRIs of the graphs that a request puts in the place of those that the
        query names (SPARQL 1.1 Protocol, 2.1.4). Where nobody names any, it is the union of all.
        `base` is what relative IRIs start from; without it a query with such is refused.
        """
        options: dict[str, Any] = {"base_iri": base}
        if default is not None or named is not None:
            options["default_graph"] = [ox.NamedNode(iri) for iri in default or ()]
            options["named_graphs"] = [ox.NamedNode(iri) for iri in named or ()]
        elif not names_graphs(query):  # the engine would not look at FROM beside its own union
            options["use_default_graph_as_union"] = True
        try:
            with _failures(self.folder.graph):
                return self._open.query(query, prefixes=dict(PREFIXES), **options)
        except SyntaxError as error:
            from graphbuild.store.syntax import explain

            raise explain(query, str(error)) from error

    def about(self, iri: str, *, pointing: bool = False) -> Iterator[tuple[str, str]]:
        """Give what is said of a thing, or what has it as its object: N-Triples lines and their graphs."""
        node = ox.NamedNode(iri)
        pattern = (None, None, node, None) if pointing else (node, None, None, None)
        for quad in self._open.quads_for_pattern(*pattern):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield f"{quad.subject} {quad.predicate} {quad.object} .", quad.graph_name.value

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Give what one graph says, in no order."""
        for quad in self._open.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield quad.triple

    def graphs(self) -> list[str]:
        """Name the graphs, sorted."""
        with _failures(self.folder.graph):
            return sorted(name.value for name in self._open.named_graphs() if isinstance(name, ox.NamedNode))

    def documents(self) -> set[str]:
        """Name the documents that have a graph."""
        start = self.names.graph("")
        names = (graph.removeprefix(start) for graph in self.graphs() if graph.startswith(start))
        return {name for name in names if "/" not in name and name not in ("shared", "changes")}

    def holds(self, graph: str) -> bool:
        """Tell whether a graph is there."""
        with _failures(self.folder.graph):
            return self._open.contains_named_graph(ox.NamedNode(graph))

    def statements(self, graph: str) -> bytes:
        """Give one graph as N-Triples, in no order."""
        with _failures(self.folder.graph):
            found = _bytes(self._open.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)))
        self._told = graph, found.count(b"\n")
        return found

    def quads(self) -> bytes:
        """Give all graphs as N-Quads, in no order."""
        with _failures(self.folder.graph):
            return _bytes(self._open.dump(format=ox.RdfFormat.N_QUADS))

    def graphs_naming(self, iri: str) -> Iterator[str]:
        """Name the graphs that have a thing as an object, each as often as they do."""
        for quad in self._open.quads_for_pattern(None, None, ox.NamedNode(iri), None):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad.graph_name.value

    def subjects(self, term: str, iri: str, graph: str) -> set[str]:
        """Name the things of a graph that have a thing as the value of a property (a token)."""
        found = self._open.quads_for_pattern(
            None, ox.NamedNode(term[1:-1]), ox.NamedNode(iri), ox.NamedNode(graph)
        )
        return {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}

    def source(self, document: str) -> bytes | None:
        """Give the stored text of a document, as bytes; None where it is gone."""
        try:
            return self.folder.source(document).read_bytes()
        except FileNotFoundError:
            return None

    def values(self, term: str, graph: str) -> set[str]:
        """Give the texts and IRIs that are values of a property (a token) in a graph."""
        found = self._open.quads_for_pattern(None, ox.NamedNode(term[1:-1]), None, ox.NamedNode(graph))
        return {quad.object.value for quad in found if isinstance(quad.object, ox.Literal | ox.NamedNode)}

    def __len__(self) -> int:
        """Count the quads, one by one: it takes longer the more there are."""
        return len(self._open)

    def size(self, counted: int) -> int:
        """Count the quads, which were so many when the store was opened; nothing is looked at."""
        return counted + self.gained

    # Writing

    def replace(
        self, drop: Iterable[str] = (), insert: Mapping[str, str] = {}, delete: Mapping[str, str] = {}
    ) -> None:
        """Drop graphs, delete quads and insert others, all in one step.

        `insert` and `delete` hold the N-Quads of one graph under its name; no quad is in both.
        """
        drop = list(drop)
        gained = self._gain(drop, insert, delete)
        self._told = None
        steps = [f"DROP SILENT GRAPH <{graph}>" for graph in drop]
        for keyword, by_graph in (("DELETE DATA", delete), ("INSERT DATA", insert)):
            blocks = [
                f"GRAPH <{graph}> {{\n{triples(quads, graph)}}}" for graph, quads in by_graph.items() if quads
            ]
            if blocks:
                steps.append(f"{keyword} {{ {' '.join(blocks)} }}")
        if steps:
            with _failures(self.folder.graph):
                self._open.update(" ;\n".join(steps))
        self.gained += gained

    def link_live(self) -> set[str]:
        """Link the files that the engine knows in `folder.live`; name those that it does not know.

        A process that is killed in a bulk load leaves files there for good. Others are being merged, or the
        engine was closed meanwhile: those it removes by itself when it is opened again.
        """
        with _failures(self.folder.graph):
            self._open.backup(str(self.folder.live))
        known = {path.name for path in self.folder.live.iterdir()}
        return {path.name for path in self.folder.graph.glob("*.sst")} - known

    def _gain(self, drop: Iterable[str], insert: Mapping[str, str], delete: Mapping[str, str]) -> int:
        """Count by how many quads the store grows; nothing but what changes is looked at."""
        there = self._open
        dropped = {graph: self._count(graph) for graph in drop}
        come = gone = 0
        for graph, quads in insert.items():
            if graph in dropped or not self.holds(graph):
                come += len(set(quads.split("\n")) - {""})  # all of them are new
            else:
                come += sum(quad not in there for quad in _parsed(quads))
        for quads in delete.values():
            gone += sum(quad in there for quad in _parsed(quads))
        return come - gone - sum(dropped.values())

    def _count(self, graph: str) -> int:
        """Count the quads of a graph; what has just been given is known."""
        if self._told is not None and self._told[0] == graph:
            return self._told[1]
        return sum(1 for _ in self._open.quads_for_pattern(None, None, None, ox.NamedNode(graph)))

    @property
    def _open(self) -> ox.Store:
        if self._graph is None:
            raise StoreError(f"the store in {self.folder.path} was closed")
        return self._graph


def _parsed(quads: str) -> set[ox.Quad]:
    return set(ox.parse(quads.encode(), format=ox.RdfFormat.N_QUADS, lenient=True))


def triples(quads: str, graph: str) -> str:
    """Turn the N-Quads of one graph into N-Triples (no literal holds a real line end)."""
    return quads.replace(f" <{graph}> .\n", " .\n")


def open_graph(path: Path) -> ox.Store:
    """Open quads on disk for writing; one process can."""
    with _failures(path):
        return ox.Store(str(path))


def share(folder: StoreFolder) -> BufferedReader:
    """Take the lock that a writer takes alone, together with other readers."""
    with _failures(folder.graph):
        lock = (folder.graph / "LOCK").open("rb")
        try:
            if fcntl is not None:
                fcntl.lockf(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise locked(folder.graph) from error
        return lock


def locked(graph: Path) -> StoreLockedError:
    """Say that another process holds the store."""
    return StoreLockedError(
        f"the store in {graph.parent} is in use by another govgraph: wait until it is done, then try again"
    )


@contextmanager
def _failures(graph: Path) -> Iterator[None]:
    """Turn what the engine and the disk report into one of our errors."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        told = str(error)
        if "lock" in told.lower():
            raise locked(graph) from error
        if "No space left" in told:
            raise StoreError(
                f"the disk is full under {graph.parent}: make room, then run the build again"
            ) from error
        raise StoreError(
            f"the store in {graph.parent} cannot be used ({told}): "
            "if it is damaged, delete it and build again"
        ) from error


def _bytes(serialised: bytes | None) -> bytes:
    """Take over what the engine serialised; it gives None only when it writes to a file."""
    return serialised or b""
