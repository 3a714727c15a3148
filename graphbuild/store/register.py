"""Remembers which file holds which document, how it was read, and which documents speak of one meeting."""

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from graphbuild.errors import StoreError

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    document TEXT PRIMARY KEY, sha256 TEXT NOT NULL, parser_version TEXT NOT NULL, names TEXT NOT NULL,
    body TEXT NOT NULL, meeting TEXT NOT NULL, numbers TEXT NOT NULL, quads INTEGER NOT NULL,
    issues INTEGER NOT NULL, duplicate_of TEXT, shared BLOB NOT NULL, told BLOB NOT NULL,
    seen BLOB NOT NULL, naming BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS by_body ON documents (body);
CREATE INDEX IF NOT EXISTS by_meeting ON documents (meeting);
CREATE TABLE IF NOT EXISTS stale (body TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS unidentified (body TEXT NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (body, document)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS named (
    who TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (who, document)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS named_by_document ON named (document);
CREATE TABLE IF NOT EXISTS pending (document TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS revisions (document TEXT PRIMARY KEY, revision TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, document TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_document ON files (document);
"""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document that was read; `duplicate_of` is the one that stands in the graph in its stead."""

    document: str
    sha256: str
    parser_version: str
    names: tuple[str, ...]
    body: str
    meeting: str
    numbers: tuple[str, ...]
    quads: int
    issues: int
    shared: str
    told: str = ""
    seen: str = ""
    naming: str = ""
    duplicate_of: str | None = None

    @property
    def rank(self) -> tuple[int, str]:
        """Say how it stands against others of the same meeting: the fuller one, then the hash."""
        return self.quads, self.sha256

    def clashes(self, other: "DocumentRecord") -> bool:
        """Tell whether both claim the same items of the same meeting; one without numbers claims all."""
        if self.meeting != other.meeting:
            return False
        return not self.numbers or not other.numbers or bool(set(self.numbers) & set(other.numbers))


class Register:
    """The list of files and documents of a store."""

    def __init__(self, path: Path) -> None:
        """Open the list, or start one."""
        self._path = path
        self._within = False
        try:
            self._rows = sqlite3.connect(path, isolation_level=None)
            self._rows.execute("PRAGMA journal_mode=WAL")
            self._rows.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        self.script(_TABLES)

    def __enter__(self) -> Self:
        """Give the register itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self._rows.close()

    def files(self) -> dict[str, str]:
        """Give the document that each known file held when it was last read."""
        return {row[0]: row[1] for row in self.run("SELECT path, document FROM files")}

    def paths(self, document: str) -> list[str]:
        """Name the files that held a document."""
        return [row[0] for row in self.run("SELECT path FROM files WHERE document=? ORDER BY path", document)]

    def put_files(self, documents: Iterable[tuple[str, str]]) -> None:
        """Remember which document each path holds."""
        self.run_many("INSERT OR REPLACE INTO files VALUES (?, ?)", documents)

    def remove_files(self, paths: Iterable[str]) -> None:
        """Forget files."""
        self.run_many("DELETE FROM files WHERE path=?", ((path,) for path in paths))

    def documents(self) -> dict[str, DocumentRecord]:
        """Give all documents, all that they say left out."""
        return {row[0]: _record(row) for row in self.run(f"SELECT {_COLUMNS}, {_NO_TEXTS} FROM documents")}

    def document(self, document: str) -> DocumentRecord | None:
        """Give one document whole."""
        rows = self.run(f"SELECT {_COLUMNS}, {_TEXTS} FROM documents WHERE document=?", document)
        return _record(rows[0]) if rows else None

    def told(self, body: str) -> list[str]:
        """Give what the documents of a body that are in the graph tell its ledger."""
        rows = self.run(
            "SELECT told FROM documents WHERE body=? AND duplicate_of IS NULL ORDER BY document", body
        )
        return [_unpacked(row[0]) for row in rows]

    def seen(self, body: str) -> list[str]:
        """Give whom the documents of a body that are in the graph saw."""
        rows = self.run("SELECT seen FROM documents WHERE body=? AND duplicate_of IS NULL", body)
        return [_unpacked(row[0]) for row in rows]

    def of_body(self, body: str) -> Iterator[DocumentRecord]:
        """Give the documents of a body that are in the graph, whole."""
        where = "WHERE body=? AND duplicate_of IS NULL ORDER BY document"
        for row in self.run(f"SELECT {_COLUMNS}, {_TEXTS} FROM documents {where}", body):
            yield _record(row)

    def bodies(self) -> list[str]:
        """Name the bodies that have documents."""
        return [row[0] for row in self.run("SELECT DISTINCT body FROM documents ORDER BY body")]

    def naming(self, who: str) -> list[str]:
        """Name the documents in the graph that name a person."""
        rows = self.run(
            "SELECT document FROM named JOIN documents USING (document) "
            "WHERE who=? AND duplicate_of IS NULL ORDER BY document",
            who,
        )
        return [row[0] for row in rows]

    def put(self, records: Iterable[DocumentRecord]) -> None:
        """Remember documents, in one step."""
        records = list(records)
        self.run_many("DELETE FROM named WHERE document=?", ((record.document,) for record in records))
        self.run_many("INSERT INTO named VALUES (?, ?)", (row for each in records for row in _named(each)))
        self.run_many(
            f"INSERT OR REPLACE INTO documents ({_COLUMNS}, {_TEXTS}) VALUES ({', '.join('?' * 14)})",
            (_row(record) for record in records),
        )

    def remove(self, documents: Iterable[str]) -> None:
        """Forget documents."""
        documents = list(documents)
        self.run_many("DELETE FROM named WHERE document=?", ((document,) for document in documents))
        self.run_many("DELETE FROM documents WHERE document=?", ((document,) for document in documents))
        self.run_many("DELETE FROM revisions WHERE document=?", ((document,) for document in documents))

    def revisions(self) -> dict[str, str]:
        """Give the revision of each document in the graph; empty for one whose graph is being changed.

        What is made from a document's graph is up to date as long as its revision is the same.
        """
        rows = self.run(
            "SELECT document, coalesce(revision, parser_version) FROM documents "
            "LEFT JOIN revisions USING (document) WHERE duplicate_of IS NULL"
        )
        return {row[0]: row[1] for row in rows}

    def put_revisions(self, revisions: Iterable[tuple[str, str]]) -> None:
        """Remember the revisions of documents' graphs."""
        self.run_many("INSERT OR REPLACE INTO revisions VALUES (?, ?)", revisions)

    def mark_duplicate(self, document: str, of: str | None) -> None:
        """Remember that a document gives way to another, or no longer does."""
        self.run("UPDATE documents SET duplicate_of=? WHERE document=?", of, document)

    def stale_bodies(self) -> list[str]:
        """Name the bodies whose documents changed since their ledgers were written."""
        return [row[0] for row in self.run("SELECT body FROM stale ORDER BY body")]

    def add_stale(self, bodies: Iterable[str]) -> None:
        """Remember that documents of bodies are about to change."""
        names = [(body,) for body in sorted(bodies)]
        self.run_many("INSERT OR IGNORE INTO stale VALUES (?)", names)
        self.run_many("INSERT OR IGNORE INTO unidentified VALUES (?, '')", names)

    def add_new(self, body: str, document: str) -> None:
        """Remember that a document is about to come to a body, and that nothing of it changes or leaves."""
        self.run("INSERT OR IGNORE INTO stale VALUES (?)", body)
        self.run("INSERT OR IGNORE INTO unidentified VALUES (?, ?)", body, document)

    def add_stale_ledgers(self, bodies: Iterable[str]) -> None:
        """Remember that ledgers and memberships of bodies must be worked out anew, but not who is who."""
        self.run_many("INSERT OR IGNORE INTO stale VALUES (?)", ((body,) for body in sorted(bodies)))

    def unidentified(self) -> dict[str, frozenset[str] | None]:
        """Give the bodies whose documents changed since it was worked out who is who in them.

        Each has the documents that are new; None where others changed or left.
        """
        found: dict[str, set[str]] = {}
        for body, document in self.run("SELECT body, document FROM unidentified"):
            found.setdefault(body, set()).add(document)
        return {body: None if "" in new else frozenset(new) for body, new in sorted(found.items())}

    def clear_unidentified(self) -> None:
        """Forget them."""
        self.run("DELETE FROM unidentified")

    def pending(self) -> list[str]:
        """Name the documents whose graphs are about to follow a new identity."""
        return [row[0] for row in self.run("SELECT document FROM pending ORDER BY document")]

    def add_pending(self, documents: Iterable[str]) -> None:
        """Remember documents whose graphs are about to change."""
        self.run_many("INSERT OR IGNORE INTO pending VALUES (?)", ((each,) for each in documents))

    def clear_pending(self) -> None:
        """Forget them: their graphs follow."""
        self.run("DELETE FROM pending")

    def clear_stale(self) -> None:
        """Forget them: all ledgers are up to date."""
        self.run("DELETE FROM stale")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes within the block one."""
        self.run("BEGIN")
        self._within = True
        try:
            yield
        except BaseException:
            self._within = False
            self.run("ROLLBACK")
            raise
        self._within = False
        self.run("COMMIT")

    def compact(self) -> None:
        """Write the file anew, so that it holds nothing of what was deleted."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        self.run("VACUUM")
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def script(self, tables: str) -> None:
        """Make tables that are not there yet."""
        try:
            self._rows.executescript(tables)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def run(self, statement: str, *values: str | None) -> list[tuple[str, ...]]:
        """Run a statement, and give its rows."""
        try:
            return self._rows.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def run_many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run a statement for each row, in one step."""
        try:
            if self._within:
                self._rows.executemany(statement, rows)
                return
            self._rows.execute("BEGIN")
            self._rows.executemany(statement, rows)
            self._rows.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"the list of files {self._path} cannot be used ({error}): "
            "make sure that the disk has room; if the file is damaged, delete the store and build again"
        )


_PERSON = re.compile(r"<([^<>\s]*/person/[0-9a-f]{16})>")
_COLUMNS = "document, sha256, parser_version, names, body, meeting, numbers, quads, issues, duplicate_of"
_TEXTS = "shared, told, seen, naming"
_NO_TEXTS = "x'', x'', x'', x''"


def _row(record: DocumentRecord) -> tuple[object, ...]:
    return (
        record.document,
        record.sha256,
        record.parser_version,
        json.dumps(record.names, ensure_ascii=False),
        record.body,
        record.meeting,
        json.dumps(record.numbers),
        record.quads,
        record.issues,
        record.duplicate_of,
        *(
            zlib.compress(text.encode("utf-8", "replace"), 1)
            for text in (record.shared, record.told, record.seen, record.naming)
        ),
    )


def _named(record: DocumentRecord) -> list[tuple[str, str]]:
    """The people whom a document names, under the IRIs that it made for them."""
    found = {match[1] for text in (record.naming, record.shared) for match in _PERSON.finditer(text)}
    return [(who, record.document) for who in sorted(found)]


def _unpacked(packed: object) -> str:
    assert isinstance(packed, bytes)
    return zlib.decompress(packed).decode() if packed else ""


def _record(row: tuple[object, ...]) -> DocumentRecord:
    document, sha256, version, names, body, meeting, numbers, quads, issues, duplicate_of, *texts = row
    shared, told, seen, naming = map(_unpacked, texts)
    assert isinstance(quads, int) and isinstance(issues, int)
    return DocumentRecord(
        document=str(document),
        sha256=str(sha256),
        parser_version=str(version),
        names=tuple(json.loads(str(names))),
        body=str(body),
        meeting=str(meeting),
        numbers=tuple(json.loads(str(numbers))),
        quads=quads,
        issues=issues,
        shared=shared,
        told=told,
        seen=seen,
        naming=naming,
        duplicate_of=None if duplicate_of is None else str(duplicate_of),
    )
