"""Finds in the quads of a document's graph what search cuts a text by: items, decisions, assignments, …

The same lines give the same whoever asks: a worker that has just stated a document, or a build that reads
its graph back from the store.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from graphbuild.search.values import ASSIGNMENT, DECISION, ITEM, KINDS
from graphbuild.vocabulary import AGENDA_ITEM as _AGENDA_ITEM
from graphbuild.vocabulary import ASSIGNMENT as _ASSIGNMENT
from graphbuild.vocabulary import DECISION as _DECISION
from graphbuild.vocabulary import (
    DERIVED_FROM,
    END,
    HELD_BY,
    LABEL,
    LANGUAGE,
    MEETING,
    NUMBER,
    OF_ITEM,
    SIGNATURE,
    SOURCE_TEXT,
    START,
    START_DATE,
    A,
)

_KINDS = {_AGENDA_ITEM: ITEM, _DECISION: DECISION, _ASSIGNMENT: ASSIGNMENT}
_TYPES = {*_KINDS, SIGNATURE, SOURCE_TEXT, MEETING}
_TERMS = {A, DERIVED_FROM, OF_ITEM, NUMBER, START, END, LABEL, LANGUAGE, START_DATE, HELD_BY}
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_Values = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Fact:
    """An item, a decision or an assignment, and where it stands in the text, in characters."""

    kind: str
    iri: str
    item: str | None
    number: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """What search wants of a graph; `signatures` are the places where they begin."""

    date: str | None
    body: str | None
    file: str | None
    language: str | None
    facts: tuple[Fact, ...]
    signatures: tuple[int, ...]


def stated(lines: Iterable[str]) -> Stated | None:
    """Read lines of N-Quads or N-Triples of one document's graph; None where they tell of no source text."""
    things: dict[str, set[str]] = defaultdict(set)
    values: _Values = defaultdict(dict)
    for line in lines:
        if not line:
            continue
        thing, term, value = line.split(" ", 2)
        if term not in _TERMS:
            continue
        if term != A:
            values[term].setdefault(thing, []).append(value)
        elif (kind := value.partition(" ")[0]) in _TYPES:
            things[kind].add(thing)
    if not things[SOURCE_TEXT]:
        return None
    found = ((name, thing) for kind, name in _KINDS.items() for thing in things[kind])
    facts = [fact for name, thing in found for fact in _facts(name, thing, values)]
    facts.sort(key=lambda fact: (fact.start, fact.end, KINDS.index(fact.kind), fact.iri, str(fact.item)))
    signed = [place for thing in things[SIGNATURE] for place, _ in _places(thing, values)]
    return Stated(
        date=_first(things[MEETING], values[START_DATE]),
        body=_first(things[MEETING], values[HELD_BY]),
        file=_first(things[SOURCE_TEXT], values[LABEL]),
        language=_first(things[SOURCE_TEXT], values[LANGUAGE]),
        facts=tuple(facts),
        signatures=tuple(sorted(signed)),
    )


def _facts(kind: str, thing: str, values: _Values) -> list[Fact]:
    items, numbers = (values[term].get(thing, [""]) for term in (OF_ITEM, NUMBER))
    return [
        Fact(kind, thing[1:-1], _word(item) or None, _word(number) or None, *place)
        for item, number, place in product(items, numbers, _places(thing, values))
    ]


def _places(thing: str, values: _Values) -> list[tuple[int, int]]:
    """From where to where the quotes go that a thing was read from."""
    quotes = (quote.partition(" ")[0] for quote in values[DERIVED_FROM].get(thing, ()))
    starts, ends = values[START], values[END]
    return [
        (int(_word(start)), int(_word(end)))
        for quote in quotes
        for start, end in product(starts.get(quote, ()), ends.get(quote, ()))
    ]


def _first(things: set[str], values: dict[str, list[str]]) -> str | None:
    """The value of the first thing that has one."""
    return next((_word(min(values[thing])) for thing in sorted(things) if thing in values), None)


def _word(value: str) -> str:
    """What an IRI or a literal at the beginning of the rest of a line says."""
    if value.startswith("<"):
        return value[1 : value.index(">")]
    literal = _LITERAL.match(value)
    if literal is None:
        return ""
    return literal[1] if "\\" not in literal[1] else _ESCAPE.sub(_unescaped, literal[1])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _PLAIN.get(match[3], match[3])
