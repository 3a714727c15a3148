"""The questions beyond the contract, on the example minutes: rows as a reader of the minutes writes them down."""

import runpy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild import catalogue, starting
from graphbuild.model import Said, Span
from graphbuild.store import EmbeddedStore
from tests.fjallbygd import autumn, spring
from tests.stores import filled

ROOT = Path(__file__).parent.parent
KS, LN, DF, TK, IF = (
    "Kommunstyrelsen",
    "Ledningsgrupp Norrdal",
    "Direktörsforum Norrdal",
    "Direktionen",
    "Styrelsen",
)
PITCH = "Investeringsbidrag till Källängens IF för konstgräsplan"
PLOT = "Försäljning av fastigheten Källmyren 3:14"
Row = tuple[object, ...]


@pytest.fixture(scope="module")
def examples(example_store: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.read(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def fjallbygd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """A group whose case of the spring is decided again in the autumn."""
    first, second = spring(), autumn()
    case = Said("RLG 2025/7", Span(0, 8))
    items = tuple(replace(item, case=case) if item.number == "13" else item for item in second.items)
    path = filled(tmp_path_factory.mktemp("questions") / "store", first, replace(second, items=items))
    with EmbeddedStore.read(path) as opened:
        yield opened


def ask(store: EmbeddedStore, name: str, columns: str, **parameters: str) -> list[Row]:
    """Ask a question, and give some of its columns."""
    table = catalogue.run(store, catalogue.load(name), parameters)
    places = [table.columns.index(column) for column in columns.split()]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_everything_about_a_person(examples: EmbeddedStore) -> None:
    assert ask(examples, "dossier", "date body item fact role party", person="Torbjörn") == [
        ("2024-10-08", KS, None, "substitute", None, "C"),
        ("2024-10-23", IF, None, "deciding", "kassör", None),
        ("2024-10-23", IF, "4", "assigned", None, None),
        ("2024-10-23", IF, "4", "presents", None, None),
        ("2025-02-11", KS, None, "substitute", None, "C"),
        ("2025-03-05", IF, None, "deciding", "kassör", None),
        ("2025-05-13", KS, None, "deciding", None, "C"),
        ("2025-05-13", KS, "52", "for", None, None),
        ("2025-05-13", KS, "54", "disqualified", None, None),
        ("2025-08-27", IF, None, "deciding", "kassör", None),
        ("2025-08-27", IF, "5", "assigned", None, None),
        ("2025-10-14", KS, None, "deciding", None, "C"),
        ("2025-10-14", KS, "103", "disqualified", None, None),
        ("2026-02-10", KS, None, "substitute", None, "C"),
        ("2026-03-18", IF, None, "deciding", "kassör", None),
    ]
    replaced = ask(examples, "dossier", "date fact", person="Maj-Britt")
    assert ("2025-09-18", "replaced") in replaced and ("2025-09-18", "reserves") in replaced
    assert ("2025-03-20", "signs") in replaced


def test_everything_about_an_organisation(examples: EmbeddedStore) -> None:
    assert ask(examples, "organisation-dossier", "date body item fact person", organisation="Trafik") == [
        ("2024-09-16", LN, "27", "mentioned", None),
        ("2024-12-02", LN, None, "other", "Tomas Hedin-Falk"),
        ("2024-12-02", LN, "29", "mentioned", None),
        ("2024-12-02", LN, "32", "assigned", None),
        ("2024-12-02", LN, "32", "mentioned", None),
        ("2024-12-02", LN, "32", "presents", "Tomas Hedin-Falk"),
    ]
    held = ask(examples, "organisation-dossier", "date fact", organisation="Källängens IF")
    assert [date for date, fact in held if fact == "meets"] == [
        "2024-10-23", "2025-03-05", "2025-08-27", "2026-03-18",
    ]  # fmt: skip


def test_a_case_and_a_subject_through_meetings(examples: EmbeddedStore) -> None:
    assert ask(examples, "matter", "date item outcome type", case="KS 2024/211") == [
        ("2024-10-08", "144", "referred", "referral"),
        ("2024-10-08", "144", "referred", "assignment"),
        ("2025-05-13", "54", "deferred", "deferral"),
        ("2025-10-14", "103", "decided", "adoption"),
        ("2025-10-14", "103", "decided", "adoption"),
        ("2025-10-14", "103", "decided", "assignment"),
    ]
    found = ask(examples, "matter", "date body item", text="larmcentral")
    assert [row for place, row in enumerate(found) if row not in found[:place]] == [
        ("2024-09-16", LN, "24"),
        ("2024-12-02", LN, "31"),
        ("2025-02-11", KS, "14"),
        ("2025-04-14", LN, "3"),
        ("2025-09-22", DF, "9"),
        ("2026-02-09", DF, "5"),
    ]


def test_focus_areas_over_time(fjallbygd: EmbeddedStore) -> None:
    columns = "focus_area year meetings items decisions deferred"
    assert ask(fjallbygd, "focus-area-history", columns, text="trygghet") == [
        ("Trygghet och hälsa", "2025", 2, 2, 2, 0)
    ]
    assert ask(fjallbygd, "focus-area-history", columns, until="2025-06") == [
        ("Trygghet och hälsa", "2025", 1, 1, 1, 0)
    ]


def test_decisions_that_stand_and_decisions_taken_again(fjallbygd: EmbeddedStore) -> None:
    columns = "item status inferred_by later_date later_item"
    assert ask(fjallbygd, "in-force", columns) == [
        ("8", "not-known", None, None, None),
        ("8", "not-known", None, None, None),
        ("9", "decided-again", "later-decision-in-the-case", "2025-09-15", "13"),
        ("10", "not-known", None, None, None),
        ("13", "in-force", "no-later-decision-in-the-case", None, None),
    ]
    assert ask(fjallbygd, "in-force", "item", status="in-force", case="2025/7") == [("13",)]


def test_what_was_deferred_and_what_came_back(examples: EmbeddedStore) -> None:
    assert ask(examples, "deferred", "date body item came_back found_by") == [
        ("2024-09-16", LN, "24", "2024-12-02", "title"),
        ("2024-10-08", KS, "144", "2025-05-13", "case"),
        ("2024-10-23", IF, "8", "2025-03-05", "title"),
        ("2024-11-28", TK, "45", "2025-03-20", "case"),
        ("2024-12-02", LN, "29", None, None),
        ("2025-02-11", KS, "13", "2025-05-13", "case"),
        ("2025-02-11", KS, "16", "2025-05-13", "case"),
        ("2025-03-05", IF, "4", "2025-08-27", "title"),
        ("2025-03-20", TK, "48", "2025-09-18", "case"),
        ("2025-04-14", LN, "5", None, None),  # it comes back under the body's new name
        ("2025-05-13", KS, "54", "2025-10-14", "case"),
        ("2025-08-27", IF, "6", "2026-03-18", "title"),
        ("2025-09-18", TK, "62", "2025-12-11", "case"),
        ("2025-09-22", DF, "10", "2026-02-09", "title"),
        ("2026-02-10", KS, "11", None, None),
    ]
    assert ask(examples, "deferred", "item case", status="not-seen-again", body=KS) == [("11", "KS 2025/341")]


def test_how_people_voted(examples: EmbeddedStore) -> None:
    assert ask(examples, "votes", "person party vote", item="103") == [
        ("Eva-Lotta Brännholm", "S", "for"),
        ("Kenneth Almkvist", "M", "for"),
        ("Margareta Storbacke", "M", "for"),
        ("Rickard Sjögård", "C", "for"),
        ("Samir Haddadin", "S", "for"),
        ("Yvonne Dahlgard", "S", "for"),
        ("Håkan Björke", "SD", "against"),
        ("Jörgen Palmlöf", "SD", "against"),
        ("Sven-Olov Hedberg", "TL", "against"),
        ("Ingegerd Wallmo", "V", "abstains"),
    ]
    sided = ask(examples, "votes", "date item vote", person="Samir")
    assert sided == [
        ("2025-02-11", "13", "against"),
        ("2025-05-13", "52", "for"),
        ("2025-10-14", "103", "for"),
    ]
    assert ask(examples, "votes", "person vote votes_for votes_against", body=KS, since="2026") == [
        (None, None, 8, 3)
    ]
    assert len(ask(examples, "votes", "person", party="sd")) == 8
    assert ask(examples, "party-votes", "party votes_for votes_against votes_abstained", item="145") == [
        ("C", 2, 0, 0), ("M", 2, 0, 0), ("S", 3, 0, 0), ("SD", 0, 2, 0), ("TL", 0, 1, 0), ("V", 0, 1, 0),
    ]  # fmt: skip


def test_reservations_and_disqualifications(examples: EmbeddedStore) -> None:
    assert ask(examples, "reservations", "date item person party", body=KS, until="2025-10") == [
        ("2024-10-08", "145", "Ingegerd Wallmo", "V"),
        ("2025-02-11", "13", "Margareta Storbacke", "M"),
        ("2025-02-11", "13", "Rickard Sjögård", "C"),
        ("2025-05-13", "52", "Ingegerd Wallmo", "V"),
        ("2025-05-13", "52", "Sven-Olov Hedberg", "TL"),
        ("2025-05-13", "52", "Yvonne Dahlgard", "S"),
        ("2025-10-14", "103", "Håkan Björke", "SD"),
        ("2025-10-14", "103", "Jörgen Palmlöf", "SD"),
        ("2025-10-14", "104", "Jörgen Palmlöf", "SD"),
    ]
    assert ask(examples, "disqualified", "date body item person party") == [
        ("2025-02-11", KS, "13", "Kenneth Almkvist", "M"),
        ("2025-03-20", TK, "50", "Gustav von Rehn", "M"),
        ("2025-04-14", LN, "5", "Solveig Marklöv", None),
        ("2025-05-13", KS, "52", "Kenneth Almkvist", "M"),
        ("2025-05-13", KS, "54", "Torbjörn Vassgård", "C"),
        ("2025-10-14", KS, "103", "Torbjörn Vassgård", "C"),
        ("2025-12-11", TK, "69", "Sven-Olov Hedberg", "TL"),
        ("2025-12-11", TK, "69", "Yvonne Dahlgard", "S"),
        ("2026-02-10", KS, "9", "Kenneth Almkvist", "M"),
        ("2026-02-10", KS, "10", "Kenneth Almkvist", "M"),
    ]


def test_who_was_there_and_who_served_for_whom(examples: EmbeddedStore) -> None:
    assert ask(examples, "presence", "person year present absences deciding share", person="Tobias") == [
        ("Tobias Norén-Lind", "2024", 1, 0, 1, 100),
        ("Tobias Norén-Lind", "2025", 1, 2, 1, 33),
        ("Tobias Norén-Lind", "2026", 1, 0, 1, 100),
    ]
    names = [row[0] for row in ask(examples, "presence", "person", body=TK, since="2025-12")]
    assert names[-2:] == ["Sven-Olov Hedberg", "Yvonne Dahlgard"]
    assert ask(examples, "replaced", "date person replaces items", body=TK) == [
        ("2024-11-28", "Ove Timmerås", "Maj-Britt Orrgård", None),
        ("2025-03-20", "Lena Kroksta", "Gustav von Rehn", "50"),
        ("2025-03-20", "Samir Haddadin", "Yvonne Dahlgard", "50, 51, 52, 53"),
        ("2025-09-18", "Ove Timmerås", "Maj-Britt Orrgård", "65, 66"),
    ]
    assert ask(examples, "replaced", "date person", person="Pontus") == [("2024-12-02", "Ninni Fallström")]


def test_who_adjusts_and_who_presents(examples: EmbeddedStore) -> None:
    assert ask(examples, "adjusters", "date person party approved", body=KS) == [
        ("2024-10-08", "Ingegerd Wallmo", "V", "2024-10-14"),
        ("2025-02-11", "Tobias Norén-Lind", "C", "2025-02-17"),
        ("2025-05-13", "Yvonne Dahlgard", "S", "2025-05-19"),
        ("2025-10-14", "Jörgen Palmlöf", "SD", "2025-10-20"),
        ("2026-02-10", "Margareta Storbacke", "M", "2026-02-16"),
    ]
    assert ask(examples, "presented", "person items titles first last", person="Per-Olof") == [
        (
            "Per-Olof Drake",
            3,
            "Dricksvatten och vattenövning; Finansiering av gemensamt tanklager; "
            "Gemensam beredskap för dricksvatten",
            "2024-09-16",
            "2025-04-14",
        )
    ]


def test_meetings_that_are_missing(examples: EmbeddedStore) -> None:
    assert ask(examples, "missing-meetings", "date body reason announced numbers following") == [
        ("2024-10-23", IF, "announced", "2024-11-27", None, None),
        ("2025-02-11", KS, "numbers", None, "18–50", "2025-05-13"),
        ("2025-03-05", IF, "announced", "2025-04-09", None, None),
        ("2025-03-20", TK, "announced", "2025-06-12", None, None),
        ("2025-03-20", TK, "numbers", None, "54–60", "2025-09-18"),
        ("2025-05-13", KS, "numbers", None, "57–100", "2025-10-14"),
        ("2025-08-27", IF, "announced", "2025-10-01", None, None),
    ]


STARTS = [
    (name, parameter.name)
    for name in catalogue.names()
    for parameter in catalogue.load(name).parameters
    if parameter.start
]
NAMED = {"person": "en", "body": "ko", "organisation": "norr", "meeting": "2025-05-13", "case": "KS 2024"}


@pytest.mark.parametrize(("name", "parameter"), STARTS)
def test_starting_from_what_a_parameter_names_changes_no_row(
    examples: EmbeddedStore, name: str, parameter: str
) -> None:
    query = catalogue.load(name)
    given = {parameter: NAMED.get(parameter, "hälsa")}
    filtered = catalogue._ordered(examples.select(catalogue.bind(query, given)), query)
    started = catalogue.run(examples, query, given)
    assert started.columns == filtered.columns
    assert sorted(map(repr, started.rows)) == sorted(map(repr, filtered.rows))
    assert filtered.rows or parameter == "organisation" or name.startswith("focus")


def test_a_query_starts_from_few_things_only(
    examples: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    (iri,) = [str(row[0]) for row in ask(examples, "people", "person_iri", person="Tobias")]
    assert starting.start(examples, "person", "?person_iri", "tobias") == f"VALUES ?person_iri {{ <{iri}> }}"
    assert starting.start(examples, "body", "?b . ?m gov:heldBy ?b", "nobody") == (
        "VALUES ?b {  } ?m gov:heldBy ?b ."
    )
    assert starting.start(examples, "person", "?p", '"> } DROP ALL #') == "VALUES ?p {  }"
    assert starting.start(examples, "person", "?p", "http://x/> } DROP ALL #") == "VALUES ?p {  }"
    monkeypatch.setattr(starting, "MOST", 3)
    assert starting.start(examples, "person", "?person_iri", "a") == ""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_of_questions_are_made_from_the_headers(language: str) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "questions.py"))
    name = made["PAGES"][language]
    assert (ROOT / "docs" / name).read_text("utf-8") == made["page"](language), "run make questions"


def test_the_pages_name_the_columns_that_come(examples: EmbeddedStore) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "questions.py"))
    for name in catalogue.names():
        query = catalogue.load(name)
        assert (
            tuple(made["columns"](query))
            == catalogue.run(
                examples,
                query,
                {"meeting": "none"}
                if any(parameter.name == "meeting" for parameter in query.parameters)
                else {},
            ).columns
        )
