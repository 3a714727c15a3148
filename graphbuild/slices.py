"""Turns a network's table into the networks of years or half-years, and into what changed between them.

All slices come from one pass over one answer. A query with the parameter `by` adds up its edges by month
(column `period`); a table of who-took-part-in-what has a date in every row. What has no date is in no slice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from graphbuild.catalogue import Query, Store, run
from graphbuild.errors import UsageError
from graphbuild.networks import EDGE_COLUMNS, edges, graph
from graphbuild.table import Cell, Table

STEPS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of time with its edges; it is called `2025`, `2025-H1`, … or, as a window, `2024/2025`."""

    name: str
    edges: Table


def slices(table: Table, step: str, window: int = 1, *, sides: str = "") -> list[Slice]:
    """Cut a network's table into slices of time, each of `window` steps and one step after the other.

    Slices between the first and the last are there even where nothing happened in them.
    """
    if step not in STEPS:
        raise UsageError(f"--slice {step}: choose one of {', '.join(STEPS)}")
    if window < 1:
        raise UsageError(f"--window {window}: write how many slices it spans, 1 or more")
    place = {column: number for number, column in enumerate(table.columns)}
    dated = place["period"] if "period" in place else place.get("date")
    if dated is None:
        raise UsageError("this network has no dates: it cannot be cut into slices")
    months = STEPS[step]
    found: dict[int, list[tuple[Cell, ...]]] = {}
    for row in table.rows:
        number = _number(row[dated], months)
        if number is not None:
            found.setdefault(number, []).append(row)
    if not found:
        return []
    begin, end = min(found), max(max(found) - window + 1, min(found))
    return [
        Slice(
            _span(start, start + window - 1, step),
            _edges(
                table.columns,
                [row for at in range(start, start + window) for row in found.get(at, ())],
                sides,
            ),
        )
        for start in range(begin, end + 1)
    ]


def _number(date: Cell, months: int) -> int | None:
    """Number the slice that a date (or a month) falls into."""
    text = str(date or "")
    if len(text) < 7 or not (text[:4] + text[5:7]).isdecimal():
        return None
    return (int(text[:4]) * 12 + int(text[5:7]) - 1) // months


def _span(first: int, last: int, step: str) -> str:
    begin, end = _name(first, step), _name(last, step)
    return begin if begin == end else f"{begin}/{end}"


def _name(number: int, step: str) -> str:
    in_a_year = 12 // STEPS[step]
    year, within = divmod(number, in_a_year)
    if step == "year":
        return f"{year:04}"
    if step == "month":
        return f"{year:04}-{within + 1:02}"
    return f"{year:04}-{'H' if step == 'half-year' else 'Q'}{within + 1}"


def _edges(columns: tuple[str, ...], rows: list[tuple[Cell, ...]], sides: str) -> Table:
    """Turn the rows of one slice into edges."""
    if "period" in columns:
        return _added(edges(Table(columns, tuple(rows))))
    return edges(Table(columns, tuple(rows)), sides=sides)


def _added(table: Table) -> Table:
    """Add up the weights of each edge; of other columns of edges only the ends' descriptions can be kept."""
    kept = [
        column
        for column in table.columns
        if column in EDGE_COLUMNS or column.startswith(("source_", "target_"))
    ]
    pick = [table.columns.index(column) for column in kept]
    weight, first, last = (kept.index(name) for name in ("weight", "first", "last"))
    found: dict[tuple[Cell, Cell], list[Cell]] = {}
    for row in table.rows:
        cells = [row[number] for number in pick]
        known = found.setdefault((cells[0], cells[1]), cells)
        if known is cells:
            continue
        known[weight] = _number_of(known[weight]) + _number_of(cells[weight])
        days = sorted(str(day) for day in (known[first], known[last], cells[first], cells[last]) if day)
        known[first], known[last] = (days[0], days[-1]) if days else (None, None)
    return Table(tuple(kept), tuple(tuple(cells) for cells in found.values()))


def _number_of(cell: Cell) -> float | int:
    return cell if isinstance(cell, int | float) else 0


def read(store: Store, query: Query, filters: Mapping[str, str], step: str, window: int = 1) -> list[Slice]:
    """Ask a store for a network, once, and cut it into slices."""
    by = {"by": "month"} if any(parameter.name == "by" for parameter in query.parameters) else {}
    return slices(run(store, query, {**filters, **by}), step, window, sides=query.pairs)


def graphs(cut: list[Slice], query: Query) -> dict[str, nx.Graph]:
    """Turn slices into networkx graphs by their names, with what changed from one to the next."""
    found: dict[str, nx.Graph] = {}
    before: nx.Graph | None = None
    for each in cut:
        found[each.name] = graph(each.edges, f"{query.name} {each.name}", directed=query.directed)
        mark_changes(before, found[each.name])
        before = found[each.name]
    return found


def mark_changes(before: nx.Graph | None, now: nx.Graph) -> None:
    """Write what changed since the slice before into the nodes of this one.

    `strength_change`: strength now less strength then (0 for who was not there). `turnover`: the share of the
    neighbours of both slices that are in one of them only, 0 (all stayed) to 1 (all are new). A first slice
    has neither.
    """
    strengths = dict(before.degree(weight="weight")) if before is not None else {}
    for node, strength in now.degree(weight="weight"):
        values = now.nodes[node]
        if before is None:
            values["strength_change"] = values["turnover"] = None
            continue
        values["strength_change"] = strength - strengths.get(node, 0)
        then, here = set(before[node]) if node in before else set(), set(now[node])
        values["turnover"] = round(len(then ^ here) / len(then | here), 6) if then | here else 0.0


CHANGES = (
    *("slice", "nodes", "nodes_new", "nodes_gone", "edges", "edges_new", "edges_gone"),
    *("weight", "similarity"),
)


def changes(cut: Mapping[str, nx.Graph]) -> Table:
    """Turn slices into a row each: what there is, what is new, what is gone since the slice before.

    `similarity` is Jaccard's: the share of the edges of both slices that are in both.
    """
    return Table(CHANGES, tuple(_changes(cut)))


def _changes(cut: Mapping[str, nx.Graph]) -> Iterator[tuple[Cell, ...]]:
    before: tuple[set[object], set[object]] | None = None
    for name, each in cut.items():
        nodes: set[object] = set(each)
        ties: set[object] = (
            set(each.edges) if each.is_directed() else {frozenset(edge) for edge in each.edges}
        )
        weight = each.size(weight="weight")
        total: Cell = int(weight) if float(weight).is_integer() else weight
        if before is None:
            yield (name, len(nodes), None, None, len(ties), None, None, total, None)
        else:
            then, tied = before
            both = len(tied | ties)
            yield (
                *(name, len(nodes), len(nodes - then), len(then - nodes)),
                *(len(ties), len(ties - tied), len(tied - ties), total),
                round(len(tied & ties) / both, 6) if both else None,
            )
        before = nodes, ties
