"""Remembers what the graph of each document was made from, and in which order that changed."""

import hashlib
from collections.abc import Iterable

from graphbuild.store.rows import Rows

_TABLES = """
CREATE TABLE IF NOT EXISTS revisions (document TEXT PRIMARY KEY, revision TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unrevised ON revisions (document) WHERE revision='';
CREATE TABLE IF NOT EXISTS history (number INTEGER PRIMARY KEY, document TEXT NOT NULL, key TEXT NOT NULL);
"""
_REVISIONS = (
    "SELECT document, coalesce(revision, parser_version) FROM documents LEFT JOIN revisions USING (document)"
)


class History:
    """The revisions of documents' graphs, and their history."""

    def __init__(self, rows: Rows) -> None:
        """Open the tables, or start them."""
        self._rows = rows
        rows.script(_TABLES)

    def revisions(self) -> dict[str, str | None]:
        """Give the revision of each document in the graph; empty for one whose graph is being changed.

        What is made from a document's graph is up to date as long as its revision is the same.
        """
        return {row[0]: row[1] for row in self._rows.run(f"{_REVISIONS} WHERE duplicate_of IS NULL")}

    def put(self, revisions: Iterable[tuple[str, str]]) -> None:
        """Remember the revisions of documents' graphs."""
        found = list(revisions)
        self._rows.run_many("INSERT OR REPLACE INTO revisions VALUES (?, ?)", found)
        self.add(found)

    def add(self, revisions: Iterable[tuple[str, str]]) -> None:
        """Add to the history; each key is a hash of all that happened so far: no two histories share one."""
        last, key = self.mark()
        rows = []
        for number, (document, revision) in enumerate(revisions, start=last + 1):
            key = hashlib.sha256(f"{key} {document} {revision}".encode()).hexdigest()[:16]
            rows.append((number, document, key))
        self._rows.run_many("INSERT INTO history VALUES (?, ?, ?)", rows)

    def mark(self) -> tuple[int, str]:
        """Give the number and the key of the last change of a revision."""
        rows = self._rows.run("SELECT number, key FROM history ORDER BY number DESC LIMIT 1")
        return (int(rows[0][0]), rows[0][1]) if rows else (0, "")

    def since(self, number: int, key: str) -> dict[str, str | None] | None:
        """Give the revisions that changed after a mark, or are not known; None for documents that are gone.

        A mark of another history gives None: nothing is known of what changed since.
        """
        known = (number, key) == (0, "") or self._rows.run(
            "SELECT 1 FROM history WHERE number=? AND key=?", str(number), key
        )
        if not known:
            return None
        rows = self._rows.run("SELECT DISTINCT document FROM history WHERE number>?", str(number))
        found: dict[str, str | None] = dict.fromkeys([*(row[0] for row in rows), *self.unrevised()])
        for document in found:
            there = self._rows.run(f"{_REVISIONS} WHERE document=? AND duplicate_of IS NULL", document)
            found[document] = there[0][1] if there else None
        return found

    def unrevised(self) -> list[str]:
        """Name the documents whose graphs are being changed, or were when a build was killed."""
        return [row[0] for row in self._rows.run("SELECT document FROM revisions WHERE revision=''")]
