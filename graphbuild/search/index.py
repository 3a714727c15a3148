"""The words of passages, in an SQLite file with a full-text index (FTS5), beside the store.

`passages` hold what is shown; `terms`, with the same row numbers, the stems of its words: one column per
kind of passage, so that a kind is searched, and weighs, by its column. `vocabulary` holds each stem, and
backwards, with the number of passages that hold it: the compounds of a stem are found by it. Nothing here
is a source: the file can be deleted at any time.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from graphbuild.errors import StoreError
from graphbuild.search.values import ASSIGNMENT, DECISION, ITEM, TEXT, Entry
from graphbuild.stemming import version
from graphbuild.store.rows import Rows

INDEX_FORMAT = "1"
"""Counts up when passages are cut or kept in another way: the index is then made anew."""
WEIGHTS = {ITEM: 4.0, DECISION: 3.0, ASSIGNMENT: 2.5, TEXT: 1.0, "again": 3.0, "title": 0.5}
"""What a hit in each column counts: a heading says what a matter is, a decision what became of it."""
_TABLES = f"""
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, revision TEXT NOT NULL,
    date TEXT, body TEXT, file TEXT NOT NULL, language TEXT NOT NULL);
CREATE TABLE passages (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, iri TEXT,
    item_iri TEXT, item TEXT, title TEXT NOT NULL);
CREATE INDEX passages_of ON passages (document);
CREATE INDEX passages_by_iri ON passages (iri);
CREATE INDEX passages_by_item ON passages (item_iri);
CREATE VIRTUAL TABLE terms USING fts5({", ".join(WEIGHTS)}, tokenize="unicode61 remove_diacritics 0");
INSERT INTO terms (terms, rank) VALUES ('rank', 'bm25({", ".join(map(str, WEIGHTS.values()))})');
CREATE TABLE vocabulary (language TEXT NOT NULL, stem TEXT NOT NULL, backwards TEXT NOT NULL,
    passages INTEGER NOT NULL, PRIMARY KEY (language, stem)) WITHOUT ROWID;
CREATE INDEX vocabulary_backwards ON vocabulary (language, backwards);
"""
_LAST = "\U0010ffff"


def _format() -> str:
    return f"{INDEX_FORMAT}+{version()}"


def available() -> bool:
    """Tell whether this Python's SQLite has full-text search (FTS5)."""
    with sqlite3.connect(":memory:") as rows:
        return bool(rows.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


class Index(Rows):
    """The index of a store. Use as a context."""

    _BEGIN = "BEGIN IMMEDIATE"
    _WAIT = 30.0

    def __init__(self, path: Path) -> None:
        """Open an index, or start one; one of another format, or a damaged one, is started anew."""
        if not available():
            raise StoreError(
                f"the SQLite of this Python ({sqlite3.sqlite_version}) has no full-text search (FTS5), which "
                "search needs: use a Python from python.org or your system"
            )
        super().__init__(path)

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._made()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._drop()
            return self._made()

    def _made(self) -> sqlite3.Connection:
        rows = super()._opened()
        try:
            if not self._current(rows):
                rows.close()
                self._drop()
                rows = super()._opened()
                rows.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
                rows.execute("INSERT INTO settings VALUES ('format', ?)", (_format(),))
        except sqlite3.Error:
            rows.close()
            raise
        return rows

    @staticmethod
    def _current(rows: sqlite3.Connection) -> bool:
        if not rows.execute("SELECT 1 FROM sqlite_master WHERE name='settings'").fetchone():
            return False
        found = rows.execute("SELECT value FROM settings WHERE name='format'").fetchone()
        return bool(found == (_format(),))

    def _drop(self) -> None:
        for path in self._path.parent.glob(f"{self._path.name}*"):
            path.unlink(missing_ok=True)

    # Keeping

    def revisions(self, documents: Iterable[str] | None = None) -> dict[str, str]:
        """Give the revision that each document, or each of some, had when it was indexed."""
        told = "SELECT document, revision FROM documents"
        if documents is None:
            rows = self.run(told)
        else:
            rows = [row for each in documents for row in self.run(f"{told} WHERE document=?", each)]
        return {str(row[0]): str(row[1]) for row in rows}

    def followed(self) -> tuple[int, str]:
        """Tell how far in the history of the store's list the index came (see `History.mark`)."""
        rows = self.run("SELECT value FROM settings WHERE name='followed'")
        number, _, key = str(rows[0][0]).partition(" ") if rows else ("-1", "", "")
        return int(number), key

    def follow(self, mark: tuple[int, str]) -> None:
        """Remember how far the index came."""
        self.run("INSERT OR REPLACE INTO settings VALUES ('followed', ?)", f"{mark[0]} {mark[1]}")

    def put(self, document: str, revision: str, entry: Entry) -> None:
        """Index a document, in the place of what it was."""
        self.put_all([(document, revision, entry)])

    def put_all(self, documents: Iterable[tuple[str, str, Entry]]) -> None:
        """Index documents, each with its revision; what they have alike is counted in once."""
        counted: dict[str, Counter[str]] = {}
        for document, revision, entry in documents:
            self._put(document, revision, entry)
            stems = counted.setdefault(entry.language, Counter())
            for stem, count in entry.counted:
                stems[stem] += count
        for language, stems in counted.items():
            self._count(language, sorted(stems.items()))

    def _put(self, document: str, revision: str, entry: Entry) -> None:
        self.remove(document)
        self.run(
            "INSERT INTO documents (document, revision, date, body, file, language) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            *(document, revision, entry.date, entry.body, entry.file, entry.language),
        )
        number = self._number("SELECT id FROM documents WHERE document=?", document)
        first = self._number("SELECT coalesce(max(id), 0) + 1 FROM passages")
        self.run_many(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((place, number, *row) for place, row in enumerate(entry.rows, start=first)),
        )
        self._put_stems(first, entry.stems)

    def _put_stems(self, first: int, stems: Iterable[tuple[str, str, str]]) -> None:
        """Index the words of passages, whose numbers go on from the first one."""
        by_column: dict[str, list[tuple[int, str, str]]] = {}
        for place, (column, said, title) in enumerate(stems, start=first):
            by_column.setdefault(column, []).append((place, said, title))
        for column, rows in by_column.items():
            self.run_many(f"INSERT INTO terms (rowid, {column}, title) VALUES (?, ?, ?)", rows)

    def _number(self, statement: str, *values: object) -> int:
        return int(str(self.run(statement, *values)[0][0]))

    def revise(self, revisions: Iterable[tuple[str, str]]) -> None:
        """Remember the revisions of documents that are indexed as they are."""
        with self.transaction():
            self.run_many(
                "UPDATE documents SET revision=? WHERE document=?",
                ((revision, document) for document, revision in revisions),
            )

    def remove(self, document: str) -> None:
        """Take a document out of the index."""
        found = self.run("SELECT id, language FROM documents WHERE document=?", document)
        if not found:
            return
        number, language = found[0]
        gone: Counter[str] = Counter()
        held = "SELECT coalesce(item, decision, assignment, text, again) FROM terms WHERE rowid IN "
        for (stems,) in self.run(f"{held} (SELECT id FROM passages WHERE document=?)", number):
            gone.update(set(str(stems).split()))
        self._count(str(language), [(stem, -count) for stem, count in sorted(gone.items())])
        self.run("DELETE FROM terms WHERE rowid IN (SELECT id FROM passages WHERE document=?)", number)
        self.run("DELETE FROM passages WHERE document=?", number)
        self.run("DELETE FROM documents WHERE id=?", number)

    def _count(self, language: str, counted: Iterable[tuple[str, int]]) -> None:
        """Count stems in or out; what no passage holds any more is no word of the vocabulary."""
        counted = list(counted)
        self.run_many(
            "INSERT INTO vocabulary VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
            ((language, stem, stem[::-1], count) for stem, count in counted),
        )
        self.run_many(
            "DELETE FROM vocabulary WHERE language=? AND stem=? AND passages <= 0",
            ((language, stem) for stem, count in counted if count < 0),
        )

    def tidy(self) -> None:
        """Merge what many changes left, after the whole was indexed."""
        self.run("INSERT INTO terms (terms) VALUES ('optimize')")

    # Asking

    def languages(self) -> list[str]:
        """Name the languages of the documents."""
        return [str(row[0]) for row in self.run("SELECT DISTINCT language FROM vocabulary ORDER BY language")]

    def knows(self, stem: str, language: str) -> bool:
        """Tell whether a passage holds a stem."""
        return bool(self.run("SELECT 1 FROM vocabulary WHERE language=? AND stem=?", language, stem))

    def beginning(self, stem: str, language: str) -> list[str]:
        """Name the stems that begin with this one."""
        where = "language=? AND stem>=? AND stem<?"
        rows = self.run(f"SELECT stem FROM vocabulary WHERE {where}", language, stem, stem + _LAST)
        return [str(row[0]) for row in rows]

    def ending(self, stem: str, language: str) -> list[str]:
        """Name the stems that end with this one."""
        where, end = "language=? AND backwards>=? AND backwards<?", stem[::-1]
        rows = self.run(f"SELECT stem FROM vocabulary WHERE {where}", language, end, end + _LAST)
        return [str(row[0]) for row in rows]

    def _unusable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"the search index {self._path} cannot be used ({error}): make sure that the disk has room "
            "and that you may write there; if the file is damaged, run govgraph search --rebuild"
        )
