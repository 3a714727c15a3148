"""Named queries: what their headers say, how parameters are bound, and what each finds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from graphbuild import catalogue
from graphbuild.errors import ParameterError, UnknownQueryError
from graphbuild.model import Attendance, Participant, Said, Span, Table
from graphbuild.resources import resource
from graphbuild.store import EmbeddedStore
from tests.fjallbygd import autumn, changed, spring
from tests.stores import filled

RLG = "Regional ledningsgrupp"
SPRING, AUTUMN = "2025-04-07", "2025-09-15"
CONTRACT = {
    "meetings": "date, body, start, end, place, online, source",
    "participants": "date, body, person, organisation, party, role, attendance, items",
    "items": "date, body, item, title, outcome, focus_area, case",
    "decisions": "date, body, item, item_title, label, decision, type, focus_area",
    "who-decided": "date, body, item, decision, person, organisation",
    "assignments": "date, body, item, assignment, assignee, due, status",
    "presenters": "date, body, item, item_title, person, role, organisation",
    "signatories": "date, body, person, role, items",
    "documents": "date, body, item, document",
    "people": "person, organisations, bodies, meetings, first, last",
    "organisations": "organisation, kind, code, people",
    "focus-areas": "focus_area, meetings, decisions, last",
    "roles": "person, role, organisation, body, first, last",
    "evidence": "fact, quote, source, start, end",
    "completeness": "date, body, source, lines, understood, share, names, missing, headings, issues, contradictions",
    "doubts": "date, body, source, line, kind, problem",
}
FAMILIES = sorted(path.name for path in resource("queries").iterdir() if path.is_dir())
QUERIES = [(family, name) for family in FAMILIES for name in catalogue.names(family)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """A group that met twice, and another body where one of its members sits, too."""
    board = replace(
        changed(autumn(), "\n"),
        body=Said("Styrelsen", Span(0, 8)),
        participants=(Participant("Sara Ek", Span(59, 71), Attendance.DECIDING, party="S"),),
        items=(),
    )
    path = filled(tmp_path_factory.mktemp("catalogue") / "store", spring(), autumn(), board)
    with EmbeddedStore.read(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def merged(store: EmbeddedStore) -> Graph:
    """Give all graphs as one, in another engine."""
    graph = Graph()
    for name in store.graphs():
        graph.parse(data=store.statements(name).decode(), format="nt")
    return graph


def ask(store: EmbeddedStore, name: str, **parameters: str) -> list[tuple[object, ...]]:
    """Ask a query, and give the columns of the contract."""
    table = catalogue.run(store, catalogue.load(name), parameters)
    wanted = (
        CONTRACT.get(name, "").split(", ")
        if name in CONTRACT
        else [c for c in table.columns if not c.endswith("_iri")]
    )
    places = [table.columns.index(column) for column in wanted]
    return [tuple(row[place] for place in places) for row in table.rows]


@pytest.mark.parametrize("name", CONTRACT)
def test_the_columns_of_the_contract_come_first(store: EmbeddedStore, name: str) -> None:
    table = catalogue.run(store, catalogue.load(name))
    wanted = tuple(CONTRACT[name].split(", "))
    assert table.columns[: len(wanted)] == wanted
    assert any(column.endswith("_iri") for column in table.columns)
    assert len(table.rows) > 0


@pytest.mark.parametrize("name", catalogue.names())
def test_a_query_runs_as_it_stands_and_says_the_same_on_another_engine(
    store: EmbeddedStore, merged: Graph, name: str
) -> None:
    query = catalogue.load(name)
    result = merged.query(query.text)
    assert result.vars is not None
    found = [tuple(None if cell is None else str(cell) for cell in row) for row in result]  # type: ignore[union-attr]
    theirs = catalogue._ordered(Table(tuple(map(str, result.vars)), tuple(found)), query)
    ours = catalogue.run(store, query)
    assert theirs.columns == ours.columns
    assert sorted(map(as_text, theirs.rows)) == sorted(map(as_text, ours.rows))


def as_text(row: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(
        "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in row
    )


@pytest.mark.parametrize(("family", "name"), QUERIES)
def test_a_query_says_what_it_is(family: str, name: str) -> None:
    query = catalogue.load(name, family)
    assert set(query.title) == set(query.description) == {"sv", "en"}
    for parameter in query.parameters:
        assert f"VALUES ?_{parameter.name.replace('-', '_')} {{ UNDEF }}" in query.text
        assert catalogue.bind(query, {parameter.name: parameter.example}) != query.text
    assert query.text.count("{ UNDEF }") >= len(query.parameters)
    assert all(
        f"?_{word}" not in query.text.split("WHERE")[0].replace(f"AS ?_{word}", "")
        for word in ("body", "text")
    )


def test_meetings(store: EmbeddedStore) -> None:
    assert ask(store, "meetings") == [
        (SPRING, RLG, "13:00", "15:30", "Hus U, Östersund", False, "rlg-2025-04-07.txt"),
        (AUTUMN, RLG, None, None, None, None, "rlg-2025-09-15.txt"),
        (AUTUMN, "Styrelsen", None, None, None, None, "rlg-2025-09-15.txt"),
    ]
    assert ask(store, "meetings", body="STYR", since="2025-05", until="2025-Q3")[0][1] == "Styrelsen"
    assert ask(store, "meetings", until="2025-03") == []
    assert len(ask(store, "meetings", meeting=SPRING)) == 1


def test_participants(store: EmbeddedStore) -> None:
    assert ask(store, "participants", meeting=SPRING) == [
        (SPRING, RLG, "Emil Wik", None, None, "sekreterare", "other", None),
        (SPRING, RLG, "Magnus Asp", "Region Jämtland Härjedalen", None, None, "deciding", "8, 9"),
        (SPRING, RLG, "Nils Lind", "Krokoms kommun", None, None, "absent", None),
        (SPRING, RLG, "Olle Dahl", None, "S", None, "substitute", None),
        (SPRING, RLG, "Sara Ek", "Åre kommun", None, "ordförande", "deciding", None),
        (SPRING, RLG, "Åsa Björk", "Krokoms kommun", None, "tjänstgörande ersättare", "deciding", None),
        (SPRING, RLG, "Örjan Ståhl", "Krokoms kommun", None, None, "deciding", None),
    ]
    assert [row[2] for row in ask(store, "participants", attendance="substitute")] == ["Olle Dahl"]
    assert {row[2] for row in ask(store, "participants", organisation="krokom")} == {
        "Nils Lind",
        "Åsa Björk",
        "Örjan Ståhl",
    }


def test_completeness(store: EmbeddedStore) -> None:
    query = catalogue.load("completeness")
    table = catalogue.run(store, query)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [row["date"] for row in rows] == sorted(str(row["date"]) for row in rows)
    spring_told = next(row for row in rows if row["date"] == SPRING)
    assert (spring_told["issues"], spring_told["contradictions"]) == (1, 1)
    assert isinstance(spring_told["lines"], int) and isinstance(spring_told["understood"], int)
    assert spring_told["share"] == 100 * spring_told["understood"] // spring_told["lines"]
    assert len(ask(store, "completeness", meeting=SPRING)) == 1


def test_doubts(store: EmbeddedStore) -> None:
    found = ask(store, "doubts", meeting=SPRING, language="en")
    assert sorted(str(row[4]) for row in found) == ["contradiction", "issue"]
    issue = next(row for row in found if row[4] == "issue")
    assert "xyzzy" in str(issue[5]) and isinstance(issue[3], int)
    assert [row[4] for row in ask(store, "doubts", meeting=SPRING, kind="contradiction")] == ["contradiction"]
    swedish = ask(store, "doubts", meeting=SPRING, kind="issue")
    assert "xyzzy" in str(swedish[0][5]) and swedish[0][5] != issue[5]


def test_items(store: EmbeddedStore) -> None:
    assert ask(store, "items") == [
        (SPRING, RLG, "8", "Öppnande", "decided", None, None),
        (SPRING, RLG, "9", "Trygghet och hälsa", "decided", "Trygghet och hälsa", "RLG 2025/7"),
        (SPRING, RLG, "10", "Köp av Skutan AB", "decided", None, None),
        (SPRING, RLG, "11", "Övriga frågor", "deferred", None, None),
        (AUTUMN, RLG, "12", "Uppföljning", "informed", None, None),
        (AUTUMN, RLG, "13", "Trygghet och hälsa", "decided", "Trygghet och hälsa", None),
    ]
    assert [row[2] for row in ask(store, "items", text="HÄLSA")] == ["9", "13"]


def test_decisions(store: EmbeddedStore) -> None:
    found = ask(store, "decisions")
    assert [(row[2], row[4], row[6]) for row in found] == [
        ("8", "a", "adoption"),
        ("8", "b", "election"),
        ("9", None, "adoption"),
        ("10", None, "adoption"),
        ("11", None, "deferral"),
        ("13", None, "adoption"),
    ]
    assert [row[2] for row in ask(store, "decisions", type="election")] == ["8"]
    assert [row[5] for row in ask(store, "decisions", item="11")] == ["Frågan skjuts upp"]


def test_who_decided(store: EmbeddedStore) -> None:
    assert ask(store, "who-decided", text="folkhälsopolicy", until="2025-06") == [
        (
            SPRING,
            RLG,
            "9",
            "Gruppen beslutar att fokusera på punkten: Den kommande folkhälsopolicyn",
            name,
            organisation,
        )
        for name, organisation in [
            ("Magnus Asp", "Region Jämtland Härjedalen"),
            ("Sara Ek", "Åre kommun"),
            ("Åsa Björk", "Krokoms kommun"),
            ("Örjan Ståhl", "Krokoms kommun"),
        ]
    ]
    assert {row[4] for row in ask(store, "who-decided", item="10")} == {"Sara Ek", "Åsa Björk"}
    assert {row[2] for row in ask(store, "who-decided", person="örjan")} == {"8", "9", "11", "13"}


def test_assignments(store: EmbeddedStore) -> None:
    assert [row[2:] for row in ask(store, "assignments")] == [
        (
            "9",
            "Sara tar på sig att ta fram ett förslag till folkhälsopolicy under q4 2025",
            "Sara Ek",
            "2025-Q4",
            "done",
        ),
        ("9", "Regionen får i uppdrag att ta fram statistik", "Region Jämtland Härjedalen", None, "open"),
        ("9", "Kommunförbundet bokar lokal", "Kommunförbundet", None, "open"),
        ("9", "Några tar kontakt med SKR", "Några", None, "open"),
    ]
    assert len(ask(store, "assignments", status="open")) == 3
    assert [row[6] for row in ask(store, "assignments", status="done")] == ["done"]
    assert [row[4] for row in ask(store, "assignments", person="några")] == ["Några"]
    assert [row[4] for row in ask(store, "assignments", organisation="Åre")] == ["Sara Ek"]


def test_presenters_signatories_documents(store: EmbeddedStore) -> None:
    assert ask(store, "presenters") == [
        (SPRING, RLG, "9", "Trygghet och hälsa", "Örjan Stål", "kommunchef", None)
    ]
    assert ask(store, "signatories") == [
        (SPRING, RLG, "Emil Wik", "sekreterare", None),
        (SPRING, RLG, "Sara Ek", "ordförande", "8, 9, 10"),
    ]
    assert [row[3] for row in ask(store, "documents")] == ['Lägesbild "Trygg"', "Karta\\norr"]


def test_people(store: EmbeddedStore) -> None:
    found = {row[0]: row[1:] for row in ask(store, "people", body=RLG)}
    assert list(found) == [
        "Emil Wik",
        "Magnus Asp",
        "Nils Lind",
        "Olle Dahl",
        "Sara Ek",
        "Åsa Björk",
        "Örjan Ståhl",
        "Örjan Stål",
    ]
    assert found["Magnus Asp"] == ("Region Jämtland Härjedalen", RLG, 1, SPRING, AUTUMN)
    assert found["Nils Lind"] == ("Krokoms kommun", RLG, 0, SPRING, SPRING)
    assert found["Sara Ek"] == ("Åre kommun", RLG, 2, SPRING, AUTUMN)


def test_organisations_focus_areas_roles(store: EmbeddedStore) -> None:
    assert ask(store, "organisations") == [
        ("Kommunförbundet", None, None, 0),
        ("Krokoms kommun", "municipality", "2309", 3),
        ("Region Jämtland Härjedalen", "region", "23", 1),
        ("Åre kommun", "municipality", "2321", 1),
    ]
    assert ask(store, "focus-areas") == [("Trygghet och hälsa", 2, 2, AUTUMN)]
    roles = ask(store, "roles", person="örjan")
    assert roles == [("Örjan Stål", "kommunchef", None, RLG, SPRING, SPRING)]


def test_absent_and_ties(store: EmbeddedStore) -> None:
    assert [(row[0], row[2], row[5]) for row in ask(store, "absent", since="2025-04")] == [
        (SPRING, "Nils Lind", "Åsa Björk"),
        (AUTUMN, "Magnus Asp", None),
    ]
    assert ask(store, "ties") == [("Sara Ek", f"{RLG}; Styrelsen", 3, SPRING, AUTUMN)]
    assert "same name" in catalogue.load("ties").description["en"]


def test_evidence(store: EmbeddedStore) -> None:
    (row,) = ask(store, "evidence", fact="startTime")
    assert row == (
        "startTime: Regional ledningsgrupp 2025-04-07 = 13:00",
        "13.00",
        "rlg-2025-04-07.txt",
        55,
        60,
    )
    quotes = {row[1] for row in ask(store, "evidence", fact="/item/10/decision/1")}
    assert quotes == {"Med 2 ja-röster mot 1 nej-röst beslutar gruppen att köpa Skutan AB"}


def test_things_are_found_by_iri_too(store: EmbeddedStore) -> None:
    table = catalogue.run(store, catalogue.load("people"), {"person": "Sara Ek", "body": RLG})
    iri = str(table.rows[0][table.columns.index("person_iri")])
    assert {row[2] for row in ask(store, "who-decided", person=iri)} == {"8", "9", "10", "11", "13"}


def test_rows_are_in_swedish_order() -> None:
    key = catalogue._sort_key
    words = ["Öst", "Ask", "Åre", "Ärla", "Zorn", "ask 10", "ask 9", "Édith", "Eda"]
    assert sorted(words, key=key) == ["Ask", "ask 9", "ask 10", "Eda", "Édith", "Zorn", "Åre", "Ärla", "Öst"]
    assert sorted(["x", 10, None, 9, "§ 10", "§ 9"], key=key) == [None, 9, 10, "x", "§ 9", "§ 10"]


def test_unknown_names_are_met_with_the_nearest() -> None:
    with pytest.raises(UnknownQueryError, match=r"no query decision: did you mean decisions"):
        catalogue.load("decision")
    with pytest.raises(UnknownQueryError, match=r"no query qqqq: there are absent, adjusters"):
        catalogue.load("qqqq")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            {"bodi": "x"},
            r"decisions has no parameter --bodi \(did you mean --body\?\): it has --body, --since",
        ),
        ({"since": "yesterday"}, r"--since yesterday: write a date, a month"),
        ({"since": "2025-02-30"}, r"--since 2025-02-30"),
        ({"type": "big"}, r"--type big: choose one of adoption, rejection"),
    ],
)
def test_wrong_parameters(parameters: dict[str, str], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        catalogue.bind(catalogue.load("decisions"), parameters)


@given(st.text(min_size=1))
def test_a_parameter_is_a_term_whatever_it_holds(text: str) -> None:
    query = catalogue.bind(catalogue.load("decisions"), {"text": text})
    import pyoxigraph as ox

    ox.Store().query(query)


def test_a_parameter_cannot_break_out(store: EmbeddedStore) -> None:
    assert ask(store, "decisions", text='" } } DROP ALL #') == []
    assert ask(store, "decisions", text='x") || true || CONTAINS("a", "a') == []


def test_a_header_that_makes_no_sense_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("#+ title without colon\nSELECT * {}\n")
    with pytest.raises(ValueError, match=r"bad\.rq: the header line"):
        catalogue._read(path)


def test_what_a_header_says_is_not_sent_to_the_engine() -> None:
    """An engine, or whoever looks at a query before it, would find keywords in it."""

    class Asked:
        def select(self, query: str) -> Table:
            sent.append(query)
            return Table((), ())

    sent: list[str] = []
    query = replace(catalogue.load("in-force"), sort=())
    catalogue.run(Asked(), query, {"status": "in-force"})
    assert "#+" in query.text and "#+" not in sent[0] and 'VALUES ?_status { "in-force" }' in sent[0]
