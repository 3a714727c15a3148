"""Figures say what going through everything would say, whatever came, changed, left or was judged."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild import catalogue
from graphbuild.figures import LATEST, figures
from graphbuild.following import follow
from graphbuild.identity import DEFAULT_BASE, Namespace
from graphbuild.judgements import Judgement
from graphbuild.model import Minutes, Said, Span
from graphbuild.statements.seen import Held, read_held
from graphbuild.store import EmbeddedStore
from graphbuild.store.holdings import Holdings
from graphbuild.table import Cell
from tests.fjallbygd import autumn, changed, spring
from tests.stores import filled, put

RLG = "Regional ledningsgrupp"
SCANNED = {
    "counts": """SELECT ?body ?year (COUNT(DISTINCT ?m) AS ?meetings) (COUNT(DISTINCT ?i) AS ?items)
        (COUNT(DISTINCT ?d) AS ?decisions) (COUNT(DISTINCT ?a) AS ?assignments) (COUNT(DISTINCT ?p) AS ?people)
        { ?m a gov:Meeting . OPTIONAL { ?m gov:heldBy/rdfs:label ?body } OPTIONAL { ?m schema:startDate ?date }
          BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
          { ?i gov:meeting ?m ; a gov:AgendaItem }
          UNION { ?i_d gov:meeting ?m . ?d gov:item ?i_d ; a gov:Decision }
          UNION { ?i_a gov:meeting ?m . ?a gov:item ?i_a ; a gov:Assignment }
          UNION { ?there gov:meeting ?m ; gov:attendance ?how ; gov:person ?p FILTER(?how != gov:absent) }
          UNION { ?m a gov:Meeting } }
        GROUP BY ?body ?year ORDER BY ?body ?year""",
    "decision-types": """SELECT ?body ?year ?type (COUNT(DISTINCT ?d) AS ?decisions)
        { ?d gov:decisionType ?kind ; gov:item/gov:meeting ?m . ?d a gov:Decision .
          OPTIONAL { ?m gov:heldBy/rdfs:label ?body } OPTIONAL { ?m schema:startDate ?date }
          BIND(SUBSTR(STR(?date), 1, 4) AS ?year) BIND(STRAFTER(STR(?kind), "#") AS ?type) }
        GROUP BY ?body ?year ?type ORDER BY ?body ?year ?type""",
    "totals": """SELECT ?year (COUNT(DISTINCT ?b) AS ?bodies) (COUNT(DISTINCT ?m) AS ?meetings)
        (COUNT(DISTINCT ?i) AS ?items) (COUNT(DISTINCT ?d) AS ?decisions) (COUNT(DISTINCT ?a) AS ?assignments)
        { ?m a gov:Meeting . OPTIONAL { ?m gov:heldBy ?b } OPTIONAL { ?m schema:startDate ?date }
          BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
          { ?i gov:meeting ?m ; a gov:AgendaItem }
          UNION { ?i_d gov:meeting ?m . ?d gov:item ?i_d ; a gov:Decision }
          UNION { ?i_a gov:meeting ?m . ?a gov:item ?i_a ; a gov:Assignment }
          UNION { ?m a gov:Meeting } }
        GROUP BY ?year ORDER BY ?year""",
}


def ask(store: EmbeddedStore, name: str, columns: str, **parameters: str) -> list[tuple[Cell, ...]]:
    table = catalogue.run(store, catalogue.load(name), parameters)
    places = [table.columns.index(column) for column in columns.split()]
    return [tuple(row[place] for place in places) for row in table.rows]


def assert_counted(path: Path) -> None:
    """Hold the figures of a store against what going through everything gives."""
    with EmbeddedStore.read(path) as store:
        for name, query in SCANNED.items():
            scanned = store.select(query)
            told = ask(store, name, " ".join(scanned.columns))
            rows = [tuple(None if cell == "" else cell for cell in row) for row in scanned.rows]
            assert sorted(told, key=repr) == sorted(rows, key=repr), name


def undated(minutes: Minutes) -> Minutes:
    return replace(changed(minutes, "\n\n"), date=None)


def of_nobody(minutes: Minutes) -> Minutes:
    return replace(changed(minutes, "\n"), body=None)


def test_figures_of_the_examples(example_store: Path) -> None:
    assert_counted(example_store)
    with EmbeddedStore.read(example_store) as store:
        columns = "year meetings items decisions assignments people"
        assert ask(store, "counts", columns, body="Direktionen") == [
            ("2024", 1, 6, 11, 3, 11),
            ("2025", 3, 19, 26, 6, 15),
        ]
        assert ask(store, "counts", "year", body="Direktionen", since="2025-06", until="2025") == [("2025",)]
        assert ask(store, "totals", "year bodies meetings", until="2024") == [("2024", 4, 5)]
        found = ask(store, "decision-types", "year decisions", body="Direktionen", type="deferral")
        assert found == [("2025", 2)]


def test_the_latest_meetings_and_their_decisions(example_store: Path) -> None:
    with EmbeddedStore.read(example_store) as store:
        everything = ask(store, "meetings", "date body items meeting_iri")
        latest = sorted(everything, key=lambda row: (str(row[0]), str(row[3])), reverse=True)[:LATEST]
        assert sorted(ask(store, "latest", "date body items meeting_iri")) == sorted(latest)
        days = [str(row[0]) for row in ask(store, "latest", "date")]
        assert days == sorted(days, reverse=True)
        assert [row[0] for row in ask(store, "latest", "date", body="Direktionen")] == [
            "2025-12-11", "2025-09-18", "2025-03-20", "2024-11-28",
        ]  # fmt: skip
        columns = "date body item item_title label decision type"
        told = ask(store, "latest-decisions", columns)
        held = {row[:2] for row in latest}
        assert sorted(told, key=repr) == sorted(
            (row for row in ask(store, "decisions", columns) if row[:2] in held), key=repr
        )
        assert told[0][:3] == ("2026-03-18", "Styrelsen", "2")


@pytest.mark.parametrize("made", [undated, of_nobody])
def test_meetings_without_a_day_or_a_body(tmp_path: Path, made: Callable[[Minutes], Minutes]) -> None:
    path = filled(tmp_path / "store", spring(), made(autumn()))
    assert_counted(path)
    with EmbeddedStore.read(path) as store:
        assert len(ask(store, "counts", "year")) == 2
        assert [row[0] for row in ask(store, "latest", "date")] == ["2025-04-07"]


def test_figures_follow_what_comes_and_what_leaves(tmp_path: Path) -> None:
    path = filled(tmp_path / "store", spring(), autumn())
    with EmbeddedStore.read(path) as store:
        both = ask(store, "counts", "meetings items people")
    with Holdings(path, DEFAULT_BASE) as holdings:
        gone = sorted(holdings.register.documents().values(), key=lambda each: each.meeting)[1]
        holdings.remove(gone.document)
        follow(holdings, ())
    assert_counted(path)
    with EmbeddedStore.read(path) as store:
        assert [row[0] for row in ask(store, "counts", "meetings")] == [1]
        assert len(ask(store, "latest", "date")) == 1
    with Holdings(path, DEFAULT_BASE) as holdings:
        put(holdings, autumn())
        follow(holdings, ())
    with EmbeddedStore.read(path) as store:
        assert ask(store, "counts", "meetings items people") == both
    with Holdings(path, DEFAULT_BASE) as holdings:
        for document in list(holdings.register.documents()):
            holdings.remove(document)
        follow(holdings, ())
    with EmbeddedStore.read(path) as store:
        assert ask(store, "counts", "meetings") == [] == ask(store, "totals", "meetings")


def test_people_and_bodies_are_counted_as_whom_they_are_known_as(tmp_path: Path) -> None:
    board = replace(changed(autumn(), "\n"), body=Said("Styrelsen", Span(0, 8)))
    path = filled(tmp_path / "store", spring(), board)
    with Holdings(path, DEFAULT_BASE) as holdings:
        names = {each: holdings.people.people_of(each) for each in holdings.register.bodies()}
        slug = "regional-ledningsgrupp"
        one, other = (
            each.person.removeprefix(DEFAULT_BASE)
            for each in names[slug]
            if each.name in ("Sara Ek", "Åsa Björk")
        )
        before = ask_of(holdings, "counts")
        people = Judgement("person", "same", one, other, "", "", "Kim", "2026-01-07", "")
        follow(holdings, [people])
        after = ask_of(holdings, "counts")
        assert after[RLG] == before[RLG] - 1
        bodies = Judgement("body", "same", f"body/{slug}", "body/styrelsen", "", "", "Kim", "2026-01-07", "")
        follow(holdings, [bodies])
        assert len(ask_of(holdings, "counts")) == 1
        follow(holdings, [])
        assert ask_of(holdings, "counts") == before
    assert_counted(path)


def ask_of(holdings: Holdings, name: str) -> dict[Cell, int]:
    """Give the people that are counted, by body."""
    assert isinstance(holdings.store, EmbeddedStore)
    found: dict[Cell, int] = {}
    for body, people in ask(holdings.store, name, "body people"):
        assert isinstance(people, int)
        found[body] = found.get(body, 0) + people
    return found


def test_only_the_latest_meetings_of_a_body_are_told_as_such() -> None:
    days = [f"2025-{month:02}-01" for month in range(1, 13)]
    held = [Held(f"{DEFAULT_BASE}meeting/b/{day}", day) for day in days]
    lines = list(figures("b", "B", held, Namespace(DEFAULT_BASE)))
    latest = [line for line in lines if "latestMeeting" in line]
    assert len(latest) == LATEST and days[2] in latest[0] and not any(days[1] in line for line in latest)
    assert list(figures("b", "B", reversed(held), Namespace(DEFAULT_BASE))) == lines


def test_two_documents_of_one_meeting_are_one_meeting() -> None:
    meeting = f"{DEFAULT_BASE}meeting/b/2025-01-01"
    held = [
        Held(meeting, "2025-01-01", 3, (("adoption", 2),), 1, ("p", "q")),
        Held(meeting, "2025-01-01", 2, (("adoption", 1), ("noted", 1)), 0, ("p",)),
    ]
    told = "\n".join(figures("b", "B", held, Namespace(DEFAULT_BASE)))
    for count in ('meetingCount> "1"', 'itemCount> "5"', 'decisionCount> "4"', 'peopleCount> "2"'):
        assert count in told
    assert told.count('decisionCount> "3"') == 1  # adoptions


def test_what_an_earlier_version_wrote_counts_nothing() -> None:
    assert read_held("") == read_held('{"people": []}') == Held()
    assert list(figures("b", "B", [Held()], Namespace(DEFAULT_BASE))) == []
