"""Turns what documents say of people, bodies and organisations into what it is under the IRIs that stay.

A renaming is a function of lines: the same lines under the same renaming give the same lines. Nothing is
lost by it, for the lines as the documents say them are kept, so that another renaming starts from them.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphbuild import ntriples
from graphbuild.joining.groups import Identity
from graphbuild.store.quads import joined
from graphbuild.store.records import DocumentRecord
from graphbuild.vocabulary import (
    ALT_LABEL,
    BODY,
    CONCEPT,
    IS_REPLACED_BY,
    LABEL,
    MAY_BE,
    NAME,
    ORGANIZATION,
    PERSON,
    A,
)

_TYPES = (PERSON, BODY, CONCEPT, ORGANIZATION)


@dataclass(frozen=True, slots=True)
class Renaming:
    """Who is known under another IRI: `people` and `organisations` by IRI, `bodies` by slug.

    The identities of bodies hold slugs; those of organisations hold no name: each keeps its own.
    """

    base: str
    people: Mapping[str, Identity] = field(default_factory=dict)
    bodies: Mapping[str, Identity] = field(default_factory=dict)
    organisations: Mapping[str, Identity] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether everybody is known as themselves."""
        return not (self.people or self.bodies or self.organisations)

    def token(self, token: str) -> str:
        """Give the token of an IRI for the one that stays; any other token as it is."""
        if not token.startswith(f"<{self.base}"):
            return token
        kind, _, rest = token[len(self.base) + 1 : -1].partition("/")
        if kind in ("person", "organisation"):
            known = self.people if kind == "person" else self.organisations
            who = known.get(token[1:-1])
            return f"<{who.iri}>" if who else token
        if kind == "body" and rest in self.bodies:
            return f"<{self.base}body/{self.bodies[rest].iri}>"
        if kind == "focus-area" and self.bodies:
            slug, _, area = rest.partition("/")
            return f"<{self.base}focus-area/{self.bodies[slug].iri}/{area}>" if slug in self.bodies else token
        return token

    def name(self, token: str) -> str:
        """Give the name under which a renamed person or body is known; empty for anything else."""
        kind, _, rest = token[len(self.base) + 1 : -1].partition("/")
        who = self.people.get(token[1:-1]) if kind == "person" else None
        who = self.bodies.get(rest) if kind == "body" else who
        return who.name if who else ""


def own(naming: str, renaming: Renaming) -> set[str]:
    """Rename the lines of a document's graph that name somebody (see `statements.naming`)."""
    lines = [line for line in naming.split("\n") if line]
    if renaming.is_empty:
        return set(lines)
    ends: dict[str, set[str]] = {}
    renamed = []
    for line in lines:
        head, value, graph = _parts(line)
        new = renaming.token(value)
        renamed.append((head, new, graph))
        if new.startswith(f"<{renaming.base}person/"):
            ends.setdefault(head.partition(" ")[0], set()).add(new)
    # Whoever may be somebody, and is, is no longer a question.
    answered = {thing for thing, who in ends.items() if thing.endswith("#mayBe>") and len(who) == 1}
    return {
        f"{head} {value} {graph}" for head, value, graph in renamed if head.partition(" ")[0] not in answered
    }


def shared(lines: str, renaming: Renaming) -> set[str]:
    """Rename the lines of the shared graph that a document says."""
    said = {line for line in lines.split("\n") if line}
    if renaming.is_empty:
        return said
    return {new for line in said for new in _shared(line, renaming)}


def _shared(line: str, renaming: Renaming) -> Iterator[str]:
    head, value, graph = _parts(line)
    thing, _, term = head.partition(" ")
    stays, new = renaming.token(thing), renaming.token(value)
    if term == MAY_BE and stays == new:
        return
    if stays == thing:
        yield f"{head} {new} {graph}"
    elif term == A and value in _TYPES:
        yield f"{thing} {IS_REPLACED_BY} {stays} {graph}"
        if value == CONCEPT:
            yield f"{stays} {A} {value} {graph}"
    elif (name := renaming.name(thing)) or "/organisation/" in thing:
        yield from _described(thing, stays, term, new, graph, ntriples.plain(name))
    else:
        yield f"{stays} {term} {new} {graph}"


def _described(thing: str, stays: str, term: str, value: str, graph: str, name: str) -> Iterator[str]:
    """What is said of whoever is known under another name: their own becomes another name."""
    if term not in (NAME, LABEL):
        yield f"{stays} {term} {value} {graph}"
        return
    if value != name and not value.startswith(f"{name}@"):
        yield f"{stays} {ALT_LABEL} {value} {graph}"
    if "/body/" in thing or "/organisation/" in thing:
        yield f"{thing} {term} {value} {graph}"


def revision(record: DocumentRecord, renaming: Renaming) -> str:
    """Give a key of what a document's graph says: which document, read how, naming whom under which IRIs."""
    return revision_of(record, joined(own(record.naming, renaming)))


def revision_of(record: DocumentRecord, named: str) -> str:
    """Give the key by the lines that name somebody under the IRIs that stay, sorted."""
    said = [record.document, record.parser_version, *record.names, named]
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:32]


def _parts(line: str) -> tuple[str, str, str]:
    """Part a quad into subject with predicate, object, and graph with its full stop."""
    rest, graph, stop = line.rsplit(" ", 2)
    first, second, value = rest.split(" ", 2)
    return f"{first} {second}", value, f"{graph} {stop}"
