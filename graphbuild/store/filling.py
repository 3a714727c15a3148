"""Fills a new store: documents as they come, and what names people when all are there."""

from dataclasses import replace

from graphbuild.differences import count_facts
from graphbuild.statements import Statements
from graphbuild.store.bulk import BulkLoad
from graphbuild.store.changes import ChangeLog, Version
from graphbuild.store.journal import Journal
from graphbuild.store.people import People
from graphbuild.store.quads import joined
from graphbuild.store.records import DocumentRecord
from graphbuild.store.register import Register
from graphbuild.store.renaming import own, revision_of, shared

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

    def put(self, statements: Statements, record: DocumentRecord, facts: int | None = None) -> None:
        """Take in a document; `facts` are how many it says, where they were counted (see `differences`)."""
        self._load.add(statements.fixed)
        if self._log is not None:
            version = Version(record, statements.quads)
            told = count_facts(version.quads) if facts is None else facts
            self._load.add(self._log.first(version, told))
        self._records.append(replace(record, duplicate_of=None))
        if len(self._records) >= _BATCH:
            self.flush()

    def add(self, quads: str) -> None:
        """Take in N-Quads that follow from documents."""
        self._load.add(quads)

    def flush(self) -> None:
        """Have the list know the documents that came so far."""
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
                own_lines = joined(own(record.naming, renaming))
                revisions.append((record.document, revision_of(record, own_lines)))
                self._load.add(own_lines + joined(new))
        self._register.history.put(revisions)
        self._register.clear_pending()
