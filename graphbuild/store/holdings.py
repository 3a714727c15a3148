"""Keeps the documents of a store: graph, sources and list of files change together.

A document's text is written first, then its graph in one step, then the list. Whatever a killed
process leaves behind is found by comparing the three, and mended before the next build.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from graphbuild.errors import StoreError
from graphbuild.statements import Statements
from graphbuild.statements.naming import split
from graphbuild.store.bulk import BulkLoad
from graphbuild.store.changes import ChangeLog, Version
from graphbuild.store.embedded import EmbeddedStore
from graphbuild.store.folder import StoreFolder
from graphbuild.store.people import People
from graphbuild.store.register import DocumentRecord, Register
from graphbuild.store.renaming import Renaming, own, shared
from graphbuild.store.shared import orphaned

_BATCH = 500


class Holdings:
    """The documents of one store, opened for writing. Use as a context."""

    def __init__(self, path: Path, base: str, now: str | None = None) -> None:
        """Open a store, or make one; `base` must be the base it was made with.

        What changes is logged as learned at `now` (see `changes.ChangeLog`); without a time, it is not.
        """
        folder = StoreFolder(path)
        if not folder.exists():
            folder.create(base)
        elif folder.base() != base:
            raise StoreError(
                f"the store in {path} has the base {folder.base()}, not {base}: "
                "leave --base out, or build into a new folder"
            )
        self.folder = folder
        self.store = EmbeddedStore.write(path)
        self.register = Register(folder.register)
        self.people = People(self.register, base)
        self._now = now
        self._left: set[str] = set()
        self._mend()

    def __enter__(self) -> Self:
        """Give the holdings; they are closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close graph and list."""
        self.store.close()
        self.register.__exit__(kind, error, trace)

    def empty(self) -> bool:
        """Tell whether there is no document yet, so that a bulk load may fill the store."""
        return len(self.store) == 0

    @contextmanager
    def filling(self) -> Iterator["Filling"]:
        """Fill an empty store: all documents go in at once at the end."""
        self.store.close()
        with BulkLoad(self.folder) as load:
            filling = Filling(load, self.register, self.people, self._log)
            yield filling
            filling.finish()
        self.store = EmbeddedStore.write(self.folder.path)

    def put(self, statements: Statements, record: DocumentRecord, leaving: Iterable[str] = ()) -> None:
        """Take in a document, in the place of the one it was and of those in `leaving`, in one step."""
        old = [found for name in (record.document, *leaving) if (found := self.register.document(name))]
        if old:
            self.register.add_stale({record.body, *(each.body for each in old)})
        else:
            self.register.add_new(record.body, record.document)
        shared_graph = self.store.names.shared_graph()
        renaming = self.people.renaming(record.body)
        arriving = shared(statements.shared, renaming)
        leaves = {line for each in old for line in self._shared(each)} - arriving
        gone = orphaned(
            self.store,
            self.register,
            self.people,
            leaves,
            [record.document, *(each.document for each in old)],
        )
        former = [self._version(each) for each in old if each.duplicate_of is None]
        log = self._log
        self._unsettle(record.document, *(each.document for each in old))
        self.store.replace(
            drop=[self.store.names.graph(each.document) for each in old],
            delete={shared_graph: gone},
            insert={
                statements.graph: statements.fixed + _lines(own(statements.naming, renaming)),
                shared_graph: _lines(arriving),
                self.store.names.changes_graph(): log.taken_in(Version(record, statements.quads), former)
                if log
                else "",
            },
        )
        self.register.remove(each.document for each in old if each.document != record.document)
        self.register.put([record])
        self._settle([record])

    def _unsettle(self, *documents: str) -> None:
        """Remember that graphs of documents are about to change: what was made from them is old."""
        self.register.put_revisions((document, "") for document in documents)

    def _settle(self, records: Iterable[DocumentRecord]) -> None:
        """Remember what the graphs of documents were made from, now that they are whole."""
        renaming = self.people.renaming
        self.register.put_revisions((each.document, revision(each, renaming(each.body))) for each in records)

    @property
    def _log(self) -> ChangeLog | None:
        return ChangeLog(self.store, self._now) if self._now is not None else None

    def _version(self, record: DocumentRecord) -> Version:
        """A document in the graph, as it was read."""
        fixed, _ = split(_quads(self.store, self.store.names.graph(record.document)), self.store.base)
        return Version(record, fixed + record.naming)

    def _shared(self, record: DocumentRecord) -> set[str]:
        return shared(record.shared, self.people.renaming(record.body))

    def _take_out(self, document: str, instead: str | None = None) -> None:
        """Take a document's facts out of the graph; the list still knows it."""
        record = self.register.document(document)
        if record is None or record.duplicate_of is not None:
            return
        self.register.add_stale([record.body])
        gone = orphaned(self.store, self.register, self.people, self._shared(record), [document])
        self._unsettle(document)
        self.store.replace(
            drop=[self.store.names.graph(document)],
            delete={self.store.names.shared_graph(): gone},
            insert={self.store.names.changes_graph(): self._told_of_leaving(record, instead)},
        )

    def _told_of_leaving(self, record: DocumentRecord, instead: str | None) -> str:
        """The log's lines of a document that leaves, for another that tells of its meeting or for none."""
        log, other = self._log, self.register.document(instead) if instead else None
        if log is None:
            return ""
        version = self._version(record)
        return log.given_way(version, self._version(other)) if other else log.taken_out(version)

    def remove(self, document: str) -> None:
        """Take a document out of the graph and off the list."""
        self._take_out(document)
        self.register.remove([document])

    def give_way(self, document: str, to: str) -> None:
        """Take a document out of the graph because another tells of the same meeting."""
        self._take_out(document, to)
        self.register.mark_duplicate(document, to)

    def follow(self, body: str, documents: Iterable[str], before: Renaming, after: Renaming) -> None:
        """Have documents of a body name people and bodies under the IRIs that stay now.

        What the documents no longer say stays in the shared graph until `forget` looks for who else says it.
        """
        insert: dict[str, str] = {}
        delete: dict[str, str] = {}
        said: tuple[set[str], set[str]] = set(), set()
        revisions = []
        for document in documents:
            record = self.register.document(document)
            assert record is not None and record.body == body
            graph = self.store.names.graph(document)
            old, new = own(record.naming, before), own(record.naming, after)
            delete[graph], insert[graph] = _lines(old - new), _lines(new - old)
            said[0].update(shared(record.shared, before))
            said[1].update(shared(record.shared, after))
            revisions.append((document, revision(record, after)))
        insert[self.store.names.shared_graph()] = _lines(said[1] - said[0])
        self._unsettle(*(document for document, _ in revisions))
        self.store.replace(insert=insert, delete=delete)
        self.register.put_revisions(revisions)
        self._left |= said[0] - said[1]

    def forget(self) -> None:
        """Take out of the shared graph what nobody says any more, now that all documents follow."""
        gone = orphaned(self.store, self.register, self.people, self._left, ())
        self.store.replace(delete={self.store.names.shared_graph(): gone})
        self._left = set()
        self.register.clear_pending()

    def write_whole(self, graph: str, lines: str) -> None:
        """Put a graph that is worked out from documents in the place of the one it was."""
        found = set(_quads(self.store, graph).split("\n")) - {""}
        wanted = set(lines.split("\n")) - {""}
        self.store.replace(insert={graph: _lines(wanted - found)}, delete={graph: _lines(found - wanted)})

    def write_ledger(self, body: str, entries: str) -> None:
        """Put a body's ledger in the place of the one it had."""
        self.write_whole(self.store.names.ledger_graph(body), entries)

    def mend_shared(self) -> None:
        """Have the shared graph say what the documents in the graph say of what they share."""
        self._mend_shared(self.store.documents())

    def tidy(self) -> None:
        """Drop the texts of documents that are not in the graph."""
        self.folder.remove_sources(set(self.folder.stored_sources()) - self.store.documents())

    def _mend(self) -> None:
        """Make graph and list agree, whatever a killed build left."""
        in_graph = self.store.documents()
        listed = {name for name, record in self.register.documents().items() if record.duplicate_of is None}
        pending = set(self.register.pending())
        if in_graph == listed and not pending:
            return
        records = self.register.documents()
        self.register.add_stale({records[name].body for name in listed - in_graph})
        self.register.remove(listed - in_graph)
        if not listed & in_graph:
            self._start_over()
            return
        self.store.replace(drop=[self.store.names.graph(name) for name in sorted(in_graph - listed)])
        for name in sorted(pending & listed & in_graph):
            self._mend_naming(name)
        self._mend_shared(listed & in_graph)
        self.register.clear_pending()

    def _start_over(self) -> None:
        """Empty the graph, which the list knows nothing of; what was learned when stays known."""
        log = self.store.names.changes_graph()
        self.store.replace(drop=[graph for graph in self.store.graphs() if graph != log])
        self.register.clear_pending()

    def _mend_naming(self, document: str) -> None:
        """Have a document name people under the IRIs that stay, whichever it names now."""
        record = self.register.document(document)
        assert record is not None
        graph = self.store.names.graph(document)
        _, naming = split(_quads(self.store, graph), self.store.base)
        found, wanted = set(naming.split("\n")) - {""}, own(record.naming, self.people.renaming(record.body))
        self._unsettle(document)
        self.store.replace(insert={graph: _lines(wanted - found)}, delete={graph: _lines(found - wanted)})
        self._settle([record])

    def _mend_shared(self, documents: set[str]) -> None:
        graph = self.store.names.shared_graph()
        records = (self.register.document(name) for name in sorted(documents))
        wanted = {line for record in records if record for line in self._shared(record)}
        found = set(_quads(self.store, graph).split("\n")) - {""}
        self.store.replace(delete={graph: _lines(found - wanted)}, insert={graph: _lines(wanted - found)})


def revision(record: DocumentRecord, renaming: Renaming) -> str:
    """Give a key of what a document's graph says: which document, read how, naming whom under which IRIs."""
    said = [record.document, record.parser_version, *record.names, *sorted(own(record.naming, renaming))]
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:32]


def _quads(store: EmbeddedStore, graph: str) -> str:
    """One graph as N-Quads."""
    triples = store.statements(graph).decode().split("\n")
    return "".join(f"{line[:-2]} <{graph}> .\n" for line in triples if line)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in sorted(lines))


class Filling:
    """A bulk load of documents; lines that many of them share are loaded once.

    Who is who is known when all documents are: what names people is loaded last.
    """

    def __init__(self, load: BulkLoad, register: Register, people: People, log: ChangeLog | None) -> None:
        """Hold the load, the list and the change log."""
        self._load = load
        self._log = log
        self._register = register
        self._people = people
        self._records: list[DocumentRecord] = []

    def put(self, statements: Statements, record: DocumentRecord) -> None:
        """Take in a document."""
        self._load.add(statements.fixed)
        if self._log is not None:
            self._load.add(self._log.first(Version(record, statements.quads)))
        self._records.append(replace(record, duplicate_of=None))
        if len(self._records) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the list's part."""
        self._register.add_stale({record.body for record in self._records})
        self._register.put(self._records)
        self._records = []

    def finish(self) -> None:
        """Load what names people and bodies, under the IRIs that stay."""
        self.flush()
        loaded: set[str] = set()
        revisions: list[tuple[str, str]] = []
        for body in self._register.bodies():
            renaming = self._people.renaming(body)
            for record in self._register.of_body(body):
                new = shared(record.shared, renaming) - loaded
                loaded |= new
                revisions.append((record.document, revision(record, renaming)))
                self._load.add(_lines(own(record.naming, renaming)) + _lines(new))
        self._register.put_revisions(revisions)
        self._register.clear_pending()
