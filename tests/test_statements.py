"""Minutes in RDF: right terms, right escapes, a proof for everything, the same bytes each time."""

import re
from dataclasses import replace
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild import ntriples
from graphbuild.model import Minutes, Said, Span
from graphbuild.statements import Statements
from graphbuild.vocabulary import GOV
from tests.fjallbygd import SPRING, autumn, changed, spring
from tests.stores import said

BASE = "http://localhost:8000/id/"
MEETING = f"{BASE}meeting/regional-ledningsgrupp/2025-04-07"
PROVENANCE = "http://www.w3.org/ns/prov#wasDerivedFrom"


def loaded(statements: Statements) -> ox.Store:
    store = ox.Store()
    store.load((statements.quads + statements.shared).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def rows(store: ox.Store, query: str) -> list[list[str | None]]:
    prefixes = {"gov": GOV, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "prov": "http://www.w3.org/ns/prov#",
                "schema": "http://schema.org/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                "org": "http://www.w3.org/ns/org#", "dcterms": "http://purl.org/dc/terms/"}  # fmt: skip
    found = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [[None if cell is None else cell.value for cell in row] for row in found]


@pytest.fixture
def store() -> ox.Store:
    return loaded(said(spring()))


def test_every_line_is_a_quad_and_is_said_once() -> None:
    statements = said(spring())
    text = statements.quads + statements.shared
    assert len(list(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))) == text.count("\n")
    assert len(statements.lines()) == text.count("\n")


def test_lines_are_sorted_and_the_same_each_time() -> None:
    first, second = said(spring()).lines(), said(spring()).lines()
    assert first == second
    assert all(one < other for one, other in pairwise(first))


def test_own_graph_and_shared_graph() -> None:
    statements = said(spring())
    graphs = {line.rsplit("<", 1)[1].split(">")[0] for line in statements.lines()}
    assert graphs == {statements.graph, f"{BASE}graph/shared"}
    assert statements.meeting == MEETING
    assert statements.numbers == ("10", "11", "8", "9")
    assert statements.body == "regional-ledningsgrupp"


def test_what_the_shared_graph_says_does_not_depend_on_the_document() -> None:
    def about(statements: Statements, thing: str) -> set[str]:
        return {line for line in statements.shared.split("\n") if line.startswith(f"<{BASE}{thing}")}

    one, other = said(spring()), said(autumn())
    for thing in ("body/", "organisation/krokoms-kommun", "focus-area/"):
        assert about(one, thing) == about(other, thing) != set()


def test_documents_about_the_same_people_repeat_nothing() -> None:
    """The union of graphs is a bag: a triple in a thousand graphs would be found a thousand times."""

    def own(statements: Statements) -> set[str]:
        return {line.rsplit(" <", 1)[0] for line in statements.quads.split("\n")} - {""}

    later = replace(changed(spring(), "\n"), date=Said("2025-05-07", Span(0, 3)))
    assert own(said(spring())) & own(said(later)) == set()


def test_every_quote_says_what_stands_in_its_place(store: ox.Store) -> None:
    quotes = rows(
        store, "SELECT ?exact ?start ?end ?q WHERE { ?q gov:exact ?exact ; gov:start ?start ; gov:end ?end }"
    )
    assert len(quotes) > 40
    for exact, start, end, quote in quotes:
        assert SPRING[int(start or "") : int(end or "")] == exact
        assert str(quote).endswith(f"#char={start},{end}")


def test_every_thing_has_its_proof(store: ox.Store) -> None:
    """A thing has a quote of its own, or each of its facts has one in a statement."""
    exempt = {"SourceText", "Quote", "DecidingGroup", "Inference"}
    things = rows(
        store,
        "SELECT DISTINCT ?thing ?type WHERE { GRAPH ?g { ?thing a ?type } FILTER(!STRENDS(STR(?g), 'shared')) }",
    )
    for thing, kind in things:
        if kind is None or not kind.startswith(GOV) or kind.removeprefix(GOV) in exempt:
            continue
        if rows(store, f"SELECT ?q WHERE {{ <{thing}> prov:wasDerivedFrom ?q }}"):
            continue
        for predicate, value in rows(store, f"SELECT ?p ?o WHERE {{ <{thing}> ?p ?o }}"):
            counted = ("type", "label", "linesRead", "linesUnderstood", "minutesOf", "source")
            if re.split(r"[/#]", str(predicate))[-1] in counted:
                continue
            proofs = rows(
                store,
                f"SELECT ?s ?o WHERE {{ ?s rdf:subject <{thing}> ; rdf:predicate <{predicate}> ;"
                " rdf:object ?o ; prov:wasDerivedFrom ?q }",
            )
            assert value in [proof[1] for proof in proofs], (thing, predicate)


def test_who_decided(store: ox.Store) -> None:
    def deciders(item: str) -> set[str | None]:
        query = f"SELECT ?name WHERE {{ <{MEETING}/item/{item}/decision/1> gov:decidedBy/rdfs:label ?name }}"
        return {row[0] for row in rows(store, query)}

    assert deciders("9") == {"Sara Ek", "Örjan Ståhl", "Magnus Asp", "Åsa Björk"}
    assert deciders("10") == {"Sara Ek", "Åsa Björk"}  # Magnus is limited to § 8-9, Örjan stands aside
    assert deciders("11") == {"Sara Ek", "Örjan Ståhl", "Åsa Björk"}


def test_who_decided_is_an_inference_that_names_what_it_rests_on(store: ox.Store) -> None:
    decision = f"{MEETING}/item/10/decision/1"
    found = rows(
        store,
        f"SELECT ?rule ?exact ?member WHERE {{ <{decision}#decidedBy> a gov:Inference ; rdf:subject <{decision}> ;"
        " rdf:predicate gov:decidedBy ; gov:rule ?rule ; prov:wasDerivedFrom/gov:exact ?exact ;"
        " gov:basis/prov:hadMember/gov:person/rdfs:label ?member } ORDER BY ?member",
    )
    assert [row[2] for row in found] == ["Sara Ek", "Åsa Björk"]
    assert {row[0] for row in found} == {f"{GOV}rule-present-at-item"}
    assert {row[1] for row in found} == {"Med 2 ja-röster mot 1 nej-röst beslutar gruppen att köpa Skutan AB"}


def test_nothing_is_inferred_where_no_participant_is_known() -> None:
    bare = replace(spring(), participants=())
    assert "decidedBy" not in said(bare).quads


def test_assignments(store: ox.Store) -> None:
    query = """SELECT ?text ?who ?written ?due ?date ?status WHERE {
      ?a a gov:Assignment ; schema:text ?text ; gov:status ?status .
      OPTIONAL { ?a gov:assignee/rdfs:label ?who } OPTIONAL { ?a gov:assigneeAsWritten ?written }
      OPTIONAL { ?a gov:due ?due ; gov:dueDate ?date } } ORDER BY ?a"""
    found = rows(store, query)
    assert [row[1:5] for row in found] == [
        ["Sara Ek", None, "2025-Q4", "2025-12-31"],
        ["Region Jämtland Härjedalen", None, None, None],
        ["Kommunförbundet", None, None, None],
        [None, "Några", None, None],
    ]
    assert {row[5] for row in found} == {f"{GOV}open"}


def test_names_as_written_and_as_meant(store: ox.Store) -> None:
    query = "SELECT ?name ?exact WHERE { ?p a gov:Presentation ; gov:person/rdfs:label ?name ; prov:wasDerivedFrom/gov:exact ?exact }"
    assert rows(store, query) == [["Örjan Stål", "Örjan Stål, kommunchef"]]
    meant = "SELECT ?name ?other WHERE { ?p gov:mayBe ?q . ?p rdfs:label ?name . ?q rdfs:label ?other }"
    assert rows(store, meant) == [["Örjan Stål", "Örjan Ståhl"]]


def test_presence_by_item(store: ox.Store) -> None:
    query = "SELECT ?items (GROUP_CONCAT(STR(?item)) AS ?at) WHERE { ?p gov:itemsAttended ?items ; gov:presentAt ?item } GROUP BY ?items"
    ((items, present),) = rows(store, query)
    assert items == "8, 9"
    assert sorted(str(present).split()) == [f"{MEETING}/item/8", f"{MEETING}/item/9"]


def test_an_inferred_attendance_says_its_rule(store: ox.Store) -> None:
    query = "SELECT ?rule ?exact WHERE { ?s rdf:predicate gov:attendance ; gov:rule ?rule ; prov:wasDerivedFrom/gov:exact ?exact }"
    assert rows(store, query) == [[f"{GOV}rule-called-not-present", "Nils Lind, Krokom"]]


def test_votes_and_the_rest(store: ox.Store) -> None:
    assert rows(
        store,
        "SELECT ?for ?against ?abstained WHERE { ?v gov:votesFor ?for ; gov:votesAgainst ?against OPTIONAL { ?v gov:votesAbstained ?abstained } }",
    ) == [["2", "1", None]]
    assert rows(store, "SELECT ?t WHERE { ?r a gov:Reservation ; schema:text ?t }") == [["för dyrt"]]
    assert rows(store, "SELECT ?t WHERE { ?r a gov:Motion ; schema:text ?t }") == [["avslag på köpet"]]
    assert rows(store, "SELECT ?n ?m WHERE { ?r gov:referredItem ?n ; gov:referredMinutes ?m }") == [
        ["3", "föregående protokoll"]
    ]
    assert rows(store, "SELECT ?t WHERE { ?d gov:attachment true ; dcterms:title ?t }") == [["Karta\\norr"]]
    assert rows(store, "SELECT ?name WHERE { ?i gov:mentions/rdfs:label ?name }") == [["Magnus Asp"]]


def test_what_is_not_stated_is_not_written() -> None:
    quads = said(autumn()).quads
    for term in (
        "startTime",
        "location",
        "online",
        "nextMeetingDate",
        "approvalDate",
        "votesFor",
        "itemsAttended",
    ):
        assert f"{GOV}{term}>" not in quads


def test_issues_speak_both_languages(store: ox.Store) -> None:
    found = rows(
        store,
        "SELECT ?line (COUNT(DISTINCT ?label) AS ?n) WHERE { ?i a gov:Issue ; gov:line ?line ; rdfs:label ?label } GROUP BY ?line",
    )
    assert found == [["30", "2"]]


def test_minutes_without_body_or_date_are_a_company_of_their_own() -> None:
    bare = replace(spring(), body=None, date=None)
    statements = said(bare)
    assert f"/meeting/{statements.document}/undated-{statements.document}" in statements.meeting
    assert "heldBy" not in statements.quads
    assert "knownIn" not in statements.shared


def test_the_same_text_with_other_bytes_is_another_document() -> None:
    one, other = said(spring()), said(changed(spring(), "\n"))
    assert one.graph != other.graph
    assert one.meeting == other.meeting


def test_all_names_of_a_file_are_told() -> None:
    from graphbuild.statements import state

    quads = state(spring(), BASE, parser_version="1", file_names=["b.txt", "a.txt", "b.txt"]).quads
    assert re.findall(r'fileName> "(.*?)"', quads) == ["a.txt", "b.txt"]


@given(st.text())
def test_any_text_survives_as_a_literal(text: str) -> None:
    line = f"<a:a> <a:b> {ntriples.plain(text)} .".encode()
    ((quad,)) = list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text


@given(st.text())
def test_any_text_survives_a_sparql_update(text: str) -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ <a:a> <a:b> {ntriples.plain(text)} }}")
    ((quad,)) = list(store)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text


def test_half_characters_are_replaced() -> None:
    assert ntriples.plain("a\ud800b") == '"a\ufffdb"'


def test_hostile_words_stay_words() -> None:
    minutes = spring()
    hostile: Minutes = replace(minutes, place=Said('"> . <x:y> "\n\\', Span(0, 3)))
    store = loaded(said(hostile))
    assert rows(store, "SELECT ?p WHERE { ?m schema:location ?p }") == [['"> . <x:y> "\n\\']]
