"""Runs SQL on a file of tables: what goes wrong is told in a line, and changes can be made in one step."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from graphbuild.errors import StoreError


class Rows:
    """The tables of one SQLite file. Use as a context."""

    _BEGIN = "BEGIN"
    _WAIT = 5.0
    """Seconds for another process that changes the file."""

    def __init__(self, path: Path) -> None:
        """Open the file, or start one."""
        self._path = path
        self._within = False
        try:
            self._rows = self._opened()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _opened(self) -> sqlite3.Connection:
        rows = sqlite3.connect(self._path, isolation_level=None, timeout=self._WAIT)
        # A change need not wait for the disk: what a power cut takes is told or made again.
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("PRAGMA synchronous=NORMAL")
        return rows

    def __enter__(self) -> Self:
        """Give the tables themselves; they are closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self._rows.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes within the block one; a block within another is part of it."""
        if self._within:
            yield
            return
        self.run(self._BEGIN)
        self._within = True
        try:
            yield
        except BaseException:
            self._within = False
            self._rows.rollback()  # SQLite may have done it already, as on a full disk
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

    def run(self, statement: str, *values: object) -> list[tuple[str, ...]]:
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
