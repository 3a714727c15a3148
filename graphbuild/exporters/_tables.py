"""Turns rows into CSV files that a spreadsheet opens without running anything in them."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from graphbuild.spreadsheet import harmless


def write_csv(
    path: Path, head: Sequence[str], rows: Iterable[Sequence[object]], *, guarded: bool = True
) -> None:
    """Write one file, row by row; `guarded` makes harmless what a spreadsheet would run as a formula."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([_cell(value, guarded) for value in row] for row in rows)


def _cell(value: object, guarded: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = "|".join(map(str, value))
    return harmless(value) if guarded and isinstance(value, str) else str(value)


def attribute_names(attributes: Iterable[Iterable[str]], leave_out: Iterable[str]) -> list[str]:
    """Name all attributes that nodes or edges have, sorted, but for those with a place of their own."""
    return sorted({name for names in attributes for name in names} - set(leave_out))
