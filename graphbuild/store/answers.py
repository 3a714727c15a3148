"""Turns SPARQL's JSON results into plain values: what every kind of store answers with."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from graphbuild.table import Cell, Table
from graphbuild.vocabulary import XSD

_CELLS: dict[str, Callable[[str], Cell]] = {
    f"{XSD}integer": int,
    f"{XSD}decimal": float,
    f"{XSD}double": float,
    f"{XSD}boolean": lambda text: text in ("true", "1"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: rows (SELECT), a truth value (ASK), or N-Triples (CONSTRUCT, DESCRIBE)."""

    table: Table | None = None
    truth: bool | None = None
    triples: bytes | None = None


def table_of(content: bytes) -> Table:
    """Turn SPARQL 1.1 Query Results JSON into a table of plain values."""
    results = json.loads(content)
    columns = tuple(results["head"]["vars"])
    return Table(
        columns,
        tuple(
            tuple(_cell(row[column]) if column in row else None for column in columns)
            for row in results["results"]["bindings"]
        ),
    )


def _cell(term: dict[str, str]) -> Cell:
    """Turn one term into a plain value; a value that is not what its datatype says stays text."""
    value = term.get("value", "")
    convert = _CELLS.get(term.get("datatype", ""))
    if not isinstance(value, str):  # a quoted triple
        return json.dumps(value, ensure_ascii=False)
    if convert is None:
        return value
    try:
        return convert(value)
    except ValueError:
        return value
