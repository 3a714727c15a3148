"""The W3C's tests of the SPARQL 1.1 Protocol, against `govgraph serve`.

The cases carry the names that they have in the W3C's suite (w3c/rdf-tests, sparql/sparql11/protocol), and
send the same requests with graphs of ours (query_multiple_dataset names two graphs, as its title says: in the
suite's file an ampersand is escaped, which makes them one). Left out, because nothing can be updated here: update_base_uri,
update_dataset_default_graph(s), update_dataset_full, update_dataset_named_graphs, update_post_direct,
update_post_form. Those tests of updates that ask for a refusal are here.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest

from tests.servers import Server, serving
from tests.small_store import make_store

A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DATA = [f"http://data.example.org/data{number}" for number in range(4)]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
BOOLEAN = ("application/sparql-results+json", "application/sparql-results+xml")
GRAPH = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
TWO = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type }}"
TWO_NAMED = f"ASK {{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
FULL = f"ASK {{ <{DATA[3]}> a ?t . GRAPH ?g1 {{ <{DATA[1]}> a ?u }} GRAPH ?g2 {{ <{DATA[2]}> a ?v }} }}"
OVERRIDDEN = f"ASK FROM <{DATA[3]}> {{ GRAPH ?g1 {{ <{DATA[1]}> a ?t }} GRAPH ?g2 {{ <{DATA[2]}> a ?u }} }}"


class Case(NamedTuple):
    """A request, and what must come: a truth, a media type, or a refusal (4xx)."""

    name: str
    method: str
    parameters: str
    headers: dict[str, str]
    body: bytes | None = None
    truth: bool | None = None
    types: tuple[str, ...] = ()


def default(*numbers: int) -> str:
    return "&".join(f"default-graph-uri={quote(DATA[number], safe='')}" for number in numbers)


def named(*numbers: int) -> str:
    return "&".join(f"named-graph-uri={quote(DATA[number], safe='')}" for number in numbers)


def query(text: str) -> str:
    return urlencode({"query": text})


PASSED = [
    Case("query_get", "GET", f"{query('ASK {}')}&{default(0)}", {}, None, True),
    Case("query_post_form", "POST", default(0), FORM, query("ASK {}").encode(), True),
    Case("query_post_direct", "POST", default(0), DIRECT, b"ASK {}", True),
    Case("query_dataset_default_graphs_get", "GET", f"{query(TWO)}&{default(1, 2)}", {}, None, True),
    Case("query_dataset_default_graphs_post", "POST", default(1, 2), DIRECT, TWO.encode(), True),
    Case("query_dataset_named_graphs_get", "GET", f"{query(TWO_NAMED)}&{named(1, 2)}", {}, None, True),
    Case("query_dataset_named_graphs_post", "POST", named(1, 2), DIRECT, TWO_NAMED.encode(), True),
    Case("query_dataset_full", "POST", f"{default(3)}&{named(1, 2)}", DIRECT, FULL.encode(), True),
    Case("query_multiple_dataset", "POST", named(1, 2), DIRECT, OVERRIDDEN.encode(), True),
    Case("query_content_type_ask", "POST", default(0), DIRECT, b"ASK {}", None, BOOLEAN),
    Case("query_content_type_select", "POST", default(0), DIRECT, b"SELECT (1 AS ?value) {}", None,
         (*BOOLEAN, "text/csv", "text/tab-separated-values")),
    Case("query_content_type_describe", "POST", default(0), DIRECT, b"DESCRIBE <http://example.org/>", None, GRAPH),
    Case("query_content_type_construct", "POST", default(0), DIRECT, b"CONSTRUCT { <s> <p> 1 } WHERE {}", None, GRAPH),
    # Ours: graphs that a request does not name are not there.
    Case("a graph that is not named is not there", "GET", f"{query(TWO)}&{default(1)}", {}, None, False),
    Case("named graphs leave the default graph empty", "GET", f"{query(TWO)}&{named(1, 2)}", {}, None, False),
    Case("without graphs there are all", "GET", query(TWO), {}, None, True),
    Case("FROM is heard", "GET", query(f"ASK FROM <{DATA[1]}> {{ <{DATA[2]}> a ?type }}"), {}, None, False),
]  # fmt: skip
REFUSED = [
    Case("bad_query_method", "PUT", query("ASK {}"), {}),
    Case("bad_multiple_queries", "GET", f"{query('ASK {}')}&{query('SELECT * {}')}", {}),
    Case("bad_query_wrong_media_type", "POST", "", {"Content-Type": "text/plain"}, b"ASK {}"),
    Case("bad_query_missing_form_type", "POST", "", {}, query("ASK {}").encode()),
    Case("bad_query_missing_direct_type", "POST", "", {}, b"ASK {}"),
    Case("bad_query_non_utf8", "POST", "", {"Content-Type": f"{DIRECT['Content-Type']}; charset=UTF-16"},
         "ASK {}".encode("utf-16")),
    Case("bad_query_syntax", "GET", query("ASK {"), {}),
    Case("bad_update_get", "GET", urlencode({"update": "CLEAR ALL"}), {}),
    Case("bad_multiple_updates", "POST", "", FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    Case("bad_update_wrong_media_type", "POST", "", {"Content-Type": "text/plain"}, b"CLEAR NAMED"),
    Case("bad_update_missing_form_type", "POST", "", {}, b"update=CLEAR%20NAMED"),
    Case("bad_update_non_utf8", "POST", "", UPDATE, "CLEAR NAMED".encode("utf-16")),
    Case("bad_update_syntax", "POST", "", FORM, b"update=CLEAR%20XYZ"),
    Case("bad_update_dataset_conflict", "POST", "", FORM,
         f"using-named-graph-uri={quote(DATA[1], safe='')}&update=CLEAR%20ALL".encode()),
    # Ours: an update is none because it is sent as a query, and no graph is named by what is no IRI.
    Case("an update as a query", "GET", query("DROP ALL"), {}),
    Case("LOAD as a query", "POST", "", DIRECT, f"LOAD <{DATA[1]}>".encode()),
    Case("LOAD as an update", "POST", "", FORM, urlencode({"update": f"LOAD <{DATA[1]}>"}).encode()),
    Case("a graph without an IRI", "GET", f"{query('ASK {}')}&default-graph-uri=no+iri", {}),
    Case("no query in a form", "POST", "", FORM, b"other=1"),
    Case("an empty query", "GET", "query=", {}),
    Case("a form with broken UTF-8", "POST", "", FORM, b"query=ASK%20%7B%20%3Fs%20%3Fp%20%22%ff%22%7D"),
]  # fmt: skip


# What rdflib says of its own parser of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("protocol") / "govgraph.store"
    quads = "".join(f"<{iri}> <{A}> <http://data.example.org/Thing> <{iri}> .\n" for iri in DATA)
    make_store(store, quads).close()
    with serving(store) as found:
        yield found


def send(server: Server, case: Case) -> tuple[int, str, bytes]:
    path = f"/sparql/?{case.parameters}" if case.parameters else "/sparql/"
    got = server.send(case.method, path, case.body, case.headers)
    return got.status, got.media_type, got.body


@pytest.mark.parametrize("case", PASSED, ids=lambda case: case.name)
def test_a_query_request_is_answered(server: Server, case: Case) -> None:
    status, media_type, body = send(server, case)
    assert status == 200, body
    if case.truth is not None:
        assert media_type == BOOLEAN[0]
        assert json.loads(body)["boolean"] is case.truth
    else:
        assert media_type in case.types


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_is_no_query_request_is_refused_in_one_line(server: Server, case: Case) -> None:
    status, media_type, body = send(server, case)
    assert 400 <= status < 500, body
    assert media_type == "text/plain"
    assert body.decode().strip().count("\n") == 0


def test_a_query_that_does_not_parse_is_told_where(server: Server) -> None:
    got = server.ask("SELECT ?s WHERE { ?s ?p }")
    assert got.status == 400
    assert got.text == (
        "the query does not parse at line 1, column 26: "
        "something is missing at the end in “SELECT ?s WHERE { ?s ?p }▸”\n"
    )


@pytest.mark.parametrize(
    ("accept", "media_type", "content"),
    [
        ("", "application/sparql-results+json", b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":'),
        ("application/json", "application/sparql-results+json", b'{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b'<?xml version="1.0"?><sparql'),
        ("text/csv", "text/csv", b"n\r\n1\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", b"?n\n1\n"),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values", b"?n\n"),
        ("text/*;q=0.5, application/*;q=0.1", "text/csv", b"n\r\n"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml", b"<?xml"),
    ],
)
def test_results_come_in_the_form_that_is_asked_for(
    server: Server, accept: str, media_type: str, content: bytes
) -> None:
    got = server.ask("SELECT (1 AS ?n) {}", accept)
    assert (got.status, got.media_type) == (200, media_type)
    assert "Accept" in got.headers["vary"].split(", ")
    assert got.body.startswith(content)


def test_what_cannot_be_given_is_not_acceptable(server: Server) -> None:
    assert server.ask("ASK {}", "image/png").status == 406
    assert server.get("/sparql", "image/png").status == 406


@pytest.mark.parametrize("accept", GRAPH)
def test_without_a_query_the_service_is_described(server: Server, accept: str) -> None:
    from rdflib import RDF, Graph, Namespace, URIRef

    got = server.get("/sparql", accept)
    assert (got.status, got.media_type) == (200, accept)
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = Graph().parse(data=got.body, format="json-ld" if "json" in accept else accept)
    (service,) = graph.subjects(RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == URIRef(f"{server.address}sparql")
    assert graph.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert set(graph.objects(service, sd.feature)) == {sd.UnionDefaultGraph}


class TestGraphStoreProtocol:
    """Graph Store HTTP Protocol, 5.2 (GET) and 5.7 (HEAD), and the operations that change something."""

    @pytest.mark.parametrize("accept", GRAPH)
    def test_a_graph_is_given(self, server: Server, accept: str) -> None:
        from rdflib import Graph

        got = server.get("/graphs", accept, graph=DATA[1])
        assert (got.status, got.media_type) == (200, accept)
        graph = Graph().parse(data=got.body, format="json-ld" if "json" in accept else accept)
        assert [str(subject) for subject in graph.subjects()] == [DATA[1]]

    def test_the_default_graph_is_all_of_them(self, server: Server) -> None:
        got = server.get("/graphs?default", "application/n-triples")
        assert [line.split()[0][1:-1] for line in got.text.splitlines()] == DATA

    def test_head_is_get_without_the_body(self, server: Server) -> None:
        head, got = (server.send(method, "/graphs?default") for method in ("HEAD", "GET"))
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(got.body))

    @pytest.mark.parametrize(
        ("parameters", "status"),
        [
            ({"graph": "http://data.example.org/none"}, 404),
            ({"graph": "no iri"}, 400),
            ({"graph": ""}, 400),
            ({}, 400),
            ({"graph": DATA[1], "default": ""}, 400),
        ],
    )
    def test_what_is_not_there_or_not_named_is_refused(
        self, server: Server, parameters: dict[str, str], status: int
    ) -> None:
        assert server.get("/graphs", **parameters).status == status

    @pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
    def test_nothing_is_changed(self, server: Server, method: str) -> None:
        got = server.send(method, "/graphs?default", b"", {"Content-Type": "text/turtle"})
        assert (got.status, set(got.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
