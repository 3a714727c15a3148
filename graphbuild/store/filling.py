"""Fills a new store: documents as they come, and what names people when all are there."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from graphbuild.differences import count_facts
from graphbuild.errors import StoreError
from graphbuild.statements import Statements
from graphbuild.store.bulk import BulkLoad
from graphbuild.store.changes import ChangeLog, Version
from graphbuild.store.journal import Journal
from graphbuild.store.people import People
from graphbuild.store.quads import joined
from graphbuild.store.records import DocumentRecord
from graphbuild.store.register import Register
from graphbuild.store.renaming import own, revision_of, shared


class Filling:
    """A bulk load of documents; lines that many of them share are loaded once.

    Who is who is known when all documents are: what names people is loaded last.
    """

    def __init__(
        self, load: BulkLoad, register: Register, journal: Journal, people: People, log: ChangeLog | None
    ) -> None:
        """Hold the load, the list and the change log."""
        self._load = load
        self._log = log
        self._register = register
        self._journal = journal
        self._people = people
        self._paths: dict[str, list[str]] = {}
        self._all_came = False

    def put(
        self,
        statements: Statements,
        record: DocumentRecord,
        facts: int | None = None,
        paths: Iterable[str] = (),
    ) -> None:
        """Take in a document, which the files `paths` hold.

        `facts` are how many it says, where they were counted (see `differences`).
        """
        record = replace(record, duplicate_of=None)
        quads = statements.fixed
        if self._log is not None:
            version = Version(record, statements.quads)
            told = count_facts(version.quads.split("\n")) if facts is None else facts
            quads += self._log.first(version, told)
        self._paths[record.document] = list(paths)
        self._load.add(quads, record)
        self._note(self._load.done())

    def add(self, quads: str) -> None:
        """Take in N-Quads that follow from documents."""
        self._load.add(quads)

    def flush(self) -> None:
        """Have the list know all documents that came; from here on only what follows from them may come."""
        if not self._all_came:
            self._load.keep_documents()
            self._note(self._load.done())
            self._all_came = True

    def stop(self) -> None:
        """Have the list know what is in the graph when a build is stopped."""
        with suppress(StoreError):  # what stopped it is told
            self._load.stop()
            self._note(self._load.done())

    def _note(self, records: list[DocumentRecord]) -> None:
        """Have the list know documents that are in the graph: a build that is killed need not read them."""
        if not records:
            return
        register = self._register
        with register.transaction():
            register.add_stale({record.body for record in records})
            self._journal.add_unsettled({record.meeting for record in records})
            register.put(records)
            register.put_files(
                (path, record.document) for record in records for path in self._paths.pop(record.document)
            )

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
                own_lines = joined(own(record.naming, renaming))
                revisions.append((record.document, revision_of(record, own_lines)))
                self._load.add(own_lines + joined(new))
        self._register.history.put(revisions)
        self._register.clear_pending()
