"""Turns who publishes the site, and what is there, into a DCAT-AP-SE 3.0 catalogue (RDF/XML) and a linkset.

https://docs.dataportal.se/dcat/sv/ says what is mandatory. Only what somebody has told is said of the
publisher: without a name there is no catalogue.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphbuild.errors import ParameterError
from graphbuild.exporters.rdfxml import elements
from graphbuild.ntriples import plain, tagged
from graphbuild.publishing.dumps import Dump
from graphbuild.vocabulary import DCTERMS, FOAF, PREFIXES, A

DCAT = "http://www.w3.org/ns/dcat#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
"""The licence of the catalogue itself: DCAT-AP-SE takes no other."""
TYPES = (
    "LocalAuthority", "RegionalAuthority", "NationalAuthority", "SupraNationalAuthority",
    "Academia-ScientificOrganisation", "Company", "IndustryConsortium", "NonGovernmentalOrganisation",
    "NonProfitOrganisation", "PrivateIndividual(s)", "StandardisationBody",
)  # fmt: skip
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES = {"nquads": "RDF_N_QUADS", "ntriples": "RDF_N_TRIPLES", "turtle": "RDF_TURTLE"}
_MEDIA_TYPES = {"nquads": "application/n-quads", "ntriples": "application/n-triples", "turtle": "text/turtle"}
_LANGUAGES = {"sv": "SWE", "en": "ENG"}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: a name, and what else was told (an organisation number, one of `TYPES`, an address)."""

    name: str
    number: str = ""
    type: str = "LocalAuthority"
    email: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        """Refuse what would make a catalogue that no portal takes."""
        if self.type not in TYPES:
            raise ParameterError(f"--publisher-type {self.type}: choose one of {', '.join(TYPES)}")
        digits = self.number.replace("-", "")
        if self.number and not (digits.isascii() and digits.isdigit() and len(digits) == 10):
            raise ParameterError(f"--publisher-number {self.number}: write ten digits (212000-0001)")
        if self.email and (self.email.count("@") != 1 or not set(self.email).isdisjoint(' <>"\t\n{}|\\^`')):
            raise ParameterError(f"--contact {self.email}: write an e-mail address")
        if self.licence and not self.licence.startswith(("http://", "https://")):
            raise ParameterError(f"--licence {self.licence}: write the licence's address ({CC0})")


@dataclass(frozen=True, slots=True)
class Described:
    """What the catalogue says of the data: its words, days (ISO, empty where unknown) and files."""

    title: str
    description: str
    keyword: str
    language: str
    first: str
    last: str
    dumps: Sequence[Dump]


def catalogue(publisher: Publisher, said: Described, base: str) -> bytes:
    """Write the catalogue: one dataset, and a distribution for each dump."""
    lines = sorted(
        {*_catalog(publisher, said, base), *_agents(publisher, base), *_files(publisher, said, base)}
    )
    head = "".join(f'\n    xmlns:{prefix}="{iri}"' for prefix, iri in sorted(PREFIXES.items()))
    written = "".join(elements(lines))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head}>\n{written}</rdf:RDF>\n'.encode()


def _catalog(publisher: Publisher, said: Described, base: str) -> Iterable[str]:
    catalog, dataset = f"<{base}dcat#catalog>", f"<{base}dcat#dataset>"
    told = [(f"{DCTERMS}title", tagged(said.title, said.language)),
            (f"{DCTERMS}description", tagged(said.description, said.language)),
            (f"{DCTERMS}publisher", _publisher(publisher, base)),
            (f"{DCTERMS}language", f"<{_EU}language/{_LANGUAGES[said.language]}>")]  # fmt: skip
    yield f"{catalog} {A} <{DCAT}Catalog> ."
    yield f"{dataset} {A} <{DCAT}Dataset> ."
    for subject in (catalog, dataset):
        yield from (f"{subject} <{name}> {value} ." for name, value in told)
    yield f"{catalog} <{DCTERMS}license> <{CC0}> ."
    yield f"{catalog} <{DCAT}dataset> {dataset} ."
    yield f"{catalog} <{FOAF}homepage> <{base}> ."
    yield f"{catalog} <{DCAT}themeTaxonomy> <{_EU}data-theme> ."
    yield f"{dataset} <{DCAT}keyword> {tagged(said.keyword, said.language)} ."
    yield f"{dataset} <{DCAT}theme> <{_EU}data-theme/GOVE> ."
    yield f"{dataset} <{DCAT}landingPage> <{base}> ."
    yield f"{dataset} <{DCTERMS}accessRights> <{_EU}access-right/PUBLIC> ."
    yield f"{dataset} <{DCTERMS}conformsTo> <https://w3id.org/govgraph/ontology> ."
    if publisher.email:
        yield f"{dataset} <{DCAT}contactPoint> <{base}dcat#contact> ."
    if said.first:
        period = f"<{base}dcat#period>"
        yield f"{dataset} <{DCTERMS}temporal> {period} ."
        yield f"{period} {A} <{DCTERMS}PeriodOfTime> ."
        for name, day in (("startDate", said.first), ("endDate", said.last)):
            yield f'{period} <{DCAT}{name}> "{day}"^^<{PREFIXES["xsd"]}date> .'


def _publisher(publisher: Publisher, base: str) -> str:
    digits = publisher.number.replace("-", "")
    return f"<http://dataportal.se/organisation/SE{digits}>" if digits else f"<{base}dcat#publisher>"


def _agents(publisher: Publisher, base: str) -> Iterable[str]:
    agent = _publisher(publisher, base)
    yield f"{agent} {A} <{FOAF}Agent> ."
    yield f"{agent} <{FOAF}name> {plain(publisher.name)} ."
    yield f"{agent} <{DCTERMS}type> <http://purl.org/adms/publishertype/{publisher.type}> ."
    if publisher.email:
        contact = f"<{base}dcat#contact>"
        yield f"{contact} {A} <{VCARD}Organization> ."
        yield f"{contact} <{VCARD}fn> {plain(publisher.name)} ."
        yield f"{contact} <{VCARD}hasEmail> <mailto:{publisher.email}> ."


def _files(publisher: Publisher, said: Described, base: str) -> Iterable[str]:
    for dump in said.dumps:
        file = f"<{base}dcat#{dump.content}>"
        yield f"<{base}dcat#dataset> <{DCAT}distribution> {file} ."
        yield f"{file} {A} <{DCAT}Distribution> ."
        yield f"{file} <{DCTERMS}title> {tagged(f'{said.title}, {dump.place}', said.language)} ."
        yield f"{file} <{DCTERMS}description> {tagged(said.description, said.language)} ."
        yield f"{file} <{DCAT}accessURL> <{base}data.html> ."
        yield f"{file} <{DCAT}downloadURL> <{base}{dump.place}> ."
        yield f"{file} <{DCTERMS}format> <{_EU}file-type/{_FILE_TYPES[dump.content]}> ."
        yield f"{file} <{DCAT}mediaType> <{_IANA}{_MEDIA_TYPES[dump.content]}> ."
        yield f"{file} <{DCAT}compressFormat> <{_IANA}application/gzip> ."
        yield f"{file} <http://data.europa.eu/r5r/availability> <{_EU}planned-availability/STABLE> ."
        yield f'{file} <{DCAT}byteSize> "{dump.size}"^^<{PREFIXES["xsd"]}nonNegativeInteger> .'
        if publisher.licence:
            yield f"{file} <{DCTERMS}license> <{publisher.licence}> ."


def linkset(base: str, dumps: Sequence[Dump], described: Iterable[tuple[str, str]], licence: str) -> bytes:
    """Write the links of the site as a linkset (RFC 9264) in the relations of https://signposting.org.

    `described` are the files that describe the data, with their media types.
    """
    context: dict[str, object] = {
        "anchor": base,
        "cite-as": [{"href": base}],
        "type": [{"href": "https://schema.org/Dataset"}, {"href": "https://schema.org/AboutPage"}],
        "item": [{"href": f"{base}{dump.place}", "type": _MEDIA_TYPES[dump.content]} for dump in dumps],
        "describedby": [{"href": f"{base}{place}", "type": kind} for place, kind in described],
    }
    if licence:
        context["license"] = [{"href": licence}]
    return f"{json.dumps({'linkset': [context]}, ensure_ascii=False, indent=1)}\n".encode()
