"""Tells the assignments that no later minutes of their body speak of, in whatever words.

The ledger matches reports that say so. Much is told in passing ("the lights have been changed"), and
nobody has forgotten what comes up again: where a word that says what an assignment is about stands in
later minutes of the body, it is not called overdue.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from graphbuild.ledger.wording import plain_words
from graphbuild.table import Table

_GIVEN = """
SELECT ?thing (STR(MIN(?words)) AS ?text) (MIN(STR(?of)) AS ?body) (MIN(STR(?day)) AS ?date) WHERE {
  VALUES ?thing { %s }
  ?thing schema:text ?words ; gov:item/gov:meeting ?meeting . ?meeting gov:heldBy ?of ; schema:startDate ?day
} GROUP BY ?thing
"""
_TEXTS = """
SELECT ?body ?date ?source ?language WHERE {
  VALUES ?body { %s }
  ?meeting gov:heldBy ?body ; schema:startDate ?day .
  ?minutes gov:minutesOf ?meeting ; dcterms:source ?source .
  ?source dcterms:language ?language
  BIND(STR(?day) AS ?date)
}
ORDER BY ?body ?date ?source
"""
_NAMES = """
SELECT DISTINCT ?name WHERE { VALUES ?body { %s } ?person gov:knownIn ?body ; foaf:name ?name }
"""
_BEGINNING = 6  # letters that forms of a word have in common, as in the ledger
_FEWEST = 6  # documents of a body from which on a word that stands in all of them says nothing


class Store(Protocol):
    """What answers queries, and holds the source texts."""

    def select(self, query: str) -> Table:
        """Run a SELECT query over the union of all graphs."""
        ...

    def source(self, document: str) -> bytes | None:
        """Give the stored text of a document."""
        ...


@dataclass(slots=True)
class _Spoken:
    """When each beginning of a word was last said in a body's minutes, and in how many of them."""

    last: dict[str, str] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    language: str = "sv"


def forgotten(store: Store, assignments: list[str]) -> set[str]:
    """Choose, of assignments (IRIs), those that no later minutes of their body speak of."""
    if not assignments:
        return set()
    given = store.select(_GIVEN % _values(assignments)).rows
    bodies = sorted({str(body) for _, _, body, _ in given})
    spoken = _spoken(store, bodies)
    named = {
        word[:_BEGINNING]
        for (name,) in store.select(_NAMES % _values(bodies)).rows
        for word in str(name).casefold().split()
    }
    return {
        str(thing)
        for thing, text, body, date in given
        if not _comes_up(str(text), str(date), spoken[str(body)], named)
    }


def _comes_up(text: str, date: str, spoken: _Spoken, named: set[str]) -> bool:
    beginnings = {word[:_BEGINNING] for word in plain_words(text, spoken.language) if len(word) > 4} - named
    return any(
        spoken.last.get(beginning, "") > date and not (spoken.count[beginning] == spoken.documents >= _FEWEST)
        for beginning in beginnings
    )


def _spoken(store: Store, bodies: list[str]) -> dict[str, _Spoken]:
    """Read the minutes of bodies, each once, the oldest first."""
    found = {body: _Spoken() for body in bodies}
    for body, date, source, language in store.select(_TEXTS % _values(bodies)).rows:
        text = (store.source(str(source).rpartition("/")[2]) or b"").decode("utf-8", "replace")
        said = found[str(body)]
        said.language = str(language)
        said.documents += 1
        beginnings = {word[:_BEGINNING] for word in plain_words(text, said.language) if len(word) > 4}
        said.count.update(beginnings)
        said.last.update(dict.fromkeys(beginnings, str(date)))
    return found


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))
