"""Turns the queries of `queries/checks/` into findings: what contradicts itself, or is missing.

A check is a query file with the header of a report, and two lines more: `severity` (violation, warning or
info) and `message`, a sentence in each language in which `{name}` stands for a column. Each row is a
finding:

- `thing_iri` is what it is about, `meeting_iri` the meeting;
- `quote_iri` and `against_iri` are the quotes that show it: what is said, and what is said against it;
- `kind` and `severity`, where a row gives them, are more exact than the file's name and header.

Of the rows of `overdue` only those are findings of which `forgotten` finds no trace in later minutes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from graphbuild import catalogue
from graphbuild.checks.forgotten import forgotten
from graphbuild.table import Cell, Table

CHECKS = "checks"
OVERDUE = "overdue"
_BATCH = 400
_QUOTES = """
SELECT ?quote ?exact ?start ?source ?file WHERE {
  VALUES ?quote { %s }
  ?quote gov:exact ?exact ; gov:start ?start ; dcterms:isPartOf ?source .
  ?source rdfs:label ?file
}
"""
_MEETINGS = """
SELECT ?meeting (MIN(STR(?day)) AS ?date) (MIN(STR(?name)) AS ?body) WHERE {
  VALUES ?meeting { %s }
  OPTIONAL { ?meeting schema:startDate ?day }
  OPTIONAL { ?meeting gov:heldBy/rdfs:label ?name }
} GROUP BY ?meeting
"""


class Store(Protocol):
    """What answers queries, and holds the source texts."""

    def select(self, query: str) -> Table:
        """Run a SELECT query over the union of all graphs."""
        ...

    def source(self, document: str) -> bytes | None:
        """Give the stored text of a document."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a source text, and where they stand; `line` counts from 1."""

    quote: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `problem` is told in one language, `evidence` are the words that show it."""

    check: str
    severity: str
    thing: str
    meeting: str
    problem: str
    quotes: tuple[str, ...]
    date: str | None = None
    body: str | None = None
    evidence: tuple[Evidence, ...] = ()


def names() -> list[str]:
    """Name the checks."""
    return catalogue.names(CHECKS)


def findings(store: Store, language: str, on: str | None = None) -> list[Finding]:
    """Run all checks; `on` is the day by which what was to come counts as late.

    Without a day, what is late is told by the meetings that the same body has held since.
    """
    found = [finding for name in names() for finding in _run(store, name, language, on)]
    late = [finding.thing for finding in found if finding.check == OVERDUE]
    left = forgotten(store, late)
    found = [finding for finding in found if finding.check != OVERDUE or finding.thing in left]
    meetings = _meetings(store, {finding.meeting for finding in found})
    quotes = _quotes(store, {quote for finding in found for quote in finding.quotes})
    told = [
        replace(
            finding,
            date=meetings.get(finding.meeting, (None, None))[0],
            body=meetings.get(finding.meeting, (None, None))[1],
            evidence=tuple(quotes[quote] for quote in finding.quotes if quote in quotes),
        )
        for finding in found
    ]
    return sorted(told, key=_order)


def _order(finding: Finding) -> tuple[str, ...]:
    lines = [f"{each.line:08}" for each in finding.evidence[:1]]
    return (finding.date or "", finding.body or "", finding.meeting, *lines, finding.check, finding.thing)


def _run(store: Store, name: str, language: str, on: str | None) -> Iterator[Finding]:
    """Run one check."""
    query = catalogue.load(name, CHECKS)
    given = {"language": language} | ({"on": on} if on else {})
    asked = {parameter.name for parameter in query.parameters}
    table = catalogue.run(store, query, {key: value for key, value in given.items() if key in asked})
    for values in table.rows:
        row = dict(zip(table.columns, values, strict=True))
        quotes = (row.get("quote_iri"), row.get("against_iri"))
        yield Finding(
            check=str(row.get("kind") or name),
            severity=str(row.get("severity") or query.severity),
            thing=str(row["thing_iri"]),
            meeting=str(row["meeting_iri"]),
            problem=query.message[language].format_map(_words(row)),
            quotes=tuple(dict.fromkeys(str(quote) for quote in quotes if quote)),
        )


def _words(row: Mapping[str, Cell]) -> dict[str, str]:
    return {name: "–" if cell is None else str(cell) for name, cell in row.items()}


def _meetings(store: Store, iris: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    rows = (row for values in _batches(iris) for row in store.select(_MEETINGS % values).rows)
    return {str(iri): (_text(date), _text(body)) for iri, date, body in rows}


def _quotes(store: Store, iris: Iterable[str]) -> dict[str, Evidence]:
    """Look up the words of quotes, and count the lines of the texts up to them."""
    found: dict[str, Evidence] = {}
    document, text = "", ""
    for values in _batches(iris):
        for iri, exact, start, source, file in store.select(_QUOTES % values).rows:
            name = str(source).rpartition("/")[2]
            if name != document:
                document, text = name, (store.source(name) or b"").decode("utf-8", "replace")
            assert isinstance(start, int)
            found[str(iri)] = Evidence(str(exact), str(file), text.count("\n", 0, start) + 1)
    return found


def _batches(iris: Iterable[str]) -> Iterator[str]:
    """Give sorted IRIs as the values of a query, some hundred at a time: one document's stand together."""
    ordered = sorted(iris)
    for first in range(0, len(ordered), _BATCH):
        yield " ".join(f"<{iri}>" for iri in ordered[first : first + _BATCH])


def _text(cell: Cell) -> str | None:
    return None if cell is None or cell == "" else str(cell)
