"""The ontology declares what code writes, in both languages, and nothing that nobody writes."""

import json
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from graphbuild import vocabulary
from graphbuild.languages import OFFICES
from graphbuild.ledger import RULE_NAME, SILENT_RULE
from graphbuild.ledger.signs import SIGNS
from graphbuild.model import Attendance, DecisionType, Outcome
from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve
from graphbuild.resources import resource
from graphbuild.store import EmbeddedStore
from tests.fjallbygd import autumn, spring
from tests.stores import said

GOV = vocabulary.GOV
STATUSES = {"open", "reported", "delayed", "done"}
GAZETTEER = Path(__file__).resolve().parents[1] / "graphbuild" / "gazetteer" / "organisations.csv"


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    graph.parse(resource("ontology") / "govgraph.ttl")
    return graph


def declared(ontology: Graph) -> set[str]:
    """Name the terms of our namespace that the ontology describes."""
    return {
        str(term).removeprefix(GOV) for term in set(ontology.subjects(RDF.type)) if str(term).startswith(GOV)
    }


def written() -> set[str]:
    """Name the terms of our namespace that code can write."""
    constants = {
        value for value in vars(vocabulary).values() if isinstance(value, str) and value.startswith(f"<{GOV}")
    }
    terms = {constant[len(GOV) + 1 : -1] for constant in constants}
    terms |= {kind.value for group in (Attendance, DecisionType, Outcome) for kind in group} | STATUSES
    import csv

    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        terms |= {row["kind"] for row in csv.DictReader(file)}
    terms |= {office.replace("_", "-") for office in OFFICES}
    terms |= {f"sign-{name}" for name in SIGNS}
    return terms | {"rule-present-at-item", f"rule-{RULE_NAME}", f"rule-{SILENT_RULE}"}


def rules_of_the_parser() -> set[str]:
    """Name the rules that the examples make the parser and the resolution use."""
    rules = set()
    for path in sorted(resource("examples").glob("*_*")):
        quads = said(resolve(parse(read(path)))).quads
        rules |= set(re.findall(rf"<{re.escape(GOV)}(rule-[\w-]+)>", quads))
    return rules


def test_every_term_that_is_written_is_declared(ontology: Graph) -> None:
    assert written() - declared(ontology) == set()
    assert rules_of_the_parser() - declared(ontology) == set()


def test_every_declared_term_is_written_or_says_why_not(ontology: Graph) -> None:
    """Schemes hold the concepts; rules are named in the parser's code."""
    code = "".join(path.read_text("utf-8") for path in Path(vocabulary.__file__).parent.rglob("*.py"))
    for name in declared(ontology) - written():
        term = URIRef(GOV + name)
        if (term, RDF.type, SKOS.ConceptScheme) in ontology or (term, SKOS.scopeNote, None) in ontology:
            continue
        assert f'"{name.removeprefix("rule-")}"' in code, name


def test_every_term_has_label_comment_and_example_in_both_languages(ontology: Graph) -> None:
    for name in sorted(declared(ontology)):
        for predicate in (RDFS.label, RDFS.comment, SKOS.example):
            said_in = [
                text.language
                for text in ontology.objects(URIRef(GOV + name), predicate)
                if isinstance(text, Literal)
            ]
            assert sorted(map(str, said_in)) == ["en", "sv"], (name, predicate)


def members(ontology: Graph, kind: Node | None) -> set[Node]:
    """Give the classes of a domain or a range: itself, or those of the union that it is."""
    union = ontology.value(kind, OWL.unionOf)
    return set(Collection(ontology, union)) if union is not None else {kind} if kind is not None else set()


def test_domains_and_ranges_are_true_of_all_that_is_written(ontology: Graph, example_store: Path) -> None:
    """A domain infers a class: it must be one that the thing has. The same for a range, or its datatype."""
    with EmbeddedStore.read(example_store) as store:
        used = store.select(
            "SELECT DISTINCT ?property ?class ?range { ?s ?property ?o ; a ?class . OPTIONAL { ?o a ?type } "
            "BIND(COALESCE(?type, DATATYPE(?o), ?o) AS ?range) }"
        ).rows
        concepts = {f"{GOV}{name}" for name in declared(ontology)}
    classes: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    for name, of, value in used:
        classes.setdefault(str(name), set()).add(str(of))
        ranges.setdefault(str(name), set()).add(
            str(SKOS.Concept)
            if str(value) in concepts and str(value).removeprefix(GOV)[0].islower()
            else str(value)
        )
    seen = 0
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            domain, range_ = (
                members(ontology, ontology.value(term, each)) for each in (RDFS.domain, RDFS.range)
            )
            assert domain and range_, term
            seen += str(term) in classes
            # What is an inference is a statement, too.
            assert classes.get(str(term), set()) <= {*map(str, domain), str(RDF.Statement)}, term
            assert ranges.get(str(term), set()) <= set(map(str, range_)), term
    assert seen > 60


def test_other_vocabularies_are_aligned_in_a_file_of_their_own(ontology: Graph) -> None:
    alignments = Graph().parse(resource("ontology") / "alignments.ttl")
    relations = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
    own = (GOV, str(RDF), str(RDFS), str(SKOS))
    for relation in relations:
        for term, other in ontology.subject_objects(relation):
            assert str(other).startswith(own), (term, other)
        for term, other in alignments.subject_objects(relation):
            assert str(term).removeprefix(GOV) in declared(ontology), term
            assert not str(other).startswith(GOV)
    others = {str(other) for relation in relations for other in alignments.objects(None, relation)}
    for name in (
        "www.w3.org/ns/org#", "xmlns.com/foaf", "schema.org/", "eli-draft-legislation", "europa.eu/eli/ontology",
        "ns/prov#", "ns/oa#", "purl.org/dc/terms", "ns/besluit#", "ns/mandaat#", "ns/opengov#", "europa.eu/m8g/",
    ):  # fmt: skip
        assert any(name in other for other in others), name


def test_the_files_are_of_one_version(ontology: Graph) -> None:
    version = str(ontology.value(URIRef(GOV.rstrip("#")), OWL.versionInfo))
    for name in ("alignments", "shapes"):
        graph = Graph().parse(resource("ontology") / f"{name}.ttl")
        itself = URIRef(f"https://w3id.org/govgraph/{name}")
        assert graph.value(itself, OWL.versionIRI) == URIRef(f"{itself}/{version}")


def test_concepts_stand_in_schemes(ontology: Graph) -> None:
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    for concept in ontology.subjects(RDF.type, SKOS.Concept):
        assert set(ontology.objects(concept, SKOS.inScheme)) & schemes


def test_the_ontology_says_its_version_and_licence(ontology: Graph) -> None:
    itself = URIRef(GOV.rstrip("#"))
    assert (itself, DCTERMS.license, URIRef("http://creativecommons.org/publicdomain/zero/1.0/")) in ontology
    version = next(iter(ontology.objects(itself, OWL.versionInfo)))
    assert (itself, OWL.versionIRI, URIRef(f"{itself}/{version}")) in ontology


def test_kinds_of_value_agree_with_what_is_written(ontology: Graph) -> None:
    """What code writes as an IRI is an object property, what it writes as text is not."""
    for statements in (said(spring()), said(autumn())):
        for line in statements.lines():
            _, predicate, value = line.split(" ", 2)
            if not predicate.startswith(f"<{GOV}"):
                continue
            kind = OWL.ObjectProperty if value.startswith("<") else OWL.DatatypeProperty
            assert (URIRef(predicate[1:-1]), RDF.type, kind) in ontology, line


def test_the_context_names_every_class_and_property(ontology: Graph) -> None:
    context = json.loads((resource("ontology") / "context.jsonld").read_text("utf-8"))["@context"]
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            if not isinstance(term, URIRef):
                continue
            entry = context[str(term).removeprefix(GOV)]
            assert (entry if isinstance(entry, str) else entry["@id"]) == f"gov:{str(term).removeprefix(GOV)}"


def test_documented_terms_exist(ontology: Graph) -> None:
    """docs/graph.md names no term that the ontology does not have."""
    text = (Path(__file__).resolve().parents[1] / "docs" / "graph.md").read_text("utf-8")
    named = set(re.findall(r"gov:([A-Za-z][\w-]*\w)", text))
    assert named - declared(ontology) - {"rule"} == set()
