"""Front pages as they come out of real files: columns, cells below one another, sentences; all of it invented."""

from pathlib import Path
from typing import Any

import pytest

from graphbuild.minutes_json import to_json
from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve

ITEMS = "\n§ 1 Öppnande\nMötet öppnades.\n\n§ 2 Taxa\nNämnden beslutar att anta taxan.\n\n§ 3 Avslutning\n"


def understood(tmp_path: Path, text: str, suffix: str = ".txt") -> dict[str, Any]:
    path = tmp_path / f"protokoll{suffix}"
    path.write_text(text, encoding="utf-8")
    return to_json(resolve(parse(read(path))))


def people(minutes: dict[str, Any]) -> list[tuple[str, str | None, str, list[str]]]:
    return [(p["name"], p["organisation"], p["attendance"], p["roles"]) for p in minutes["participants"]]


HEAD = "Hamnnämnden\nDatum: 2025-03-04\n\n"


def test_offices_in_a_column_before_the_names_are_theirs(tmp_path: Path) -> None:
    listed = """Närvarande
Ordförande             Anna Ek
Kassör                 Bo Alm
Webbansvarig           Cia Dahl      anlände § 2
Ledamot                Dan Holm

Ej närvarande
Arbetsmiljöombud       Eva Lind

"""
    minutes = understood(tmp_path, HEAD + listed + ITEMS)
    assert people(minutes) == [
        ("Anna Ek", None, "deciding", ["ordförande"]),
        ("Bo Alm", None, "deciding", ["kassör"]),
        ("Cia Dahl", None, "deciding", ["webbansvarig"]),
        ("Dan Holm", None, "deciding", []),
        ("Eva Lind", None, "absent", ["arbetsmiljöombud"]),
    ]
    assert minutes["participants"][2]["items"] == ["2", "3"]


def test_cells_that_stand_below_one_another_are_a_table(tmp_path: Path) -> None:
    heads = ["Namn", "Parti", "Ersättare", "Ja", "Nej", "Avst"]
    cells = [
        *["Anna Ek, ordförande", "S", "–", "Ja", "–", "–"],
        *["Bo Alm", "M", "Cia Dahl", "–", "Nej", "–"],
        *["Dan Holm", "C", "–", "–", "–", "Avst"],
        *["Eva Lind", "V", "–", "Ja", "–", "–"],
    ]
    minutes = understood(tmp_path, HEAD + "\n\n".join(["Närvarolista", *heads, *cells]) + "\n" + ITEMS)
    assert [(p["name"], p["party"], p["attendance"], p["replaces"]) for p in minutes["participants"]] == [
        ("Anna Ek", "S", "deciding", None),
        ("Bo Alm", "M", "absent", None),
        ("Cia Dahl", "M", "deciding", "Bo Alm"),
        ("Dan Holm", "C", "deciding", None),
        ("Eva Lind", "V", "deciding", None),
    ]


def test_cells_below_one_another_are_no_table_where_some_are_missing(tmp_path: Path) -> None:
    """Nobody can tell what stands below which head: no party is guessed."""
    lines = ["Namn", "Parti", "Ja", "Nej", "Anna Ek", "Ja", "Bo Alm", "M", "Nej", "Dan Holm", "C", "Ja"]
    minutes = understood(tmp_path, HEAD + "\n\n".join(lines) + "\n" + ITEMS)
    assert all(p["party"] in (None, "M", "C") for p in minutes["participants"])
    assert ("Anna Ek", "Ja") not in [(p["name"], p["party"]) for p in minutes["participants"]]


def test_people_in_two_columns_are_read_column_by_column(tmp_path: Path) -> None:
    listed = """Beslutande
Kiruna                                 Luleå
Anna Ek (S), ordförande                Bo Alm (M)
Cia Dahl (C)                           Dan Holm (S), 2 §

Ersättare
Eva Lind (V), Kiruna                   Fia Skog (KD), Luleå
"""
    minutes = understood(tmp_path, HEAD + listed + ITEMS)
    assert [(p["name"], p["organisation"], p["party"], p["attendance"]) for p in minutes["participants"]] == [
        ("Anna Ek", "Kiruna kommun", "S", "deciding"),
        ("Cia Dahl", "Kiruna kommun", "C", "deciding"),
        ("Bo Alm", "Luleå kommun", "M", "deciding"),
        ("Dan Holm", "Luleå kommun", "S", "deciding"),
        ("Eva Lind", "Kiruna kommun", "V", "substitute"),
        ("Fia Skog", "Luleå kommun", "KD", "substitute"),
    ]
    assert minutes["participants"][3]["items"] == ["2"]


def test_labels_of_two_lists_may_stand_behind_a_label_of_both(tmp_path: Path) -> None:
    listed = """Beslutande        Ledamöter                      Tjänstgörande ersättare
                  Anna Ek (S), Kiruna,           Bo Alm (M), Luleå,
                  ordförande                     för Gun Berg (M)
                  Cia Dahl (C), Kiruna

Ej beslutande     Ersättare                      Tjänstemän
                  Dan Holm (V), Luleå            Eva Lind,
                  Hans Ström (L), Kiruna         förbundschef
"""
    minutes = understood(tmp_path, HEAD + listed + ITEMS)
    assert [(p["name"], p["attendance"], p["roles"], p["replaces"]) for p in minutes["participants"]] == [
        ("Anna Ek", "deciding", ["ordförande"], None),
        ("Cia Dahl", "deciding", [], None),
        ("Bo Alm", "deciding", [], "Gun Berg"),
        ("Dan Holm", "substitute", [], None),
        ("Hans Ström", "substitute", [], None),
        ("Eva Lind", "other", ["förbundschef"], None),
    ]


def test_lists_in_the_cells_of_one_row_follow_one_another(tmp_path: Path) -> None:
    table = """| Arbetsgivaren | Arbetstagarorganisationerna |
|---|---|
| Anna Ek, kommunchef<br>Bo Alm, HR-specialist | Cia Dahl, Skolfacket<br>Dan Holm, Vårdfacket |
"""
    minutes = understood(tmp_path, HEAD + table + ITEMS, ".md")
    assert [(name, roles) for name, _, _, roles in people(minutes)] == [
        ("Anna Ek", ["kommunchef"]),
        ("Bo Alm", ["HR-specialist"]),
        ("Cia Dahl", []),
        ("Dan Holm", []),
    ]


def test_who_is_disqualified_in_an_item_was_there(tmp_path: Path) -> None:
    minutes = understood(
        tmp_path, HEAD + "Beslutande: Anna Ek (S), ordförande\n            Bo Alm (M), jäv § 2\n" + ITEMS
    )
    assert [p["items"] for p in minutes["participants"]] == [None, None]
    assert [i["disqualified"] for i in minutes["items"]] == [[], ["Bo Alm"], []]


@pytest.mark.parametrize(
    ("when", "days", "times"),
    [
        (
            "torsdag 6 mars kl. 12.00 – fredag 7 mars 2025 kl. 13.00, Hamnkontoret",
            ("2025-03-06", "2025-03-07"),
            ("12:00", "13:00"),
        ),
        (
            "den 6 mars 2025, kl. 18.00–21.35, Hamnkontoret. Sammanträdet ajourneras kl. 19.20–19.40.",
            ("2025-03-06", None),
            ("18:00", "21:35"),
        ),
        (
            "den 6 mars 2025, kl. 09.00–14.35, Hamnkontoret\n               Lunchuppehåll 12.00–13.00",
            ("2025-03-06", None),
            ("09:00", "14:35"),
        ),
    ],
)
def test_days_and_hours(
    tmp_path: Path, when: str, days: tuple[str, str | None], times: tuple[str, str]
) -> None:
    minutes = understood(
        tmp_path, f"Hamnnämnden\n\nTid och plats: {when}\nBeslutande: Anna Ek, Bo Alm\n{ITEMS}"
    )
    assert (minutes["date"], minutes["end_date"]) == days
    assert (minutes["start"], minutes["end"]) == times
    assert minutes["place"] == "Hamnkontoret"


def test_who_stood_in_is_told_by_a_sentence_that_begins_with_whom(tmp_path: Path) -> None:
    told = (
        "Närvarande vid sammanträdet var ordföranden Anna Ek samt ledamöterna Bo Alm och Cia Dahl. I stället "
        "för ledamoten Dan Holm, som hade anmält förhinder, tjänstgjorde suppleanten Eva Lind. Från bolaget "
        "deltog ekonomichefen Fia Skog.\n"
    )
    minutes = understood(tmp_path, HEAD + told + ITEMS)
    found = {p["name"]: (p["attendance"], p["replaces"]) for p in minutes["participants"]}
    assert found == {
        "Anna Ek": ("deciding", None),
        "Bo Alm": ("deciding", None),
        "Cia Dahl": ("deciding", None),
        "Dan Holm": ("absent", None),
        "Eva Lind": ("deciding", "Dan Holm"),
        "Fia Skog": ("other", None),
    }


def test_a_date_does_not_begin_inside_the_word_before_it(tmp_path: Path) -> None:
    head = "Protokoll från hamn- och sjöfartsnämnden 21 maj 2025\n\nBeslutande: Anna Ek, Bo Alm\n"
    minutes = understood(tmp_path, head + ITEMS)
    assert (minutes["body"], minutes["date"]) == ("Hamn- och sjöfartsnämnden", "2025-05-21")


def test_letters_in_brackets_stand_for_the_person(tmp_path: Path) -> None:
    listed = "Närvarande:\n- Anna Ek (AE), ordförande\n- Bo Alm (BA)\n"
    items = "\n§ 1 Städdag\nVi har städdag i maj.\nBA ordnar containrar senast den 2 maj.\n\n§ 2 Avslutning\n"
    minutes = understood(tmp_path, HEAD + listed + items)
    assert [p["organisation"] for p in minutes["participants"]] == [None, None]
    assert [task["assignees"] for item in minutes["items"] for task in item["assignments"]] == [["Bo Alm"]]
