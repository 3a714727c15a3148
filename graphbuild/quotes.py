"""Turns things of the graph into the quotes that prove what is said of them, for a network's page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from graphbuild.table import Cell, Table

MOST = 12  # quotes of one thing on a page; the rest are counted
_AT_ONCE = 500

_QUERY = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX gov: <https://w3id.org/govgraph/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT DISTINCT ?thing ?exact ?source ?start ?end WHERE {{
  VALUES ?thing {{ {things} }}
  {pattern} .
  ?quote gov:exact ?exact ; gov:start ?start ; gov:end ?end ; dcterms:isPartOf/rdfs:label ?source .
}}
"""
# What names a thing and has a quote: participations, presentations, assignments, statements; or the thing
# itself. Decisions name all who took them: they are quoted where the decision is a node. One pattern is asked
# at a time, as the engine finds no good order for a union of them.
_PATTERNS = (
    *(
        "?fact gov:person ?thing ; prov:wasDerivedFrom ?quote",
        "?fact gov:assignee ?thing ; prov:wasDerivedFrom ?quote",
        "?fact org:organization ?thing ; prov:wasDerivedFrom ?quote",
    ),
    *("?fact rdf:object ?thing ; prov:wasDerivedFrom ?quote", "?thing prov:wasDerivedFrom ?quote"),
)


class Store(Protocol):
    """What answers queries."""

    def select(self, query: str) -> Table:
        """Run a SELECT query."""
        ...


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotes of a thing: exact words, source, where they start and end; and how many more there are."""

    quotes: tuple[tuple[Cell, ...], ...]
    more: int = 0


def quotes(store: Store, things: Iterable[str], most: int = MOST) -> Mapping[str, Quotes]:
    """Give the quotes of each thing that has some, from the last source in order of their names."""
    found: dict[str, set[tuple[Cell, ...]]] = {}
    rest = iter(sorted(things))
    while some := list(islice(rest, _AT_ONCE)):
        named = " ".join(f"<{iri}>" for iri in some)
        for pattern in _PATTERNS:
            for row in store.select(_QUERY.format(things=named, pattern=pattern)).rows:
                found.setdefault(str(row[0]), set()).add(row[1:])
    return {
        thing: Quotes(tuple(_latest(rows)[:most]), max(len(rows) - most, 0))
        for thing, rows in sorted(found.items())
    }


def _latest(rows: set[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Order quotes: sources backwards, as most are named by body and date, and each one forwards."""
    by_place = sorted(rows, key=lambda row: (int(row[2] or 0), int(row[3] or 0), str(row[0])))
    return sorted(by_place, key=lambda row: str(row[1]), reverse=True)
