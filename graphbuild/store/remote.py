"""A SPARQL 1.1 server as a store: the quads are there, what is kept beside them is in a folder here."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Self

import pyoxigraph as ox

from graphbuild.errors import EndpointError, EndpointRefusedError, StoreError
from graphbuild.identity import Namespace
from graphbuild.store.answers import Answer, Answering
from graphbuild.store.asking import Asking
from graphbuild.store.conversation import Conversation
from graphbuild.store.embedded import locked, triples
from graphbuild.store.endpoint import Endpoint
from graphbuild.store.folder import StoreFolder
from graphbuild.store.services import Services, find_services
from graphbuild.vocabulary import PARSER_VERSION

try:
    import fcntl
except ImportError:  # Windows: two builds through one folder are not kept apart
    fcntl = None  # type: ignore[assignment]

_N_TRIPLES = "application/n-triples"
_STEP = 1_000
"""Lines of one update to a server that takes no long ones."""


class RemoteStore(Answering):
    """The quads at an endpoint. Open with `read` or `write`; close when done.

    Graphs are asked for by GROUP BY and not by DISTINCT, which Virtuoso 7 may take minutes for.
    """

    def __init__(
        self, endpoint: Endpoint, base: str, talk: Conversation, services: Services, lock: BinaryIO | None
    ) -> None:
        """Hold an open conversation; use `read` or `write` to get one."""
        self.base = base
        self.names = Namespace(base)
        self.atomic = services.atomic
        self._endpoint, self._talk, self._services, self._lock = endpoint, talk, services, lock
        self._asking = Asking(talk, services)
        self._size: int | None = None

    @classmethod
    def read(cls, endpoint: Endpoint) -> Self:
        """Open a server to be asked; the folder beside it need not be here."""
        talk = Conversation(endpoint)
        try:
            services = find_services(talk)
            folder = StoreFolder(endpoint.side)
            base = folder.base() if folder.exists() else _base_there(endpoint, talk, services)
            return cls(endpoint, base, talk, services, None)
        except BaseException:
            talk.close()
            raise

    @classmethod
    def write(cls, endpoint: Endpoint) -> Self:
        """Open a server for reading and writing: no other process may build through the same folder."""
        folder = StoreFolder(endpoint.side)
        base, lock = folder.base(), _locked(folder)
        talk = Conversation(endpoint)
        try:
            return cls(endpoint, base, talk, find_services(talk), lock)
        except BaseException:
            talk.close()
            lock.close()
            raise

    def close(self) -> None:
        """Hang up."""
        self._talk.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # Reading

    @property
    def folder(self) -> StoreFolder:
        """What is kept beside the quads."""
        folder = StoreFolder(self._endpoint.side)
        if not folder.exists():
            raise StoreError(
                f"source texts, list of files and search index of {self._endpoint} are in a folder of the "
                f"machine that built it, and {folder.path} is none: name it in GOVGRAPH_STORE_SIDE"
            )
        return folder

    def query(self, query: str) -> Answer:
        """Run any read query over the union of all graphs, or those it names; an update is refused."""
        return self._asking.query(query)

    def graphs(self) -> list[str]:
        """Name the graphs of the base, sorted; a server may have others of its own."""
        found = self._column("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return sorted(graph for graph in found if graph.startswith(self.names.graph("")))

    def documents(self) -> set[str]:
        """Name the documents that have a graph."""
        start = self.names.graph("")
        found = self._column(f"SELECT ?g WHERE {{ GRAPH ?g {{ ?s {PARSER_VERSION} ?o }} }} GROUP BY ?g")
        return {graph.removeprefix(start) for graph in found if graph.startswith(start)}

    def holds(self, graph: str) -> bool:
        """Tell whether a graph is there: to a server, one that is empty may be one that is not."""
        return bool(self._column(f"SELECT ?s WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT 1"))

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Give what one graph says, in no order."""
        if not self._services.graphs:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            yield from self._asking.triples(query)
            return
        reply = self._talk.send(
            "GET", self._services.graphs, headers={"Accept": _N_TRIPLES}, params={"graph": graph}
        )
        if reply.status == 404:  # a graph without triples
            return
        yield from self._asking.read_triples(reply)

    def statements(self, graph: str) -> bytes:
        """Give one graph as N-Triples, in no order."""
        return "".join(f"{triple} .\n" for triple in self.triples(graph)).encode()

    def quads(self) -> bytes:
        """Give all graphs as N-Quads, in no order."""
        return "".join(
            f"{triple} <{graph}> .\n" for graph in self.graphs() for triple in self.triples(graph)
        ).encode()

    def graphs_naming(self, iri: str) -> Iterator[str]:
        """Name the graphs that have a thing as an object."""
        return iter(self._column(f"SELECT ?g WHERE {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} GROUP BY ?g"))

    def subjects(self, term: str, iri: str, graph: str) -> set[str]:
        """Name the things of a graph that have a thing as the value of a property (a token)."""
        return set(self._column(f"SELECT ?s WHERE {{ GRAPH <{graph}> {{ ?s {term} <{iri}> }} }}"))

    def values(self, term: str, graph: str) -> set[str]:
        """Give the texts and IRIs that are values of a property (a token) in a graph."""
        return set(self._column(f"SELECT (STR(?o) AS ?v) WHERE {{ GRAPH <{graph}> {{ ?s {term} ?o }} }}"))

    def source(self, document: str) -> bytes | None:
        """Give the stored text of a document, as bytes; None where it is gone."""
        try:
            return self.folder.source(document).read_bytes()
        except FileNotFoundError:
            return None

    def __len__(self) -> int:
        """Have the server count the quads of the base."""
        start = self.names.graph("")
        query = (
            "SELECT (SUM(?of) AS ?n) WHERE { { SELECT ?g (COUNT(*) AS ?of) WHERE { GRAPH ?g { ?s ?p ?o } } "
            f'GROUP BY ?g }} FILTER(STRSTARTS(STR(?g), "{start}")) }}'
        )
        (row,) = self._asking.rows(query).rows or ((0,),)
        return int(str(row[0] or 0))

    def size(self, counted: int) -> int:  # noqa: ARG002 - others may have changed the server since
        """Have the server count, unless nothing changed since it did."""
        if self._size is None:
            self._size = len(self)
        return self._size

    def _column(self, query: str) -> list[str]:
        return [str(row[0]) for row in self._asking.rows(query).rows]

    # Writing

    def replace(
        self, drop: Iterable[str] = (), insert: Mapping[str, str] = {}, delete: Mapping[str, str] = {}
    ) -> None:
        """Drop graphs, delete quads and insert others: in one update, or graph by graph, the first last."""
        self._size = None
        dropped = list(drop)
        if self._services.atomic or not self._services.graphs:
            steps = [f"DROP SILENT GRAPH <{graph}>" for graph in dropped]
            for keyword, by_graph in (("DELETE DATA", delete), ("INSERT DATA", insert)):
                blocks = [_block(graph, triples(quads, graph)) for graph, quads in by_graph.items() if quads]
                steps += [f"{keyword} {{ {' '.join(blocks)} }}"] if blocks else []
            if steps:
                self._update(" ;\n".join(steps))
            return
        for graph, quads in delete.items():
            lines = triples(quads, graph).splitlines(keepends=True)
            for start in range(0, len(lines), _STEP):
                self._update(f"DELETE DATA {{ {_block(graph, ''.join(lines[start : start + _STEP]))} }}")
        for graph, quads in reversed(list(insert.items())):
            if quads or graph in dropped:
                self._put("PUT" if graph in dropped else "POST", graph, triples(quads, graph))
        for graph in dropped:
            if graph not in insert:
                self._put("DELETE", graph)

    def _update(self, update: str) -> None:
        content = update.encode()
        reply = self._talk.send(
            "POST", self._services.update, content, {"Content-Type": "application/sparql-update"}
        )
        self._sent(reply.status, reply.reason, self._services.update, len(content), "GOVGRAPH_STORE_UPDATE")

    def _put(self, method: str, graph: str, lines: str = "") -> None:
        content = lines.encode()
        headers = {"Content-Type": _N_TRIPLES} if method != "DELETE" else {}
        reply = self._talk.send(
            method, self._services.graphs, content or None, headers, params={"graph": graph}
        )
        if method == "DELETE" and reply.status == 404:
            return
        self._sent(reply.status, reply.reason, self._services.graphs, len(content), "GOVGRAPH_STORE_GRAPHS")

    def _sent(self, status: int, reason: str, address: str, size: int, setting: str) -> None:
        """Say what is wrong where a server did not take a change."""
        if 200 <= status < 300:
            return
        if status in (403, 405, 501):
            raise EndpointRefusedError(
                f"{self._endpoint} takes no changes at {address} ({reason}): it is read-only, "
                "or wants a user who may write in GOVGRAPH_STORE_USER and GOVGRAPH_STORE_PASSWORD"
            )
        if status == 404:
            raise EndpointError(f"{self._endpoint} takes no changes at {address}: name where in {setting}")
        if status == 413:
            raise EndpointError(
                f"{self._endpoint} takes no change of {size} bytes ({reason}): have it take larger requests"
            )
        raise EndpointError(f"{self._endpoint} did not take a change ({reason})")


def _base_there(endpoint: Endpoint, talk: Conversation, services: Services) -> str:
    base = Asking(talk, services).base()
    if base is None:
        raise StoreError(f"the store at {endpoint} was never filled: run `govgraph build` with its sources")
    return base


def _block(graph: str, lines: str) -> str:
    return f"GRAPH <{graph}> {{\n{lines}}}"


def _locked(folder: StoreFolder) -> BinaryIO:
    """Take the lock that one build at a time has."""
    lock = (folder.path / "LOCK").open("ab")
    try:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise locked(Path(folder.path) / "LOCK") from error
    return lock


def is_filled(endpoint: Endpoint) -> bool:
    """Tell whether a server holds what some build put there."""
    talk = Conversation(endpoint)
    try:
        return Asking(talk, find_services(talk)).base() is not None
    finally:
        talk.close()
