"""Answers a question: the passages that fit it best, with their meeting, item and place in the source."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphbuild import ntriples
from graphbuild.search.index import Index
from graphbuild.search.question import OWN, Expression, Question, expression, marks
from graphbuild.search.values import ITEM
from graphbuild.stemming import words
from graphbuild.store import Store
from graphbuild.table import Cell, Table

COLUMNS = (
    *("date", "body", "rank", "item", "title", "kind", "sentence", "source", "start", "end", "score"),
    *("fact_iri", "item_iri", "body_iri", "source_iri"),
)
"""`rank` 1 is the best; `start` and `end` are characters of the source; a higher `score` fits better."""
_FOUND = """
SELECT d.date, d.body, p.item, p.title, p.kind, p.text, d.file, p.start, p."end", t.score, p.iri, p.item_iri,
  d.document, d.language
FROM ({ranked}) AS t JOIN passages AS p ON p.id = t.id JOIN documents AS d ON d.id = p.document
ORDER BY t.score, d.date DESC, d.document, p.start, p.id
"""
_EXACT = 2.0
"""How much more the very words count than compounds of them, which weigh much because they are rare."""
_BODIES = """
SELECT ?body ?name WHERE {{ ?body a gov:Body ; rdfs:label ?name . {values} }} ORDER BY ?body ?name
"""
_PERSON = """
SELECT DISTINCT ?thing WHERE {{
  VALUES ?asked {{ {asked} }}
  ?person a foaf:Person ; (rdfs:label|skos:altLabel) ?name .
  FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?asked)) || STR(?person) = ?asked)
  {{ ?thing gov:assignee ?person }} UNION {{ ?thing gov:concerns ?person }}
  UNION {{ ?thing gov:mentions ?person }}
  UNION {{ ?presentation a gov:Presentation ; gov:person ?person ; gov:item ?thing }}
}}
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; `since` and `until` are ISO dates, both included."""

    body: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    person: str | None = None


ALL = Filters()


@dataclass(frozen=True, slots=True)
class Findings:
    """The best passages as rows of `COLUMNS`, the words to mark in each sentence, and how many fit in all."""

    table: Table
    marked: tuple[tuple[str, ...], ...]
    total: int


def find(store: Store, index: Index, question: Question, filters: Filters = ALL, limit: int = 20) -> Findings:
    """Find the passages that answer a question, the best first."""
    asked = expression(question, index, filters.kind)
    narrowed = _narrowed(store, index, filters) if asked is not None else None
    if asked is None or narrowed is None:
        return Findings(Table(COLUMNS, ()), (), 0)
    where, values = narrowed
    fits = f"SELECT {{what}} FROM terms WHERE terms MATCH ?{where}"
    counted = index.run(fits.format(what="count(*)"), asked.match, *values)
    total = int(str(counted[0][0]))
    exact = "rowid IN (SELECT rowid FROM terms WHERE terms MATCH ?)" if asked.exact else "? <> ''"
    what = f"rowid AS id, rank * CASE WHEN {exact} THEN {_EXACT} ELSE 1 END AS score"
    ranked = f"{fits.format(what=what)} ORDER BY score LIMIT {limit}"
    rows = index.run(_FOUND.format(ranked=ranked), asked.exact, asked.match, *values) if total else []
    names = _names(store, {str(row[1]) for row in rows if row[1]})
    return Findings(
        Table(COLUMNS, tuple(_row(store, place, row, names) for place, row in enumerate(rows, start=1))),
        tuple(_marked(row, asked) for row in rows),
        total,
    )


def _row(store: Store, place: int, row: Sequence[object], names: dict[str, str]) -> tuple[Cell, ...]:
    date, body, item, title, kind, text, file, start, end, score, iri, item_iri, document, _ = row
    heading = " ".join(str(text).split()) if kind == ITEM else _told(title)
    return (
        *(_told(date), names.get(str(body)), place, _told(item), heading, str(kind)),
        *(
            " ".join(str(text).split()),
            str(file),
            int(str(start)),
            int(str(end)),
            round(-float(str(score)), 3),
        ),
        *(_told(iri), _told(item_iri), _told(body)),
        f"{store.names.source(str(document))}#char={start},{end}",
    )


def _told(cell: object) -> str | None:
    return str(cell) if cell is not None and cell != "" else None


def _marked(row: Sequence[object], asked: Expression) -> tuple[str, ...]:
    text, code = str(row[5]), str(row[13])
    return tuple(text[start:end] for start, end in marks(text, code, asked))


def _narrowed(store: Store, index: Index, filters: Filters) -> tuple[str, list[object]] | None:
    """The condition on passages that filters make, with its values; None where nothing can fit."""
    documents, values = [], []
    if filters.since is not None:
        documents.append("date >= ?")
        values.append(filters.since)
    if filters.until is not None:
        documents.append("date <= ?")
        values.append(filters.until)
    if filters.body is not None:
        bodies = _bodies(store, filters.body)
        if not bodies:
            return None
        documents.append(f"body IN ({', '.join('?' * len(bodies))})")
        values += bodies
    where, told = "", list[object](values)
    if documents:
        within = f"SELECT id FROM documents WHERE {' AND '.join(documents)}"
        # The plus has the words looked up once, and not once for each passage of those documents.
        where = f" AND +rowid IN (SELECT id FROM passages WHERE document IN ({within}))"
    if filters.person is not None:
        _tie(store, index, filters)
        where += " AND +rowid IN (SELECT id FROM tied)"
    return where, told


def _bodies(store: Store, asked: str) -> list[str]:
    """The bodies of a name, or of an IRI."""
    rows = store.select(_BODIES.format(values="")).rows
    return sorted(
        {str(body) for body, name in rows if asked.casefold() in str(name).casefold() or asked == body}
    )


def _names(store: Store, bodies: set[str]) -> dict[str, str]:
    if not bodies:
        return {}
    values = f"VALUES ?body {{ {' '.join(f'<{body}>' for body in sorted(bodies))} }}"
    rows = store.select(_BODIES.format(values=values)).rows
    return {str(body): str(name) for body, name in reversed(rows)}


def _tie(store: Store, index: Index, filters: Filters) -> None:
    """List the passages that have to do with a person: named in them, or by the graph.

    By the graph are an assignment of theirs, a decision about them, and the items that they present or are
    mentioned in.
    """
    person = filters.person or ""
    index.run("CREATE TEMP TABLE IF NOT EXISTS tied (id INTEGER PRIMARY KEY)")
    index.run("DELETE FROM tied")
    things = store.select(_PERSON.format(asked=ntriples.plain(person))).rows
    index.run_many(
        "INSERT OR IGNORE INTO tied SELECT id FROM passages WHERE iri=? "
        "UNION SELECT id FROM passages WHERE item_iri=?",
        ((str(thing), str(thing)) for (thing,) in things),
    )
    for code in index.languages():
        name = " AND ".join(f'"{word.stem}"' for word in words(person, code))
        if name:
            match = f"{{{' '.join(OWN[None])} again}} : ({name})"
            index.run("INSERT OR IGNORE INTO tied SELECT rowid FROM terms WHERE terms MATCH ?", match)
