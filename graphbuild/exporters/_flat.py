"""Turns the dataset into flat tables, one for each question that lists everything of a kind."""

from collections.abc import Iterator

from graphbuild import catalogue
from graphbuild.dataset import Dataset
from graphbuild.table import Cell, Table

TABLES = (
    "meetings",
    "participants",
    "items",
    "decisions",
    "who-decided",
    "assignments",
    "presenters",
    "signatories",
    "documents",
    "people",
    "organisations",
    "focus-areas",
    "roles",
    "evidence",
)
"""The questions whose columns other programs may rely on; each is asked without parameters."""


def tables(dataset: Dataset) -> Iterator[tuple[str, Table]]:
    """Give the tables one by one, under names that need no quotes in SQL."""
    for name in TABLES:
        table = catalogue.run(dataset.store, catalogue.load(name))
        yield name.replace("-", "_"), _moved(table, dataset)


def _moved(table: Table, dataset: Dataset) -> Table:
    """Move the IRIs of a table to the dataset's new base."""
    if dataset.base == dataset.new_base:
        return table
    iris = {number for number, column in enumerate(table.columns) if column.endswith("_iri")}
    rows = (
        tuple(_move(cell, dataset) if number in iris else cell for number, cell in enumerate(row))
        for row in table.rows
    )
    return Table(table.columns, tuple(rows))


def _move(cell: Cell, dataset: Dataset) -> Cell:
    return cell.replace(dataset.base, dataset.new_base) if isinstance(cell, str) else cell


def column_type(cells: Iterator[Cell]) -> type:
    """Give the one type of a column's cells; text where they differ or there are none."""
    types = {type(cell) for cell in cells if cell is not None}
    if types == {int, float}:
        return float
    return types.pop() if len(types) == 1 else str
