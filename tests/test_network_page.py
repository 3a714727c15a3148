"""The interactive page of a network: its data, and what a person does on it in a browser, from the file system."""

import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page

from graphbuild import catalogue, networks
from graphbuild.exporters import html as exporter
from graphbuild.quotes import quotes
from graphbuild.store import EmbeddedStore


def page_of(graph: nx.Graph) -> str:
    out = io.BytesIO()
    exporter.write(graph, out)
    return out.getvalue().decode()


def data_of(page: str) -> dict[str, list[dict[str, object]]]:
    (said,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    read: dict[str, list[dict[str, object]]] = json.loads(html.unescape(said))
    return read


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.read(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def graph(store: EmbeddedStore) -> nx.Graph:
    query = catalogue.load("people-bodies", "networks")
    made = networks.graph(networks.read(store, query, {}), "people-bodies")
    made.graph.update(language="sv", title=query.title["sv"], quotes=quotes(store, made))
    return made


def test_the_page_holds_the_network_and_asks_nobody(graph: nx.Graph) -> None:
    page = page_of(graph)
    said = data_of(page)
    assert {node["id"] for node in said["nodes"]} == set(graph)
    assert len(said["edges"]) == graph.number_of_edges()
    assert "default-src 'none'" in page and not re.search(r'(?:src|href)="', page)
    assert all(name in page for name in ("sigma 3", "graphology 0", "Permission is hereby granted"))
    assert page == page_of(graph)


def test_quotes_are_those_of_the_thing_itself(store: EmbeddedStore, graph: nx.Graph) -> None:
    person = next(node for node, values in graph.nodes(data=True) if values["label"] == "Linnea Eklöv")
    found = quotes(store, [person], most=2)[person]
    assert len(found.quotes) == 2 and found.more > 0
    # Quotes of one person name the person, but for motions and reservations that a clause names before.
    assert "Linnea Eklöv" in str(found.quotes[0][0])
    assert [row[1] for row in found.quotes] == sorted((row[1] for row in found.quotes), reverse=True, key=str)


def test_no_name_ends_the_script_it_stands_in() -> None:
    graph = nx.Graph(name="</script><script>alert(1)</script>")
    graph.add_edge("urn:1", "urn:2", weight=1)
    graph.nodes["urn:1"]["label"] = "</script><img src=x onerror=alert(1)>"
    page = page_of(graph)
    assert data_of(page)["nodes"][0]["label"] == "</script><img src=x onerror=alert(1)>"
    assert page.count("</script>") == 2 and "<img" not in page


@pytest.fixture
def opened(graph: nx.Graph, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    path = tmp_path / "people.html"
    path.write_text(page_of(graph), "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert errors == [] and asked == [path.as_uri()]


@pytest.mark.browser
def test_a_name_is_found_and_leads_to_ties_and_sentences(opened: Page) -> None:
    assert opened.inner_text("#count") == "Visas: 67 av 67 noder, 78 av 78 band."
    opened.fill("#search", "linnea")
    assert opened.locator("#names button").count() == 1
    opened.click("#names button")
    assert opened.inner_text("#about h2") == "Linnea Eklöv"
    assert "Kommunstyrelsen" in opened.inner_text("#about ul")
    assert "Linnea Eklöv" in opened.inner_text("#about blockquote >> nth=0")
    opened.keyboard.press("Escape")
    assert opened.locator("#about h2").count() == 0


@pytest.mark.browser
def test_filters_by_kind_organisation_time_and_weight(opened: Page, graph: nx.Graph) -> None:
    def ties() -> int:
        return int(re.findall(r"noder, (\d+) av", opened.inner_text("#count"))[0])

    opened.fill("#from", "2026-02")
    later = sum(last >= "2026-02" for *_, last in graph.edges(data="last"))
    assert 0 < ties() == later < 78
    opened.fill("#to", "2024-01")
    assert ties() == 0
    opened.fill("#from", "")
    opened.fill("#to", "")
    opened.select_option("#organisation", "Ulvsele")
    people = [node for node, owner in graph.nodes(data="organisation") if owner == "Ulvsele"]
    assert ties() == sum(degree for _, degree in graph.degree(people)) > 0
    opened.select_option("#organisation", "")
    opened.evaluate(
        "const w = document.getElementById('weight'); w.value = 5; w.dispatchEvent(new Event('input'))"
    )
    assert 0 < ties() == sum(weight >= 5 for *_, weight in graph.edges(data="weight")) < 78
    opened.uncheck("#kinds input[value=body]")
    assert ties() == 0
