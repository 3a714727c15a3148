"""What a query reaches for is seen wherever the engine would see it, and nowhere else."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox
import pytest

from graphbuild.store.terminals import names_graphs, reaches_elsewhere

ELSEWHERE = [
    "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { ?s ?p ?o { SELECT * { SERVICE <http://x.example/> {} } } } } }",
    "ASK { FILTER NOT EXISTS { service silent <http://x.example/> {} } }",
    "SELECT * { ?s ?p 1SERVICE<http://x.example/>{} }",
    "SELECT*{FILTER(true)SERVICESILENT<http://x.example/>{}}",
    "PREFIX ex: <http://x.example/> SELECT*{SERVICEex:a{}}",
    "PREFIX : <http://x.example/> SELECT*{service:a{}}",
    "PREFIX#c\nex:<http://x.example/> SELECT*{SERVICE SILENTex:a{}}",
    "SELECT * { ?s ?p ?a FILTER(?a<?b#>'''\n) SERVICE <http://x.example/> {} #'''\n}",
    "SELECT * { ?s ?p ?a FILTER(?a<'>'||EXISTS{SERVICE<http://x.example/>{}}||'a'='a') }",
    "SELECT * { VALUES ?where { <http://x.example/> } SERVICE ?where { ?s ?p ?o } }",
]
HERE = [
    'SELECT * { ?s ?p "SERVICE <http://x.example/> {}" }',
    "SELECT * { ?s ?p '''\nSERVICE <http://x.example/> {}''' }",
    "# SERVICE <http://x.example/> {}\nSELECT * { ?service ?p ?o }",
    "SELECT * { ?s <http://x.example/service> ?o }",
    "SELECT * { ?s ?p 'x'@service . _:service ?p ?o . ?o gov:service ?o }",
    "PREFIX service: <http://x.example/> SELECT * { ?s service:a ?o }",
    "PREFIX http: <http://x.example/> SELECT * { ?s <http://x.example/service#a> ?o }",
    "PREFIX e: <http://x.example/> SELECT * { ?s e:SERVICE ?o FILTER(?s<?o && ?o>?s) }",
]
PROLOGUES = ["PREFIX ex: <U>", "PREFIXex:<U>", "PREFIX : <U>", "PREFIX SERVICEex: <urn:e:>", "BASE <U>"]
PIECES = """?s|1|1.|1e5|.|true|'x'|"x"@en|'''|#>|<U>|<urn:p>|ex:a|:a|SERVICE|SERVICESILENT|SERVICEex:a|SERVICE:a|{?x ?y ?z}
{|}|FILTER(|EXISTS{|)|?a<?b|<|?o<'>'|?o<?b#>'''|&&|()|[]|_:b|_:b.|?sSERVICE|OPTIONAL{|BIND(1 AS ?k)|true.SERVICEex:a
FILTER(?o<?b#>'''\\n)|#'''\\n|FILTER(?o<'>'||EXISTS{|}||'a'='a')|ex:a.SERVICE|VALUES ?k {UNDEF}""".replace(
    "\\n", "\n"
)


@pytest.mark.parametrize("query", ELSEWHERE)
def test_a_service_is_seen_wherever_it_hides(query: str) -> None:
    assert reaches_elsewhere(query)


@pytest.mark.parametrize("query", HERE)
def test_the_word_alone_is_no_service(query: str) -> None:
    ox.Store().query(query, prefixes={"gov": "urn:gov:"})  # it is SPARQL
    assert not reaches_elsewhere(query)


def test_from_is_told_from_the_word() -> None:
    assert names_graphs("SELECT * FROM <urn:g> { ?s ?p ?o }")
    assert names_graphs("ASK FROM NAMED<urn:g>{}")
    assert not names_graphs("SELECT ?from { ?from ?p 'FROM <urn:g>' } # FROM")


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[int]]]:
    """Listen where queries are sent to, and count who comes."""
    came: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    came.append(1)
                    connection.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", came
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_what_the_engine_would_send_elsewhere_is_always_seen(elsewhere: tuple[str, list[int]]) -> None:
    """Random texts are run by the engine: whenever somebody is asked, it was seen before."""
    address, came = elsewhere
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(1)))
    chance = random.Random(7)
    pieces = [piece for line in PIECES.split("\n{|") for piece in line.split("|")]
    asked = 0
    for _ in range(30_000):
        body = "".join(
            chance.choice(pieces) + chance.choice(["", "", " "]) for _ in range(chance.randint(0, 5))
        )
        prologue = " ".join(chance.sample(PROLOGUES, chance.randint(0, 2)))
        called = chance.choice(["SERVICE<U>", "SERVICEex:a", "SERVICE:a"])
        query = f"{prologue} SELECT*{{?s ?p ?o {body}{called}{{?x ?y ?z}}}}".replace("U>", f"{address}>")
        before = len(came)
        try:
            list(store.query(query))  # type: ignore[arg-type]
        except SyntaxError:
            continue
        except (OSError, RuntimeError):
            assert reaches_elsewhere(query), query
        if len(came) > before:
            asked += 1
            assert reaches_elsewhere(query), query
    assert asked > 100
