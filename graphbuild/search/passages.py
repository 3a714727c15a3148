"""Turns one document of a store into passages: headings, decisions, assignments, other sentences."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphbuild import languages
from graphbuild.languages import Language
from graphbuild.parsing.blocks import sentences_of
from graphbuild.search.values import ASSIGNMENT, DECISION, ITEM, KINDS, TEXT, Cut, Passage
from graphbuild.store import Store

DEFAULT_LANGUAGE = "sv"

_MEETING = """
SELECT ?date ?body ?file ?language WHERE { GRAPH <%s> {
  ?source a gov:SourceText ; rdfs:label ?file .
  OPTIONAL { ?source dcterms:language ?language }
  OPTIONAL {
    ?meeting a gov:Meeting .
    OPTIONAL { ?meeting schema:startDate ?date }
    OPTIONAL { ?meeting gov:heldBy ?body }
  }
} }
"""
_FACTS = """
SELECT ?type ?thing ?item ?number ?start ?end WHERE { GRAPH <%s> {
  VALUES ?type { gov:AgendaItem gov:Decision gov:Assignment gov:Signature }
  ?thing a ?type ; prov:wasDerivedFrom ?quote .
  ?quote gov:start ?start ; gov:end ?end .
  OPTIONAL { ?thing gov:item ?item }
  OPTIONAL { ?thing gov:number ?number }
} }
"""
_KINDS = {"AgendaItem": ITEM, "Decision": DECISION, "Assignment": ASSIGNMENT}
_MARKS = re.compile(r"[\s#*_>|•–-]*(?:\d{1,2}[.)]\s)?\s*")
"""What may stand before a text to mark it up, or to number it."""
_NEW_BLOCK = re.compile(r"\s*(?:[#>|•*]|[-–]\s|\d{1,2}[.)]\s|[a-z]\)\s)")


@dataclass(frozen=True, slots=True)
class _Fact:
    kind: str
    iri: str
    item: str | None
    number: str | None
    start: int
    end: int


def cut(store: Store, document: str) -> Cut | None:
    """Cut a document of the graph into passages; None where graph or source text is not there."""
    graph = store.names.graph(document)
    about = store.select(_MEETING % graph).rows
    content = store.source(document)
    if not about or content is None:
        return None
    date, body, file, told = (None if cell is None else str(cell) for cell in about[0])
    language = told if told in languages.available() else DEFAULT_LANGUAGE
    text = content.decode("utf-8", "replace")
    facts, signatures = _facts(store, graph)
    passages = tuple(_passages(text, facts, signatures, language))
    return Cut(date, body, file or document, language, passages)


def _facts(store: Store, graph: str) -> tuple[list[_Fact], list[int]]:
    """The items, decisions and assignments in the order of the text, and where signatures stand."""
    facts, signatures = [], []
    for kind, thing, item, number, start, end in store.select(_FACTS % graph).rows:
        assert isinstance(start, int) and isinstance(end, int)
        name = str(kind).rpartition("#")[2]
        if name not in _KINDS:
            signatures.append(start)
            continue
        of = str(item) if item is not None else None
        facts.append(_Fact(_KINDS[name], str(thing), of, None if number is None else str(number), start, end))
    facts.sort(key=lambda fact: (fact.start, fact.end, KINDS.index(fact.kind), fact.iri))
    return facts, sorted(signatures)


def _passages(text: str, facts: list[_Fact], signatures: list[int], code: str) -> Iterator[Passage]:
    items = [fact for fact in facts if fact.kind == ITEM]
    titles = {fact.iri: (fact.number, _shown(text[fact.start : fact.end])) for fact in items}
    tasks = [fact for fact in facts if fact.kind == ASSIGNMENT]
    for fact in facts:
        number, title = titles.get(fact.item or "", (None, ""))
        again = fact.kind == DECISION and any(_overlap(fact, task) for task in tasks)
        own = fact.iri if fact.kind == ITEM else fact.item
        yield Passage(
            fact.kind,
            text[fact.start : fact.end],
            fact.start,
            fact.end,
            fact.iri,
            own,
            fact.number if fact.kind == ITEM else number,
            title,
            again,
        )
    for item, start, end in _extents(text, items, facts, signatures):
        number, title = titles[item] if item else (None, "")
        for place in _gaps(start, end, facts):
            for first, last in _sentences(text, *place, code):
                yield Passage(TEXT, text[first:last], first, last, None, item, number, title)


def _extents(
    text: str, items: list[_Fact], facts: list[_Fact], signatures: list[int]
) -> Iterator[tuple[str | None, int, int]]:
    """The running text of each item: up to the next one, the last one's up to the signatures.

    The front page is not among it, nor a list of contents; minutes without items are one text.
    """
    if not items:
        yield None, 0, len(text)
        return
    last = max(fact.end for fact in facts)
    signed = next((text.rfind("\n", 0, place) + 1 for place in signatures if place >= last), len(text))
    ends = [*(item.start for item in items[1:]), max(signed, last)]
    for item, end in zip(items, ends, strict=True):
        yield item.iri, item.end, end


def _gaps(start: int, end: int, facts: Iterable[_Fact]) -> Iterator[tuple[int, int]]:
    """What lies between the facts of a stretch of text."""
    for fact in facts:
        if fact.end <= start or fact.start >= end:
            continue
        if fact.start > start:
            yield start, fact.start
        start = max(start, fact.end)
    if start < end:
        yield start, end


def _sentences(text: str, start: int, end: int, code: str) -> Iterator[tuple[int, int]]:
    """Cut running text into sentences that hold words."""
    language = languages.load(code)
    for first, last in _blocks(text, start, end, language):
        # Line ends become blanks one for one, so that places stay.
        block = text[first:last].replace("\n", " ").replace("\r", " ")
        for sentence in sentences_of(block, block.lower(), language):
            begin = first + sentence.start
            mark = _MARKS.match(text, begin, first + sentence.end)
            begin = mark.end() if mark else begin
            stop = begin + len(text[begin : first + sentence.end].rstrip(" \n\r|*"))
            if any(sign.isalnum() for sign in text[begin:stop]):
                yield begin, stop


def _blocks(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Paragraphs, rows and entries: lines that go on from one another are one; headings of sections are
    none.
    """
    first = place = start
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip(" #*:\n\r\t").lower()
        heading = line.lstrip().startswith("#")
        label = bare in language.sections
        if (not bare or heading or label or _NEW_BLOCK.match(line)) and place > first:
            yield first, place
            first = place
        place += len(line)
        if heading and bare and not label:
            yield first, place
        if not bare or heading or label:
            first = place
    if place > first:
        yield first, place


def _overlap(one: _Fact, other: _Fact) -> bool:
    return one.start < other.end and other.start < one.end


def _shown(text: str) -> str:
    return " ".join(text.split())
