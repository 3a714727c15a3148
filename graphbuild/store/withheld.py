"""Remembers what was withheld of each document: on which line, of which kind, and never what it was."""

from collections.abc import Iterable
from typing import NamedTuple

from graphbuild.privacy.withholding import Withheld
from graphbuild.store.register import Register

_TABLE = """
CREATE TABLE IF NOT EXISTS withheld (document TEXT NOT NULL, line INTEGER NOT NULL, kind TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS withheld_by_document ON withheld (document);
"""


class Row(NamedTuple):
    """Something that was withheld: in which file, on which line (0: its name or metadata), of which kind."""

    file: str
    line: int
    kind: str
    document: str


class WithheldList:
    """The list, in the tables of a register."""

    def __init__(self, register: Register) -> None:
        """Open the list, or start it."""
        self._register = register
        register.script(_TABLE)

    def put(self, document: str, found: Iterable[Withheld]) -> None:
        """Remember what was withheld of a document, in the place of what was before."""
        rows = list(found)
        if rows or self._register.run("SELECT 1 FROM withheld WHERE document=? LIMIT 1", document):
            self._register.run("DELETE FROM withheld WHERE document=?", document)
            self._register.run_many(
                "INSERT INTO withheld VALUES (?, ?, ?)", ((document, each.line, each.kind) for each in rows)
            )

    def of(self, document: str) -> list[Withheld]:
        """Give what was withheld of a document."""
        rows = self._register.run("SELECT line, kind FROM withheld WHERE document=?", document)
        return [Withheld(int(line), kind) for line, kind in rows]

    def rows(self) -> list[Row]:
        """Give all that was withheld of the documents in the graph, by file and line."""
        found = [
            Row(record.names[0], each.line, each.kind, name)
            for name, record in self._register.documents().items()
            if record.duplicate_of is None
            for each in self.of(name)
        ]
        return sorted(found)
