"""Each file format: found, written byte for byte as expected, and read back with the same content."""

import io
import json
import random
import re
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pydot
import pyoxigraph as ox
import pytest
import rdflib

from graphbuild import catalogue, dataset, exporters, measures, networks
from graphbuild.dataset import Dataset
from graphbuild.errors import UnknownFormatError
from graphbuild.exporters import DatasetFormat, FolderFormat, Format, NetworkFormat, is_of_networks
from graphbuild.exporters.jsonld import Compaction
from graphbuild.store import EmbeddedStore
from tests.small_store import ASA, BASE, GRAPHS, make_store

EXPECTED = Path(__file__).parent / "exports"
MODULES = sorted(
    module.name for module in iter_modules(exporters.__path__) if not module.name.startswith("_")
)
FORMATS = list(exporters.formats().values())
OF_NETWORKS = [each for each in FORMATS if isinstance(each, NetworkFormat)]
READ_BACK = {"gexf", "graphml", "cytoscape", "node-link", "cx2", "dot"}  # the others have tests of their own
WITH_ATTRIBUTES = [each for each in OF_NETWORKS if each.name in READ_BACK]
RDF = {"turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"}
OF_DATASETS = [each for each in FORMATS if isinstance(each, DatasetFormat) and each.name in RDF]
BINARY = {"sqlite", "parquet", "png", "html"}  # read back in test_flat_tables.py and test_pictures.py
WRITTEN = [each for each in FORMATS if each.name not in BINARY]
QUAD_FORMATS = {"nquads", "trig", "jsonld"}
ELSEWHERE = "https://data.example.se/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with make_store(tmp_path_factory.mktemp("exports") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """Give a store with the graph of one meeting only, so that a reader can judge what is written."""
    lines = (GRAPHS / "three-meetings.nq").read_text("utf-8").split("\n")
    quads = "\n".join(
        line for line in lines if line.endswith(("graph/793c80dd812d9915> .", "graph/shared> ."))
    )
    with make_store(tmp_path_factory.mktemp("board") / "store", quads) as opened:
        yield opened


@pytest.fixture(scope="module")
def graph(store: EmbeddedStore) -> nx.Graph:
    table = networks.edges(catalogue.run(store, catalogue.load("people-bodies", "networks")))
    network = networks.graph(table, "people-bodies")
    measures.measure(network)
    return network


def written(
    each: NetworkFormat | DatasetFormat, graph: nx.Graph, store: EmbeddedStore, base: str = BASE
) -> bytes:
    out = io.BytesIO()
    if isinstance(each, NetworkFormat):
        each.write(graph, out)
    else:
        each.write(Dataset(store, BASE, base), out)
    return out.getvalue()


# The contract: a format is one module, with its expected output beside the tests


def test_every_module_is_a_format() -> None:
    assert len(FORMATS) == len(MODULES) == len({each.name for each in FORMATS})
    files = [each for each in FORMATS if not isinstance(each, FolderFormat)]
    assert len({each.suffix for each in files}) == len(files)
    assert [each.name.replace("-", "_") for each in FORMATS] == MODULES


@pytest.mark.parametrize("each", WRITTEN, ids=lambda each: each.name)
def test_every_format_writes_what_is_expected(
    each: Format, graph: nx.Graph, board: EmbeddedStore, tmp_path: Path
) -> None:
    name = "people-bodies" if is_of_networks(each) else "board-meeting"
    if isinstance(each, FolderFormat):
        each.write(graph if each.of == "network" else Dataset(board, BASE), tmp_path)
        found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in files_in(tmp_path)}
        folder = EXPECTED / f"{name}.{each.name}"
        assert folder.is_dir(), f"{each.name}: put what it should write in {folder}, and read it through"
        assert found == {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)}
        return
    content = written(each, graph, board)
    path = EXPECTED / f"{name}{each.suffix}"
    assert path.is_file(), f"{each.name}: put what it should write in {path}, and read it through"
    expected = path.read_bytes()
    if each.name == "jsonld":  # the first line is the ontology's context, which has its own tests
        content, expected = content.partition(b"\n")[2], expected.partition(b"\n")[2]
    assert content == expected, f"{each.name} writes something else than {path}"
    assert content.endswith(b"\n") and b"\r" not in content


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("wanted", ["ttl", "Turtle", ".ttl", "TTL"])
def test_formats_are_found_by_name_and_suffix(wanted: str) -> None:
    assert exporters.find(wanted).name == "turtle"
    assert exporters.find("n-quads").name == exporters.find("nq").name == "nquads"
    assert exporters.find("json-ld").name == "jsonld"


def test_an_unknown_format_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownFormatError, match="did you mean graphml"):
        exporters.find("grapml")
    with pytest.raises(UnknownFormatError, match="cx2, cytoscape"):
        exporters.find("xlsx")


# Networks, read back by others


def read_back(each: NetworkFormat, content: bytes) -> nx.Graph:
    if each.name == "gexf":
        return nx.read_gexf(io.BytesIO(content), version="1.3")
    if each.name == "graphml":
        return nx.read_graphml(io.BytesIO(content))
    if each.name == "cytoscape":
        return nx.cytoscape_graph(json.loads(content))
    if each.name == "cx2":
        return read_cx2(json.loads(content))
    if each.name == "dot":
        return read_dot(content.decode())
    return nx.node_link_graph(json.loads(content))


def read_cx2(aspects: list[dict[str, Any]]) -> nx.Graph:
    """Read CX2 as its specification says: aspects by name, attributes as they were declared."""
    assert aspects[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert aspects[-1] == {"status": [{"error": "", "success": True}]}
    found = {name: value for aspect in aspects for name, value in aspect.items()}
    counts = {one["name"]: one["elementCount"] for one in found["metaData"]}
    declared = found["attributeDeclarations"][0]
    python = {"string": str, "long": int, "double": float, "boolean": bool}
    graph = nx.DiGraph() if found["networkAttributes"][0]["directed"] else nx.Graph()
    iris = {}
    for kind in ("nodes", "edges"):
        assert len(found[kind]) == counts[kind]
        for one in found[kind]:
            for name, value in one["v"].items():
                assert type(value) is python[declared[kind][name]["d"]]
    for one in found["nodes"]:
        iris[one["id"]] = one["v"].pop("iri")
        graph.add_node(iris[one["id"]], **one["v"])
    for one in found["edges"]:
        graph.add_edge(iris[one["s"]], iris[one["t"]], **one["v"])
    return graph


def read_dot(content: str) -> nx.Graph:
    """Read DOT by pydot, which keeps the quotation marks; numbers and truth values are not in them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pydot calls pyparsing by its old names
        graphs = pydot.graph_from_dot_data(content)
    assert graphs is not None and len(graphs) == 1
    read = graphs[0]
    graph = nx.DiGraph() if read.get_type() == "digraph" else nx.Graph()

    def plain(said: object) -> object:
        value = str(said)
        if value.startswith('"'):
            return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value[1:-1])
        return {"true": True, "false": False}[value] if value in ("true", "false") else json.loads(value)

    for node in read.get_nodes():
        graph.add_node(plain(node.get_name()), **{k: plain(v) for k, v in node.get_attributes().items()})
    for edge in read.get_edges():
        ends = plain(edge.get_source()), plain(edge.get_destination())
        graph.add_edge(*ends, **{k: plain(v) for k, v in edge.get_attributes().items()})
    return graph


@pytest.mark.parametrize("each", WITH_ATTRIBUTES, ids=lambda each: each.name)
def test_networks_read_back_the_same(each: NetworkFormat, graph: nx.Graph, store: EmbeddedStore) -> None:
    back = read_back(each, written(each, graph, store))
    assert set(back.nodes) == set(graph.nodes)
    assert {frozenset(edge) for edge in back.edges} == {frozenset(edge) for edge in graph.edges}
    assert not back.is_directed()
    for node, values in graph.nodes(data=True):
        kept = {name: back.nodes[node].get(name) for name in values}
        assert kept == values
    for source, target, values in graph.edges(data=True):
        assert {name: back.edges[source, target].get(name) for name in values} == values


@pytest.mark.parametrize("each", WITH_ATTRIBUTES, ids=lambda each: each.name)
def test_odd_values_survive(each: NetworkFormat, store: EmbeddedStore) -> None:
    odd = nx.DiGraph(name='a <b> & "c"')
    odd.add_node("urn:1", label="<script>\"Åsa\" & 'Örjan'</script>\n\t]]>", kind=None, number=1, mixed="x")
    odd.add_node("urn:2", label="\x00\x0b\ufffe", number=2.5, mixed=3, flag=True)
    odd.add_edge("urn:1", "urn:2", weight=1, first=None, flag=False)
    content = written(each, odd, store)
    back = read_back(each, content)
    assert back.is_directed()
    assert back.nodes["urn:1"]["label"] == "<script>\"Åsa\" & 'Örjan'</script>\n\t]]>"
    assert back.nodes["urn:1"].get("kind") is None
    assert (back.nodes["urn:1"]["number"], back.nodes["urn:2"]["number"]) == (1, 2.5)
    assert back.nodes["urn:2"]["flag"] is True
    assert back.edges["urn:1", "urn:2"]["flag"] is False


@pytest.mark.parametrize("each", WITH_ATTRIBUTES, ids=lambda each: each.name)
def test_an_empty_network_is_a_valid_file(each: NetworkFormat, store: EmbeddedStore) -> None:
    assert len(read_back(each, written(each, nx.Graph(name=""), store))) == 0


def test_lists_are_joined_in_xml(store: EmbeddedStore) -> None:
    graph = nx.Graph(name="x")
    graph.add_node("urn:1", roles=["ordförande", "justerare"])
    for name in ("gexf", "graphml"):
        each = next(one for one in OF_NETWORKS if one.name == name)
        assert read_back(each, written(each, graph, store)).nodes["urn:1"]["roles"] == "ordförande|justerare"


def test_gexf_has_a_time_line_and_plain_copies_of_the_dates(graph: nx.Graph, store: EmbeddedStore) -> None:
    each = next(one for one in OF_NETWORKS if one.name == "gexf")
    root = ElementTree.fromstring(written(each, graph, store))
    space = {"g": "http://gexf.net/1.3"}
    top = root.find("g:graph", space)
    assert top is not None
    assert (top.get("mode"), top.get("timeformat")) == ("dynamic", "date")
    node = next(one for one in root.iterfind(".//g:node", space) if one.get("id") == ASA)
    assert (node.get("start"), node.get("end")) == ("2025-02-10", "2025-04-07")
    copies = {one.get("for"): one.get("value") for one in node.iterfind(".//g:attvalue", space)}
    assert (copies["first"], copies["last"]) == ("2025-02-10", "2025-04-07")


def test_no_edge_attribute_is_called_type_in_gexf(store: EmbeddedStore) -> None:
    # Gephi Lite takes such an attribute for the edge's direction, and fails.
    graph = nx.Graph(name="x")
    graph.add_edge("urn:1", "urn:2", type="friend")
    each = next(one for one in OF_NETWORKS if one.name == "gexf")
    content = written(each, graph, store)
    assert b'title="type"' not in content and b'value="friend"' in content


# The dataset, read back by others


def quads_of(store: EmbeddedStore) -> set[ox.Quad]:
    return set(ox.parse(store.quads(), format=ox.RdfFormat.N_QUADS))


def parse(each: DatasetFormat, content: bytes) -> set[ox.Quad]:
    form = ox.RdfFormat.from_extension(each.suffix[1:])
    assert form is not None
    return set(ox.parse(content, format=form))


@pytest.mark.parametrize("each", OF_DATASETS, ids=lambda each: each.name)
def test_datasets_read_back_the_same(each: DatasetFormat, graph: nx.Graph, store: EmbeddedStore) -> None:
    found = parse(each, written(each, graph, store))
    expected = quads_of(store)
    if each.name not in QUAD_FORMATS:
        expected = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in expected}
    assert found == expected


# rdflib 7 warns of what it calls itself while it parses a dataset.
@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")
@pytest.mark.parametrize("each", OF_DATASETS, ids=lambda each: each.name)
def test_rdflib_reads_as_many_statements(each: DatasetFormat, graph: nx.Graph, store: EmbeddedStore) -> None:
    names = {
        "turtle": "turtle",
        "rdfxml": "xml",
        "ntriples": "nt",
        "nquads": "nquads",
        "trig": "trig",
        "jsonld": "json-ld",
    }
    read = rdflib.Dataset() if each.name in QUAD_FORMATS else rdflib.Graph()
    read.parse(data=written(each, graph, store), format=names[each.name])
    triples = {(quad.subject, quad.predicate, quad.object) for quad in quads_of(store)}
    assert len(read) == (len(quads_of(store)) if each.name in QUAD_FORMATS else len(triples))


@pytest.mark.parametrize("each", OF_DATASETS, ids=lambda each: each.name)
def test_iris_move_to_another_base(each: DatasetFormat, graph: nx.Graph, store: EmbeddedStore) -> None:
    moved = parse(each, written(each, graph, store, ELSEWHERE))
    kept = parse(each, written(each, graph, store))

    def elsewhere(quad: ox.Quad) -> str:
        return str(quad).replace(f"<{BASE}", f"<{ELSEWHERE}")

    assert {str(quad) for quad in moved} == {elsewhere(quad) for quad in kept}


def test_a_text_that_holds_the_base_does_not_move(tmp_path: Path) -> None:
    line = f'<{BASE}a/1> <{BASE}p/1> "see <{BASE}a/1> \\"<{BASE}\\" \\\\"^^<{BASE}t/1> <{BASE}graph/1> .\n'
    with make_store(tmp_path / "store", line) as store:
        moved = Dataset(store, BASE, ELSEWHERE).graph(f"{ELSEWHERE}graph/1")
    expected = f'<{ELSEWHERE}a/1> <{ELSEWHERE}p/1> "see <{BASE}a/1> \\"<{BASE}\\" \\\\"^^<{ELSEWHERE}t/1> .'
    assert moved == [expected]


def test_lines_are_sorted_on_disk_as_in_memory() -> None:
    lines = [f"{number % 700} å\u2028{number % 7}" for number in range(5_000)]
    random.Random(1).shuffle(lines)
    expected = sorted(set(lines))
    assert list(dataset.sorted_once(lines)) == expected
    assert list(dataset.sorted_once(lines, run=300)) == expected


def test_lines_are_collected_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphbuild.dataset.sorted_once", partial(dataset.sorted_once, run=3))
    collected = dataset.Collected()
    for line in "dfgaabceh":
        collected.add(line)
    given = []
    for line in collected:
        collected.add(line.upper())
        given.append(line)
    assert given == list("abcdefgh"), "what comes while they are given back is given the next time"
    assert list(collected) == sorted("abcdefghABCDEFGH")


def test_relative_iris_and_prefixes_make_turtle_readable(graph: nx.Graph, store: EmbeddedStore) -> None:
    turtle = next(each for each in OF_DATASETS if each.name == "turtle")
    content = written(turtle, graph, store, ELSEWHERE).decode()
    assert content.startswith(f"@base <{ELSEWHERE}> .\n@prefix dcterms:")
    assert "<meeting/ledningsgruppen-fjallbygd/2025-02-10/item/2> a gov:AgendaItem ;\n" in content
    assert "gov:order 2" in content


CONTEXT = {
    "gov": "http://g/#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "Meeting": "gov:Meeting",
    "label": {"@id": "gov:label"},
    "date": {"@id": "gov:date", "@type": "xsd:date"},
    "item": {"@id": "gov:item", "@type": "@id"},
    "tagged": {"@id": "gov:tagged", "@container": "@language"},
}


def test_json_ld_says_things_in_the_terms_of_its_context() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    triples = [
        '<http://x/1> <http://g/#date> "2025-01-01"^^<' + xsd + "date> .",
        '<http://x/1> <http://g/#date> "2025"^^<' + xsd + "gYear> .",
        "<http://x/1> <http://g/#item> <http://x/2> .",
        '<http://x/1> <http://g/#item> "not a link" .',
        '<http://x/1> <http://g/#label> "plain \\"quoted\\" \\u007F" .',
        '<http://x/1> <http://g/#label> "svenska"@sv .',
        '<http://x/1> <http://g/#order> "007"^^<' + xsd + "integer> .",
        '<http://x/1> <http://g/#order> "7"^^<' + xsd + "integer> .",
        '<http://x/1> <http://g/#tagged> "hej"@sv .',
        "<http://x/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://g/#Meeting> .",
    ]
    node = next(Compaction(CONTEXT).nodes(sorted(triples)))
    assert node["@type"] == "Meeting"
    assert node["date"] == [{"@value": "2025", "@type": "xsd:gYear"}, "2025-01-01"]
    assert node["item"] == [{"@value": "not a link"}, "http://x/2"]
    assert node["gov:order"] == [{"@value": "007", "@type": "xsd:integer"}, 7]
    document = json.dumps({"@context": CONTEXT, "@graph": [node]})
    back = ox.parse(document, format=ox.RdfFormat.JSON_LD)
    assert {f"{quad.triple} ." for quad in back} == {
        str(quad.triple) + " ." for quad in ox.parse("\n".join(triples), format=ox.RdfFormat.N_TRIPLES)
    }
