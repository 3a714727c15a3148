"""`govgraph serve`: a real server on a real port, its clients, and those who mean it harm."""

import asyncio
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pyoxigraph as ox
import pytest

from benchmarks.serving import load
from graphbuild import catalogue
from graphbuild.pipeline import build
from graphbuild.publishing import publish
from graphbuild.publishing.addresses import is_overview
from graphbuild.publishing.folder import MARKER
from graphbuild.reports import Style, render
from graphbuild.store import EmbeddedStore, StoreFolder, snapshots
from tests.cli import govgraph
from tests.servers import Got, Server, serving, until, workers
from tests.site_reader import read_text
from tests.small_store import ASA, BASE, GRAPHS, MEETING, make_store

SECONDS, ROWS = 1.5, 2000
ALL = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
HOGGING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
FACTS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}
PLACE = MEETING.removeprefix(BASE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "govgraph.store"
    make_store(path).close()
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving(store, "--timeout", str(SECONDS), "--rows", str(ROWS), "--workers", "2") as found:
        # The first who asks for an overview waits, on a busy machine until it is told to come back.
        until(lambda: found.get("/doc/sitemap.xml").status == 200, 120)
        yield found


@pytest.fixture(scope="module")
def site(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same store, published."""
    folder = tmp_path_factory.mktemp("published") / "site"
    with EmbeddedStore.read(store) as opened:
        publish(opened, folder)
    return folder


def statements(content: bytes, form: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(content, format=form)}


class TestPages:
    def test_all_files_are_those_that_publish_writes(self, server: Server, site: Path) -> None:
        """Pages, facts, overviews, tables, dumps, descriptions, scripts: the same bytes at the same places."""
        places = [
            path.relative_to(site).as_posix()
            for path in sorted(site.rglob("*"))
            if path.is_file() and path.name != MARKER
        ]
        whole = [place for place in places if is_overview(place)]
        things = [place for place in places if not is_overview(place)]
        assert len(whole) > 100 and len(things) > 200
        for place in whole + things[::3]:  # a page and two files of facts of neighbours, in turn
            path = site / place
            got = server.get(f"/doc/{place}")
            assert (got.status, got.body == path.read_bytes()) == (200, True), place
            assert "octet-stream" not in got.media_type, place

    def test_every_link_is_answered_and_leads_to_what_it_names(self, server: Server) -> None:
        """From the first page on, whatever a page links to, loads or names as its address, to the last page."""
        own = server.address.rstrip("/")
        waiting, seen, fragments = [f"{own}/"], {f"{own}/"}, []
        ids: dict[str, set[str]] = {}
        while waiting:
            address = waiting.pop()
            got = server.get(address.removeprefix(own))
            while got.status in (303, 307):
                address = urljoin(address, got.headers["location"])
                got = server.get(address.removeprefix(own))
            assert got.status == 200, address
            if got.media_type != "text/html":
                continue
            page = read_text(got.text)
            ids[address] = set(page.ids)
            named = [values["href"] for tag, values in page.tags if tag == "link"]
            for link in (*page.links, *page.loads, *named):
                to, fragment = urldefrag(urljoin(address, link.replace(BASE, f"{own}/id/")))
                if to.startswith(own):
                    fragments.append((to, unquote(fragment), address))
                    if to not in seen:
                        seen.add(to)
                        waiting.append(to)
        assert len(ids) > 80
        into = [each for each in fragments if each[1] and each[0] in ids]
        assert len(into) > 100
        assert [each for each in into if each[1] not in ids[each[0]]] == []

    def test_facts_are_those_that_publish_writes_in_every_format(self, server: Server, site: Path) -> None:
        for path in (
            site / f"{PLACE}.ttl",
            *sorted(site.glob("graph/*.ttl"))[:2],
            *site.glob("person/*.ttl"),
        ):
            place = path.relative_to(site).with_suffix("").as_posix()
            written = statements(path.read_bytes(), ox.RdfFormat.TURTLE)
            for ending, (media_type, form) in FACTS.items():
                got = server.get(f"/doc/{place}.{ending}")
                assert (got.status, got.media_type) == (200, media_type), place
                assert statements(got.body, form) == written, place

    def test_the_way_in_leads_to_the_first_page(self, server: Server) -> None:
        assert server.get("/").headers["location"] == "/doc/index.html"
        assert server.get("/doc/").headers["location"] == "/doc/index.html"

    @pytest.mark.parametrize(
        "path",
        ["/nothing", "/doc/nothing.html", "/doc/nothing", "/id/nothing", "/doc/decisions-9.html", "/doc/a b.ttl",
         "/doc/../store.toml", "/doc/%2e%2e/%2e%2e/store.toml", "/doc/ontology/..%2f..%2fx.ttl", "/id/%00", "/id/<>"],
    )  # fmt: skip
    def test_what_is_not_there_is_not_found(self, server: Server, path: str) -> None:
        got = server.send("GET", path.replace(" ", "%20").replace("<>", "%3C%3E"))
        assert (got.status, got.media_type) == (404, "text/plain")

    def test_the_data_are_described(self, server: Server) -> None:
        direct, well_known = (server.get(path) for path in ("/doc/void.ttl", "/.well-known/void"))
        assert direct.body == well_known.body
        assert "void:triples" in direct.text and statements(direct.body, ox.RdfFormat.TURTLE)


class TestNegotiation:
    @pytest.mark.parametrize(
        ("accept", "ending"),
        [
            ("", "html"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
            ("text/turtle", "ttl"),
            ("application/ld+json", "jsonld"),
            ("application/n-triples", "nt"),
            ("application/rdf+xml", "rdf"),
            ("text/html;q=0.3, application/rdf+xml;q=0.7, text/turtle;q=0.5", "rdf"),
            ("text/html;q=0, text/*", "ttl"),
            ("image/png, */*;q=0.1", "html"),
            ("TEXT/TURTLE ; charset=utf-8", "ttl"),
        ],
    )
    def test_an_iri_leads_to_what_the_client_likes(self, server: Server, accept: str, ending: str) -> None:
        got = server.get(f"/id/{PLACE}", accept)
        assert (got.status, got.headers["location"]) == (303, f"/doc/{PLACE}.{ending}")
        assert "Accept" in got.headers["vary"]
        assert server.get(got.headers["location"]).status == 200

    def test_a_page_without_an_ending_is_in_the_format_that_is_liked(self, server: Server) -> None:
        got = server.get(f"/doc/{PLACE}", "application/n-triples")
        assert (got.status, got.media_type) == (200, "application/n-triples")
        assert got.headers["content-location"] == f"/doc/{PLACE}.nt"
        assert "Accept" in got.headers["vary"]

    def test_what_nobody_can_give_is_not_acceptable(self, server: Server) -> None:
        assert server.get(f"/id/{PLACE}", "image/png").status == 406
        assert server.get(f"/id/{PLACE}", "text/html;q=0").status == 406


class TestQuestions:
    @pytest.mark.parametrize("name", catalogue.names())
    def test_each_gives_what_ask_gives(self, server: Server, store: Path, name: str) -> None:
        query = catalogue.load(name)
        parameters = {"language": "sv"} if any(each.name == "language" for each in query.parameters) else {}
        with EmbeddedStore.read(store) as opened:
            table = catalogue.run(opened, query, parameters)
        got = server.get(f"/api/questions/{name}")
        assert (got.status, got.media_type) == (200, "application/json")
        assert got.text == render(table, "json", Style())
        assert server.get(f"/api/questions/{name}", format="csv").text == render(table, "csv", Style())

    def test_parameters_narrow_them(self, server: Server) -> None:
        got = server.get("/api/questions/decisions", "text/csv", since="2025-03", text="å")
        assert (got.status, got.media_type) == (200, "text/csv")
        assert len(got.text) < len(server.get("/api/questions/decisions", "text/csv").text)

    @pytest.mark.parametrize(
        ("path", "status", "told"),
        [
            ("/api/questions/decisons", 404, "did you mean decisions"),
            ("/api/questions/decisions?nobody=x", 400, "has no parameter nobody"),
            ("/api/questions/decisions?since=x", 400, "write a date"),
            ("/api/questions/decisions?body=a&body=b", 400, "more than once"),
            ("/api/questions/decisions?format=png", 400, "choose one of json, csv, tsv"),
            (f"/api/questions/decisions?text={'x' * 20_000}", 414, "longer"),
        ],
    )
    def test_what_is_off_is_told(self, server: Server, path: str, status: int, told: str) -> None:
        got = server.get(path)
        assert got.status == status
        assert told in got.text

    def test_openapi_describes_them(self, server: Server) -> None:
        """Each example is a call that works, and each column that comes is described."""
        described = json.loads(server.get("/openapi.json").text)
        assert described["openapi"] == "3.1.0"
        names = {path.rpartition("/")[2] for path in described["paths"]}
        assert names == {*catalogue.names(), "questions", "health"}
        for path, operations in described["paths"].items():
            operation = operations["get"]
            examples = {
                each["name"]: each["example"] for each in operation["parameters"] if "example" in each
            }
            got = server.get(path, **examples)
            assert got.status == 200, (path, got.text)
            rows = json.loads(server.get(path).text)
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            if path.startswith("/api/questions/") and rows:
                assert list(schema["items"]["properties"]) == list(rows[0])
        listed = json.loads(server.get("/api/questions").text)
        assert [each["name"] for each in listed] == catalogue.names()


class TestLimits:
    def test_a_query_that_takes_too_long_is_really_stopped(self, server: Server) -> None:
        before = set(workers(server))
        start = time.monotonic()
        got = server.ask(ENDLESS)
        assert time.monotonic() - start < SECONDS + 3
        assert (got.status, got.media_type) == (503, "text/plain")
        assert f"after {SECONDS:g} seconds" in got.text
        until(lambda: len(before - set(workers(server))) == 1)  # its process is gone, and with it the query
        until(lambda: len(workers(server)) == len(before))
        assert server.ask("ASK {}").status == 200

    @pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml",
                                        "text/csv", "text/tab-separated-values"])  # fmt: skip
    def test_rows_are_capped_and_never_cut(self, server: Server, accept: str) -> None:
        """Texts that look like rows do not count."""
        one = '"},{\\"x\\":{\\"type\\"\\n<result>\\n,{"'
        query = f"SELECT ?x ?y {{ {{ SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {{}} }} BIND({one} AS ?x) BIND({one} AS ?y) }}"
        assert server.ask(query.replace("LIMIT {}", f"LIMIT {ROWS}"), accept).status == 200
        got = server.ask(query.replace("LIMIT {}", f"LIMIT {ROWS + 1}"), accept)
        assert (got.status, got.media_type) == (422, "text/plain")
        assert "more than 2,000 rows" in got.text

    def test_graphs_are_capped(self, server: Server) -> None:
        query = (
            "CONSTRUCT { ?a ?e ?f } WHERE { { SELECT DISTINCT ?a ?e ?f { ?a ?b ?c . ?d ?e ?f } LIMIT 2001 } }"
        )
        assert server.ask(query).status == 422
        assert server.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").status == 200

    def test_an_answer_that_is_too_large_is_refused(self, store: Path) -> None:
        from graphbuild.serving.results import answer_query
        from graphbuild.serving.tasks import Limits, Task

        large = store.parent / "large"
        with EmbeddedStore.read(store) as opened:
            small = answer_query(opened, Task("query", ALL), Limits(size=20_000), large)
            whole = answer_query(
                opened, Task("query", "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1900"), Limits(), large
            )
        assert (small.status, small.body) == (
            422,
            b"the answer is larger than 20,000 bytes: ask for less, or add LIMIT\n",
        )
        assert large.stat().st_size == whole.size
        assert len(json.loads(large.read_bytes())["results"]["bindings"]) == 1900

    def test_a_large_answer_comes_whole_and_leaves_nothing_behind(self, server: Server) -> None:
        text = "x" * 1000
        query = f'SELECT ?x {{ {{ SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT 1500 }} BIND("{text}" AS ?x) }}'
        got = server.ask(query, "text/tab-separated-values")
        assert got.status == 200
        assert got.body == b"?x\n" + f'"{text}"\n'.encode() * 1500

    @pytest.mark.parametrize(
        "query",
        [f"SELECT * {{ {'{' * 30_000}{'}' * 30_000} }}", HOGGING],
        ids=["nested too deeply", "sorting far too much"],
    )
    def test_what_breaks_the_engine_breaks_nothing_else(self, server: Server, query: str) -> None:
        got = server.send("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})
        assert (got.status, got.media_type) == (503, "text/plain")
        assert "the query was stopped" in got.text
        assert server.ask("ASK {}").status == 200

    def test_a_body_that_is_too_large_is_refused(self, server: Server) -> None:
        got = server.send("POST", "/sparql", b"#" * 300_000, {"Content-Type": "application/sparql-query"})
        assert got.status == 413

    @pytest.mark.parametrize(
        "query",
        ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
         "SELECT * { { SELECT * { OPTIONAL { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } } } }",
         "INSERT DATA { <urn:s> <urn:p> 1 }", "LOAD <http://127.0.0.1:9/>", "CLEAR ALL"],
    )  # fmt: skip
    def test_nothing_is_changed_and_nobody_else_asked(self, server: Server, query: str) -> None:
        got = server.ask(query)
        assert (got.status, got.media_type) == (403, "text/plain")

    def test_more_than_can_be_done_is_refused_and_short_questions_go_on(self, server: Server) -> None:
        """Two workers and four who wait: of nine that never end, three are told at once to come back."""
        got: list[Got] = []
        threads = [threading.Thread(target=lambda: got.append(server.ask(ENDLESS))) for _ in range(9)]
        for thread in threads:
            thread.start()
        until(lambda: len(got) == 3)
        assert {each.status for each in got} == {503}
        assert {each.headers["retry-after"] for each in got} == {"5"}
        assert server.get("/api/questions/meetings").status == 200
        assert server.get(f"/doc/{PLACE}.html").status == 200
        for thread in threads:
            thread.join()
        assert {each.status for each in got} == {503}
        assert server.ask("ASK {}").status == 200

    def test_a_query_whose_client_has_left_is_stopped(self, server: Server) -> None:
        until(lambda: len(workers(server)) == 6)
        before = set(workers(server))
        with pytest.raises(TimeoutError):
            server.send("GET", "/sparql?query=" + ENDLESS.replace(" ", "%20"), patience=0.2)
        until(lambda: not before <= set(workers(server)), SECONDS - 0.2)


class TestClients:
    def test_sparqlwrapper(self, server: Server) -> None:
        from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

        client: Any = SPARQLWrapper(f"{server.address}sparql")
        client.setQuery("SELECT ?m { ?m a gov:Meeting } ORDER BY ?m")
        client.setReturnFormat(JSON)
        found = client.queryAndConvert()
        assert MEETING in [row["m"]["value"] for row in found["results"]["bindings"]]
        client.setMethod(POST)
        client.setReturnFormat(XML)
        assert MEETING in client.queryAndConvert().toxml()
        client.setReturnFormat(CSV)
        assert MEETING in client.queryAndConvert().decode()
        client.setQuery(f"DESCRIBE <{MEETING}>")
        client.setReturnFormat(TURTLE)
        assert b"gov:Meeting" in client.queryAndConvert()
        client.setReturnFormat(JSON)
        client.setQuery("SELECT nothing")
        with pytest.raises(QueryBadFormed, match="does not parse"):
            client.query()

    def test_rdflib(self, server: Server) -> None:
        from rdflib import RDF, Graph, URIRef
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        graph = Graph(SPARQLStore(f"{server.address}sparql"))
        gov = "https://w3id.org/govgraph/ontology#"
        assert (URIRef(MEETING), RDF.type, URIRef(f"{gov}Meeting")) in graph
        rows = graph.query(f"SELECT ?n {{ <{ASA}> <http://xmlns.com/foaf/0.1/name> ?n }}")
        assert [str(row[0]) for row in rows] == [  # type: ignore[index]
            str(name) for name in graph.objects(URIRef(ASA), URIRef("http://xmlns.com/foaf/0.1/name"))
        ]

    def test_rdflib_follows_an_iri_to_its_facts(self, server: Server) -> None:
        from rdflib import Graph, URIRef

        graph = Graph().parse(f"{server.address}id/{PLACE}")
        assert len(list(graph.predicate_objects(URIRef(MEETING)))) > 3

    @pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not there")
    def test_curl(self, server: Server) -> None:
        def curl(*words: str) -> str:
            done = subprocess.run(["curl", "--silent", "--fail", *words], capture_output=True, check=True)
            return done.stdout.decode()

        endpoint = f"{server.address}sparql"
        query = "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a gov:Meeting }"
        csv = ("--header", "Accept: text/csv")
        assert curl("--get", endpoint, "--data-urlencode", f"query={query}", *csv) == "n\r\n3\r\n"
        assert curl(endpoint, "--data-urlencode", f"query={query}", *csv) == "n\r\n3\r\n"
        direct = ("--header", "Content-Type: application/sparql-query", "--data-binary", query)
        assert curl(endpoint, *direct, *csv) == "n\r\n3\r\n"
        turtle = curl("--location", "--header", "Accept: text/turtle", f"{server.address}id/{PLACE}")
        assert "a schema:Event" in turtle or "gov:Meeting" in turtle

    def test_a_page_of_another_site_may_ask(self, server: Server) -> None:
        origin = {"Origin": "https://elsewhere.example"}
        wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        before = server.send("OPTIONS", "/sparql", headers=origin | wanted)
        assert before.status == 200
        assert "POST" in before.headers["access-control-allow-methods"]
        for got in (
            server.send("GET", "/sparql?query=ASK%7B%7D", headers=origin),
            server.send("GET", "/sparql?query=ASK", headers=origin),
            server.send("GET", "/api/questions/meetings", headers=origin),
        ):
            assert got.headers["access-control-allow-origin"] == "*"


def test_health_tells_what_is_served(server: Server) -> None:
    until(lambda: json.loads(server.get("/health").text)["workers"] == 6)
    got = server.get("/health")
    assert got.status == 200
    health = json.loads(got.text)
    assert (health["status"], health["documents"], health["base"]) == ("ok", 3, BASE)


def test_behind_a_proxy_with_a_prefix(tmp_path: Path) -> None:
    """The base of the data is another address; the proxy may cut the prefix off, or leave it."""
    base, store = "https://data.example.org/protokoll/id/", tmp_path / "govgraph.store"
    quads = (GRAPHS / "three-meetings.nq").read_text("utf-8").replace(BASE, base)
    by_graph: dict[str, str] = {}
    for line in quads.splitlines(keepends=True):
        graph = line.rstrip("\n").removesuffix("> .").rpartition("<")[2]
        by_graph[graph] = by_graph.get(graph, "") + line
    with EmbeddedStore.create(store, base) as made:
        made.replace([], by_graph)
    with serving(
        store, "--root-path", "/minutes", "--lang", "en", "--title", "Records", "--workers", "1"
    ) as server:
        assert server.address.endswith("/minutes/")
        for start in ("", "/minutes"):
            for path in (f"/id/{PLACE}", f"/protokoll/id/{PLACE}"):
                got = server.get(start + path, "text/turtle")
                assert (got.status, got.headers["location"]) == (303, f"/minutes/doc/{PLACE}.ttl")
            page = server.get(f"{start}/doc/{PLACE}.html").text
            assert f'<link rel="canonical" href="{base}{PLACE}">' in page
            assert "Records" in page and 'href="../../style.css"' in page
            assert (
                server.get(f"{start}/sparql", query=f"ASK {{ <{base}{PLACE}> a gov:Meeting }}").status == 200
            )
        assert server.get("/").headers["location"] == "/minutes/doc/index.html"
        assert json.loads(server.get("/openapi.json").text)["servers"] == [{"url": "/minutes"}]
        assert "/minutes/sparql>" in server.get("/sparql").text


def test_builds_go_on_and_what_they_change_is_served(tmp_path: Path) -> None:
    """A document more, then the whole store made anew: no request fails, and nothing is left at the end."""
    texts = sorted(GRAPHS.glob("*.txt"))
    minutes, store = tmp_path / "minutes", tmp_path / "govgraph.store"
    minutes.mkdir()
    shutil.copy(texts[0], minutes)
    build([minutes], store, BASE)
    with serving(store, "--workers", "1") as server:
        seen: list[int] = []
        done = threading.Event()

        def look() -> None:
            while not done.is_set():
                seen.extend((server.ask("ASK {}").status, server.get("/doc/index.html").status))

        def documents() -> int:
            return int(json.loads(server.get("/health").text)["documents"])

        looking = threading.Thread(target=look)
        looking.start()
        assert documents() == 1
        shutil.copy(texts[1], minutes)
        build([minutes], store, BASE)
        until(lambda: documents() == 2)
        until(lambda: _is_removed(store))
        time.sleep(0.2)
        assert documents() == 2
        shutil.copy(texts[2], minutes)
        build([minutes], store, BASE)
        until(lambda: documents() == 3)
        assert (
            json.loads(server.ask("SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a gov:Minutes }").text)["results"][
                "bindings"
            ][0]["n"]["value"]
            == "3"
        )
        done.set()
        looking.join()
        assert set(seen) == {200}
        told = server.stop()
        assert told == "Stopped.\n"
        assert server.process.returncode == 0
    assert not list(store.glob("served.*"))


def _is_removed(store: Path) -> bool:
    """Remove a store, from which the server removes the copy that it read before at the same time."""
    shutil.rmtree(store, ignore_errors=True)
    return not store.exists()


def test_ctrl_c_ends_all_processes_even_busy_ones(store: Path) -> None:
    with serving(store, "--workers", "1") as server:
        asking = threading.Thread(target=lambda: _unless_gone(server))
        asking.start()
        started = workers(server)
        assert len(started) == 3
        time.sleep(0.3)
        assert server.stop() == "Stopped.\n"
        asking.join()
        assert not any(Path(f"/proc/{process}").exists() for process in started)


def _unless_gone(server: Server) -> None:
    try:
        server.ask(ENDLESS)
    except OSError:
        return


def test_a_server_that_is_killed_leaves_no_query_running(tmp_path: Path) -> None:
    store = tmp_path / "govgraph.store"
    make_store(store).close()
    with serving(store, "--workers", "1") as server:
        asking = threading.Thread(target=lambda: _unless_gone(server))
        asking.start()
        started = workers(server)
        time.sleep(0.3)
        server.process.kill()
        asking.join()
        until(lambda: not any(Path(f"/proc/{process}").exists() for process in started), 5)
    assert list(store.glob("served.*"))
    snapshots.drop_left(StoreFolder(store))  # as the next server does
    assert not list(store.glob("served.*"))


class TestCommand:
    def test_what_cannot_be_served_is_told_in_one_line(
        self, store: Path, server: Server, tmp_path: Path
    ) -> None:
        port = server.address.rsplit(":", 1)[1].strip("/")
        for words, code, told in [
            (("--port", port, "--store", store), 2, f"127.0.0.1:{port} cannot be used"),
            (("--store", tmp_path / "none"), 3, "there is no store"),
            (("--store", store, "--lang", "fi"), 2, "choose one of sv, en"),
            (("--store", store, "--root-path", "x"), 2, "begins with /"),
        ]:
            ran = (
                govgraph("serve", "--port", "0", *words)
                if "--port" not in words
                else govgraph("serve", *words)
            )
            assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1), ran.err
            assert told in ran.err

    def test_without_the_extra_it_says_what_to_install(self, store: Path, tmp_path: Path) -> None:
        (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError(\"No module named 'uvicorn'\")\n")
        ran = govgraph("serve", "--store", store, PYTHONPATH=str(tmp_path))
        assert (ran.code, ran.err) == (
            2,
            "govgraph: govgraph serve needs more than govgraph itself: pip install 'govgraph[serve]'\n",
        )


def test_fifty_clients_some_of_them_hostile_get_clean_answers(tmp_path: Path) -> None:
    """A few seconds of `benchmarks.serving`: nothing is broken or cut, and nothing is left behind."""
    store = tmp_path / "govgraph.store"
    make_store(store).close()
    with serving(store, "--timeout", "1", "--workers", "2") as server:
        load_it = load(server.address, server.process.pid, seconds=2, clients=50)
        with ThreadPoolExecutor(1) as thread:  # the browser's tests leave an event loop in this one
            seen = thread.submit(asyncio.run, load_it).result()
        assert seen.broken == []
        for kind, statuses in seen.statuses.items():
            if not kind.startswith("those"):
                assert {status for status in statuses if not 400 <= status < 500} <= {200, 503}, kind
        assert seen.statuses["named questions"][200] > 0
        assert seen.statuses["pages"][200] > 0
        until(lambda: json.loads(server.get("/health").text).get("workers") == 6)
        assert server.ask("ASK {}").status == 200
        assert seen.memory < 3_000_000_000
    assert not list(store.glob("served.*"))
