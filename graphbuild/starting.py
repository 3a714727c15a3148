"""Turns what parameters name into the IRIs that a query can start from.

A text that names a person fits few people, and an engine that is told which goes to what they did by its
index. A filter on a label alone would have it go through everything that everybody did.
"""

import re
from typing import Protocol

from graphbuild import ntriples
from graphbuild.table import Table
from graphbuild.vocabulary import BODY, CASE, CONCEPT, LABEL, MEETING, ORGANIZATION, PERSON, PREF_LABEL

MOST = 200
"""Things that fit a parameter, above which a query goes through everything just as well."""
KINDS = {
    "person": (PERSON, LABEL),
    "body": (BODY, LABEL),
    "organisation": (ORGANIZATION, LABEL),
    "case": (CASE, LABEL),
    "focus-area": (CONCEPT, PREF_LABEL),
    "meeting": (MEETING, ""),
}
"""The types of parameters that name a thing: its class, and the property that a name is looked for in."""
_IRI = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`\x00-\x20]+")


class Store(Protocol):
    """What answers queries."""

    def select(self, query: str) -> Table:
        """Run a SELECT query."""
        ...


def start(store: Store, kind: str, pattern: str, value: str) -> str:
    """Give the patterns that have a query start from what a value names; "" where that are too many.

    `pattern` is a variable, and after " . " triple patterns that tie it to the rest of the query. What
    the patterns let through is never less than what the query's own filter does.
    """
    variable, _, ties = pattern.partition(" . ")
    found = _named(store, kind, value)
    if found is None:
        return ""
    things = " ".join(f"<{iri}>" for iri in found)
    return f"VALUES {variable} {{ {things} }} {f'{ties} .' if ties else ''}".rstrip()


def _named(store: Store, kind: str, value: str) -> list[str] | None:
    """Find the IRIs of what a value names; None where they are too many."""
    if _IRI.fullmatch(value):
        return [value]
    concept, name = KINDS[kind]
    text = ntriples.plain(value)
    if name:
        patterns = f"?thing a {concept} ; {name} ?name FILTER(CONTAINS(LCASE(STR(?name)), LCASE({text})))"
    else:
        patterns = f"?thing a {concept} FILTER(STRENDS(STR(?thing), {text}))"
    query = f"SELECT DISTINCT ?thing WHERE {{ {patterns} }} LIMIT {MOST + 1}"
    rows = store.select(query).rows
    return sorted(str(row[0]) for row in rows) if len(rows) <= MOST else None
