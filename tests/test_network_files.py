"""What other programs' own readers make of the network files: the same nodes, edges, attributes and dates."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import igraph
import networkx as nx
import pytest

from graphbuild import catalogue, exporters, measures, networks
from graphbuild.exporters import FolderFormat, NetworkFormat
from graphbuild.store import EmbeddedStore
from tests.small_store import make_store

READERS = Path(__file__).parent / "readers"
Edges = set[tuple[str, str]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with make_store(tmp_path_factory.mktemp("files") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def graph(store: EmbeddedStore) -> nx.Graph:
    table = networks.edges(catalogue.run(store, catalogue.load("people-bodies", "networks")))
    network = networks.graph(table, "people-bodies")
    measures.measure(network)
    return network


def file_of(name: str, graph: nx.Graph) -> bytes:
    each, out = exporters.find(name), io.BytesIO()
    assert isinstance(each, NetworkFormat)
    each.write(graph, out)
    return out.getvalue()


def folder_of(name: str, graph: nx.Graph, folder: Path) -> dict[str, list[dict[str, str]]]:
    each = exporters.find(name)
    assert isinstance(each, FolderFormat)
    each.write(graph, folder)
    return {
        path.stem: list(csv.DictReader(io.StringIO(path.read_text("utf-8")))) for path in folder.glob("*.csv")
    }


def edges(graph: nx.Graph) -> set[frozenset[str]]:
    return {frozenset(edge) for edge in graph.edges}


def test_igraph_reads_graphml(graph: nx.Graph, tmp_path: Path) -> None:
    (tmp_path / "x.graphml").write_bytes(file_of("graphml", graph))
    read = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    for node in read.vs:
        given = {name: value for name, value in node.attributes().items() if name != "id"}
        assert {name: given[name] for name in graph.nodes[node["id"]]} == graph.nodes[node["id"]]
    names = read.vs["id"]
    assert {frozenset((names[edge.source], names[edge.target])) for edge in read.es} == edges(graph)
    for edge in read.es:
        assert edge.attributes() == graph.edges[names[edge.source], names[edge.target]]


def test_igraph_and_networkx_read_pajek(graph: nx.Graph, tmp_path: Path) -> None:
    (tmp_path / "x.net").write_bytes(file_of("pajek", graph))
    read = nx.Graph(nx.read_pajek(tmp_path / "x.net", encoding="utf-8-sig"))
    labels = [values["label"] for _, values in graph.nodes(data=True)]
    assert len(read) == len(graph) and set(labels) - set(read) == {"Zoltán Äng"}
    assert {"Zoltán Äng [5c8ae3eecec4948b]", "Zoltán Äng [d4d71b31d45a8c06]"} <= set(read)
    assert sorted(weight for *_, weight in read.edges(data="weight")) == sorted(
        weight for *_, weight in graph.edges(data="weight")
    )
    plain = tmp_path / "plain.net"  # igraph knows no byte order mark
    plain.write_bytes(file_of("pajek", graph).removeprefix(b"\xef\xbb\xbf"))
    other = igraph.Graph.Read_Pajek(str(plain))
    names = list(graph.nodes)
    assert {frozenset((names[edge.source], names[edge.target])) for edge in other.es} == edges(graph)


def test_gephi_gets_ids_labels_and_every_attribute(graph: nx.Graph, tmp_path: Path) -> None:
    read = folder_of("gephi-csv", graph, tmp_path)
    for row in read["nodes"]:
        values = graph.nodes[row["Id"]]
        assert row["Label"] == values["label"]
        assert {name: row[name] for name in values if name != "label"} == {
            name: str(value) for name, value in values.items() if name != "label"
        }
    for row in read["edges"]:
        values = graph.edges[row["Source"], row["Target"]]
        assert (int(row["Weight"]), row["first"], row["last"]) == (
            values["weight"],
            values["first"],
            values["last"],
        )
    assert len(read["nodes"]) == len(graph) and len(read["edges"]) == graph.number_of_edges()


def test_kumu_ties_connections_to_labels_that_are_one_each(graph: nx.Graph, tmp_path: Path) -> None:
    read = folder_of("kumu-csv", graph, tmp_path)
    iris = {row["Label"]: row["IRI"] for row in read["elements"]}
    assert set(iris.values()) == set(graph) and len(iris) == len(graph)
    assert {frozenset((iris[row["From"]], iris[row["To"]])) for row in read["connections"]} == edges(graph)


@pytest.mark.parametrize("name", ["gephi-csv", "kumu-csv"])
def test_no_cell_runs_as_a_formula(name: str, tmp_path: Path) -> None:
    graph = nx.Graph(name="=1+1")
    graph.add_node("urn:1", label='=HYPERLINK("http://x")', note="@SUM(A1)")
    graph.add_node("urn:2", label="+46 8", number=-3, roles=["-a", "b"])
    graph.add_edge("urn:1", "urn:2", weight=-1.5, type="=2")
    read = folder_of(name, graph, tmp_path)
    cells = [cell for rows in read.values() for row in rows for cell in row.values()]
    assert '\'=HYPERLINK("http://x")' in cells and "'-a|b" in cells and "-3" in cells
    for cell in cells:
        assert not cell.startswith(("=", "+", "@")) and (not cell.startswith("-") or float(cell))


NODE = shutil.which("node") if (READERS / "node_modules").is_dir() else None


@pytest.mark.skipif(NODE is None, reason="make readers installs graphology-gexf and cytoscape.js by npm")
@pytest.mark.parametrize("name", ["gexf", "graphml", "cytoscape"])
def test_the_readers_of_graphology_and_cytoscape(name: str, graph: nx.Graph, tmp_path: Path) -> None:
    (tmp_path / "network").write_bytes(file_of(name, graph))
    done = subprocess.run(
        [str(NODE), READERS / "read.mjs", name, tmp_path / "network"], capture_output=True, check=True
    )
    read = json.loads(done.stdout)
    assert {node["id"] for node in read["nodes"]} == set(graph)
    for node in read["nodes"]:
        values = graph.nodes[node["id"]]
        assert {key: node["values"].get(key) for key in values} == values
    assert len(read["edges"]) == graph.number_of_edges()
    for edge in read["edges"]:
        assert edge["values"] == graph.edges[edge["source"], edge["target"]]
