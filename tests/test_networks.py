"""Tables become networks, and networks are measured, the same on every machine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from graphbuild import catalogue, measures, networks
from graphbuild.errors import NotANetworkError
from graphbuild.store import EmbeddedStore
from graphbuild.table import Cell, Table
from tests.small_store import ASA, BASE, GRAPHS, ZOLTAN, make_store

GROUP = f"{BASE}body/ledningsgruppen-fjallbygd"
NAMES = catalogue.names("networks")
BOARD = f"{BASE}meeting/granviks-kommun-kommunstyrelsen/2025-03-11"
GOV = "https://w3id.org/govgraph/ontology#"
ELSA, ZOLTAN_OF_THE_BOARD, PER = (
    f"{BASE}person/{key}" for key in ("ce1f425353c448e8", "d4d71b31d45a8c06", "d869e35ec45ae887")
)
# The minutes name only who voted against: here the others are named, too.
VOTES = "".join(
    f"<{BOARD}/item/12/vote/1> <{GOV}votedFor> <{person}> <{BASE}graph/793c80dd812d9915> .\n"
    for person in (ZOLTAN_OF_THE_BOARD, PER)
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    quads = (GRAPHS / "three-meetings.nq").read_text("utf-8") + VOTES
    with make_store(tmp_path_factory.mktemp("networks") / "store", quads) as opened:
        yield opened


def edges(store: EmbeddedStore, name: str, **filters: str) -> list[dict[str, object]]:
    table = networks.read(store, catalogue.load(name, "networks"), filters)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def named(rows: list[dict[str, object]]) -> set[tuple[object, ...]]:
    return {(row["source_label"], row["target_label"], row["weight"]) for row in rows}


def test_the_networks_that_there_are() -> None:
    assert NAMES == [
        "bodies-assignees",
        "co-attendance",
        "decisions-people",
        "focus-areas-organisations",
        "organisations-bodies",
        "organisations-meet",
        "people-bodies",
        "presenters-bodies",
        "voting-apart",
        "voting-together",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_network_has_the_columns_of_one_and_comes_sorted(store: EmbeddedStore, name: str) -> None:
    query = catalogue.load(name, "networks")
    assert set(query.title) == set(query.description) == {"sv", "en"}
    assert [parameter.name for parameter in query.parameters][:3] == ["body", "since", "until"]
    cut = "?via" if "AS ?via)" in query.text else "AS ?period)"
    assert cut in query.text, "a network can be cut into slices of time: by month, or by the date of each via"
    found = edges(store, name)
    assert found, f"{name} gives nothing on the test's meetings"
    for row in found:
        assert list(row)[:9] == list(networks.EDGE_COLUMNS)
        assert str(row["source"]).startswith(BASE) and str(row["target"]).startswith(BASE)
        assert row["source_label"] and row["target_label"] and row["source_kind"] and row["target_kind"]
        assert isinstance(row["weight"], int) and row["weight"] > 0
        assert "2025-02-10" <= str(row["first"]) <= str(row["last"]) <= "2025-04-07"
    ends = [(str(row["source"]), str(row["target"])) for row in found]
    assert ends == sorted(ends)


def test_people_and_bodies_count_meetings_and_leave_out_the_absent(store: EmbeddedStore) -> None:
    found = edges(store, "people-bodies")
    group, board = "Ledningsgruppen Fjällbygd", "Kommunstyrelsen"
    assert named(found) == {
        ("Åsa Örnberg", group, 2),
        ("Björn Åkerlund", group, 1),
        ("Zoltán Äng", group, 2),
        ("Märta Lind", group, 1),
        ("Zoltán Äng", board, 1),
        ("Elsa Ölund", board, 1),
        ("Per Ågren", board, 1),
    }
    asa = next(row for row in found if row["source"] == ASA)
    assert (asa["first"], asa["last"]) == ("2025-02-10", "2025-04-07")
    assert asa["source_organisation"] == "Forsby kommun"


def test_one_name_in_two_bodies_is_two_people(store: EmbeddedStore) -> None:
    found = edges(store, "people-bodies")
    assert len({row["source"] for row in found if row["source_label"] == "Zoltán Äng"}) == 2


def test_pairs_made_from_one_pass_are_those_that_sparql_finds(store: EmbeddedStore) -> None:
    # Two people are together at an item of a meeting that both attend, if each is there for all of it or for
    # that item, and neither stands aside.
    there = (
        "?x{n} gov:person ?{p} ; gov:meeting ?m ; gov:attendance ?a{n} . FILTER(?a{n} != gov:absent) "
        "FILTER(NOT EXISTS {{ ?x{n} gov:presentAt ?any{n} }} || EXISTS {{ ?x{n} gov:presentAt ?i }}) "
        "FILTER NOT EXISTS {{ ?d{n} a gov:Disqualification ; gov:person ?{p} ; gov:item ?i }} "
    )
    asked = store.select(
        "SELECT ?a ?b (COUNT(DISTINCT ?i) AS ?n) { ?i a gov:AgendaItem ; gov:meeting ?m . "
        + there.format(n=1, p="a")
        + there.format(n=2, p="b")
        + "FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b"
    )
    made = edges(store, "co-attendance")
    assert {(row["source"], row["target"], row["weight"]) for row in made} == set(asked.rows)
    assert len(made) == len(asked.rows) > 0
    assert {PER} not in [{row["source"], row["target"]} & {PER} for row in made], "he stands aside (jäv)"


def test_presence_is_counted_by_item() -> None:
    columns = ("source", "source_label", "source_kind", "via", "via_size", "part", "without", "date")

    def row(
        person: str, via: str, size: int | None, part: str | None, without: str | None
    ) -> tuple[Cell, ...]:
        return (person, person.upper(), "person", via, size, part, without, "2025-01-01")

    table = Table(
        columns,
        (
            row("a", "m", 5, None, None),
            row("b", "m", 5, None, None),
            row("c", "m", 5, "1", None),
            row("c", "m", 5, "2", None),
            row("d", "m", 5, None, "2"),
            row("e", "n", None, None, None),
            row("a", "n", None, None, None),
        ),
    )
    found = {(row[0], row[1]): row[6] for row in networks.edges(table).rows}
    assert found == {
        ("a", "b"): 5,
        ("a", "c"): 2,
        ("b", "c"): 2,
        ("a", "d"): 4,
        ("b", "d"): 4,
        ("c", "d"): 1,
        ("a", "e"): 1,  # of a meeting whose items are not known
    }


def test_votes_tie_and_part(store: EmbeddedStore) -> None:
    together = {frozenset((row["source"], row["target"])) for row in edges(store, "voting-together")}
    apart = {frozenset((row["source"], row["target"])) for row in edges(store, "voting-apart")}
    assert together == {frozenset((ZOLTAN_OF_THE_BOARD, PER))}
    assert apart == {frozenset((ELSA, PER)), frozenset((ELSA, ZOLTAN_OF_THE_BOARD))}


def test_who_is_said_to_be_on_two_sides_is_on_none() -> None:
    columns = ("source", "source_label", "source_kind", "via", "side", "date")
    said = [("a", "for"), ("a", "against"), ("b", "for"), ("c", "for"), ("d", "against")]
    table = Table(columns, tuple((who, who, "person", "v", side, None) for who, side in said))
    assert [row[:2] for row in networks.edges(table, sides="alike").rows] == [("b", "c")]
    assert [row[:2] for row in networks.edges(table, sides="unlike").rows] == [("b", "d"), ("c", "d")]


def test_pairs_of_a_generated_table_equal_the_plain_definition() -> None:
    meetings = {f"m{number}": [f"p{person}" for person in range(number, number + 4)] for number in range(6)}
    rows = [
        (person, person.upper(), "person", meeting, f"2025-01-0{int(meeting[1:]) + 1}")
        for meeting, people in meetings.items()
        for person in people
    ]
    table = networks.edges(Table(("source", "source_label", "source_kind", "via", "date"), tuple(rows)))
    for source, target, *_, weight, first, last in table.rows:
        shared = [meeting for meeting, people in meetings.items() if source in people and target in people]
        assert (weight, first, last) == (
            len(shared),
            f"2025-01-0{int(shared[0][1:]) + 1}",
            f"2025-01-0{int(shared[-1][1:]) + 1}",
        )
    everyone = sorted({person for people in meetings.values() for person in people})
    met = [
        pair
        for pair in combinations(everyone, 2)
        if any(set(pair) <= set(people) for people in meetings.values())
    ]
    assert [row[:2] for row in table.rows] == met


def test_other_networks(store: EmbeddedStore) -> None:
    assert named(edges(store, "organisations-meet")) == {
        ("Forsby kommun", "Granviks kommun", 2),
        ("Forsby kommun", "Region Fjällbygd", 1),
        ("Granviks kommun", "Region Fjällbygd", 1),
    }
    assert ("Karin Ek", "Ledningsgruppen Fjällbygd", 1) in named(edges(store, "presenters-bodies"))
    assert named(edges(store, "focus-areas-organisations")) == {("God hälsa", "Region Fjällbygd", 1)}
    assert len(edges(store, "decisions-people")) == 11
    bodies = edges(store, "organisations-bodies")
    forsby = next(row for row in bodies if row["source_label"] == "Forsby kommun")
    assert (forsby["weight"], forsby["people"]) == (2, 2)


def test_filters(store: EmbeddedStore) -> None:
    assert {row["target_label"] for row in edges(store, "people-bodies", body="kommuns")} == {
        "Kommunstyrelsen"
    }
    assert {row["target"] for row in edges(store, "people-bodies", body=GROUP)} == {GROUP}
    assert len(edges(store, "co-attendance", since="2025-04")) == 3
    assert len(edges(store, "co-attendance", until="2025-02")) == 3


@pytest.mark.parametrize("name", NAMES)
def test_queries_give_the_same_on_another_engine(store: EmbeddedStore, name: str) -> None:
    query = catalogue.load(name, "networks")
    other = rdflib.Graph().parse(data=store.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), format="nt")
    found = json.loads(other.query(query.text).serialize(format="json") or b"")["results"]["bindings"]
    own = catalogue.run(store, query)
    rows = [[row.get(column, {}).get("value") or None for column in own.columns] for row in found]
    assert sorted(rows, key=str) == sorted(
        ([None if cell is None else str(cell) for cell in row] for row in own.rows), key=str
    )


def test_a_meeting_without_a_date_hides_no_dates(tmp_path: Path) -> None:
    lines = (GRAPHS / "three-meetings.nq").read_text("utf-8").split("\n")
    start = f"<{BASE}meeting/ledningsgruppen-fjallbygd/2025-04-07> <http://schema.org/startDate>"
    quads = "\n".join(line for line in lines if not line.startswith(start))
    with make_store(tmp_path / "store", quads) as undated:
        asa = next(row for row in edges(undated, "people-bodies") if row["source"] == ASA)
        assert (asa["weight"], asa["first"], asa["last"]) == (2, "2025-02-10", "2025-02-10")
        assert asa["source_organisation"] == "Forsby kommun"
        marta = next(row for row in edges(undated, "people-bodies") if row["source_label"] == "Märta Lind")
        assert (marta["first"], marta["last"]) == (None, None)
        met = next(
            row for row in edges(undated, "co-attendance") if {ASA, ZOLTAN} == {row["source"], row["target"]}
        )
        assert (met["weight"], met["first"], met["last"]) == (4, "2025-02-10", "2025-02-10")


def network(store: EmbeddedStore, name: str) -> nx.Graph:
    query = catalogue.load(name, "networks")
    return networks.graph(networks.read(store, query, {}), name, directed=query.directed)


def test_a_graph_holds_labels_kinds_and_dates(store: EmbeddedStore) -> None:
    graph = network(store, "people-bodies")
    assert graph.name == "people-bodies"
    assert list(graph.nodes) == sorted(graph.nodes)
    assert graph.nodes[GROUP] == {
        "label": "Ledningsgruppen Fjällbygd",
        "kind": "body",
        "first": "2025-02-10",
        "last": "2025-04-07",
    }
    assert graph.nodes[ASA]["organisation"] == "Forsby kommun"
    assert graph.edges[ASA, GROUP] == {"weight": 2, "first": "2025-02-10", "last": "2025-04-07"}


def test_measures_are_those_of_networkx(store: EmbeddedStore) -> None:
    graph = network(store, "co-attendance")
    measures.measure(graph)
    assert graph.nodes[ZOLTAN]["degree"] == 3
    assert graph.nodes[ZOLTAN]["strength"] == graph.degree(ZOLTAN, weight="weight") > 3
    ours = {node: values["eigenvector"] for node, values in graph.nodes(data=True)}
    assert ours == pytest.approx(nx.eigenvector_centrality(graph, 1000, 1e-9, weight="weight"), abs=1e-5)
    expected = nx.betweenness_centrality(graph)
    assert {node: values["betweenness"] for node, values in graph.nodes(data=True)} == {
        node: round(value, 6) for node, value in expected.items()
    }
    assert sum(values["pagerank"] for _, values in graph.nodes(data=True)) == pytest.approx(1, abs=1e-5)
    communities = {values["community"] for _, values in graph.nodes(data=True)}
    assert communities == {1, 2}, "two bodies that share nobody are two communities"


def test_pagerank_of_a_known_graph() -> None:
    # Figures of networkx.pagerank (SciPy) on the karate club, by weight.
    club = nx.karate_club_graph()
    found = measures.pagerank(club)
    assert found[33] == pytest.approx(0.096980, abs=1e-5)
    assert found[0] == pytest.approx(0.088505, abs=1e-5)


def test_brokerage_counts_open_pairs_of_different_organisations() -> None:
    graph = nx.gnm_random_graph(40, 120, seed=2)
    for node in graph:
        if node % 5:
            graph.nodes[node]["organisation"] = f"o{node % 3}"
    of = nx.get_node_attributes(graph, "organisation")
    plain = {
        node: sum(
            one in of and other in of and of[one] != of[other] and not graph.has_edge(one, other)
            for one, other in combinations(graph[node], 2)
        )
        for node in graph
    }
    assert measures.brokerage(graph) == plain and max(plain.values()) > 3


def test_eigenvector_of_a_two_sided_network_settles() -> None:
    star = nx.star_graph(4)
    found = list(measures._eigenvector(star, None).values())
    assert found[0] == pytest.approx(0.5**0.5, abs=1e-6)


def test_a_large_network_is_measured_from_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.gnm_random_graph(200, 600, seed=3)
    nx.set_edge_attributes(graph, 1, "weight")
    monkeypatch.setattr(measures, "STEPS", 1)
    measures.measure(graph)
    assert {"betweenness", "pagerank", "core", "community"} <= set(graph.nodes[0])


def test_measures_as_a_table_and_for_people(store: EmbeddedStore) -> None:
    graph = network(store, "people-bodies")
    measures.measure(graph)
    table = measures.measures_table(graph)
    assert table.columns == ("node", "label", "kind", *measures.MEASURES, "first", "last")
    assert table.rows[0][:2] == (GROUP, "Ledningsgruppen Fjällbygd")
    shown = networks.readable(table)
    assert shown.columns == (
        *("name", "kind", "degree", "strength", "betweenness", "community", "brokerage"),
        "node_iri",
    )


def test_edges_for_people_start_with_the_strongest(store: EmbeddedStore) -> None:
    query = catalogue.load("people-bodies", "networks")
    shown = networks.readable(networks.edges(catalogue.run(store, query)))
    assert shown.columns == ("person", "body", "weight", "first", "last", "source_iri", "target_iri")
    assert [row[0] for row in shown.rows] == [
        "Zoltán Äng",
        "Åsa Örnberg",
        "Björn Åkerlund",
        "Elsa Ölund",
        "Märta Lind",
        "Per Ågren",
        "Zoltán Äng",
    ]
    met = networks.readable(networks.edges(catalogue.run(store, catalogue.load("co-attendance", "networks"))))
    assert met.columns[:2] == ("person", "with")


def test_an_empty_network_can_be_measured() -> None:
    graph = networks.graph(networks.edges(Table(networks.EDGE_COLUMNS, ())))
    measures.measure(graph)
    assert measures.measures_table(graph).rows == ()


def test_a_tie_to_oneself_does_not_stop_measuring() -> None:
    row = ("a", "a", "A", "A", "person", "person", 2, None, None)
    graph = networks.graph(Table(networks.EDGE_COLUMNS, (row,)))
    measures.measure(graph)
    assert graph.nodes["a"]["core"] == 0


def test_a_directed_network_keeps_its_direction() -> None:
    row = ("b", "a", "B", "A", "body", "person", 2, "2025-01-01", "2025-01-02")
    graph = networks.graph(Table(networks.EDGE_COLUMNS, (row,)), directed=True)
    measures.measure(graph)
    assert list(graph.edges) == [("b", "a")]
    assert graph.nodes["a"]["pagerank"] > graph.nodes["b"]["pagerank"]


@pytest.mark.parametrize("columns", [("source", "target"), ("a", "b")])
def test_a_table_that_is_no_network_is_refused(columns: tuple[str, ...]) -> None:
    with pytest.raises(NotANetworkError, match=r"no column|neither"):
        networks.edges(Table(columns, ()))


def test_measures_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import json, networkx as nx; from graphbuild import measures\n"
        "g = nx.relabel_nodes(nx.gnm_random_graph(60, 150, seed=5), lambda n: f'http://x/{n}')\n"
        "measures.measure(g); print(json.dumps(dict(g.nodes(data=True)), sort_keys=True))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert found[0] == found[1]
    assert json.loads(found[0])
