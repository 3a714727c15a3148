"""Turns a named query and its parameters into a `Table`. Queries are files: `queries/**/*.rq`.

A query is portable SPARQL 1.1 that runs as it stands on any engine. Lines at its top that begin with
`#+` (the form grlc reads, a YAML of mappings) say what it is:

```
#+ title:
#+   sv: Beslut
#+   en: Decisions
#+ parameters:
#+   body:
#+     type: body
#+     example: kommunstyrelsen
#+     start: ?body_iri . ?meeting_iri gov:heldBy ?body_iri
#+ sort: date, body, person
#+ lists: role
#+ table: date, body, person, role
```

`VALUES ?_body { UNDEF }` is where the parameter `body` is bound, as a term and never as pasted text;
unbound it filters nothing. A parameter `as-of` is bound at `?_as_of`. `start` has `run` put the things
that the parameter names before the patterns of the first `WHERE {`, so that an engine starts from them
(see `starting`). An engine works out an OPTIONAL of several patterns, a MINUS, a UNION or a SELECT inside
the query by itself, so each can ask for them again: after a line `# start: body, person` all of `start` is
repeated, after `# values: body` only the things.
`sort` puts the rows in Swedish order, å ä ö last, with numbers by value.
`table` names the columns that a table for people shows. Columns in `lists` were concatenated by the
query and come out sorted. `directed: yes` and `pairs` are for networks (see graphbuild/networks.py),
`severity` and `message` for checks (see `checks`).
A column whose name begins with `_` is there to sort by, and left out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from graphbuild import starting
from graphbuild.collation import swedish
from graphbuild.errors import ParameterError, UnknownQueryError
from graphbuild.resources import resource
from graphbuild.table import Cell, Table

REPORTS = "reports"
_PLACE = "VALUES ?_{name} {{ UNDEF }}"
_FIRST = "WHERE {"
_HEADER = re.compile(r"^#\+.*\n", re.MULTILINE)
_AGAIN = re.compile(r"^ *# (start|values): (.+)$", re.MULTILINE)
_SEPARATORS = (", ", "; ")


class Store(Protocol):
    """What answers queries."""

    def select(self, query: str) -> Table:
        """Run a SELECT query."""
        ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """A filter of a query."""

    name: str
    type: str
    example: str
    choices: tuple[str, ...] = ()
    start: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what its header says."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    sort: tuple[str, ...]
    lists: tuple[str, ...]
    table: tuple[str, ...]
    text: str
    severity: str = ""
    message: Mapping[str, str] = field(default_factory=dict)
    directed: bool = False
    pairs: str = ""


def load(name: str, family: str = REPORTS) -> Query:
    """Find a query by name."""
    path = _paths(family).get(name)
    if path is None:
        raise UnknownQueryError(_unknown(name, family))
    return _read(path)


def names(family: str = REPORTS) -> list[str]:
    """Name the queries there are."""
    return sorted(_paths(family))


def run(store: Store, query: Query, parameters: Mapping[str, str] | None = None) -> Table:
    """Run a query with parameters as people write them."""
    given = parameters or {}
    text = bind(query, given)
    for parameter in query.parameters:
        if parameter.start and parameter.name in given:
            found = starting.start(store, parameter.type, parameter.start, given[parameter.name])
            text = _started(text, parameter.name, found)
    # What a header says is for people: an engine would only look for keywords in it.
    return _ordered(store.select(_HEADER.sub("", text)), query)


def _started(text: str, name: str, found: str) -> str:
    """Put what a parameter names where a query begins, and where it asks for it again."""
    text = text.replace(_FIRST, f"{_FIRST}\n  {found}", 1)
    values = found[: found.find("}") + 1]
    for place in dict.fromkeys(_AGAIN.findall(text)):
        if name in place[1].split(", "):
            line = f"# {place[0]}: {place[1]}\n"
            text = text.replace(line, f"{line}  {found if place[0] == 'start' else values}\n")
    return text


def for_people(query: Query, table: Table) -> Table:
    """Leave out of a query's table what its header does not name for tables; IRIs stay."""
    if not query.table:
        return table
    kept = [
        number for number, name in enumerate(table.columns) if name in query.table or name.endswith("_iri")
    ]
    return Table(
        tuple(table.columns[number] for number in kept),
        tuple(tuple(row[number] for number in kept) for row in table.rows),
    )


def bind(query: Query, parameters: Mapping[str, str]) -> str:
    """Put parameters into a query's text, as terms."""
    known = {parameter.name: parameter for parameter in query.parameters}
    text = query.text
    for written, value in parameters.items():
        name = written.replace("_", "-")  # as Python writes it
        if name not in known:
            raise ParameterError(_no_such_parameter(query, name))
        term = _TYPES[known[name].type](known[name], value)
        variable = name.replace("-", "_")
        text = text.replace(_PLACE.format(name=variable), f"VALUES ?_{variable} {{ {term} }}")
    return text


# Parameters


def _text(_: Parameter, value: str) -> str:
    from graphbuild import ntriples

    return ntriples.plain(value)


def _choice(parameter: Parameter, value: str) -> str:
    if value not in parameter.choices:
        raise ParameterError(f"--{parameter.name} {value}: choose one of {', '.join(parameter.choices)}")
    return _text(parameter, value)


def _first_day(parameter: Parameter, value: str) -> str:
    from graphbuild.due import first_day

    return _day(parameter, value, first_day(value))


def _last_day(parameter: Parameter, value: str) -> str:
    from graphbuild.due import last_day

    return _day(parameter, value, last_day(value))


def _day(parameter: Parameter, value: str, day: str | None) -> str:
    from graphbuild import ntriples

    if day is None:
        raise ParameterError(
            f"--{parameter.name} {value}: write a date, a month, a quarter or a year "
            "(2025-04-07, 2025-04, 2025-Q2, 2025)"
        )
    return ntriples.date(day)


_TYPES: dict[str, Callable[[Parameter, str], str]] = {
    "text": _text,
    **dict.fromkeys(starting.KINDS, _text),
    "choice": _choice,
    "first-day": _first_day,
    "last-day": _last_day,
}


def _unknown(name: str, family: str) -> str:
    import difflib

    kind = "query" if family == REPORTS else "network"
    near = difflib.get_close_matches(name, names(family), n=3, cutoff=0.4)
    if near:
        return f"there is no {kind} {name}: did you mean {' or '.join(near)}?"
    return f"there is no {kind} {name}: there are {', '.join(names(family))}"


def _no_such_parameter(query: Query, name: str) -> str:
    there = ", ".join(f"--{parameter.name}" for parameter in query.parameters)
    import difflib

    near = difflib.get_close_matches(name, [parameter.name for parameter in query.parameters], n=1)
    hint = f" (did you mean --{near[0]}?)" if near else ""
    return f"{query.name} has no parameter --{name}{hint}: it has {there or 'none'}"


# Rows


def _ordered(table: Table, query: Query) -> Table:
    """Sort rows as the query's header says, and its lists; leave out what was only for sorting."""
    place = {column: number for number, column in enumerate(table.columns)}
    lists = [place[column] for column in query.lists if column in place]
    rows = [_with_lists(row, lists) for row in table.rows] if lists else list(table.rows)
    for rule in reversed(query.sort):
        column, _, direction = rule.partition(" ")
        number = place[column]
        rows.sort(key=lambda row, number=number: _sort_key(row[number]), reverse=direction == "desc")  # type: ignore[misc]
    kept = [number for column, number in place.items() if not column.startswith("_")]
    return Table(
        tuple(table.columns[number] for number in kept),
        # A query says "" where it has nothing to say: aggregates cannot leave a cell empty portably.
        tuple(tuple(None if row[number] == "" else row[number] for number in kept) for row in rows),
    )


def _with_lists(row: tuple[Cell, ...], lists: list[int]) -> tuple[Cell, ...]:
    cells = list(row)
    for number in lists:
        cell = cells[number]
        if isinstance(cell, str):
            separator = next((sign for sign in _SEPARATORS[::-1] if sign in cell), _SEPARATORS[0])
            cells[number] = separator.join(sorted(set(cell.split(separator)) - {""}, key=_sort_key))
    return tuple(cells)


_PARTS = re.compile(r"\d+|\D+")


def _sort_key(cell: Cell) -> tuple[object, ...]:
    """Order nothing first, then numbers, then text in the Swedish way with numbers in it by value."""
    if cell is None:
        return (0,)
    if isinstance(cell, int | float):
        return (1, cell)
    parts = _PARTS.findall(swedish(cell))
    return (2, *[(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], (-1, 0, cell))


# Files


@cache
def _paths(family: str) -> dict[str, Path]:
    return {path.stem: path for path in resource("queries").joinpath(family).glob("*.rq")}


@cache
def _read(path: Path) -> Query:
    """Read a query's file; a header that cannot be understood is an error in the file."""
    text = path.read_text(encoding="utf-8")
    header = _header([line[2:] for line in text.splitlines() if line.startswith("#+")], path)
    parameters = header.get("parameters", {})
    assert isinstance(parameters, dict)
    return Query(
        name=path.stem,
        title=_strings(header.get("title", {})),
        description=_strings(header.get("description", {})),
        parameters=tuple(_parameter(name, _strings(said)) for name, said in parameters.items()),
        sort=_words(header.get("sort", "")),
        lists=_words(header.get("lists", "")),
        table=_words(header.get("table", "")),
        text=text,
        severity=str(header.get("severity", "")),
        message=_strings(header.get("message", {})),
        directed=header.get("directed") == "yes",
        pairs=str(header.get("pairs", "")),
    )


Header = dict[str, "str | Header"]


def _header(lines: list[str], path: Path) -> Header:
    """Read a YAML of nested mappings with plain text values."""
    root: Header = {}
    levels: list[tuple[int, Header]] = [(0, root)]
    for line in lines:
        name, colon, value = line.partition(":")
        depth = len(name) - len(name.lstrip())
        if not colon or not name.strip():
            raise ValueError(f"{path}: the header line “#+{line}” is no “name: value”")
        while levels[-1][0] > depth:
            levels.pop()
        if levels[-1][0] < depth and not levels[-1][1]:
            levels[-1] = (depth, levels[-1][1])
        if value.strip():
            levels[-1][1][name.strip()] = value.strip()
        else:
            inner: Header = {}
            levels[-1][1][name.strip()] = inner
            levels.append((depth + 1, inner))
    return root


def _parameter(name: str, said: dict[str, str]) -> Parameter:
    choices = _words(said.get("choices", ""))
    return Parameter(name, said["type"], said["example"], choices, said.get("start", ""))


def _strings(value: "str | Header") -> dict[str, str]:
    assert isinstance(value, dict)
    return {name: str(text) for name, text in value.items()}


def _words(value: "str | Header") -> tuple[str, ...]:
    return tuple(word.strip() for word in str(value).split(",") if word.strip())
