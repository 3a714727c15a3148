"""Keeps the documents of a store: graph, sources and list of files change together.

A document's text is written first. Then the list is told what is about to change (`journal`), the graph
changes in one step, and the list follows in one step. What a killed process leaves is mended before the next
build (`mending`). Nothing here costs more the more documents there are.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from graphbuild.errors import StoreError
from graphbuild.statements import Statements
from graphbuild.statements.naming import split
from graphbuild.store.bulk import BulkLoad
from graphbuild.store.changes import ChangeLog, Version
from graphbuild.store.embedded import EmbeddedStore, open_graph
from graphbuild.store.endpoint import Place
from graphbuild.store.filling import Filling
from graphbuild.store.journal import Journal
from graphbuild.store.mending import QUADS, mend
from graphbuild.store.opening import make_ready, open_to_build
from graphbuild.store.people import People
from graphbuild.store.quads import joined, parted, quads_of
from graphbuild.store.records import DocumentRecord
from graphbuild.store.register import Register
from graphbuild.store.renaming import Renaming, own, revision, shared
from graphbuild.store.resuming import FILLING, resume
from graphbuild.store.shared import orphaned


class Holdings:
    """The documents of one store, opened for writing. Use as a context."""

    def __init__(self, place: Place, base: str, now: str | None = None, *, resume: bool = False) -> None:
        """Open a store, or make one; `base` must be the base it was made with.

        What changes is logged as learned at `now` (see `changes.ChangeLog`); without a time, it is not. With
        `resume`, a store whose filling was stopped is opened to be filled on (`resumed`); else it is refused.
        """
        self.folder = folder = make_ready(place, base)
        folder.replace_graph()
        new = isinstance(place, Path) and not folder.filled()
        self._open(place, base)
        self._now = now
        self._left: set[str] = set()
        self._touched: set[str] = set()
        self.resumed = False
        try:
            if self._was_stopped():
                self._resume(resume)
            self._counted = 0 if self.resumed else mend(self, new=new)
        except BaseException:
            self.store.close()
            self.register.__exit__(None, None, None)
            raise

    def _open(self, place: Place, base: str) -> None:
        self.store = open_to_build(place)
        self.register = Register(self.folder.register)
        self.journal = Journal(self.register)
        self.people = People(self.register, base)

    def _was_stopped(self) -> bool:
        """Tell whether the store was being filled, and is not yet; forget a filling that came to its end."""
        if self.journal.setting(FILLING):
            if self.folder.under_way() and not self.store.graphs():
                return True
            self.journal.put_setting(FILLING, None)
        self.folder.drop_filling()
        return False

    def _resume(self, resumed: bool) -> None:
        if self.folder.new_graph.exists():
            open_graph(self.folder.new_graph)  # another build that is still under way holds its lock
        if not resumed:
            raise StoreError(
                f"the first build of the store in {self.folder.path} was stopped before its end: "
                "run it again, and it goes on from there"
            )
        resume(self.folder, self.register, self.store.names)
        self.resumed = True

    def start_over(self) -> None:
        """Forget all that a filling which was stopped had read: the next one begins anew."""
        if self.resumed:
            self.store.close()
            self.register.__exit__(None, None, None)
            self.folder.clear()
            self._open(self.folder.path, self.store.base)
            self.resumed = False

    def __enter__(self) -> Self:
        """Give the holdings; they are closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close graph and list; that all went well is remembered: the next one need not compare them."""
        if kind is None:
            self.journal.put_setting(QUADS, str(self.quads))
        self.store.close()
        self.register.__exit__(kind, error, trace)

    @property
    def quads(self) -> int:
        """How many quads the store holds."""
        return self.store.size(self._counted)

    def drop_orphans(self) -> None:
        """Drop files of quads that a killed process left, and that the engine does not know."""
        if not isinstance(self.store, EmbeddedStore):
            return
        if not self.store.link_live():
            # Renamed first: what is half removed must never be taken for a whole graph.
            self.folder.live.rename(self.folder.former)
            shutil.rmtree(self.folder.former)
            return
        gained = self.store.gained
        self.store.close()
        self.folder.replace_graph()
        self.store = store = EmbeddedStore.write(self.folder.path)
        store.gained = gained

    def empty(self) -> bool:
        """Tell whether there is no document yet, so that a bulk load may fill the store; not of a server."""
        return isinstance(self.store, EmbeddedStore) and self.quads == 0

    @contextmanager
    def filling(self) -> Iterator[Filling]:
        """Fill an empty store: it holds all documents at the end, and none before.

        One that is stopped can be gone on with: see `resuming`.
        """
        self.store.close()
        self.journal.put_setting(FILLING, "yes")
        with BulkLoad(self.folder, resumed=self.resumed) as load:
            filling = Filling(load, self.register, self.journal, self.people, self._log)
            try:
                yield filling
            except BaseException:
                filling.stop()
                raise
            filling.finish()
        self.resumed = False
        self.journal.put_setting(FILLING, None)
        self.folder.drop_filling()
        self.store = EmbeddedStore.write(self.folder.path)
        self._counted = len(self.store)

    def put(
        self,
        statements: Statements,
        record: DocumentRecord,
        leaving: Iterable[str] = (),
        paths: Iterable[str] = (),
    ) -> None:
        """Take in a document, in the place of the one it was and of those in `leaving`, in one step.

        `paths` are the files that hold it. The list knows of it before the graph does: see `mending`.
        """
        old = [found for name in (record.document, *leaving) if (found := self.register.document(name))]
        names = [each.document for each in old]
        with self.register.transaction():
            self._will_change(record, old)
            self.journal.announce(record, names, paths)
        shared_graph = self.store.names.shared_graph()
        renaming = self.people.renaming(record.body)
        arriving = shared(statements.shared, renaming)
        leaves = {line for each in old for line in self.shared_lines(each)} - arriving
        gone = orphaned(self.store, self.register, self.people, leaves, [record.document, *names])
        log = self._log
        former = [self._version(each) for each in old if each.duplicate_of is None] if log else []
        self.store.replace(
            drop=[self.store.names.graph(each.document) for each in old if each.duplicate_of is None],
            delete={shared_graph: gone},
            insert={
                statements.graph: statements.fixed + joined(own(statements.naming, renaming)),
                shared_graph: joined(arriving),
                self.store.names.changes_graph(): log.taken_in(Version(record, statements.quads), former)
                if log
                else "",
            },
        )
        self.arrived(record)

    def _will_change(self, record: DocumentRecord, old: Iterable[DocumentRecord]) -> None:
        """Remember what is to be worked out anew for a document that comes, and those that it replaces."""
        old = list(old)
        if old:
            self.register.add_stale({record.body, *(each.body for each in old)})
        else:
            self.register.add_new(record.body, record.document)
        self.journal.add_unsettled({record.meeting, *(each.meeting for each in old)})
        self._unsettle(record.document, *(each.document for each in old))
        self._touched |= {record.document, *(each.document for each in old)}

    def arrived(self, record: DocumentRecord) -> None:
        """Have the list follow the graph, which holds an announced document."""
        with self.register.transaction():
            self.journal.arrive(record)
            self._settle([record])

    def _unsettle(self, *documents: str) -> None:
        """Remember that graphs of documents are about to change: what was made from them is old."""
        self.register.history.put((document, "") for document in documents)

    def _settle(self, records: Iterable[DocumentRecord]) -> None:
        """Remember what the graphs of documents were made from, now that they are whole."""
        renaming = self.people.renaming
        self.register.history.put((each.document, revision(each, renaming(each.body))) for each in records)

    @property
    def _log(self) -> ChangeLog | None:
        return ChangeLog(self.store, self._now) if self._now is not None else None

    def _version(self, record: DocumentRecord) -> Version:
        """A document in the graph, as it was read."""
        fixed, _ = split(quads_of(self.store, self.store.names.graph(record.document)), self.store.base)
        return Version(record, fixed + record.naming)

    def shared_lines(self, record: DocumentRecord) -> set[str]:
        """Give what a document says in the shared graph, under the IRIs that stay."""
        return shared(record.shared, self.people.renaming(record.body))

    def _take_out(self, document: str, instead: str | None = None) -> None:
        """Take a document's facts out of the graph; the list still knows it."""
        record = self.register.document(document)
        if record is None or record.duplicate_of is not None:
            return
        with self.register.transaction():
            self._will_change(record, [record])
            self.journal.announce_going(document, instead)
        gone = orphaned(self.store, self.register, self.people, self.shared_lines(record), [document])
        self.store.replace(
            drop=[self.store.names.graph(document)],
            delete={self.store.names.shared_graph(): gone},
            insert={self.store.names.changes_graph(): self._told_of_leaving(record, instead)},
        )

    def gone(self, document: str, instead: str | None = None) -> None:
        """Have the list follow the graph, which no longer holds a document."""
        with self.register.transaction():
            if instead is None:
                self.register.remove([document])
            else:
                self.register.mark_duplicate(document, instead)
            self.journal.revoke(document)

    def _told_of_leaving(self, record: DocumentRecord, instead: str | None) -> str:
        """The log's lines of a document that leaves, for another that tells of its meeting or for none."""
        log, other = self._log, self.register.document(instead) if instead else None
        if log is None:
            return ""
        version = self._version(record)
        return log.given_way(version, self._version(other)) if other else log.taken_out(version)

    def remove(self, document: str) -> None:
        """Take a document out of the graph and off the list."""
        self._touched.add(document)
        self._take_out(document)
        self.gone(document)

    def give_way(self, document: str, to: str) -> None:
        """Take a document out of the graph because another tells of the same meeting."""
        self._take_out(document, to)
        self.gone(document, to)

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
            delete[graph], insert[graph] = joined(old - new), joined(new - old)
            said[0].update(shared(record.shared, before))
            said[1].update(shared(record.shared, after))
            revisions.append((document, revision(record, after)))
        insert[self.store.names.shared_graph()] = joined(said[1] - said[0])
        self._unsettle(*(document for document, _ in revisions))
        self.store.replace(insert=insert, delete=delete)
        self.register.history.put(revisions)
        self._left |= said[0] - said[1]

    def rewrite(self, record: DocumentRecord, insert: Mapping[str, str], delete: Mapping[str, str]) -> None:
        """Change the graph of a document that stays what it is."""
        self._unsettle(record.document)
        self.store.replace(insert=insert, delete=delete)
        self._settle([record])

    def forget(self) -> None:
        """Take out of the shared graph what nobody says any more, now that all documents follow."""
        gone = orphaned(self.store, self.register, self.people, self._left, ())
        self.store.replace(delete={self.store.names.shared_graph(): gone})
        self._left = set()
        self.register.clear_pending()

    def write_whole(self, graph: str, lines: str) -> None:
        """Put a graph that is worked out from documents in the place of the one it was."""
        found, wanted = parted(quads_of(self.store, graph)), parted(lines)
        self.store.replace(insert={graph: joined(wanted - found)}, delete={graph: joined(found - wanted)})

    def write_ledger(self, body: str, entries: str) -> None:
        """Put a body's ledger in the place of the one it had."""
        self.write_whole(self.store.names.ledger_graph(body), entries)

    def tidy(self, read: Iterable[str] = ()) -> None:
        """Drop the texts of documents that changed, or that were read, and are not in the graph."""
        for document in self._touched.union(read):
            if not self.store.holds(self.store.names.graph(document)):
                self.folder.remove_sources([document])
        self._touched = set()
