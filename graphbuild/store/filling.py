"""Fills a new store: documents as they come, and what names people when all are there."""

from dataclasses import replace

from graphbuild.statements import Statements
from graphbuild.store.bulk import BulkLoad
from graphbuild.store.changes import ChangeLog, Version
from graphbuild.store.journal import Journal
from graphbuild.store.people import People
from graphbuild.store.quads import joined
from graphbuild.store.records import DocumentRecord
from graphbuild.store.register import Register
from graphbuild.store.renaming import own, revision, shared

_BATCH = 500


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
        self._journal.add_unsettled({record.meeting for record in self._records})
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
                self._load.add(joined(own(record.naming, renaming)) + joined(new))
        self._register.history.put(revisions)
        self._register.clear_pending()
