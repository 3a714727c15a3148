"""Keeps the documents of a store: graph, sources and list of files change together.

A document's text is written first, then its graph in one step, then the list. Whatever a killed
process leaves behind is found by comparing the three, and mended before the next build.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from graphbuild.errors import StoreError
from graphbuild.statements import Statements
from graphbuild.store.bulk import BulkLoad
from graphbuild.store.embedded import EmbeddedStore
from graphbuild.store.folder import StoreFolder
from graphbuild.store.register import DocumentRecord, Register
from graphbuild.store.shared import orphaned

_BATCH = 500


class Holdings:
    """The documents of one store, opened for writing. Use as a context."""

    def __init__(self, path: Path, base: str) -> None:
        """Open a store, or make one; `base` must be the base it was made with."""
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
            filling = Filling(load, self.register)
            yield filling
            filling.flush()
        self.store = EmbeddedStore.write(self.folder.path)

    def put(self, statements: Statements, record: DocumentRecord, leaving: Iterable[str] = ()) -> None:
        """Take in a document, in the place of the one it was and of those in `leaving`, in one step."""
        old = [found for name in (record.document, *leaving) if (found := self.register.document(name))]
        self.register.add_stale({record.body, *(each.body for each in old)})
        shared_graph = self.store.names.shared_graph()
        gone = "".join(orphaned(self.store, self.register, each, statements.shared) for each in old)
        self.store.replace(
            drop=[self.store.names.graph(each.document) for each in old],
            delete={shared_graph: gone},
            insert={statements.graph: statements.quads, shared_graph: statements.shared},
        )
        self.register.remove(each.document for each in old if each.document != record.document)
        self.register.put([record])

    def take_out(self, document: str) -> None:
        """Take a document's facts out of the graph; the list still knows it."""
        record = self.register.document(document)
        if record is None:
            return
        self.register.add_stale([record.body])
        gone = orphaned(self.store, self.register, record)
        self.store.replace(
            drop=[self.store.names.graph(document)], delete={self.store.names.shared_graph(): gone}
        )

    def remove(self, document: str) -> None:
        """Take a document out of the graph and off the list."""
        self.take_out(document)
        self.register.remove([document])

    def give_way(self, document: str, to: str) -> None:
        """Take a document out of the graph because another tells of the same meeting."""
        self.take_out(document)
        self.register.mark_duplicate(document, to)

    def write_ledger(self, body: str, entries: str) -> None:
        """Put a body's ledger in the place of the one it had."""
        graph = self.store.names.ledger_graph(body)
        self.store.replace(drop=[graph], insert={graph: entries})

    def tidy(self) -> None:
        """Drop the texts of documents that are not in the graph."""
        self.folder.remove_sources(set(self.folder.stored_sources()) - self.store.documents())

    def _mend(self) -> None:
        """Make graph and list agree, whatever a killed build left."""
        in_graph = self.store.documents()
        listed = {name for name, record in self.register.documents().items() if record.duplicate_of is None}
        if in_graph == listed:
            return
        records = self.register.documents()
        self.register.add_stale({records[name].body for name in listed - in_graph})
        self.register.remove(listed - in_graph)
        if not listed & in_graph:
            self._start_over()
            return
        self.store.replace(drop=[self.store.names.graph(name) for name in sorted(in_graph - listed)])
        self._mend_shared(listed & in_graph)

    def _start_over(self) -> None:
        """Empty the graph: the list knows nothing of it."""
        self.store.replace(drop=self.store.graphs())

    def _mend_shared(self, documents: set[str]) -> None:
        graph = self.store.names.shared_graph()
        wanted: set[str] = set()
        for name in documents:
            record = self.register.document(name)
            wanted |= set(record.shared.split("\n")) - {""} if record else set()
        found = {
            f"{line[:-2]} <{graph}> ." for line in self.store.statements(graph).decode().split("\n") if line
        }
        lost = "".join(f"{line}\n" for line in sorted(wanted - found))
        gone = "".join(f"{line}\n" for line in sorted(found - wanted))
        self.store.replace(delete={graph: gone}, insert={graph: lost})


class Filling:
    """A bulk load of documents; lines that many of them share are loaded once."""

    def __init__(self, load: BulkLoad, register: Register) -> None:
        """Hold the load and the list."""
        self._load = load
        self._register = register
        self._records: list[DocumentRecord] = []
        self._shared: set[str] = set()

    def put(self, statements: Statements, record: DocumentRecord) -> None:
        """Take in a document."""
        new = {line for line in statements.shared.split("\n") if line} - self._shared
        self._shared |= new
        self._load.add(statements.quads + "".join(f"{line}\n" for line in sorted(new)))
        self._records.append(replace(record, duplicate_of=None))
        if len(self._records) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the list's part."""
        self._register.add_stale({record.body for record in self._records})
        self._register.put(self._records)
        self._records = []
