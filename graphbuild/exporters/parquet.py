"""Turns the dataset into flat tables as Parquet files, one a table. Needs the extra `parquet` (PyArrow)."""

from pathlib import Path
from typing import Any

from graphbuild.dataset import Dataset
from graphbuild.errors import MissingExtraError
from graphbuild.exporters import FolderFormat
from graphbuild.exporters._flat import column_type, tables
from graphbuild.table import Cell, Table


def write(dataset: Dataset, folder: Path) -> None:
    """Write NAME.parquet for each table.

    Raises MissingExtraError where PyArrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet as pq
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    for name, table in tables(dataset):
        pq.write_table(_arrow(pa, table), folder / f"{name}.parquet", compression="zstd")


def _arrow(pa: Any, table: Table) -> Any:  # noqa: ANN401 - PyArrow is an extra, its types may not be there
    types = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}
    arrays = []
    for number in range(len(table.columns)):
        kind = column_type(row[number] for row in table.rows)
        cells: list[Cell] = [row[number] for row in table.rows]
        if kind is str:
            cells = [None if cell is None else str(cell) for cell in cells]
        arrays.append(pa.array(cells, types[kind]))
    return pa.table(arrays, names=list(table.columns))


FORMAT = FolderFormat("parquet", ".parquet", "application/vnd.apache.parquet", "graph", write)
