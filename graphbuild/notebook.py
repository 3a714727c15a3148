"""Turns a store into questions, networks and SPARQL for notebooks: what `graphbuild.open` gives."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Any, Self, overload

from graphbuild import catalogue
from graphbuild.errors import MissingExtraError, QuerySyntaxError
from graphbuild.store import EmbeddedStore
from graphbuild.table import Cell, Table

_SHOWN = 50  # rows that a notebook shows by itself


class Rows(Sequence[dict[str, Cell]]):
    """An answer: a sequence of dicts, one a row, with the same keys in the same order.

    Dates are text in ISO 8601, so that they sort; what is not stated is None. Labels are plain text, and
    columns that end in `_iri` identify what they name.
    """

    def __init__(self, table: Table) -> None:
        """Hold a table."""
        self._table = table

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns."""
        return self._table.columns

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is an extra
        """Turn the answer into a pandas.DataFrame.

        Raises MissingExtraError where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError("a data frame of pandas", "pandas") from error
        return pd.DataFrame([list(row) for row in self._table.rows], columns=list(self.columns))

    def to_polars(self) -> Any:  # noqa: ANN401 - polars is an extra
        """Turn the answer into a polars.DataFrame; the types of its columns come from all rows.

        Raises MissingExtraError where polars is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise MissingExtraError("a data frame of polars", "polars") from error
        return pl.DataFrame(
            [list(row) for row in self._table.rows],
            schema=list(self.columns),
            orient="row",
            infer_schema_length=None,
        )

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._table.rows)

    @overload
    def __getitem__(self, at: int) -> dict[str, Cell]: ...
    @overload
    def __getitem__(self, at: slice) -> "Rows": ...
    def __getitem__(self, at: int | slice) -> "dict[str, Cell] | Rows":
        """Give a row as a dict, or some of the rows."""
        if isinstance(at, slice):
            return Rows(Table(self.columns, self._table.rows[at]))
        return dict(zip(self.columns, self._table.rows[at], strict=True))

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        """Go through the rows."""
        return (dict(zip(self.columns, row, strict=True)) for row in self._table.rows)

    def __repr__(self) -> str:
        """Say how much there is."""
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """Show the first rows as a table, without the IRIs."""
        shown = [number for number, name in enumerate(self.columns) if not name.endswith("_iri")]
        head = "".join(f"<th>{escape(self.columns[number])}</th>" for number in shown)
        body = "".join(
            "<tr>" + "".join(f"<td>{_shown(row[number])}</td>" for number in shown) + "</tr>"
            for row in self._table.rows[:_SHOWN]
        )
        more = len(self) - _SHOWN
        rest = f"<p>… and {more} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


class GovernanceGraph:
    """A store opened for reading. Close it, or use it in a `with` block, before the store is built again."""

    def __init__(self, path: str | Path) -> None:
        """Open the store's folder."""
        self._store = EmbeddedStore.read(path)

    def questions(self) -> Rows:
        """List the questions for `ask`: name, description in English, names of the parameters."""
        return self._listed(catalogue.REPORTS)

    def networks(self) -> Rows:
        """List the networks for `network`: name, description in English, names of the filters."""
        return self._listed("networks")

    def ask(self, name: str, **parameters: object) -> Rows:
        """Ask a named question; the parameters are those that `questions` tells.

        Raises UnknownQueryError and ParameterError, which tell what there is.
        """
        query = catalogue.load(name)
        return Rows(catalogue.run(self._store, query, _written(parameters)))

    def network(
        self,
        name: str,
        *,
        measures: bool = False,
        backend: str | None = None,
        slice: str | None = None,
        window: int = 1,
        **filters: object,
    ) -> Any:  # noqa: ANN401 - networkx has no types
        """Give a network as a networkx graph, or with `slice` as a dict of graphs by the name of the slice.

        `measures` writes the measures into the nodes (docs/networks.md), `backend` is handed on to networkx
        for them. `slice` is year, half-year, quarter or month, `window` how many of these each slice spans.
        """
        from graphbuild import networks, slices
        from graphbuild.measures import measure

        query = catalogue.load(name, "networks")
        found: dict[str, Any]
        if slice is None:
            edges = networks.read(self._store, query, _written(filters))
            found = {"": networks.graph(edges, name, directed=query.directed)}
        else:
            found = slices.graphs(slices.read(self._store, query, _written(filters), slice, window), query)
        if measures:
            for graph in found.values():
                measure(graph, backend=backend)
        return found[""] if slice is None else found

    def sparql(self, query: str) -> Rows | bool | str:
        """Run any query that reads, over all graphs together; the prefixes of docs/graph.md are known.

        Gives rows for SELECT, a truth value for ASK, and N-Triples for CONSTRUCT and DESCRIBE. Raises
        QuerySyntaxError, with line and column.
        """
        answer = self._store.query(query)
        if answer.table is not None:
            return Rows(answer.table)
        if answer.truth is not None:
            return answer.truth
        return (answer.triples or b"").decode()

    def select(self, query: str) -> Rows:
        """Run a SELECT query: as `sparql`, for whoever wants rows and nothing else."""
        found = self.sparql(query)
        if not isinstance(found, Rows):
            raise QuerySyntaxError("the query gives no rows: write a SELECT query, or use sparql()")
        return found

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def __enter__(self) -> Self:
        """Give the graph itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def __repr__(self) -> str:
        """Say which store this is, and how much it holds."""
        return f"<govgraph store {self._store.folder.path}: {len(self._store)} facts>"

    def _listed(self, family: str) -> Rows:
        queries = [catalogue.load(name, family) for name in catalogue.names(family)]
        rows = tuple(
            (query.name, query.description["en"], ", ".join(one.name for one in query.parameters))
            for query in queries
        )
        return Rows(Table(("name", "description", "parameters"), rows))


def _written(parameters: dict[str, object]) -> dict[str, str]:
    """Write parameters as people write them on the command line; None is as if not given."""
    return {name: str(value) for name, value in parameters.items() if value is not None}


def _shown(cell: Cell) -> str:
    return "" if cell is None else escape(str(cell))
