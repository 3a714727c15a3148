"""Remembers which file holds which document, how it was read, and which documents speak of one meeting."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from graphbuild.store.history import History
from graphbuild.store.records import (
    COLUMNS,
    NO_TEXTS,
    TEXTS,
    DocumentRecord,
    named,
    record_of,
    row_of,
    unpacked,
)
from graphbuild.store.rows import Rows

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
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, document TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_document ON files (document);
"""


class Register(Rows):
    """The list of files and documents of a store."""

    def __init__(self, path: Path) -> None:
        """Open the list, or start one."""
        super().__init__(path)
        self.script(_TABLES)
        self.history = History(self)

    # Files

    def holds(self, path: str) -> str | None:
        """Give the document that a file held when it was last read; None for a file that is not known."""
        rows = self.run("SELECT document FROM files WHERE path=?", path)
        return rows[0][0] if rows else None

    def paths(self, document: str) -> list[str]:
        """Name the files that held a document."""
        return [row[0] for row in self.run("SELECT path FROM files WHERE document=? ORDER BY path", document)]

    def files(self) -> list[str]:
        """Name all files that hold a document."""
        return [row[0] for row in self.run("SELECT path FROM files ORDER BY path")]

    def paths_under(self, source: str) -> list[str]:
        """Name the known files of a folder and the folders in it; of a file, itself."""
        rows = self.run(
            "SELECT path FROM files WHERE path=? OR (path>? AND path<?) ORDER BY path",
            *(source, f"{source.rstrip('/')}/", f"{source.rstrip('/')}0"),  # 0 comes after /
        )
        return [row[0] for row in rows]

    def put_files(self, documents: Iterable[tuple[str, str]]) -> None:
        """Remember which document each path holds."""
        self.run_many("INSERT OR REPLACE INTO files VALUES (?, ?)", documents)

    def remove_files(self, paths: Iterable[str]) -> None:
        """Forget files."""
        self.run_many("DELETE FROM files WHERE path=?", ((path,) for path in paths))

    # Documents

    def documents(self) -> dict[str, DocumentRecord]:
        """Give all documents, all that they say left out."""
        return {row[0]: record_of(row) for row in self.run(f"SELECT {COLUMNS}, {NO_TEXTS} FROM documents")}

    def brief(self, document: str) -> DocumentRecord | None:
        """Give one document, all that it says left out."""
        rows = self.run(f"SELECT {COLUMNS}, {NO_TEXTS} FROM documents WHERE document=?", document)
        return record_of(rows[0]) if rows else None

    def of_meeting(self, meeting: str) -> list[DocumentRecord]:
        """Give the documents that tell of a meeting, all that they say left out."""
        rows = self.run(f"SELECT {COLUMNS}, {NO_TEXTS} FROM documents WHERE meeting=?", meeting)
        return [record_of(row) for row in rows]

    def document(self, document: str) -> DocumentRecord | None:
        """Give one document whole."""
        rows = self.run(f"SELECT {COLUMNS}, {TEXTS} FROM documents WHERE document=?", document)
        return record_of(rows[0]) if rows else None

    def told(self, body: str) -> list[str]:
        """Give what the documents of a body that are in the graph tell its ledger."""
        rows = self.run(
            "SELECT told FROM documents WHERE body=? AND duplicate_of IS NULL ORDER BY document", body
        )
        return [unpacked(row[0]) for row in rows]

    def seen(self, body: str) -> list[str]:
        """Give whom the documents of a body that are in the graph saw."""
        rows = self.run("SELECT seen FROM documents WHERE body=? AND duplicate_of IS NULL", body)
        return [unpacked(row[0]) for row in rows]

    def of_body(self, body: str) -> Iterator[DocumentRecord]:
        """Give the documents of a body that are in the graph, whole."""
        where = "WHERE body=? AND duplicate_of IS NULL ORDER BY document"
        for row in self.run(f"SELECT {COLUMNS}, {TEXTS} FROM documents {where}", body):
            yield record_of(row)

    def bodies(self) -> list[str]:
        """Name the bodies that have documents."""
        return [row[0] for row in self.run("SELECT DISTINCT body FROM documents ORDER BY body")]

    def naming(self, who: str) -> list[str]:
        """Name the documents in the graph that name a person or an organisation."""
        rows = self.run(
            "SELECT document FROM named JOIN documents USING (document) "
            "WHERE who=? AND duplicate_of IS NULL ORDER BY document",
            who,
        )
        return [row[0] for row in rows]

    def organisations(self) -> list[tuple[str, str, str]]:
        """Give the organisations that documents in the graph name: body, organisation, document."""
        rows = self.run(
            "SELECT body, who, document FROM named JOIN documents USING (document) "
            "WHERE who LIKE '%/organisation/%' AND duplicate_of IS NULL ORDER BY body, who, document"
        )
        return [(body, who, document) for body, who, document in rows]

    def put(self, records: Iterable[DocumentRecord]) -> None:
        """Remember documents, in one step."""
        records = list(records)
        self.put_named(records)
        self.run_many(
            f"INSERT OR REPLACE INTO documents ({COLUMNS}, {TEXTS}) VALUES ({', '.join('?' * 14)})",
            (row_of(record) for record in records),
        )

    def put_named(self, records: Iterable[DocumentRecord]) -> None:
        """Remember whom documents name."""
        records = list(records)
        self.run_many("DELETE FROM named WHERE document=?", ((record.document,) for record in records))
        self.run_many("INSERT INTO named VALUES (?, ?)", (row for each in records for row in named(each)))

    def remove(self, documents: Iterable[str]) -> None:
        """Forget documents."""
        gone = [(document,) for document in documents]
        for table in ("named", "documents", "revisions"):
            self.run_many(f"DELETE FROM {table} WHERE document=?", gone)
        self.history.add((document, "gone") for (document,) in gone)

    def mark_duplicate(self, document: str, of: str | None) -> None:
        """Remember that a document gives way to another, or no longer does."""
        self.run("UPDATE documents SET duplicate_of=? WHERE document=?", of, document)
        self.run("DELETE FROM revisions WHERE document=?", document)
        self.history.add([(document, "duplicate")])

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
