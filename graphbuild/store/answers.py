"""Turns SPARQL's JSON results into plain values: what every kind of store answers with."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from graphbuild.errors import QuerySyntaxError
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


class Answering(ABC):
    """A store that is asked, of whatever kind. Use as a context."""

    @abstractmethod
    def query(self, query: str) -> Answer:
        """Run any read query over the union of all graphs, or those it names; an update is refused."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the store."""

    def __enter__(self) -> Self:
        """Give the store itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def select(self, query: str) -> Table:
        """Run a SELECT query over the union of all graphs."""
        answer = self.query(query)
        if answer.table is None:
            raise QuerySyntaxError("the query gives no rows: a SELECT query is needed here")
        return answer.table

    def ask(self, query: str) -> bool:
        """Run an ASK query over the union of all graphs."""
        return bool(self.query(query).truth)

    def construct(self, query: str) -> bytes:
        """Run a CONSTRUCT or DESCRIBE query over the union of all graphs, and give N-Triples."""
        return self.query(query).triples or b""


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
