"""Turns the names in one document into IRIs, and collects what the shared graph says of them.

People, organisations, bodies, cases and focus areas are named by many documents. They are described
once, in the graph that all documents share: the store's union of graphs does not drop repeated
triples, so that a label in a thousand graphs would be found a thousand times.
"""

from graphbuild import ntriples
from graphbuild.identity import (
    Namespace,
    body_slug,
    display_label,
    display_name,
    document_id,
    organisation_slug,
)
from graphbuild.model import Minutes, Organisation
from graphbuild.vocabulary import (
    BODY,
    CASE,
    CONCEPT,
    FOCUS_AREAS,
    IDENTIFIER,
    IN_SCHEME,
    KNOWN_IN,
    LABEL,
    MAY_BE,
    NAME,
    ORGANISATION_KIND,
    ORGANISATION_NUMBER,
    ORGANIZATION,
    PERSON,
    PREF_LABEL,
    SAME_AS,
    UNIT_OF,
    A,
    concept,
)

WIKIDATA = "http://www.wikidata.org/entity/"


class Company:
    """Who and what a document names. All methods give IRIs; asking for one describes it."""

    def __init__(self, minutes: Minutes, names: Namespace) -> None:
        """Take the body, its organisation and the language from the minutes."""
        self.names = names
        self.language = minutes.language
        self.document = document_id(minutes.document.sha256)
        self.owner = minutes.organisation.value if minutes.organisation else None
        self._end = f" <{names.shared_graph()}> .\n"
        self._described: dict[str, str] = {}
        self._people: dict[str, str] = {}
        # A document that names no body is a company of its own: its people are nobody else's.
        self.slug = body_slug(minutes.body.value, self.owner) if minutes.body else self.document
        self.own_body = self.body(minutes.body.value) if minutes.body else None

    def body(self, name: str) -> str:
        """Name a body of the same organisation."""
        iri = self.names.body(body_slug(name, self.owner))
        if iri not in self._described:
            pairs = [(A, BODY), (LABEL, ntriples.tagged(display_label(name), self.language))]
            if self.owner is not None:
                pairs.append((UNIT_OF, f"<{self.organisation(self.owner)}>"))
            self._describe(iri, pairs)
        return iri

    def organisation(self, organisation: Organisation) -> str:
        """Name an organisation."""
        iri = self.names.organisation(organisation, self.slug)
        if iri not in self._described:
            pairs = [
                (A, ORGANIZATION),
                (LABEL, ntriples.tagged(display_label(organisation.name), self.language)),
            ]
            if organisation.kind:
                pairs.append((ORGANISATION_KIND, concept(organisation.kind)))
            if organisation.code:
                pairs.append((IDENTIFIER, ntriples.plain(organisation.code)))
            if organisation.number:
                pairs.append((ORGANISATION_NUMBER, ntriples.plain(organisation.number)))
            if organisation.wikidata:
                pairs.append((SAME_AS, f"<{WIKIDATA}{organisation.wikidata}>"))
            self._describe(iri, pairs)
        return iri

    def person(self, name: str) -> str:
        """Name a person of this body."""
        known = self._people.get(name)
        if known is not None:
            return known
        iri = self.names.person(self.slug, name)
        label = ntriples.plain(display_name(name))
        pairs = [(A, PERSON), (NAME, label), (LABEL, label)]
        if self.own_body is not None:
            pairs.append((KNOWN_IN, f"<{self.own_body}>"))
        self._describe(iri, pairs)
        self._people[name] = iri
        return iri

    def people(self) -> dict[str, str]:
        """Give the IRIs of all people named so far, by name as written."""
        return dict(self._people)

    def may_be(self, name: str, other: str) -> tuple[str, str, str]:
        """Say that two names may be one person's, and give that fact: its proof stands with the item."""
        one, another = self.person(name), self.person(other)
        self._described[f"{one} {another}"] = f"<{one}> {MAY_BE} <{another}>{self._end}"
        return f"<{one}>", MAY_BE, f"<{another}>"

    def case(self, identifier: str) -> str:
        """Name a case: a diary number is the organisation's, where there is one."""
        owner = organisation_slug(self.owner, self.slug) if self.owner else self.slug
        written = " ".join(identifier.split())
        iri = self.names.case(owner, written)
        self._describe(
            iri, [(A, CASE), (IDENTIFIER, ntriples.plain(written)), (LABEL, ntriples.plain(written))]
        )
        return iri

    def focus_area(self, title: str) -> str:
        """Name a focus area of this body."""
        iri = self.names.focus_area(self.slug, title)
        label = ntriples.tagged(display_label(title), self.language)
        self._describe(iri, [(A, CONCEPT), (IN_SCHEME, FOCUS_AREAS), (PREF_LABEL, label)])
        return iri

    def quads(self) -> str:
        """Give what the shared graph says of all that was named, as N-Quads."""
        return "".join(self._described.values())

    def _describe(self, iri: str, pairs: list[tuple[str, str]]) -> None:
        self._described[iri] = "".join([f"<{iri}> {term} {value}{self._end}" for term, value in pairs])
