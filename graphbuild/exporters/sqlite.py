"""Turns the dataset into one SQLite file of flat tables, with an index on each column of IRIs."""

import sqlite3
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO

from graphbuild.dataset import Dataset
from graphbuild.exporters import DatasetFormat
from graphbuild.exporters._flat import column_type, tables
from graphbuild.table import Table

_TYPES = {int: "INTEGER", float: "REAL", bool: "INTEGER", str: "TEXT"}


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write the tables; the same graph gives the same bytes with the same version of SQLite."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "tables.sqlite"
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("BEGIN")
            for name, table in tables(dataset):
                _fill(connection, name, table)
            connection.execute("COMMIT")
        finally:
            connection.close()
        with path.open("rb") as file:
            copyfileobj(file, out)


def _fill(connection: sqlite3.Connection, name: str, table: Table) -> None:
    """Make one table, its rows and its indexes. Names come from our own queries, never from data."""
    columns = [
        f'"{column}" {_TYPES[column_type(row[number] for row in table.rows)]}'
        for number, column in enumerate(table.columns)
    ]
    connection.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', table.rows)
    for column in table.columns:
        if column.endswith("_iri"):
            connection.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')


FORMAT = DatasetFormat("sqlite", ".sqlite", "application/vnd.sqlite3", write)
