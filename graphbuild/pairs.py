"""Turns who-took-part-in-what into pairs: a row (source, via) for each, into an edge for each two.

The same pairs written in SPARQL take some twenty times as long.
"""

from collections.abc import Callable, Hashable, Iterable
from itertools import combinations

from graphbuild.table import Cell, Table

_WHOLE = ""  # the one part of an event of which no parts are known

Presence = tuple[frozenset[Hashable], bool]
"""The parts that somebody was at, False; or those that somebody missed of all parts, True."""


def pairs(table: Table, columns: tuple[str, ...], sides: str = "") -> list[tuple[Cell, ...]]:
    """Turn (source, via, date) rows into one row for each two sources that share a via, with `columns`.

    - `part` names a part of the event that the source was there for, and only those; `via_size` counts
      the parts of the event, and `without` names one that the source was not there for: then the weight
      counts parts together.
    - `side`, with `sides` being `alike` or `unlike`: only sources of one side are a pair, or of two sides.
    """
    place = {column: number for number, column in enumerate(table.columns)}
    nodes: dict[str, tuple[Cell, ...]] = {}
    events: dict[tuple[str, str], dict[str, list[tuple[Cell, ...]]]] = {}
    source, via, date = place["source"], place["via"], place.get("date")
    for row in table.rows:
        name = str(row[source])
        nodes[name] = _known(nodes.get(name), row)
        day = str(row[date]) if date is not None and row[date] is not None else ""
        events.setdefault((day, str(row[via])), {}).setdefault(name, []).append(row)
    together = _counting(place, sides)
    shared: dict[tuple[str, str], list[Cell]] = {}
    for day, event in sorted(events):
        for one, other, weight in together(events[day, event]):
            known = shared.setdefault((one, other), [0, day or None, None])
            known[0] = int(known[0] or 0) + weight
            known[1] = known[1] or day or None
            known[2] = day or None
    return [_edge(pair, counted, nodes, place, columns) for pair, counted in shared.items()]


Event = dict[str, list[tuple[Cell, ...]]]
Counting = Callable[[Event], Iterable[tuple[str, str, int]]]


def _counting(place: dict[str, int], sides: str) -> Counting:
    """Choose how the pairs of one event are counted, by the columns that there are."""
    if "side" in place and sides:
        side = place["side"]
        return lambda event: _by_side(event, side, alike=sides == "alike")
    if "part" in place:
        return lambda event: _by_parts(event, place)
    return lambda event: ((one, other, 1) for one, other in combinations(sorted(event), 2))


def _by_side(event: Event, side: int, *, alike: bool) -> Iterable[tuple[str, str, int]]:
    """Pair those whose sides are the same, or differ; who is said to be on two sides is on none."""
    taken = {name: {row[side] for row in rows} for name, rows in event.items()}
    clear = sorted((name, next(iter(said))) for name, said in taken.items() if len(said) == 1)
    for (one, a), (other, b) in combinations(clear, 2):
        if (a == b) is alike:
            yield one, other, 1


def _by_parts(event: Event, place: dict[str, int]) -> Iterable[tuple[str, str, int]]:
    """Pair those who were there for the same parts, weighted by how many."""
    part, without, size = place["part"], place["without"], place["via_size"]
    # Most people are there for all of a meeting: what they share is counted once for all of them.
    kinds: dict[Presence, list[str]] = {}
    total = 1
    for name, rows in event.items():
        total = max(int(rows[0][size] or 0), 1)
        named = frozenset(row[part] for row in rows if row[part] is not None)
        left = frozenset(row[without] for row in rows if row[without] is not None)
        kinds.setdefault((named - left, False) if named else (left, True), []).append(name)
    grouped = [(presence, sorted(names)) for presence, names in kinds.items()]
    for number, (a, people) in enumerate(grouped):
        weight = _overlap(a, a, total)
        if weight:
            yield from ((one, other, weight) for one, other in combinations(people, 2))
        for b, others in grouped[number + 1 :]:
            weight = _overlap(a, b, total)
            if weight:
                yield from ((min(one, other), max(one, other), weight) for one in people for other in others)


def _overlap(a: Presence, b: Presence, total: int) -> int:
    """Count the parts of two presences together."""
    (some, all_but), (others, others_all_but) = a, b
    if all_but and others_all_but:
        return max(total - len(some | others), 0)
    if all_but:
        return len(others - some)
    return len(some - others) if others_all_but else len(some & others)


def _edge(
    pair: tuple[str, str],
    counted: list[Cell],
    nodes: dict[str, tuple[Cell, ...]],
    place: dict[str, int],
    columns: tuple[str, ...],
) -> tuple[Cell, ...]:
    """Give the row of a pair; what describes the target stands in the columns of sources."""
    one, other = (nodes[name] for name in pair)
    weights = dict(zip(("weight", "first", "last"), counted, strict=True))
    cells: list[Cell] = []
    for column in columns:
        if column in weights:
            cells.append(weights[column])
        elif column.startswith("target"):
            cells.append(other[place[f"source{column.removeprefix('target')}"]])
        else:
            cells.append(one[place[column]])
    return tuple(cells)


def _known(before: tuple[Cell, ...] | None, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Keep the latest that is said of a source, and what an earlier row said where this one is silent."""
    if before is None or None not in row:
        return row
    return tuple(old if new is None else new for old, new in zip(before, row, strict=True))
