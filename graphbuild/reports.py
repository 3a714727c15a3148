"""Turns a `Table` into text: a table for people, or csv, tsv, json, jsonl, md."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graphbuild import messages
from graphbuild.grid import grid
from graphbuild.spreadsheet import harmless
from graphbuild.table import Cell, Table

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md")
_CODES = (
    "outcome", "attendance", "type", "status", "kind", "step", "vote", "fact", "reason", "found_by",
    "inferred_by",
)  # fmt: skip
_MEETING = ("date", "body")


@dataclass(frozen=True, slots=True)
class Style:
    """How a table for people looks: its width, whether IRIs are shown, in which language, with bold heads."""

    width: int = 80
    iris: bool = False
    language: str = "en"
    bold: bool = False


def render(table: Table, form: str, style: Style) -> str:
    """Turn a table into text of one of `FORMATS`; only `table` looks at the style."""
    if form == "table":
        return _table(table, style)
    return _WRITERS[form](table)


def without(table: Table, unwanted: Callable[[str], bool]) -> Table:
    """Leave columns out."""
    kept = [number for number, column in enumerate(table.columns) if not unwanted(column)]
    return Table(
        tuple(table.columns[number] for number in kept),
        tuple(tuple(row[number] for number in kept) for row in table.rows),
    )


def _table(table: Table, style: Style) -> str:
    """Lay a table out for people: meeting by meeting, without columns that are empty, in their language."""
    if not table.rows:
        return ""
    if not style.iris:
        table = without(table, _is_iri)
    empty = {
        column
        for number, column in enumerate(table.columns)
        if all(row[number] is None for row in table.rows)
    }
    # Of several rows, what none of them says takes room for nothing; of one row it is news.
    if len(table.rows) > 1:
        table = without(table, empty.__contains__)
    numeric = [
        all(
            isinstance(row[number], int | float | None) and not isinstance(row[number], bool)
            for row in table.rows
        )
        for number in range(len(table.columns))
    ]
    cells = [
        [_shown(cell, column, style.language) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    heads = [_head(column, style.language) for column in table.columns]
    grouped = len(_MEETING) if table.columns[: len(_MEETING)] == _MEETING and len(table.columns) > 2 else 0
    return grid(heads, cells, numeric, grouped, style.width, style.bold)


def _is_iri(column: str) -> bool:
    return column.endswith("_iri")


def _head(column: str, language: str) -> str:
    return messages.word("column", column, language)


def _shown(cell: Cell, column: str, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return messages.word("value", "yes" if cell else "no", language)
    if column in _CODES and isinstance(cell, str):
        return messages.word("value", cell, language)
    return " ".join(str(cell).split())


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _harmless(cell: Cell) -> str:
    """Turn a cell into text that a spreadsheet shows and does not run."""
    return harmless(cell) if isinstance(cell, str) else _plain(cell)


def _csv(table: Table) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _tsv(table: Table) -> str:
    rows: list[Sequence[str]] = [table.columns]
    rows += [[" ".join(_harmless(cell).split()) for cell in row] for row in table.rows]
    return "".join("\t".join(row) + "\n" for row in rows)


def _objects(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _json(table: Table) -> str:
    import json

    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in _objects(table))
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _jsonl(table: Table) -> str:
    import json

    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _objects(table))


def _md(table: Table) -> str:
    table = without(table, _is_iri)
    rows = [list(table.columns), ["---"] * len(table.columns)]
    rows += [[_for_markdown(_plain(cell)) for cell in row] for row in table.rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _for_markdown(text: str) -> str:
    for sign in "\\|<*_`[":
        text = text.replace(sign, f"\\{sign}")
    return "<br>".join(text.split("\n"))


_WRITERS: dict[str, Callable[[Table], str]] = {
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
    "md": _md,
}
