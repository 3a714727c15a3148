"""Turns the statements of one graph into things with properties, which dialects are written from."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from graphbuild import vocabulary as v
from graphbuild.dataset import Dataset, parts

Literal = tuple[str, str, str]
"""The text of a literal, its language (or nothing), its datatype's IRI (or nothing)."""


def literal(token: str) -> Literal:
    """Take the N-Triples token of a literal apart."""
    end = token.rindex('"') + 1
    text, tail = json.loads(token[:end]), token[end:]
    if tail.startswith("@"):
        return text, tail[1:], ""
    return text, "", tail[3:-1]


@dataclass(frozen=True, slots=True)
class Thing:
    """What one graph says of a thing; properties are named by the tokens of `vocabulary`."""

    iri: str
    said: Mapping[str, list[str]]

    def iris(self, predicate: str) -> list[str]:
        """Give the things that a property names, sorted."""
        return [token[1:-1] for token in self.said.get(predicate, ()) if token.startswith("<")]

    def iri_of(self, predicate: str) -> str | None:
        """Give the first thing that a property names."""
        return next(iter(self.iris(predicate)), None)

    def text(self, predicate: str) -> str | None:
        """Give a property's text, in the minutes' own language before English, which is a translation."""
        found = [literal(token) for token in self.said.get(predicate, ()) if token.startswith('"')]
        found.sort(key=lambda one: (one[1] == "en", one))
        return found[0][0] if found else None

    def number(self, predicate: str) -> int | None:
        """Give a property's whole number; None where it is none."""
        text = self.text(predicate)
        return int(text) if text is not None and text.removeprefix("-").isdecimal() else None


class Things:
    """The things of one graph, by IRI, class, and what they belong to."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Read sorted N-Triples lines."""
        said: dict[str, dict[str, list[str]]] = {}
        for line in lines:
            subject, predicate, value = parts(line)
            said.setdefault(subject[1:-1], {}).setdefault(predicate, []).append(value)
        self._things = {iri: Thing(iri, properties) for iri, properties in said.items()}
        self._classes: dict[str, list[Thing]] = {}
        for thing in self._things.values():
            for name in thing.said.get(v.A, ()):
                self._classes.setdefault(name, []).append(thing)

    @classmethod
    def shared(cls, dataset: Dataset) -> Self:
        """Read the graph of what many documents name: people, bodies, organisations, cases."""
        name = f"{dataset.new_base}graph/shared"
        return cls(dataset.graph(name) if name in dataset.graphs() else ())

    def __getitem__(self, iri: str) -> Thing:
        """Give a thing; one of which nothing is said has no properties."""
        return self._things.get(iri) or Thing(iri, {})

    def of_class(self, name: str) -> list[Thing]:
        """Give the things of a class, by IRI."""
        return self._classes.get(name, [])

    def belonging(self, name: str, predicate: str) -> dict[str, list[Thing]]:
        """Give the things of a class by what one of their properties names."""
        found: dict[str, list[Thing]] = {}
        for thing in self.of_class(name):
            for owner in thing.iris(predicate):
                found.setdefault(owner, []).append(thing)
        return found


def meetings(dataset: Dataset, graphs: Iterable[str] | None = None) -> Iterator[tuple[Thing, Things]]:
    """Go through the meetings of all graphs, or of some: each with what its document says."""
    start = f"{dataset.new_base}graph/"
    for name in dataset.graphs() if graphs is None else graphs:
        if "/" in name.removeprefix(start) or name == f"{start}shared":
            continue
        things = Things(dataset.graph(name))
        for meeting in things.of_class(v.MEETING):
            yield meeting, things


def graphs_by_body(dataset: Dataset) -> dict[str, list[str]]:
    """Give the graphs that tell of meetings of each body, in one pass."""
    found: dict[str, list[str]] = {}
    for graph in dataset.graphs():
        for meeting, _ in meetings(dataset, [graph]):
            for body in meeting.iris(v.HELD_BY):
                found.setdefault(body, []).append(graph)
    return found


def items_of(things: Things, meeting: Thing) -> list[Thing]:
    """Give a meeting's agenda items in their order."""
    found = things.belonging(v.AGENDA_ITEM, v.OF_MEETING).get(meeting.iri, [])
    return sorted(found, key=lambda item: (item.number(v.ORDER) or 0, item.iri))


def local_name(iri: str) -> str:
    """Give what stands after the last `#` or `/` of an IRI: the name of one of our concepts."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
