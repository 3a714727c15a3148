"""Takes a body's assignments, and what may report on them, from the store."""

import re
from dataclasses import dataclass, field
from functools import partial

from graphbuild.store import EmbeddedStore
from graphbuild.table import Cell

# What must be there is asked for first and OPTIONAL last, and nothing is asked by VALUES: only so does the
# engine go from a body's meetings to their items, and not through all that the store holds.
_ITEMS = "?meeting gov:heldBy <{body}> . ?item gov:meeting ?meeting . ?thing gov:item ?item"
_SAID = f"""{_ITEMS} ; a gov:{{kind}} ; schema:text ?text ; prov:wasDerivedFrom ?quote .
  ?meeting schema:startDate ?date . ?item dcterms:title ?title ."""
_REST = """BIND(LANG(?text) AS ?language)
  OPTIONAL {{ ?item gov:case ?case }}
  OPTIONAL {{ ?item gov:focusArea ?area }}"""
_COLUMNS = "?thing ?date ?item ?title ?case ?area ?text ?language ?quote"
_ASSIGNMENTS = f"SELECT {_COLUMNS} WHERE {{{{ {_SAID} {_REST} }}}} ORDER BY ?date ?thing ?quote"
_ASSIGNEES = f"SELECT ?thing ?who WHERE {{{{ {_ITEMS} ; gov:assignee/rdfs:label ?who }}}}"
_DUES = f"""SELECT ?thing ?period WHERE {{{{ {_ITEMS} ; gov:due ?due .
  ?proof rdf:subject ?thing ; rdf:predicate gov:due ; prov:wasDerivedFrom/gov:exact ?period }}}}"""
_FOLLOW_UPS = f"""SELECT {_COLUMNS} ?status WHERE {{{{ {_SAID} ?thing gov:status ?status . {_REST} }}}}
ORDER BY ?date ?thing ?quote"""
_DECISIONS = f"""SELECT {_COLUMNS} ?type WHERE {{{{ {_SAID} ?thing gov:decisionType ?type .
  FILTER(?type IN (gov:filed, gov:noted, gov:adoption, gov:deferral)) {_REST} }}}}
ORDER BY ?date ?thing ?quote"""
_REPORTS = {"filed": "reported", "noted": "reported", "adoption": "reported", "deferral": "delayed"}
"""What a type of decision reports on an assignment that it is about."""
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
    who: dict[str, set[str]] = {}
    for thing, name in _rows(store, _ASSIGNEES, body):
        who.setdefault(str(thing), set()).add(str(name))
    due: dict[str, str] = {}
    for thing, period in sorted((str(thing), str(period)) for thing, period in _rows(store, _DUES, body)):
        due.setdefault(thing, period)
    found: dict[str, Given] = {}
    for row in _rows(store, _ASSIGNMENTS, body, "Assignment"):
        words = _words(row)
        given = Given(*words, assignees=tuple(sorted(who.get(words[0], ()))), due=due.get(words[0], ""))
        found.setdefault(words[0], given)
    return list(found.values())


def reports_of(store: EmbeddedStore, body: str) -> list[Report]:
    """Take what may report on them, by date: follow-ups, and decisions."""
    context = partial(_context, store, {})
    found: dict[str, Report] = {}
    for row in _rows(store, _FOLLOW_UPS, body, "FollowUp"):
        words, status = _words(row), str(row[9]).rpartition("#")[2]
        found.setdefault(words[0], Report(*words, status=status, context=context(words[8], words[6])))
    for row in _rows(store, _DECISIONS, body, "Decision"):
        words, status = _words(row), _REPORTS[str(row[9]).rpartition("#")[2]]
        found.setdefault(words[0], Report(*words, status=status, context=words[6], is_decision=True))
    return sorted(found.values(), key=lambda report: (report.date, report.iri))


def _rows(store: EmbeddedStore, query: str, body: str, kind: str = "") -> tuple[tuple[Cell, ...], ...]:
    return store.select(query.format(body=body, kind=kind)).rows


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
