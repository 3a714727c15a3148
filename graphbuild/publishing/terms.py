"""Turns the ontology, its alignments and its shapes into what a page tells of each term, in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from graphbuild.publishing.wording import Wording
from graphbuild.resources import resource
from graphbuild.shapes import read_shapes
from graphbuild.vocabulary import GOV, OWL, PREFIXES, RDF, RDFS, SKOS

ITSELF = GOV.rstrip("#")
_KINDS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "property",
    f"{OWL}DatatypeProperty": "property",
    f"{SKOS}ConceptScheme": "scheme",
    f"{SKOS}Concept": "concept",
}
_RELATIONS = {
    f"{RDFS}subClassOf": "is_a",
    f"{RDFS}subPropertyOf": "is_a",
    f"{SKOS}closeMatch": "close",
    f"{SKOS}broadMatch": "broad",
    f"{SKOS}relatedMatch": "related",
    f"{SKOS}related": "related",
}
_OTHERS = {
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
    "cpov": "http://data.europa.eu/m8g/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
    "mandaat": "http://data.vlaanderen.be/ns/mandaat#",
    "oa": "http://www.w3.org/ns/oa#",
    "opengov": "http://www.w3.org/ns/opengov#",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A term as a link: of ours to its place on the page, of others to their address."""

    text: str
    href: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A term and what is said of it; `relations` pair what it is to another term with that term."""

    name: str
    kind: str
    label: str
    comment: str
    example: str
    note: str
    relations: tuple[tuple[str, Name], ...]
    domain: tuple[Name, ...]
    range: tuple[Name, ...]
    scheme: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All terms, in the order of the file."""

    version: str
    title: str
    description: str
    terms: tuple[Term, ...]

    def of(self, kind: str) -> list[Term]:
        """Give the terms of a kind: class, property, scheme or concept."""
        return [term for term in self.terms if term.kind == kind]

    def about(self, name: str) -> list[Term]:
        """Give the properties that a class can have."""
        return [term for term in self.of("property") if any(each.href == f"#{name}" for each in term.domain)]

    def concepts(self, scheme: str) -> list[Term]:
        """Give the concepts of a scheme."""
        return [term for term in self.of("concept") if term.scheme == scheme]


Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _Reader:
    """The statements of the files by subject, and what of them is said in one language."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._language = wording.language
        self._said: dict[Node, list[tuple[str, Node]]] = {}
        for name in ("govgraph.ttl", "alignments.ttl"):
            for quad in ox.parse(path=resource("ontology") / name, format=ox.RdfFormat.TURTLE):
                self._said.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))
        self._rules = {
            shape.target: tuple(dict.fromkeys(each.messages[self._language] for each in shape.properties))
            for shape in read_shapes()
        }

    def ontology(self) -> Ontology:
        """Read all of it."""
        itself = ox.NamedNode(ITSELF)
        return Ontology(
            version=self._text(itself, f"{OWL}versionInfo"),
            title=self._text(itself, "http://purl.org/dc/terms/title"),
            description=self._text(itself, "http://purl.org/dc/terms/description"),
            terms=tuple(self._terms()),
        )

    def _terms(self) -> Iterator[Term]:
        for node, said in self._said.items():
            kinds = [_KINDS[value.value] for term, value in said if term == f"{RDF}type"
                     and isinstance(value, ox.NamedNode) and value.value in _KINDS]  # fmt: skip
            if not kinds or not isinstance(node, ox.NamedNode):
                continue
            schemes = [name.href[1:] for name in self._names(self._all(node, f"{SKOS}inScheme"))]
            relations = (
                (_RELATIONS[term], name)
                for term, value in said
                if term in _RELATIONS
                for name in self._names([value])
            )
            yield Term(
                name=node.value.removeprefix(GOV),
                kind=kinds[0],
                label=self._text(node, f"{RDFS}label"),
                comment=self._text(node, f"{RDFS}comment"),
                example=self._text(node, f"{SKOS}example"),
                note=self._text(node, f"{SKOS}scopeNote"),
                relations=tuple(relations),
                domain=tuple(self._members(node, f"{RDFS}domain")),
                range=tuple(self._members(node, f"{RDFS}range")),
                scheme=schemes[0] if schemes else "",
                rules=self._rules.get(str(node), ()),
            )

    def _members(self, node: Node, term: str) -> list[Name]:
        """Give the classes of a domain or range: one, or those of a union."""
        found: list[Node] = []
        for value in self._all(node, term):
            unions = self._all(value, f"{OWL}unionOf")
            found += self._list(unions[0]) if unions else [value]
        return self._names(found)

    def _names(self, nodes: Iterable[Node]) -> list[Name]:
        return [self._name(node.value) for node in nodes if isinstance(node, ox.NamedNode)]

    def _name(self, iri: str) -> Name:
        if iri.startswith(GOV):
            name = iri.removeprefix(GOV)
            return Name(self._wording.term(iri) or name, f"#{name}", ours=True)
        prefixes = {**PREFIXES, **_OTHERS}
        for prefix, start in sorted(prefixes.items(), key=lambda pair: -len(pair[1])):
            if iri.startswith(start):
                return Name(f"{prefix}:{iri.removeprefix(start)}", iri, ours=False)
        return Name(iri, iri, ours=False)

    def _list(self, node: Node) -> list[Node]:
        members = []
        while said := dict(self._said.get(node, [])):
            members.append(said[f"{RDF}first"])
            node = said[f"{RDF}rest"]
        return members

    def _all(self, node: Node, term: str) -> list[Node]:
        return [value for predicate, value in self._said.get(node, []) if predicate == term]

    def _text(self, node: Node, term: str) -> str:
        texts = [text for text in self._all(node, term) if isinstance(text, ox.Literal)]
        return next((text.value for text in texts if text.language in (self._language, None)), "")


def read_ontology(wording: Wording) -> Ontology:
    """Read the ontology's files, and keep what is said in the wording's language."""
    return _Reader(wording).ontology()
