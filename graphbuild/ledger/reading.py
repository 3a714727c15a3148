"""Takes a body's assignments, and what may report on them, from the store."""

import re
from dataclasses import dataclass, field
from functools import partial

from graphbuild.store import EmbeddedStore
from graphbuild.table import Cell

_PLACE = """
  ?meeting gov:heldBy <{body}> ; schema:startDate ?date .
  ?item gov:meeting ?meeting ; dcterms:title ?title .
  OPTIONAL {{ ?item gov:case ?case }}
  OPTIONAL {{ ?item gov:focusArea ?area }}
"""
_ASSIGNMENTS = f"""
SELECT ?thing ?date ?item ?title ?case ?area ?text ?language ?quote ?who ?period WHERE {{{{{_PLACE}
  ?thing gov:item ?item ; a gov:Assignment ; schema:text ?text ; prov:wasDerivedFrom ?quote .
  BIND(LANG(?text) AS ?language)
  OPTIONAL {{{{ ?thing gov:assignee/rdfs:label ?who }}}}
  OPTIONAL {{{{
    ?proof rdf:subject ?thing ; rdf:predicate gov:due ; prov:wasDerivedFrom/gov:exact ?period
  }}}}
}}}} ORDER BY ?date ?thing ?who
"""
_FOLLOW_UPS = f"""
SELECT ?thing ?date ?item ?title ?case ?area ?text ?language ?quote ?status WHERE {{{{{_PLACE}
  ?thing gov:item ?item ; a gov:FollowUp ; gov:status ?status ;
    schema:text ?text ; prov:wasDerivedFrom ?quote .
  BIND(LANG(?text) AS ?language)
}}}} ORDER BY ?date ?thing
"""
_DECISIONS = f"""
SELECT ?thing ?date ?item ?title ?case ?area ?text ?language ?quote ?status WHERE {{{{{_PLACE}
  VALUES (?type ?status) {{{{
    (gov:filed gov:reported) (gov:noted gov:reported) (gov:adoption gov:reported) (gov:deferral gov:delayed)
  }}}}
  ?thing gov:item ?item ; a gov:Decision ; gov:decisionType ?type ;
    schema:text ?text ; prov:wasDerivedFrom ?quote .
  BIND(LANG(?text) AS ?language)
}}}} ORDER BY ?date ?thing
"""
_QUOTE = re.compile(r"/source/(?P<document>[0-9a-f]+)#char=(?P<start>\d+),(?P<end>\d+)$")
_HEADING = 90


@dataclass(frozen=True, slots=True)
class Words:
    """Where something was said, and in which words."""

    iri: str
    date: str
    item: str
    title: str
    case: str | None
    area: str | None
    text: str
    language: str
    quote: str


@dataclass(frozen=True, slots=True)
class Given(Words):
    """An assignment: who has it, and the words that say when it is due."""

    assignees: tuple[str, ...] = ()
    due: str = ""


@dataclass(frozen=True, slots=True)
class Report(Words):
    """What may tell how an assignment went; `context` is its paragraph and the heading above."""

    status: str = ""
    context: str = ""
    is_decision: bool = field(default=False)


def assignments_of(store: EmbeddedStore, body: str) -> list[Given]:
    """Take a body's assignments, by date."""
    rows: dict[str, list[tuple[Cell, ...]]] = {}
    for row in store.select(_ASSIGNMENTS.format(body=body)).rows:
        rows.setdefault(str(row[0]), []).append(row)
    return [
        Given(
            *_words(of[0]),
            assignees=tuple(sorted({str(row[9]) for row in of if row[9]})),
            due=str(of[0][10] or ""),
        )
        for of in rows.values()
    ]


def reports_of(store: EmbeddedStore, body: str) -> list[Report]:
    """Take what may report on them, by date: follow-ups, and decisions."""
    context = partial(_context, store, {})
    found = {}
    for query, is_decision in ((_FOLLOW_UPS, False), (_DECISIONS, True)):
        for row in store.select(query.format(body=body)).rows:
            words = _words(row)
            status = str(row[9]).rpartition("#")[2]
            said = words[6] if is_decision else context(words[8], words[6])
            found[words[0]] = Report(*words, status=status, context=said, is_decision=is_decision)
    return sorted(found.values(), key=lambda report: (report.date, report.iri))


def _words(row: tuple[Cell, ...]) -> tuple[str, str, str, str, str | None, str | None, str, str, str]:
    thing, date, item, title, case, area, text, language, quote = (
        None if cell is None else str(cell) for cell in row[:9]
    )
    return (
        thing or "", date or "", item or "", title or "", case, area, text or "", language or "", quote or ""
    )  # fmt: skip


def _context(store: EmbeddedStore, texts: dict[str, str], quote: str, text: str) -> str:
    """Give a sentence with what stands before it in its paragraph, and a heading right above."""
    place = _QUOTE.search(quote)
    if place is None:
        return text
    document = place["document"]
    if document not in texts:
        texts[document] = (store.source(document) or b"").decode("utf-8", "replace")
    before = texts[document][: int(place["start"])]
    paragraphs = re.split(r"\n[ \t]*\n", before)
    paragraph = paragraphs[-1]
    above = paragraphs[-2].strip() if len(paragraphs) > 1 else ""
    heading = above if "\n" not in above and len(above) <= _HEADING else ""
    return f"{heading} {paragraph} {text}"
