"""Remembers what is under way in a store, so that a build that was killed can be brought to its end.

A change is announced here before the graph is touched; see `mending` for what becomes of it after a kill.
"""

import json
from collections.abc import Iterable

from graphbuild.store.records import COLUMNS, TEXTS, DocumentRecord, record_of, row_of
from graphbuild.store.register import Register

_TABLES = """
CREATE TABLE IF NOT EXISTS coming (
    document TEXT PRIMARY KEY, sha256 TEXT NOT NULL, parser_version TEXT NOT NULL, names TEXT NOT NULL,
    body TEXT NOT NULL, meeting TEXT NOT NULL, numbers TEXT NOT NULL, quads INTEGER NOT NULL,
    issues INTEGER NOT NULL, duplicate_of TEXT, shared BLOB NOT NULL, told BLOB NOT NULL,
    seen BLOB NOT NULL, naming BLOB NOT NULL, leaving TEXT NOT NULL, paths TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS going (document TEXT PRIMARY KEY, instead TEXT);
CREATE TABLE IF NOT EXISTS unsettled (meeting TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Journal:
    """What is under way, in tables of a register."""

    def __init__(self, register: Register) -> None:
        """Open the tables, or start them."""
        self._register = register
        register.script(_TABLES)

    def announce(self, record: DocumentRecord, leaving: Iterable[str], paths: Iterable[str]) -> None:
        """Remember a document that is about to come, those that leave for it, and which files hold it."""
        row = (*row_of(record), json.dumps(list(leaving)), json.dumps(list(paths)))
        self._register.run_many(f"INSERT OR REPLACE INTO coming VALUES ({', '.join('?' * len(row))})", [row])

    def announced(self) -> list[DocumentRecord]:
        """Give the documents that were about to come when a build was killed."""
        return [record_of(row[:14]) for row in self._register.run("SELECT * FROM coming ORDER BY document")]

    def arrive(self, record: DocumentRecord) -> None:
        """Take an announced document onto the list, in the place of those that leave for it."""
        rows = self._register.run("SELECT leaving, paths FROM coming WHERE document=?", record.document)
        leaving, paths = (json.loads(text) for text in rows[0])
        self._register.remove(each for each in leaving if each != record.document)
        self._register.put_named([record])
        self._register.run(
            f"INSERT OR REPLACE INTO documents ({COLUMNS}, {TEXTS}) "
            f"SELECT {COLUMNS}, {TEXTS} FROM coming WHERE document=?",
            record.document,
        )
        self._register.put_files((path, record.document) for path in paths)
        self._register.run("DELETE FROM coming WHERE document=?", record.document)

    def revoke(self, document: str) -> None:
        """Forget that a document was about to come, or to go."""
        self._register.run("DELETE FROM coming WHERE document=?", document)
        self._register.run("DELETE FROM going WHERE document=?", document)
        known = "SELECT 1 FROM documents WHERE documents.document=revisions.document"
        self._register.run(f"DELETE FROM revisions WHERE document=? AND NOT EXISTS ({known})", document)

    def announce_going(self, document: str, instead: str | None) -> None:
        """Remember a document that is about to leave the graph, for another or for none."""
        self._register.run("INSERT OR REPLACE INTO going VALUES (?, ?)", document, instead)

    def announced_going(self) -> list[tuple[str, str | None]]:
        """Give the documents that were about to leave, each with the one it leaves for."""
        return [
            (row[0], row[1])
            for row in self._register.run("SELECT document, instead FROM going ORDER BY document")
        ]

    def unsettled(self) -> list[str]:
        """Name the meetings whose documents changed since it was settled which of them is in the graph."""
        return [row[0] for row in self._register.run("SELECT meeting FROM unsettled ORDER BY meeting")]

    def add_unsettled(self, meetings: Iterable[str]) -> None:
        """Remember meetings whose documents change."""
        self._register.run_many(
            "INSERT OR IGNORE INTO unsettled VALUES (?)", ((meeting,) for meeting in meetings)
        )

    def clear_unsettled(self) -> None:
        """Forget them."""
        self._register.run("DELETE FROM unsettled")

    def setting(self, name: str) -> str | None:
        """Give what was remembered under a name."""
        rows = self._register.run("SELECT value FROM settings WHERE name=?", name)
        return rows[0][0] if rows else None

    def put_setting(self, name: str, value: str | None) -> None:
        """Remember something under a name, or forget it; it is on the disk when this returns."""
        self._register.run("PRAGMA synchronous=FULL")
        if value is None:
            self._register.run("DELETE FROM settings WHERE name=?", name)
        else:
            self._register.run("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)
        self._register.run("PRAGMA synchronous=NORMAL")
