"""SQLite and Parquet hold the same rows as the questions that they are made from."""

import sqlite3
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from graphbuild import catalogue, exporters
from graphbuild.dataset import Dataset
from graphbuild.errors import MissingExtraError
from graphbuild.exporters import DatasetFormat, FolderFormat
from graphbuild.exporters._flat import TABLES
from graphbuild.store import EmbeddedStore
from tests.small_store import BASE, make_store

ELSEWHERE = "https://data.example.se/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with make_store(tmp_path_factory.mktemp("flat") / "store") as opened:
        yield opened


def sqlite_file(store: EmbeddedStore, base: str = BASE) -> bytes:
    each, out = exporters.find("sqlite"), BytesIO()
    assert isinstance(each, DatasetFormat)
    each.write(Dataset(store, BASE, base), out)
    return out.getvalue()


def write_parquet(store: EmbeddedStore, folder: Path) -> None:
    each = exporters.find("parquet")
    assert isinstance(each, FolderFormat)
    each.write(Dataset(store, BASE), folder)


def test_both_hold_the_rows_of_the_questions(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "tables.sqlite").write_bytes(sqlite_file(store))
    write_parquet(store, tmp_path)
    connection = sqlite3.connect(tmp_path / "tables.sqlite")
    for name in TABLES:
        asked = catalogue.run(store, catalogue.load(name))
        plain = name.replace("-", "_")
        rows = connection.execute(f"SELECT * FROM {plain}").fetchall()
        assert rows == [tuple(row) for row in asked.rows]
        read = pq.read_table(tmp_path / f"{plain}.parquet")
        assert tuple(read.column_names) == asked.columns
        assert [tuple(row.values()) for row in read.to_pylist()] == rows
    connection.close()
    assert len(list(tmp_path.glob("*.parquet"))) == len(TABLES)


def test_tables_can_be_joined_on_iris_that_moved(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "tables.sqlite").write_bytes(sqlite_file(store, ELSEWHERE))
    connection = sqlite3.connect(tmp_path / "tables.sqlite")
    found = connection.execute(
        "SELECT DISTINCT d.decision, w.person FROM decisions d JOIN who_decided w USING (decision_iri) "
        "WHERE d.body = 'Kommunstyrelsen' ORDER BY w.person"
    ).fetchall()
    assert found == [("att skolskjutsen behålls.", "Elsa Ölund"), ("att skolskjutsen behålls.", "Zoltán Äng")]
    (iri,) = connection.execute("SELECT MIN(decision_iri) FROM decisions").fetchone()
    assert iri.startswith(ELSEWHERE)
    connection.close()


def test_the_same_graph_gives_the_same_bytes(store: EmbeddedStore) -> None:
    assert sqlite_file(store) == sqlite_file(store)


def test_without_pyarrow_it_is_said_what_to_install(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'govgraph\[parquet\]'"):
        write_parquet(store, tmp_path)
