"""Pictures of networks and of decisions over time: what is on them, and that all of it can be read."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from graphbuild import catalogue, drawing, networks
from graphbuild.dataset import Dataset
from graphbuild.drawing import LETTER, Place, places, strongest
from graphbuild.errors import MissingExtraError, MissingFontError
from graphbuild.exporters import png, svg, timeline
from graphbuild.exporters.timeline import _lanes
from graphbuild.store import EmbeddedStore

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.read(example_store) as opened:
        yield opened


def network(store: EmbeddedStore, name: str) -> nx.Graph:
    query = catalogue.load(name, "networks")
    graph = networks.graph(networks.read(store, query, {}), name, directed=query.directed)
    graph.graph["language"] = "sv"
    graph.graph["title"] = query.title["sv"]
    return graph


def picture(graph: nx.Graph) -> ElementTree.Element:
    out = io.BytesIO()
    svg.write(graph, out)
    return ElementTree.fromstring(out.getvalue())


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ["people-bodies", "organisations-meet", "co-attendance", "voting-apart"])
def test_no_two_nodes_or_names_take_the_same_room(store: EmbeddedStore, name: str) -> None:
    graph = strongest(network(store, name))
    names = {node: values["label"] for node, values in graph.nodes(data=True)}
    placed = places(graph, names)
    assert set(placed) == set(graph)
    boxes = [box(node, place, names[node]) for node, place in placed.items()]
    for number, a in enumerate(boxes):
        for b in boxes[:number]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3], (a, b)


def box(node: str, place: Place, name: str) -> tuple[float, float, float, float, str]:
    """Give the room of a node's dot and name."""
    width = len(name) * LETTER
    if place.side:
        left, right = (
            (place.x - 6, place.x + 10 + width) if place.side > 0 else (place.x - 10 - width, place.x + 6)
        )
        return left, place.y - 8, right, place.y + 8, node
    return place.x - width / 2, place.y - 8, place.x + width / 2, place.y + 28, node


def test_a_picture_names_everybody_and_explains_itself(store: EmbeddedStore) -> None:
    graph = network(store, "people-bodies")
    told = texts(picture(graph))
    assert {values["label"] for _, values in graph.nodes(data=True)} <= set(told)
    assert told[0] == "Personer och organ" and "67 noder, 78 band." in told[1]
    assert {"organ", "person", "bandets bredd: hur ofta", "organisation:", "1", "5"} <= set(told)
    assert "Källängens IF" in told, "bodies that are called alike are told apart"


def test_a_dense_network_shows_the_strongest_ties_and_says_so(store: EmbeddedStore) -> None:
    graph = network(store, "co-attendance")
    drawn = strongest(graph)
    assert len(drawn) == len(graph) and drawn.number_of_edges() < graph.number_of_edges() / 2
    for node in graph:
        best = max(weight for *_, weight in graph.edges(node, data="weight"))
        assert best == max(weight for *_, weight in drawn.edges(node, data="weight"))
    assert (
        f"Bara de starkaste banden: 62 av 62 noder, {drawn.number_of_edges()} av" in texts(picture(graph))[1]
    )


def test_a_large_network_shows_as_many_as_can_be_read() -> None:
    graph = nx.gnm_random_graph(600, 1_000, seed=1)
    nx.set_edge_attributes(graph, {edge: number % 9 for number, edge in enumerate(graph.edges)}, "weight")
    drawn = strongest(nx.relabel_nodes(graph, str))
    assert drawing.MOST - 2 <= len(drawn) <= drawing.MOST
    assert all(max(weight for *_, weight in drawn.edges(node, data="weight")) >= 7 for node in drawn)


def test_names_cannot_run_in_a_browser() -> None:
    graph = nx.Graph(name="x")
    graph.add_edge("urn:1", "urn:2", weight=2.5)
    graph.nodes["urn:1"]["label"] = "<script>alert(1)</script>\x00 & Å"
    root = picture(graph)
    assert not list(root.iter(f"{SVG}script")) and "<script>alert(1)</script> & Å" in texts(root)


@pytest.mark.parametrize("graph", [nx.Graph(), nx.Graph([("a", "a")]), nx.DiGraph([("a", "b"), ("b", "a")])])
def test_small_networks_can_be_drawn(graph: nx.Graph) -> None:
    assert picture(graph).tag == f"{SVG}svg"


def test_a_png_is_the_picture_at_twice_its_size(store: EmbeddedStore) -> None:
    graph, out = network(store, "people-bodies"), io.BytesIO()
    png.write(graph, out)
    content = out.getvalue()
    assert content.startswith(b"\x89PNG")
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    root = picture(graph)
    assert (
        abs(width - 2 * float(root.attrib["width"])) <= 2
        and abs(height - 2 * float(root.attrib["height"])) <= 2
    )


def test_without_resvg_or_fonts_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_PROBE", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>{:.0s}")
    with pytest.raises(MissingFontError, match="fonts-dejavu-core"):
        png.write(nx.Graph(), io.BytesIO())
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtraError, match=r"govgraph\[png\]"):
        png.write(nx.Graph(), io.BytesIO())


def test_the_timeline_has_a_square_for_each_decision(store: EmbeddedStore) -> None:
    out = io.BytesIO()
    dataset = Dataset(store, store.base)
    dataset.language = "sv"
    timeline.write(dataset, out)
    root = ElementTree.fromstring(out.getvalue())
    squares = [each for each in root.iter(f"{SVG}rect") if each.find(f"{SVG}title") is not None]
    decisions = catalogue.run(store, catalogue.load("decisions")).rows
    assert len(squares) == len(decisions) == 149
    words = {each.findtext(f"{SVG}title") or "" for each in squares}
    assert any("att godkänna slutrapporten" in one for one in words)
    assert {"Beslut över tid", "Kommunstyrelsen", "2025", "avslag"} <= set(texts(root))


def test_bodies_that_are_called_alike_have_lanes_of_their_own() -> None:
    rows = [
        {"date": "2025-01-01", "body": "Styrelsen", "body_iri": f"http://x/body/{name}-styrelsen"}
        for name in ("a", "b")
    ]
    assert list(_lanes(rows)) == ["Styrelsen (a-styrelsen)", "Styrelsen (b-styrelsen)"]
