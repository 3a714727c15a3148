"""The shapes hold on good data, each can fail, and our engine finds what pySHACL finds."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from graphbuild import shapes, vocabulary
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.resources import resource
from graphbuild.shapes.reading import COMPONENTS
from graphbuild.shapes.reading import SH as SHACL
from graphbuild.store import EmbeddedStore
from tests.fjallbygd import autumn, spring
from tests.stores import filled

SHAPES = shapes.read_shapes()
BROKEN = Path(__file__).parent / "broken"
Told = tuple[str, str, str | None, str, str]


def name_of(shape: shapes.NodeShape) -> str:
    return shape.iri.rpartition("#")[2].rstrip(">")


def ours(store: EmbeddedStore) -> set[Told]:
    """Tell each result by node, path, value, component and severity."""
    return {
        (
            each.node,
            each.property.path.strip("<>"),
            each.value,
            COMPONENTS[each.constraint.name],
            each.property.severity,
        )
        for each in shapes.results(store, SHAPES)
    }


def pyshacl(graph: Graph) -> set[Told]:
    """Tell pySHACL's results in the same way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyshacl import validate

        _, report, _ = validate(graph, shacl_graph=str(resource("ontology") / "shapes.ttl"), inplace=True)
    assert isinstance(report, Graph)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(result, SH.resultPath)
        inverse = report.value(path, SH.inversePath)
        value = report.value(result, SH.value)
        component = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(SHACL)
        told = None if component.startswith(("MinCount", "MaxCount")) or value is None else str(value)
        if isinstance(value, Literal) and value.ill_typed is False:
            told = told and str(Literal(str(value)))
        severity = str(report.value(result, SH.resultSeverity)).removeprefix(SHACL).lower()
        found.add((str(report.value(result, SH.focusNode)), str(inverse or path), told, component, severity))
    return found


def as_graph(store: EmbeddedStore) -> Graph:
    """Put all graphs of a store together."""
    graph = Graph()
    for name in store.graphs():
        graph.parse(data=store.statements(name).decode(), format="nt")
    return graph


def store_of(path: Path, files: list[bytes]) -> EmbeddedStore:
    """Make a store of one graph that no parser would write."""
    name = ox.NamedNode(f"{DEFAULT_BASE}graph/broken")
    read = [quad for turtle in files for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
    lines = [f"{ox.Quad(quad.subject, quad.predicate, quad.object, name)} .\n" for quad in read]
    with EmbeddedStore.create(path, DEFAULT_BASE) as store:
        store.replace([], {name.value: "".join(lines)})
    return EmbeddedStore.read(path)


@pytest.fixture(scope="module")
def examples(example_store: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.read(example_store) as store:
        yield store


def test_the_examples_break_no_shape(examples: EmbeddedStore) -> None:
    assert ours(examples) == set()


def test_what_minutes_can_hold_breaks_no_shape_for_pyshacl_either(tmp_path: Path) -> None:
    with EmbeddedStore.read(filled(tmp_path / "store", spring(), autumn())) as store:
        assert ours(store) == pyshacl(as_graph(store)) == set()


@pytest.mark.shared
def test_the_seeds_break_no_shape(shared: Path, tmp_path: Path) -> None:
    build([shared / "seeds"], tmp_path / "store", DEFAULT_BASE)
    with EmbeddedStore.read(tmp_path / "store") as store:
        assert ours(store) == pyshacl(as_graph(store)) == set()


def test_every_class_has_a_shape() -> None:
    """Of our own classes, and of those of other vocabularies that code states."""
    ontology = Graph().parse(resource("ontology") / "govgraph.ttl")
    own = {f"<{term}>" for term in ontology.subjects(RDF.type, URIRef(f"{vocabulary.OWL}Class"))}
    targets = {shape.target for shape in SHAPES}
    assert {term for term in own if term.startswith(f"<{vocabulary.GOV}")} <= targets
    others = (vocabulary.PERSON, vocabulary.ORGANIZATION, vocabulary.CONCEPT, vocabulary.STATEMENT)
    assert set(others) <= targets


def test_every_class_and_property_in_the_data_is_asked_about(examples: EmbeddedStore) -> None:
    targets = {shape.target: {each.path for each in shape.properties} for shape in SHAPES}
    rows = examples.select("SELECT DISTINCT ?class ?property { ?thing a ?class ; ?property ?value }").rows
    known = {f"<{vocabulary.RDF}type>"}
    by_class: dict[str, set[str]] = {}
    for kind, term in rows:
        by_class.setdefault(f"<{kind}>", set()).add(f"<{term}>")
    assert by_class.keys() <= targets.keys()
    # An inference is a statement, too, and what one shape asks the other need not.
    targets[vocabulary.INFERENCE] |= targets[vocabulary.STATEMENT]
    targets[vocabulary.STATEMENT] |= targets[vocabulary.INFERENCE]
    for kind, terms in by_class.items():
        assert terms - known <= targets[kind], kind


def test_messages_are_in_both_languages_and_severities_are_known() -> None:
    for shape in SHAPES:
        for each in shape.properties:
            assert set(each.messages) == {"sv", "en"}, (shape.iri, each.path)
            assert each.constraints


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    turtle = [path.read_bytes() for path in sorted(BROKEN.glob("*.ttl"))]
    with store_of(tmp_path_factory.mktemp("broken") / "store", turtle) as store:
        yield store


@pytest.fixture(scope="module")
def failures(broken: EmbeddedStore) -> list[shapes.Result]:
    return list(shapes.results(broken, SHAPES))


@pytest.mark.parametrize("shape", SHAPES, ids=name_of)
def test_each_constraint_can_fail(shape: shapes.NodeShape, failures: list[shapes.Result]) -> None:
    failed = {
        (each.property.path, each.property.severity, each.constraint.name)
        for each in failures
        if each.shape == shape and each.node.startswith(f"urn:broken:{name_of(shape)}:")
    }
    asked = {(each.path, each.severity, one.name) for each in shape.properties for one in each.constraints}
    assert failed == asked


def test_the_broken_graphs_fail_as_in_pyshacl(broken: EmbeddedStore) -> None:
    found = ours(broken)
    assert found == pyshacl(as_graph(broken))
    assert len(found) > 500


def test_every_broken_graph_has_its_shape() -> None:
    assert {path.stem for path in BROKEN.glob("*.ttl")} == set(map(name_of, SHAPES))


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("sh:property [ sh:path gov:a ; sh:maxLength 3 ]", "sh:maxLength"),
        ("sh:closed true", "sh:closed"),
        ("sh:property [ sh:path ( gov:a gov:b ) ; sh:maxCount 1 ]", "path"),
        ("sh:property [ sh:path gov:a ; sh:severity gov:b ; sh:maxCount 1 ]", "severity"),
    ],
)
def test_a_shape_that_is_not_understood_is_refused(part: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(
        f"@prefix sh: <{SHACL}> . @prefix gov: <{vocabulary.GOV}> .\n"
        f"gov:s a sh:NodeShape ; sh:targetClass gov:C ; {part} ."
    )
    with pytest.raises(ValueError, match=re.escape(told)):
        shapes.read_shapes(file)
