"""Turns look-ups into things that pages walk: labels, values, who points here, and what proves it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from graphbuild.dataset import parts
from graphbuild.publishing.addresses import Addresses
from graphbuild.publishing.wording import Wording
from graphbuild.vocabulary import PREFIXES

_NUMBERS = re.compile(r"(\d+)")
_unescaped = json.JSONDecoder(strict=False).decode
_NAMES = ("skos:prefLabel", "foaf:name", "rdfs:label", "dcterms:title")
_KINDS = {
    "gov:Body": "body",
    "gov:Meeting": "meeting",
    "gov:AgendaItem": "item",
    "gov:Decision": "decision",
    "gov:Assignment": "assignment",
    "foaf:Person": "person",
    "org:Organization": "organisation",
    "skos:Concept": "focus-area",
    "gov:Case": "case",
    "gov:Minutes": "minutes",
    "gov:SourceText": "source",
    "gov:Change": "change",
    "gov:FactChange": "change",
}


@lru_cache(maxsize=1000)
def term(name: str) -> str:
    """Turn a prefixed name into its IRI (`gov:heldBy`); an IRI stays as it is."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def by_numbers(iri: str) -> tuple[object, ...]:
    """Turn an IRI into a key that sorts the numbers in it by their size."""
    return tuple(int(part) if index % 2 else part for index, part in enumerate(_NUMBERS.split(iri)))


@dataclass(frozen=True, slots=True)
class Text:
    """A literal: its characters and its language, if any."""

    value: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a source text, and the place of that text on the site."""

    exact: str
    place: str
    fragment: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What a fact rests on: quotes, and for an inference its rule and the things it was made from.

    `anchor` on the page `place` is where the IRI of this evidence leads.
    """

    place: str = ""
    anchor: str = ""
    quotes: tuple[Quote, ...] = ()
    rule: "Thing | None" = None
    basis: tuple["Thing", ...] = ()


class Lookups(Protocol):
    """What is looked up by IRI; lines are N-Triples, sorted: `lookup.Lookup`, or a store that answers."""

    def about(self, iri: str) -> list[str]:
        """Give the triples that a thing is the subject of."""
        ...

    def pointing(self, iri: str) -> list[str]:
        """Give the triples that a thing is the object of."""
        ...

    def of_class(self, iri: str) -> list[str]:
        """Name the things of a class that have a page of their own, sorted."""
        ...

    def each(self) -> Iterator[str]:
        """Name all things that have a page of their own, sorted."""
        ...


class Things:
    """The things of a site, each read once while it is near."""

    def __init__(self, lookup: Lookups, addresses: Addresses, wording: Wording, size: int = 5_000) -> None:
        """Hold the look-ups; `size` things are kept in memory."""
        self.lookup = lookup
        self.addresses = addresses
        self.wording = wording
        self.get = lru_cache(maxsize=size)(self._get)

    def _get(self, iri: str) -> "Thing":
        return Thing(iri, self)

    def of_class(self, name: str) -> list[str]:
        """Name the things of a class that have a page of their own, sorted."""
        return self.lookup.of_class(term(name))

    def each(self) -> Iterator[str]:
        """Name all things that have a page of their own, sorted."""
        return self.lookup.each()


class Thing:
    """One thing and what is said of it; values are texts or other things."""

    def __init__(self, iri: str, things: Things) -> None:
        """Name the thing; it is read when something is asked of it."""
        self.iri = iri
        self._things = things
        self._nodes: dict[str, list[Text | Thing]] = {}
        self._texts: dict[str, list[str]] = {}
        self._linked: dict[str, list[Thing]] = {}

    def __eq__(self, other: object) -> bool:
        """Two views of one thing are the same thing."""
        return isinstance(other, Thing) and other.iri == self.iri

    def __hash__(self) -> int:
        """Go by the IRI."""
        return hash(self.iri)

    # What it is called, and where it stands

    @cached_property
    def kind(self) -> str:
        """The kind of page it has."""
        return next((kind for name, kind in _KINDS.items() if self.is_a(name)), "part")

    def is_a(self, name: str) -> bool:
        """Tell whether it is of a class."""
        return f"<{term(name)}>" in self._tokens.get(term("rdf:type"), ())

    @cached_property
    def place(self) -> str:
        """The path of its page without ending; of the page it stands on, for a fragment."""
        return self._things.addresses.place(self.iri.partition("#")[0])

    @property
    def fragment(self) -> str:
        """The part of the IRI after `#`."""
        return self.iri.partition("#")[2]

    @property
    def is_ours(self) -> bool:
        """Whether it has a page on the site."""
        return self._things.addresses.covers(self.iri)

    @cached_property
    def order(self) -> tuple[object, ...]:
        """What sorts it among its like: numbers in the IRI by their size."""
        return by_numbers(self.iri)

    @cached_property
    def label(self) -> str:
        """Its name in the site's language, else in any; the end of the IRI where there is none."""
        named = next((text for name in _NAMES if (text := self.text(name))), "")
        return named or self._things.wording.term(self.iri) or re.split("[/#]", self.iri.rstrip("/#"))[-1]

    # What is said of it

    @cached_property
    def lines(self) -> list[str]:
        """The triples that it is the subject of, as sorted N-Triples lines."""
        return self._things.lookup.about(self.iri)

    @cached_property
    def lines_here(self) -> list[str]:
        """The triples that it is the object of, as sorted N-Triples lines."""
        return self._things.lookup.pointing(self.iri)

    @cached_property
    def _tokens(self) -> dict[str, list[str]]:
        """Its values as N-Triples tokens, by property."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            _, predicate, value = parts(line)
            found.setdefault(predicate[1:-1], []).append(value)
        return found

    @cached_property
    def _subjects(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in self.lines_here:
            subject, predicate, _ = parts(line)
            found.setdefault(predicate[1:-1], []).append(subject[1:-1])
        return found

    def other(self, iri: str) -> "Thing":
        """Give another thing of the same store."""
        return self._things.get(iri)

    def properties(self) -> Iterator[str]:
        """Name the properties that are said of it, sorted."""
        yield from self._tokens

    def nodes(self, name: str) -> list["Text | Thing"]:
        """Give all values of a property."""
        iri = term(name)
        known = self._nodes.get(iri)
        if known is None:
            known = self._nodes[iri] = [
                self._things.get(token[1:-1]) if token.startswith("<") else as_text(token)
                for token in self._tokens.get(iri, ())
            ]
        return known

    def values(self, name: str) -> list["str | Thing"]:
        """Give all values of a property: texts in one language, then things."""
        return [*self.texts(name), *self.things(name)]

    def text(self, name: str) -> str:
        """Give a property's text, the site's language first; empty where nothing is said."""
        texts = self.texts(name)
        return texts[0] if texts else ""

    def texts(self, name: str) -> list[str]:
        """Give a property's texts in one language: the site's, else none, else the first."""
        known = self._texts.get(name)
        if known is None:
            known = self._texts[name] = self._in_one_language(name)
        return known

    def _in_one_language(self, name: str) -> list[str]:
        by_language: dict[str, list[str]] = {}
        for node in self.nodes(name):
            if isinstance(node, Text):
                by_language.setdefault(node.language, []).append(node.value)
        for language in (self._things.wording.language, "", *sorted(by_language)):
            if language in by_language:
                return by_language[language]
        return []

    def number(self, name: str) -> int:
        """Give a property's whole number, 0 where nothing is said."""
        text = self.text(name)
        return int(text) if text.removeprefix("-").isdecimal() else 0

    def thing(self, name: str) -> "Thing | None":
        """Give the one thing that a property points to, the first of several."""
        found = self.things(name)
        return found[0] if found else None

    def things(self, name: str) -> list["Thing"]:
        """Give the things that a property points to, in alphabetical order."""
        known = self._linked.get(name)
        if known is None:
            found = (node for node in self.nodes(name) if isinstance(node, Thing))
            known = self._linked[name] = self._things.wording.sorted(found)
        return known

    def incoming(self, name: str, kind: str = "") -> list["Thing"]:
        """Give the things (of a class) whose property points here, in the order of their IRIs."""
        found: Iterable[Thing] = (self._things.get(iri) for iri in self._subjects.get(term(name), ()))
        if kind:
            found = (thing for thing in found if thing.is_a(kind))
        return sorted(found, key=lambda thing: thing.order)

    # What proves it

    @cached_property
    def statements(self) -> list["Thing"]:
        """The statements that prove single properties of it."""
        return self.incoming("rdf:subject")

    def proof(self, name: str = "", value: "Thing | None" = None) -> Proof:
        """Give what proves a property (with this value, else the first), or the thing as a whole."""
        return self.proof_by(self) if not name else self.proof_of(self, name, value)

    def proof_of(self, subject: "Thing", name: str, value: "Thing | None" = None) -> Proof:
        """Give what proves a property of another thing, from a statement named after this one if any."""
        wanted = value or next(iter(subject.nodes(name)), None)
        named_here = (each for each in subject.statements if each.iri.startswith(f"{self.iri}#"))
        for found in (named_here, subject.statements):
            for each in found:
                if each._proves(term(name), wanted):
                    return self.proof_by(each)
        return Proof()

    def _proves(self, predicate: str, value: "Text | Thing | None") -> bool:
        """Tell whether this statement is about this value of a property; one without a value is about all."""
        said = self.nodes("rdf:object")
        return self._things.get(predicate) in self.nodes("rdf:predicate") and (not said or value in said)

    def proof_by(self, source: "Thing") -> Proof:
        """Give what a statement, or a thing as a whole, rests on."""
        return source._own_proof

    @cached_property
    def _own_proof(self) -> Proof:
        quotes = (each.quote for each in self.nodes("prov:wasDerivedFrom") if isinstance(each, Thing))
        return Proof(
            self.place,
            self.fragment,
            tuple(sorted(quotes, key=lambda quote: (quote.place, quote.start, quote.end))),
            self.thing("gov:rule"),
            tuple(member for group in self.things("gov:basis") for member in group.things("prov:hadMember")),
        )

    @cached_property
    def quote(self) -> Quote:
        """This thing, a quote, as the words it holds and their place."""
        return Quote(
            self.text("gov:exact"),
            self.place,
            self.fragment,
            self.number("gov:start"),
            self.number("gov:end"),
        )


def as_text(token: str) -> Text:
    """Turn an N-Triples literal into its characters and language."""
    end = token.rindex('"') + 1
    value = _unescaped(token[:end]) if "\\" in token else token[1 : end - 1]
    return Text(value, token[end + 1 :] if token.startswith("@", end) else "")
