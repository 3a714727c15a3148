"""The value that answers are: named columns and rows.

It stands apart from `model`, which hands it on, so that lists on the command line need not load the rest.
"""

from dataclasses import dataclass

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of plain values; each row is as long as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
